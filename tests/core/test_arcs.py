"""Rings as arcs between junctions: what is shared is there once, and everything comes back as it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.arcs import ArcNet, split
from labeler.core.vectorizer import vectorize
from tests.core.tilings import tilings

SQUARE = ((0, 0), (10, 0), (10, 10), (0, 10))
RIGHT = ((10, 0), (20, 0), (20, 10), (10, 10))


def net_of(*outlines) -> ArcNet:
    return split([[np.array(ring, float) for ring in rings] for rings in outlines])


def touched(net: ArcNet) -> dict[int, np.ndarray]:
    """Every arc replaced by itself, so that all rings are put together anew."""
    return {number: arc.points for number, arc in enumerate(net.arcs)}


def turned_to(ring: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The ring from another of its vertices on."""
    return np.roll(ring, -int(np.flatnonzero((ring == start).all(axis=1))[0]), axis=0)


def lines(net: ArcNet) -> list[tuple[list, tuple[int, ...]]]:
    return [(arc.points.tolist(), arc.owners) for arc in net.arcs]


def test_a_ring_alone_is_one_arc():
    (arc,) = net_of([SQUARE]).arcs
    assert arc.is_ring
    assert arc.owners == (0,)
    assert {tuple(point) for point in arc.points.tolist()} == set(SQUARE)


def test_what_neighbours_share_is_one_arc_of_both():
    net = net_of([SQUARE], [RIGHT])
    assert ([[10, 0], [10, 10]], (0, 1)) in lines(net)
    assert sorted(arc.owners for arc in net.arcs) == [(0,), (0, 1), (1,)]
    assert not any(arc.is_ring for arc in net.arcs)


def test_a_hole_and_what_fills_it_are_one_arc_whatever_their_first_vertex_and_direction():
    hole = ((2, 2), (4, 2), (4, 4), (2, 4))
    net = net_of([SQUARE, hole], [hole[::-1]], [hole[2:] + hole[:2]])
    assert sorted(arc.owners for arc in net.arcs) == [(0,), (0, 1, 2)]


def test_a_vertex_on_the_edge_of_another_is_a_junction_of_both():
    net = net_of([SQUARE], [((10, 0), (20, 0), (20, 5), (10, 5))], [((10, 5), (20, 5), (20, 10), (10, 10))])
    assert ([[10, 0], [10, 5]], (0, 1)) in lines(net)
    assert ([[10, 5], [10, 10]], (0, 2)) in lines(net)


def test_a_vertex_on_an_edge_is_left_out_again_where_the_edge_stays():
    rings = [SQUARE], [((10, 0), (20, 0), (20, 5), (10, 5))], [((10, 5), (20, 5), (20, 10), (10, 10))]
    net = net_of(*rings)
    rebuilt = net.rebuilt(touched(net))
    for before, (after,) in zip(rings, rebuilt, strict=True):
        ring = np.array(before[0], float)
        assert turned_to(ring, after[0]).tolist() == after.tolist()


def test_a_vertex_on_an_edge_stays_where_the_edge_does_not_run_straight_any_more():
    net = net_of([SQUARE], [((10, 0), (20, 0), (20, 5), (10, 5))])
    bent = next(number for number, arc in enumerate(net.arcs) if arc.owners == (0, 1))
    start, end = net.arcs[bent].points
    (first,), (second,) = net.rebuilt({bent: np.array((start, (9, 2), end))})
    assert [9, 2] in first.tolist()
    assert [9, 2] in second.tolist()
    assert [10, 5] in first.tolist()


def test_a_ring_of_which_no_arc_is_replaced_is_the_same_array():
    square, right = np.array(SQUARE, float), np.array(RIGHT, float) + np.array((0, 50))
    net = split([[square], [right]])
    number = next(number for number, arc in enumerate(net.arcs) if arc.owners == (1,))
    (first,), (second,) = net.rebuilt({number: net.arcs[number].points})
    assert first is square
    assert second is not right


def test_vertices_within_a_millionth_of_a_pixel_are_one_place():
    near = tuple((x + 3e-7, y - 2e-7) for x, y in RIGHT)
    assert sorted(arc.owners for arc in net_of([SQUARE], [near]).arcs) == [(0,), (0, 1), (1,)]
    far = tuple((x + 1e-4, y) for x, y in RIGHT)
    assert all(len(arc.owners) == 1 for arc in net_of([SQUARE], [far]).arcs)


def test_a_vertex_that_is_there_twice_makes_no_arc_of_its_own():
    doubled = ((0, 0), (10, 0), (10, 0), (10, 10), (0, 10), (0, 0))
    (arc,) = net_of([doubled]).arcs
    assert len(arc.points) == 4


def test_a_ring_that_touches_itself_has_a_junction_there():
    net = net_of([((0, 0), (4, 0), (4, 4), (8, 4), (8, 8), (4, 8), (4, 4), (0, 4))])
    assert len(net.arcs) == 2
    for arc in net.arcs:
        assert arc.points[0].tolist() == arc.points[-1].tolist() == [4, 4]


@pytest.mark.parametrize("ring", [(), ((1, 1),), ((1, 1), (2, 2)), ((1, 1), (1, 1), (1, 1))])
def test_what_is_no_ring_has_no_arcs_and_stays(ring):
    given_ring = np.array(ring, float).reshape(-1, 2)
    net = split([[given_ring], [np.array(SQUARE, float)]])
    assert net.rebuilt(touched(net))[0][0] is given_ring
    assert [arc.owners for arc in net.arcs] == [(1,)]


def test_nothing_has_no_arcs():
    net = split([])
    assert net.arcs == ()
    assert net.rebuilt({}) == []


@given(tilings)
@settings(max_examples=25, deadline=None)
def test_tilings_come_back_vertex_for_vertex(shapes):
    net = split([shape.rings for shape in shapes])
    assert all(ring is shape.points for (ring,), shape in zip(net.rebuilt({}), shapes, strict=True))
    for (ring,), shape in zip(net.rebuilt(touched(net)), shapes, strict=True):
        assert turned_to(shape.points, ring[0]).tolist() == ring.tolist()


@given(tilings)
@settings(max_examples=25, deadline=None)
def test_no_edge_of_a_tiling_is_in_two_arcs(shapes):
    net = split([shape.rings for shape in shapes])
    edges = [
        frozenset((tuple(start), tuple(end)))
        for arc in net.arcs
        for start, end in zip(arc.points.tolist(), np.roll(arc.points, -1, axis=0).tolist(), strict=True)
        if arc.is_ring or end != arc.points[0].tolist()
    ]
    assert len(edges) == len(set(edges))
    assert max(len(arc.owners) for arc in net.arcs) <= 2


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_outlines_of_a_label_map_come_back_vertex_for_vertex(seed):
    label_map = np.random.default_rng(seed).integers(0, 3, (7, 9), np.uint8).repeat(2, axis=0)
    shapes = vectorize(label_map, {"none": 0, "car": 1, "road": 2}, background=None)
    net = split([shape.rings for shape in shapes])
    for rings, shape in zip(net.rebuilt(touched(net)), shapes, strict=True):
        for ring, own in zip(rings, shape.rings, strict=True):
            assert sorted(ring.tolist()) == sorted(own.tolist())
            # A corner where two pixels touch may be passed twice: then any of both is the first.
            starts = np.flatnonzero((own == ring[0]).all(axis=1)).tolist()
            assert ring.tolist() in [np.roll(own, -start, axis=0).tolist() for start in starts]
