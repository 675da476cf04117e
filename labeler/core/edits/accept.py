"""Takes regions of a prediction over into an annotation: its label map there is the prediction's then.

A class that is predicted becomes polygons of exactly the region's pixels on top of all others; where
background is predicted, all shapes that cover the region lose its pixels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.annotation import Annotation
from labeler.core.areas import mask_of
from labeler.core.classes import BACKGROUND, VOID
from labeler.core.draining import drained
from labeler.core.edits.gaps import NO_PIXELS, TopShapes, bordering_shape
from labeler.core.edits.pieces import replace_by_pieces
from labeler.core.edits.properties import free_groups
from labeler.core.edits.sequence import EditSequence, parts_of
from labeler.core.edits.shapes import InsertShapes, ReplaceShapes
from labeler.core.geometry import Bounds, PixelRect
from labeler.core.painting import without_pixels
from labeler.core.shapes import Shape
from labeler.core.vectorizer import mask_polygons

if TYPE_CHECKING:
    from labeler.core.arrays import LabelMap, Mask
    from labeler.core.edits.base import Edit
    from labeler.core.live_label_map import LiveLabelMap


# For more regions than these the shapes of the whole image are looked at once.
_FEW = 100

# The share of the work that drawing is; the rest is to erase.
_DRAWN = 0.6


class Predicted(NamedTuple):
    """A region of a prediction: the pixels `mask` of `rect`, (rect.height, rect.width), and their index."""

    mask: Mask
    rect: PixelRect
    class_index: int


@dataclass(frozen=True, slots=True)
class Permits:
    """Which shapes may be changed, by position (not when locked or hidden), and which classes are seen."""

    is_editable: Callable[[int], bool] = lambda _: True
    is_class_visible: Callable[[str], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The edit that accepts regions, None when there is nothing to do, and how many `count` of them.

    `refusals`: the sentences that others were refused with, each with how many regions it is for.
    """

    edit: EditSequence | None
    count: int
    refusals: Mapping[str, int] = field(default_factory=dict)


def accept_regions(live: LiveLabelMap, regions: Sequence[Predicted], permits: Permits) -> Acceptance:
    """The edit, one step of the history, after which the label map is the prediction's in all the regions.

    Elsewhere it stays as it is. New polygons are of the same instance as the shape of their class with the
    longest common border: both share a group_id, a new one if that shape has none. A region is refused when
    its class is not in the table, locked or hidden, when a protected class would lose pixels there, or when a
    shape that would lose them to background may not be edited.
    """
    return drained(accept_in_steps(live, regions, permits))


def accept_in_steps(
    live: LiveLabelMap, regions: Sequence[Predicted], permits: Permits
) -> Generator[float, None, Acceptance]:
    """`accept_regions` in steps, each of which tells the share of the work that is done.

    Of shapes it knows those that are there at its first step; what it makes is good for these only.
    """
    drawing, refusals = _Drawing(live, permits, is_large=len(regions) > _FEW), Counter[str]()
    erased: list[Predicted] = []
    count = 0
    for place, given in enumerate(regions):
        yield _DRAWN * place / len(regions)
        wrong = given.mask & (_part(live, given.rect) != given.class_index)
        if not wrong.any():
            continue
        region = given._replace(mask=wrong)
        if reason := _refusal(live, region, permits):
            refusals[reason] += 1
            continue
        count += 1
        if region.class_index == BACKGROUND:
            erased.append(region)
        else:
            drawing.add(region)
    yield _DRAWN
    if not count:
        return Acceptance(None, 0, refusals)
    shapes = drawing.grouped_shapes()
    pieces = yield from _pieces(live, shapes, erased)
    text = "Accept region" if count == 1 else f"Accept {count:,} regions"
    parts = _parts(drawing, shapes, pieces, erased, text)
    return Acceptance(EditSequence(tuple(parts), text), count, refusals)


class _Drawing:
    """The polygons to be drawn, and the shapes that get a group because one of these belongs to them."""

    def __init__(self, live: LiveLabelMap, permits: Permits, *, is_large: bool) -> None:
        self.shapes: list[Shape] = []
        self.grouped: dict[int, Shape] = {}
        self.live = live
        # For many regions it is found out once which shape gives each pixel of the image.
        self._top = TopShapes.of(live, live.rect) if is_large else None
        self._permits = permits
        self._fresh = free_groups(live.annotation.shapes)

    def add(self, region: Predicted) -> None:
        """Draw a region."""
        row = self.live.classes.at(region.class_index)
        assert row is not None, "such regions were refused"
        group = self._group(region)
        for exterior, holes in mask_polygons(region.mask, (region.rect.left, region.rect.top)):
            self.shapes.append(Shape(row.name, exterior, holes=holes, group_id=group))

    def grouped_shapes(self) -> list[Shape]:
        """All shapes of the image, with the groups that some of them get."""
        shapes = list(self.live.annotation.shapes)
        for position, shape in self.grouped.items():
            shapes[position] = shape
        return shapes

    def _group(self, region: Predicted) -> int | None:
        """The group of the shape that the region belongs to; a shape without one gets it if it may."""
        if region.class_index == VOID:
            return None
        where = region.rect, region.mask, region.class_index
        owner = bordering_shape(self.live, *where) if self._top is None else self._top.bordering(*where)
        if owner is None:
            return None
        shape = self.grouped.get(owner, self.live.annotation.shapes[owner])
        if shape.group_id is None and self._permits.is_editable(owner):
            shape = self.grouped[owner] = replace(shape, group_id=next(self._fresh))
        return shape.group_id


