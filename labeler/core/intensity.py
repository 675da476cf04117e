"""How values that do not fit into 8 bits are shown: stretched between their darkest and brightest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Share of the pixels at each end that may be shown as plain black or white (hot pixels, sensor gaps).
CLIPPED = 0.001

# A sample of this many rows and columns tells the range of a large image.
SAMPLE_SIDE = 1024


@dataclass(frozen=True, slots=True)
class Stretch:
    """The values that are shown as black and as white; those between lie on a straight line."""

    low: float
    high: float

    @classmethod
    def of(cls, sample: NDArray[Any], clipped: float = CLIPPED) -> Stretch:
        """From the quantiles of the finite values of a sample, the share `clipped` from both ends.

        The whole range counts where the quantiles are one value; an image of one value is black.
        """
        values = sample[np.isfinite(sample)]
        if values.size == 0:
            return cls(0.0, 0.0)
        # Values that occur, not means of two of them, so that they read as what the file holds.
        low, high = np.quantile(values, (clipped, 1 - clipped), method="inverted_cdf").tolist()
        return cls(low, high) if low < high else cls(float(values.min()), float(values.max()))

    def applied(self, values: NDArray[Any]) -> NDArray[np.uint8]:
        """uint8 values of the same shape; values that are no number are black."""
        if self.low >= self.high:
            return np.zeros(values.shape, np.uint8)
        # Python's numbers leave the array its type: 16 bits fit into float32, which takes half the time.
        exact = np.float32 if values.dtype.itemsize <= 2 else np.float64
        with np.errstate(invalid="ignore", over="ignore"):
            numbers: NDArray[np.floating] = values.astype(exact)
            grey = (numbers - self.low) * (255 / (self.high - self.low))
        shown: NDArray[np.uint8] = np.nan_to_num(grey.clip(0, 255)).round().astype(np.uint8)
        return shown

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}"
