"""Photographs as the canvas and the export mean them: upright, 8-bit RGB, with a word on what was changed.

EXIF orientation is applied once, here. Transparency is ignored: the RGB values count as stored, as in the
loaders that train on them. Colour profiles are not applied.
"""

from __future__ import annotations

import io
import logging
import math
import struct
import threading
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.errors import FileUnreadableError, ImageError, ImageTooLargeError
from labeler.core.intensity import SAMPLE_SIDE, Stretch
from labeler.core.memory import available_memory, shown_bytes
from labeler.core.orientation import ORIENTATION_TAG, as_stored, png_exif, upright_size

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

    from labeler.core.arrays import ColorImage

IMAGE_SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".webp", ".tif", ".tiff", ".gif")
)

# What Pillow raises for files that are damaged or of a kind it does not know.
IMAGE_FAULTS = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_TIFF_MARKS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_BITS_PER_SAMPLE = 258
_END_OF_JPEG = b"\xff\xd9"
_HUFFMAN_TABLES = b"\xff\xc4"
_STRIP_PIXELS = 1 << 21

# Modes whose values do not fit into 8 bits, and the bytes Pillow spends on a pixel (4 in all other modes).
_DEEP_MODES = frozenset(("I;16", "I;16L", "I;16B", "I;16N", "I", "F"))
_BYTES_OF_MODE = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2, "I;16N": 2}

# Pillow logs what it cannot decode; without a handler that would go to the terminal.
logging.getLogger("PIL").addHandler(logging.NullHandler())

# Guards Pillow's pixel limit and Python's warning filters, which are global to the process.
_PILLOW = threading.RLock()


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
    with _opened(Path(path)) as image:
        if image is None:
            from labeler.core.tiff import tiff_facts

            return ImageHeader(tiff_facts(Path(path)).size, is_upright_jpeg=False)
        orientation = _orientation(image)
        is_jpeg = image.format in ("JPEG", "MPO")
        return ImageHeader(upright_size(image.size, orientation), is_jpeg and orientation == 1)


def image_size(path: Path | str) -> tuple[int, int]:
    """(width, height) of the upright image, from the header alone. Raises as `read_header`."""
    return read_header(path).size


def memory_needed(path: Path | str) -> int:
    """Bytes that `read_image` takes at its peak, from the header alone. Raises as `read_header`."""
    with _opened(Path(path)) as image:
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
    with _opened(path) as image:
        if image is None:
            from labeler.core.tiff import read_tiff, tiff_facts

            _check_memory(path, *tiff_facts(path))
            return LoadedImage(*read_tiff(path))
        _check_memory(path, image.size, _memory_needed(image))
        try:
            with _limit_lifted_for(image):
                return _decoded(image)
        except IMAGE_FAULTS as error:
            raise ImageError(f"{path}: cannot be decoded ({error}). Save it anew as PNG or JPEG.") from error
        except MemoryError:
            raise _too_large(path, image.size, _memory_needed(image), None) from None


def open_image(source: Path | IO[bytes]) -> ImageFile:
    """The image that Pillow makes of a file, its header read and its pixels not yet; close it after use.

    Only formats of photographs, whatever their size, and without warnings. Raises one of IMAGE_FAULTS.
    """
    from PIL import Image, UnidentifiedImageError

    with _quiet_pillow():
        try:
            return Image.open(source, formats=_FORMATS)
        except UnidentifiedImageError:
            # Pillow's words name the object in memory that holds the bytes.
            raise UnidentifiedImageError("it is no image, or its beginning is damaged") from None


@contextmanager
def _opened(path: Path) -> Iterator[ImageFile | None]:
    """As `open_image` with the errors of Labeler; None for a TIFF that is tifffile's work."""
    from labeler.core.tiff import has_tifffile

    try:
        file = path.open("rb")
    except OSError as error:
        raise FileUnreadableError(path, error) from error
    with file:
        is_tiff = file.read(4) in _TIFF_MARKS
        try:
            image: ImageFile | None = open_image(file)
        except IMAGE_FAULTS:
            image = None
            if not is_tiff:
                raise ImageError(
                    f"{path}: is no image that Labeler reads (JPEG, PNG, WebP, TIFF, BMP, GIF), or its "
                    "beginning is damaged. Convert it, or copy it anew."
                ) from None
        if image is not None and _has_deep_colors(image) and has_tifffile():
            image = None
        yield image


@contextmanager
def _quiet_pillow() -> Iterator[None]:
    """Pillow without its limit of 179 million pixels and without warnings; both are as before afterwards."""
    from PIL import Image

    with _PILLOW, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit


def _limit_lifted_for(image: ImageFile) -> AbstractContextManager[None]:
    """What decoding must run in: images past Pillow's limit go one at a time, all others side by side."""
    from PIL import Image

    limit = Image.MAX_IMAGE_PIXELS
    is_within = limit is None or image.width * image.height <= limit
    return nullcontext() if is_within else _quiet_pillow()


