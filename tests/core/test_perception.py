"""Distances between colours are those of the eye, normal or colour blind."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.perception import Vision, distances, perceived, seen_with

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


@settings(max_examples=30, deadline=None)
@given(COLORS, st.sampled_from(Vision))
def test_what_somebody_sees_is_a_colour(color, vision):
    assert all(0 <= value <= 255 for value in seen_with(color, vision))


@given(COLORS)
@settings(max_examples=20, deadline=None)
def test_normal_vision_sees_the_colour_itself(color):
    assert seen_with(color, Vision.NORMAL) == color


@pytest.mark.parametrize("vision", BLIND)
def test_greys_look_grey_to_everybody(vision):
    for grey in (0, 100, 255):
        assert max(seen_with((grey,) * 3, vision)) - min(seen_with((grey,) * 3, vision)) <= 6


def test_the_red_blind_see_red_without_its_red():
    red, green, _ = seen_with((255, 0, 0), Vision.PROTAN)
    assert abs(red - green) < 10
