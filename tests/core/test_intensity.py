from __future__ import annotations

import numpy as np
import pytest

from labeler.core.intensity import Stretch


def test_values_lie_on_a_straight_line_between_black_and_white():
    values = np.array([100, 150, 200], np.uint16)
    assert Stretch(100, 200).applied(values).tolist() == [0, 128, 255]


def test_a_few_extreme_values_do_not_darken_the_rest():
    values = np.full(100_000, 1000, np.uint16)
    values[:50_000] = 2000
    values[:50] = 65535
    assert Stretch.of(values) == Stretch(1000, 2000)


def test_a_rare_value_counts_when_everything_else_is_one_value():
    values = np.zeros(100_000, np.float32)
    values[0] = 3
    assert Stretch.of(values) == Stretch(0, 3)


@pytest.mark.parametrize("values", [np.full(9, 700, np.uint16), np.full(9, np.nan, np.float32)])
def test_an_image_of_one_value_or_none_is_black(values):
    assert Stretch.of(values).applied(values).tolist() == [0] * 9


def test_values_that_are_no_number_are_black_and_infinite_ones_are_clipped():
    values = np.array([np.nan, -np.inf, 0, 1, np.inf], np.float32)
    assert Stretch.of(values).applied(values).tolist() == [0, 0, 0, 255, 255]


def test_numbers_at_the_ends_of_float64_make_no_warning():
    values = np.array([-1.7e308, 0, 1.7e308])
    assert Stretch.of(values).applied(values).dtype == np.uint8
    signalling = np.array([0x7FA00000, 0, 0x3F800000], np.uint32).view(np.float32)
    assert Stretch(0, 1).applied(signalling).tolist() == [0, 0, 255]


def test_large_whole_numbers_keep_their_differences():
    values = np.array([2**31 - 300, 2**31 - 150, 2**31 - 1], np.int64)
    assert Stretch(2**31 - 300, 2**31 - 1).applied(values).tolist() == [0, 128, 255]
