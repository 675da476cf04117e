"""Label images of other programs are read as they are stored, or not at all."""

from __future__ import annotations

import struct
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image

from labeler.core.errors import (
    FileUnreadableError,
    ImageError,
    ImageTooLargeError,
    LabelerError,
    LabelImageError,
)
from labeler.core.label_source import read_colors, read_source
from tests.core.png_files import raw_png

RGB = np.random.default_rng(0).integers(0, 256, (5, 7, 3)).astype(np.uint8)
GREY = RGB[..., 0]


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tif", ".webp"])
def test_colours_of_lossless_formats_are_exact(tmp_path, suffix):
    options = {"lossless": True} if suffix == ".webp" else {}
    Image.fromarray(RGB).save(tmp_path / f"a{suffix}", **options)
    np.testing.assert_array_equal(read_colors(tmp_path / f"a{suffix}"), RGB)


def test_alpha_stays_a_fourth_channel(tmp_path):
    rgba = np.dstack([RGB, GREY])
    Image.fromarray(rgba).save(tmp_path / "a.png")
    np.testing.assert_array_equal(read_colors(tmp_path / "a.png"), rgba)


@pytest.mark.parametrize("suffix", [".png", ".gif", ".bmp", ".tif"])
def test_palette_images_give_their_colours(tmp_path, suffix):
    image = Image.fromarray(np.array([[0, 1, 2], [2, 1, 0]], np.uint8))
    image.putpalette([1, 2, 3, 40, 50, 60, 200, 100, 0])
    image.save(tmp_path / f"a{suffix}")
    assert read_colors(tmp_path / f"a{suffix}")[0].tolist() == [[1, 2, 3], [40, 50, 60], [200, 100, 0]]


def test_transparency_of_a_palette_does_not_change_its_colours(tmp_path):
    image = Image.fromarray(np.array([[0, 1]], np.uint8))
    image.putpalette([1, 2, 3, 4, 5, 6])
    image.save(tmp_path / "a.png", transparency=b"\0")
    assert read_colors(tmp_path / "a.png").tolist() == [[[1, 2, 3], [4, 5, 6]]]


def test_a_value_beyond_the_palette_is_an_error_and_not_black(tmp_path):
    (tmp_path / "a.png").write_bytes(raw_png(2, 1, 8, 3, b"\0\0\x09", (b"PLTE", bytes(6))))
    with pytest.raises(LabelImageError, match="pixel value 9, and its palette has 2 colours"):
        read_colors(tmp_path / "a.png")


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tif"])
def test_grey_values_are_as_stored(tmp_path, suffix):
    Image.fromarray(GREY).save(tmp_path / f"a{suffix}")
    np.testing.assert_array_equal(read_source(tmp_path / f"a{suffix}"), GREY)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_grey_values_of_one_bit_and_of_sixteen_are_as_stored(tmp_path, suffix):
    Image.fromarray(GREY > 99).save(tmp_path / f"bits{suffix}")
    np.testing.assert_array_equal(read_source(tmp_path / f"bits{suffix}"), GREY > 99)
    wide = GREY.astype(np.uint16) * 200
    Image.fromarray(wide).save(tmp_path / f"wide{suffix}")
    np.testing.assert_array_equal(read_source(tmp_path / f"wide{suffix}"), wide)


def test_scaled_greys_are_the_shades_that_they_show(tmp_path):
    for suffix in (".png", ".tif"):
        Image.fromarray(GREY > 99).save(tmp_path / f"bits{suffix}")
        shades = read_source(tmp_path / f"bits{suffix}", scales_greys=True)
        np.testing.assert_array_equal(shades, np.where(GREY > 99, 255, 0))
    for depth, row, shown in ((2, b"\0\x1b", [0, 85, 170, 255]), (4, b"\0\x0f\x80", [0, 255, 136, 0])):
        (tmp_path / "few.png").write_bytes(raw_png(4, 1, depth, 0, row))
        assert read_source(tmp_path / "few.png", scales_greys=True).tolist() == [shown]
    for values in (GREY, GREY.astype(np.uint16) * 200):
        Image.fromarray(values).save(tmp_path / "many.png")
        np.testing.assert_array_equal(read_source(tmp_path / "many.png", scales_greys=True), values)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_images_on_their_side_are_turned_upright(tmp_path, orientation, mode):
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(RGB).convert(mode).save(tmp_path / "a.png", exif=exif)
    with Image.open(tmp_path / "a.png") as image:
        from PIL import ImageOps

        np.testing.assert_array_equal(
            read_source(tmp_path / "a.png"), np.asarray(ImageOps.exif_transpose(image))
        )


