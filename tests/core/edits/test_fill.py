"""Filling: every unlabelled pixel, or those of a region, and none that has a class."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.areas import mask_of
from labeler.core.classes import ClassTable
from labeler.core.edits.fill import fill_rest, fill_rest_in_steps, region_shapes
from labeler.core.flood import flood
from labeler.core.geometry import PixelRect
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Shape, polygon

SIZE = (26, 20)
FRAME = PixelRect(0, 0, *SIZE)
CLASSES = ClassTable().with_names(["car", "road", "sky"])
SKY = 3


def live_of(*shapes: Shape, size=SIZE) -> LiveLabelMap:
    annotation = Annotation(size, list(shapes))
    return LiveLabelMap(annotation, size, CLASSES, ShapeIndex(annotation.shapes))


numbers = st.one_of(
    st.integers(-2, 28), st.integers(-4, 56).map(lambda n: n / 2), st.floats(-2, 28, width=32)
)
names = st.sampled_from(["car", "road", "background", "void"])
polygons = st.builds(polygon, names, st.lists(st.tuples(numbers, numbers), min_size=3, max_size=7))


@given(st.lists(polygons, max_size=8))
@settings(max_examples=100, deadline=None)
def test_the_rest_is_filled_to_the_last_pixel_and_nothing_else_changes(shapes):
    live = live_of(*shapes)
    before = live.label_map.copy()
    edit = fill_rest(live, "sky")
    if edit is None:
        assert (before != 0).all()
        return
    edit.apply(live.annotation)
    after = live_of(*live.annotation.shapes).label_map
    np.testing.assert_array_equal(after, np.where(before == 0, SKY, before))
    groups = {shape.group_id for shape in edit.shapes}
    assert len(groups) == 1
    assert (groups == {None}) == (len(edit.shapes) == 1)
    edit.revert(live.annotation)
    assert live.annotation.shapes == shapes


@given(st.lists(polygons, min_size=1, max_size=8), st.integers(0, 600))
@settings(max_examples=60, deadline=None)
def test_a_region_is_filled_and_the_others_stay_unlabelled(shapes, number):
    live = live_of(*shapes)
    rows, columns = np.nonzero(live.label_map == 0)
    if not len(rows):
        return
    place = number % len(rows)
    found = flood(live.label_map == 0, int(columns[place]), int(rows[place]))
    new = region_shapes(live, "sky", found.pixels, (found.left, found.top))
    expected = np.zeros(live.label_map.shape, np.bool_)
    height, width = found.pixels.shape
    expected[found.top : found.top + height, found.left : found.left + width] = found.pixels
    np.testing.assert_array_equal(mask_of(new, FRAME), expected)


def test_the_rest_runs_along_the_vertices_of_its_neighbours_bit_for_bit():
    ring = [(5.1, 4.3), (14.7, 3.9), (17.3, 12.2), (6.6, 13.1)]
    edit = fill_rest(live_of(polygon("road", ring)), "sky")
    assert edit is not None
    (shape,) = edit.shapes
    assert sorted(map(tuple, shape.points.tolist())) == [(0, 0), (0, 20), (26, 0), (26, 20)]
    assert sorted(map(tuple, shape.holes[0].tolist())) == sorted(ring)


def test_a_region_keeps_the_vertices_that_lie_beside_its_pixels():
    border = [(10.3, 0), (7.6, 9.1), (12.9, 20)]
    live = live_of(polygon("road", [(0, 0), *border, (0, 20)]))
    found = flood(live.label_map == 0, 25, 10)
    (shape,) = region_shapes(live, "sky", found.pixels, (found.left, found.top))
    assert set(border) <= set(map(tuple, shape.points.tolist()))
    np.testing.assert_array_equal(mask_of([shape], FRAME), live.label_map == 0)


def test_many_neighbours_are_followed_by_their_pixels(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("labeler.core.allowed._MOST_SHAPES", 0)
    live = live_of(polygon("road", [(5.1, 4.3), (14.7, 3.9), (17.3, 12.2)]))
    edit = fill_rest(live, "sky")
    assert edit is not None
    np.testing.assert_array_equal(mask_of(edit.shapes, FRAME), live.label_map == 0)
    assert all(float(number).is_integer() for hole in edit.shapes[0].holes for number in hole.flat)


def test_an_image_without_shapes_becomes_one_rectangle_of_the_class():
    edit = fill_rest(live_of(), "sky")
    assert edit is not None
    (shape,) = edit.shapes
    assert (shape.class_name, len(shape.points), shape.holes) == ("sky", 4, ())
    assert (edit.positions, edit.text) == ((0,), "Fill the rest")


def test_two_regions_become_one_group_on_top_of_all_others():
    bar = polygon("road", [(10, 0), (12, 0), (12, 20), (10, 20)], group_id=1)
    edit = fill_rest(live_of(bar), "sky")
    assert edit is not None
    assert edit.positions == (1, 2)
    assert [shape.group_id for shape in edit.shapes] == [2, 2]


def test_the_steps_tell_how_far_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("labeler.core.edits.fill._BAND_PIXELS", 26 * 5)
    shares = list(fill_rest_in_steps(live_of(), "sky"))
    assert shares == sorted(shares)
    assert len(shares) == 6
    assert all(0 <= share < 1 for share in shares)


def test_an_image_without_pixels_has_nothing_to_fill():
    assert fill_rest(live_of(size=(0, 0)), "sky") is None
