"""Photographs as the canvas and the export mean them: upright, 8-bit RGB, with a word on what was changed.

EXIF orientation is applied once, here. Transparency is ignored: the RGB values count as stored, as in the
loaders that train on them. Colour profiles are not applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.decoding import color_strips, decoded
from labeler.core.errors import ImageError, ImageTooLargeError
from labeler.core.image_file import IMAGE_FAULTS, limit_lifted_for, opened_image, orientation_of
from labeler.core.memory import available_memory, shown_bytes
from labeler.core.orientation import as_stored, upright_size

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

    from labeler.core.arrays import ColorImage

IMAGE_SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".webp", ".tif", ".tiff", ".gif")
)

# The bytes Pillow spends on a pixel (4 in all other modes).
_BYTES_OF_MODE = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2, "I;16N": 2}


@dataclass(frozen=True, slots=True, eq=False)
class LoadedImage:
    """An image for display: (H, W, 3) uint8 RGB, upright, and what the user should know about it."""

    pixels: ColorImage
    notices: tuple[str, ...] = ()


class ImageHeader(NamedTuple):
    """What is known of an image without decoding it.

    `size` is the (width, height) of the upright image; `is_upright_jpeg` says whether the content (not the
    suffix) is a JPEG that needs no turning.
    """

    size: tuple[int, int]
    is_upright_jpeg: bool


def read_header(path: Path | str) -> ImageHeader:
    """Size and kind of an image. Raises ImageError, FileUnreadableError."""
    with opened_image(Path(path)) as image:
        if image is None:
            from labeler.core.tiff import tiff_facts

            return ImageHeader(tiff_facts(Path(path)).size, is_upright_jpeg=False)
        orientation = orientation_of(image)
        is_jpeg = image.format in ("JPEG", "MPO")
        return ImageHeader(upright_size(image.size, orientation), is_jpeg and orientation == 1)


def image_size(path: Path | str) -> tuple[int, int]:
    """(width, height) of the upright image, from the header alone. Raises as `read_header`."""
    return read_header(path).size


def memory_needed(path: Path | str) -> int:
    """Bytes that `read_image` takes at its peak, from the header alone. Raises as `read_header`."""
    with opened_image(Path(path)) as image:
        if image is None:
            from labeler.core.tiff import tiff_facts

            return tiff_facts(Path(path)).memory
        return _memory_needed(image)


def read_image(path: Path | str) -> LoadedImage:
    """Decode an image for display.

    16-bit and float values are stretched to 8 bits (see `Stretch`), of a damaged file all is shown that can
    be decoded, of several pages the first; `notices` says so. Raises ImageError, ImageTooLargeError when the
    machine has less free memory than `memory_needed`, FileUnreadableError.
    """
    path = Path(path)
    with opened_image(path) as image:
        if image is None:
            from labeler.core.tiff import read_tiff, tiff_facts

            facts = tiff_facts(path)
            check_memory(path, facts.size, facts.memory)
            return LoadedImage(*read_tiff(path))
        check_memory(path, image.size, _memory_needed(image))
        try:
            with limit_lifted_for(image):
                return _decoded(image)
        except IMAGE_FAULTS as error:
            raise ImageError(f"{path}: cannot be decoded ({error}). Save it anew as PNG or JPEG.") from error
        except MemoryError:
            raise _too_large(path, image.size, _memory_needed(image), None) from None


def bytes_of_pixel(image: ImageFile) -> int:
    """Bytes that Pillow spends on a pixel of the decoded image."""
    return _BYTES_OF_MODE.get(image.mode, 4)


def decoder_bytes(image: ImageFile) -> int:
    """Bytes that the decoder holds beside the decoded image."""
    per_pixel = 0
    if image.format == "WEBP":
        per_pixel = 12  # two canvases of the decoder, and the frame on its way to Pillow
    elif image.info.get("progressive"):
        per_pixel = 2 * len(image.getbands())  # all coefficients, in 16 bits
    return per_pixel * image.width * image.height


def _memory_needed(image: ImageFile) -> int:
    """Pillow's pixels, the display image, and what the decoder holds besides."""
    return (bytes_of_pixel(image) + 3) * image.width * image.height + decoder_bytes(image)


def check_memory(path: Path | str, size: tuple[int, int], needed: int) -> None:
    """Raise ImageTooLargeError when an image, (width, height), needs more bytes than are to be had."""
    available = available_memory()
    if available is not None and needed > available:
        raise _too_large(path, size, needed, available)


def _too_large(
    path: Path | str, size: tuple[int, int], needed: int, available: int | None
) -> ImageTooLargeError:
    free = "that is not free" if available is None else f"{shown_bytes(available)} are free"
    return ImageTooLargeError(
        f"{path}: {size[0]} x {size[1]} pixels need about {shown_bytes(needed)} of memory, and {free}. "
        "Close other programs, or cut the image into tiles."
    )


def _decoded(image: ImageFile) -> LoadedImage:
    notices: list[str] = []
    orientation = orientation_of(image)
    image = decoded(image, notices)
    width, height = upright_size(image.size, orientation)
    pixels = np.empty((height, width, 3), np.uint8)
    stored = as_stored(pixels, orientation)
    for rows, strip in color_strips(image, notices):
        stored[rows] = strip
    return LoadedImage(pixels, tuple(notices))