@pytest.mark.parametrize(
    ("mode", "suffix", "words"),
    [
        ("LA", ".png", "an image of the kind LA"),
        ("CMYK", ".tif", "an image of the kind CMYK"),
        ("F", ".tif", "an image of the kind F"),
        ("I", ".tif", "an image of the kind I"),
    ],
)
def test_pixels_that_cannot_mean_classes_are_refused(tmp_path, mode, suffix, words):
    Image.new(mode, (3, 3)).save(tmp_path / f"a{suffix}")
    with pytest.raises(LabelImageError, match=f"{words}.*Save it as an RGB PNG"):
        read_source(tmp_path / f"a{suffix}")


@pytest.mark.parametrize("color_type", [2, 6])
def test_sixteen_bits_a_colour_are_taken_where_eight_hold_them_exactly(tmp_path, color_type):
    pixels = RGB if color_type == 2 else np.dstack([RGB, GREY])
    rows = (pixels.astype(np.uint16) * 257).astype(">u2").view(np.uint8).reshape(5, -1)
    stored = np.column_stack([np.zeros(5, np.uint8), rows])
    (tmp_path / "a.png").write_bytes(raw_png(7, 5, 16, color_type, stored.tobytes()))
    np.testing.assert_array_equal(read_colors(tmp_path / "a.png"), pixels)


def test_other_colours_of_sixteen_bits_are_refused_and_not_cut(tmp_path):
    (tmp_path / "a.png").write_bytes(raw_png(1, 1, 16, 2, b"\0\1\1\1\1\1\2"))
    with pytest.raises(LabelImageError, match="RGB PNG of 16 bits a channel"):
        read_source(tmp_path / "a.png")


def test_a_comment_in_the_file_does_not_matter(tmp_path):
    comment = (b"tEXt", b"Comment\0Created with a drawing program")
    row = b"\0" + bytes(range(9))
    (tmp_path / "a.png").write_bytes(raw_png(3, 1, 8, 2, row, comment))
    assert read_colors(tmp_path / "a.png").tolist() == [[[0, 1, 2], [3, 4, 5], [6, 7, 8]]]


@pytest.mark.parametrize("array", [RGB, np.dstack([RGB, GREY]), GREY, GREY.astype(np.int64), GREY > 90])
def test_arrays_of_colours_and_of_indices_are_read(tmp_path, array):
    np.save(tmp_path / "a.npy", array)
    np.testing.assert_array_equal(read_source(tmp_path / "a.npy"), array)


def test_numbers_beyond_one_byte_stay_what_they_are(tmp_path):
    np.save(tmp_path / "a.npy", GREY.astype(np.int32) + 7000)
    values = read_source(tmp_path / "a.npy")
    assert values.dtype == np.uint16
    np.testing.assert_array_equal(values, GREY.astype(int) + 7000)


@pytest.mark.parametrize("array", [RGB / 255, GREY.astype(int) - 300, GREY.astype(int) + 70_000, GREY[:0]])
def test_other_arrays_are_refused(tmp_path, array):
    np.save(tmp_path / "a.npy", array)
    with pytest.raises(LabelImageError, match="a label map h"):
        read_source(tmp_path / "a.npy")