def _refusal(live: LiveLabelMap, region: Predicted, permits: Permits) -> str:
    """Why a region cannot be accepted, and what to do; empty when it can."""
    row = live.classes.at(region.class_index)
    if row is None:
        return (
            f"The class table has no class of the index {region.class_index}, which is predicted there. "
            "Give a class that index in the class table, or reject the region."
        )
    for index in np.unique(_part(live, region.rect)[region.mask]).tolist():
        covered = live.classes.at(index)
        if covered is not None and covered.is_protected:
            return (
                f'The class "{covered.name}" is protected, and would lose pixels. '
                "Take its protection away first."
            )
    if region.class_index == BACKGROUND:
        return _refusal_to_erase(live, region, permits)
    if row.is_locked:
        return f'The class "{row.name}" is locked. Unlock it first.'
    if not permits.is_class_visible(row.name):
        return f'The class "{row.name}" is hidden. Show it first.'
    return ""


def _refusal_to_erase(live: LiveLabelMap, region: Predicted, permits: Permits) -> str:
    for position in _covering(live, region.rect):
        shape = live.annotation.shapes[position]
        if not permits.is_editable(position) and (mask_of([shape], region.rect) & region.mask).any():
            return (
                f'A shape of the class "{shape.class_name}" would lose pixels, and is locked or hidden. '
                "Unlock or show it first."
            )
    return ""


def _covering(live: LiveLabelMap, rect: PixelRect) -> Iterator[int]:
    """The positions of the shapes that may give pixels of a rectangle any class but background."""
    places, indices = live.painted(rect)
    return (place for place, index in zip(places, indices, strict=True) if index != BACKGROUND)


def _parts(
    drawing: _Drawing,
    shapes: list[Shape],
    pieces: Mapping[int, list[Shape]],
    erased: Sequence[Predicted],
    text: str,
) -> Iterator[Edit]:
    """Groups first, then what is erased, then what is drawn on top."""
    annotation = drawing.live.annotation
    if drawing.grouped:
        places = tuple(sorted(drawing.grouped))
        before, after = (
            tuple(annotation.shapes[place] for place in places),
            tuple(shapes[place] for place in places),
        )
        yield ReplaceShapes(places, before, after, text, dirty=NO_PIXELS)
    if pieces:
        dirty = Bounds.around([Bounds(*region.rect) for region in erased])
        yield from parts_of(replace_by_pieces(Annotation(annotation.size, shapes), pieces, text, dirty=dirty))
    if drawing.shapes:
        first = len(shapes) + sum(len(each) - 1 for each in pieces.values())
        yield InsertShapes(tuple(range(first, first + len(drawing.shapes))), tuple(drawing.shapes), text)


def _pieces(
    live: LiveLabelMap, shapes: Sequence[Shape], erased: Sequence[Predicted]
) -> Generator[float, None, dict[int, list[Shape]]]:
    """What is left of each shape that loses pixels; each is cut once, however many regions there are."""
    made: dict[int, list[Shape]] = {}
    if not erased:
        return made
    whole = PixelRect(
        min(region.rect.left for region in erased),
        min(region.rect.top for region in erased),
        max(region.rect.right for region in erased),
        max(region.rect.bottom for region in erased),
    )
    mask = np.zeros((whole.height, whole.width), np.bool_)
    for region in erased:
        top, left = region.rect.top - whole.top, region.rect.left - whole.left
        mask[top : top + region.rect.height, left : left + region.rect.width] |= region.mask
    covering = list(_covering(live, whole))
    for done, position in enumerate(covering):
        yield _DRAWN + (1 - _DRAWN) * done / len(covering)
        rest = without_pixels(shapes[position], mask, whole, (live.rect.width, live.rect.height))
        if rest is not None:
            made[position] = rest
    return made


def _part(live: LiveLabelMap, rect: PixelRect) -> LabelMap:
    """The indices of a rectangle of the label map, (rect.height, rect.width) uint8."""
    return live.label_map[rect.top : rect.bottom, rect.left : rect.right]
