"""Pixels without a class, decided by the pixels around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.compiled import compiled, inlined

if TYPE_CHECKING:
    from labeler.core.arrays import LabelMap, Mask


def fill_by_majority(label_map: LabelMap, is_unknown: Mask) -> bool:
    """Give unknown pixels of an (H, W) uint8 label map, in place, the commonest class around them.

    In rounds: every unknown pixel that touches a known one, diagonally too, gets the index that most of its
    known neighbours (of eight) have, the lowest of several that are equally common; what a round has decided
    is known in the next, until all is. The order of the pixels does not matter. Returns whether there was a
    known pixel to begin with; without one nothing changes.
    """
    if is_unknown.all():
        return False
    state = is_unknown.astype(np.uint8)
    queue = np.empty(int(np.count_nonzero(is_unknown)), np.int64)
    _fill(label_map, state, queue)
    return True


@compiled("uint8[:, :], uint8[:, :], int64[:]")
def _fill(label_map: Any, state: Any, queue: Any) -> None:
    """Decide all unknown pixels, layer by layer; `state`: 0 known, 1 unknown, 2 at hand.

    `queue` has room for the place of every unknown pixel. A pixel is decided in the first round in which it
    touches a known one, so that each is looked at once.
    """
    width = state.shape[1]
    begin = end = 0
    for y in range(state.shape[0]):
        for x in range(width):
            if state[y, x] == 1 and _touches_known(state, y, x):
                queue[end] = y * width + x
                end += 1
    for place in range(end):
        state[queue[place] // width, queue[place] % width] = 2
    while begin < end:
        for place in range(begin, end):
            y, x = queue[place] // width, queue[place] % width
            label_map[y, x] = _commonest(label_map, state, y, x)
        for place in range(begin, end):
            state[queue[place] // width, queue[place] % width] = 0
        last = end
        for place in range(begin, last):
            y, x = queue[place] // width, queue[place] % width
            for row in range(max(0, y - 1), min(state.shape[0], y + 2)):
                for column in range(max(0, x - 1), min(width, x + 2)):
                    if state[row, column] == 1:
                        state[row, column] = 2
                        queue[end] = row * width + column
                        end += 1
        begin = last


@inlined
def _touches_known(state: Any, y: int, x: int) -> Any:
    for row in range(max(0, y - 1), min(state.shape[0], y + 2)):
        for column in range(max(0, x - 1), min(state.shape[1], x + 2)):
            if state[row, column] == 0:
                return True
    return False


@inlined
def _commonest(label_map: Any, state: Any, y: int, x: int) -> Any:
    """The index that most known neighbours have, the lowest of equally common ones."""
    best = np.int64(0)
    most = np.int64(0)
    for row in range(max(0, y - 1), min(state.shape[0], y + 2)):
        for column in range(max(0, x - 1), min(state.shape[1], x + 2)):
            if state[row, column] == 0:
                index = np.int64(label_map[row, column])
                count = _count_around(label_map, state, y, x, index)
                if count > most or (count == most and index < best):
                    best = index
                    most = count
    return best


@inlined
def _count_around(label_map: Any, state: Any, y: int, x: int, index: Any) -> Any:
    count = np.int64(0)
    for row in range(max(0, y - 1), min(state.shape[0], y + 2)):
        for column in range(max(0, x - 1), min(state.shape[1], x + 2)):
            count += state[row, column] == 0 and label_map[row, column] == index
    return count
