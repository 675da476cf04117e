"""The photograph as it is drawn: RGB32, and halved again and again, so that drawing it small is fast.

A preview is the same without the finest levels: what is not there yet is drawn from the next smaller level.
"""

from __future__ import annotations

from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtGui import QImage, QPainter

from labeler.core.display_image import zeros
from labeler.gui.canvas.array_image import image_over
from labeler.gui.canvas.viewport import mip_level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.display_image import Allocate
    from labeler.core.image_file import IsWanted

# Qt holds the interpreter while it draws: strips of this many rows let other threads have it in between.
_STRIP = 64

# Pixels that are halved at once, so that what lies between stays in the cache of the processor.
_AT_ONCE = 1 << 17

# The lower seven bits of each byte.
_SEVEN_BITS = np.uint32(0x7F7F7F7F)

# Below this width and height an image is drawn at once at any scale.
_SMALL = 256


class Level(NamedTuple):
    """One size of the image: (h, w) uint32 RGB32 pixels, and the QImage over them."""

    pixels: NDArray[np.uint32]
    image: QImage


class ImagePyramid:
    """An image of `size` (width, height) and 1/2, 1/4, ... of it, each side rounded up.

    `levels` begin with the image that was halved `halvings` times: 0, or more for a preview.
    """

    def __init__(self, levels: list[Level], size: tuple[int, int], halvings: int = 0) -> None:
        self.levels = levels
        self.size = size
        self.halvings = halvings

    @classmethod
    def of(cls, image: QImage) -> ImagePyramid:
        """The pyramid of a QImage of any format; transparent parts become white."""
        return cls.over(_converted(image))

    @classmethod
    def over(
        cls,
        words: NDArray[np.uint32],
        allocate: Allocate = zeros,
        is_wanted: IsWanted = lambda: True,
        preview_of: tuple[int, int] | None = None,
    ) -> ImagePyramid:
        """The pyramid of (H, W) RGB32 words, which it keeps; may be made in a thread beside the window.

        `allocate` gives the memory of the smaller levels. With `preview_of` the words are an image of that
        size, halved some times. Raises CancelledError once it is no longer wanted.
        """
        levels = [Level(words, image_over(words))]
        while max(levels[-1].pixels.shape) > _SMALL:
            levels.append(_halved(levels[-1].pixels, allocate, is_wanted))
        size = (words.shape[1], words.shape[0])
        if preview_of is None:
            return cls(levels, size)
        return cls(levels, preview_of, halvings_between(preview_of, size))

    @classmethod
    def of_levels(cls, levels: list[NDArray[np.uint32]]) -> ImagePyramid:
        """The pyramid whose levels are there already, the image itself first."""
        height, width = levels[0].shape
        return cls([Level(words, image_over(words)) for words in levels], (width, height))

    @property
    def is_preview(self) -> bool:
        """Whether the image itself is not there yet."""
        return self.halvings > 0

    @property
    def byte_count(self) -> int:
        """Bytes of memory that all levels take."""
        return sum(level.pixels.nbytes for level in self.levels)

    def level_for(self, scale: float) -> tuple[QImage, int]:
        """What is drawn at `scale` device pixels per image pixel, and how often it is halved."""
        place = min(max(mip_level(scale) - self.halvings, 0), len(self.levels) - 1)
        return self.levels[place].image, place + self.halvings


def level_sizes(size: tuple[int, int]) -> list[tuple[int, int]]:
    """The (width, height) of all levels of an image of `size`."""
    sizes = [size]
    while max(sizes[-1]) > _SMALL:
        width, height = sizes[-1]
        sizes.append(((width + 1) // 2, (height + 1) // 2))
    return sizes


def halvings_between(size: tuple[int, int], small: tuple[int, int]) -> int:
    """How often an image of `size` is halved, each side rounded up, to be as large as `small`."""
    count = 0
    while size != small and max(size) > 1:
        size = ((size[0] + 1) // 2, (size[1] + 1) // 2)
        count += 1
    if size != small:
        raise ValueError(f"{small} is no halved size")
    return count


def _converted(image: QImage) -> NDArray[np.uint32]:
    pixels = np.zeros((image.height(), image.width()), np.uint32)
    over = image_over(pixels)
    if image.hasAlphaChannel():
        pixels.fill(0xFFFFFFFF)
    for top in range(0, image.height(), _STRIP):
        with QPainter(over) as painter:
            painter.drawImage(0, top, image, 0, top, image.width(), _STRIP)
    return pixels


def _halved(pixels: NDArray[np.uint32], allocate: Allocate, is_wanted: IsWanted) -> Level:
    """The mean of each four pixels, within half a grey level; an odd last row or column is kept as it is.

    Four channels at once: rounded down over two rows and up over two columns, so that no level is darker.
    """
    height, width = pixels.shape
    half = allocate((height + 1) // 2, (width + 1) // 2)
    even_width, even_height = width // 2 * 2, height // 2 * 2
    step = 2 * max(1, _AT_ONCE // width)
    for top in range(0, even_height, step):
        if not is_wanted():
            raise CancelledError
        bottom = min(top + step, even_height)
        rows = _mean_down(pixels[top:bottom:2, :even_width], pixels[top + 1 : bottom : 2, :even_width])
        half[top // 2 : bottom // 2, : width // 2] = _mean_up(rows[:, ::2], rows[:, 1::2])
    if width % 2:
        half[:, -1] = pixels[::2, -1]
    if height % 2:
        half[-1, :] = pixels[-1, ::2]
    return Level(half, image_over(half))


def _mean_down(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The mean of each byte, rounded down: what both have, and half of what one has."""
    return (((first ^ second) >> 1) & _SEVEN_BITS) + (first & second)


def _mean_up(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The mean of each byte, rounded up: what either has, less half of what one has."""
    return (first | second) - (((first ^ second) >> 1) & _SEVEN_BITS)
