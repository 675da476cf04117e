"""Runs along the border of a neighbour."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.shapes import Shape, ShapeKind, as_points, polygon
from labeler.tools.tracing import Spot, Ways, length_of, runs, spot_on, traces
from tests.tools.desk import Desk

SQUARE = ((10, 10), (50, 10), (50, 50), (10, 50))
HOLE = ((20, 20), (40, 20), (40, 40), (20, 40))


def ways(desk: Desk, start, end, before=None) -> list[list]:
    return [list(map(tuple, way.tolist())) for way in traces(desk, start, end, before=before)]


@pytest.fixture
def desk() -> Desk:
    return Desk(polygon("road", SQUARE, [HOLE]))


@pytest.mark.parametrize(
    ("start", "end", "short", "long"),
    [
        ((10, 10), (50, 10), [], [(10, 50), (50, 50)]),
        ((50, 10), (10, 10), [], [(50, 50), (10, 50)]),
        ((30, 10), (50, 30), [(50, 10)], [(10, 10), (10, 50), (50, 50)]),
        ((20, 10), (45, 10), [], [(10, 10), (10, 50), (50, 50), (50, 10)]),
        ((45, 10), (20, 10), [], [(50, 10), (50, 50), (10, 50), (10, 10)]),
        ((10, 20), (20, 10), [(10, 10)], [(10, 50), (50, 50), (50, 10)]),
        ((10, 10), (10, 20), [], [(50, 10), (50, 50), (10, 50)]),
        ((40, 25), (25, 20), [(40, 20)], [(40, 40), (20, 40), (20, 20)]),
    ],
    ids=str,
)
def test_both_ways_are_found_the_shorter_first(desk, start, end, short, long):
    assert ways(desk, start, end) == [[start, *short, end], [start, *long, end]]


def test_no_way_leads_from_one_ring_to_another_or_nowhere(desk):
    assert ways(desk, (10, 10), (20, 20)) == []
    assert ways(desk, (10, 10), (30, 30)) == []
    assert ways(desk, (10, 10), (10, 10)) == []
    desk.hidden = {0}
    assert ways(desk, (10, 10), (50, 10)) == []


def test_the_vertices_between_are_those_of_the_neighbour_bit_for_bit():
    ring = [(10 + each / 3, 10 + (each % 7) / 9) for each in range(60)]
    desk = Desk(polygon("road", [*ring, (30, 60), (10, 60)]))
    (short, _) = ways(desk, ring[3], ring[40])
    assert short == ring[3:41]


def test_a_way_back_to_where_the_line_came_from_comes_last(desk):
    assert ways(desk, (50, 10), (10, 10), before=(30, 10))[0] == [(50, 10), (50, 50), (10, 50), (10, 10)]
    assert ways(desk, (50, 10), (10, 10), before=(60, 10))[0] == [(50, 10), (10, 10)]


def test_of_two_neighbours_the_shorter_way_counts():
    far = ((10, 10), (10, 0), (90, 0), (90, 70), (10, 70), (10, 50), (70, 50), (70, 10))
    desk = Desk(polygon("sky", far), polygon("road", SQUARE))
    assert ways(desk, (10, 10), (10, 50))[0] == [(10, 10), (10, 50)]
    assert len(ways(desk, (10, 0), (90, 70))[0]) == 3


def test_a_line_has_one_way():
    line = Shape("car", as_points(SQUARE), ShapeKind.LINESTRIP)
    desk = Desk(line)
    assert ways(desk, (10, 50), (30, 10)) == [[(10, 50), (50, 50), (50, 10), (30, 10)]]


def test_a_rectangle_and_an_ellipse_are_traced_like_polygons():
    desk = Desk(Shape("car", as_points(((50, 50), (10, 10))), ShapeKind.RECTANGLE))
    assert ways(desk, (30, 10), (50, 30))[0] == [(30, 10), (50, 10), (50, 30)]
    circle = Shape("car", as_points(((40, 40), (60, 40))), ShapeKind.CIRCLE)
    (ring,) = circle.rings
    short, long = ways(Desk(circle), tuple(ring[1].tolist()), tuple(ring[5].tolist()))
    assert short == [tuple(place) for place in ring[1:6].tolist()]
    assert len(short) + len(long) == len(ring) + 2


def test_where_a_place_lies_on_a_ring():
    shape = polygon("road", SQUARE, [HOLE])
    assert spot_on(shape, 0, (50, 10)) == Spot(1)
    assert spot_on(shape, 0, (10, 20)) == Spot(3, 0.75)
    assert spot_on(shape, 1, (20, 20)) == Spot(0)
    assert spot_on(shape, 0, (20, 20)) is None
    assert spot_on(polygon("road", ((10, 10), (10, 10), (50, 50))), 0, (10, 10)) is not None


def test_the_ways_are_taken_in_turn_and_straight_on_after_them(desk):
    offered = Ways()
    assert not offered
    assert not offered.flip()
    offered.offer(traces(desk, (10, 10), (50, 10)))
    seen = [offered.run]
    for _ in range(3):
        assert offered.flip()
        seen.append(offered.run)
    assert [len(run) for run in seen] == [2, 4, 0, 2]
    offered.flip()
    offered.offer(traces(desk, (10, 10), (50, 30)))
    assert offered.run == ((10, 10), (10, 50), (50, 50), (50, 30))
    offered.forget()
    offered.offer(traces(desk, (10, 10), (50, 30)))
    assert offered.run == ((10, 10), (50, 10), (50, 30))


SPOTS = st.tuples(st.integers(0, 3), st.sampled_from((0.0, 0.25, 0.5)))


@settings(max_examples=60)
@given(SPOTS, SPOTS)
def test_both_ways_together_are_the_whole_ring(first, last):
    ring = np.array(SQUARE, float)

    def at(spot):
        vertex, share = spot
        x, y = (ring[vertex] + share * (ring[(vertex + 1) % 4] - ring[vertex])).tolist()
        return (x, y)

    found = runs(ring, at(first), at(last), (Spot(*first), Spot(*last)), is_closed=True)
    if first == last:
        assert found == []
        return
    assert sum(map(length_of, found)) == pytest.approx(160)
    assert length_of(found[0]) <= length_of(found[1])
    met = {tuple(place) for way in found for place in way.tolist()}
    assert met == {*map(tuple, ring.tolist()), at(first), at(last)}
    for way in found:
        assert tuple(way[0].tolist()) == at(first)
        assert tuple(way[-1].tolist()) == at(last)
