"""Pixels off the palette: those whose colour, or grey value, no class has, and what they may become.

JPEG and soft edges make such pixels. They are refused, or become the nearest class, the commonest class
around them, or void, as the user chooses; how many there were is always told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from labeler.core.class_colors import ClassColors, OnUnknown, checked_index
from labeler.core.classes import VOID, ClassTable
from labeler.core.errors import OptionError
from labeler.core.grey_values import values_to_indices
from labeler.core.majority import fill_by_majority

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import ColorImage, LabelMap

OffPalette = Literal["error", "nearest", "majority", "void"]

ANY_DISTANCE = 442  # no two colours are farther apart: 255 times the root of 3


@dataclass(frozen=True, slots=True)
class OffPaletteRule:
    """What pixels off the palette become.

    `tolerance`: a colour at most this far from a class colour (Euclid, in RGB) means the nearest class; None
    is 0, and any distance where `choice` is "nearest". Pixels beyond it are an error, or with "majority" the
    commonest class around them, with "void" void; `on_unknown` is an index for them instead. Raises
    OptionError for an `on_unknown` beside a choice that says something else.
    """

    choice: OffPalette = "error"
    tolerance: float | None = None
    on_unknown: OnUnknown = "error"

    def __post_init__(self) -> None:
        if self.choice not in get_args(OffPalette):
            raise OptionError(
                f"Pixels off the palette: {', '.join(get_args(OffPalette))}; not {self.choice!r}."
            )
        if self.on_unknown != "error":
            checked_index(self.on_unknown)
            if self.choice in ("majority", "void"):
                raise OptionError(
                    f"Pixels off the palette cannot become both {self.choice} and the index "
                    f"{self.on_unknown}. Leave out one of the two options."
                )

    @property
    def distance(self) -> float:
        """The distance up to which the nearest class counts."""
        if self.tolerance is not None:
            return self.tolerance
        return ANY_DISTANCE if self.choice == "nearest" else 0

    @property
    def stand_in(self) -> int | None:
        """The index of pixels beyond the tolerance; None where they are an error or decided otherwise."""
        if self.choice == "void":
            return VOID
        return None if self.on_unknown == "error" else int(self.on_unknown)


class Indexed(NamedTuple):
    """A label map, (H, W) uint8, and what was done about pixels off the palette, empty when there were none.

    `off` counts them.
    """

    label_map: LabelMap
    off: int = 0
    notice: str = ""


def index_colors(
    colors: ClassColors, pixels: ColorImage, rule: OffPaletteRule, where: object = "The array"
) -> Indexed:
    """The label map of an (H, W, 3|4) uint8 array of class colours; `colors` has the tolerance of the rule.

    Raises UnknownColorError where pixels remain that mean no class, and ColorError for another array.
    """
    label_map, off = colors.counted(pixels, 0, where, is_exact=True)
    if not off:
        return Indexed(label_map)
    label_map, far = colors.counted(pixels, rule.stand_in or 0, where)
    if far and rule.stand_in is None:
        is_decided = rule.choice == "majority" and _decided(
            label_map, far, lambda stand_in: colors.counted(pixels, stand_in, where)[0]
        )
        if not is_decided:
            raise colors.unknown_colors(pixels, where)
    return Indexed(label_map, off, _told(label_map, rule, off, far))


def index_values(
    values: NDArray[np.uint8] | NDArray[np.uint16],
    classes: ClassTable,
    rule: OffPaletteRule,
    where: object = "The array",
) -> Indexed:
    """The label map of an (H, W) array of class indices; no number is near another.

    Raises LabelImageError where values remain that are the index of no class.
    """

    def indexed(on_unknown: OnUnknown) -> LabelMap:
        return values_to_indices(values, classes, on_unknown=on_unknown, where=where)

    if rule.stand_in is None and rule.choice != "majority":
        return Indexed(indexed("error"))
    label_map = indexed(rule.stand_in or 0)
    off = int(np.count_nonzero(label_map != indexed((rule.stand_in or 0) ^ 1)))
    if not off:
        return Indexed(label_map)
    if rule.stand_in is None and not _decided(label_map, off, indexed):
        return Indexed(indexed("error"))  # no pixel has a class: raises, and says which values there are
    return Indexed(label_map, off, _told(label_map, rule, off, off))


def _decided(label_map: LabelMap, count: int, indexed: Callable[[int], LabelMap]) -> bool:
    """Decide by majority the `count` pixels that follow the stand-in, which is 0 in `label_map`."""
    if count == label_map.size:
        return False
    return fill_by_majority(label_map, label_map != indexed(1))


def _told(label_map: LabelMap, rule: OffPaletteRule, off: int, far: int) -> str:
    """As in `1,204 px off the palette (0.06 %): nearest class`."""
    parts = []
    if off > far:
        parts.append("nearest class" if not far else f"nearest class for {off - far:,} of them")
    if far:
        word = "commonest class around them"
        if rule.stand_in is not None:
            word = "void" if rule.stand_in == VOID else f"index {rule.stand_in}"
        parts.append(word if off == far else f"{word} for {far:,} farther than {rule.distance:g}")
    share = 100 * off / label_map.size
    percent = f"{share:.2g}" if share < 1 else f"{share:.1f}"
    return f"{off:,} px off the palette ({percent} %): {', '.join(parts)}"
