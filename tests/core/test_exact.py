from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from labeler.core.exact import LARGEST, SMALLEST, TERMS, crosses_left, first_centre
from tests.reference.rings import beside_centres, centres, coordinates, stepped


def is_left(edge, x, y):
    """The same in rational numbers."""
    x0, y0, x1, y1 = (Fraction(value) for value in edge)
    return x0 + (Fraction(y) - y0) * (x1 - x0) / (y1 - y0) <= Fraction(x)


@settings(max_examples=400, deadline=None)
@given(coordinates, coordinates, coordinates, coordinates, centres, centres)
def test_the_side_of_a_crossing_equals_rational_arithmetic(x0, y0, x1, y1, x, y):
    low, high = sorted((y0, y1))
    assume(low <= y < high)
    edge = (x0, low, x1, high)
    assert bool(crosses_left(edge, x, y, np.zeros(TERMS))) == is_left(edge, x, y)


@settings(max_examples=200, deadline=None)
@given(beside_centres, st.integers(-6, 6), st.integers(1, 8), st.integers(1, 8), st.integers(-1, 1))
def test_edges_through_a_centre_are_decided_to_the_last_bit(x, run, above, below, nudge):
    y = 4.5
    edge = (stepped(x - run * above, nudge), y - above, x + run * below, y + below)
    centre = np.floor(x) + 0.5
    assert bool(crosses_left(edge, centre, y, np.zeros(TERMS))) == is_left(edge, centre, y)


@pytest.mark.parametrize("far", [1e7, 2.0**30, LARGEST])
def test_far_vertices_are_decided_exactly(far):
    for nudge in (-1, 0, 1):
        edge = (stepped(-far, nudge), 0.5 - far, far, 0.5 + far)
        for x in (-0.5, 0.5, 1.5):
            assert bool(crosses_left(edge, x, 0.5, np.zeros(TERMS))) == is_left(edge, x, 0.5)


def test_many_edges_at_once_give_the_same_as_one_by_one():
    rng = np.random.default_rng(0)
    x0, x1 = rng.integers(-9, 9, (2, 500)) / 2
    y0, y1 = np.full(500, -2.5), rng.integers(1, 9, 500) / 2
    x = np.floor((x0 + x1) / 2) + 0.5
    together = crosses_left((x0, y0, x1, y1), x, np.full(500, 0.5), np.zeros((TERMS, 500)))
    alone = [
        crosses_left(tuple(map(float, edge)), float(at), 0.5, np.zeros(TERMS))
        for *edge, at in zip(x0, y0, x1, y1, x, strict=True)
    ]
    assert together.tolist() == list(map(bool, alone))


def test_numbers_too_small_to_multiply_count_as_zero():
    below, above = SMALLEST / 2, SMALLEST
    # The edge meets the row at 0.5 plus half of the tiny number.
    assert crosses_left((below, 0.0, 1.0, 1.0), 0.5, 0.5, np.zeros(TERMS))
    assert not crosses_left((above, 0.0, 1.0, 1.0), 0.5, 0.5, np.zeros(TERMS))


@settings(max_examples=200)
@given(st.one_of(coordinates, beside_centres))
def test_the_first_centre_is_the_first_one_not_below(value):
    first = int(first_centre(value))
    assert first + Fraction(1, 2) >= Fraction(value) > first - Fraction(1, 2)
