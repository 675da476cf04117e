"""The next colour for a class: the one that is hardest to take for any colour that is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.perception import Vision, perceived

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.palette import Color

# What is chosen among: 343 colours, evenly through the cube of sRGB.
_LEVELS = (0, 43, 85, 128, 170, 213, 255)
_CANDIDATES: list[Color] = [(red, green, blue) for red, green, blue in product(_LEVELS, repeat=3)]


def distinct_colors(taken: Iterable[Color], count: int = 1) -> list[Color]:
    """So many colours (r, g, b), each as far as can be from all `taken` and from those chosen before it.

    How far is told by the vision, normal or colour blind, to which two colours look nearest.
    """
    nearest = np.full(len(_CANDIDATES), np.inf)
    for color in set(taken):
        _take(nearest, color)
    chosen: list[Color] = []
    while len(chosen) < count:
        # Without any colour that is taken: the first of the strongest ones.
        best = _CANDIDATES[int(nearest.argmax())] if np.isfinite(nearest).all() else (255, 0, 0)
        chosen.append(best)
        _take(nearest, best)
    return chosen


def _take(nearest: NDArray[np.float64], color: Color) -> None:
    """Let every candidate know how far this colour is, if none was nearer."""
    for vision, places in _candidate_places():
        apart = np.linalg.norm(places - perceived([color], vision), axis=1)
        np.minimum(nearest, apart, out=nearest)


@cache
def _candidate_places() -> Sequence[tuple[Vision, NDArray[np.float64]]]:
    return [(vision, perceived(_CANDIDATES, vision)) for vision in Vision]
