"""The photographs of a VOC folder, `JPEGImages/<id>.jpg`: copied byte for byte, linked, or encoded once.

VOC's readers ask for JPEG by name and do not turn a picture by its EXIF orientation. So a JPEG that stands
upright keeps its bytes, and anything else is encoded once, upright, at a quality whose loss nobody sees.
"""

from __future__ import annotations

import hashlib
import io
import mmap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.errors import FileUnreadableError
from labeler.core.files import read_bytes
from labeler.core.images import read_image

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage
    from labeler.formats.target_files import TargetFiles

QUALITY = 95
NO_CHROMA_SUBSAMPLING = 0

# Markers of JPEG (ITU-T T.81, annex B): the picture lies between the first scan and the end of the image.
_SCAN, _END_OF_IMAGE = 0xDA, b"\xff\xd9"
_CUT_OFF = "The photograph ends early; readers of the dataset may refuse it."


class Photograph(NamedTuple):
    """What became of one photograph: the hash of its bytes (None for a link), and remarks of the decoder."""

    sha256: str | None
    is_changed: bool
    notices: tuple[str, ...] = ()


def copy_photograph(files: TargetFiles, path: str, source: str) -> Photograph:
    """Put the bytes of `source` at `path` in the target; raises LabelerError."""
    data = read_bytes(source)
    notices = () if is_whole_jpeg(data) else (_CUT_OFF,)
    return Photograph(hashlib.sha256(data).hexdigest(), files.write(path, data), notices)


def link_photograph(files: TargetFiles, path: str, source: str) -> Photograph:
    """Link `path` in the target to `source`; raises LabelerError."""
    is_changed = files.link(path, source)
    try:
        with Path(source).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            notices = () if is_whole_jpeg(data) else (_CUT_OFF,)
    except (OSError, ValueError) as error:  # ValueError: an empty file
        raise FileUnreadableError(source, error) from error
    return Photograph(None, is_changed, notices)


def encode_photograph(files: TargetFiles, path: str, source: str) -> Photograph:
    """Put what `source` shows, upright, at `path` in the target as JPEG; raises LabelerError."""
    image = read_image(source)
    data = jpeg_bytes(image.pixels)
    return Photograph(hashlib.sha256(data).hexdigest(), files.write(path, data), image.notices)


def is_whole_jpeg(data: bytes | mmap.mmap) -> bool:
    """Whether the picture of a JPEG file has its end. Looks at the head, and from the back for the end.

    Thumbnails, which lie before the first scan, have ends of their own; other data may follow the picture.
    """
    place = 2
    while data[place : place + 1] == b"\xff" and data[place + 1 : place + 2] != bytes([_SCAN]):
        is_filling = data[place + 1 : place + 2] == b"\xff"
        place += 1 if is_filling else 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return data.rfind(_END_OF_IMAGE) > place


def jpeg_bytes(pixels: ColorImage) -> bytes:
    """An RGB image, (H, W, 3) uint8, as JPEG of high quality without chroma subsampling."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=QUALITY, subsampling=NO_CHROMA_SUBSAMPLING)
    return buffer.getvalue()
