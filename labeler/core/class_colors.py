"""The colours that stand for classes in an image, and the index that each pixel's colour means.

Every pixel is looked up exactly; colours that no class has are found in the same pass and never become
background in silence.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from labeler.core.classes import ClassTable
from labeler.core.color_kernels import GROUP, NOT_OPAQUE, SLOTS, fill_table, tally, translate
from labeler.core.errors import ColorError, OptionError, SharedColorError, UnknownColorError
from labeler.core.palette import Color, checked_palette, color_to_hex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import ColorImage, LabelMap, Palette

Order = Literal["RGB", "BGR"]
OnUnknown = Literal["error"] | int

_COMMONEST = 5
_STRIP_PIXELS = 1 << 20
_FEW_STRIPS = 2  # starting threads costs more than they save, and folders are shared by workers already
_FARTHEST = 442  # no two colours are farther apart: 255 times the root of 3


@dataclass(frozen=True, slots=True)
class UnknownColor:
    """A colour (r, g, b) that no class has: in how many pixels, and the first of them in reading order."""

    color: Color
    pixel_count: int
    x: int
    y: int
    is_opaque: bool = True

    def __str__(self) -> str:
        opacity = "" if self.is_opaque else "not opaque, "
        return (
            f"{color_to_hex(self.color)} ({opacity}{self.pixel_count:,} px, first at x {self.x}, y {self.y})"
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """A colour and the index that it means; the name is empty where only a palette is known."""

    color: Color
    index: int
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name!r} ({self.index})" if self.name else f"index {self.index}"


class ClassColors:
    """Which index a colour means; made once, used for any number of images.

    With a palette, (n, 3) uint8, each of its rows counts; with a class table, the colours of its classes do.
    `tolerance`: a colour that no class has means the nearest class colour at most this far away (Euclid, in
    RGB, the lower index where two are equally near). `on_unknown`: "error", or the index of pixels that are
    farther from all. `order`: how the channels of arrays lie in memory. `resolve`: for colours that several
    classes share, the index that is meant. Raises OptionError, and SharedColorError for what `resolve` lacks.
    """

    def __init__(
        self,
        palette_or_classes: Palette | ClassTable,
        *,
        tolerance: float = 0,
        on_unknown: OnUnknown = "error",
        order: Order = "RGB",
        resolve: Mapping[Color, int] | None = None,
    ) -> None:
        if order not in ("RGB", "BGR"):
            raise OptionError(f"The order of the channels is RGB or BGR, not {order!r}.")
        if not 0 <= tolerance <= _FARTHEST:
            raise OptionError(f"A tolerance lies between 0 and {_FARTHEST}, and not at {tolerance}.")
        self._stand_in = None if on_unknown == "error" else checked_index(on_unknown)
        self._is_bgr = order == "BGR"
        self._reach = int(tolerance * tolerance + 1e-9)
        rows = sorted(_distinct(_rows_of(palette_or_classes), resolve or {}), key=lambda row: row.index)
        self._colors = np.array([(self._number(row.color), row.index) for row in rows], np.int64)

    def to_indices(self, pixels: ColorImage, where: object = "The array") -> LabelMap:
        """The label map, (H, W) uint8, of an (H, W, 3|4) uint8 array.

        With four channels the last is alpha, and pixels that are not opaque have no class. `where` begins the
        words of errors. Raises UnknownColorError, and ColorError for another array.
        """
        indices, count = self.counted(pixels, self._stand_in or 0, where)
        if count and self._stand_in is None:
            raise self.unknown_colors(pixels, where)
        return indices

    def counted(
        self, pixels: ColorImage, stand_in: int, where: object = "The array", *, is_exact: bool = False
    ) -> tuple[LabelMap, int]:
        """The label map of an array as for `to_indices`, and how many of its pixels have no class.

        Those get the index `stand_in`. `is_exact`: the tolerance does not count. Raises ColorError.
        """
        if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or pixels.dtype != np.uint8:
            raise ColorError(
                f"{where}: colours are (height, width, 3 or 4) values of uint8; "
                f"this is {pixels.shape} of {pixels.dtype}."
            )
        indices = np.empty(pixels.shape[:2], np.uint8)
        strips = list(_strips(*pixels.shape[:2]))
        rules = np.array([0 if is_exact else self._reach, stand_in], np.int64)

        def translated(rows: slice) -> int:
            return self._translate(pixels[rows], indices[rows], rules)

        if len(strips) <= _FEW_STRIPS:
            return indices, sum(map(translated, strips))
        # The kernel lets go of Python's lock.
        with ThreadPoolExecutor(min(len(strips), os.cpu_count() or 1)) as pool:
            return indices, sum(pool.map(translated, strips))

    def _number(self, color: Color) -> int:
        """A colour as the kernels number it: its channels as they lie in memory, the first the highest."""
        first, second, third = reversed(color) if self._is_bgr else color
        return first << 16 | second << 8 | third

    def _color(self, number: int) -> Color:
        channels = (number >> 16 & 255, number >> 8 & 255, number & 255)
        return channels[::-1] if self._is_bgr else channels

    def _table(self) -> NDArray[np.int64]:
        # Each user has its own: with a tolerance the kernels add to it what they find.
        table = np.empty(SLOTS + 1, np.int64)
        fill_table(self._colors, table)
        return table

    def _translate(self, pixels: ColorImage, indices: LabelMap, rules: NDArray[np.int64]) -> int:
        flat = _flat(pixels)
        whole = len(flat) // GROUP * GROUP
        groups = flat[:whole].reshape(-1).view(np.uint64).reshape(-1, flat.shape[1])
        return int(translate(flat, groups, self._colors, self._table(), rules, indices.reshape(-1)))

    def unknown_colors(self, pixels: ColorImage, where: object = "The array") -> UnknownColorError:
        """The error that counts the colours that no class has, beyond the tolerance: a look at all pixels."""
        numbers = NOT_OPAQUE * (pixels.shape[2] - 2)
        counts, places = np.zeros(numbers, np.uint32), np.empty(numbers, np.int64)
        height, width = pixels.shape[:2]
        table = self._table()
        for rows in _strips(height, width):
            rules = np.array([self._reach, rows.start * width], np.int64)
            tally(_flat(pixels[rows]), self._colors, table, rules, counts, places)
        found = np.flatnonzero(counts)
        commonest = found[np.argsort(-counts[found].astype(np.int64), kind="stable")[:_COMMONEST]]
        colors = [
            UnknownColor(
                self._color(int(number)),
                int(counts[number]),
                int(places[number] % width),
                int(places[number] // width),
                bool(number < NOT_OPAQUE),
            )
            for number in commonest
        ]
        return UnknownColorError(where, int(counts[found].sum()), len(found), colors)


def checked_index(value: object) -> int:
    """A class index that a user chose; raises OptionError for anything but a whole number 0..255."""
    if isinstance(value, int | np.integer) and not isinstance(value, bool) and 0 <= value <= 255:
        return int(value)
    raise OptionError(f"A class index is a whole number from 0 to 255, not {value!r}.")


def _rows_of(palette_or_classes: Palette | ClassTable) -> list[_Row]:
    if isinstance(palette_or_classes, ClassTable):
        return [_Row(row.color, row.index, row.name) for row in palette_or_classes]
    colors = checked_palette(palette_or_classes).tolist()
    return [_Row((r, g, b), index) for index, (r, g, b) in enumerate(colors)]


def _distinct(rows: list[_Row], resolve: Mapping[Color, int]) -> list[_Row]:
    """The rows with one index a colour, chosen by `resolve` where several share it."""
    groups: dict[Color, list[_Row]] = {}
    for row in rows:
        groups.setdefault(row.color, []).append(row)
    for color, index in resolve.items():
        meant = [row for row in groups.get(color, []) if row.index == index]
        if not meant:
            raise OptionError(f"No class with the index {index} has the colour {color_to_hex(color)}.")
        groups[color] = meant
    shared = [group for group in groups.values() if len(group) > 1]
    if shared:
        told = [f"{color_to_hex(group[0].color)} of {_listed(group)}" for group in shared]
        raise SharedColorError(
            f"Several classes share a colour, so pixels cannot tell them apart: {_listed(told)}. "
            f"Say for each such colour which index it means, or give the classes different colours."
        )
    return [group[0] for group in groups.values()]


def _listed(things: list[_Row] | list[str]) -> str:
    told = ", ".join(str(each) for each in things[:_COMMONEST])
    return told if len(things) <= _COMMONEST else f"{told} and {len(things) - _COMMONEST} more"


def _strips(height: int, width: int) -> Iterator[slice]:
    """Rows to treat at a time, a multiple of 8 so that every strip begins at a whole word."""
    rows = max(8, _STRIP_PIXELS // max(1, width) // 8 * 8)
    for top in range(0, height, rows):
        yield slice(top, min(top + rows, height))


def _flat(pixels: ColorImage) -> ColorImage:
    """The pixels of a strip as one column, (n, 3|4), in memory that whole words can be read from."""
    flat = np.ascontiguousarray(pixels).reshape(-1, pixels.shape[2])
    return flat if flat.ctypes.data % 8 == 0 else flat.copy()
