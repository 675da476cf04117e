"""Names for the arrays that pass through Labeler, for type hints only (import under TYPE_CHECKING).

Points: (n, 2) float64 x, y in pixels. LabelMap: (H, W) uint8 class indices. Palette: (256, 3) uint8 RGB.
Mask: (H, W) bool. InstanceMap: (H, W) uint8 or uint16 object numbers. ColorImage: (H, W, 3) uint8.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]
LabelMap: TypeAlias = NDArray[np.uint8]
Palette: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]
InstanceMap: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16]
ColorImage: TypeAlias = NDArray[np.uint8]
