"""The outside of a PNG: its chunks, its header, and what kind of image it is (PNG specification, ISO 15948).

Only what label images need: finding chunks, checking that none is damaged, and making new ones. Pixels are
decoded elsewhere.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from isal import isal_zlib

from labeler.core.errors import LabelImageError

SIGNATURE = b"\x89PNG\r\n\x1a\n"

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
_KINDS = {
    GREY: "a grey PNG",
    RGB: "an RGB PNG",
    PALETTE: "a palette PNG",
    GREY_ALPHA: "a grey PNG with alpha",
    RGBA: "an RGBA PNG",
}
# Bits a sample, by colour type (PNG specification, table 11.1).
_DEPTHS = {GREY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GREY_ALPHA: (8, 16), RGBA: (8, 16)}
_LENGTH = struct.Struct(">I")
_CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}


@dataclass(frozen=True, slots=True)
class Header:
    """The IHDR chunk: size in pixels, bits a sample, colour type, and whether the rows are interlaced."""

    width: int
    height: int
    depth: int
    color_type: int
    is_interlaced: bool = False

    def chunk(self) -> bytes:
        """The IHDR chunk that says this."""
        fields = (self.width, self.height, self.depth, self.color_type, 0, 0, int(self.is_interlaced))
        return chunk(b"IHDR", struct.pack(">IIBBBBB", *fields))

    @property
    def pixel_bits(self) -> int:
        """Bits that one pixel takes."""
        return self.depth * _CHANNELS[self.color_type]

    @property
    def in_words(self) -> str:
        """What kind of PNG it is, as in `an RGB PNG of 16 bits a channel`."""
        depth = "" if self.depth == 8 else f" of {self.depth} bits a channel"
        return _KINDS[self.color_type] + depth


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk of a file: its kind, its data, and the bytes [start, end) that it takes up in all."""

    kind: bytes
    data: memoryview
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Png:
    """A PNG file taken apart; no chunk that decoders need is damaged."""

    header: Header
    chunks: tuple[Chunk, ...]

    def of_kind(self, kind: bytes) -> list[Chunk]:
        """The chunks of one kind, in the order of the file."""
        return [each for each in self.chunks if each.kind == kind]


def chunk(kind: bytes, data: bytes) -> bytes:
    """A whole chunk: length, kind, data, CRC."""
    body = kind + data
    return _LENGTH.pack(len(data)) + body + _LENGTH.pack(isal_zlib.crc32(body))


def parse_png(path: Path | str, data: bytes) -> Png:
    """Take the bytes of a PNG apart and check them; `path` is for the words of errors.

    Raises LabelImageError for another kind of file, and for a PNG that ends early or has a damaged chunk.
    """
    if not data.startswith(SIGNATURE):
        what = "is not a PNG" if data else "is empty"
        raise LabelImageError(
            f"{path}: {what}. A label image is a PNG of class indices; "
            f"an image of class colours becomes one by: labeler convert SOURCE TARGET --classes FILE."
        )
    chunks: list[Chunk] = []
    whole, position = memoryview(data), len(SIGNATURE)
    while not chunks or chunks[-1].kind != b"IEND":
        chunks.append(_chunk_at(path, whole, position))
        position = chunks[-1].end
    if chunks[0].kind != b"IHDR" or len(chunks[0].data) != 13:
        raise damaged(path, "it has no header")
    width, height, depth, color_type, *methods = struct.unpack(">IIBBBBB", chunks[0].data)
    interlace = methods[2]
    has_methods = methods[:2] == [0, 0] and interlace <= 1  # there are no others
    if depth not in _DEPTHS.get(color_type, ()) or not has_methods or not width or not height:
        raise damaged(path, "its header makes no sense")
    return Png(Header(width, height, depth, color_type, bool(interlace)), tuple(chunks))


def damaged(path: Path | str, reason: str) -> LabelImageError:
    """The error for a PNG that cannot be trusted."""
    return LabelImageError(f"{path}: is damaged: {reason}. Replace it by a whole copy or write it anew.")


def _chunk_at(path: Path | str, whole: memoryview, start: int) -> Chunk:
    if start + 12 > len(whole):
        raise damaged(path, f"it ends after {len(whole)} bytes")
    (length,) = _LENGTH.unpack_from(whole, start)
    kind, end = whole[start + 4 : start + 8].tobytes(), start + length + 12
    if end > len(whole):
        raise damaged(path, f"it ends after {len(whole)} bytes, within its {_name(kind)} chunk")
    data = whole[start + 8 : end - 4]
    is_critical = not kind[0] & 0x20  # a small first letter marks what decoders may pass over
    if is_critical and isal_zlib.crc32(whole[start + 4 : end - 4]) != _LENGTH.unpack_from(whole, end - 4)[0]:
        raise damaged(path, f"the checksum of its {_name(kind)} chunk is wrong")
    return Chunk(kind, data, start, end)


def _name(kind: bytes) -> str:
    return kind.decode("ascii", "replace")
