"""One label image of any kind turned into the bytes of a palette PNG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from labeler.core.any_label_map import ARRAY_SUFFIX, read_array
from labeler.core.class_colors import ClassColors, OnUnknown, Order
from labeler.core.classes import BACKGROUND, VOID, ClassTable
from labeler.core.errors import LabelerError, LabelImageError, SharedColorError, UnknownColorError
from labeler.core.files import read_bytes
from labeler.core.image_file import IMAGE_FAULTS, open_image
from labeler.core.label_png import label_png_bytes, stored_colors
from labeler.core.label_source import Pixels, read_source, source_pixels
from labeler.core.off_palette import Indexed, OffPalette, OffPaletteRule, index_colors, index_values
from labeler.core.pixel_counts import count_pixels
from labeler.core.png_chunks import PALETTE, SIGNATURE, parse_png
from labeler.jobs.fitting_table import proposal

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage, LabelMap
    from labeler.core.palette import Color
    from labeler.core.png_chunks import Png


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """How pixels become indices, and what happens to files that exist.

    `off_palette`, `tolerance` and `on_unknown` are those of `OffPaletteRule`, `order` and `resolve` those of
    `colors_to_indices`. `grey`: whether the values of grey images are class indices or, as white on black,
    class colours. `palette`: whether the colours of palette PNGs count, or their numbers are the indices and
    only the palette is replaced. `overwrites`: whether a file that exists with other content is replaced.
    `is_dry_run`: all is done but the writing. `workers`: images at a time, None for one a processor.
    """

    tolerance: float | None = None
    on_unknown: OnUnknown = "error"
    order: Order = "RGB"
    resolve: Mapping[Color, int] = field(default_factory=dict)
    grey: Literal["indices", "colors"] = "indices"
    overwrites: bool = False
    off_palette: OffPalette = "error"
    palette: Literal["colors", "indices"] = "colors"
    is_dry_run: bool = False
    workers: int | None = None


class Converted(NamedTuple):
    """The palette PNG that an image becomes, the label map in it, and notices for the user."""

    data: bytes
    label_map: LabelMap
    notice: str

    @property
    def counts(self) -> dict[int, int]:
        """The pixels of each index that occurs."""
        return count_pixels(self.label_map)


class ImageConverter:
    """Turns images into palette PNGs of one class table; may be called by several threads at a time.

    Raises OptionError. `shared` is the error for colours that classes share and `resolve` does not tell
    apart; `convert` raises it for images whose colours are needed.
    """

    def __init__(self, classes: ClassTable, options: ConvertOptions) -> None:
        self._classes = classes
        self._palette = classes.palette()
        self._options = options
        self._rule = OffPaletteRule(options.off_palette, options.tolerance, options.on_unknown)
        self._colors: ClassColors | SharedColorError
        try:
            self._colors = ClassColors(
                classes, tolerance=self._rule.distance, order=options.order, resolve=options.resolve
            )
        except SharedColorError as error:
            self._colors = error

    @property
    def shared(self) -> SharedColorError | None:
        """Why no image of colours can be converted; None where they can."""
        return self._colors if isinstance(self._colors, SharedColorError) else None

    def is_of_colors(self, path: Path) -> bool:
        """Whether the colours of an image count for certain, told by its head; False for a damaged one.

        Palette PNGs may be of indices already; only all their pixels tell.
        """
        has_indices = self._options.grey == "indices"
        try:
            if path.suffix.lower() == ARRAY_SUFFIX:
                return read_array(path).ndim == 3
            with open_image(path) as image:
                return image.mode in ("RGB", "RGBA") or not (has_indices or image.mode == "P")
        except (LabelerError, *IMAGE_FAULTS):
            return False

    def convert(self, path: Path) -> Converted:
        """What an image becomes.

        Raises UnknownColorError, with a proposal of a table that fits; LabelImageError and what else
        `read_source` raises.
        """
        has_indices = self._options.grey == "indices"
        if path.suffix.lower() == ARRAY_SUFFIX:
            pixels = read_source(path)
            return self._made_of(self._indexed(path, pixels, has_indices=pixels.ndim == 2))
        data = read_bytes(path)
        png = parse_png(path, data) if data.startswith(SIGNATURE) else None
        if png is not None and png.header.color_type == PALETTE:
            numbers = source_pixels(path, data, keeps_numbers=True).astype(np.uint8, copy=False)
            if self._means_numbers(path, png, numbers):
                done = self._indexed(path, numbers, has_indices=True)
                is_proper = not done.off and self._is_proper(path, png)
                return self._made_of(done, data if is_proper else None)
        pixels = source_pixels(path, data, scales_greys=not has_indices)
        is_grey = pixels.ndim == 2 and has_indices
        made = self._made_of(self._indexed(path, pixels, has_indices=is_grey))
        is_suspicious = is_grey and made.counts.keys() - {BACKGROUND} == {VOID}
        return made._replace(notice=f"{made.notice} {_BLACK_AND_WHITE}".strip()) if is_suspicious else made

    def _means_numbers(self, path: Path, png: Png, numbers: LabelMap) -> bool:
        """Whether the numbers of a palette PNG are the indices.

        They are where the user says so, and where each number that occurs has its colour in the class table.
        """
        if self._options.palette == "indices":
            return True
        own = stored_colors(path, png)
        if self._options.order == "BGR":
            own = own[:, ::-1]
        used = list(count_pixels(numbers))
        has_classes = all(self._classes.at(index) is not None for index in used)
        return has_classes and used[-1] < len(own) and np.array_equal(own[used], self._palette[used])

    def _is_proper(self, path: Path, png: Png) -> bool:
        """Whether a palette PNG is one that trainers expect, in the colours of the table."""
        header = png.header
        is_plain = header.depth == 8 and not header.is_interlaced and not png.of_kind(b"tRNS")
        is_upright = not png.of_kind(b"eXIf")
        return is_plain and is_upright and np.array_equal(stored_colors(path, png), self._palette)

    def _made_of(self, done: Indexed, data: bytes | None = None) -> Converted:
        made = label_png_bytes(done.label_map, self._palette) if data is None else data
        return Converted(made, done.label_map, f"{done.notice}." if done.notice else "")

    def _indexed(self, path: Path, pixels: Pixels, *, has_indices: bool) -> Indexed:
        if has_indices:
            return index_values(pixels, self._classes, self._rule, path)
        if isinstance(self._colors, SharedColorError):
            raise self._colors
        colors = _as_colors(path, pixels)
        try:
            return index_colors(self._colors, colors, self._rule, path)
        except UnknownColorError as error:
            error.add_remedy(proposal(colors, self._classes, self._options.order))
            raise


# White hardly ever means void where nothing but black and white occurs.
_BLACK_AND_WHITE = (
    "Only the values 0 and 255 occur: background and void. If white is a class, convert greys as colours."
)


def _as_colors(path: Path, pixels: Pixels) -> ColorImage:
    """Colours as they are; greys of 8 bits as colours of three equal channels."""
    if pixels.dtype != np.uint8:
        raise LabelImageError(f"{path}: has greys of 16 bits, and class colours have 8. Save it with 8 bits.")
    colors: LabelMap = pixels.astype(np.uint8, copy=False)
    return np.repeat(colors[:, :, None], 3, axis=2) if colors.ndim == 2 else colors
