"""Class colours to indices: every pixel right, and nothing becomes background in silence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from labeler.core import class_colors
from labeler.core.class_colors import ClassColors, UnknownColor
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.colors import colors_to_indices
from labeler.core.errors import ColorError, LabelImageError, OptionError, SharedColorError, UnknownColorError
from labeler.core.label_png import write_label_png
from labeler.core.palette import voc_palette

VOC = voc_palette()
SHAPES = arrays.array_shapes(min_dims=2, max_dims=2, max_side=30)
TABLE = ClassTable((ClassRow(3, "road", (10, 20, 30)), ClassRow(7, "sky", (40, 50, 60))))


def nearest_by_hand(rgb: np.ndarray, palette: np.ndarray, tolerance: float, unknown: int) -> np.ndarray:
    distances = np.linalg.norm(rgb[:, :, None, :].astype(float) - palette.astype(float), axis=3)
    return np.where(distances.min(2) <= tolerance, distances.argmin(2), unknown).astype(np.uint8)


@given(arrays.arrays(np.uint8, SHAPES))
@settings(max_examples=60, deadline=None)
def test_every_label_map_comes_back_from_its_colours(label_map):
    np.testing.assert_array_equal(colors_to_indices(VOC[label_map], VOC), label_map)


@pytest.mark.parametrize("count", [1, 2, 21, 256])
def test_palettes_of_any_length_count_row_by_row(count):
    label_map = np.random.default_rng(count).integers(0, count, (37, 41)).astype(np.uint8)
    np.testing.assert_array_equal(colors_to_indices(VOC[label_map], VOC[:count]), label_map)


def test_of_a_class_table_only_its_classes_count():
    rgb = np.array([[[10, 20, 30], [40, 50, 60], [0, 0, 0], [224, 224, 192]]], np.uint8)
    assert colors_to_indices(rgb, TABLE).tolist() == [[3, 7, 0, 255]]
    with pytest.raises(UnknownColorError):
        colors_to_indices(VOC[1].reshape(1, 1, 3), TABLE)  # index 1 is no class of the table


def test_large_images_go_in_strips_and_threads_and_say_the_same(monkeypatch):
    label_map = np.kron(np.random.default_rng(1).integers(0, 256, (20, 7)), np.ones((9, 13), int)).astype(
        np.uint8
    )
    monkeypatch.setattr(class_colors, "_STRIP_PIXELS", 1000)
    rgb = VOC[label_map]
    np.testing.assert_array_equal(colors_to_indices(rgb, VOC), label_map)
    rgb[171, 17] = 1, 2, 3
    rgb[179, 90] = 1, 2, 3
    with pytest.raises(UnknownColorError) as caught:
        colors_to_indices(rgb, VOC)
    assert caught.value.colors == (UnknownColor((1, 2, 3), 2, 17, 171),)


@pytest.mark.parametrize("order", ["C", "F"])
def test_arrays_may_lie_in_memory_as_they_like(order):
    label_map = np.random.default_rng(2).integers(0, 256, (33, 35)).astype(np.uint8)
    rgb = np.array(VOC[label_map], order=order)
    np.testing.assert_array_equal(colors_to_indices(rgb, VOC), label_map)
    np.testing.assert_array_equal(colors_to_indices(rgb[1:, 3:], VOC), label_map[1:, 3:])
    np.testing.assert_array_equal(colors_to_indices(rgb[::-1, ::2], VOC), label_map[::-1, ::2])
    rgb.setflags(write=False)
    np.testing.assert_array_equal(colors_to_indices(rgb, VOC), label_map)
    shifted = np.frombuffer(b"x" + rgb.tobytes(), np.uint8)[1:].reshape(rgb.shape)
    np.testing.assert_array_equal(colors_to_indices(shifted, VOC), label_map)


def test_an_image_without_pixels_has_none():
    assert colors_to_indices(np.zeros((0, 5, 3), np.uint8), VOC).shape == (0, 5)


def test_channels_may_lie_the_other_way_round():
    label_map = np.arange(256, dtype=np.uint8).reshape(16, 16)
    bgr = VOC[label_map][..., ::-1].copy()
    np.testing.assert_array_equal(colors_to_indices(bgr, VOC, order="BGR"), label_map)
    bgr[3, 4] = 3, 2, 1
    with pytest.raises(UnknownColorError) as caught:
        colors_to_indices(bgr, VOC, order="BGR")
    assert caught.value.colors == (UnknownColor((1, 2, 3), 1, 4, 3),), "told as RGB"
    assert colors_to_indices(bgr, VOC[:1], order="BGR", on_unknown=9)[3, 4] == 9


# --- colours that no class has


def test_unknown_colours_are_counted_and_the_five_commonest_told_with_a_place():
    rgb = VOC[np.zeros((20, 30), np.uint8)]
    for number in range(1, 8):
        rgb[number, number : 2 * number] = number, 0, 200
    with pytest.raises(UnknownColorError) as caught:
        colors_to_indices(rgb, VOC)
    error = caught.value
    assert error.pixel_count == sum(range(1, 8))
    assert error.color_count == 7
    assert error.colors == tuple(UnknownColor((n, 0, 200), n, n, n) for n in (7, 6, 5, 4, 3))
    assert "The array: colours that no class has, in 28 px: #0700c8 (7 px, first at x 7, y 7), " in str(error)
    assert "and 2 more" in str(error)


def test_unknown_colours_are_found_although_all_256_indices_are_in_use():
    rgb = VOC[np.arange(256, dtype=np.uint8).reshape(16, 16)]
    rgb[15, 15] = 224, 224, 193
    with pytest.raises(UnknownColorError, match=r"in 1 px: #e0e0c1 \(1 px, first at x 15, y 15\)"):
        colors_to_indices(rgb, VOC)


@given(arrays.arrays(np.uint8, SHAPES), st.data())
@settings(max_examples=40, deadline=None)
def test_the_number_of_unknown_pixels_is_exact_wherever_they_lie(label_map, data):
    # Colours that end in 1 are not in the VOC colour map.
    is_unknown = data.draw(arrays.arrays(bool, label_map.shape))
    rgb = VOC[label_map] | is_unknown[..., None]
    expected = np.where(is_unknown, 99, label_map)
    np.testing.assert_array_equal(colors_to_indices(rgb, VOC, on_unknown=99), expected)
    if is_unknown.any():
        with pytest.raises(UnknownColorError) as caught:
            colors_to_indices(rgb, VOC)
        assert caught.value.pixel_count == is_unknown.sum()
        first = caught.value.colors[0]
        assert (rgb[first.y, first.x] == first.color).all()
        assert caught.value.color_count == len(np.unique(rgb[is_unknown], axis=0))


@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 12), st.just(3))),
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 6), st.just(3)), unique=True),
    st.sampled_from([0, 0.5, 1, 3**0.5, 20, 100, 442]),
)
@settings(max_examples=80, deadline=None)
def test_within_the_tolerance_the_nearest_class_is_meant(rgb, palette, tolerance):
    palette = np.unique(palette, axis=0)
    result = colors_to_indices(rgb, palette, tolerance=tolerance, on_unknown=200)
    np.testing.assert_array_equal(result, nearest_by_hand(rgb, palette, tolerance + 1e-9, 200))


def test_of_two_equally_near_classes_the_lower_index_is_meant():
    palette = np.array([[10, 0, 0], [0, 0, 0]], np.uint8)
    assert colors_to_indices(np.array([[[5, 0, 0]]], np.uint8), palette, tolerance=5).tolist() == [[0]]
    table = ClassTable((ClassRow(9, "a", (100, 0, 0)), ClassRow(4, "b", (110, 0, 0))))
    assert colors_to_indices(np.array([[[105, 0, 0]]], np.uint8), table, tolerance=5).tolist() == [[4]]


def test_more_blurred_colours_than_the_table_remembers_are_translated_all_the_same():
    colors = np.stack(np.meshgrid(range(0, 256, 8), range(0, 256, 8), range(0, 256, 8)), -1)
    rgb = colors.astype(np.uint8).reshape(128, 256, 3)
    palette = np.array([[0, 0, 0], [250, 250, 250], [250, 0, 0]], np.uint8)
    result = colors_to_indices(rgb, palette, tolerance=150, on_unknown=9)
    np.testing.assert_array_equal(result, nearest_by_hand(rgb, palette, 150, 9))
    with pytest.raises(UnknownColorError) as caught:
        colors_to_indices(rgb, palette, tolerance=150)
    assert caught.value.pixel_count == (result == 9).sum()


# --- colours that several classes share


SHARED = ClassTable((ClassRow(1, "road", (140, 140, 140)), ClassRow(2, "skyscraper", (140, 140, 140))))
GREY_PIXEL = np.full((1, 1, 3), 140, np.uint8)


def test_a_shared_colour_is_an_error_that_names_the_classes():
    with pytest.raises(SharedColorError, match=r"#8c8c8c of 'road' \(1\), 'skyscraper' \(2\)"):
        colors_to_indices(GREY_PIXEL, SHARED)
    with pytest.raises(
        SharedColorError, match=r"#000000 of index 0, index 1, index 2, index 3, index 4 and 2 more"
    ):
        colors_to_indices(GREY_PIXEL, np.zeros((7, 3), np.uint8))


@pytest.mark.parametrize("index", [1, 2])
def test_a_shared_colour_means_the_index_that_the_user_says(index):
    assert colors_to_indices(GREY_PIXEL, SHARED, resolve={(140, 140, 140): index}).tolist() == [[index]]


@pytest.mark.parametrize("resolve", [{(140, 140, 140): 3}, {(1, 2, 3): 1}])
def test_what_is_resolved_must_be_in_the_table(resolve):
    with pytest.raises(OptionError, match="No class with the index"):
        colors_to_indices(GREY_PIXEL, SHARED, resolve=resolve)


# --- alpha


def test_opaque_images_of_four_channels_are_as_good_as_of_three():
    label_map = np.random.default_rng(4).integers(0, 256, (21, 19)).astype(np.uint8)
    rgba = np.dstack([VOC[label_map], np.full(label_map.shape, 255, np.uint8)])
    np.testing.assert_array_equal(colors_to_indices(rgba, VOC), label_map)
    np.testing.assert_array_equal(colors_to_indices(rgba[..., [2, 1, 0, 3]], VOC, order="BGR"), label_map)


@pytest.mark.parametrize("column", range(20))
@pytest.mark.parametrize("alpha", [0, 254])
def test_pixels_that_are_not_opaque_have_no_class(column, alpha):
    rgba = np.dstack([VOC[np.zeros((3, 20), np.uint8)], np.full((3, 20), 255, np.uint8)])
    rgba[1, column, 3] = alpha
    with pytest.raises(UnknownColorError, match=r"in 1 px: #000000 \(not opaque, 1 px"):
        colors_to_indices(rgba, VOC, tolerance=100)
    result = colors_to_indices(rgba, VOC, on_unknown=255)
    assert result[1, column] == 255
    assert (result == 255).sum() == 1


# --- wrong input


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((4, 4, 3)),
        np.zeros((4, 4, 3), int),
    ],
)
def test_arrays_that_are_no_colours_are_refused(array):
    with pytest.raises(ColorError, match="uint8"):
        colors_to_indices(array, VOC)


@pytest.mark.parametrize(
    "options",
    [
        {"tolerance": -1},
        {"tolerance": 443},
        {"tolerance": float("nan")},
        {"on_unknown": 256},
        {"on_unknown": -1},
        {"on_unknown": "ignore"},
        {"on_unknown": True},
        {"order": "GBR"},
    ],
)
def test_wrong_options_are_refused(options):
    with pytest.raises(OptionError):
        colors_to_indices(GREY_PIXEL, VOC, **options)


# --- files


def test_a_file_gives_its_colours_and_its_name_stands_in_the_error(tmp_path):
    label_map = np.arange(21, dtype=np.uint8).reshape(3, 7)
    Image.fromarray(VOC[label_map]).save(tmp_path / "rgb.png")
    np.testing.assert_array_equal(colors_to_indices(tmp_path / "rgb.png", VOC), label_map)
    np.testing.assert_array_equal(colors_to_indices(str(tmp_path / "rgb.png"), VOC), label_map)
    with pytest.raises(UnknownColorError, match=r"rgb\.png: colours that no class has, in 12 px: "):
        colors_to_indices(tmp_path / "rgb.png", VOC[:9])


def test_a_palette_png_gives_colours_and_not_its_indices(tmp_path):
    label_map = np.arange(21, dtype=np.uint8).reshape(3, 7)
    write_label_png(tmp_path / "a.png", label_map, VOC[::-1])
    np.testing.assert_array_equal(colors_to_indices(tmp_path / "a.png", VOC), 255 - label_map)


def test_a_grey_file_has_no_class_colours(tmp_path):
    Image.new("L", (3, 3)).save(tmp_path / "grey.png")
    with pytest.raises(LabelImageError, match=r"grey\.png: is a grey image"):
        colors_to_indices(tmp_path / "grey.png", VOC)


def test_one_matcher_serves_many_images_and_remembers_no_error():
    matcher = ClassColors(VOC, tolerance=3, on_unknown=77)
    for shade in (0, 2, 60, 128, 130):
        pixel = np.array([[[shade, 0, 0]]], np.uint8)
        np.testing.assert_array_equal(matcher.to_indices(pixel), nearest_by_hand(pixel, VOC, 3, 77))