def _orientation(image: ImageFile) -> int:
    """1..8; 1 for TIFF, which Pillow turns itself, and for what cannot be read."""
    from PIL import Image

    value: object = 1
    with _quiet_pillow(), suppress(*IMAGE_FAULTS):
        if image.format == "PNG" and image.fp is not None and "exif" not in image.info:
            image.info["exif"] = png_exif(image.fp)
        # Not image.getexif(), which for a PNG without EXIF decodes it all to look behind its pixels.
        value = Image.Image.getexif(image).get(ORIENTATION_TAG, 1)
    if image.format == "TIFF" or not isinstance(value, int) or not 1 <= value <= 8:
        return 1
    return value


def _has_deep_colors(image: ImageFile) -> bool:
    """Whether this is a TIFF with colours of more than 8 bits, of which Pillow keeps the upper 8 only."""
    if image.format != "TIFF" or image.mode in _DEEP_MODES:
        return False
    bits = np.max(image.tag_v2.get(_BITS_PER_SAMPLE, 8))  # type: ignore[attr-defined]
    return int(bits) > 8


def _memory_needed(image: ImageFile) -> int:
    """Pillow's pixels, the display image, and what the decoder holds besides."""
    per_pixel = _BYTES_OF_MODE.get(image.mode, 4) + 3
    if image.format == "WEBP":
        per_pixel += 12  # two canvases of the decoder, and the frame on its way to Pillow
    elif image.info.get("progressive"):
        per_pixel += 2 * len(image.getbands())  # all coefficients, in 16 bits
    return per_pixel * image.width * image.height


def _check_memory(path: Path, size: tuple[int, int], needed: int) -> None:
    available = available_memory()
    if available is not None and needed > available:
        raise _too_large(path, size, needed, available)


def _too_large(path: Path, size: tuple[int, int], needed: int, available: int | None) -> ImageTooLargeError:
    free = "that is not free" if available is None else f"{shown_bytes(available)} are free"
    return ImageTooLargeError(
        f"{path}: {size[0]} x {size[1]} pixels need about {shown_bytes(needed)} of memory, and {free}. "
        "Close other programs, or cut the image into tiles."
    )


def _decoded(image: ImageFile) -> LoadedImage:
    notices: list[str] = []
    if image.format not in ("JPEG", "MPO") and getattr(image, "is_animated", False):
        notices.append("The file holds several pages or frames; the first is shown.")
    if _has_deep_colors(image):
        notices.append(
            "Only the upper 8 bits of its colours are shown. To stretch them: pip install 'labeler[tiff]'"
        )
    orientation = _orientation(image)
    try:
        image.load()
    except IMAGE_FAULTS as error:
        notices.append(f"The file is damaged or incomplete ({error}). What could be decoded is shown.")
        image = _decoded_part(image)
    # Else converting a palette image would look for a place for the transparent colour.
    image.info.pop("transparency", None)
    return LoadedImage(_rgb(image, orientation, notices), tuple(notices))


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
                ended.load()
                return ended
    was_at_work = bool(image.tile)
    image.tile = []
    image.load()
    if was_at_work and image.format == "TIFF":
        image.load_end()  # where Pillow turns a TIFF upright
    return image


def _rgb(image: ImageFile, orientation: int, notices: list[str]) -> ColorImage:
    """(H, W, 3) uint8, upright, converted in strips so that no second whole copy is needed."""
    width, height = upright_size(image.size, orientation)
    pixels = np.empty((height, width, 3), np.uint8)
    stored = as_stored(pixels, orientation)
    convert = _stretched(image, notices) if image.mode in _DEEP_MODES else _converted
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        stored[top:bottom] = convert(image.crop((0, top, image.width, bottom)))
    return pixels


def _converted(strip: Image) -> NDArray[Any]:
    if strip.mode in ("RGBa", "La"):  # colours multiplied by their opacity
        strip = strip.convert("RGBA" if strip.mode == "RGBa" else "LA")
    return np.asarray(strip if strip.mode == "RGB" else strip.convert("RGB"))


def _stretched(image: ImageFile, notices: list[str]) -> Callable[[Image], NDArray[Any]]:
    """The conversion of strips of a 16-bit or float image, its range taken from a sample of the whole."""
    step, across = math.ceil(image.height / SAMPLE_SIDE), math.ceil(image.width / SAMPLE_SIDE)
    rows = [image.crop((0, y, image.width, y + 1)) for y in range(0, image.height, step)]
    stretch = Stretch.of(np.stack([np.asarray(row)[0, ::across] for row in rows]))
    notices.append(f"The values {stretch} are shown as black to white.")
    return lambda strip: stretch.applied(np.asarray(strip))[:, :, None]
