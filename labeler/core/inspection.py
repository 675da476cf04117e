"""What a label image is, by the file itself: kind, palette, values in use, and what trainers get of it.

`inspect_file` never refuses a file that can be read: whatever it is, it says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.any_label_map import ARRAY_SUFFIX, indices_of_array, read_array
from labeler.core.classes import ClassTable
from labeler.core.color_counts import count_colors
from labeler.core.decoders import Reading, Stored, readings_of_array, readings_of_image, readings_of_png
from labeler.core.errors import FileUnreadableError, ImageError, LabelImageError
from labeler.core.files import read_bytes
from labeler.core.image_file import IMAGE_FAULTS, open_image, orientation_of
from labeler.core.label_png import stored_colors
from labeler.core.label_source import read_source
from labeler.core.pixel_counts import count_pixels
from labeler.core.png_chunks import GREY, PALETTE, SIGNATURE, Png, parse_png
from labeler.core.png_pixels import UndecodableError, check_length, stored_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.palette import Color

# The kinds of files, as the JSON of `labeler inspect` names them.
PALETTE_PNG, GREY_PNG, COLOR_PNG = "palette-png", "grey-png", "color-png"
IMAGE, ARRAY, DAMAGED, NO_IMAGE, FOLDER = "image", "array", "damaged", "no-image", "folder"


@dataclass(frozen=True, slots=True)
class Names:
    """The class table that gives the indices their names, and where it is from: `classes.csv`, `voc21`.

    `path` is what `--classes` takes to mean it, where that is more than `source`.
    """

    table: ClassTable
    source: str
    path: str = ""

    @property
    def option(self) -> str:
        """What `--classes` takes."""
        return self.path or self.source


@dataclass(frozen=True)
class Inspection:
    """What was found in a file.

    `kind` is one of the words above; `size` is (width, height) as stored; `color_type` and `depth` are those
    of a PNG. `indices`: pixels by index or grey value; `colors`: pixels by colour, commonest first, for
    images of colours. `palette`: (n, 3) uint8 as stored. `orientation`: EXIF, 1 for upright. `array_type`:
    the dtype of a `.npy`. `problem`: why pixels could not be read. `names`: whose classes name the indices.
    """

    path: Path
    kind: str
    byte_count: int = 0
    format: str = ""
    size: tuple[int, int] = (0, 0)
    color_type: int | None = None
    depth: int = 8
    is_interlaced: bool = False
    has_transparency: bool = False
    orientation: int = 1
    palette: NDArray[np.uint8] | None = None
    indices: Mapping[int, int] = field(default_factory=dict)
    colors: Mapping[Color, int] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    array_type: str = ""
    problem: str = ""
    names: Names | None = None

    @property
    def pixel_count(self) -> int:
        """How many pixels were counted."""
        return sum(self.indices.values()) or sum(self.colors.values())

    @property
    def is_grey_rgb(self) -> bool:
        """Whether red, green and blue are equal in every pixel, so that the values may be indices."""
        return bool(self.colors) and all(r == g == b for r, g, b in self.colors)

    @property
    def unknown(self) -> dict[int, int]:
        """Pixels by index of the indices that the class table lacks; empty without a class table."""
        if self.names is None:
            return {}
        table = self.names.table
        return {
            index: count for index, count in self.indices.items() if index > 255 or table.at(index) is None
        }


def inspect_file(path: Path | str, names: Names | None = None) -> Inspection:
    """Look at a file. Raises FileUnreadableError for one that does not exist or cannot be read."""
    path = Path(path)
    if path.is_dir():
        return Inspection(path, FOLDER)
    if path.suffix.lower() == ARRAY_SUFFIX:
        return replace(_of_array(path), names=names)
    data = read_bytes(path)
    found = Inspection(path, NO_IMAGE, len(data), orientation=_orientation(path), names=names)
    if data.startswith(SIGNATURE):
        return _of_png(found, data)
    return _of_image(found)


def _of_png(found: Inspection, data: bytes) -> Inspection:
    found = replace(found, format="PNG")
    try:
        png = parse_png(found.path, data)
    except LabelImageError as error:
        return replace(found, kind=DAMAGED, problem=_reason(error, found.path))
    header = png.header
    kind = {PALETTE: PALETTE_PNG, GREY: GREY_PNG}.get(header.color_type, COLOR_PNG)
    found = replace(
        found,
        kind=kind,
        size=(header.width, header.height),
        color_type=header.color_type,
        depth=header.depth,
        is_interlaced=header.is_interlaced,
        has_transparency=bool(png.of_kind(b"tRNS")),
    )
    try:
        check_length(png)
        found = _with_values(found, png)
    except UndecodableError as error:
        return replace(found, kind=DAMAGED, problem=f"its pixels cannot be decoded ({error})")
    except (LabelImageError, ImageError) as error:
        found = replace(found, problem=_reason(error, found.path))
    except MemoryError:
        found = replace(found, problem="needs more memory than there is")
    stored = Stored(header, found.has_transparency, tuple(found.indices), found.palette)
    return replace(found, readings=readings_of_png(stored))


def _with_values(found: Inspection, png: Png) -> Inspection:
    """The values in use: indices and greys as stored, or colours."""
    if found.kind == COLOR_PNG:
        return _with_pixels(found, read_source(found.path))
    if found.depth == 16:
        return _with_pixels(found, read_source(found.path))
    palette = stored_colors(found.path, png) if found.kind == PALETTE_PNG else None
    return replace(found, palette=palette, indices=count_pixels(stored_numbers(png)))


def _with_pixels(found: Inspection, pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> Inspection:
    if pixels.ndim == 3:
        return replace(found, colors=count_colors(pixels.astype(np.uint8, copy=False)))
    values, counts = np.unique(pixels, return_counts=True)
    return replace(found, indices=dict(zip(values.tolist(), counts.tolist(), strict=True)))


def _of_image(found: Inspection) -> Inspection:
    """A JPEG, BMP, ..., or no image at all."""
    try:
        with open_image(found.path) as image:
            is_palette, bands = image.mode == "P", len(image.getbands())
            found = replace(found, kind=IMAGE, format=image.format or "", size=image.size)
    except IMAGE_FAULTS:
        reason = "it is empty" if not found.byte_count else "no image format that Labeler reads begins so"
        return replace(found, problem=reason)
    found = replace(found, readings=readings_of_image(found.format, bands, found.size, is_palette=is_palette))
    try:
        return _with_pixels(found, read_source(found.path))
    except LabelImageError as error:
        return replace(found, problem=_reason(error, found.path))
    except ImageError as error:
        return replace(found, kind=DAMAGED, problem=_reason(error, found.path))


def _of_array(path: Path) -> Inspection:
    """A `.npy` file."""
    found = Inspection(path, ARRAY, format="npy")
    try:
        array = read_array(path)
    except LabelImageError as error:
        return replace(found, kind=DAMAGED, problem=_reason(error, path))
    found = replace(
        found, byte_count=path.stat().st_size, array_type=str(array.dtype), size=_size(array.shape)
    )
    try:
        found = replace(found, indices=count_pixels(indices_of_array(array, path)))
    except LabelImageError as error:
        found = replace(found, problem=_reason(error, path))
    readings = readings_of_array(array.shape, str(array.dtype), found.indices, is_index=bool(found.indices))
    return replace(found, readings=readings)


def _size(shape: tuple[int, ...]) -> tuple[int, int]:
    """Width and height of an array, whose last two numbers they are where there are more than two."""
    return (shape[-1], shape[-2]) if len(shape) >= 2 else (0, 0)


def _orientation(path: Path) -> int:
    try:
        with open_image(path) as image:
            return orientation_of(image)
    except IMAGE_FAULTS:
        return 1


def _reason(error: Exception, path: Path) -> str:
    """The words of an error without the path and the remedy, which is told elsewhere."""
    if isinstance(error, FileUnreadableError):
        raise error
    return str(error).removeprefix(f"{path}: ").split(". ")[0].rstrip(".")
