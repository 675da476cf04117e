"""Borders between the regions of a map as pixels: they cost the same for ten shapes and for 100,000."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.compiled import compiled, needs_stand_in

if TYPE_CHECKING:
    from numpy.typing import NDArray


def draw_borders(
    words: NDArray[np.uint32], values: NDArray[np.int32], table: NDArray[np.uint32], width: int
) -> None:
    """Draw into (h, w) words where the values to the right or below are others.

    `values` is (h + width, w + width) int32: those of the pixels, and of `width` more to the right and
    below. A border is drawn `width` pixels wide, at the left or upper side, as the word that `table` has
    for the value there or, when that is 0, for the other one; never as 0. All arrays lie in C order.
    """
    if needs_stand_in(_draw_borders):
        _draw_plainly(words, values, table, width)
    else:
        _draw_borders(words, values, table, width)


@compiled("uint32[:, :], int32[:, :], uint32[:], int64")
def _draw_borders(words: Any, values: Any, table: Any, width: int) -> None:
    for row in range(words.shape[0]):
        for column in range(words.shape[1]):
            value = values[row, column]
            across, down = values[row, column + width], values[row + width, column]
            if value != across or value != down:
                word = table[value]
                if word == 0 and value != across:
                    word = table[across]
                if word == 0 and value != down:
                    word = table[down]
                if word != 0:
                    words[row, column] = word


def _draw_plainly(
    words: NDArray[np.uint32], values: NDArray[np.int32], table: NDArray[np.uint32], width: int
) -> None:
    here, across, down = values[:-width, :-width], values[:-width, width:], values[width:, :-width]
    drawn = table[here]
    for other in (across, down):
        drawn = np.where((drawn == 0) & (here != other), table[other], drawn)
    is_border = ((here != across) | (here != down)) & (drawn != 0)
    np.copyto(words, drawn, where=is_border)
