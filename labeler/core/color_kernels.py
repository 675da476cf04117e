"""The kernels behind `colors_to_indices`: one look at each pixel, one search for each run of equal pixels.

A colour is one whole number, its three bytes in the order of the array; a pixel that is not opaque has a
bit more. The table of colours is a hash table with open addressing: a row is empty (-1) or holds
`color << 9 | index`, index 256 standing for "no class". Its last row counts the rows in use.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labeler.core.compiled import compiled, inlined

SLOTS = 1 << 14
GROUP = 8  # pixels: of three or four bytes they fill whole words of eight
NO_CLASS = 256
NOT_OPAQUE = 1 << 24

_SHIFT = 32 - 14
_FACTOR = 0x9E3779B1  # 2^32 divided by the golden ratio: neighbouring colours scatter
_LOW = 0xFFFFFFFF


@compiled("int64[:, :], int64[:]")
def fill_table(colors: Any, table: Any) -> None:
    """Put colours, (n, 2) of colour and index, into an empty table of SLOTS + 1 rows."""
    for slot in range(SLOTS):
        table[slot] = -1
    table[SLOTS] = 0
    for row in range(colors.shape[0]):
        table[_slot_of(table, colors[row, 0])] = colors[row, 0] << 9 | colors[row, 1]
        table[SLOTS] += 1


@compiled("uint8[:, :], uint64[:, :], int64[:, :], int64[:], int64[:], uint8[:]")
def translate(pixels: Any, groups: Any, colors: Any, table: Any, rules: Any, indices: Any) -> int:
    """Give each of n pixels its index; returns the number of pixels without a class.

    `pixels` is (n, 3|4), and `groups` is the same memory as whole words, a row for each full GROUP of pixels.
    `rules` is the largest square of a distance at which a colour still counts as the nearest
    class's, and the index of pixels without a class. A group that equals the one before it, the rule in
    label images, is not looked at pixel by pixel.
    """
    count = 0
    in_group = 0
    last = np.int64(-1)
    index = np.int64(NO_CLASS)
    for start in range(0, pixels.shape[0], GROUP):
        group = start // GROUP
        if 0 < group < groups.shape[0] and _is_repeated(groups, group):
            for pixel in range(start, start + GROUP):
                indices[pixel] = indices[pixel - GROUP]
        else:
            in_group = 0
            for pixel in range(start, min(start + GROUP, pixels.shape[0])):
                color = _color_at(pixels, pixel)
                if color != last:
                    last = color
                    index = _index_of(color, colors, table, rules[0])
                is_unknown = index == NO_CLASS
                in_group += is_unknown
                indices[pixel] = rules[1] if is_unknown else index
        count += in_group
    return count


@compiled("uint8[:, :], int64[:, :], int64[:], int64[:], uint32[:], int64[:]")
def tally(pixels: Any, colors: Any, table: Any, rules: Any, counts: Any, places: Any) -> None:
    """Count the pixels without a class by colour, and note where each colour comes first.

    `rules` is the square of a distance as for `translate`, and the number of the first of these pixels among
    all; `counts` and `places` have a row for each colour.
    """
    last = np.int64(-1)
    index = np.int64(NO_CLASS)
    for pixel in range(pixels.shape[0]):
        color = _color_at(pixels, pixel)
        if color != last:
            last = color
            index = _index_of(color, colors, table, rules[0])
        if index == NO_CLASS:
            if counts[color] == 0:
                places[color] = rules[1] + pixel
            counts[color] += 1


@inlined
def _is_repeated(groups: Any, group: int) -> Any:
    """Whether a row of whole words equals the row before it."""
    if groups.shape[1] == 4 and groups[group, 3] != groups[group - 1, 3]:
        return False
    return (
        groups[group, 0] == groups[group - 1, 0]
        and groups[group, 1] == groups[group - 1, 1]
        and groups[group, 2] == groups[group - 1, 2]
    )


@inlined
def _color_at(pixels: Any, pixel: int) -> Any:
    first, second, third = pixels[pixel, 0], pixels[pixel, 1], pixels[pixel, 2]
    color = np.int64(first) << 16 | np.int64(second) << 8 | np.int64(third)
    if pixels.shape[1] == 4 and pixels[pixel, 3] != 255:
        color |= NOT_OPAQUE
    return color


@inlined
def _slot_of(table: Any, color: Any) -> Any:
    """Where the table holds a colour, or the empty row where it would."""
    slot = ((color * _FACTOR) & _LOW) >> _SHIFT
    while table[slot] >= 0 and table[slot] >> 9 != color:
        slot = (slot + 1) & (SLOTS - 1)
    return slot


@inlined
def _index_of(color: Any, colors: Any, table: Any, reach: int) -> Any:
    slot = _slot_of(table, color)
    if table[slot] >= 0:
        return table[slot] & 511
    if reach == 0 or color >= NOT_OPAQUE:
        return np.int64(NO_CLASS)
    index = _nearest(color, colors, reach)
    if table[SLOTS] < SLOTS // 2:
        table[slot] = color << 9 | index
        table[SLOTS] += 1
    return index


@inlined
def _nearest(color: Any, colors: Any, reach: int) -> Any:
    """The index of the nearest colour, of several equally near ones that of the first row."""
    index = np.int64(NO_CLASS)
    least = np.int64(reach) + 1
    for row in range(colors.shape[0]):
        other = colors[row, 0]
        first = (color >> 16) - (other >> 16)
        second = (color >> 8 & 255) - (other >> 8 & 255)
        third = (color & 255) - (other & 255)
        distance = first * first + second * second + third * third
        if distance < least:
            least = distance
            index = colors[row, 1]
    return index
