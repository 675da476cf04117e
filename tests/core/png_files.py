"""PNG files made and taken apart by a few lines of the tests' own."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from PIL import Image


def chunks_of(data: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and data of each chunk, read by this test's own few lines."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = [], 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length) == (zlib.crc32(kind + body),)
        found.append((kind, body))
        at += length + 12
    return found


def saved(path: Path, image: Image.Image, **options) -> Path:
    image.save(path, **options)
    return path


def raw_png(
    width: int, height: int, depth: int, color_type: int, rows: bytes, *extra: tuple[bytes, bytes]
) -> bytes:
    """A PNG of rows as they are stored (a filter byte before each), for kinds that Pillow does not write."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, 0)
    body = [(b"IHDR", header), *extra, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in body)
