"""What is wrong with annotations: their shapes, the size and the image they name, and how far they are."""

from __future__ import annotations

import difflib
import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.annotation import ImageState
from labeler.core.geometry import Bounds, PixelRect
from labeler.core.shape_check import ShapeFlaw, ShapeProblem, is_copy, without_repeats
from labeler.core.validity import first_place
from labeler.jobs.check import codes
from labeler.jobs.check.finding import Finding, Place
from labeler.jobs.check.layout import LayoutKind
from labeler.jobs.check.wording import a_few, count_of
from labeler.jobs.label_files import reason

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation, UnreadableShape
    from labeler.jobs.check.checkers import Fact
    from labeler.jobs.check.layout import Layout
    from labeler.jobs.check.opened import OpenItem
    from labeler.jobs.check.options import CheckOptions

_CODE_OF = {
    ShapeFlaw.CLASS: codes.UNKNOWN_CLASS,
    ShapeFlaw.CROSSING: codes.CROSSING_SHAPE,
    ShapeFlaw.REPEATED_VERTEX: codes.REPEATED_VERTEX,
    ShapeFlaw.FLAT: codes.FLAT_SHAPE,
    ShapeFlaw.HOLE: codes.MISPLACED_HOLE,
    ShapeFlaw.FAR: codes.FAR_SHAPE,
    ShapeFlaw.OUTSIDE: codes.OUTSIDE_IMAGE,
    ShapeFlaw.BEYOND: codes.BEYOND_IMAGE,
    ShapeFlaw.NO_PIXEL: codes.NO_PIXEL,
    ShapeFlaw.TINY: codes.TINY_SHAPE,
    ShapeFlaw.TWICE: codes.DOUBLE_SHAPE,
    ShapeFlaw.TWO_CLASSES: codes.TWO_CLASSES,
    ShapeFlaw.COVERED: codes.COVERED_SHAPE,
}

_SAID = {
    ShapeFlaw.CROSSING: "crosses itself in {places}",
    ShapeFlaw.REPEATED_VERTEX: "has {vertices} twice in a row",
    ShapeFlaw.FLAT: "has no area",
    ShapeFlaw.HOLE: "has a hole that does not lie inside it",
    ShapeFlaw.FAR: "lies more than 2^40 pixels away and cannot be drawn",
    ShapeFlaw.OUTSIDE: "lies wholly outside the image",
    ShapeFlaw.BEYOND: "reaches {pixels} out of the image",
    ShapeFlaw.NO_PIXEL: "covers the centre of no pixel: nothing of it is in a label image",
    ShapeFlaw.TINY: "covers {pixels} only",
    ShapeFlaw.TWICE: "has the outline and the class of shape {other}",
    ShapeFlaw.TWO_CLASSES: "has the outline of shape {other}, which is {other_class} and lies below it",
    ShapeFlaw.COVERED: "is covered by later shapes: none of its {pixels} is seen",
}

SHAPE_CODES = (codes.UNREADABLE_SHAPE, *_CODE_OF.values())
FILE_CODES = (
    codes.ANNOTATION_SIZE,
    codes.ANNOTATION_TURNED,
    codes.NO_SIZE,
    codes.IMAGE_PATH,
    codes.DONE_EMPTY,
)
PROGRESS_CODES = (codes.NOT_LABELLED, codes.NEVER_DONE)

# A rectangle is told in whole pixels, and one of a shape that lies nowhere near the image not at all.
_FARTHEST = 1 << 31


def look_at_shapes(opened: OpenItem) -> Iterator[Finding]:
    """What is wrong with each shape, and which shapes of the file could not be read."""
    annotation, path = opened.annotation, opened.item.annotation
    if annotation is None or path is None:
        return
    for shape in annotation.unreadable:
        yield _unreadable(shape, path, opened.item.name)
    report = opened.shape_report
    for problem in () if report is None else report.problems:
        code = _CODE_OF[problem.flaw]
        text = f"Shape {problem.position + 1} {_said(problem, annotation, opened.layout)}"
        place = Place(rect=_rect(problem.bounds), shape=problem.position + 1)
        is_fixable = code.can_be_fixed and _can_be_repaired(problem, annotation)
        yield Finding(code, text, path, place, is_fixable, opened.item.name)


def look_at_file(opened: OpenItem) -> Iterator[Finding]:
    """Whether an annotation fits its image, and is what its mark says."""
    annotation, path, image = opened.annotation, opened.item.annotation, opened.item.image
    if annotation is None or path is None:
        return
    name = opened.item.name
    if image is not None:
        yield from _size_findings(opened, annotation, path)
        if not names_image(annotation, path, image):
            named = _named_file(annotation, path)
            is_free = named is None or not named.exists()
            told = f"names {annotation.image_path!r}" if annotation.image_path else "is empty"
            other = "" if is_free else ", which is another file that exists: one of the two is wrong"
            text = f"imagePath {told}{other}; the image of this annotation is {Path(image).name!r}."
            yield Finding(codes.IMAGE_PATH, text, path, is_fixable=is_free, image=name)
    if annotation.is_done and not annotation.shapes and not annotation.unreadable:
        yield Finding(codes.DONE_EMPTY, "It is marked done and has no shapes.", path, image=name)


