"""Values of a label image that no class has: how many, where, and whether smoothing of edges has made them.

Antialiasing, and resizing with any filter but nearest neighbour, leave values between those of two classes in
a thin line along their border. A forgotten class, noise, or a palette of another order looks otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.compiled import compiled, inlined
from labeler.core.geometry import PixelRect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap

# So many odd pixels are looked at closely, those that come first.
_LOOKED_AT = 10_000
_LEAST_SHARE = 0.9


class OddValues(NamedTuple):
    """How many pixels have a value of no class, the first of them (x, y), and the rectangle of all.

    `is_smoothed`: whether nearly all lie within 5 pixels of two classes and between their values.
    """

    pixel_count: int
    first: tuple[int, int]
    rect: PixelRect
    is_smoothed: bool


def odd_values(
    numbers: LabelMap, is_known: NDArray[np.bool_], pixels: NDArray[np.uint8] | None = None
) -> OddValues | None:
    """The pixels of an (H, W) uint8 array whose number is not known; None when all are.

    `is_known` is (256,). `pixels`, (H, W, 3|4) uint8, are the colours that the numbers stand for; without
    them the numbers themselves are the values that smoothing mixes.
    """
    values = np.ascontiguousarray(numbers[:, :, None] if pixels is None else pixels[:, :, :3])
    result = np.zeros(8, np.int64)
    result[6] = _LOOKED_AT
    find_odd(np.ascontiguousarray(numbers), is_known.astype(np.uint8), values, result)
    count, first, left, right, top, bottom, looked_at, smoothed = map(int, result)
    if not count:
        return None
    y, x = divmod(first, numbers.shape[1])
    share = smoothed / (_LOOKED_AT - looked_at)
    return OddValues(count, (x, y), PixelRect(left, top, right + 1, bottom + 1), share >= _LEAST_SHARE)


@compiled("uint8[:, :], uint8[:], uint8[:, :, :], int64[:]")
def find_odd(numbers: Any, is_known: Any, values: Any, result: Any) -> None:
    """Look for numbers that are not known.

    `result`: their count, the first one's place, the least and largest x and y; how many may still be looked
    at closely, and how many of those that were lie between two classes.
    """
    result[2] = numbers.shape[1]
    result[4] = numbers.shape[0]
    for y in range(numbers.shape[0]):
        for x in range(numbers.shape[1]):
            if is_known[numbers[y, x]]:
                continue
            if result[0] == 0:
                result[1] = y * numbers.shape[1] + x
            result[0] += 1
            result[2] = min(result[2], x)
            result[3] = max(result[3], x)
            result[4] = min(result[4], y)
            result[5] = max(result[5], y)
            if result[6] > 0:
                result[6] -= 1
                result[7] += _is_between(numbers, is_known, values, y, x)


@inlined
def _is_between(numbers: Any, is_known: Any, values: Any, y: int, x: int) -> Any:
    """1 when two known numbers lie within 5 pixels and the value between theirs, in every channel; else 0.

    Sharp filters (cubic, Lanczos) overshoot by up to an eighth of the difference.
    """
    top, bottom = max(0, y - 5), min(numbers.shape[0], y + 6)
    left, right = max(0, x - 5), min(numbers.shape[1], x + 6)
    one = np.int64(-1)
    has_two = False
    for row in range(top, bottom):
        for column in range(left, right):
            if is_known[numbers[row, column]]:
                if one < 0:
                    one = np.int64(numbers[row, column])
                elif numbers[row, column] != one:
                    has_two = True
    if not has_two:
        return np.int64(0)
    for channel in range(values.shape[2]):
        least, most = np.int64(255), np.int64(0)
        for row in range(top, bottom):
            for column in range(left, right):
                if is_known[numbers[row, column]]:
                    least = min(least, np.int64(values[row, column, channel]))
                    most = max(most, np.int64(values[row, column, channel]))
        slack = (most - least) // 8
        value = np.int64(values[y, x, channel])
        if value < least - slack or value > most + slack:
            return np.int64(0)
    return np.int64(1)
