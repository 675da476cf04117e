"""EXIF orientation: what an image stored on its side or mirrored looks like upright.

Values 1..8 of the tag Orientation (0x0112), EXIF 2.3, section 4.6.4 A.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage

ORIENTATION_TAG = 0x0112


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """(width, height) of the upright image, from the size as stored."""
    width, height = size
    return (height, width) if orientation in (5, 6, 7, 8) else (width, height)


def as_stored(upright: ColorImage, orientation: int) -> ColorImage:
    """A view of the upright (H, W, 3) array whose rows and columns are those of the file.

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
