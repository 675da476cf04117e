"""The photographs of a VOC folder, `JPEGImages/<id>.jpg`: copied byte for byte, linked, or encoded once.

VOC's readers ask for JPEG by name and do not turn a picture by its EXIF orientation. So a JPEG that stands
upright keeps its bytes, and anything else is encoded once, upright, at a quality whose loss nobody sees.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.files import read_bytes
from labeler.core.images import is_upright_jpeg, read_image
from labeler.formats.base import ImageMode
from labeler.formats.export_folder import file_hash

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage
    from labeler.core.dataset import DatasetImage
    from labeler.formats.export_folder import ExportFolder

QUALITY = 95
NO_CHROMA_SUBSAMPLING = 0


class Photograph(NamedTuple):
    """What became of one photograph: the hash of its bytes (None for a link), and remarks of the decoder."""

    sha256: str | None
    is_changed: bool
    notices: tuple[str, ...] = ()


def source_hash(image: DatasetImage, mode: ImageMode) -> str | None:
    """SHA-256 of the image file when its bytes decide what is written; None for links and no photographs."""
    if mode is ImageMode.NONE or (mode is ImageMode.LINK and is_upright_jpeg(image.path)):
        return None
    return file_hash(image.path)


def place_photograph(folder: ExportFolder, path: str, image: DatasetImage, mode: ImageMode) -> Photograph:
    """Put the photograph of an image at `path` in the target; raises LabelerError."""
    notices: tuple[str, ...] = ()
    if not is_upright_jpeg(image.path):
        loaded = read_image(image.path)
        data, notices = jpeg_bytes(loaded.pixels), loaded.notices
    elif mode is ImageMode.LINK:
        return Photograph(None, folder.link(path, image.path))
    else:
        data = read_bytes(image.path)
    return Photograph(hashlib.sha256(data).hexdigest(), folder.write(path, data), notices)


def jpeg_bytes(pixels: ColorImage) -> bytes:
    """An RGB image, (H, W, 3) uint8, as JPEG of high quality without chroma subsampling."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=QUALITY, subsampling=NO_CHROMA_SUBSAMPLING)
    return buffer.getvalue()
