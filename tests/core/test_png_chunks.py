"""PNG files taken apart and put together chunk by chunk."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.errors import LabelImageError
from labeler.core.png_chunks import GREY, PALETTE, RGB, RGBA, SIGNATURE, Header, chunk, parse_png


def png(*parts: bytes) -> bytes:
    return SIGNATURE + b"".join(parts)


HEAD, END = Header(7, 5, 8, PALETTE).chunk(), chunk(b"IEND", b"")


@given(st.binary(max_size=300))
def test_a_chunk_has_the_length_and_checksum_that_the_specification_asks_for(data):
    made = chunk(b"IDAT", data)
    assert made[:8] == struct.pack(">I", len(data)) + b"IDAT"
    assert made[-4:] == struct.pack(">I", zlib.crc32(b"IDAT" + data))


def test_the_chunks_of_a_file_lie_end_to_end():
    data = png(HEAD, chunk(b"PLTE", bytes(6)), chunk(b"IDAT", b"one"), chunk(b"IDAT", b""), END)
    parsed = parse_png("a.png", data + b"and more")
    assert parsed.header == Header(7, 5, 8, PALETTE)
    assert [bytes(each.data) for each in parsed.of_kind(b"IDAT")] == [b"one", b""]
    assert b"".join(data[each.start : each.end] for each in parsed.chunks) == data[len(SIGNATURE) :]


@pytest.mark.parametrize(
    ("header", "words", "bits"),
    [
        (Header(1, 1, 8, RGB), "an RGB PNG", 24),
        (Header(1, 1, 16, GREY), "a grey PNG of 16 bits a channel", 16),
        (Header(1, 1, 4, PALETTE, is_interlaced=True), "a palette PNG of 4 bits a channel", 4),
        (Header(1, 1, 16, RGBA), "an RGBA PNG of 16 bits a channel", 64),
    ],
)
def test_a_header_says_what_kind_of_image_follows(header, words, bits):
    assert parse_png("a.png", png(header.chunk(), END)).header == header
    assert header.in_words == words
    assert header.pixel_bits == bits


def test_a_wrong_checksum_matters_in_chunks_that_decoders_need_only():
    broken = chunk(b"tEXt", b"Author\0me")[:-1] + b"?"
    assert len(parse_png("a.png", png(HEAD, broken, END)).chunks) == 3
    broken = chunk(b"IDAT", b"pixels")[:-1] + b"?"
    with pytest.raises(LabelImageError, match=r"a\.png: is damaged: the checksum of its IDAT chunk is wrong"):
        parse_png("a.png", png(HEAD, broken, END))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\xff\xd8\xff\xe0", "is not a PNG"),
        (png(), "ends after 8 bytes"),
        (png(HEAD), "ends after 33 bytes"),
        (png(HEAD, chunk(b"IDAT", bytes(50))[:20]), "ends after 53 bytes, within its IDAT chunk"),
        (png(END), "it has no header"),
        (png(chunk(b"IHDR", bytes(12)), END), "it has no header"),
        (png(Header(0, 5, 8, GREY).chunk(), END), "its header makes no sense"),
        (png(Header(7, 5, 3, GREY).chunk(), END), "its header makes no sense"),
        (png(Header(7, 5, 16, PALETTE).chunk(), END), "its header makes no sense"),
        (png(Header(7, 5, 4, RGB).chunk(), END), "its header makes no sense"),
        (png(chunk(b"IHDR", struct.pack(">IIBBBBB", 7, 5, 8, 3, 1, 0, 0)), END), "its header makes no sense"),
        (png(chunk(b"IHDR", struct.pack(">IIBBBBB", 7, 5, 8, 3, 0, 9, 0)), END), "its header makes no sense"),
        (png(chunk(b"IHDR", struct.pack(">IIBBBBB", 7, 5, 8, 3, 0, 0, 2)), END), "its header makes no sense"),
    ],
)
def test_what_is_no_whole_png_is_an_error_that_says_why(data, words):
    with pytest.raises(LabelImageError, match=words):
        parse_png("a.png", data)
