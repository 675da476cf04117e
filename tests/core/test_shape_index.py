from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core import shape_index
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


@pytest.mark.parametrize("needs_stand_in", [False, True])
def test_no_more_are_found_than_asked_for(needs_stand_in, monkeypatch):
    monkeypatch.setattr(shape_index, "needs_stand_in", lambda kernel: needs_stand_in)
    index = ShapeIndex([square(20, 0, 5), square(0, 0, 10), square(10, 10, 10), square(0, 30, 5)])
    everywhere = (-100, -100, 100, 100)
    assert index.overlapping(everywhere, at_most=2).tolist() == [0, 1]
    assert index.overlapping(everywhere, at_most=0).tolist() == []
    assert index.overlapping(everywhere, at_most=9).tolist() == [0, 1, 2, 3]


@given(
    st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5), st.integers(0, 4)), max_size=20),
    st.tuples(st.integers(-6, 6), st.integers(-6, 6), st.integers(0, 6), st.integers(0, 6)),
)
def test_kernel_and_numpy_find_what_a_look_at_each_shape_finds(squares, box):
    left, top, right, bottom = box[0], box[1], box[0] + box[2], box[1] + box[3]
    index = ShapeIndex([square(*each) for each in squares])
    expected = [
        place
        for place, (x, y, side) in enumerate(squares)
        if x <= right and x + side >= left and y <= bottom and y + side >= top
    ]
    assert index.overlapping((left, top, right, bottom)).tolist() == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shape_index, "needs_stand_in", lambda kernel: True)
        assert index.overlapping((left, top, right, bottom)).tolist() == expected


def test_of_some_shapes_those_whose_boxes_touch_are_found():
    index = ShapeIndex([square(20, 0, 5), square(0, 0, 10), square(10, 10, 10), square(0, 30, 5)])
    assert index.touching((0, 2, 3), (9, 9, 11, 11)).tolist() == [2]
    assert index.touching((1, 2), (9, 9, 11, 11)).tolist() == [1, 2]
    assert index.touching((), (9, 9, 11, 11)).tolist() == []


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
