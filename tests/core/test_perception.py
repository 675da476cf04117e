"""Distances between colours are those of the eye, normal or colour blind."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.perception import Vision, distances, perceived

COLORS = st.tuples(*[st.integers(0, 255)] * 3)
BLIND = [Vision.PROTAN, Vision.DEUTAN, Vision.TRITAN]


def apart(first, second, vision=Vision.NORMAL):
    return float(distances([first], [second], vision)[0, 0])


@settings(max_examples=30, deadline=None)
@given(COLORS, COLORS, st.sampled_from(Vision))
def test_distance_is_the_same_both_ways_and_nothing_from_a_colour_to_itself(first, second, vision):
    assert apart(first, first, vision) == 0
    assert apart(first, second, vision) == apart(second, first, vision)


def test_black_and_white_are_a_hundred_apart():
    assert apart((0, 0, 0), (255, 255, 255)) == pytest.approx(100, abs=0.5)


def test_one_step_of_a_channel_can_hardly_be_seen():
    assert apart((128, 128, 128), (129, 128, 128)) < 1


@pytest.mark.parametrize("vision", [Vision.PROTAN, Vision.DEUTAN])
def test_red_and_green_of_one_lightness_are_alike_to_the_red_green_blind_only(vision):
    red, green = (160, 80, 60), (100, 110, 60)
    assert apart(red, green, vision) < 0.5 * apart(red, green)


def test_blue_and_green_are_more_alike_to_the_blue_blind():
    blue, green = (0, 150, 160), (0, 160, 110)
    assert apart(blue, green, Vision.TRITAN) < 0.6 * apart(blue, green)


def test_many_colours_are_places_in_their_order():
    colors = [(0, 0, 0), (255, 0, 0), (0, 0, 0)]
    places = perceived(colors)
    assert places.shape == (3, 3)
    assert np.array_equal(places[0], places[2])
    assert perceived([]).shape == (0, 3)


@pytest.mark.parametrize("vision", BLIND)
def test_greys_look_as_far_apart_to_everybody(vision):
    greys = [(grey,) * 3 for grey in (0, 100, 255)]
    assert np.allclose(distances(greys, greys, vision), distances(greys, greys), atol=3)


def test_the_red_blind_tell_red_from_a_dark_olive_by_little():
    red, olive = (255, 0, 0), (94, 82, 0)
    assert distances([red], [olive], Vision.PROTAN)[0, 0] < distances([red], [olive])[0, 0] / 2