def test_files_of_several_pages_are_refused(tmp_path):
    Image.new("RGB", (3, 3)).save(tmp_path / "a.tif", save_all=True, append_images=[Image.new("RGB", (3, 3))])
    with pytest.raises(LabelImageError, match="several pages"):
        read_source(tmp_path / "a.tif")


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp"])
def test_files_cut_off_are_errors(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    Image.effect_noise((60, 60), 90).convert("RGB").save(path)
    whole = path.read_bytes()
    for share in (0.1, 0.5, 0.95):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises((ImageError, LabelImageError), match=f"a{suffix}"):
            read_source(path)


def test_missing_rows_of_a_png_are_an_error_and_not_black(tmp_path):
    (tmp_path / "a.png").write_bytes(raw_png(1, 2, 8, 2, bytes(4)))
    with pytest.raises(LabelImageError, match="4 bytes of pixels where 8 belong"):
        read_source(tmp_path / "a.png")


def test_what_is_no_image_is_named(tmp_path):
    (tmp_path / "a.png").write_bytes(b"hello")
    with pytest.raises(ImageError, match=r"a\.png: cannot be decoded"):
        read_source(tmp_path / "a.png")
    with pytest.raises(FileUnreadableError):
        read_source(tmp_path / "missing.png")


def test_a_lack_of_memory_is_said_with_the_size(tmp_path, monkeypatch):
    Image.fromarray(RGB).save(tmp_path / "a.bmp")

    def no_memory(*_args):
        raise MemoryError

    monkeypatch.setattr("labeler.core.label_source._of_image", no_memory)
    with pytest.raises(ImageTooLargeError, match=r"a\.bmp: 7 x 5 pixels"):
        read_source(tmp_path / "a.bmp")


@pytest.mark.parametrize("size", [(0x7FFF0000, 5), (60_000, 60_000)])
def test_a_header_that_claims_a_huge_image_is_an_error(tmp_path, monkeypatch, size):
    monkeypatch.setattr("labeler.core.images.available_memory", lambda: 10**9)
    path = tmp_path / "a.bmp"
    Image.fromarray(RGB).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:18] + struct.pack("<ii", *size) + whole[26:])
    with pytest.raises(ImageError, match=r"a\.bmp: "):
        read_source(path)


def test_numbers_that_no_memory_can_hold_are_an_error_and_no_crash(tmp_path, monkeypatch):
    monkeypatch.setattr("labeler.core.images.available_memory", lambda: None)
    path = tmp_path / "a.bmp"
    Image.fromarray(RGB).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:18] + struct.pack("<ii", 5, -0x7FFFFFFF - 1) + whole[26:])
    with pytest.raises(ImageError, match=r"a\.bmp: "):
        read_source(path)


def test_a_tiff_beyond_the_limit_of_pillow_is_read(tmp_path, monkeypatch):
    path = tmp_path / "a.tif"
    Image.fromarray(RGB).save(path, compression="tiff_deflate")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    assert np.array_equal(read_source(path), RGB)
    assert Image.MAX_IMAGE_PIXELS == 10


def test_a_tiff_with_any_damage_is_one_clear_error_or_an_image(tmp_path):
    path = tmp_path / "a.tif"
    Image.fromarray(GREY).save(path)
    whole = path.read_bytes()
    random = np.random.default_rng(7)
    for _ in range(300):
        damaged = bytearray(whole)
        for at in random.integers(len(whole) - 160, len(whole), random.integers(1, 4)):
            damaged[at] ^= random.integers(1, 256)
        path.write_bytes(damaged)
        with suppress(LabelerError):
            read_source(path)


@pytest.mark.parametrize("orientation", [0, 9, 400])
def test_an_orientation_that_means_nothing_turns_nothing(tmp_path, orientation):
    exif = Image.Exif()
    exif[274] = orientation
    Image.fromarray(RGB).save(tmp_path / "a.png", exif=exif)
    assert np.array_equal(read_source(tmp_path / "a.png"), RGB)


@pytest.mark.parametrize("size", [(0x7FFFFFFF, 2), (3, 0x7FFFFFFF), (200_000, 200_000)])
@pytest.mark.parametrize(("depth", "kind"), [(8, 2), (8, 0), (16, 0), (8, 6)])
def test_a_png_that_claims_more_than_it_can_hold_takes_no_memory(tmp_path, monkeypatch, size, depth, kind):
    def no_room(*_args):
        raise AssertionError("memory was taken")

    monkeypatch.setattr("labeler.core.png_pixels.room_for_rows", no_room)
    (tmp_path / "a.png").write_bytes(raw_png(*size, depth, kind, bytes(100)))
    with pytest.raises(LabelImageError, match=r"a\.png: is damaged: .* cannot hold"):
        read_source(tmp_path / "a.png")
