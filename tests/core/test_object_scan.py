from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from labeler.core.classes import ClassTable
from labeler.core.geometry import PixelRect
from labeler.core.instance_map import instance_map, objects_of
from labeler.core.object_scan import scan_objects
from labeler.core.pixel_counts import count_pixels
from labeler.core.rasterizer import class_indices, rasterize
from labeler.core.shapes import polygon

INDICES = [7, 3, 7, 200]

maps = st.sampled_from([np.uint8, np.uint16]).flatmap(
    lambda dtype: arrays(
        dtype,
        array_shapes(min_dims=2, max_dims=2, max_side=30),
        elements=st.sampled_from([0, 0, 0, 1, 2, 4, int(np.iinfo(dtype).max)]),
    )
)


def extent_by_numpy(instances, number):
    rows, columns = np.nonzero(instances == number)
    if not len(rows):
        return PixelRect(0, 0, 0, 0)
    return PixelRect(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


@settings(deadline=None)  # the first call compiles
@given(maps)
def test_extents_classes_and_counts_are_those_that_numpy_finds(instances):
    scan = scan_objects(instances, INDICES)
    assert scan.extents == [extent_by_numpy(instances, number) for number in (1, 2, 3, 4)]
    class_of = {0: 0, 1: 7, 2: 3, 4: 200, int(np.iinfo(instances.dtype).max): 255}
    expected = np.vectorize(class_of.get)(instances).astype(np.uint8)
    np.testing.assert_array_equal(scan.label_map, expected)
    assert scan.pixels == count_pixels(expected)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("width", [64, 61])
def test_long_runs_and_whole_rows_are_measured_to_the_pixel(dtype, width):
    instances = np.zeros((40, width), dtype)
    instances[3:20] = 2
    instances[21, 5:59] = 1
    scan = scan_objects(instances, [1, 2, 3])
    assert scan.extents == [PixelRect(5, 21, 59, 22), PixelRect(0, 3, width, 20), PixelRect(0, 0, 0, 0)]
    assert scan.pixels == {0: 22 * width + width - 54, 1: 54, 2: 17 * width}


vertex = st.tuples(st.floats(-5, 45), st.floats(-5, 35))
shape = st.builds(
    polygon,
    st.sampled_from(["background", "cat", "dog", "void"]),
    st.lists(vertex, min_size=3, max_size=6),
    group_id=st.sampled_from([None, None, 1, 2]),
)


@settings(deadline=None)
@given(st.lists(shape, max_size=8), st.booleans(), st.sampled_from([0, 255]))
def test_the_label_map_is_the_one_that_the_rasterizer_makes(shapes, is_wide, background):
    classes = ClassTable().with_class("cat").with_class("dog", 9)
    size = (40, 30)
    instances = instance_map(shapes, size, classes, wide=is_wide, background=background)
    indices = class_indices(shapes, classes)
    scan = scan_objects(instances, [indices[places[0]] for places in objects_of(shapes, classes)])
    np.testing.assert_array_equal(scan.label_map, rasterize(shapes, size, classes, background=background))
