from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from labeler.core.draining import drained
from labeler.core.errors import OptionError
from labeler.core.regions import find_regions, scan_regions
from tests.reference.label_maps import label_maps, regions_by_flooding


def region_map(regions):
    """The region of each pixel."""
    width, height = regions.size
    return np.repeat(regions.region, np.diff(regions.starts)).reshape(height, width)


@settings(deadline=None)  # the first call compiles
@given(label_maps())
def test_regions_are_those_that_flooding_finds_numbered_in_reading_order(label_map):
    regions = find_regions(label_map)
    expected = regions_by_flooding(label_map)
    np.testing.assert_array_equal(region_map(regions), expected)
    assert regions.count == expected.max(initial=-1) + 1
    np.testing.assert_array_equal(regions.pixels, np.bincount(expected.reshape(-1), minlength=regions.count))


@settings(deadline=None)
@given(label_maps())
def test_runs_are_as_long_as_they_can_be_within_a_row(label_map):
    regions = find_regions(label_map)
    left, right = regions.columns
    for row, first, end, index in zip(regions.rows, left, right, regions.indices, strict=True):
        assert (label_map[row, first:end] == index).all()
        assert first == 0 or label_map[row, first - 1] != index
        assert end == label_map.shape[1] or label_map[row, end] != index
    assert regions.starts[-1] == label_map.size


@settings(deadline=None)
@given(label_maps())
def test_pairs_are_all_runs_that_share_columns_with_one_of_the_row_above(label_map):
    regions = find_regions(label_map)
    (left, right), rows = regions.columns, regions.rows
    expected = [
        (upper, lower)
        for lower in range(len(rows))
        for upper in range(len(rows))
        if rows[upper] == rows[lower] - 1 and left[upper] < right[lower] and left[lower] < right[upper]
    ]
    assert list(zip(regions.above.tolist(), regions.below.tolist(), strict=True)) == expected


def test_the_first_run_of_a_region_is_where_it_begins():
    label_map = np.array([[1, 0, 1], [1, 1, 1], [2, 0, 2]], np.uint8)
    regions = find_regions(label_map)
    assert regions.count == 5
    assert regions.starts[regions.first_runs].tolist() == [0, 1, 6, 7, 8]


def test_a_long_snake_is_one_region():
    snake = np.zeros((41, 40), np.uint8)
    snake[::4] = 1
    snake[2::4] = 1
    snake[1::4, -1] = 1
    snake[3::4, 0] = 1
    assert find_regions(snake).pixels[0] == (snake == 1).sum()


def test_a_scan_tells_how_far_it_is_and_can_be_left(monkeypatch):
    monkeypatch.setattr("labeler.core.regions._BAND_PIXELS", 64)
    label_map = np.random.default_rng(0).integers(0, 3, (30, 16), np.uint8)
    shares = list(scan_regions(label_map))
    assert shares == sorted(shares)
    assert len(shares) > 7
    assert 0 < shares[0] < shares[-1] < 1
    scan = scan_regions(label_map)
    next(scan)
    scan.close()
    np.testing.assert_array_equal(
        region_map(drained(scan_regions(label_map))), regions_by_flooding(label_map)
    )


@pytest.mark.parametrize("wrong", [np.zeros((2, 2), np.int64), np.zeros((2, 2, 3), np.uint8)])
def test_other_arrays_are_refused(wrong):
    with pytest.raises(OptionError, match="two-dimensional uint8"):
        find_regions(wrong)


def test_the_plain_functions_find_what_the_kernels_find(plain_kernels):
    label_map = np.random.default_rng(1).integers(0, 3, (25, 31), np.uint8)
    np.testing.assert_array_equal(region_map(find_regions(label_map)), regions_by_flooding(label_map))
