"""Label maps as PNG files: write, read, and change the colours only.

The PNG that trainers expect: 8-bit palette, not interlaced, 256 colours, no transparency, no time, and
the same bytes for the same label map. A grey variant serves trainers that decode palettes to luma.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.errors import ImageTooLargeError, LabelImageError, NoPaletteError, OptionError
from labeler.core.files import read_bytes, write_atomically
from labeler.core.palette import full_palette
from labeler.core.png_chunks import GREY, PALETTE, SIGNATURE, Header, Png, chunk, damaged, parse_png
from labeler.core.png_pixels import UndecodableError, compressed, stored_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import InstanceMap, LabelMap, Palette

# Chunks that belong to the colours that a new palette replaces. tRNS also makes OpenCV give 4 channels.
_TIED_TO_PALETTE = (b"tRNS", b"hIST")


@dataclass(frozen=True, slots=True)
class Recoloring:
    """What `recolor_label_png` did: whether the file changed, and which chunks went with the old colours."""

    is_changed: bool
    dropped: tuple[str, ...] = ()


def label_png_bytes(
    label_map: LabelMap | InstanceMap, palette: Palette | None = None, *, is_grey: bool = False
) -> bytes:
    """The PNG file of a label map, as bytes; always the same for the same label map and palette.

    `label_map`: (H, W), any whole numbers 0..255. `palette`: up to 256 rows of RGB, uint8; rows that are
    missing have the colours of the VOC colour map, as all have without a palette. `is_grey`: no palette, the
    indices are the grey values. A uint16 array is an instance map of more than 254 objects and becomes a
    16-bit grey PNG. Raises LabelImageError for other arrays, OptionError for a palette that is none.
    """
    return b"".join(_png_blocks(label_map, palette, is_grey))


def write_label_png(
    path: Path | str,
    label_map: LabelMap | InstanceMap,
    palette: Palette | None = None,
    *,
    is_grey: bool = False,
    durable: bool = True,
) -> None:
    """Write a label map as PNG, as `label_png_bytes` makes it, whole or not at all.

    `durable`: the file is on the disk when the function returns. Raises what `label_png_bytes` raises, and
    FileUnwritableError.
    """
    write_atomically(path, _png_blocks(label_map, palette, is_grey), durable=durable)


def read_label_png(path: Path | str) -> tuple[LabelMap, Palette | None]:
    """The label map, (H, W) uint8, and the palette, (256, 3) uint8, of a label PNG; None for a grey one.

    Palette PNGs and grey ones of up to 8 bits give the numbers that they store. Colours that a short palette
    lacks are those of the VOC colour map. Raises FileUnreadableError, ImageTooLargeError, and LabelImageError
    for a damaged file and for images of colours or of 16 bits, with the command that converts them.
    """
    return decoded_label_png(path, read_bytes(path))


def decoded_label_png(path: Path | str, data: bytes) -> tuple[LabelMap, Palette | None]:
    """As `read_label_png`, of the bytes of a file; `path` is for the words of errors."""
    png = parse_png(path, data)
    if png.header.color_type not in (GREY, PALETTE) or png.header.depth > 8:
        raise _not_indices(path, png.header)
    label_map = _decode(path, png)
    if png.header.color_type == GREY:
        return label_map, None
    return label_map, full_palette(stored_colors(path, png))


def recolor_label_png(path: Path | str, palette: Palette, *, durable: bool = True) -> Recoloring:
    """Give a palette PNG other colours: its PLTE chunk is rewritten, all pixel data stays byte for byte.

    `palette` as for `label_png_bytes`. Transparency (tRNS) and histogram (hIST) of the old colours are
    dropped. Raises FileUnreadableError, FileUnwritableError, OptionError, NoPaletteError for grey and colour
    PNGs, and LabelImageError for other and damaged files.
    """
    data = read_bytes(path)
    recolored, done = recolored_png(path, data, palette)
    if done.is_changed:
        write_atomically(path, recolored, durable=durable)
    return done


def recolored_png(path: Path | str, data: bytes, palette: Palette) -> tuple[bytes, Recoloring]:
    """The bytes that `recolor_label_png` would write for those of a file, and what it would do."""
    colors, png = full_palette(palette), parse_png(path, data)
    if png.header.color_type != PALETTE:
        raise _not_indices(path, png.header) if png.header.color_type != GREY else _has_no_colors(path)
    stored_colors(path, png)  # refuses a file with none, or two
    # A palette has no more entries than its depth can number (PNG specification, 11.2.2).
    new_chunk = chunk(b"PLTE", colors[: 1 << png.header.depth].tobytes())
    dropped = tuple(each.kind.decode() for each in png.chunks if each.kind in _TIED_TO_PALETTE)
    kept = (each for each in png.chunks if each.kind not in _TIED_TO_PALETTE)
    parts = [new_chunk if each.kind == b"PLTE" else data[each.start : each.end] for each in kept]
    recolored = b"".join([SIGNATURE, *parts, data[png.chunks[-1].end :]])
    is_changed = recolored != data
    return recolored, Recoloring(is_changed, dropped if is_changed else ())


def stored_colors(path: Path | str, png: Png) -> Palette:
    """The colours of a PNG's PLTE chunk, (n, 3) uint8; raises LabelImageError when it has none, or two."""
    chunks = png.of_kind(b"PLTE")
    if len(chunks) != 1 or not 0 < len(chunks[0].data) <= 768 or len(chunks[0].data) % 3:
        raise damaged(path, "it has no proper palette")
    return np.frombuffer(chunks[0].data, np.uint8).reshape(-1, 3)


