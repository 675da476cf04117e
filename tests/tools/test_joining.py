"""Polygons drawn along slanting edges of neighbours: no pixel is taken twice, none is left."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.edits.sequence import EditSequence
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Shape, ShapeKind, polygon
from labeler.tools.polygon import PolygonTool
from tests.tools.desk import Desk

SIZE = (60, 60)
# Its lower edge, of which every third pixel centre lies exactly on it, is where the others are drawn along.
ROOF = [(0, 0), (30, 10), (30, 0)]


def desk_of(*shapes: Shape) -> Desk:
    desk = Desk(*shapes, size=SIZE)
    desk.tool = PolygonTool(desk)
    return desk


def draw(desk: Desk, *places: tuple[float, float]) -> None:
    for place in places:
        desk.click(*place)
    desk.push(desk.tool.finish())


def taken(shapes: list[Shape]) -> np.ndarray:
    """How many shapes take each pixel."""
    return sum(rasterize([shape], SIZE, {shape.class_name: 1}).astype(int) for shape in shapes)


def test_the_neighbour_gets_the_vertex_and_both_are_one_step() -> None:
    desk = desk_of(polygon("road", ROOF))
    draw(desk, (10, 4), (30, 10), (12, 30))
    neighbour, new = desk.shapes
    assert len(neighbour.points) == 4
    assert new.points[0].tolist() in neighbour.points.tolist()
    assert desk.selection == (1,)
    assert len(desk.steps) == 1
    desk.undo()
    assert [len(shape.points) for shape in desk.shapes] == [3]


def test_all_who_share_the_edge_get_it() -> None:
    desk = desk_of(polygon("road", ROOF), polygon("sky", [(0, 0), (30, 10), (0, 10)]))
    draw(desk, (10, 4), (30, 10), (12, 30))
    assert [len(shape.points) for shape in desk.shapes] == [4, 4, 3]


def test_a_place_on_an_edge_of_a_hole_divides_it() -> None:
    desk = desk_of(polygon("road", [(0, 0), (60, 0), (60, 60), (0, 60)], [[(10, 10), (40, 20), (20, 50)]]))
    draw(desk, (25, 15.2), (40, 20), (30, 30))
    assert len(desk.shapes[0].holes[0]) == 5  # two of the three clicks were near an edge of it


@pytest.mark.parametrize(
    "neighbour",
    [
        polygon("road", [(0, 0), (30, 0), (30, 10), (0, 10)]),
        Shape("road", [(0, 0), (30, 10)], ShapeKind.RECTANGLE),
    ],
)
def test_level_and_upright_edges_stay_as_they_are(neighbour) -> None:
    desk = desk_of(neighbour)
    draw(desk, (10.3, 10), (30, 10), (12, 30))
    assert desk.shapes[0] is neighbour
    assert not isinstance(desk.steps[0], EditSequence)


def test_a_locked_neighbour_stays_as_it_is_and_so_does_who_shares_its_edge() -> None:
    desk = desk_of(polygon("road", ROOF), polygon("sky", [(0, 0), (30, 10), (0, 10)]))
    desk.locked = {0}
    draw(desk, (10, 4), (30, 10), (12, 30))
    assert [len(shape.points) for shape in desk.shapes] == [3, 3, 3]


def test_no_neighbour_is_changed_when_borders_are_not_to_be_shared() -> None:
    desk = desk_of(polygon("road", ROOF))
    desk.options.moves_neighbours = False
    draw(desk, (10, 4), (30, 10), (12, 30))
    assert len(desk.shapes[0].points) == 3


def test_what_was_cut_to_draw_behind_leaves_its_neighbours_as_they_are() -> None:
    desk = desk_of(polygon("road", ROOF))
    desk.options.is_behind = True
    draw(desk, (10, 4), (30, 4), (12, 30))
    assert len(desk.shapes[0].points) == 3
    assert taken(desk.shapes).max() == 1


def test_who_only_touches_a_slanting_edge_leaves_it_as_it_is() -> None:
    """A division there, at a rounded place, would take the pixel (42, 35) from the neighbour."""
    neighbour = polygon("road", [(63, 14), (22, 57), (38, 75)])
    desk = Desk(neighbour, size=(100, 80))
    desk.tool = PolygonTool(desk)
    before = desk.pixels().copy()
    draw(desk, (71, 79), (71, 35.476470588235294), (42.52, 35.47))
    assert desk.shapes[1].points[2].tolist() != [42.52, 35.47]  # it snapped
    assert desk.shapes[0] is neighbour
    new = rasterize(desk.shapes[1:], (100, 80), {"car": 1}) == 1
    assert (desk.pixels()[~new] == before[~new]).all()


def a_triangle(chance: random.Random) -> list[tuple[int, int]]:
    """Three corners between pixels, none of them near the line through the others."""
    while True:
        a, b, c = ((chance.randrange(10, 51), chance.randrange(10, 51)) for _ in range(3))
        turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        length = math.dist(a, b)
        if length > 25 and abs(turn) > 12 * length and min(math.dist(a, c), math.dist(b, c)) > 12:
            return [a, b, c]


@given(st.integers(0, 10**6), st.floats(0.25, 0.75), st.floats(-1.5, 1.5))
@settings(max_examples=60, deadline=None)
def test_along_any_edge_no_pixel_is_taken_twice_and_none_is_left(seed, share, beside) -> None:
    a, b, c = a_triangle(random.Random(seed))
    desk = desk_of(polygon("road", [a, b, c]))
    draw(
        desk,
        (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]) + beside),
        b,
        (a[0] + b[0] - c[0], a[1] + b[1] - c[1]),
    )
    start, _, other = (tuple(place) for place in desk.shapes[1].points.tolist())
    draw(desk, start, other, a)
    whole = taken([polygon("road", [a, other, b, c])])
    assert (taken(desk.shapes) == whole).all()
