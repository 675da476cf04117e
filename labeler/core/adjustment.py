"""How a photograph is shown: brightness, contrast, gamma, single channels, stretched values. Display only.

Nothing of it reaches a file or the label map. What is shown of a value is a table lookup for each channel, so
that an adjustment costs one repaint whatever the size of the image.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.compiled import compiled, needs_stand_in
from labeler.core.intensity import CLIPPED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.geometry import PixelRect

# Where red, green and blue stand in an RGB32 word.
_SHIFTS = (16, 8, 0)
_OPAQUE = 0xFF000000

# Share of the pixels at each end that a stretch shows as plain black or white, in per cent.
DEFAULT_CLIPPED = 100 * CLIPPED


class Channel(StrEnum):
    """What of the colours is shown: all, or one channel as grey."""

    COLOR = "color"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class Range(NamedTuple):
    """The values that are shown as black and as white, 0..255."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Adjustment:
    """`brightness` and `contrast` -100..100, `gamma` 0.2..5 (above 1 is lighter).

    With `is_stretched` the values of an image fill the whole range but for `clipped` per cent of its pixels
    at each end; with `by_channel` each channel for itself, which takes a colour cast away. Values of more
    than 8 bits are always stretched.
    """

    brightness: int = 0
    contrast: int = 0
    gamma: float = 1.0
    channel: Channel = Channel.COLOR
    is_stretched: bool = False
    clipped: float = DEFAULT_CLIPPED
    by_channel: bool = False

    @property
    def is_possible(self) -> bool:
        """Whether all values are within their limits."""
        levels = max(abs(self.brightness), abs(self.contrast)) <= 100
        return levels and 0.2 <= self.gamma <= 5 and 0 <= self.clipped <= 20

    def ranges(self, sample: NDArray[np.uint32]) -> tuple[Range, Range, Range]:
        """The ranges of red, green and blue to show an image with, from some of its RGB32 words."""
        if not self.is_stretched or sample.size == 0:
            return (_WHOLE, _WHOLE, _WHOLE)
        channels = [(sample >> np.uint32(shift)) & np.uint32(255) for shift in _SHIFTS]
        if self.by_channel:
            red, green, blue = (_range(values, self.clipped) for values in channels)
            return (red, green, blue)
        together = _range(np.stack(channels), self.clipped)
        return (together, together, together)

    def table(self, ranges: tuple[Range, Range, Range]) -> Table | None:
        """What to look up, None when every value is shown as it is."""
        levels = [self._levels(limits) for limits in ranges]
        if self.channel is not Channel.COLOR:
            chosen = list(Channel).index(self.channel) - 1
            return Table((_SHIFTS[chosen],) * 3, _words([levels[chosen]] * 3))
        if all(np.array_equal(values, np.arange(256)) for values in levels):
            return None
        return Table(_SHIFTS, _words(levels))

    def _levels(self, limits: Range) -> NDArray[np.uint8]:
        """(256,) what each value of a channel is shown as."""
        low, high = limits
        values = (np.arange(256) - low) / max(1, high - low)
        values = values.clip(0, 1) ** (1 / self.gamma)
        slope = (100 + self.contrast) / max(0.5, 100 - self.contrast)
        values = (values - 0.5) * slope + 0.5 + self.brightness / 100
        levels: NDArray[np.uint8] = np.rint(255 * values.clip(0, 1)).astype(np.uint8)
        return levels


class Table(NamedTuple):
    """For each channel shown: where its value stands in a word, and (3, 256) words to put together."""

    shifts: tuple[int, int, int]
    words: NDArray[np.uint32]


_WHOLE = Range(0, 255)


def adjust(pixels: NDArray[np.uint32], rect: PixelRect, table: Table) -> None:
    """Replace the (h, w) RGB32 words of a rectangle, in C order, by what the table shows for them."""
    if needs_stand_in(_adjust):
        part = pixels[rect.top : rect.bottom, rect.left : rect.right]
        red, green, blue = (
            words[(part >> np.uint32(shift)) & np.uint32(255)]
            for shift, words in zip(table.shifts, table.words, strict=True)
        )
        part[:] = red | green | blue
    else:
        _adjust(pixels, np.array(rect, np.int64), np.array(table.shifts, np.int64), table.words)


@compiled("uint32[:, :], int64[:], int64[:], uint32[:, :]")
def _adjust(pixels: Any, rect: Any, shifts: Any, words: Any) -> None:
    left, top, right, bottom = rect[0], rect[1], rect[2], rect[3]
    first, second, third = np.uint32(shifts[0]), np.uint32(shifts[1]), np.uint32(shifts[2])
    byte = np.uint32(255)
    for row in range(np.uint64(top), np.uint64(bottom)):
        for column in range(np.uint64(left), np.uint64(right)):
            word = pixels[row, column]
            pixels[row, column] = (
                words[0, np.uint64((word >> first) & byte)]
                | words[1, np.uint64((word >> second) & byte)]
                | words[2, np.uint64((word >> third) & byte)]
            )


def _range(values: NDArray[np.uint32], clipped: float) -> Range:
    """The values between which all but `clipped` per cent at each end lie; all of a plain image."""
    counts = np.bincount(values.reshape(-1), minlength=256).cumsum()
    share = counts[-1] * clipped / 100
    low = int(np.searchsorted(counts, share, side="right"))
    high = int(np.searchsorted(counts, counts[-1] - share, side="left"))
    return Range(low, high) if low < high else _WHOLE


def _words(levels: list[NDArray[np.uint8]]) -> NDArray[np.uint32]:
    """(3, 256) words that hold each level where red, green and blue belong, the first opaque."""
    words = np.stack(
        [each.astype(np.uint32) << np.uint32(shift) for each, shift in zip(levels, _SHIFTS, strict=True)]
    )
    words[0] |= np.uint32(_OPAQUE)
    return words
