"""Which of the ready class tables the colours, or the grey values, of label images look like.

Many public tables share colours, and some share all of them (VOC and its copy in mmsegmentation; the 19
classes of Cityscapes among its 34): what the pixels cannot tell apart is named together, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.class_file import read_ready_table, ready_tables
from labeler.core.classes import VOID, ClassTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.palette import Color

NEAR = 6.0  # the distance in RGB that JPEG moves most colours by, far from the edges of regions

_LEAST_SHARE = 0.97  # of the pixels, before a table is named
_LEAST_SHARE_NEAR = 0.6  # the edges of regions are far off; a photograph has some per cent near a table
_LEAST_COLORS = 2  # one colour alone says nothing: most tables have black
_EQUAL_SHARES, _EQUAL_SHARES_NEAR = 0.001, 0.03
_BROADER = 2  # a table of twice as many colours says less about an image that needs only half of them
_BETTER_KNOWN = ("voc21", "cityscapes_trainIds19", "ade20k150")  # named before others that fit equally
_LEAST_USED = 0.75  # of a table's indices, before grey values say anything: all tables have 0, 1, 2, 3
_SPECK = 0.001  # of the pixels: blurred edges touch the colours of tables by chance
_REGION = 0.02  # of the pixels in one colour: no edge has as many, so it stands for a class
_LOOKED_AT = 4096  # colours that are compared by distance, the commonest


@dataclass(frozen=True, slots=True)
class Match:
    """A ready table that images look like.

    `share` (0..1) is that of the pixels whose colour, or grey value, the table has; `used` of its `size`
    colours (or indices) occur. `distance` is how far in RGB a colour may lie from the table's: 0 for exact
    ones, `NEAR` for blurred ones.
    """

    name: str
    classes: ClassTable
    share: float
    used: int
    size: int
    distance: float = 0.0

    @property
    def in_words(self) -> str:
        """Name and share, as in `voc21 (99.8 % of the pixels)`; 100 % where no single pixel is missing."""
        percent = 100.0 if self.share >= 1 else min(99.9, round(100 * self.share, 1))
        return f"{self.name} ({percent:g} % of the pixels{'' if not self.distance else ', nearly'})"

    @property
    def indices(self) -> dict[Color, frozenset[int]]:
        """What each colour of the table means: one index, or several that share it."""
        return _indices_of(self.classes)


def recognise(color_counts: Mapping[Color, int]) -> list[Match]:
    """The ready tables that images of these colours look like, the likeliest first; empty when there is none.

    `color_counts`: pixels by colour, as `count_colors` gives them, of one image or summed over many. A table
    must have at least 97 % of the pixels, in two colours or more; where no table has them exactly (JPEG, soft
    edges), 60 % must lie near its colours, and each colour of a whole region among them. At equal shares the
    table with fewer colours comes first: it promised less.
    """
    found = _exact_matches(color_counts)
    return _ordered(found or _near_matches(color_counts))


def recognise_indices(index_counts: Mapping[int, int]) -> list[Match]:
    """The ready tables whose indices grey values may be, the likeliest first.

    `index_counts`: pixels by value, as `count_pixels` gives them, of one image or summed over many.
    Small numbers occur in every table, so one is named only when it has 97 % of the pixels and three quarters
    of its indices, void aside, occur.
    """
    total = sum(index_counts.values())
    matches = []
    for name, table in _tables().items():
        indices = {row.index for row in table}
        own = indices - {VOID}
        used = len(own & index_counts.keys())
        pixels = sum(count for index, count in index_counts.items() if index in indices)
        if total and pixels >= _LEAST_SHARE * total and used >= _LEAST_USED * len(own):
            matches.append(Match(name, table, pixels / total, used, len(own)))
    return _ordered(matches)


def has_near(color_counts: Mapping[Color, int], classes: ClassTable) -> bool:
    """Whether colours are those of a class table but for blur, by the rules of `recognise`."""
    pixels, used = _near(*_commonest(color_counts), classes)
    return pixels >= _LEAST_SHARE_NEAR * sum(color_counts.values()) and used >= _LEAST_COLORS


def equally_good(matches: Sequence[Match]) -> list[Match]:
    """Those of the matches that the pixels cannot tell from the first one.

    Their shares are equal to a thousandth (three hundredths where colours are blurred), and none has twice as
    many colours as the first.
    """
    if not matches:
        return []
    best = matches[0]
    nearly = _nearly_equal(matches)
    return [each for each in matches if each in nearly and each.size < _BROADER * best.size]


def only_choice(matches: Sequence[Match], color_counts: Mapping[Color, int]) -> Match | None:
    """The table to take, or None where equally good ones give the colours that occur different indices.

    Of tables that agree about all colours that both have, the one with the most colours is taken.
    """
    candidates = equally_good(matches)
    if not candidates or any(_disagree(one, other) for one in candidates for other in candidates):
        return None
    best = max(candidates, key=lambda match: match.size)
    is_shared = any(len(best.indices.get(color, ())) > 1 for color in color_counts)
    return None if is_shared else best


def _exact_matches(color_counts: Mapping[Color, int]) -> list[Match]:
    names = list(_tables())
    pixels, used = [0] * len(names), [0] * len(names)
    tables_of = _tables_of_color()
    for color, count in color_counts.items():
        for number in tables_of.get(color, ()):
            pixels[number] += count
            used[number] += 1
    return _convincing(pixels, used, sum(color_counts.values()), 0.0)


def _near_matches(color_counts: Mapping[Color, int]) -> list[Match]:
    colors, counts = _commonest(color_counts)
    found = [_near(colors, counts, table) for table in _tables().values()]
    pixels, used = [each[0] for each in found], [each[1] for each in found]
    return _convincing(pixels, used, sum(color_counts.values()), NEAR)


def _commonest(color_counts: Mapping[Color, int]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The colours that are compared by distance, (n, 3), and their pixels, (n,)."""
    commonest = sorted(color_counts.items(), key=lambda item: -item[1])[:_LOOKED_AT]
    colors = np.array([color for color, _ in commonest], np.float32).reshape(-1, 3)
    return colors, np.array([count for _, count in commonest], np.int64)


