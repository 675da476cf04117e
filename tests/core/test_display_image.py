"""Photographs in the words of the screen equal what `read_image` makes of them."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from labeler.core import display_image, image_file
from labeler.core.display_image import read_display_image, read_small_image, rgb_of_words, zeros
from labeler.core.errors import FileUnreadableError, ImageError
from labeler.core.images import read_image

RANDOM = np.random.default_rng(0)
RGB = RANDOM.integers(0, 256, (40, 60, 3), np.uint8)
SMOOTH = np.add.outer(np.arange(40), np.arange(60))[..., None].repeat(3, axis=2).astype(np.uint8) * 2

KINDS = [
    *[("RGB", name) for name in ("a.jpg", "a.png", "a.bmp", "a.tif", "a.webp", "a.gif")],
    *[("L", name) for name in ("a.jpg", "a.png", "a.bmp", "a.tif")],
    *[("CMYK", "a.jpg"), ("CMYK", "a.tif"), ("1", "a.png"), ("P", "a.png"), ("LA", "a.png")],
    *[("RGBA", "a.png"), ("RGBA", "a.tif"), ("RGBA", "a.webp")],
]


def saved(tmp_path: Path, image: Image.Image, name: str, **options) -> Path:
    image.save(tmp_path / name, **options)
    return tmp_path / name


def assert_alike(path: Path) -> None:
    expected = read_image(path)
    made = read_display_image(path)
    assert made.words.dtype == np.uint32
    assert made.words.flags.c_contiguous
    assert (made.words >> 24 == 255).all()
    assert np.array_equal(rgb_of_words(made.words), expected.pixels)
    assert made.notices == expected.notices


@pytest.mark.parametrize(("mode", "name"), KINDS)
def test_every_kind_of_image_has_the_same_colours(tmp_path: Path, mode, name) -> None:
    assert_alike(saved(tmp_path, Image.fromarray(RGB).convert(mode), name))


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "jpeg", "tiff_deflate"])
def test_tiffs_of_every_compression_have_the_same_colours(tmp_path: Path, compression) -> None:
    assert_alike(saved(tmp_path, Image.fromarray(RGB), "a.tif", compression=compression))


@pytest.mark.parametrize("dtype", [np.uint16, np.int32, np.float32])
def test_deep_values_are_stretched_alike(tmp_path: Path, dtype) -> None:
    ramp = np.arange(2400).reshape(40, 60).astype(dtype) * 7
    assert_alike(saved(tmp_path, Image.fromarray(ramp), "a.tif"))
    assert read_display_image(tmp_path / "a.tif").notices


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif"])
def test_every_orientation_stands_upright(tmp_path: Path, name, orientation, monkeypatch) -> None:
    monkeypatch.setattr(display_image, "_AT_ONCE", 150)
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert_alike(saved(tmp_path, Image.fromarray(RGB), name, exif=exif))


@pytest.mark.parametrize("options", [{}, {"progressive": True}])
@pytest.mark.parametrize("share", [0.4, 0.8])
def test_of_a_truncated_jpeg_the_same_is_shown(tmp_path: Path, options, share) -> None:
    path = saved(tmp_path, Image.fromarray(RGB), "a.jpg", **options)
    data = path.read_bytes()
    path.write_bytes(data[: 700 + int((len(data) - 700) * share)])
    assert_alike(path)
    assert "damaged or incomplete" in read_display_image(path).notices[0]


def test_of_a_truncated_png_the_missing_rows_are_black_and_opaque(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.fromarray(RGB), "a.png")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert_alike(path)
    assert (read_display_image(path).words[-1] == 0xFF000000).all()


def test_deep_colours_are_read_by_tifffile(tmp_path: Path) -> None:
    tifffile = pytest.importorskip("tifffile")
    pixels = RANDOM.integers(0, 60_000, (40, 60, 3), np.uint16)
    tifffile.imwrite(tmp_path / "a.tif", pixels, photometric="rgb")
    assert_alike(tmp_path / "a.tif")
    assert read_small_image(tmp_path / "a.tif", 10) is None


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_the_words_are_those_that_were_given(tmp_path: Path, mode, orientation) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path, Image.fromarray(RGB).convert(mode), "a.jpg", exif=exif)
    given = []

    def allocate(height: int, width: int):
        given.append(zeros(height, width))
        return given[-1]

    made = read_display_image(path, allocate)
    assert len(given) == 1
    assert np.shares_memory(made.words, given[0])
    assert given[0].shape == ((40, 60) if orientation == 1 else (60, 40))


def test_a_colour_image_is_in_memory_once(tmp_path: Path) -> None:
    side = 2500
    path = saved(tmp_path, Image.fromarray(np.resize(SMOOTH, (side, side, 3))), "a.jpg")
    read_display_image(path)
    tracemalloc.start()
    made = read_display_image(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Beside the words: a block of the file, joined to what was left of the one before, and some rows.
    assert peak < made.words.nbytes + image_file._BLOCK + 2 * path.stat().st_size + 1_000_000


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_pillow_that_takes_no_memory_decodes_all_the_same(tmp_path: Path, orientation, monkeypatch) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path, Image.fromarray(RGB), "a.jpg", exif=exif)
    monkeypatch.delattr("PIL._imaging.map_buffer")
    assert_alike(path)


def test_a_pillow_that_takes_memory_of_its_own_decodes_all_the_same(tmp_path: Path, monkeypatch) -> None:
    path = saved(tmp_path, Image.fromarray(RGB), "a.jpg")
    prepare = ImageFile.ImageFile.load_prepare

    def prepare_anew(image: ImageFile.ImageFile) -> None:
        image.im = Image.new(image.mode, image.size).im
        prepare(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load_prepare", prepare_anew)
    assert_alike(path)


def test_what_is_no_longer_wanted_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.fromarray(RANDOM.integers(0, 256, (900, 900, 3), np.uint8)), "a.bmp")
    asked = []

    def is_wanted() -> bool:
        asked.append(None)
        return len(asked) < 4

    with pytest.raises(CancelledError):
        read_display_image(path, is_wanted=is_wanted)
    assert len(asked) == 4


def test_files_that_cannot_be_read_are_errors(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError):
        read_display_image(tmp_path / "missing.jpg")
    (tmp_path / "a.jpg").write_bytes(b"no image")
    with pytest.raises(ImageError, match="is no image"):
        read_display_image(tmp_path / "a.jpg")
    with pytest.raises(ImageError, match="is no image"):
        read_small_image(tmp_path / "a.jpg", 10)


@pytest.mark.parametrize(("side", "width"), [(60, 75), (100, 150), (200, 300), (400, 600), (9000, 600)])
def test_a_small_jpeg_is_a_half_a_quarter_or_an_eighth(tmp_path: Path, side, width) -> None:
    path = saved(tmp_path, Image.new("RGB", (600, 400), (200, 30, 90)), "a.jpg")
    small = read_small_image(path, side)
    assert small.words.shape == (width * 400 // 600, width)
    assert np.abs(rgb_of_words(small.words).reshape(-1, 3).astype(int) - (200, 30, 90)).max() <= 3


def test_a_small_jpeg_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    path = saved(tmp_path, Image.new("RGB", (600, 400)), "a.jpg", exif=exif)
    assert read_small_image(path, 100).words.shape == (150, 100)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_a_small_jpeg_of_any_colour_space_looks_like_the_whole(tmp_path: Path, mode) -> None:
    path = saved(tmp_path, Image.new("RGB", (160, 160), (200, 30, 90)).convert(mode), "a.jpg")
    small, whole = read_small_image(path, 20).words, read_image(path).pixels
    assert np.abs(rgb_of_words(small)[0, 0].astype(int) - whole[0, 0]).max() <= 3


def test_a_damaged_jpeg_is_small_as_far_as_it_goes(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.fromarray(np.resize(SMOOTH, (400, 400, 3))), "a.jpg")
    path.write_bytes(path.read_bytes()[:-3000])
    small = read_small_image(path, 100)
    assert small.words.shape == (100, 100)
    assert "damaged" in small.notices[0]


def test_images_without_a_scaled_decode_are_small_only_if_exact(tmp_path: Path) -> None:
    image = Image.new("RGB", (600, 400), (200, 30, 90))
    png = saved(tmp_path, image, "a.png")
    progressive = saved(tmp_path, image, "a.jpg", progressive=True)
    assert read_small_image(png, 100) is None
    assert read_small_image(progressive, 100) is None
    assert read_small_image(png, 100, is_exact=True).words.shape == (67, 100)
    assert read_small_image(progressive, 100, is_exact=True).words.shape == (67, 100)


@pytest.mark.parametrize("mode", ["P", "1", "L", "RGBA", "LA", "I;16"])
def test_a_small_image_of_any_mode_can_be_made(tmp_path: Path, mode) -> None:
    image = Image.new("L", (600, 400), 200)
    image = Image.new("I;16", (600, 400), 900) if mode == "I;16" else image.convert(mode)
    small = read_small_image(saved(tmp_path, image, "a.png"), 60, is_exact=True)
    assert small.words.shape == (40, 60)
    assert (small.words >> 24 == 255).all()


def test_a_small_image_is_never_larger_than_the_image(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.fromarray(RGB), "a.png")
    assert np.array_equal(rgb_of_words(read_small_image(path, 500, is_exact=True).words), RGB)
