from __future__ import annotations

import zlib

import numpy as np
import pytest
from PIL import Image

from labeler.core import inspection
from labeler.core.classes import ClassTable
from labeler.core.errors import FileUnreadableError
from labeler.core.inspection import (
    ARRAY,
    COLOR_PNG,
    DAMAGED,
    FOLDER,
    GREY_PNG,
    IMAGE,
    NO_IMAGE,
    PALETTE_PNG,
    Names,
    inspect_file,
)
from labeler.core.label_png import write_label_png
from labeler.core.palette import voc_palette
from labeler.core.png_chunks import SIGNATURE, Header, chunk
from labeler.core.verdict import verdict_on

MAP = np.zeros((6, 8), np.uint8)
MAP[1:3] = 15
MAP[4, :2] = 255


def png_bytes(color_type, depth, row, before=(), *, is_interlaced=False):
    parts = (
        Header(4, 1, depth, color_type, is_interlaced).chunk(),
        *before,
        chunk(b"IDAT", zlib.compress(b"\0" + row)),
        chunk(b"IEND", b""),
    )
    return SIGNATURE + b"".join(parts)


def test_a_palette_png_has_indices_and_its_palette(tmp_path):
    write_label_png(tmp_path / "a.png", MAP)
    found = inspect_file(tmp_path / "a.png")
    assert (found.kind, found.size, found.color_type, found.depth) == (PALETTE_PNG, (8, 6), 3, 8)
    assert found.indices == {0: 30, 15: 16, 255: 2}
    assert (found.palette == voc_palette()).all()
    assert found.pixel_count == 48
    assert found.byte_count == (tmp_path / "a.png").stat().st_size
    assert not found.problem


def test_a_grey_png_has_its_values_as_stored(tmp_path):
    write_label_png(tmp_path / "a.png", MAP, is_grey=True)
    assert inspect_file(tmp_path / "a.png").indices == {0: 30, 15: 16, 255: 2}
    (tmp_path / "b.png").write_bytes(png_bytes(0, 4, b"\x01\x2f"))
    found = inspect_file(tmp_path / "b.png")
    assert (found.kind, found.depth) == (GREY_PNG, 4)
    assert found.indices == {0: 1, 1: 1, 2: 1, 15: 1}
    write_label_png(tmp_path / "c.png", np.array([[0, 700]], np.uint16))
    assert inspect_file(tmp_path / "c.png").indices == {0: 1, 700: 1}


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_png_of_colours_has_its_colours_the_commonest_first(tmp_path, mode):
    Image.fromarray(voc_palette()[MAP]).convert(mode).save(tmp_path / "a.png")
    found = inspect_file(tmp_path / "a.png")
    assert found.kind == COLOR_PNG
    assert list(found.colors.items()) == [((0, 0, 0), 30), ((192, 128, 128), 16), ((224, 224, 192), 2)]
    assert not found.indices
    assert not found.is_grey_rgb


def test_colours_of_equal_channels_are_seen(tmp_path):
    Image.fromarray(np.repeat(MAP[:, :, None], 3, axis=2)).save(tmp_path / "a.png")
    assert inspect_file(tmp_path / "a.png").is_grey_rgb


def test_transparency_interlacing_and_depth_are_seen(tmp_path):
    palette = chunk(b"PLTE", voc_palette()[:16].tobytes())
    data = png_bytes(3, 4, b"\x01\x2f", (palette, chunk(b"tRNS", b"\0")))
    (tmp_path / "a.png").write_bytes(data)
    found = inspect_file(tmp_path / "a.png")
    assert (found.has_transparency, found.depth, found.is_interlaced) == (True, 4, False)
    assert found.indices == {0: 1, 1: 1, 2: 1, 15: 1}
    assert found.readings[1].shape == (1, 4, 4)


@pytest.mark.parametrize(("mode", "suffix"), [("RGB", "jpg"), ("L", "jpg"), ("RGB", "bmp"), ("P", "gif")])
def test_other_formats_are_images(tmp_path, mode, suffix):
    Image.new(mode, (8, 6), 3 if mode != "RGB" else (9, 9, 9)).save(tmp_path / f"a.{suffix}")
    found = inspect_file(tmp_path / f"a.{suffix}")
    assert (found.kind, found.size) == (IMAGE, (8, 6))
    assert found.pixel_count == 48
    assert found.readings


