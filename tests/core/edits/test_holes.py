"""Holes cut, bitten, filled and cut out: rings as they were drawn, pixels as the masks say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.areas import mask_of
from labeler.core.edits.holes import cut_hole, cut_out, fill_hole, fill_holes
from labeler.core.edits.shapes import ReplaceShapes
from labeler.core.errors import GeometryError
from labeler.core.geometry import PixelRect
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Bitmap, Shape, ShapeKind, as_points, polygon
from tests.reference.rings import HEIGHT, SIZE, WIDTH, centres, floats, quarters, rings_of, whole
from tests.tools.desk import Desk

RECT = PixelRect(0, 0, WIDTH, HEIGHT)
IMAGE = PixelRect(0, 0, 100, 80)
near = st.one_of(*(rings_of(each, 6) for each in (floats, whole, centres, quarters)))
RING = as_points(((5.25, 5.5), (14.75, 5.5), (10, 14.125)))


def ring_of(left, top, right, bottom):
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def box(left, top, right, bottom, class_name="car", **fields):
    return polygon(class_name, ring_of(left, top, right, bottom), **fields)


def masked(shapes, rect=IMAGE):
    return mask_of(shapes, rect)


@pytest.mark.parametrize(
    "shape",
    [
        box(0, 0, 20, 20),
        Shape("car", as_points(((0, 0), (20, 20))), ShapeKind.RECTANGLE),
        Shape("car", as_points(((10, 10), (20, 10))), ShapeKind.CIRCLE),
    ],
    ids=lambda shape: shape.kind.value,
)
def test_a_ring_inside_becomes_a_hole_vertex_for_vertex(shape):
    desk = Desk(shape)
    before = masked([shape])
    edit = cut_hole(desk.annotation, 0, RING)
    assert edit.dirty == (5.25, 5.5, 14.75, 14.125)
    desk.push(edit)
    [now] = desk.shapes
    assert now.kind is shape.kind
    assert np.array_equal(now.holes[0], RING)
    assert np.array_equal(masked([now]), before & ~masked([polygon("", RING)]))


def test_a_ring_that_leaves_the_shape_bites_it():
    desk = Desk(box(0, 0, 20, 20))
    desk.push(cut_hole(desk.annotation, 0, as_points(ring_of(15, 5, 30, 10))))
    [shape] = desk.shapes
    assert shape.holes == ()
    assert len(shape.points) == 8
    assert np.count_nonzero(masked([shape])) == 400 - 25


def test_a_bite_through_the_shape_leaves_a_group_in_its_place():
    desk = Desk(box(50, 0, 60, 10), box(0, 0, 20, 20), box(50, 20, 60, 30))
    desk.push(cut_hole(desk.annotation, 1, as_points(ring_of(8, -5, 12, 25))))
    assert [shape.bounds.left for shape in desk.shapes] == [50, 0, 12, 50]
    assert desk.shapes[1].group_id == desk.shapes[2].group_id == 1
    assert desk.selection == (1, 2)


def test_a_ring_across_a_hole_widens_it():
    desk = Desk(box(0, 0, 20, 20, holes=[ring_of(5, 5, 10, 10)]))
    desk.push(cut_hole(desk.annotation, 0, as_points(ring_of(8, 8, 15, 15))))
    [shape] = desk.shapes
    assert len(shape.holes) == 1
    assert np.count_nonzero(masked([shape])) == 400 - 25 - 49 + 4


def test_a_ring_that_crosses_itself_cuts_what_it_encloses():
    bow = as_points(((5, 5), (15, 15), (15, 5), (5, 15)))
    desk = Desk(box(0, 0, 20, 20))
    expected = masked(desk.shapes) & ~masked([polygon("", bow)])
    desk.push(cut_hole(desk.annotation, 0, bow))
    assert np.array_equal(masked(desk.shapes), expected)


def test_a_mask_becomes_a_polygon_with_the_hole():
    mask = Shape("car", as_points(((0, 0), (19, 19))), ShapeKind.MASK, bitmap=Bitmap(np.ones((20, 20), bool)))
    desk = Desk(mask)
    desk.push(cut_hole(desk.annotation, 0, RING))
    [shape] = desk.shapes
    assert (shape.kind, shape.bitmap) == (ShapeKind.POLYGON, None)
    assert np.array_equal(shape.holes[0], RING) or len(shape.holes[0]) == 3


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        (ring_of(30, 30, 40, 40), "lies beside the shape"),
        (ring_of(20, 0, 40, 20), "lies beside the shape"),
        (ring_of(-1, -1, 21, 21), "leaves nothing of the shape"),
    ],
    ids=["away", "neighbour", "all"],
)
def test_a_ring_that_cuts_nothing_or_all_is_refused_in_words(ring, words):
    with pytest.raises(GeometryError, match=words):
        cut_hole(Annotation((100, 80), [box(0, 0, 20, 20)]), 0, as_points(ring))


@settings(max_examples=150, deadline=None)
@given(near, near)
def test_what_is_cut_are_the_pixels_of_the_ring(shape, ring):
    desk = Desk(polygon("car", shape), size=SIZE)
    old, before = desk.shapes[0], desk.pixels().copy()
    has, cuts = mask_of([old], RECT), mask_of([polygon("", ring)], RECT)
    try:
        desk.push(cut_hole(desk.annotation, 0, as_points(ring)))
    except GeometryError:
        assert not (has & cuts).any() or not (has & ~cuts).any()
        return
    assert np.array_equal(desk.pixels() == 1, has & ~cuts)
    desk.undo()
    assert desk.shapes[0] is old
    assert np.array_equal(desk.pixels(), before)


def test_one_hole_is_filled_and_the_others_stay():
    first, second = ring_of(2, 2, 5, 5), ring_of(10, 10, 15, 15)
    desk = Desk(box(0, 0, 20, 20, holes=[first, second]))
    edit = fill_hole(desk.annotation, 0, 0)
    assert edit.dirty == (2, 2, 5, 5)
    desk.push(edit)
    [shape] = desk.shapes
    assert [hole.tolist() for hole in shape.holes] == [[list(place) for place in second]]


def test_all_holes_of_shapes_of_every_kind_are_filled():
    pixels = np.ones((5, 5), bool)
    pixels[2, 2] = False
    mask = Shape("car", as_points(((30, 30), (34, 34))), ShapeKind.MASK, bitmap=Bitmap(pixels))
    rectangle = Shape(
        "car",
        as_points(((40, 40), (60, 60))),
        ShapeKind.RECTANGLE,
        holes=(as_points(ring_of(45, 45, 50, 50)),),
    )
    shapes = [box(0, 0, 20, 20, holes=[ring_of(2, 2, 5, 5), ring_of(8, 8, 9, 9)]), box(22, 0, 25, 9)]
    desk = Desk(*shapes, mask, rectangle)
    edit = fill_holes(desk.annotation, range(4))
    assert isinstance(edit, ReplaceShapes)
    assert (edit.text, edit.dirty, edit.positions) == ("Fill 4 holes", (2, 2, 50, 50), (0, 2, 3))
    desk.push(edit)
    assert [np.count_nonzero(masked([shape])) for shape in desk.shapes] == [400, 27, 25, 400]
    assert desk.shapes[3].kind is ShapeKind.RECTANGLE
    assert not any(shape.holes for shape in desk.shapes)
    assert fill_holes(desk.annotation, range(4)) is None


def test_a_mask_without_a_hole_stays_a_mask():
    mask = Shape("car", as_points(((0, 0), (1, 1))), ShapeKind.MASK, bitmap=Bitmap(np.ones((2, 2), bool)))
    assert fill_holes(Annotation((100, 80), [mask]), (0,)) is None


def cut(desk: Desk, *positions):
    desk.select(positions)
    edit = cut_out(desk.annotation, desk.index, positions, desk.is_editable)
    desk.push(edit)
    return edit


def test_a_shape_is_cut_out_of_those_below_and_stays():
    road, sky, car = box(0, 0, 60, 60, "road"), box(10, 0, 20, 60, "sky"), box(5, 5, 30, 30)
    desk = Desk(road, sky, car)
    before = desk.pixels().copy()
    assert cut(desk, 2).text == "Cut out shape"
    assert [shape.class_name for shape in desk.shapes] == ["road", "sky", "sky", "car"]
    assert desk.shapes[3] is car
    assert desk.selection == (3,)
    assert np.array_equal(desk.pixels(), before)
    # Each pixel belongs to one of them only, so the order does not matter any more.
    assert not (masked([car]) & masked(desk.shapes[:3])).any()
    assert len(desk.shapes[0].holes) == 1
    assert cut(desk, 3) is None


def test_the_shapes_that_were_cut_out_stay_selected_where_pieces_come_to_be():
    desk = Desk(box(0, 0, 60, 20, "road"), box(50, 50, 60, 60), box(20, -5, 30, 30))
    cut(desk, 2)
    assert [shape.class_name for shape in desk.shapes] == ["road", "road", "car", "car"]
    assert desk.selection == (3,)
    desk.undo()
    assert len(desk.shapes) == 3


def test_shapes_above_are_cut_only_where_they_cover_all_of_it():
    car = box(10, 10, 20, 20)
    desk = Desk(car, box(0, 0, 60, 60, "road"), box(15, 15, 40, 40, "sky"))
    cut(desk, 0)
    assert len(desk.shapes[1].holes) == 1
    assert desk.shapes[2].bounds == (15, 15, 40, 40)
    assert desk.shapes[2].holes == ()


def test_several_shapes_are_cut_out_at_once_and_not_of_each_other():
    desk = Desk(box(0, 0, 60, 60, "road"), box(5, 5, 15, 15), box(10, 10, 20, 20), size=(100, 80))
    assert cut(desk, 1, 2).text == "Cut out 2 shapes"
    assert [shape.bounds for shape in desk.shapes[1:]] == [(5, 5, 15, 15), (10, 10, 20, 20)]
    assert np.count_nonzero(masked([desk.shapes[0]])) == 3600 - 175


@pytest.mark.parametrize("kept", ["locked", "neighbour", "covered", "line"])
def test_what_may_not_or_need_not_be_cut_stays(kept):
    below = {
        "neighbour": box(0, 0, 10, 20, "road"),
        "covered": box(12, 6, 14, 8, "road"),
        "line": Shape("road", as_points(((0, 0), (50, 50))), ShapeKind.LINE),
    }.get(kept, box(0, 0, 60, 60, "road"))
    desk = Desk(below, box(10, 5, 20, 15))
    desk.locked = {0} if kept == "locked" else set()
    assert cut(desk, 1) is None
    assert desk.shapes[0] is below


def test_a_line_cuts_nothing_out():
    line = Shape("road", as_points(((0, 0), (50, 50))), ShapeKind.LINE)
    desk = Desk(box(0, 0, 60, 60), line)
    assert cut_out(desk.annotation, ShapeIndex(desk.shapes), (1,), desk.is_editable) is None


@settings(max_examples=100, deadline=None)
@given(st.lists(near, min_size=2, max_size=5), st.data())
def test_cutting_out_the_topmost_changes_no_pixel_and_leaves_no_overlap(rings, data):
    shapes = [polygon(data.draw(st.sampled_from(["car", "road", "sky"])), ring) for ring in rings]
    desk = Desk(*shapes, size=SIZE)
    before = desk.pixels().copy()
    covered = [mask_of([shape], RECT) for shape in shapes]
    top = len(shapes) - 1
    if cut(desk, top) is None:
        return
    assert np.array_equal(desk.pixels(), before)
    below = mask_of(desk.shapes[:-1], RECT) & covered[top]
    wholly = [mask for mask in covered[:top] if mask.any() and not (mask & ~covered[top]).any()]
    assert not (below & ~np.logical_or.reduce([np.zeros_like(below), *wholly])).any()
    desk.undo()
    assert all(now is then for now, then in zip(desk.shapes, shapes, strict=True))