def _near(colors: NDArray[np.float32], counts: NDArray[np.int64], table: ClassTable) -> tuple[int, int]:
    """The pixels near the colours of a table, 0 where a whole region is not; and how many of those occur."""
    own = np.array(list(_indices_of(table)), np.float32)
    squares = np.full(len(colors), np.inf, np.float32)
    nearest = np.zeros(len(colors), np.intp)
    for number, color in enumerate(own):
        distance = ((colors - color) ** 2).sum(axis=1)
        is_nearer = distance < squares
        squares[is_nearer], nearest[is_nearer] = distance[is_nearer], number
    is_near = squares <= NEAR * NEAR
    explains_regions = is_near[counts > _REGION * counts.sum()].all()
    of_color = np.bincount(nearest[is_near], counts[is_near], minlength=len(own))
    used = int((of_color > _SPECK * counts.sum()).sum())
    return int(counts[is_near].sum()) if explains_regions else 0, used


def _convincing(pixels: Sequence[int], used: Sequence[int], total: int, distance: float) -> list[Match]:
    least = (_LEAST_SHARE_NEAR if distance else _LEAST_SHARE) * total
    return [
        Match(name, table, pixels[number] / total, used[number], len(_indices_of(table)), distance)
        for number, (name, table) in enumerate(_tables().items())
        if total and pixels[number] >= least and used[number] >= _LEAST_COLORS
    ]


def _ordered(matches: list[Match]) -> list[Match]:
    """By share; those that are as good as the best by what they promised."""
    by_share = sorted(matches, key=lambda each: -each.share)
    best = _nearly_equal(by_share)
    return sorted(best, key=lambda each: (each.size, each.name not in _BETTER_KNOWN, each.name)) + [
        each for each in by_share if each not in best
    ]


def _nearly_equal(matches: Sequence[Match]) -> list[Match]:
    """The matches whose share is as good as the best one's."""
    best = max((each.share for each in matches), default=0.0)
    margin = _EQUAL_SHARES_NEAR if any(each.distance for each in matches) else _EQUAL_SHARES
    return [each for each in matches if best - each.share < margin]


def _disagree(one: Match, other: Match) -> bool:
    mine, theirs = one.indices, other.indices
    return any(mine[color] != theirs[color] for color in mine.keys() & theirs.keys())


@cache
def _tables() -> dict[str, ClassTable]:
    return {table.name: read_ready_table(table.name) for table in ready_tables()}


@cache
def _tables_of_color() -> dict[Color, tuple[int, ...]]:
    """The numbers of the tables that have a colour."""
    numbers: dict[Color, tuple[int, ...]] = {}
    for number, table in enumerate(_tables().values()):
        for color in _indices_of(table):
            numbers[color] = (*numbers.get(color, ()), number)
    return numbers


def _indices_of(table: ClassTable) -> dict[Color, frozenset[int]]:
    indices: dict[Color, frozenset[int]] = {}
    for row in table:
        indices[row.color] = indices.get(row.color, frozenset()) | {row.index}
    return indices
