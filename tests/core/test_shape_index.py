from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.change import StateChanged
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import polygon
from tests.core.shape_edits import as_circle, edits, shape_lists


def square(left, top, side):
    return polygon("car", [[left, top], [left + side, top], [left + side, top + side], [left, top + side]])


def test_shapes_whose_boxes_touch_are_found_in_ascending_order():
    index = ShapeIndex([square(20, 0, 5), square(0, 0, 10), square(10, 10, 10), square(0, 30, 5)])
    assert index.overlapping((9, 9, 11, 11)).tolist() == [1, 2]
    assert index.overlapping((10, 0, 20, 5)).tolist() == [0, 1]
    assert index.overlapping((11, 0, 19, 9)).tolist() == []
    assert index.overlapping((-100, -100, 100, 100)).tolist() == [0, 1, 2, 3]


def test_an_index_of_nothing_finds_nothing():
    assert ShapeIndex([]).overlapping((0, 0, 1, 1)).tolist() == []
    assert ShapeIndex([]).boxes.shape == (0, 4)


def test_a_circle_is_found_where_it_is_round():
    index = ShapeIndex([as_circle(square(0, 0, 10))])
    assert index.overlapping((-10, -1, -9, 1)).tolist() == [0]


def test_a_change_of_state_leaves_the_index_as_it_is():
    index = ShapeIndex([square(0, 0, 1)])
    index.update(StateChanged())
    assert index.boxes.tolist() == [[0, 0, 1, 1]]


@given(st.data(), shape_lists)
def test_an_index_that_follows_changes_equals_a_fresh_one(data, shapes):
    annotation = Annotation(shapes=list(shapes))
    index = ShapeIndex(annotation.shapes)
    done = []
    for _ in range(data.draw(st.integers(1, 4))):
        if done and data.draw(st.booleans()):
            change = done.pop().revert(annotation)
        else:
            done.append(data.draw(edits(len(annotation.shapes)))(annotation.shapes))
            change = done[-1].apply(annotation)
        index.update(change)
        assert np.array_equal(index.boxes, ShapeIndex(annotation.shapes).boxes)