def test_16_bit_colours_and_grey_with_alpha_are_told_though_not_counted(tmp_path):
    (tmp_path / "a.png").write_bytes(png_bytes(2, 16, bytes([0, 1, 2, 3, 4, 5] * 4)))
    found = inspect_file(tmp_path / "a.png")
    assert (found.kind, found.depth) == (COLOR_PNG, 16)
    assert found.problem == "is an RGB PNG of 16 bits a channel; such pixels are not class colours"
    (tmp_path / "b.png").write_bytes(png_bytes(4, 8, bytes([1, 255] * 4)))
    found = inspect_file(tmp_path / "b.png")
    assert found.problem
    assert len(found.readings) == 5


def test_the_exif_orientation_is_told(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (8, 6)).save(tmp_path / "a.jpg", exif=exif)
    found = inspect_file(tmp_path / "a.jpg")
    assert (found.orientation, found.size) == (6, (8, 6))


def test_arrays_of_numpy_are_label_maps_or_say_why_not(tmp_path):
    np.save(tmp_path / "a.npy", MAP.astype(np.int64))
    found = inspect_file(tmp_path / "a.npy")
    assert (found.kind, found.array_type, found.size) == (ARRAY, "int64", (8, 6))
    assert found.indices == {0: 30, 15: 16, 255: 2}
    np.save(tmp_path / "b.npy", np.zeros((3, 4, 5), np.float32))
    assert "has (3, 4, 5)" in inspect_file(tmp_path / "b.npy").problem
    (tmp_path / "c.npy").write_bytes(b"no array")
    assert inspect_file(tmp_path / "c.npy").kind == DAMAGED


@pytest.mark.parametrize("length", [30, 60, 200, 850])
def test_a_file_that_was_cut_is_damaged_wherever_it_ends(tmp_path, length):
    write_label_png(tmp_path / "a.png", MAP)
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:length])
    found = inspect_file(tmp_path / "b.png")
    assert found.kind == DAMAGED
    assert "ends after" in found.problem


def test_a_png_whose_pixels_are_too_few_is_damaged(tmp_path):
    (tmp_path / "a.png").write_bytes(png_bytes(0, 8, b"\1\2"))
    found = inspect_file(tmp_path / "a.png")
    assert (found.kind, found.size) == (DAMAGED, (4, 1))
    assert "cannot be decoded" in found.problem


def test_a_file_beyond_memory_is_told_by_its_header(tmp_path, monkeypatch):
    def too_much(_png):
        raise MemoryError

    monkeypatch.setattr(inspection, "stored_numbers", too_much)
    write_label_png(tmp_path / "a.png", MAP)
    found = inspect_file(tmp_path / "a.png")
    assert (found.kind, found.size) == (PALETTE_PNG, (8, 6))
    assert found.problem == "needs more memory than there is"
    assert not verdict_on(found).can_train


def test_what_is_no_image_and_what_is_a_folder(tmp_path):
    (tmp_path / "a.png").write_text("hello")
    assert inspect_file(tmp_path / "a.png").kind == NO_IMAGE
    (tmp_path / "empty.png").touch()
    assert inspect_file(tmp_path / "empty.png").problem == "it is empty"
    assert inspect_file(tmp_path).kind == FOLDER
    with pytest.raises(FileUnreadableError):
        inspect_file(tmp_path / "none.png")
    with pytest.raises(FileUnreadableError):
        inspect_file(tmp_path / "none.npy")


def test_indices_that_the_class_table_lacks_are_counted(tmp_path):
    write_label_png(tmp_path / "a.png", MAP)
    names = Names(ClassTable().with_names(["cat"]), "classes.csv")
    assert inspect_file(tmp_path / "a.png", names).unknown == {15: 16}
    assert inspect_file(tmp_path / "a.png").unknown == {}