def too_large(path: Path | str, width: int, height: int) -> ImageTooLargeError:
    """The error for an image that did not find the memory it needs."""
    return ImageTooLargeError(
        f"{path}: {width} x {height} pixels need more memory than there is. "
        f"Close other programs, or cut the image into tiles."
    )


def _png_blocks(label_map: LabelMap | InstanceMap, palette: Palette | None, is_grey: bool) -> Iterator[bytes]:
    """The file in pieces; everything is checked before the first piece is made."""
    pixels = _checked(label_map)
    is_wide = pixels.dtype.itemsize == 2
    if (is_grey or is_wide) and palette is not None:
        raise OptionError("A grey PNG has no palette; leave out the palette, or write a palette PNG.")
    height, width = pixels.shape
    has_palette = not (is_grey or is_wide)
    header = Header(width, height, 16 if is_wide else 8, PALETTE if has_palette else GREY)
    start = SIGNATURE + header.chunk()
    if has_palette:
        start += chunk(b"PLTE", full_palette(palette).tobytes())
    return _joined(start, compressed(pixels))


def _joined(start: bytes, compressed: Iterator[bytes]) -> Iterator[bytes]:
    yield start
    for data in compressed:
        if data:
            yield chunk(b"IDAT", data)
    yield chunk(b"IEND", b"")


def _checked(label_map: LabelMap | InstanceMap) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """The label map as uint8 (or uint16 as it is); raises LabelImageError for what is not a label map."""
    pixels: NDArray[Any] = np.asarray(label_map)
    if pixels.ndim == 3 and pixels.shape[2] in (3, 4):
        raise LabelImageError(
            f"An array of the shape {pixels.shape} holds colours, not class indices. "
            f"labeler.colors_to_indices turns class colours into a label map."
        )
    if pixels.ndim != 2 or not pixels.size:
        raise LabelImageError(
            f"A label map has the shape (height, width); this array has {pixels.shape}. Take one image of it."
        )
    if pixels.dtype.kind not in "bui":
        raise LabelImageError(
            f"A label map holds whole numbers 0..255; this array holds {pixels.dtype}. "
            f"Of a network's scores, numpy.argmax over the classes makes class indices."
        )
    if pixels.dtype.kind == "u" and pixels.dtype.itemsize <= 2:
        return pixels
    if pixels.min() < 0 or pixels.max() > 255:
        raise LabelImageError(
            f"A label map holds class indices 0..255; this array holds {pixels.min()} to {pixels.max()}."
        )
    return pixels.astype(np.uint8)


def _decode(path: Path | str, png: Png) -> LabelMap:
    """The stored numbers of a palette or grey PNG of up to 8 bits."""
    try:
        return stored_numbers(png)
    except UndecodableError as error:
        raise damaged(path, f"its pixels cannot be decoded ({error})") from error
    except MemoryError:
        raise too_large(path, png.header.width, png.header.height) from None


def _not_indices(path: Path | str, header: Header) -> NoPaletteError:
    """Why a PNG of another kind is no label image, and the command that makes one of it."""
    holds = "numbers beyond 0..255" if header.color_type == GREY else "colours"
    return NoPaletteError(
        f"{path}: is {header.in_words}. Its pixels are {holds}, and a network trains on class indices. "
        f"Convert it by: labeler convert {path} TARGET --classes FILE"
    )


def _has_no_colors(path: Path | str) -> NoPaletteError:
    return NoPaletteError(
        f"{path}: is a grey PNG and has no colours to change. "
        f"A palette PNG of it is made by: labeler convert {path} TARGET --classes FILE"
    )
