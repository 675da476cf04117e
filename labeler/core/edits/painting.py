"""Edits of brush and eraser: a stroke's pixels join a shape, or leave shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from labeler.core.edits.pieces import replace_by_pieces
from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import DeleteShapes, ReplaceShapes
from labeler.core.geometry import Bounds
from labeler.core.painting import with_pixels, without_pixels

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.shapes import Shape
    from labeler.core.stroke import Stroke

PaintEdit: TypeAlias = ReplaceShapes | DeleteShapes | EditSequence


def paint_shape(
    annotation: Annotation,
    position: int,
    painted: Sequence[Shape],
    stroke: Stroke,
    selection: Sequence[int] = (),
) -> PaintEdit | None:
    """The edit by which a shape takes in what a stroke has painted; None when it has it all already.

    `painted` are polygons of the stroke's pixels, perhaps without some that it may not take. Pieces that do
    not hang together become shapes of one group. What is in `selection` stays selected.
    """
    shape = annotation.shapes[position]
    pieces = with_pixels(shape, painted, stroke.bounds, stroke.image)
    if pieces is None:
        return None
    return _replaced(annotation, {position: pieces}, "Paint shape", stroke, selection)


def erase_shapes(
    annotation: Annotation, positions: Sequence[int], stroke: Stroke, selection: Sequence[int] = ()
) -> PaintEdit | None:
    """The edit that takes a stroke's pixels from shapes; None when none of them has one.

    What is left of those in `selection` stays selected.
    """
    pieces: dict[int, list[Shape]] = {}
    for position in positions:
        rest = without_pixels(annotation.shapes[position], stroke.covered, stroke.bounds, stroke.image)
        if rest is not None:
            pieces[position] = rest
    if not pieces:
        return None
    text = "Erase from shape" if len(pieces) == 1 else f"Erase from {len(pieces):,} shapes"
    return _replaced(annotation, pieces, text, stroke, selection)


def _replaced(
    annotation: Annotation,
    pieces: dict[int, list[Shape]],
    text: str,
    stroke: Stroke,
    selection: Sequence[int],
) -> PaintEdit:
    """The edit by which shapes become their pieces, and what was selected stays so."""
    edit = replace_by_pieces(annotation, pieces, text, dirty=Bounds(*stroke.bounds))
    if not isinstance(edit, EditSequence):
        return edit
    selects: list[int] = []
    for place in selection:
        first = place + sum(len(each) - 1 for position, each in pieces.items() if position < place)
        selects += range(first, first + len(pieces.get(place, (None,))))
    return replace(edit, selects=tuple(sorted(selects)))
