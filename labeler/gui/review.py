"""What a review of predictions shows on the canvas; known to the canvas and to the list of regions."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from labeler.core.arrays import LabelMap


class Shown(StrEnum):
    """What of a review the canvas shows: the annotation's label map, the prediction, or where they differ."""

    TRUTH = "truth"
    PREDICTION = "prediction"
    DIFFERENCES = "differences"


class Review(NamedTuple):
    """What is shown, and the prediction, (H, W) uint8 as large as the label map; None: it is not known."""

    shown: Shown = Shown.TRUTH
    prediction: LabelMap | None = None
