"""Gives gaps and slivers to classes: new polygons that cover exactly their pixels."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.draining import drained
from labeler.core.edits.properties import free_groups
from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import InsertShapes, ReplaceShapes
from labeler.core.gaps import gap_mask
from labeler.core.geometry import Bounds, PixelRect
from labeler.core.shapes import Shape
from labeler.core.topmost import topmost
from labeler.core.vectorizer import mask_polygons

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Mask
    from labeler.core.edits.base import Edit
    from labeler.core.gaps import Gap
    from labeler.core.live_label_map import LiveLabelMap

# What a change that leaves all pixels alone is bounded by.
NO_PIXELS = Bounds(np.inf, np.inf, -np.inf, -np.inf)


def give_gaps(live: LiveLabelMap, gifts: Sequence[tuple[Gap, int]]) -> EditSequence | None:
    """The edit that gives each gap to the class of an index; the rest of the label map stays as it is.

    Each becomes a polygon on top of all others, of the same instance as the shape of its class with the
    longest common border: both share a group_id, a new one if that shape has none. Gaps that the label map
    no longer has are left out; None when none is left.
    """
    return drained(give_gaps_in_steps(live, gifts))


def give_gaps_in_steps(
    live: LiveLabelMap, gifts: Sequence[tuple[Gap, int]]
) -> Generator[float, None, EditSequence | None]:
    """`give_gaps` in steps of one gap, each of which tells the share of the work that is done."""
    shapes, grouped = [], dict[int, Shape]()
    fresh = free_groups(live.annotation.shapes)
    for place, (gap, index) in enumerate(gifts):
        yield place / len(gifts)
        mask = gap_mask(live.label_map, gap)
        row = live.classes.at(index)
        if mask is None or row is None or index == gap.index:
            continue
        (exterior, holes), *_ = mask_polygons(mask, (gap.box.left, gap.box.top))
        group = None
        owner = None if index in (BACKGROUND, VOID) else bordering_shape(live, gap.box, mask, index)
        if owner is not None:
            shape = grouped.get(owner, live.annotation.shapes[owner])
            if shape.group_id is None:
                shape = grouped[owner] = replace(shape, group_id=next(fresh))
            group = shape.group_id
        shapes.append(Shape(row.name, exterior, holes=holes, group_id=group))
    if not shapes:
        return None
    return EditSequence(_parts(live.annotation.shapes, shapes, grouped), _text(gifts, len(shapes)))


def bordering_shape(live: LiveLabelMap, box: PixelRect, mask: Mask, index: int) -> int | None:
    """The position of the shape of a class with the longest common border with the pixels `mask` of a box.

    What lies on top at the pixels around them counts. None when the class gives none of them.
    """
    return TopShapes.of(live, _around(box, live.rect)).bordering(box, mask, index)


class TopShapes(NamedTuple):
    """Which shape gives each pixel of `rect`: `numbers` (h, w), 0 for none and k + 1 for `places[k]`.

    `indices` (n + 1,): the class index of each number, -1 of number 0.
    """

    rect: PixelRect
    numbers: NDArray[np.int32]
    places: list[int]
    indices: NDArray[np.int64]

    @classmethod
    def of(cls, live: LiveLabelMap, rect: PixelRect) -> TopShapes:
        """Those of a rectangle of a label map."""
        places, indices = live.painted(rect)
        shapes = [live.annotation.shapes[place] for place in places]
        numbers = topmost(shapes, np.arange(rect.top, rect.bottom), np.arange(rect.left, rect.right))
        return cls(rect, numbers, places, np.array([-1, *indices]))

    def bordering(self, box: PixelRect, mask: Mask, index: int) -> int | None:
        """As `bordering_shape`, of a box whose neighbouring pixels are known."""
        around = _around(box, self.rect)
        top, left = around.top - self.rect.top, around.left - self.rect.left
        numbers = self.numbers[top : top + around.height, left : left + around.width]
        inside = np.zeros(numbers.shape, np.bool_)
        top, left = box.top - around.top, box.left - around.left
        inside[top : top + box.height, left : left + box.width] = mask
        found, lengths = np.unique(_beyond(inside, numbers), return_counts=True)
        lengths[self.indices[found] != index] = 0
        longest = int(lengths.argmax()) if len(found) else -1
        return self.places[int(found[longest]) - 1] if longest >= 0 and lengths[longest] else None


def _around(box: PixelRect, whole: PixelRect) -> PixelRect:
    """A box with the pixels beside it, as far as there are any."""
    return PixelRect(box.left - 1, box.top - 1, box.right + 1, box.bottom + 1).intersected(whole)


def _beyond(inside: Mask, numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """The numbers of the pixels outside, one for each edge that they share with the pixels inside."""
    found = []
    for mask, values in ((inside, numbers), (inside.T, numbers.T)):
        is_border = mask[:, 1:] != mask[:, :-1]
        found.append(np.where(mask[:, 1:], values[:, :-1], values[:, 1:])[is_border])
    return np.concatenate(found)


def _parts(shapes: list[Shape], new: list[Shape], grouped: dict[int, Shape]) -> tuple[Edit, ...]:
    text = "Give gap"
    inserted = InsertShapes(tuple(range(len(shapes), len(shapes) + len(new))), tuple(new), text)
    if not grouped:
        return (inserted,)
    places = tuple(sorted(grouped))
    before, after = tuple(shapes[place] for place in places), tuple(grouped[place] for place in places)
    return (ReplaceShapes(places, before, after, text, dirty=NO_PIXELS), inserted)


def _text(gifts: Sequence[tuple[Gap, int]], count: int) -> str:
    return f"Give {gifts[0][0].kind}" if count == 1 else f"Give {count} gaps"
