"""Values of no class: counted, placed, and told from those that smoothing makes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from labeler.core.odd_values import find_odd, odd_values

KNOWN = np.isin(np.arange(256), (0, 15, 40, 255))


def scene(height=40, width=60):
    label_map = np.zeros((height, width), np.uint8)
    label_map[5:30, 8:40] = 15
    label_map[20:, 30:] = 40
    return label_map


def resized(label_map, factor, how):
    size = (int(label_map.shape[1] * factor), int(label_map.shape[0] * factor))
    return np.asarray(Image.fromarray(label_map).resize(size, how))


def test_a_label_map_of_known_values_has_none():
    assert odd_values(scene(), KNOWN) is None


def test_odd_values_are_counted_and_placed():
    label_map = scene()
    label_map[33, 7] = 3
    label_map[34:36, 5:9] = 4
    odd = odd_values(label_map, KNOWN)
    assert (odd.pixel_count, odd.first, tuple(odd.rect)) == (9, (7, 33), (5, 33, 9, 36))
    assert not odd.is_smoothed


@pytest.mark.parametrize("how", [Image.Resampling.BILINEAR, Image.Resampling.BICUBIC])
@pytest.mark.parametrize("factor", [0.37, 1.5, 2.2])
def test_resized_label_maps_are_smoothed(how, factor):
    odd = odd_values(resized(scene(200, 300), factor, how), KNOWN)
    assert odd is not None
    assert odd.is_smoothed


def test_nearest_neighbour_smooths_nothing():
    assert odd_values(resized(scene(), 1.7, Image.Resampling.NEAREST), KNOWN) is None


def test_an_area_of_an_unknown_class_is_not_smoothing():
    label_map = scene()
    label_map[10:25, 10:30] = 9
    assert not odd_values(label_map, KNOWN).is_smoothed


def test_a_thin_border_of_a_value_beyond_both_sides_is_not_smoothing():
    label_map = np.zeros((30, 30), np.uint8)
    label_map[:, 16:] = 15
    label_map[:, 14:16] = 21
    assert not odd_values(label_map, KNOWN).is_smoothed


def test_a_thin_line_within_one_class_is_not_smoothing():
    label_map = np.zeros((30, 30), np.uint8)
    label_map[:, 14] = 9
    assert not odd_values(label_map, KNOWN).is_smoothed


def test_colours_decide_where_numbers_only_mark_them():
    numbers = np.zeros((20, 20), np.uint8)
    numbers[:, 11:] = 15
    numbers[:, 9:11] = 200
    colors = np.zeros((20, 20, 3), np.uint8)
    colors[:, 11:] = 128, 0, 0
    colors[:, 9], colors[:, 10] = (40, 0, 0), (90, 0, 0)
    assert odd_values(numbers, KNOWN, colors).is_smoothed
    colors[:, 9:11] = 224, 224, 192  # a void border, of which the table knows nothing
    assert not odd_values(numbers, KNOWN, colors).is_smoothed


@settings(max_examples=30, deadline=None)
@given(
    arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.sampled_from([0, 7, 15]))
)
def test_machine_code_and_plain_python_agree(label_map):
    results = []
    for run in (find_odd, find_odd.function):
        result = np.zeros(8, np.int64)
        result[6] = 1000
        run(label_map, KNOWN.astype(np.uint8), label_map[:, :, None].copy(), result)
        results.append(result.tolist())
    assert results[0] == results[1]
    assert results[0][0] == int((label_map == 7).sum())
