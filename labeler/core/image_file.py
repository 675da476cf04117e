"""Image files with their header read and their pixels not yet: Pillow, kept to the formats of photographs."""

from __future__ import annotations

import io
import logging
import struct
import threading
import warnings
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from labeler.core.errors import FileUnreadableError, ImageError
from labeler.core.orientation import ORIENTATION_TAG, png_exif

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile
    from typing_extensions import Buffer

# What Pillow raises for files that are damaged or of a kind it does not know. A TIFF tag of another type, or
# none, is a KeyError or TypeError.
IMAGE_FAULTS = (
    *(OSError, SyntaxError, ValueError, EOFError, OverflowError, LookupError, TypeError),
    *(struct.error, zlib.error),
)

# Modes whose values do not fit into 8 bits.
DEEP_MODES = frozenset(("I;16", "I;16L", "I;16B", "I;16N", "I", "F"))

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_TIFF_MARKS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_BITS_PER_SAMPLE = 258

# Bytes decoded at a time: between two blocks other threads may have the interpreter, for which this one then
# waits, and an image that is no longer wanted is dropped. The file is read in smaller ones.
_BLOCK = 1 << 22
_READ_BLOCK = 1 << 18

# Pillow logs what it cannot decode; without a handler that would go to the terminal.
logging.getLogger("PIL").addHandler(logging.NullHandler())

# Guards Pillow's pixel limit and Python's warning filters, which are global to the process.
_PILLOW = threading.RLock()

# Says whether what is being read is still wanted.
IsWanted = Callable[[], bool]


def open_image(source: Path | IO[bytes]) -> ImageFile:
    """The image that Pillow makes of a file, its header read and its pixels not yet; close it after use.

    Only formats of photographs, whatever their size, and without warnings. Raises one of IMAGE_FAULTS.
    """
    from PIL import Image, UnidentifiedImageError

    with quiet_pillow():
        try:
            return Image.open(source, formats=_FORMATS)
        except UnidentifiedImageError:
            # Pillow's words name the object in memory that holds the bytes.
            raise UnidentifiedImageError("it is no image, or its beginning is damaged") from None


@contextmanager
def opened_image(path: Path, is_wanted: IsWanted = lambda: True) -> Iterator[ImageFile | None]:
    """As `open_image` with the errors of Labeler; None for a TIFF that is tifffile's work.

    Reading from the file raises CancelledError once `is_wanted` says so. Raises ImageError,
    FileUnreadableError.
    """
    from labeler.core.tiff import has_tifffile

    try:
        file = io.BufferedReader(_WatchedFile(path, is_wanted), _READ_BLOCK)
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
        if image is not None:
            image.decodermaxblock = _BLOCK
        if image is not None and has_deep_colors(image) and has_tifffile():
            image = None
        yield image


class _WatchedFile(io.FileIO):
    """A file that is read as long as its content is wanted."""

    def __init__(self, path: Path, is_wanted: IsWanted) -> None:
        super().__init__(path, "rb")
        self._is_wanted = is_wanted

    def readinto(self, buffer: Buffer, /) -> int | None:
        """Read on, or raise CancelledError."""
        if not self._is_wanted():
            raise CancelledError
        return super().readinto(buffer)


@contextmanager
def quiet_pillow() -> Iterator[None]:
    """Pillow without its limit of 179 million pixels and without warnings; both are as before afterwards."""
    from PIL import Image

    with _PILLOW, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit


def limit_lifted_for(image: ImageFile) -> AbstractContextManager[None]:
    """What decoding must run in: images past Pillow's limit go one at a time, all others side by side."""
    from PIL import Image

    limit = Image.MAX_IMAGE_PIXELS
    is_within = limit is None or image.width * image.height <= limit
    return nullcontext() if is_within else quiet_pillow()


def orientation_of(image: ImageFile) -> int:
    """1..8; 1 for TIFF, which Pillow turns itself, and for what cannot be read."""
    from PIL import Image

    value: object = 1
    with quiet_pillow(), suppress(*IMAGE_FAULTS):
        if image.format == "PNG" and image.fp is not None and "exif" not in image.info:
            image.info["exif"] = png_exif(image.fp)
        # Not image.getexif(), which for a PNG without EXIF decodes it all to look behind its pixels.
        value = Image.Image.getexif(image).get(ORIENTATION_TAG, 1)
    if image.format == "TIFF" or not isinstance(value, int) or not 1 <= value <= 8:
        return 1
    return value


def has_deep_colors(image: ImageFile) -> bool:
    """Whether this is a TIFF with colours of more than 8 bits, of which Pillow keeps the upper 8 only."""
    if image.format != "TIFF" or image.mode in DEEP_MODES:
        return False
    bits = np.max(image.tag_v2.get(_BITS_PER_SAMPLE, 8))  # type: ignore[attr-defined]
    return int(bits) > 8
