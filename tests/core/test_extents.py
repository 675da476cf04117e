from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from labeler.core.extents import object_extents
from labeler.core.geometry import PixelRect

maps = st.sampled_from([np.uint8, np.uint16]).flatmap(
    lambda dtype: arrays(
        dtype,
        array_shapes(min_dims=2, max_dims=2, max_side=30),
        elements=st.sampled_from([0, 0, 0, 1, 2, 4, 255]),
    )
)


def extent_by_numpy(instances, number):
    rows, columns = np.nonzero(instances == number)
    if not len(rows):
        return PixelRect(0, 0, 0, 0)
    return PixelRect(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


@settings(deadline=None)  # the first call compiles
@given(maps)
def test_an_extent_is_the_smallest_rectangle_around_all_pixels_of_a_number(instances):
    assert object_extents(instances, 4) == [extent_by_numpy(instances, number) for number in (1, 2, 3, 4)]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("width", [64, 61])
def test_long_runs_and_whole_rows_are_measured_to_the_pixel(dtype, width):
    instances = np.zeros((40, width), dtype)
    instances[3:20] = 2
    instances[21, 5:59] = 1
    assert object_extents(instances, 3) == [
        PixelRect(5, 21, 59, 22),
        PixelRect(0, 3, width, 20),
        PixelRect(0, 0, 0, 0),
    ]


def test_void_and_numbers_above_the_count_do_not_matter():
    instances = np.full((5, 5), 255, np.uint8)
    instances[2, 2] = 1
    assert object_extents(instances, 1) == [PixelRect(2, 2, 3, 3)]
    assert object_extents(instances, 0) == []
