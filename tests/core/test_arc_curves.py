"""Single arcs with fewer vertices and smoother ones: how far they leave the old line, and what stays."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.arc_curves import simplified, smoothed
from labeler.core.arcs import Arc
from labeler.core.geometry import ellipse_ring

coordinates = st.tuples(st.integers(0, 40), st.integers(0, 40))
lines = st.lists(coordinates, min_size=2, max_size=25, unique=True)
rings = st.lists(coordinates, min_size=3, max_size=25, unique=True)
amounts = st.sampled_from([0.0, 0.3, 1.0, 2.5, 8.0])
SQUARE = ((0, 0), (40, 0), (40, 40), (0, 40))


def line(points) -> Arc:
    return Arc(np.array(points, float), False, (0,))


def ring(points) -> Arc:
    return Arc(np.array(points, float), True, (0,))


def deviation(before: np.ndarray, after: np.ndarray) -> float:
    """How far the farthest old vertex lies from the new line."""
    return float(shapely.distance(shapely.points(before), shapely.linestrings(after)).max())


def closed(points: np.ndarray) -> np.ndarray:
    return np.concatenate((points, points[:1]))


class TestSimplified:
    @given(lines, amounts)
    @settings(max_examples=60, deadline=None)
    def test_no_vertex_of_a_line_lies_farther_than_the_tolerance(self, points, tolerance):
        arc = line(points)
        (after,) = simplified([arc], [tolerance])
        assert deviation(arc.points, after) <= tolerance + 1e-9
        assert after[[0, -1]].tolist() == arc.points[[0, -1]].tolist()
        assert set(map(tuple, after.tolist())) <= set(map(tuple, arc.points.tolist()))

    @given(rings, amounts)
    @settings(max_examples=60, deadline=None)
    def test_no_vertex_of_a_ring_lies_farther_than_the_tolerance(self, points, tolerance):
        arc = ring(points)
        (after,) = simplified([arc], [tolerance])
        assert deviation(arc.points, closed(after)) <= tolerance + 1e-9
        assert set(map(tuple, after.tolist())) <= set(map(tuple, arc.points.tolist()))

    @given(rings, st.integers(0, 24), amounts)
    @settings(max_examples=40, deadline=None)
    def test_the_first_vertex_of_a_ring_does_not_matter(self, points, shift, tolerance):
        arc = ring(points)
        # Of several places that are the farthest the first one counts.
        far = np.hypot(*(arc.points - arc.points.mean(axis=0)).T)
        if np.isclose(far, far.max()).sum() > 1:
            return
        corner = arc.points[far.argmax()]
        reach = np.hypot(*(arc.points - corner).T)
        if np.isclose(reach, reach.max()).sum() > 1:
            return
        (one,), (other,) = (
            simplified([each], [tolerance])
            for each in (arc, ring(np.roll(arc.points, shift % len(points), axis=0)))
        )
        assert sorted(one.tolist()) == sorted(other.tolist())

    def test_each_arc_has_its_own_tolerance(self):
        arcs = [line(((0, 0), (5, 1), (10, 0))), line(((0, 0), (5, 1), (10, 0))), ring(SQUARE)]
        first, second, third = simplified(arcs, [0.5, 1.5, 1.0])
        assert first.tolist() == arcs[0].points.tolist()
        assert second.tolist() == [[0, 0], [10, 0]]
        assert len(third) == 4

    def test_vertices_on_the_way_go_at_no_tolerance_at_all(self):
        (after,) = simplified([line(((0, 0), (3, 0), (10, 0), (10, 5)))], [0.0])
        assert after.tolist() == [[0, 0], [10, 0], [10, 5]]

    def test_a_line_that_returns_to_its_beginning_keeps_it(self):
        loop = line([(0, 0), *map(tuple, ellipse_ring(10, 0, 9, 9).tolist()), (0, 0)])
        (after,) = simplified([loop], [3.0])
        assert after[0].tolist() == after[-1].tolist() == [0, 0]
        assert 4 <= len(after) < 12

    def test_nothing_gives_nothing(self):
        assert simplified([], []) == []


class TestSmoothed:
    @given(lines, st.sampled_from([0.5, 2.0, 20.0]))
    @settings(max_examples=40, deadline=None)
    def test_the_ends_of_a_line_stay_bit_for_bit(self, points, sigma):
        arc = line(points)
        (after,) = smoothed([arc], [sigma])
        assert after[[0, -1]].tolist() == arc.points[[0, -1]].tolist()

    def test_a_straight_line_stays_straight(self):
        (after,) = smoothed([line(((0, 0), (10, 5), (30, 15)))], [3.0])
        assert after.tolist() == [[0, 0], [30, 15]]

    def test_what_leaves_a_straight_border_never_crosses_it(self):
        arc = line([(0, 0), (2, 8), (5, 0.5), (9, 30), (20, 1), (25, 6), (30, 0)])
        (after,) = smoothed([arc], [4.0])
        assert after[1:-1, 1].min() > 0

    def test_the_steps_of_pixels_become_a_line(self):
        steps = [(place + up, place) for place in range(40) for up in (0, 1)]
        (after,) = smoothed([line(steps)], [3.0])
        curve = shapely.linestrings(after)
        diagonal = shapely.points([(place + 0.5, place) for place in range(8, 32)])
        assert shapely.distance(diagonal, curve).max() < 0.2
        assert len(after) < 20

    def test_a_ring_is_smoothed_all_around(self):
        (after,) = smoothed([ring(SQUARE)], [3.0])
        assert deviation(np.array(SQUARE, float), closed(after)) > 1
        corners = shapely.points(SQUARE)
        distances = shapely.distance(corners, shapely.linestrings(closed(after)))
        assert distances.max() - distances.min() < 0.2  # all four alike, wherever the ring begins

    def test_more_smoothing_moves_more(self):
        far = [
            deviation(np.array(SQUARE, float), closed(smoothed([ring(SQUARE)], [s])[0])) for s in (1, 2, 4)
        ]
        assert far == sorted(far)
        assert far[0] < far[1] < far[2]

    @pytest.mark.parametrize("sigma", [0.5, 50, 1e6])
    def test_a_small_ring_never_vanishes(self, sigma):
        (after,) = smoothed([ring(((3, 3), (6, 3), (6, 6), (3, 6)))], [sigma])
        assert shapely.polygons(after).area > 4

    def test_no_smoothing_changes_nothing(self):
        arc = ring(SQUARE)
        assert smoothed([arc], [0.0])[0].tolist() == arc.points[:].tolist()

    def test_coordinates_have_three_decimals(self):
        (after,) = smoothed([ring(ellipse_ring(20, 20, 10, 10))], [2.0])
        assert (after == after.round(3)).all()


class TestCorners:
    def test_sharp_corners_of_a_ring_stay(self):
        (after,) = smoothed([ring(SQUARE)], [3.0], corner=60)
        assert set(map(tuple, after.tolist())) == set(SQUARE)

    def test_blunt_ones_do_not(self):
        (after,) = smoothed([ring(SQUARE)], [3.0], corner=120)
        assert not set(map(tuple, after.tolist())) & set(SQUARE)

    def test_a_corner_of_a_line_stays_and_what_is_between_is_smoothed(self):
        shaken = [(x, 0.4 * (x % 2)) for x in range(31)] + [(30, y) for y in range(1, 30)]
        (after,) = smoothed([line(shaken)], [2.0], corner=60)
        assert [30, 0] in after.tolist()
        inner = after[(after[:, 0] > 6) & (after[:, 0] < 24)]
        assert len(inner) == 0 or np.abs(inner[:, 1] - 0.2).max() < 0.1

    def test_the_steps_of_pixels_are_no_corners(self):
        steps = [(place + up, place) for place in range(40) for up in (0, 1)]
        (after,) = smoothed([line(steps)], [3.0], corner=60)
        assert len(after) < 20

    def test_of_a_ring_with_one_corner_the_rest_is_smoothed(self):
        around = ellipse_ring(30, 0, 10, 10)
        half = len(around) // 2
        drop = [(0, 0), *map(tuple, np.roll(around, half, axis=0)[4:-3].tolist())]
        (after,) = smoothed([ring(drop)], [2.0], corner=100)
        assert [0, 0] in after.tolist()
        assert shapely.polygons(after).is_valid
