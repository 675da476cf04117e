"""Where lines meet rings, and what they cut areas into."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import cutting
from labeler.core.areas import mask_of, pieces
from labeler.core.cutting import crossings, split_area
from labeler.core.geometry import PixelRect
from labeler.core.shapes import as_points, polygon
from tests.reference.rings import HEIGHT, WIDTH, centres, floats

RECT = PixelRect(0, 0, WIDTH, HEIGHT)
SQUARE = as_points(((0, 0), (10, 0), (10, 10), (0, 10)))
place = st.tuples(floats, floats)


def met(line, *rings):
    return sorted(crossings(as_points(line), rings or (SQUARE,)))


@pytest.mark.parametrize(
    ("line", "places"),
    [
        (((5, -5), (5, 15)), [(5, 0), (5, 10)]),
        (((-5, -5), (15, 15)), [(0, 0), (10, 10)]),
        (((0, 3), (10, 4)), [(0, 3), (10, 4)]),
        (((-5, 0), (15, 0)), [(0, 0), (10, 0)]),
        (((2, 0), (4, 0)), [(2, 0), (4, 0)]),
        (((5, 5), (6, 6)), []),
        (((20, 0), (20, 10)), []),
        (((5, -1), (5, 1), (7, 1), (7, -1)), [(5, 0), (7, 0)]),
        (((3, 0), (3, 0)), [(3, 0)]),
    ],
    ids=["across", "corners", "from edge to edge", "along", "on", "inside", "beside", "twice", "no length"],
)
def test_the_places_are_crossings_and_vertices_of_either(line, places):
    assert met(line) == places


def test_a_place_within_rounding_of_a_vertex_is_that_vertex():
    assert met(((11 + 1e-9, -5), (9, 5))) == [(10, 0)]
    nearly = (4 + 1e-10, 1e-10)
    assert met(((4, -5), nearly)) == [nearly]


def test_holes_are_met_too():
    hole = as_points(((4, 4), (6, 4), (6, 6), (4, 6)))
    assert met(((5, -1), (5, 11)), SQUARE, hole) == [(5, 0), (5, 4), (5, 6), (5, 10)]


@settings(max_examples=200, deadline=None)
@given(place, place, place, place)
def test_an_edge_gives_the_same_place_whichever_way_it_runs(first, last, start, end):
    there, back = as_points((first, last)), as_points((last, first))
    line = as_points((start, end))
    assert sorted(crossings(line, (there,))) == sorted(crossings(line, (back,)))


def test_pieces_come_the_largest_first_and_share_the_cut():
    shape, line = polygon("car", SQUARE), as_points(((3, -5), (4, 5), (3, 15)))
    areas = split_area(shape, line, crossings(line, shape.rings), RECT)
    assert [area.area for area in areas] == sorted((area.area for area in areas), reverse=True)
    places = [{tuple(each) for each in piece.points} for area in areas for piece in pieces(area, shape)]
    assert places[0] & places[1] == {(3.5, 0), (4, 5), (3.5, 10)}


def test_what_is_not_cut_through_is_one_area():
    shape, line = polygon("car", SQUARE), as_points(((3, -5), (3, 5)))
    [area] = split_area(shape, line, crossings(line, shape.rings), RECT)
    assert area.area == 100
    assert len(split_area(shape, as_points(((0, -5), (0, 15))), [(0.0, 0.0), (0.0, 10.0)], RECT)) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(centres, centres), min_size=3, max_size=6), st.tuples(place, place), st.data())
def test_pixels_that_rounding_costs_are_given_back(ring, line, data):
    """The pixels that the faces have are wrong on purpose, as they hardly ever are by themselves."""
    shape, line = polygon("car", ring), as_points(line)
    areas = split_area(shape, line, crossings(line, shape.rings), RECT)
    if len(areas) < 2:
        return
    shift = data.draw(st.sampled_from([0.5, 1.0]))
    moved = polygon("car", as_points(ring) + shift)
    faces = cutting._tiled(moved, areas, RECT)
    masks = [mask_of(pieces(face, moved), RECT) for face in faces]
    assert np.array_equal(np.sum(masks, axis=0), mask_of([moved], RECT).astype(int))
