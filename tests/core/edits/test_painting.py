"""A stroke becomes one edit, whatever comes of the shapes; and its undo is exact."""

from __future__ import annotations

import numpy as np

from labeler.core.annotation import Annotation
from labeler.core.edits.painting import erase_shapes, paint_shape
from labeler.core.edits.sequence import EditSequence, parts_of
from labeler.core.edits.shapes import DeleteShapes, ReplaceShapes
from labeler.core.geometry import Bounds
from labeler.core.shapes import Shape, polygon
from labeler.core.stroke import Stroke, stamp_of

SIZE = (60, 40)


def square(left: float, top: float, side: float = 10, **fields) -> Shape:
    right, bottom = left + side, top + side
    return polygon("car", ((left, top), (right, top), (right, bottom), (left, bottom)), **fields)


def stroke_of(*way: tuple[float, float], size: int = 4) -> Stroke:
    stroke = Stroke(stamp_of(size, is_square=True), SIZE)
    for start, end in zip(way, [*way[1:], way[-1]], strict=True):
        stroke.add(start, end)
    return stroke


def painted(stroke: Stroke) -> list[Shape]:
    left, top, right, bottom = stroke.bounds
    assert stroke.covered.all()
    return [polygon("car", ((left, top), (right, top), (right, bottom), (left, bottom)))]


def apply(annotation: Annotation, edit) -> None:
    for part in parts_of(edit):
        part.apply(annotation)


def test_a_stroke_at_a_shape_replaces_it_and_redraws_the_stroke_only() -> None:
    annotation = Annotation(SIZE, [square(5, 5), square(30, 5)])
    stroke = stroke_of((15, 10))
    edit = paint_shape(annotation, 0, painted(stroke), stroke, (0,))
    assert isinstance(edit, ReplaceShapes)
    assert edit.dirty == Bounds(*stroke.bounds)
    assert edit.text == "Paint shape"


def test_a_stroke_that_adds_nothing_is_no_edit() -> None:
    annotation = Annotation(SIZE, [square(5, 5)])
    stroke = stroke_of((10, 10))
    assert paint_shape(annotation, 0, painted(stroke), stroke) is None
    assert erase_shapes(annotation, (0,), stroke_of((40, 30))) is None


def test_pieces_stand_in_the_place_of_the_shape_and_the_selection_goes_along() -> None:
    shapes = [square(5, 5), square(30, 5), square(45, 25)]
    annotation = Annotation(SIZE, list(shapes))
    stroke = stroke_of((20, 30))
    edit = paint_shape(annotation, 0, painted(stroke), stroke, (0, 2))
    assert isinstance(edit, EditSequence)
    assert edit.selects == (0, 1, 3)
    apply(annotation, edit)
    assert annotation.shapes[2:] == shapes[1:]
    assert annotation.shapes[0].group_id == annotation.shapes[1].group_id == 1
    for part in reversed(parts_of(edit)):
        part.revert(annotation)
    assert annotation.shapes == shapes


def test_one_stroke_may_cut_one_shape_and_delete_another() -> None:
    shapes = [square(5, 5, 20), square(13, 0, 3), square(45, 25)]
    annotation = Annotation(SIZE, list(shapes))
    edit = erase_shapes(annotation, (0, 1, 2), stroke_of((14, 0), (14, 30)), (1, 2))
    assert edit.text == "Erase from 2 shapes"
    apply(annotation, edit)
    assert [shape.bounds.left for shape in annotation.shapes] == [5, 16, 45]
    assert edit.selects == (2,)
    assert np.array_equal(annotation.shapes[2].points, shapes[2].points)


def test_a_shape_that_is_erased_altogether_is_deleted() -> None:
    annotation = Annotation(SIZE, [square(5, 5, 3)])
    edit = erase_shapes(annotation, (0,), stroke_of((6, 6), size=10))
    assert isinstance(edit, DeleteShapes)
