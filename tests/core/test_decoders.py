"""What is said of the decoders, against the decoders that are installed."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from labeler.core.decoders import Gets, Stored, luma, readings_of_array, readings_of_image, readings_of_png
from labeler.core.label_png import label_png_bytes
from labeler.core.palette import voc_palette
from labeler.core.png_chunks import (
    GREY,
    GREY_ALPHA,
    PALETTE,
    RGB,
    RGBA,
    SIGNATURE,
    Header,
    chunk,
)

# Colour type, depth, one row of four pixels, what stands before the pixels, and the values that it stores.
PLTE = chunk(b"PLTE", voc_palette().tobytes())
KINDS = {
    "palette": (PALETTE, 8, bytes([0, 1, 15, 255]), (PLTE,), (0, 1, 15, 255)),
    "palette with tRNS": (
        PALETTE,
        8,
        bytes([0, 1, 15, 255]),
        (PLTE, chunk(b"tRNS", b"\0\xff")),
        (0, 1, 15, 255),
    ),
    "palette of 4 bits": (
        PALETTE,
        4,
        b"\x01\x2f",
        (chunk(b"PLTE", voc_palette()[:16].tobytes()),),
        (0, 1, 2, 15),
    ),
    "palette of 1 bit": (PALETTE, 1, b"\x50", (chunk(b"PLTE", voc_palette()[:2].tobytes()),), (0, 1)),
    "short palette": (PALETTE, 8, bytes([0, 1, 15, 255]), (chunk(b"PLTE", bytes(9)),), (0, 1, 15, 255)),
    "grey": (GREY, 8, bytes([0, 1, 15, 255]), (), (0, 1, 15, 255)),
    "grey with tRNS": (GREY, 8, bytes([0, 1, 15, 255]), (chunk(b"tRNS", b"\0\1"),), (0, 1, 15, 255)),
    "grey of 4 bits": (GREY, 4, b"\x01\x2f", (), (0, 1, 2, 15)),
    "grey of 2 bits": (GREY, 2, b"\x1b", (), (0, 1, 2, 3)),
    "grey of 1 bit": (GREY, 1, b"\x50", (), (0, 1)),
    "grey of 16 bits": (GREY, 16, bytes([0, 0, 0, 1, 1, 15, 255, 255]), (), (0, 1, 271, 65535)),
    "grey with alpha": (GREY_ALPHA, 8, bytes([0, 255, 1, 255, 15, 0, 255, 255]), (), ()),
    "grey of 16 bits with alpha": (GREY_ALPHA, 16, bytes([0, 1, 255, 255] * 4), (), ()),
    "RGB": (RGB, 8, bytes([0, 0, 0, 128, 0, 0, 192, 128, 128, 224, 224, 192]), (), ()),
    "RGB with tRNS": (RGB, 8, bytes(12), (chunk(b"tRNS", bytes(6)),), ()),
    "RGBA": (RGBA, 8, bytes([0, 0, 0, 255] * 4), (), ()),
    "RGB of 16 bits": (RGB, 16, bytes([0, 0, 128, 128, 0, 9] * 4), (), ()),
    "RGBA of 16 bits": (RGBA, 16, bytes([0, 0, 128, 128, 0, 9, 255, 255] * 4), (), ()),
}


def png_of(kind):
    color_type, depth, row, before, values = KINDS[kind]
    header = Header(4, 1, depth, color_type)
    data = b"".join(
        (SIGNATURE, header.chunk(), *before, chunk(b"IDAT", zlib.compress(b"\0" + row)), chunk(b"IEND", b""))
    )
    palette = None
    if before and before[0][4:8] == b"PLTE":
        palette = np.frombuffer(before[0][8:-4], np.uint8).reshape(-1, 3)
    stored = Stored(header, any(each[4:8] == b"tRNS" for each in before), values, palette)
    return data, readings_of_png(stored)


def is_same(reading, array):
    if (reading.shape, reading.dtype) != (array.shape, str(array.dtype)):
        return False
    return not reading.values or tuple(dict.fromkeys(array.reshape(-1).tolist())) == tuple(
        dict.fromkeys(reading.values)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_pillow_returns_what_is_said(kind):
    data, readings = png_of(kind)
    assert is_same(readings[0], np.array(Image.open(io.BytesIO(data))))


@pytest.mark.parametrize("kind", KINDS)
def test_opencv_returns_what_is_said(kind):
    cv2 = pytest.importorskip("cv2")
    data, readings = png_of(kind)
    buffer = np.frombuffer(data, np.uint8)
    assert is_same(readings[1], cv2.imdecode(buffer, cv2.IMREAD_UNCHANGED))
    assert is_same(readings[2], cv2.imdecode(buffer, cv2.IMREAD_GRAYSCALE))


@pytest.mark.parametrize("kind", KINDS)
def test_tensorflow_returns_what_is_said(kind):
    tf = pytest.importorskip("tensorflow")
    data, readings = png_of(kind)
    for channels in (0, 1):
        assert is_same(readings[3 + channels], tf.io.decode_png(data, channels=channels).numpy())


def test_the_luma_that_was_measured_with_tensorflow():
    assert luma(voc_palette()[[0, 1, 5, 15, 255]]) == [0, 38, 52, 147, 220]


@settings(max_examples=20)
@given(palette=arrays.arrays(np.uint8, (256, 3)))
def test_luma_is_that_of_opencv_for_every_palette(palette):
    cv2 = pytest.importorskip("cv2")
    data = label_png_bytes(np.arange(256, dtype=np.uint8).reshape(16, 16), palette)
    greys = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert luma(palette) == greys.reshape(-1).tolist()


@settings(max_examples=20)
@given(level=st.integers(0, 255))
def test_greys_stay_as_they_are(level):
    assert luma(np.full((1, 3), level, np.uint8)) == [level]


@pytest.mark.parametrize(
    ("mode", "format_name"),
    [("RGB", "JPEG"), ("L", "JPEG"), ("P", "BMP"), ("RGB", "BMP"), ("P", "TIFF"), ("L", "TIFF")],
)
def test_other_formats_are_read_as_is_said(mode, format_name):
    cv2 = pytest.importorskip("cv2")
    image = Image.new(mode, (4, 3))
    if mode == "P":
        image.putpalette(voc_palette().tobytes())
    file = io.BytesIO()
    image.save(file, format_name)
    decoded = Image.open(io.BytesIO(file.getvalue()))
    readings = readings_of_image(format_name, len(decoded.getbands()), (4, 3), is_palette=mode == "P")
    assert is_same(readings[0], np.array(decoded))
    buffer = np.frombuffer(file.getvalue(), np.uint8)
    assert is_same(readings[1], cv2.imdecode(buffer, cv2.IMREAD_UNCHANGED))
    assert is_same(readings[2], cv2.imdecode(buffer, cv2.IMREAD_GRAYSCALE))
    assert (readings[3].gets is Gets.NOTHING) == (format_name != "JPEG")


def test_an_array_is_for_numpy_alone():
    readings = readings_of_array((2, 3), "int64", range(9), is_index=True)
    assert readings[0].gets is Gets.INDEX
    assert readings[0].values == (0, 1, 2, 3, 4, 5)
    assert {each.gets for each in readings[1:]} == {Gets.NOTHING}
