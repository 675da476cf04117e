"""What will trouble the users of a class table: colours and names that are easily mixed up, and more.

None of it is an error. Every warning says what it is about, so that a window can offer its remedy.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.perception import Vision, distances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import ColorImage
    from labeler.core.classes import ClassRow, ClassTable
    from labeler.core.palette import Color

# Nearer than this two colours are hardly told apart where they do not touch.
ALIKE = 5.0
# A class colour is lost on a photograph where so large a share of it is nearer than so much.
_LIKE_PHOTOGRAPH = 8.0
_PHOTOGRAPH_SHARE = 0.2
# So many pixels of a photograph, evenly from all of it, stand for it; 5 bits a channel are enough.
_SAMPLE = 64
_COARSE = 8


class WarningKind(StrEnum):
    """What a warning is about."""

    EQUAL_COLORS = "equal colours"
    ALIKE_COLORS = "colours alike"
    ALIKE_TO_SOME = "colours alike to the colour blind"
    LIKE_PHOTOGRAPH = "colour like the photograph"
    ALIKE_NAMES = "names alike"
    UNUSED = "never used"
    MISSING = "index without a class"


@dataclass(frozen=True, slots=True)
class ClassWarning:
    """A sentence for the user, the classes it is about, and for MISSING the index that has no class."""

    kind: WarningKind
    text: str
    rows: tuple[ClassRow, ...] = ()
    index: int | None = None


def table_warnings(classes: ClassTable) -> list[ClassWarning]:
    """What the table alone shows: equal and similar colours, the most similar first, and similar names."""
    return [*_equal_colors(classes), *_alike_colors(classes), *_alike_names(classes)]


def photograph_warnings(classes: ClassTable, photograph: ColorImage) -> list[ClassWarning]:
    """Classes that can hardly be seen on an (H, W, 3) uint8 photograph, for much of it has their colour."""
    colors, counts = _sampled(photograph)
    rows = [row for row in classes if not row.is_fixed]
    if not rows or not len(counts):
        return []
    near = distances([row.color for row in rows], colors) < _LIKE_PHOTOGRAPH
    shares = (near * counts).sum(axis=1) / counts.sum()
    return [
        ClassWarning(
            WarningKind.LIKE_PHOTOGRAPH,
            f"{100 * share:.0f} % of the photograph has a colour like that of {row.name}.",
            (row,),
        )
        for row, share in zip(rows, shares.tolist(), strict=True)
        if share >= _PHOTOGRAPH_SHARE
    ]


def usage_warnings(classes: ClassTable, usage: Mapping[str, int]) -> list[ClassWarning]:
    """Classes that no shape has; `usage` counts the shapes of each class name in the whole dataset."""
    return [
        ClassWarning(WarningKind.UNUSED, f"No shape of the dataset is {row.name}.", (row,))
        for row in classes.user_rows
        if not usage.get(row.name)
    ]


def index_warnings(classes: ClassTable, counts: Mapping[int, int]) -> list[ClassWarning]:
    """Indices that label images use and the table lacks; `counts` has the pixels of each index."""
    return [
        ClassWarning(
            WarningKind.MISSING,
            f"Label images have {count:,} px of the index {index}, which no class has.",
            index=index,
        )
        for index, count in sorted(counts.items())
        if count and classes.at(index) is None
    ]


def _equal_colors(classes: ClassTable) -> Iterator[ClassWarning]:
    for rows in classes.same_colors():
        names = [row.name for row in rows]
        told = f"{', '.join(names[:-1])} and {names[-1]}"
        text = f"{told} have the same colour; a reader of colours cannot tell them apart."
        yield ClassWarning(WarningKind.EQUAL_COLORS, text, rows)


def _alike_colors(classes: ClassTable) -> list[ClassWarning]:
    """Pairs of different colours that look alike, to everybody or to some, the most similar first."""
    rows = classes.rows
    colors = [row.color for row in rows]
    apart = {vision: distances(colors, colors, vision) for vision in Vision}
    found: list[tuple[bool, float, ClassWarning]] = []
    for (first, a), (second, b) in combinations(enumerate(rows), 2):
        if a.color == b.color:
            continue
        to = [vision for vision in Vision if apart[vision][first, second] < ALIKE]
        if to:
            warning = _alike_warning(a, b, to)
            distance = float(min(apart[vision][first, second] for vision in to))
            found.append((Vision.NORMAL not in to, distance, warning))
    found.sort(key=lambda each: each[:2])
    return [warning for _, _, warning in found]


def _alike_warning(a: ClassRow, b: ClassRow, to: list[Vision]) -> ClassWarning:
    if Vision.NORMAL in to:
        text = f"The colours of {a.name} and {b.name} are hardly told apart."
        return ClassWarning(WarningKind.ALIKE_COLORS, text, (a, b))
    text = f"The colours of {a.name} and {b.name} are hardly told apart with {' or '.join(to)}."
    return ClassWarning(WarningKind.ALIKE_TO_SOME, text, (a, b))


def _alike_names(classes: ClassTable) -> Iterator[ClassWarning]:
    groups: dict[str, list[ClassRow]] = {}
    for row in classes:
        # One letter may be written in several ways: é is one character, or e with an accent behind it.
        name = unicodedata.normalize("NFKC", row.name).casefold()
        key = "".join(part for part in name if not (part.isspace() or part in "_-"))
        groups.setdefault(key, []).append(row)
    for rows in groups.values():
        if len(rows) > 1:
            names = " and ".join(repr(row.name) for row in rows)
            text = f"The names {names} differ in upper and lower case, blanks or hyphens only."
            yield ClassWarning(WarningKind.ALIKE_NAMES, text, tuple(rows))


def _sampled(photograph: ColorImage) -> tuple[list[Color], NDArray[np.int64]]:
    """The colours of some pixels, coarsely, and how often each occurs."""
    height, width = photograph.shape[:2]
    sample = photograph[:: max(1, height // _SAMPLE), :: max(1, width // _SAMPLE), :3].reshape(-1, 3)
    coarse = sample // _COARSE * _COARSE + _COARSE // 2
    found, counts = np.unique(coarse, axis=0, return_counts=True)
    colors: list[Color] = [(red, green, blue) for red, green, blue in found.tolist()]
    return colors, counts.astype(np.int64)
