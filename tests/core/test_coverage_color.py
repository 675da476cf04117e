from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.coverage_color import MAGENTA, coverage_color, lab
from labeler.core.palette import voc_palette

channel = st.integers(0, 255)
colors = st.lists(st.tuples(channel, channel, channel), max_size=8)


def distance(one, other):
    return float(np.linalg.norm(lab([one]) - lab([other])))


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ((255, 255, 255), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((255, 0, 0), (53.24, 80.09, 67.2)),
        ((0, 0, 255), (32.3, 79.19, -107.86)),
        ((119, 119, 119), (50.03, 0, 0)),
        ((5, 10, 3), (2.31, -2.28, 2.19)),
    ],
)
def test_lab_is_that_of_the_tables(color, expected):
    np.testing.assert_allclose(lab([color])[0], expected, atol=0.12)


def test_unlabelled_pixels_are_magenta_while_no_class_looks_like_it():
    assert MAGENTA == (0xFF, 0x00, 0xC8)
    assert coverage_color([]) == MAGENTA
    assert coverage_color([(128, 0, 0), (0, 128, 0), (224, 224, 192), (0, 0, 0)]) == MAGENTA


@pytest.mark.parametrize("near", [MAGENTA, (255, 0, 255), (230, 20, 180)])
def test_another_loud_colour_is_taken_when_a_class_is_near_magenta(near):
    chosen = coverage_color([near, (0, 128, 0)])
    assert distance(chosen, near) > 60
    assert distance(chosen, (0, 128, 0)) > 60
    assert max(chosen) == 255
    assert min(chosen) <= 51


@settings(deadline=None)
@given(colors)
def test_the_colour_is_far_from_that_of_every_class(taken):
    chosen = coverage_color(taken)
    assert all(type(value) is int for value in chosen)
    assert all(distance(chosen, color) > 20 for color in taken)


def test_a_colour_is_found_among_all_of_the_voc_colours():
    chosen = coverage_color([tuple(color) for color in voc_palette().tolist()])
    nearest = min(distance(chosen, color) for color in voc_palette().tolist())
    assert chosen != MAGENTA or nearest >= 35
    assert nearest > 20
