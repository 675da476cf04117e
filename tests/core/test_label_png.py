"""Label PNGs: what is written, and what is read."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from labeler.core import png_pixels
from labeler.core.errors import (
    FileUnreadableError,
    FileUnwritableError,
    ImageTooLargeError,
    LabelImageError,
    OptionError,
)
from labeler.core.label_png import label_png_bytes, read_label_png, write_label_png
from labeler.core.palette import voc_palette
from tests.core.png_files import chunks_of, raw_png, saved

SIZES = arrays.array_shapes(min_dims=2, max_dims=2, max_side=40)
LABEL_MAPS = arrays.arrays(np.uint8, SIZES)
REGIONS = np.kron(np.random.default_rng(5).integers(0, 256, (9, 13)), np.ones((7, 11), int)).astype(np.uint8)


# --- writing


def test_a_label_png_is_what_trainers_expect():
    chunks = chunks_of(label_png_bytes(REGIONS))
    assert chunks[0] == (b"IHDR", struct.pack(">IIBBBBB", REGIONS.shape[1], REGIONS.shape[0], 8, 3, 0, 0, 0))
    assert chunks[1] == (b"PLTE", voc_palette().tobytes())
    assert len(chunks[1][1]) == 768
    assert {kind for kind, _ in chunks} == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}, "no tRNS, no tIME, no text"


@given(LABEL_MAPS)
@settings(max_examples=60, deadline=None)
def test_pillow_reads_every_label_map_as_it_was(label_map):
    with Image.open(io.BytesIO(label_png_bytes(label_map))) as image:
        assert image.mode == "P"
        assert "transparency" not in image.info
        np.testing.assert_array_equal(np.array(image), label_map)


@pytest.mark.parametrize("strip", [1, 100, 1000])
def test_strips_join_without_a_seam(monkeypatch, strip):
    monkeypatch.setattr(png_pixels, "_STRIP", strip)
    with Image.open(io.BytesIO(label_png_bytes(REGIONS))) as image:
        np.testing.assert_array_equal(np.array(image), REGIONS)


def test_a_wide_map_is_written_in_strips_that_pillow_joins():
    wide = np.tile(REGIONS, (12, 60))
    assert wide.size > 2 * png_pixels._STRIP
    with Image.open(io.BytesIO(label_png_bytes(wide))) as image:
        np.testing.assert_array_equal(np.array(image), wide)


def test_opencv_reads_three_channels_because_there_is_no_transparency(tmp_path):
    cv2 = pytest.importorskip("cv2", reason="OpenCV is not installed (extra `bench`)")
    write_label_png(tmp_path / "a.png", REGIONS)
    colors = cv2.imread(str(tmp_path / "a.png"), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(colors[..., ::-1], voc_palette()[REGIONS])


def test_the_same_label_map_gives_the_same_bytes_however_it_lies_in_memory():
    expected = label_png_bytes(REGIONS)
    assert label_png_bytes(np.asfortranarray(REGIONS)) == expected
    assert label_png_bytes(np.repeat(REGIONS, 2, axis=1)[:, ::2]) == expected
    assert label_png_bytes(np.flipud(np.flipud(REGIONS).copy())) == expected


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.uint32, np.int64, bool])
def test_whole_numbers_of_any_type_are_accepted(dtype):
    small = (REGIONS % 2).astype(dtype)
    assert label_png_bytes(small) == label_png_bytes(small.astype(np.uint8))


def test_a_short_palette_is_continued_by_the_voc_colour_map():
    colors = np.array([[1, 2, 3], [4, 5, 6]], np.uint8)
    stored = np.frombuffer(dict(chunks_of(label_png_bytes(REGIONS, colors)))[b"PLTE"], np.uint8).reshape(
        -1, 3
    )
    np.testing.assert_array_equal(stored[:2], colors)
    np.testing.assert_array_equal(stored[2:], voc_palette()[2:])


def test_a_grey_png_holds_the_indices_as_grey_values():
    data = label_png_bytes(REGIONS, is_grey=True)
    assert b"PLTE" not in dict(chunks_of(data))
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "L"
        np.testing.assert_array_equal(np.array(image), REGIONS)


@pytest.mark.parametrize("dtype", ["<u2", ">u2"])
def test_an_instance_map_of_many_objects_becomes_a_16_bit_grey_png(dtype):
    wide = (REGIONS.astype(np.uint16) * 257).astype(dtype)
    with Image.open(io.BytesIO(label_png_bytes(wide))) as image:
        assert image.mode == "I;16"
        np.testing.assert_array_equal(np.array(image), wide.astype(np.uint16))


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((4, 5, 3), np.uint8), "colors_to_indices"),
        (np.zeros((2, 4, 5), np.uint8), r"\(height, width\)"),
        (np.zeros((0, 5), np.uint8), r"\(0, 5\)"),
        (np.zeros((4, 5), np.float32), "float32.*argmax"),
        (np.full((4, 5), 256), "256 to 256"),
        (np.full((4, 5), -1), "-1 to -1"),
    ],
)
def test_what_is_not_a_label_map_is_refused_with_a_remedy(tmp_path, array, words):
    with pytest.raises(LabelImageError, match=words):
        write_label_png(tmp_path / "a.png", array)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "palette",
    [
        np.zeros((257, 3), np.uint8),
        np.zeros(768, np.uint8),
        np.zeros((2, 3)),
        np.full((2, 3), 256),
        np.zeros((0, 3)),
    ],
)
def test_a_palette_that_is_none_is_refused(palette):
    with pytest.raises(OptionError, match="palette"):
        label_png_bytes(REGIONS, palette)


def test_a_grey_png_with_a_palette_is_a_contradiction():
    with pytest.raises(OptionError, match="grey PNG has no palette"):
        label_png_bytes(REGIONS, voc_palette(), is_grey=True)


def test_a_place_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileUnwritableError):
        write_label_png(tmp_path / "file" / "a.png", REGIONS)


# --- reading


@given(LABEL_MAPS, arrays.arrays(np.uint8, (256, 3)))
@settings(max_examples=30, deadline=None)
def test_what_was_written_is_read(tmp_path_factory, label_map, palette):
    path = tmp_path_factory.mktemp("png") / "a.png"
    write_label_png(path, label_map, palette, durable=False)
    read_map, read_palette = read_label_png(path)
    np.testing.assert_array_equal(read_map, label_map)
    np.testing.assert_array_equal(read_palette, palette)
    assert read_map.flags.writeable
    assert read_map.dtype == np.uint8


def test_a_grey_png_has_indices_and_no_palette(tmp_path):
    write_label_png(tmp_path / "a.png", REGIONS, is_grey=True)
    label_map, palette = read_label_png(tmp_path / "a.png")
    np.testing.assert_array_equal(label_map, REGIONS)
    assert palette is None


@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("color_type", [0, 3])
def test_low_depths_give_the_numbers_that_are_stored(tmp_path, depth, color_type):
    stored = bytes([0b00011011, 0b11100100])
    palette = ((b"PLTE", bytes(3 << depth)),) if color_type == 3 else ()
    width = 16 // depth
    (tmp_path / "a.png").write_bytes(raw_png(width, 1, depth, color_type, b"\0" + stored, *palette))
    label_map, _ = read_label_png(tmp_path / "a.png")
    bits = np.unpackbits(np.frombuffer(stored, np.uint8)).reshape(width, depth)
    np.testing.assert_array_equal(label_map[0], bits @ (1 << np.arange(depth)[::-1]))


@pytest.mark.parametrize("color_type", [0, 3])
def test_transparency_text_and_broken_extras_do_not_matter(tmp_path, color_type):
    transparency = b"\0\1" if color_type == 0 else b"\0"
    extras = [(b"PLTE", bytes(768))] * (color_type == 3) + [(b"tRNS", transparency), (b"zTXt", b"nonsense")]
    (tmp_path / "a.png").write_bytes(raw_png(3, 1, 8, color_type, b"\0\1\2\3", *extras))
    assert read_label_png(tmp_path / "a.png")[0].tolist() == [[1, 2, 3]]


def test_interlaced_pngs_are_read(tmp_path):
    # One pixel: its first pass is the whole image.
    data = raw_png(1, 1, 8, 3, b"\0\7", (b"PLTE", bytes(768)))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 3, 0, 0, 1)
    interlaced = data[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + data[33:]
    (tmp_path / "a.png").write_bytes(interlaced)
    assert read_label_png(tmp_path / "a.png")[0].tolist() == [[7]]


def test_colours_that_a_short_palette_lacks_are_those_of_voc(tmp_path):
    image = Image.fromarray(np.array([[0, 1]], np.uint8))
    image.putpalette([9, 8, 7, 6, 5, 4])
    _, palette = read_label_png(saved(tmp_path / "a.png", image))
    assert palette is not None
    assert palette[:2].tolist() == [[9, 8, 7], [6, 5, 4]]
    np.testing.assert_array_equal(palette[2:], voc_palette()[2:])


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("RGB", "is an RGB PNG. Its pixels are colours"),
        ("RGBA", "is an RGBA PNG"),
        ("LA", "is a grey PNG with alpha"),
        ("I;16", "is a grey PNG of 16 bits a channel. Its pixels are numbers beyond 0..255"),
    ],
)
def test_images_that_are_no_label_images_are_refused_with_the_command_that_converts_them(
    tmp_path, mode, words
):
    path = saved(tmp_path / "a.png", Image.new(mode, (4, 4)))
    with pytest.raises(
        LabelImageError, match=f"a.png: {words}.*labeler convert .*a.png TARGET --classes FILE"
    ):
        read_label_png(path)


def test_other_kinds_of_files_are_refused(tmp_path):
    path = saved(tmp_path / "a.jpg", Image.new("L", (4, 4)))
    with pytest.raises(LabelImageError, match=r"a\.jpg: is not a PNG"):
        read_label_png(path)
    (tmp_path / "empty.png").write_bytes(b"")
    with pytest.raises(LabelImageError, match="is empty"):
        read_label_png(tmp_path / "empty.png")
    with pytest.raises(FileUnreadableError, match="No such file"):
        read_label_png(tmp_path / "missing.png")


def test_a_png_cut_off_anywhere_is_an_error(tmp_path):
    whole = label_png_bytes(REGIONS)
    for length in {1, 8, 20, 40, 500, 830, 900, len(whole) - 13, len(whole) - 1}:
        (tmp_path / "a.png").write_bytes(whole[:length])
        with pytest.raises(LabelImageError, match=r"a\.png: is (damaged|not a PNG)"):
            read_label_png(tmp_path / "a.png")


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_a_changed_byte_is_never_read_as_another_label_map(tmp_path_factory, data):
    whole = bytearray(label_png_bytes(REGIONS))
    at = data.draw(st.integers(8, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("png") / "a.png"
    path.write_bytes(whole)
    try:
        label_map, palette = read_label_png(path)
    except LabelImageError:
        return
    np.testing.assert_array_equal(label_map, REGIONS)
    np.testing.assert_array_equal(palette, voc_palette())


@pytest.mark.parametrize(
    "data",
    [
        raw_png(3, 2, 8, 3, b"\0\1\2\3", (b"PLTE", bytes(768))),  # one row of two
        raw_png(3, 1, 8, 3, b"\0\1\2\3"),  # no palette
        raw_png(3, 1, 8, 3, b"\0\1\2\3", (b"PLTE", bytes(768)), (b"PLTE", bytes(768))),
        raw_png(3, 1, 8, 3, b"\0\1\2\3", (b"PLTE", bytes(7))),
        raw_png(3, 1, 8, 5, b"\0\1\2\3"),  # no such colour type
        raw_png(0, 1, 8, 0, b"\0"),
        raw_png(3, 1, 7, 0, b"\0\1\2\3"),  # no such depth
        raw_png(3, 1, 8, 0, b"\0\1\2\3").replace(b"IHDR", b"JHDR"),
    ],
)
def test_pngs_that_contradict_themselves_are_damaged(tmp_path, data):
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(LabelImageError, match=r"a\.png: is damaged"):
        read_label_png(tmp_path / "a.png")


def test_a_size_that_no_memory_holds_is_said_so(tmp_path):
    (tmp_path / "a.png").write_bytes(raw_png(2**31 - 1, 2**31 - 1, 8, 0, b"\0"))
    with pytest.raises((ImageTooLargeError, LabelImageError), match=r"a\.png"):
        read_label_png(tmp_path / "a.png")


def test_pillows_limit_of_179_megapixels_does_not_apply(tmp_path, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    write_label_png(tmp_path / "a.png", REGIONS)
    np.testing.assert_array_equal(read_label_png(tmp_path / "a.png")[0], REGIONS)
