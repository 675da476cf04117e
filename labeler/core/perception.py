"""How far apart colours look, also to people who are colour blind.

Distances are Euclidean in CAM16-UCS (C. Li et al., 2017), where about 1 is just noticeable side by side;
colour blindness is simulated as coloraide does it (protan and deutan after Viénot, Brettel and Mollon 1999,
tritan after Brettel, Viénot and Mollon 1997), for people who lack a kind of cone altogether.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.palette import Color


class Vision(StrEnum):
    """How somebody sees; the values are words for the user."""

    NORMAL = "normal vision"
    PROTAN = "protanopia"
    DEUTAN = "deuteranopia"
    TRITAN = "tritanopia"


# The filter of coloraide that simulates each.
_FILTERS = {Vision.PROTAN: "protan", Vision.DEUTAN: "deutan", Vision.TRITAN: "tritan"}


def perceived(colors: Iterable[Color], vision: Vision = Vision.NORMAL) -> NDArray[np.float64]:
    """(n, 3) float64: where colours (r, g, b), 0..255, lie in a space that measures as the eye does."""
    return np.array([_place(*color, vision) for color in colors], np.float64).reshape(-1, 3)


def distances(
    colors: Iterable[Color], others: Iterable[Color], vision: Vision = Vision.NORMAL
) -> NDArray[np.float64]:
    """(n, m) float64: how far each of n colours looks from each of m others."""
    here, there = perceived(colors, vision), perceived(others, vision)
    apart: NDArray[np.float64] = np.linalg.norm(here[:, None] - there[None], axis=2)
    return apart


@lru_cache(maxsize=1 << 14)
def _place(red: int, green: int, blue: int, vision: Vision) -> tuple[float, float, float]:
    lightness, first, second = _filtered(red, green, blue, vision).convert("cam16-ucs").coords()
    return float(lightness), float(first), float(second)


def _filtered(red: int, green: int, blue: int, vision: Vision) -> Any:
    color = _library()("srgb", [red / 255, green / 255, blue / 255])
    return color if vision is Vision.NORMAL else color.filter(_FILTERS[vision], 1.0)


@cache
def _library() -> Any:
    """The colour class of coloraide; imported at the first use, for it takes a tenth of a second."""
    from coloraide import Color as Base
    from coloraide.spaces.cam16 import CAM16JMh
    from coloraide.spaces.cam16_ucs import CAM16UCS

    class _Color(Base):
        """The usual spaces, and CAM16-UCS."""

    _Color.register([CAM16JMh(), CAM16UCS()])
    return _Color
