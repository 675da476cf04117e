"""How much of each shape is to be seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import visible_area as module
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Shape, ShapeKind, polygon
from labeler.core.topmost import topmost
from labeler.core.visible_area import visible_area

SIZE = (40, 30)
coordinates = st.tuples(st.integers(-10, 50).map(lambda value: value / 2), st.integers(-10, 50).map(float))
polygons = st.lists(st.lists(coordinates, min_size=3, max_size=6), min_size=1, max_size=8).map(
    lambda rings: [polygon("cat", ring) for ring in rings]
)


def square(left: float, top: float, side: float = 10) -> Shape:
    return polygon("cat", [(left, top), (left + side, top), (left + side, top + side), (left, top + side)])


def areas(*shapes: Shape, size=SIZE) -> list[int | None]:
    boxes = ShapeIndex(shapes).boxes
    return [visible_area(shapes, boxes, position, size) for position in range(len(shapes))]


def test_an_uncovered_shape_shows_all_of_its_pixels():
    assert areas(square(5, 5)) == [100]


def test_what_later_shapes_cover_is_not_seen():
    assert areas(square(0, 0), square(5, 5)) == [75, 100]
    assert areas(square(0, 0), square(0, 0)) == [0, 100]


def test_what_lies_beside_the_image_is_not_seen():
    assert areas(square(-5, -5), square(100, 100)) == [25, 0]


def test_points_and_lines_have_no_area_and_cover_nothing():
    line = Shape("cat", np.array([(0, 0), (20, 20)]), ShapeKind.LINE)
    assert areas(square(0, 0), line) == [100, None]


def test_a_shape_too_far_away_to_be_drawn_has_none():
    assert areas(square(2.0**45, 0), square(0, 0)) == [None, 100]


@given(polygons)
@settings(max_examples=60, deadline=None)
def test_areas_are_those_of_the_topmost_shapes(shapes):
    top = topmost(shapes, np.arange(SIZE[1]), np.arange(SIZE[0]))
    assert areas(*shapes) == [int((top == place + 1).sum()) for place in range(len(shapes))]


@given(polygons)
@settings(max_examples=30, deadline=None)
def test_strips_add_up(shapes):
    whole = areas(*shapes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_AT_ONCE", 64)
        assert areas(*shapes) == whole
