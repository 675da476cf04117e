"""Label images as other programs write them: their colours or grey values exactly as they are stored.

Unlike photographs for display, nothing is stretched, blended or completed: a value that cannot be taken as
it stands is an error.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from labeler.core.any_label_map import ARRAY_SUFFIX, indices_of_array, read_array
from labeler.core.errors import ImageError, LabelImageError
from labeler.core.files import read_bytes
from labeler.core.image_file import IMAGE_FAULTS, limit_lifted_for, open_image, quiet_pillow
from labeler.core.images import bytes_of_pixel, check_memory
from labeler.core.label_png import stored_colors, too_large
from labeler.core.orientation import ORIENTATION_TAG, as_stored, upright_size
from labeler.core.png_chunks import GREY, PALETTE, RGB, RGBA, SIGNATURE, Chunk, Png, damaged, parse_png
from labeler.core.png_pixels import UndecodableError, check_length, stored_numbers, stored_samples

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

    from labeler.core.arrays import ColorImage

_WHITE = {"1": 255}  # what a grey of Pillow's mode is multiplied by

# How the texts of a PNG begin that programs keep EXIF in.
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_EXIF_TEXTS = (b"Raw profile type", b"XML:com.adobe.xmp")

Pixels: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16]


def read_colors(path: Path | str) -> ColorImage:
    """The colours of an image file, (H, W, 3) or (H, W, 4) uint8; a palette image gives its colours.

    Raises LabelImageError for a grey image, and what `read_source` raises.
    """
    pixels = read_source(path)
    if pixels.ndim == 2:
        raise LabelImageError(
            f"{path}: is a grey image; its values are no class colours. If they are class indices, "
            f"labeler.read_label_png reads them and `labeler convert` makes a palette PNG of them."
        )
    return pixels  # type: ignore[return-value]  # only grey values are uint16


def read_source(path: Path | str, *, scales_greys: bool = False) -> Pixels:
    """The pixels of a label image of any format that Labeler reads, upright, or of a `.npy` array.

    (H, W, 3|4) uint8 for images of colours, palette images included; (H, W) uint8 or uint16 for grey ones
    and for arrays of indices. `scales_greys`: greys of 1 to 4 bits as the shades that they show, white being
    255, and not as stored. Colours of 16 bits a channel are taken when 8 bits hold them exactly.
    Raises LabelImageError for kinds of pixels that cannot mean classes (other 16-bit colours, CMYK, numbers
    with a fraction, several pages) and for a damaged PNG, ImageError for other files that cannot be decoded,
    ImageTooLargeError, FileUnreadableError.
    """
    if Path(path).suffix.lower() == ARRAY_SUFFIX:
        return _of_array(path, read_array(path))
    return source_pixels(path, read_bytes(path), scales_greys=scales_greys)


def source_pixels(
    path: Path | str, data: bytes, *, scales_greys: bool = False, keeps_numbers: bool = False
) -> Pixels:
    """As `read_source`, of the bytes of an image file; `path` is for the words of errors.

    `keeps_numbers`: a palette PNG gives its numbers, (H, W) uint8, and not its colours.
    """
    png = parse_png(path, data) if data.startswith(SIGNATURE) else None
    try:
        stored = None if png is None else _of_png(path, png, keeps_numbers=keeps_numbers)
        if png is None or stored is None or any(map(_may_turn, png.chunks)):
            with open_image(io.BytesIO(data)) as image:
                return _by_pillow(path, png, image, stored, scales_greys=scales_greys)
        return stored * _white_to_255(png) if scales_greys and stored.ndim == 2 else stored
    except UndecodableError as error:
        raise damaged(path, f"its pixels cannot be decoded ({error})") from error
    except IMAGE_FAULTS as error:
        raise ImageError(f"{path}: cannot be decoded ({error}). Replace it by a whole copy.") from error


def _of_array(path: Path | str, array: NDArray[Any]) -> Pixels:
    if array.ndim == 3 and array.shape[2] in (3, 4) and array.dtype == np.uint8 and array.size:
        return np.ascontiguousarray(array, np.uint8)
    is_deep = array.ndim == 2 and array.dtype.kind in "ui" and array.size and array.max() > 255
    if is_deep and array.min() >= 0 and array.max() < 1 << 16:
        return array.astype(np.uint16)
    return indices_of_array(array, path)


def _by_pillow(
    path: Path | str, png: Png | None, image: ImageFile, stored: Pixels | None, *, scales_greys: bool
) -> Pixels:
    """What Pillow decodes, where that is not stored already, turned upright as it says."""
    try:
        if stored is None:
            if png is not None:
                check_length(png)  # Pillow would fill missing rows with zeros
            check_memory(path, image.size, 2 * bytes_of_pixel(image) * image.width * image.height)
            # Pillow warns of tags of a TIFF that are damaged.
            with quiet_pillow() if image.format == "TIFF" else limit_lifted_for(image):
                stored = _of_image(path, image)
        if scales_greys and stored.ndim == 2:
            stored = stored * (_white_to_255(png) if png is not None else np.uint8(_WHITE.get(image.mode, 1)))
    except MemoryError:
        raise too_large(path, *image.size) from None
    return _upright(stored, _orientation(image))


def _may_turn(each: Chunk) -> bool:
    """Whether a chunk may say that the image is stored on its side."""
    return each.kind == b"eXIf" or (each.kind in _TEXTS and bytes(each.data[:20]).startswith(_EXIF_TEXTS))


def _of_png(path: Path | str, png: Png, *, keeps_numbers: bool) -> Pixels | None:
    """The pixels as they are stored; None where Pillow must help."""
    try:
        return _stored(path, png, keeps_numbers=keeps_numbers)
    except MemoryError:
        raise too_large(path, png.header.width, png.header.height) from None


def _stored(path: Path | str, png: Png, *, keeps_numbers: bool) -> Pixels | None:
    header = png.header
    if header.color_type == PALETTE and keeps_numbers:
        return stored_numbers(png)
    if header.color_type == PALETTE:
        return _colored(path, stored_numbers(png), stored_colors(path, png))
    if header.color_type == GREY and header.depth <= 8:
        return stored_numbers(png)
    if header.color_type in (GREY, RGB, RGBA):
        samples = stored_samples(png)
        if samples is not None and header.color_type == GREY:
            return samples[:, :, 0]
        if samples is not None:
            return samples if samples.dtype == np.uint8 else _of_eight_bits(path, png, samples)
    if header.color_type != GREY and header.depth > 8:
        raise _no_classes(path, header.in_words)
    return None


def _of_eight_bits(path: Path | str, png: Png, samples: Pixels) -> ColorImage:
    """Colours of 16 bits that were made of 8 by repeating the byte (PNG specification, 13.12)."""
    high = (samples >> 8).astype(np.uint8)
    if np.any(samples != high.astype(np.uint16) * 257):
        raise _no_classes(path, png.header.in_words)
    return high


def _of_image(path: Path | str, image: ImageFile) -> Pixels:
    """What Pillow decodes, unless it had to cut or blend values for it."""
    mode = image.mode
    if getattr(image, "n_frames", 1) > 1:
        raise _no_classes(path, "a file of several pages or frames")
    if mode in ("RGB", "RGBA") and any(";16" in str(part.args) for part in image.tile):
        raise _no_classes(path, "an image of 16 bits a channel")
    if mode == "P":
        colors = np.array(image.getpalette("RGB"), np.uint8).reshape(-1, 3)
        return _colored(path, np.asarray(image), colors)
    if mode in ("RGB", "RGBA", "L") or mode.startswith("I;16"):
        return np.asarray(image)
    if mode == "1":
        return np.asarray(image).astype(np.uint8)
    raise _no_classes(path, f"an image of the kind {mode}")


def _white_to_255(png: Png) -> np.uint8:
    """What a grey is multiplied by, so that white is 255 (PNG specification, 13.12); 1 from 8 bits on."""
    depth = png.header.depth
    return np.uint8(255 // (2**depth - 1) if depth < 8 else 1)


def _colored(path: Path | str, numbers: NDArray[np.uint8], colors: NDArray[np.uint8]) -> ColorImage:
    if numbers.max() >= len(colors):
        raise LabelImageError(
            f"{path}: has the pixel value {numbers.max()}, and its palette has {len(colors)} colours. "
            f"If its values are class indices, labeler.read_label_png reads them."
        )
    return colors[numbers]


def _orientation(image: ImageFile) -> int:
    """The EXIF orientation; 1 for TIFF, which Pillow turns itself, and for a number that means none."""
    if image.format == "TIFF":
        return 1
    with quiet_pillow():
        value = image.getexif().get(ORIENTATION_TAG, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _upright(stored: Pixels, orientation: int) -> Pixels:
    if orientation == 1:
        return stored
    height, width = stored.shape[:2]
    columns, rows = upright_size((width, height), orientation)
    upright = np.empty((rows, columns, *stored.shape[2:]), stored.dtype)
    as_stored(upright, orientation)[...] = stored
    return upright


def _no_classes(path: Path | str, kind: str) -> LabelImageError:
    return LabelImageError(
        f"{path}: is {kind}; such pixels are not class colours. Save it as an RGB PNG of 8 bits a channel."
    )
