"""The next colour is hard to take for any that is there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.class_file import read_ready_table
from labeler.core.class_warnings import ALIKE
from labeler.core.distinct_color import distinct_colors
from labeler.core.perception import Vision, distances

COLORS = st.tuples(*[st.integers(0, 255)] * 3)


def least(color, others):
    """How far a colour is from the nearest of others, to the eyes that see it nearest."""
    return min(float(distances([color], others, vision).min()) for vision in Vision)


@settings(max_examples=15, deadline=None)
@given(st.lists(COLORS, min_size=1, max_size=12))
def test_it_is_as_far_from_all_as_the_best_of_many_others(taken):
    (color,) = distinct_colors(taken)
    rng = np.random.default_rng(len(taken))
    others = [tuple(int(v) for v in rng.choice([0, 43, 85, 128, 170, 213, 255], 3)) for _ in range(20)]
    assert least(color, taken) >= max(least(other, taken) for other in others) - 1e-9


def test_several_are_far_from_one_another_too():
    colors = distinct_colors([(0, 0, 0)], 8)
    assert len(set(colors)) == 8
    for place, color in enumerate(colors):
        assert least(color, [(0, 0, 0), *colors[:place]]) > 2 * ALIKE


def test_it_is_always_the_same():
    assert distinct_colors([(1, 2, 3)], 5) == distinct_colors([(1, 2, 3)], 5)


def test_the_order_of_what_is_taken_does_not_matter():
    taken = [(255, 0, 0), (0, 255, 0), (9, 9, 9)]
    assert distinct_colors(taken, 3) == distinct_colors([*taken[::-1], *taken], 3)


def test_the_first_of_all_is_a_strong_one():
    assert distinct_colors([]) == [(255, 0, 0)]
    assert distinct_colors([], 0) == []


@pytest.mark.parametrize("name", ["voc21", "cityscapes_trainIds19"])
def test_a_ready_table_gets_a_colour_that_everybody_can_tell_from_its_own(name):
    taken = [row.color for row in read_ready_table(name)]
    (color,) = distinct_colors(taken)
    assert least(color, taken) > ALIKE


def test_a_full_table_gets_one_all_the_same():
    taken = [row.color for row in read_ready_table("ade20k150")]
    assert distinct_colors(taken)[0] not in taken