def names_image(annotation: Annotation, path: str, image: str) -> bool:
    """Whether imagePath leads from the annotation file to its image; backslashes count as slashes."""
    named = _named_file(annotation, path)
    return named is not None and os.path.normcase(named) == os.path.normcase(_absolute(image))


def progress_of(opened: OpenItem) -> Fact:
    """How far an image is; nothing for what is no image, or cannot be read."""
    if opened.item.image is None:
        return None
    if opened.item.annotation is None:
        return ImageState.UNLABELLED
    return None if opened.annotation is None else opened.annotation.state


def look_at_progress(layout: Layout, facts: Sequence[Fact], _: CheckOptions) -> Iterator[Finding]:
    """Images of a dataset that are not labelled, and those that are not marked done where others are."""
    if layout.kind is not LayoutKind.DATASET:
        return
    by_state: dict[ImageState, list[str]] = {state: [] for state in ImageState}
    for item, state in zip(layout.items, facts, strict=True):
        if state is not None:
            by_state[state].append(item.name)
    images = sum(map(len, by_state.values()))
    for code, names, said in (
        (codes.NOT_LABELLED, by_state[ImageState.UNLABELLED], "without shapes"),
        (
            codes.NEVER_DONE,
            by_state[ImageState.IN_WORK] if by_state[ImageState.DONE] else [],
            "with shapes, but not marked done",
        ),
    ):
        if names:
            text = f"{len(names):,} of {count_of(images, 'image')} {said}: {a_few(names)}."
            yield Finding(code, text, str(layout.root), image=names[0])


def _unreadable(shape: UnreadableShape, path: str, name: str) -> Finding:
    """The problem of a shape that is none to us, which has a place at most, and no number but in the file."""
    place = first_place(shape.content)
    rect = None if place is None else _rect(Bounds(*place, *place))
    text = reason(Exception(shape.problem), Path(path))
    return Finding(codes.UNREADABLE_SHAPE, text[:1].upper() + text[1:], path, Place(rect=rect), image=name)


def _said(problem: ShapeProblem, annotation: Annotation, layout: Layout) -> str:
    """What is wrong with a shape, as the end of the sentence that begins with it."""
    name = annotation.shapes[problem.position].class_name
    if problem.flaw is ShapeFlaw.CLASS:
        return f"has the class {name!r}, which is not in the class table.{_guess(name, layout)}"
    said = _SAID[problem.flaw].format(
        places=count_of(problem.amount, "place"),
        vertices=count_of(problem.amount, "vertex", "vertices"),
        pixels=count_of(problem.amount, "pixel"),
        other=problem.other + 1,
        other_class=annotation.shapes[problem.other].class_name if problem.other >= 0 else "",
    )
    return f"({name}) {said}."


def _guess(name: str, layout: Layout) -> str:
    """The class of the table that may be meant, as a question."""
    names = [] if layout.classes is None else [row.name for row in layout.classes]
    folded = {each.strip().casefold(): each for each in names}
    near = difflib.get_close_matches(name.strip().casefold(), folded, n=1)
    return f" Is {folded[near[0]]!r} meant?" if near else ""


def _can_be_repaired(problem: ShapeProblem, annotation: Annotation) -> bool:
    shape = annotation.shapes[problem.position]
    if problem.flaw is ShapeFlaw.TWICE:
        return is_copy(annotation.shapes[problem.other], shape)
    return problem.flaw is not ShapeFlaw.REPEATED_VERTEX or without_repeats(shape) is not shape


def _rect(bounds: Bounds) -> PixelRect | None:
    """The whole pixels around a place."""
    if not all(abs(value) < _FARTHEST for value in bounds):
        return None
    left, top = math.floor(bounds.left), math.floor(bounds.top)
    return PixelRect(
        left, top, max(left + 1, math.ceil(bounds.right)), max(top + 1, math.ceil(bounds.bottom))
    )


def _size_findings(opened: OpenItem, annotation: Annotation, path: str) -> Iterator[Finding]:
    image, name = opened.image, opened.item.name
    if image is None:
        return
    has = "{} x {}".format(*image.size)
    if annotation.size is None:
        text = f"It does not tell the size of its image, which has {has} pixels."
        yield Finding(codes.NO_SIZE, text, path, is_fixable=True, image=name)
    elif annotation.size != image.size:
        made = "{} x {}".format(*annotation.size)
        if image.orientation != 1 and annotation.size == image.stored_size:
            text = (
                f"It is made for {made} pixels, the image as it is stored; upright, by its EXIF orientation "
                f"{image.orientation}, the image has {has}."
            )
            yield Finding(codes.ANNOTATION_TURNED, text, path, image=name)
        else:
            text = f"It is made for {made} pixels, and its image has {has}."
            yield Finding(codes.ANNOTATION_SIZE, text, path, image=name)


def _named_file(annotation: Annotation, path: str) -> Path | None:
    """The file that imagePath means, as seen from the annotation file."""
    if not annotation.image_path:
        return None
    return Path(_absolute(str(Path(path).parent / annotation.image_path.replace("\\", "/"))))


def _absolute(path: str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - links stay what they are
