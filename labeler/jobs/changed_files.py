"""What changes of classes make of one annotation file and of one label image."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.annotation_file import annotation_bytes, read_annotation, read_outline
from labeler.core.class_changes import ChangePlan, ShapeFacts
from labeler.core.errors import AnnotationError, LabelerError, LabelImageError, NoPaletteError
from labeler.core.file_stamp import FileTime
from labeler.core.files import read_bytes
from labeler.core.label_png import decoded_label_png, label_png_bytes
from labeler.core.pixel_counts import pixel_counts
from labeler.core.remapping import Remapped, Remapping, remapped_png
from labeler.core.text import counted
from labeler.jobs.label_files import reason
from labeler.jobs.step import StepStatus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.annotation import Annotation, UnreadableShape
    from labeler.core.arrays import Palette
    from labeler.core.dataset import DatasetImage
    from labeler.core.shapes import Shape


@dataclass(frozen=True, slots=True)
class FileChange:
    """What happens to one file: shapes that get another class or are deleted, pixels with another index.

    `is_recolored`: a label image whose palette changes, but no pixel.
    """

    path: Path
    shapes: int = 0
    deleted: int = 0
    pixels: int = 0
    is_recolored: bool = False
    is_label_image: bool = False

    @property
    def text(self) -> str:
        """In words: `3 shapes, 1 deleted`, `1,200 px`, `colours only`."""
        if self.is_recolored:
            return "colours only"
        parts = [counted(self.shapes, "shape")] if self.shapes else []
        parts += [f"{counted(self.deleted, 'shape')} deleted"] if self.deleted else []
        parts += [f"{self.pixels:,} px"] if self.pixels else []
        return ", ".join(parts)


class NewContent(NamedTuple):
    """The new bytes of a file, what changed in it, and what there is to say; None: it stays as it is."""

    data: bytes | None = None
    change: FileChange | None = None
    notice: str = ""


class FileTask(NamedTuple):
    """One file: its name in messages, its path, the image of the dataset that it belongs to.

    `left_out`: why it is not to be looked at. `rivals`: further images to which a label image may belong as
    well. `is_in_dataset`: a label image that is an image of the dataset, too.
    """

    name: str
    path: Path
    image: DatasetImage | None
    is_label_image: bool = False
    left_out: str = ""
    rivals: tuple[DatasetImage, ...] = ()
    is_in_dataset: bool = False


class Made(NamedTuple):
    """What was made of a file: how it ended, and the time that the file had when it was read."""

    status: StepStatus
    message: str = ""
    new: NewContent = NewContent()
    read: FileTime | None = None


@dataclass(frozen=True, slots=True)
class FileMaker:
    """Makes the new contents of files; it can be handed to another process."""

    plan: ChangePlan
    palette: Palette

    def made_of(self, task: FileTask) -> Made:
        """What is made of a file; what cannot be changed is a failure."""
        if task.left_out:
            return Made(StepStatus.LEFT_OUT, task.left_out)
        read = FileTime.of(task.path)
        try:
            new = self._new_content(task)
        except NoPaletteError as error:
            return Made(StepStatus.LEFT_OUT, reason(error, task.path))
        except LabelerError as error:
            return Made(StepStatus.FAILED, reason(error, task.path))
        except MemoryError:
            return Made(StepStatus.FAILED, "There is not enough memory for it.")
        status = StepStatus.UNCHANGED if new.data is None else StepStatus.WRITTEN
        return Made(status, new.notice, new, read)

    def _new_content(self, task: FileTask) -> NewContent:
        if task.is_label_image:
            return new_label_image(self.plan, task, self.palette)
        assert task.image is not None
        return new_annotation(self.plan, task.image)


class NewShapes(NamedTuple):
    """The shapes of an annotation afterwards, and how many got another class or were deleted.

    `kept`: classes that are deleted and stay on shapes which cannot be read.
    """

    shapes: list[Shape]
    unreadable: list[UnreadableShape]
    changed: int
    deleted: int
    kept: tuple[str, ...]


def new_shapes(plan: ChangePlan, image: str, annotation: Annotation) -> NewShapes:
    """The shapes of an annotation under a plan. Shapes that cannot be read keep all but their class."""
    shapes: list[Shape] = []
    changed = deleted = 0
    for shape in annotation.shapes:
        name = plan.new_name(image, shape.class_name, _facts(shape.flags, shape.description, shape.group_id))
        if name is None:
            deleted += 1
            continue
        is_other = name != shape.class_name
        changed += is_other
        shapes.append(replace(shape, class_name=name) if is_other else shape)
    gone = len(annotation.shapes) - len(shapes)
    unreadable: list[UnreadableShape] = []
    kept: list[str] = []
    for each in annotation.unreadable:
        old = each.content.get("label") if isinstance(each.content, dict) else None
        content = each.content
        if isinstance(old, str) and old in plan.names:
            name = plan.new_name(image, old, _facts_of_json(each.content))
            if name is None:
                kept.append(old)
            elif name != old:
                content = each.content | {"label": name}
                changed += 1
        position = each.position if not gone else _position(plan, image, annotation, each.position)
        unreadable.append(replace(each, content=content, position=position))
    return NewShapes(shapes, unreadable, changed, deleted, tuple(kept))


def new_annotation(plan: ChangePlan, image: DatasetImage) -> NewContent:
    """The new content of the annotation file of an image, which exists.

    Raises what reading raises, and AnnotationError when shapes bear a name that a class is about to get.
    """
    path = image.annotation_path
    outline = read_outline(path)
    _refuse_taken_names(plan, path, outline.classes)
    if plan.names.isdisjoint(outline.classes):
        return NewContent()
    annotation = read_annotation(path)
    after = new_shapes(plan, image.name, annotation)
    if not after.changed and not after.deleted:
        return NewContent(notice=_notice_of_kept(after.kept))
    annotation.shapes, annotation.unreadable = after.shapes, after.unreadable
    change = FileChange(path, after.changed, after.deleted)
    return NewContent(annotation_bytes(annotation), change, _notice_of_kept(after.kept))


def new_label_image(plan: ChangePlan, task: FileTask, palette: Palette) -> NewContent:
    """The new content of a label PNG.

    `palette`: (256, 3) uint8, the colours of the new table. Raises what reading raises, and LabelImageError
    when pixels have an index that a class is about to get, when it cannot be told which become what, and for
    an image of the dataset that may be a photograph.
    """
    path = task.path
    data = read_bytes(path)
    image = None if task.rivals and plan.asks_shapes else task.image
    if plan.asks_shapes:
        after = _by_shapes(plan, path, data, image, palette)
    else:
        after = remapped_png(path, data, Remapping.of(plan.new_indices(image and image.name)), palette)
    _refuse_photograph(plan, task, after.counts)
    _refuse_taken_indices(plan, path, after.counts)
    notice = _notice_of_owner(plan, task, after.counts)
    if after.data is None:
        return NewContent(notice=notice)
    is_recolored = not after.pixels_changed
    change = FileChange(path, pixels=after.pixels_changed, is_recolored=is_recolored, is_label_image=True)
    return NewContent(after.data, change, notice)


def _by_shapes(
    plan: ChangePlan, path: Path, data: bytes, image: DatasetImage | None, palette: Palette
) -> Remapped:
    """Another label map where single shapes decide: from the annotation, if it gives the old one exactly."""
    label_map, own = decoded_label_png(path, data)
    counts = pixel_counts(label_map)
    asked = [index for index in sorted(plan.indices_by_shape) if counts[index]]
    if not asked:
        name = None if image is None else image.name
        return remapped_png(path, data, Remapping.of(plan.new_indices(name)), palette)
    from labeler.core.rasterizer import rasterize

    annotation = None
    if image is not None and image.annotation_path.exists():
        annotation = read_annotation(image.annotation_path)
    size = (label_map.shape[1], label_map.shape[0])
    if annotation is not None and annotation.size in (None, size):
        assert image is not None
        drawn = rasterize(annotation.shapes, size, plan.before, path=image.annotation_path)
        if np.array_equal(drawn, label_map):
            shapes = new_shapes(plan, image.name, annotation).shapes
            new = rasterize(shapes, size, plan.after, path=image.annotation_path)
            made = label_png_bytes(new, None if own is None else palette, is_grey=own is None)
            return Remapped(None if made == data else made, int((new != label_map).sum()), counts)
    told = ", ".join(f"{index} ({counts[index]:,} px)" for index in asked)
    raise LabelImageError(
        f"{path}: which pixels of {told} belong to which shapes is not known, for it is not what its "
        f"annotation gives. Export it anew, leave its folder out, or split the class by whole images."
    )


def _position(plan: ChangePlan, image: str, annotation: Annotation, position: int) -> int:
    """Where an unreadable shape stands once the shapes before it that are deleted are gone."""
    unreadable_before = sum(each.position < position for each in annotation.unreadable)
    before = annotation.shapes[: position - unreadable_before]
    gone = sum(
        plan.new_name(image, shape.class_name, _facts(shape.flags, shape.description, shape.group_id)) is None
        for shape in before
    )
    return position - gone


def _facts(flags: Any, description: Any, group_id: Any) -> ShapeFacts:
    """The facts of a shape, of which those of a broken one may be anything."""
    is_set = (str(name) for name, value in flags.items() if value) if isinstance(flags, dict) else ()
    return ShapeFacts(
        frozenset(is_set),
        description if isinstance(description, str) else "",
        group_id if isinstance(group_id, int) else None,
    )


def _facts_of_json(content: dict[str, Any]) -> ShapeFacts:
    return _facts(*(content.get(key) for key in ("flags", "description", "group_id")))


def _notice_of_kept(kept: Iterable[str]) -> str:
    names = sorted(set(kept))
    if not names:
        return ""
    return f"Shapes that cannot be read stay and keep the class {', '.join(names)}. Correct them in the file."


def _refuse_taken_names(plan: ChangePlan, path: Path, found: dict[str, int]) -> None:
    for name in sorted(plan.taken_names):
        if found.get(name):
            raise AnnotationError(
                f"{path}: has shapes of {name!r} already ({found[name]}), which is no class of the table. "
                f"Add it to the table and merge the two, or choose another name."
            )


def _refuse_taken_indices(plan: ChangePlan, path: Path, counts: NDArray[np.int64]) -> None:
    for index in sorted(plan.taken_indices):
        if counts[index]:
            row = plan.after.at(index)
            name = "" if row is None else row.name
            raise LabelImageError(
                f"{path}: has {counts[index]:,} px of the index {index} already, which no class has and "
                f"{name!r} would get. Choose another index, or give these pixels one of a class first."
            )


def _refuse_photograph(plan: ChangePlan, task: FileTask, counts: NDArray[np.int64]) -> None:
    """Raise LabelImageError for an image of the dataset whose values are not all indices of classes."""
    if task.is_in_dataset:
        strange = [index for index in counts.nonzero()[0].tolist() if plan.before.at(index) is None]
        if strange:
            raise LabelImageError(
                f"{task.path}: is an image of the dataset and may be a photograph, for it has pixels of the "
                f"index {strange[0]}, which no class has. Name folders of label images, or add the class."
            )


def _notice_of_owner(plan: ChangePlan, task: FileTask, counts: NDArray[np.int64]) -> str:
    """What there is to say of pixels that depend on the image, where that is not known.

    Raises LabelImageError when several images that become different things are called like the label image.
    """
    if task.image is not None and not task.rivals:
        return ""
    asked = [index for index in sorted(plan.indices_by_image) if counts[index]]
    if not asked:
        return ""
    if task.image is None:
        return "It belongs to no image of the dataset; nothing is split off in it."
    rivals = [task.image, *task.rivals]
    if len({tuple(plan.new_indices(each.name).get(index, index) for index in asked) for each in rivals}) > 1:
        named = ", ".join(each.name for each in rivals[:3])
        raise LabelImageError(
            f"{task.path}: may belong to {named}{' and others' if len(rivals) > 3 else ''}, which become "
            f"different classes. Name the folder of label images whose folders are those of the images."
        )
    return ""
