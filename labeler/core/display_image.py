"""Photographs in the words of the screen: (H, W) uint32, 0xFFRRGGBB, upright, decoded where they will stay.

Pillow decodes colour images into memory that it is given, so that a whole image is never there twice: its
pixels are four bytes R, G, B, X, and red and blue change places strip by strip. Little-endian machines only,
as all are that Qt for Python runs on.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.decoding import color_strips, decoded
from labeler.core.errors import ImageError
from labeler.core.image_file import (
    DEEP_MODES,
    IMAGE_FAULTS,
    IsWanted,
    limit_lifted_for,
    opened_image,
    orientation_of,
)
from labeler.core.images import bytes_of_pixel, decoder_bytes
from labeler.core.intensity import CLIPPED
from labeler.core.orientation import as_stored, upright_size
from labeler.core.tiff import read_tiff, tiff_facts

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

# Gives (height, width) uint32 zeros for an image to be decoded into.
Allocate = Callable[[int, int], "NDArray[np.uint32]"]

_IN_PLACE_MODES = ("RGB", "RGBA", "RGBX")
_OPAQUE = np.uint32(0xFF000000)
_GREEN_AND_ALPHA = np.uint32(0xFF00FF00)
_BYTE = np.uint32(0xFF)
_HALF_WORD = np.uint32(16)

# Pixels whose colours change places at once, so that they stay in the cache of the processor.
_AT_ONCE = 1 << 16

# Bytes that are decoded at once for a small image, which is waited for: after each block the thread has to
# wait for the interpreter.
_SMALL_BLOCK = 1 << 23

# Beyond so many pixels an image without a scaled decode gets no small picture.
_MOST_FOR_SMALL = 64_000_000


@dataclass(frozen=True, slots=True, eq=False)
class DisplayImage:
    """(H, W) uint32 RGB32 words, upright, and what the user should know about the image."""

    words: NDArray[np.uint32]
    notices: tuple[str, ...] = ()


class DisplayFacts(NamedTuple):
    """What is known of an image before it is decoded.

    `size` is the (width, height) of the upright image. Decoding takes `memory_beside` bytes in addition to
    the words. `is_scalable` says whether a small image comes much faster than the whole, `is_deep` whether
    its values are stretched to 8 bits.
    """

    size: tuple[int, int]
    memory_beside: int
    is_scalable: bool
    is_deep: bool


def zeros(height: int, width: int) -> NDArray[np.uint32]:
    """Black, transparent words in memory of their own."""
    return np.zeros((height, width), np.uint32)


def display_facts(path: Path) -> DisplayFacts:
    """The facts of an image, from its header alone. Raises ImageError, FileUnreadableError."""
    with opened_image(path) as image:
        if image is None:
            size, memory, is_deep = tiff_facts(path)
            return DisplayFacts(size, memory, is_scalable=False, is_deep=is_deep)
        orientation = orientation_of(image)
        size = upright_size(image.size, orientation)
        beside = decoder_bytes(image)
        if not (_goes_in_place(image) and orientation == 1):
            beside += bytes_of_pixel(image) * image.width * image.height
        return DisplayFacts(size, beside, _is_scalable(image), image.mode in DEEP_MODES)


def read_display_image(
    path: Path,
    allocate: Allocate = zeros,
    is_wanted: IsWanted = lambda: True,
    clipped: float = CLIPPED,
) -> DisplayImage:
    """Decode a whole image as `read_image` does, into the words that `allocate` gives.

    Values of more than 8 bits are stretched but for the share `clipped` of them at each end.
    Raises CancelledError once it is no longer wanted, ImageError, FileUnreadableError, MemoryError.
    """
    with opened_image(path, is_wanted) as image:
        if image is None:
            return _of_tiff(path, allocate, clipped)
        try:
            return _decoded(image, allocate, is_wanted, clipped)
        except IMAGE_FAULTS as error:
            raise ImageError(f"{path}: cannot be decoded ({error}). Save it anew as PNG or JPEG.") from error


def read_small_image(
    path: Path, side: int, is_wanted: IsWanted = lambda: True, *, is_exact: bool = False
) -> DisplayImage | None:
    """The image small: the longer side at least `side` pixels, or just that if `is_exact`; never enlarged.

    A JPEG is decoded at 1/2, 1/4 or 1/8. Of other images, which have to be decoded whole, only an exact one
    is made, and only of those that are no giants; else None. Raises as `read_display_image`.
    """
    with opened_image(path, is_wanted) as image:
        if image is None:
            return None
        is_giant = image.width * image.height > _MOST_FOR_SMALL
        if not _is_scalable(image) and (is_giant or not is_exact):
            return None
        try:
            return _decoded_small(image, side, is_exact=is_exact)
        except IMAGE_FAULTS as error:
            raise ImageError(f"{path}: cannot be decoded ({error}). Save it anew as PNG or JPEG.") from error


def rgb_of_words(words: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 RGB of words, a copy."""
    channels = np.ascontiguousarray(words).view(np.uint8).reshape(*words.shape, 4)
    return np.ascontiguousarray(channels[:, :, 2::-1])


