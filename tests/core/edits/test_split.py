"""Shapes split along a line: pieces that tile the old pixels, and borders that stay common."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.areas import mask_of
from labeler.core.edits.split import split_shapes
from labeler.core.geometry import PixelRect
from labeler.core.shapes import Bitmap, Shape, ShapeKind, as_points, polygon
from tests.reference.rings import HEIGHT, SIZE, WIDTH, centres, floats, quarters, rings_of, whole
from tests.tools.desk import Desk

RECT = PixelRect(0, 0, WIDTH, HEIGHT)
IMAGE = PixelRect(0, 0, 100, 80)
numbers = (floats, whole, centres, quarters)
near = st.one_of(*(rings_of(each, 7) for each in numbers))
lines = st.one_of(*(st.lists(st.tuples(each, each), min_size=2, max_size=4) for each in numbers))


def ring_of(left, top, right, bottom):
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def box(left, top, right, bottom, class_name="car", **fields):
    return polygon(class_name, ring_of(left, top, right, bottom), **fields)


def split(desk: Desk, line, positions=None):
    places = range(len(desk.shapes)) if positions is None else positions
    edit = split_shapes(desk.annotation, desk.index, places, as_points(line), desk.is_editable)
    desk.push(edit)
    return edit


def counts(shapes):
    return [np.count_nonzero(mask_of([shape], IMAGE)) for shape in shapes]


def places_of(shape: Shape) -> set[tuple[float, float]]:
    return {tuple(place) for ring in shape.rings for place in ring.tolist()}


def test_a_line_across_parts_a_shape_in_two_of_one_group():
    old = box(0, 0, 20, 10, description="mine", flags={"occluded": True})
    desk = Desk(box(50, 50, 60, 60), old, box(70, 0, 80, 9))
    edit = split(desk, ((5, -5), (7, 5), (5, 15)))
    assert edit.text == "Split shape"
    assert len(desk.shapes) == 4
    large, small = desk.shapes[1:3]
    assert {(shape.description, shape.group_id) for shape in (large, small)} == {("mine", 1)}
    assert desk.selection == (1, 2)
    assert sum(counts((large, small))) == 200
    assert places_of(large) & places_of(small) == {(6.0, 0.0), (7.0, 5.0), (6.0, 10.0)}
    desk.undo()
    assert desk.shapes[1] is old


def test_a_shape_of_a_group_keeps_it():
    desk = Desk(box(0, 0, 20, 10, group_id=7))
    split(desk, ((5, -5), (5, 15)))
    assert [shape.group_id for shape in desk.shapes] == [7, 7]


@pytest.mark.parametrize(
    ("line", "areas"),
    [
        (((10, -5), (10, 25)), [150, 150]),
        (((-5, 2), (25, 2)), [260, 40]),
        (((-5, 10), (25, 10)), [150, 150]),
        (((2, -5), (2, 25), (4, 25), (4, -5)), [220, 40, 40]),
    ],
    ids=["through the hole", "beside the hole", "through it across", "twice"],
)
def test_holes_are_respected(line, areas):
    desk = Desk(box(0, 0, 20, 20, holes=[ring_of(5, 5, 15, 15)]))
    split(desk, line)
    assert counts(desk.shapes) == areas
    assert sum(len(shape.holes) for shape in desk.shapes) == (0 if 150 in areas else 1)


@pytest.mark.parametrize(
    "line",
    [
        ((5, -5), (5, 8)),
        ((5, 2), (5, 8)),
        ((30, 0), (40, 5)),
        ((0, -5), (0, 30)),
        ((-5, 0), (30, 0)),
        ((-5, 5), (5, -5)),
        ((2, 4), (8, 4), (8, 8), (4, 8), (4, 2)),
    ],
    ids=["ends inside", "inside", "beside", "along", "along the top", "corner", "loop inside"],
)
def test_a_line_that_does_not_cut_through_gives_no_edit(line):
    desk = Desk(box(0, 0, 20, 10))
    assert split(desk, line) is None


def test_a_line_from_vertex_to_vertex_adds_none():
    desk = Desk(box(0, 0, 20, 10))
    split(desk, ((0, 0), (20, 10)))
    assert [len(shape.points) for shape in desk.shapes] == [3, 3]
    assert sum(counts(desk.shapes)) == 200


def test_points_and_lines_are_not_split():
    line = Shape("car", as_points(((0, 0), (9, 9))), ShapeKind.LINE)
    assert split(Desk(line), ((0, 9), (9, 0))) is None


@pytest.mark.parametrize("kind", [ShapeKind.RECTANGLE, ShapeKind.CIRCLE, ShapeKind.MASK])
def test_shapes_of_every_kind_become_polygons(kind):
    bitmap = Bitmap(np.ones((6, 5), bool)) if kind is ShapeKind.MASK else None
    desk = Desk(Shape("car", as_points(((10, 10), (14, 15))), kind, bitmap=bitmap))
    before = desk.pixels().copy()
    split(desk, ((0, 0), (12.5, 12.25), (40, 12)))
    assert [shape.kind for shape in desk.shapes] == [ShapeKind.POLYGON] * 2
    assert np.array_equal(desk.pixels(), before)


def test_a_neighbour_gets_the_vertices_of_the_cut():
    left, right = box(0, 0, 10, 20), box(10, 0, 30, 20, "road")
    desk = Desk(left, right)
    edit = split(desk, ((-5, 3), (15, 8)), [0])
    assert edit.parts[0].dirty.is_empty
    neighbour = desk.shapes[-1]
    assert neighbour.class_name == "road"
    [new] = places_of(neighbour) - places_of(right)
    assert all(new in places_of(piece) for piece in desk.shapes[:2])
    desk.undo()
    assert desk.shapes == [left, right]


@pytest.mark.parametrize("kept", ["locked", "rectangle"])
def test_a_neighbour_that_may_not_be_changed_stays(kept):
    neighbour = Shape("road", as_points(((10, 0), (30, 20))), ShapeKind.RECTANGLE)
    neighbour = box(10, 0, 30, 20, "road") if kept == "locked" else neighbour
    desk = Desk(box(0, 0, 10, 20), neighbour)
    desk.locked = {1}
    split(desk, ((-5, 3), (15, 8)), [0])
    assert desk.shapes[-1] is neighbour


def test_neighbours_that_are_both_split_share_the_vertex_on_their_border():
    desk = Desk(
        polygon("car", ((0, 0), (10.1, 0.3), (9.7, 20.2), (0, 20))),
        polygon("road", ((10.1, 0.3), (30, 0), (30, 20), (9.7, 20.2))),
    )
    assert split(desk, ((-5, 3.3), (35, 8.7))).text == "Split 2 shapes"
    assert len(desk.shapes) == 4
    common = set.intersection(*(places_of(shape) for shape in desk.shapes))
    assert len(common) == 1
    assert desk.selection == (0, 1, 2, 3)


def test_a_line_that_snapped_to_the_border_ends_on_it():
    desk = Desk(polygon("car", ((0.1, 0.2), (10.3, 0.7), (9.9, 20.1), (0, 20))))
    share = 0.37
    start = (0.1 + share * 10.2, 0.2 + share * 0.5)
    split(desk, (start, (5, 30)))
    assert len(desk.shapes) == 2
    assert all(start in places_of(shape) for shape in desk.shapes)


@settings(max_examples=150, deadline=None)
@given(near, lines)
def test_the_pieces_tile_the_pixels_of_the_shape(ring, line):
    desk = Desk(polygon("car", ring), size=SIZE)
    old, before = desk.shapes[0], mask_of(desk.shapes, RECT)
    if split(desk, line) is None:
        return
    masks = [mask_of([shape], RECT) for shape in desk.shapes]
    assert np.array_equal(np.sum(masks, axis=0), before.astype(int))
    desk.undo()
    assert desk.shapes == [old]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(floats, floats), min_size=2, max_size=3), st.sets(st.integers(0, 3)))
def test_a_tiling_stays_one_whatever_is_split(line, chosen):
    middle = (8.3, 6.1)
    corners = [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT)]
    shapes = [
        polygon(name, (corners[number], corners[(number + 1) % 4], middle))
        for number, name in enumerate(["car", "road", "sky", "car"])
    ]
    desk = Desk(*shapes, size=SIZE)
    before = desk.pixels().copy()
    if split(desk, line, sorted(chosen)) is None:
        return
    masks = [mask_of([shape], RECT) for shape in desk.shapes]
    assert (np.sum(masks, axis=0) == 1).all()
    assert np.array_equal(desk.pixels(), before)
