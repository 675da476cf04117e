"""A label image as a check sees it: its bytes, what kind of file it is, and its pixels, decoded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.files import read_bytes
from labeler.core.label_png import stored_colors
from labeler.core.label_source import Pixels, read_source
from labeler.core.pixel_counts import pixel_counts
from labeler.core.png_chunks import GREY, PALETTE, SIGNATURE, Png, damaged, parse_png
from labeler.core.png_pixels import UndecodableError, stored_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap, Palette


@dataclass(eq=False)
class OpenLabel:
    """A label image: `png` is None for files of another format.

    `pixels` is (H, W) uint8 for palette PNGs (indices) and grey ones of up to 8 bits (as stored), (H, W)
    uint16 for grey of 16 bits, (H, W, 3|4) uint8 for colours.
    """

    path: str
    data: bytes
    png: Png | None
    pixels: Pixels

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def has_palette(self) -> bool:
        """Whether it is a palette PNG."""
        return self.png is not None and self.png.header.color_type == PALETTE

    @cached_property
    def indices(self) -> LabelMap | None:
        """The label map, (H, W) uint8, of a palette or grey PNG of up to 8 bits; None for other files."""
        if self.png is None or self.pixels.ndim != 2 or self.pixels.dtype != np.uint8:
            return None
        return self.pixels.astype(np.uint8, copy=False)

    @cached_property
    def counts(self) -> NDArray[np.int64] | None:
        """(256,): how many pixels each index has; None where there are no indices."""
        return None if self.indices is None else pixel_counts(self.indices)

    @cached_property
    def colors(self) -> Palette | None:
        """The palette as stored, (n, 3) uint8; None where there is none."""
        return stored_colors(self.path, self.png) if self.png is not None and self.has_palette else None


def open_label(path: str, data: bytes | None = None) -> OpenLabel:
    """Read and decode a label image, or decode the bytes of one.

    Raises FileUnreadableError, LabelImageError, ImageError, ImageTooLargeError for what cannot be decoded.
    """
    content = read_bytes(path) if data is None else data
    png = parse_png(path, content) if content.startswith(SIGNATURE) else None
    if png is None or png.header.color_type not in (GREY, PALETTE) or png.header.depth > 8:
        return OpenLabel(path, content, png, read_source(path))
    try:
        numbers = stored_numbers(png)
    except UndecodableError as error:
        raise damaged(path, f"its pixels cannot be decoded ({error})") from error
    label = OpenLabel(path, content, png, numbers)
    assert label.colors is None or len(label.colors)  # a palette PNG without a palette is damaged
    return label