def resized(words: NDArray[np.uint32], size: tuple[int, int]) -> NDArray[np.uint32]:
    """Words at another (width, height), smooth."""
    from PIL import Image

    return _words_of(np.asarray(Image.fromarray(rgb_of_words(words)).resize(size, Image.Resampling.BICUBIC)))


def _decoded(image: ImageFile, allocate: Allocate, is_wanted: IsWanted, clipped: float) -> DisplayImage:
    orientation, notices = orientation_of(image), list[str]()
    if _goes_in_place(image):
        height, width = image.height, image.width
        words = (allocate if orientation == 1 else zeros)(height, width)
        core = _over(words)
        image.im = core
        image = decoded(image, notices)
        if image.im is core and image.size == (width, height):
            target = words
            if orientation != 1:
                target = allocate(*upright_size((height, width), orientation))
            _put_upright(words, as_stored(target, orientation), is_wanted)
            return DisplayImage(target, tuple(notices))
        del words, core
        return _from_strips(image, orientation, notices, allocate, is_wanted)  # no deep mode goes in place
    with limit_lifted_for(image):
        image = decoded(image, notices)
        return _from_strips(image, orientation, notices, allocate, is_wanted, clipped)


def _is_scalable(image: ImageFile) -> bool:
    """Of a progressive JPEG all has to be read whatever its scale."""
    return image.format in ("JPEG", "MPO") and not image.info.get("progressive")


def _goes_in_place(image: ImageFile) -> bool:
    """Whether Pillow decodes such an image straight into the memory it is given, and turns it not.

    That memory can be given is nowhere promised: where it cannot, a second copy is made for a while.
    """
    from PIL import _imaging

    if not hasattr(_imaging, "map_buffer"):
        return False
    if image.mode not in _IN_PLACE_MODES or image.format == "GIF":
        return False
    return image.format != "TIFF" or image.tag_v2.get(0x0112, 1) == 1  # type: ignore[attr-defined]


def _over(words: NDArray[np.uint32]) -> Any:
    """Pillow's core image over the memory of words."""
    from PIL import _imaging

    height, width = words.shape
    return _imaging.map_buffer(words, (width, height), "raw", 0, ("RGBX", words.strides[0], 1))


def _put_upright(stored: NDArray[np.uint32], target: NDArray[np.uint32], is_wanted: IsWanted) -> None:
    """Make words of R, G, B, X, strip by strip; `target` may be `stored` itself, or be turned."""
    step = max(1, _AT_ONCE // stored.shape[1])
    for top in range(0, stored.shape[0], step):
        if not is_wanted():
            raise CancelledError
        strip = stored[top : top + step]
        words = (strip & _BYTE) << _HALF_WORD
        words |= (strip >> _HALF_WORD) & _BYTE
        words |= strip & _GREEN_AND_ALPHA
        np.bitwise_or(words, _OPAQUE, out=target[top : top + step])


def _from_strips(
    image: Image,
    orientation: int,
    notices: list[str],
    allocate: Allocate = zeros,
    is_wanted: IsWanted = lambda: True,
    clipped: float = CLIPPED,
) -> DisplayImage:
    words = allocate(*upright_size((image.height, image.width), orientation))
    stored = as_stored(words, orientation)
    for rows, strip in color_strips(image, notices, clipped):
        if not is_wanted():
            raise CancelledError
        stored[rows] = _words_of(strip)
    return DisplayImage(words, tuple(notices))


def _words_of(colors: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The words of (n, W, 3) RGB or (n, W, 1) grey values."""
    channels = np.full((*colors.shape[:2], 4), 255, np.uint8)
    channels[:, :, :3] = colors[:, :, ::-1]
    return channels.view(np.uint32)[:, :, 0]


def _of_tiff(path: Path, allocate: Allocate, clipped: float) -> DisplayImage:
    """What tifffile reads, which it does whole."""
    colors, notices = read_tiff(path, clipped)
    height, width = colors.shape[:2]
    words = allocate(height, width)
    step = max(1, _AT_ONCE // width)
    for top in range(0, height, step):
        words[top : top + step] = _words_of(colors[top : top + step])
    return DisplayImage(words, notices)


def _decoded_small(image: ImageFile, side: int, *, is_exact: bool) -> DisplayImage:
    orientation, notices = orientation_of(image), list[str]()
    longest = max(image.size)
    image.decodermaxblock = _SMALL_BLOCK
    if image.format in ("JPEG", "MPO") and longest > side:
        scale = longest / side
        image.draft(None, (max(1, int(image.width / scale)), max(1, int(image.height / scale))))
    with limit_lifted_for(image):
        small: Image = decoded(image, notices)
    if is_exact and max(small.size) > side:
        share = side / max(small.size)
        size = (max(1, round(small.width * share)), max(1, round(small.height * share)))
        small = _reduced(small, size)
    return _from_strips(small, orientation, notices)


def _reduced(image: Image, size: tuple[int, int]) -> Image:
    """An image of any mode at another size; values that are stretched later are picked, not mixed."""
    from PIL.Image import Resampling

    if image.mode in DEEP_MODES or image.mode in ("1", "P", "PA"):
        return image.resize(size, Resampling.NEAREST)
    return image.resize(size, Resampling.BOX, reducing_gap=2.0)
