"""What the pixels and the palette of a label image say, against the class table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.odd_values import odd_values
from labeler.core.palette import color_to_hex
from labeler.jobs.check import codes
from labeler.jobs.check.finding import Finding, Place

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.palette import Color
    from labeler.jobs.check.open_label import OpenLabel
    from labeler.jobs.check.opened import OpenItem

VALUE_CODES = (codes.UNKNOWN_INDEX, codes.UNKNOWN_COLOR, codes.ANTIALIASED)
PALETTE_CODES = (codes.PALETTE_ORDER, codes.PALETTE_DIFFERS)

_NAMED = 5


def look_at_values(opened: OpenItem) -> Iterator[Finding]:
    """Pixels of an index or a colour that no class has, along edges or anywhere."""
    classes, label = opened.layout.classes, opened.label
    if classes is None or label is None:
        return
    if label.indices is not None:
        yield from _odd_indices(opened, label, classes)
    elif (colors := opened.label_colors) is not None and colors.odd is not None:
        code = codes.ANTIALIASED if colors.odd.is_smoothed else codes.UNKNOWN_COLOR
        place = Place(colors.odd.first, colors.odd.rect)
        yield Finding(code, colors.words, label.path, place, image=opened.item.name)


def look_at_palette(opened: OpenItem) -> Iterator[Finding]:
    """A palette with other colours than the class table."""
    classes, label = opened.layout.classes, opened.label
    if classes is None or label is None or label.colors is None or label.counts is None:
        return
    if not opened.layout.has_colors:
        return
    stored: list[Color] = [(r, g, b) for r, g, b in label.colors.tolist()]
    index_of_color = {row.color: row.index for row in reversed(classes.rows)}
    name = opened.item.name
    for index in np.flatnonzero(label.counts).tolist():
        color = stored[index] if index < len(stored) else None
        row = classes.at(index)
        if color is None or (row is not None and row.color == color) or color not in index_of_color:
            continue
        other = index_of_color[color]
        text = (
            f"Its index {index} has the colour {color_to_hex(color)}, which is that of "
            f"{_named(classes, other)} in the class table. Either its colours or its indices are wrong."
        )
        yield Finding(codes.PALETTE_ORDER, text, label.path, image=name)
        return
    if told := _differences(stored, classes):
        yield Finding(codes.PALETTE_DIFFERS, told, label.path, is_fixable=True, image=name)


def _odd_indices(opened: OpenItem, label: OpenLabel, classes: ClassTable) -> Iterator[Finding]:
    assert label.counts is not None
    assert label.indices is not None
    counts: list[int] = label.counts.tolist()
    used = np.flatnonzero(label.counts).tolist()
    unknown = [index for index in used if classes.at(index) is None]
    if not unknown:
        return
    is_known = np.array([classes.at(index) is not None for index in range(256)])
    odd = odd_values(label.indices, is_known)
    assert odd is not None
    commonest = sorted(unknown, key=lambda index: -counts[index])[:_NAMED]
    told = ", ".join(f"{index} ({counts[index]:,} px)" for index in commonest)
    more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
    code = codes.ANTIALIASED if odd.is_smoothed else codes.UNKNOWN_INDEX
    text = f"{odd.pixel_count:,} px have an index that no class has: {told}{more}."
    yield Finding(code, text, label.path, Place(odd.first, odd.rect), image=opened.item.name)


def _differences(stored: list[Color], classes: ClassTable) -> str:
    """How a palette differs from the class table, in words; empty when it does not."""
    wrong = [row for row in classes if row.index < len(stored) and stored[row.index] != row.color]
    if wrong:
        row = wrong[0]
        others = len(wrong) - 1
        more = f"; {others} other class{' differs' if others == 1 else 'es differ'}" if others else ""
        return (
            f"Its palette has {color_to_hex(stored[row.index])} for {_named(classes, row.index)}, and the "
            f"class table {color_to_hex(row.color)}{more}."
        )
    missing = [row for row in classes if row.index >= len(stored)]
    if missing:
        return f"Its palette ends after {len(stored)} colours and lacks {_named(classes, missing[0].index)}."
    return ""


def _named(classes: ClassTable, index: int) -> str:
    row = classes.at(index)
    return f"{row.name!r} ({index})" if row is not None else f"index {index}"
