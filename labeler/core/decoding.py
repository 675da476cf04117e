"""From a file that Pillow has opened to its pixels: all that can be decoded, in colours, strip by strip."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.image_file import DEEP_MODES, IMAGE_FAULTS, has_deep_colors, open_image
from labeler.core.intensity import CLIPPED, SAMPLE_SIDE, Stretch

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

_END_OF_JPEG = b"\xff\xd9"
_HUFFMAN_TABLES = b"\xff\xc4"
_STRIP_PIXELS = 1 << 19


def decoded(image: ImageFile, notices: list[str]) -> ImageFile:
    """The image with its pixels, or with those that could be decoded, the rest black; `notices` says which.

    Raises one of IMAGE_FAULTS where nothing can be decoded.
    """
    if image.format not in ("JPEG", "MPO") and getattr(image, "is_animated", False):
        notices.append("The file holds several pages or frames; the first is shown.")
    if has_deep_colors(image):
        notices.append(
            "Only the upper 8 bits of its colours are shown. To stretch them: pip install 'labeler[tiff]'"
        )
    try:
        image.load()
    except IMAGE_FAULTS as error:
        notices.append(f"The file is damaged or incomplete ({error}). What could be decoded is shown.")
        image = _decoded_part(image)
    # Else converting a palette image would look for a place for the transparent colour.
    image.info.pop("transparency", None)
    return image


def color_strips(
    image: Image, notices: list[str], clipped: float = CLIPPED
) -> Iterator[tuple[slice, NDArray[Any]]]:
    """The rows of a decoded image, (n, W, 3 or 1) uint8 RGB or grey, so that no second whole copy is needed.

    16-bit and float values are stretched to 8 bits but for the share `clipped` at each end, which `notices`
    says.
    """
    convert = _stretched(image, notices, clipped) if image.mode in DEEP_MODES else _converted
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        yield slice(top, bottom), convert(image.crop((0, top, image.width, bottom)))


def _decoded_part(image: ImageFile) -> ImageFile:
    """A half decoded image as a whole one, its missing pixels black.

    Pillow's LOAD_TRUNCATED_IMAGES does the same for the whole process and all its threads.
    """
    if image.info.get("progressive") and image.fp is not None:
        # Of a progressive JPEG nothing is decoded before its end; given one, it is whole but less sharp. A
        # file that was cut within the Huffman tables of a scan is ended before them.
        image.fp.seek(0)
        data = image.fp.read()
        for end in (len(data), data.rfind(_HUFFMAN_TABLES)):
            with suppress(*IMAGE_FAULTS):
                ended = open_image(io.BytesIO(data[:end] + _END_OF_JPEG))
                if ended.size != image.size:  # a preview of the image was asked for
                    ended.draft(None, image.size)
                ended.load()
                return ended
    was_at_work = bool(image.tile)
    image.tile = []
    image.load()
    if was_at_work and image.format == "TIFF":
        image.load_end()  # where Pillow turns a TIFF upright
    return image


def _converted(strip: Image) -> NDArray[Any]:
    if strip.mode in ("RGBa", "La"):  # colours multiplied by their opacity
        strip = strip.convert("RGBA" if strip.mode == "RGBa" else "LA")
    return np.asarray(strip if strip.mode == "RGB" else strip.convert("RGB"))


def _stretched(image: Image, notices: list[str], clipped: float) -> Callable[[Image], NDArray[Any]]:
    """The conversion of strips of a 16-bit or float image, its range taken from a sample of the whole."""
    step, across = math.ceil(image.height / SAMPLE_SIDE), math.ceil(image.width / SAMPLE_SIDE)
    rows = [image.crop((0, y, image.width, y + 1)) for y in range(0, image.height, step)]
    stretch = Stretch.of(np.stack([np.asarray(row)[0, ::across] for row in rows]), clipped)
    notices.append(f"The values {stretch} are shown as black to white.")
    return lambda strip: stretch.applied(np.asarray(strip))[:, :, None]
