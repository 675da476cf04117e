from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import labeler
from labeler.core.classes import ClassTable
from labeler.core.errors import OptionError
from labeler.core.rasterizer import rasterize
from labeler.core.regions import find_regions
from labeler.core.vectorizer import mask_polygons, trace, vectorize
from tests.reference.label_maps import label_maps, regions_by_flooding

CLASSES = ClassTable().with_class("cat", 1).with_class("dog", 2)


def again(label_map, background):
    """The label map of the shapes of a label map."""
    shapes = vectorize(label_map, CLASSES, background=background)
    return rasterize(shapes, label_map.shape[::-1], CLASSES, background=background)


def signed_area(ring):
    x, y = ring.T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def of_text(*rows):
    """A label map of digits."""
    return np.array([[int(digit) for digit in row] for row in rows], np.uint8)


CHECKERBOARD = np.indices((9, 8)).sum(axis=0).astype(np.uint8) % 2
CORNERS = of_text("10001", "01010", "00100", "01010", "10001")
RINGS = of_text("1111111", "1000001", "1022201", "1021201", "1022201", "1000001", "1111111")
# Pixels that touch at corners only are one hole: it is what the region around them leaves free.
TOUCHING = of_text("111110", "101110", "110111", "111011", "011111")


@settings(deadline=None)  # the first call compiles
@given(label_maps(), st.sampled_from([0, 1, 255]))
@example(CHECKERBOARD, 0)
@example(CHECKERBOARD, 1)
@example(CORNERS, 0)
@example(RINGS, 0)
@example(TOUCHING, 0)
@example(TOUCHING, 1)
@example(np.zeros((3, 4), np.uint8), 0)
@example(np.full((3, 4), 255, np.uint8), 0)
@example(np.ones((1, 1), np.uint8), 0)
def test_shapes_of_a_label_map_give_the_identical_label_map(label_map, background):
    np.testing.assert_array_equal(again(label_map, background), label_map)


@settings(deadline=None)
@given(label_maps())
def test_with_no_index_for_background_every_pixel_has_a_shape(label_map):
    shapes = vectorize(label_map, CLASSES, background=None)
    size = label_map.shape[::-1]
    np.testing.assert_array_equal(rasterize(shapes, size, CLASSES, background=77), label_map)


@settings(deadline=None)
@given(label_maps())
def test_each_region_is_one_polygon_in_reading_order(label_map):
    numbers = regions_by_flooding(label_map)
    masks = [numbers == number for number in range(numbers.max() + 1)]
    wanted = [mask for mask in masks if label_map[mask][0] != 0]
    shapes = vectorize(label_map, CLASSES)
    assert len(shapes) == len(wanted)
    for shape, mask in zip(shapes, wanted, strict=True):
        drawn = rasterize([shape], label_map.shape[::-1], CLASSES)
        np.testing.assert_array_equal(drawn != 0, mask)


@settings(deadline=None)
@given(label_maps())
def test_rings_have_a_vertex_at_every_corner_and_nowhere_else(label_map):
    for shape in vectorize(label_map, CLASSES, background=None):
        for ring in shape.rings:
            steps = np.roll(ring, -1, axis=0) - ring
            is_across = steps[:, 1] == 0
            assert len(ring) >= 4
            # Across and down by turns, by whole pixels.
            assert (is_across != np.roll(is_across, 1)).all()
            assert ((steps != 0).sum(axis=1) == 1).all()
            assert (ring == np.floor(ring)).all()


@settings(deadline=None)
@given(label_maps())
def test_exteriors_run_clockwise_on_screen_and_holes_the_other_way(label_map):
    regions = find_regions(label_map)
    for outline in trace(regions, skipped=-1):
        assert signed_area(outline.exterior) > 0
        assert all(signed_area(hole) < 0 for hole in outline.holes)
        area = signed_area(outline.exterior) + sum(map(signed_area, outline.holes))
        assert area == regions.pixels[outline.region]


@pytest.mark.parametrize(
    ("label_map", "rings"),
    [
        (RINGS, [("cat", 2), ("dog", 2), ("cat", 1)]),
        (CORNERS, [("cat", 1)] * 9),
        (TOUCHING, [("cat", 2)]),
        (of_text("10", "01"), [("cat", 1), ("cat", 1)]),
    ],
)
def test_pixels_that_touch_at_a_corner_are_apart_but_form_one_hole(label_map, rings):
    shapes = vectorize(label_map, CLASSES)
    assert [(shape.class_name, len(shape.rings)) for shape in shapes] == rings


def test_a_single_pixel_at_the_border_is_a_square():
    label_map = np.zeros((3, 5), np.uint8)
    label_map[2, 4] = 255
    (shape,) = vectorize(label_map, CLASSES)
    assert shape.class_name == "void"
    assert sorted(map(tuple, shape.points.tolist())) == [(4, 2), (4, 3), (5, 2), (5, 3)]


def test_vectors_of_noise_are_exact_and_the_same_every_time():
    noise = np.random.default_rng(5).integers(0, 4, (120, 160)).astype(np.uint8)
    classes = {f"class {index}": index for index in range(4)}
    shapes = vectorize(noise, classes)
    np.testing.assert_array_equal(rasterize(shapes, (160, 120), classes), noise)
    for one, other in zip(shapes, vectorize(noise.copy(), classes), strict=True):
        assert one.class_name == other.class_name
        assert all(map(np.array_equal, one.rings, other.rings))


def test_the_plain_functions_give_the_same_rings(plain_kernels):
    noise = np.random.default_rng(6).integers(0, 3, (20, 30)).astype(np.uint8)
    np.testing.assert_array_equal(again(noise, 0), noise)


@settings(deadline=None)
@given(label_maps(indices=(0, 1)), st.integers(-3, 9), st.integers(-3, 9))
def test_the_polygons_of_a_mask_stand_where_its_corner_does(label_map, left, top):
    polygons = mask_polygons(label_map == 1, (left, top))
    shapes = [labeler.polygon("cat", exterior, holes) for exterior, holes in polygons]
    height, width = label_map.shape
    whole = rasterize(shapes, (30 + width, 30 + height), CLASSES)
    expected = np.zeros_like(whole)
    inside = label_map[max(0, -top) :, max(0, -left) :]
    expected[max(0, top) :, max(0, left) :][: inside.shape[0], : inside.shape[1]] = inside
    np.testing.assert_array_equal(whole, expected)


def test_an_index_without_a_class_is_named_and_nothing_is_made_of_it():
    label_map = of_text("0123")
    with pytest.raises(OptionError, match="without a class: 3"):
        vectorize(label_map, CLASSES)
    with pytest.raises(OptionError, match="without a class: 1, 2, 3"):
        vectorize(label_map, {})


def test_a_mapping_names_classes_too_and_labelmes_names_stand_for_background_and_void():
    label_map = np.array([[0, 255, 7, 7]], np.uint8)
    shapes = vectorize(label_map, {"car": 7}, background=None)
    assert [shape.class_name for shape in shapes] == ["_background_", "__ignore__", "car"]
    assert labeler.vectorize is vectorize
