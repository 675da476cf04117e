"""The photographs of a VOC folder, `JPEGImages/<id>.jpg`: copied byte for byte, linked, or encoded once.

VOC's readers ask for JPEG by name and do not turn a picture by its EXIF orientation. So a JPEG that stands
upright keeps its bytes, and anything else is encoded once, upright, at a quality whose loss nobody sees.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.files import read_bytes
from labeler.core.images import read_image

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage
    from labeler.formats.target_files import TargetFiles

QUALITY = 95
NO_CHROMA_SUBSAMPLING = 0


class Photograph(NamedTuple):
    """What became of one photograph: the hash of its bytes (None for a link), and remarks of the decoder."""

    sha256: str | None
    is_changed: bool
    notices: tuple[str, ...] = ()


def copy_photograph(files: TargetFiles, path: str, source: str) -> Photograph:
    """Put the bytes of `source` at `path` in the target; raises LabelerError."""
    data = read_bytes(source)
    return Photograph(hashlib.sha256(data).hexdigest(), files.write(path, data))


def encode_photograph(files: TargetFiles, path: str, source: str) -> Photograph:
    """Put what `source` shows, upright, at `path` in the target as JPEG; raises LabelerError."""
    image = read_image(source)
    data = jpeg_bytes(image.pixels)
    return Photograph(hashlib.sha256(data).hexdigest(), files.write(path, data), image.notices)


def jpeg_bytes(pixels: ColorImage) -> bytes:
    """An RGB image, (H, W, 3) uint8, as JPEG of high quality without chroma subsampling."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=QUALITY, subsampling=NO_CHROMA_SUBSAMPLING)
    return buffer.getvalue()
