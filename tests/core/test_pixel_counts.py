from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from labeler.core.pixel_counts import count_pixels


@given(
    arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40), elements=st.sampled_from([0, 1, 255]))
)
def test_every_pixel_is_counted_once(label_map):
    values, counts = np.unique(label_map, return_counts=True)
    assert count_pixels(label_map) == dict(zip(values.tolist(), counts.tolist(), strict=True))


def test_all_indices_are_counted():
    label_map = np.arange(256, dtype=np.uint8).repeat(3).reshape(-1, 256)
    assert count_pixels(label_map) == dict.fromkeys(range(256), 3)


def test_a_view_that_is_not_contiguous_is_counted_as_it_looks():
    label_map = np.zeros((20, 20), np.uint8)
    label_map[:, ::2] = 5
    assert count_pixels(label_map[:, ::2]) == {5: 200}
