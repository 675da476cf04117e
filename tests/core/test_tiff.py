from __future__ import annotations

import contextlib
import importlib.util
import logging
import struct

import numpy as np
import pytest

from labeler.core import tiff
from labeler.core.errors import ImageError
from labeler.core.images import image_size, memory_needed, read_image

tifffile = pytest.importorskip("tifffile", reason="the extra `tiff` is not installed")

BANDS = np.random.default_rng(0).integers(0, 256, (40, 60, 7), np.uint8)


def saved(tmp_path, values, **options):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, values, **options)
    return path


@pytest.mark.parametrize("planar", ["contig", "separate"])
def test_of_many_bands_the_first_three_are_shown(tmp_path, planar):
    values = BANDS if planar == "contig" else BANDS.transpose(2, 0, 1)
    path = saved(tmp_path, values, photometric="minisblack", planarconfig=planar)
    loaded = read_image(path)
    assert np.array_equal(loaded.pixels, BANDS[..., :3])
    assert loaded.notices == ("Of its 7 bands 1, 2 and 3 are shown.",)
    assert image_size(path) == (60, 40)


def test_of_two_float_bands_the_first_is_grey(tmp_path):
    values = BANDS[..., :2].astype(np.float32) / 100
    loaded = read_image(saved(tmp_path, values, photometric="minisblack", planarconfig="contig"))
    assert loaded.notices[0] == "Of its 2 bands the first is shown."
    assert np.array_equal(loaded.pixels[..., 0], loaded.pixels[..., 2])
    assert (loaded.pixels.min(), loaded.pixels.max()) == (0, 255)


def test_deep_colours_are_stretched_band_by_band(tmp_path):
    values = BANDS[..., :3].astype(np.uint16) * np.array([1, 4, 16], np.uint16)
    loaded = read_image(saved(tmp_path, values, photometric="rgb"))
    assert [loaded.pixels[..., band].max() for band in range(3)] == [255, 255, 255]
    [notice] = loaded.notices
    assert notice == "The values 0 to 255, 0 to 1020, 0 to 4080 are shown as black to white."


def test_deep_colours_without_the_extra_show_their_upper_8_bits_with_a_notice(tmp_path, monkeypatch):
    values = BANDS[..., :3].astype(np.uint16) * 256
    path = saved(tmp_path, values, photometric="rgb")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    loaded = read_image(path)
    assert np.array_equal(loaded.pixels, BANDS[..., :3])
    assert "pip install 'labeler[tiff]'" in loaded.notices[0]


def test_many_bands_without_the_extra_are_an_error_that_names_it(tmp_path, monkeypatch):
    path = saved(tmp_path, BANDS, photometric="minisblack", planarconfig="contig")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImageError, match=r"pip install 'labeler\[tiff\]'"):
        read_image(path)


def test_many_bands_on_their_side_are_turned_upright(tmp_path):
    path = saved(
        tmp_path, BANDS, photometric="minisblack", planarconfig="contig", extratags=[(274, "H", 1, 6, True)]
    )
    assert image_size(path) == (40, 60)
    assert np.array_equal(read_image(path).pixels, np.rot90(BANDS[..., :3], -1))


def test_of_several_pages_of_many_bands_the_first_is_shown(tmp_path):
    path = saved(tmp_path, np.stack([BANDS, BANDS[::-1]]), photometric="minisblack", planarconfig="contig")
    loaded = read_image(path)
    assert np.array_equal(loaded.pixels, BANDS[..., :3])
    assert loaded.notices[0] == "The file holds several pages or frames; the first is shown."


def test_the_first_layer_of_a_volume_is_shown(tmp_path):
    volume = np.stack([BANDS[..., :5]] * 3)
    options = {"volumetric": True, "photometric": "minisblack", "planarconfig": "contig"}
    pixels, _ = tiff.read_tiff(saved(tmp_path, volume, tile=(1, 16, 16), **options))
    assert np.array_equal(pixels, BANDS[..., :3])


def test_the_estimate_of_memory_counts_all_bands(tmp_path):
    path = saved(tmp_path, BANDS, photometric="minisblack", planarconfig="contig")
    assert memory_needed(path) == (2 * 7 + 3) * 60 * 40


def test_a_tiff_that_is_cut_off_or_empty_is_an_error(tmp_path):
    path = saved(tmp_path, BANDS, photometric="minisblack", planarconfig="contig")
    data = path.read_bytes()
    path.write_bytes(data[:100])
    with pytest.raises(ImageError):
        read_image(path)
    path.write_bytes(data[:4] + struct.pack("<I", 0))
    with pytest.raises(ImageError):
        image_size(path)


@pytest.mark.parametrize("library", ["PIL", "tifffile"])
def test_what_libraries_log_does_not_reach_the_terminal(library):
    # Python prints warnings of loggers that have no handler.
    assert logging.getLogger(library).handlers


def test_damage_anywhere_is_an_error_of_the_image(tmp_path):
    path = saved(tmp_path, BANDS[..., :4].astype(np.uint16), photometric="minisblack", compression="zlib")
    data = path.read_bytes()
    for place in range(4, 400, 3):
        path.write_bytes(data[:place] + b"\xff\x00\xff" + data[place + 3 :])
        with contextlib.suppress(ImageError):
            if memory_needed(path) < 100_000_000:
                read_image(path)


def test_complex_numbers_are_no_colours(tmp_path):
    with pytest.raises(ImageError, match="complex64 numbers"):
        read_image(saved(tmp_path, BANDS[..., 0].astype(np.complex64)))
