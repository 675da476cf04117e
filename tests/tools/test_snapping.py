"""Places near a border come to lie exactly on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.handles import Handle
from labeler.core.shapes import Shape, ShapeKind, as_points, polygon
from labeler.tools.snapping import SnapKind, Snapped, snap, snap_along
from tests.tools.desk import SIZE, Desk

# No float of a decimal with few digits: only a copy is equal to it.
THIRD = 100 / 3
TILE = ((10, 10), (THIRD, 10), (THIRD, 50), (10, 50))


@pytest.fixture
def desk() -> Desk:
    return Desk(polygon("road", TILE))


@pytest.mark.parametrize(
    ("pointer", "place", "kind", "handle"),
    [
        ((31, 12), (THIRD, 10), SnapKind.VERTEX, Handle(0, 0, 1)),
        ((20, 12), (20, 10), SnapKind.EDGE, Handle(0, 0, 1)),
        ((36, 30), (THIRD, 30), SnapKind.EDGE, Handle(0, 0, 2)),
        ((8, 30), (10, 30), SnapKind.EDGE, Handle(0, 0, 4)),
        ((60, 60), (60, 60), SnapKind.NONE, None),
        ((20, 30), (20, 30), SnapKind.NONE, None),
        ((98, 40), (100, 40), SnapKind.BORDER, None),
        ((50, 77), (50, 80), SnapKind.BORDER, None),
        ((2, 60), (0, 60), SnapKind.BORDER, None),
        ((60, 1), (60, 0), SnapKind.BORDER, None),
        ((98, 79), (100, 80), SnapKind.CORNER, None),
        ((-40, 60), (0, 60), SnapKind.BORDER, None),
        ((200, -9), (100, 0), SnapKind.CORNER, None),
    ],
    ids=str,
)
def test_a_place_is_caught_by_what_is_nearest(desk, pointer, place, kind, handle):
    assert snap(desk, desk.at(*pointer)) == Snapped(*place, kind, handle)


def test_the_mark_shows_only_what_was_caught(desk):
    assert snap(desk, desk.at(31, 12)).mark == (THIRD, 10)
    assert snap(desk, desk.at(60, 60)).mark is None


def test_ctrl_and_the_option_leave_the_place_alone_but_in_the_image(desk):
    assert snap(desk, desk.at(31, 12, held="ctrl")) == Snapped(31, 12)
    assert snap(desk, desk.at(-5, 99, held="ctrl")) == Snapped(0, 80)
    desk.options.snaps = False
    assert snap(desk, desk.at(31, 12)) == Snapped(31, 12)


def test_it_reaches_as_far_on_screen_at_every_zoom(desk):
    assert snap(desk, desk.at(31, 12, scale=8.0)).kind is SnapKind.NONE
    assert snap(desk, desk.at(33, 10.2, scale=8.0)).kind is SnapKind.VERTEX


def test_hidden_and_skipped_shapes_catch_nothing_and_locked_ones_do(desk):
    desk.locked = {0}
    assert snap(desk, desk.at(31, 12)).kind is SnapKind.VERTEX
    assert snap(desk, desk.at(31, 12), skip={0}).kind is SnapKind.NONE
    desk.hidden = {0}
    assert snap(desk, desk.at(31, 12)).kind is SnapKind.NONE


def test_a_vertex_wins_over_a_nearer_edge_and_the_topmost_of_equals():
    desk = Desk(polygon("road", TILE), polygon("car", ((THIRD, 10), (60, 10), (60, 50))))
    assert snap(desk, desk.at(34, 13)).handle == Handle(1, 0, 0)


def test_the_border_wins_over_an_edge_that_is_further():
    desk = Desk(polygon("road", ((0, 3), (100, 3), (100, 9), (0, 9))))
    assert snap(desk, desk.at(50, 0.5)) == Snapped(50, 0, SnapKind.BORDER)
    assert snap(desk, desk.at(50, 2.5)).kind is SnapKind.EDGE


def test_an_edge_along_the_border_has_its_handle():
    desk = Desk(polygon("road", ((0, 0), (100, 0), (100, 40), (0, 40))))
    assert snap(desk, desk.at(50, 1)) == Snapped(50, 0, SnapKind.EDGE, Handle(0, 0, 1))
    assert snap(desk, desk.at(99, 1)) == Snapped(100, 0, SnapKind.VERTEX, Handle(0, 0, 1))


def test_what_lies_outside_the_image_catches_nothing():
    desk = Desk(polygon("road", ((-3, 20), (30, -3), (60, 90))))
    assert snap(desk, desk.at(0, 20)) == Snapped(0, 20, SnapKind.BORDER)
    assert snap(desk, desk.at(-9, 60)) == Snapped(0, 60, SnapKind.BORDER)


@pytest.mark.parametrize(
    ("shape", "pointer", "place"),
    [
        (Shape("car", as_points(((50, 60), (20, 30))), ShapeKind.RECTANGLE), (51, 31), (50, 30)),
        (Shape("car", as_points(((20, 20), (60, 20), (60, 60))), ShapeKind.LINESTRIP), (40, 22), (40, 20)),
        (polygon("car", TILE, [((20, 20), (30, 20), (25, 30))]), (26, 31), (25, 30)),
    ],
    ids=["rectangle", "line", "hole"],
)
def test_every_border_catches(shape, pointer, place):
    desk = Desk(shape)
    assert snap(desk, desk.at(*pointer)).place == place


def test_a_ring_with_a_doubled_vertex_catches():
    desk = Desk(polygon("car", ((20, 20), (20, 20), (40, 20), (40, 40))))
    assert snap(desk, desk.at(30, 21)).place == (30, 20)


@pytest.mark.parametrize(
    ("origin", "direction", "pointer", "snapped"),
    [
        ((20, 70), (0, -1), (21, 52), Snapped(20, 50, SnapKind.EDGE, Handle(0, 0, 3))),
        ((70, 30), (-1, 0), (36, 28), Snapped(THIRD, 30, SnapKind.EDGE, Handle(0, 0, 2))),
        ((0, 0), (1, 1), (9, 8), Snapped(10, 10, SnapKind.VERTEX, Handle(0, 0, 0))),
        ((70, 30), (0, 1), (72, 60), Snapped(70, 60)),
        ((70, 30), (0, 1), (72, 78), Snapped(70, 80, SnapKind.BORDER)),
        ((70, 30), (1, 0), (400, 33), Snapped(100, 30, SnapKind.BORDER)),
        ((70, 30), (1, 1), (97, 58), Snapped(100, 60, SnapKind.BORDER)),
        ((70, 30), (0, 1), (70, 10), Snapped(70, 30)),
        ((100, 30), (1, 0), (130, 30), Snapped(100, 30, SnapKind.BORDER)),
    ],
    ids=str,
)
def test_a_direction_is_kept_and_meets_edges_and_border(desk, origin, direction, pointer, snapped):
    assert snap_along(desk, desk.at(*pointer), origin, direction) == snapped


def test_a_direction_with_ctrl_meets_nothing_but_stays_in_the_image(desk):
    assert snap_along(desk, desk.at(21, 52, held="ctrl"), (20, 70), (0, -1)) == Snapped(20, 52)
    assert snap_along(desk, desk.at(21, -52, held="ctrl"), (60, 70), (0, -1)) == Snapped(60, 0)


def test_an_edge_along_the_direction_ends_at_its_vertex():
    desk = Desk(polygon("car", ((20, 20), (60, 20), (60, 60))))
    assert snap_along(desk, desk.at(58, 21), (0, 20), (1, 0)).place == (60, 20)


COORDINATES = st.floats(-30, 130, allow_subnormal=False)
TRIANGLES = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=3, max_size=3, unique=True)


@settings(max_examples=80)
@given(st.lists(TRIANGLES, min_size=1, max_size=4), COORDINATES, COORDINATES)
def test_every_place_lies_in_the_image_and_near_the_pointer(triangles, x, y):
    desk = Desk(*(polygon("car", ring) for ring in triangles))
    pointer = desk.at(x, y)
    found = snap(desk, pointer)
    at = pointer.in_image(SIZE)
    assert 0 <= found.x <= SIZE[0]
    assert 0 <= found.y <= SIZE[1]
    assert np.hypot(found.x - at[0], found.y - at[1]) <= pointer.tolerance
    if found.kind is SnapKind.VERTEX:
        position, ring, vertex = found.handle
        assert found.place == tuple(desk.shapes[position].rings[ring][vertex].tolist())
    vertices = [place for ring in triangles for place in ring if 0 <= place[0] <= 100 and 0 <= place[1] <= 80]
    if any(replace(pointer, x=at[0], y=at[1]).is_near(*place) for place in vertices):
        assert found.kind in (SnapKind.VERTEX, SnapKind.CORNER)
