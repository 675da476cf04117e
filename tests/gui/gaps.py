"""Gaps for tests, without a label map."""

from __future__ import annotations

from labeler.core.gaps import Gap, GapKind
from labeler.core.geometry import PixelRect


def gap(
    pixels: int = 40, start: tuple[int, int] = (5, 6), index: int = 0, neighbours=((1, 12), (2, 3))
) -> Gap:
    """A gap of 4 px height; smaller than 20 px it is a sliver."""
    left, top = start
    kind = GapKind.SLIVER if pixels < 20 else GapKind.GAP
    return Gap(kind, index, pixels, PixelRect(left, top, left + pixels // 4, top + 4), start, neighbours)
