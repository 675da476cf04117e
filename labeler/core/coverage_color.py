"""The colour of unlabelled pixels in coverage mode: loud, and like that of no class.

How far two colours are apart is measured in CIELAB (CIE 1976, D65 white), where 2.3 is just noticeable.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.palette import Color

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# Taken unless the colour of a class is nearer to it than this.
MAGENTA: Color = (255, 0, 200)
NEAR = 35.0

# Else one of these: vivid, that is, with one channel full and another one nearly empty.
_LEVELS = (0, 51, 102, 153, 204, 255)
_VIVID = [color for color in product(_LEVELS, repeat=3) if max(color) == 255 and min(color) <= 51]

# From linear sRGB to CIE XYZ (IEC 61966-2-1), each row divided by the white of D65.
_TO_XYZ = np.array([(0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)])
_TO_XYZ /= np.array([(0.9505,), (1.0,), (1.089,)])


def coverage_color(class_colors: Iterable[Color]) -> Color:
    """Magenta, or when a class is near it the vivid colour that is most distant from all `class_colors`."""
    taken = lab(np.array(list(class_colors), np.float64).reshape(-1, 3))
    if not len(taken) or _distances(lab([MAGENTA]), taken)[0] >= NEAR:
        return MAGENTA
    red, green, blue = _VIVID[int(_distances(lab(_VIVID), taken).argmax())]
    return red, green, blue


def lab(colors: ArrayLike) -> NDArray[np.float64]:
    """(n, 3) L, a, b of (n, 3) sRGB colours 0..255."""
    values = np.asarray(colors, np.float64) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    x, y, z = _curve(linear @ _TO_XYZ.T).T
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=1)


def _curve(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cube root of CIELAB, with its straight part near black."""
    bend = 6 / 29
    return np.where(shares > bend**3, np.cbrt(shares), shares / (3 * bend**2) + 4 / 29)


def _distances(colors: NDArray[np.float64], taken: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each colour is from the nearest one taken."""
    distances: NDArray[np.float64] = np.linalg.norm(colors[:, None] - taken, axis=2).min(axis=1)
    return distances
