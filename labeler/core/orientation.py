"""EXIF orientation: what an image stored on its side or mirrored looks like upright.

Values 1..8 of the tag Orientation (0x0112), EXIF 2.3, section 4.6.4 A.
"""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Number = TypeVar("Number", np.uint8, np.uint32)

ORIENTATION_TAG = 0x0112


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """(width, height) of the upright image, from the size as stored."""
    width, height = size
    return (height, width) if orientation in (5, 6, 7, 8) else (width, height)


def png_exif(file: IO[bytes]) -> bytes | None:
    """The EXIF block of a PNG, which may stand behind its pixels (PNG specification, 11.3.3.4, eXIf).

    Jumps from chunk to chunk, reads no pixels, and leaves the file where it was.
    """
    place = file.tell()
    try:
        file.seek(len(b"\x89PNG\r\n\x1a\n"))
        while len(head := file.read(8)) == 8 and head[4:] != b"IEND":
            length = int.from_bytes(head[:4], "big")
            if head[4:] == b"eXIf":
                return file.read(length)
            file.seek(length + 4, os.SEEK_CUR)
        return None
    finally:
        file.seek(place)


def as_stored(upright: NDArray[Number], orientation: int) -> NDArray[Number]:
    """A view of the upright (H, W, ...) array whose rows and columns are those of the file.

    Filling the view fills the upright image: nothing is turned in a second copy.
    """
    match orientation:
        case 2:
            return upright[:, ::-1]
        case 3:
            return upright[::-1, ::-1]
        case 4:
            return upright[::-1]
        case 5:
            return upright.swapaxes(0, 1)
        case 6:
            return np.rot90(upright, 1)
        case 7:
            return upright[::-1, ::-1].swapaxes(0, 1)
        case 8:
            return np.rot90(upright, -1)
        case _:
            return upright
