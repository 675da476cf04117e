"""The regions in which two label maps differ, beside flood filling pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.difference_regions import difference_regions
from labeler.core.errors import ImageSizeError, OptionError
from tests.core.compared_maps import noisy_pair, real_looking_pair


def flooded(truth: np.ndarray, prediction: np.ndarray, void: int | None) -> list[frozenset[tuple[int, int]]]:
    """The pixels of each region, in reading order of their first pixels."""
    differs = (truth != prediction) & (truth != void if void is not None else True)
    seen, regions = ~differs, []
    for start in zip(*np.nonzero(differs), strict=True):
        if seen[start]:
            continue
        seen[start], waiting, pixels = True, [start], set()
        while waiting:
            row, column = waiting.pop()
            pixels.add((int(row), int(column)))
            for place in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
                is_inside = 0 <= place[0] < truth.shape[0] and 0 <= place[1] < truth.shape[1]
                if is_inside and not seen[place] and (
                    (truth[place], prediction[place]) == (truth[start], prediction[start])
                ):  # fmt: skip
                    seen[place] = True
                    waiting.append(place)
        regions.append(frozenset(pixels))
    return regions


def pixels_of(found, number: int) -> frozenset[tuple[int, int]]:
    left, top, *_ = found.rects[number].tolist()
    rows, columns = np.nonzero(found.mask(number))
    return frozenset(zip((rows + top).tolist(), (columns + left).tolist(), strict=True))


def check(truth: np.ndarray, prediction: np.ndarray, void: int | None = 255) -> None:
    found = difference_regions(truth, prediction, void=void)
    expected = sorted(flooded(truth, prediction, void), key=len, reverse=True)
    assert [pixels_of(found, number) for number in range(len(found))] == expected
    for region, pixels in zip(found, expected, strict=True):
        rows, columns = zip(*pixels, strict=True)
        assert region.rect == (min(columns), min(rows), max(columns) + 1, max(rows) + 1)
        assert region.pixels == len(pixels)
        place = next(iter(pixels))
        assert (region.truth_index, region.predicted_index) == (truth[place], prediction[place])


@given(st.integers(0, 999), st.integers(1, 12), st.integers(1, 12), st.sampled_from([2, 3, 256]))
@settings(max_examples=40, deadline=None)
def test_random_maps_have_the_regions_that_flooding_finds(seed, height, width, classes):
    check(*noisy_pair((width, height), classes, seed))


@pytest.mark.parametrize("void", [255, None, 1])
def test_real_looking_maps_have_the_regions_that_flooding_finds(void):
    check(*real_looking_pair((70, 50), 3), void)


def test_equal_maps_have_none():
    truth, _ = real_looking_pair((30, 20), 0)
    found = difference_regions(truth, truth)
    assert len(found) == 0
    assert list(found) == []
    assert found.rects.shape == (0, 4)
    assert found.at(3, 4) is None


def test_pixels_that_touch_by_a_corner_are_two_regions_and_larger_ones_come_first():
    truth, prediction = np.zeros((2, 5, 6), np.uint8)
    prediction[0, 0] = prediction[1, 1] = 1
    prediction[3, 2:5] = 1
    found = difference_regions(truth, prediction)
    assert [(region.pixels, region.rect) for region in found] == [
        (3, (2, 3, 5, 4)),
        (1, (0, 0, 1, 1)),
        (1, (1, 1, 2, 2)),
    ]
    assert found[-1] == found[2]


def test_the_region_under_a_pixel_is_found():
    truth, prediction = real_looking_pair((60, 40), 2)
    found = difference_regions(truth, prediction)
    for number in range(len(found)):
        row, column = next(iter(pixels_of(found, number)))
        assert found.at(column, row) == number
    agrees = np.argwhere(truth == prediction)[0]
    assert found.at(int(agrees[1]), int(agrees[0])) is None


def test_small_regions_can_be_left_out():
    truth, prediction = noisy_pair((40, 30), 3, 1)
    everything = difference_regions(truth, prediction)
    large = difference_regions(truth, prediction, least=4)
    assert list(large) == [region for region in everything if region.pixels >= 4]
    assert [pixels_of(large, 0)] == [pixels_of(everything, 0)]


def test_void_of_the_prediction_differs():
    truth, prediction = np.zeros((3, 3), np.uint8), np.full((3, 3), 255, np.uint8)
    assert [tuple(region)[:3] for region in difference_regions(truth, prediction)] == [(0, 255, 9)]
    assert len(difference_regions(prediction, truth)) == 0


def test_maps_of_different_sizes_and_other_arrays_are_refused():
    with pytest.raises(ImageSizeError):
        difference_regions(np.zeros((2, 3), np.uint8), np.zeros((3, 2), np.uint8))
    with pytest.raises(OptionError):
        difference_regions(np.zeros((2, 3)), np.zeros((2, 3)))
