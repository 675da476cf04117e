"""The figures of a comparison: IoU, Dice, precision, recall and accuracies, out of a confusion matrix.

With t pixels of a class in the truth, p in the prediction and c in both (each over the pixels that are
judged): IoU = c / (t + p - c), Dice = 2c / (t + p), precision = c / p, recall = c / t. A figure whose divisor
is 0 is NaN and is left out of every mean. Everett et al., "The Pascal Visual Object Classes Challenge" (IJCV
2010) for IoU; Long, Shelhamer, Darrell, "Fully Convolutional Networks" (CVPR 2015) for the accuracies.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from labeler.core.classes import VOID

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Which classes a mean is over: those in the truth or the prediction, or those in the truth only.
MeanOver = Literal["present", "truth"]
MEANS_OVER: tuple[MeanOver, ...] = ("present", "truth")


@dataclass(frozen=True, eq=False)
class Scores:
    """The figures of one image or of a whole set, for the k classes that occur in it, by ascending index.

    `indices`: (k,) the classes. `truth`, `predicted`, `correct`: (k,) int64 pixels in the truth, in the
    prediction and in both, among the pixels whose truth is not ignored. `boundary`: (k,) the boundary F-score
    of each class, NaN where it has no boundary; None when it was not asked for. Ratios are float64 from 0 to
    1. Means of IoU, Dice and boundary F are over the classes of the truth or the prediction, as in mmseg and
    TensorFlow, so that a class which only the prediction has counts as 0; with `mean_over` "truth" over those
    of the truth. An ignored index (void) is no class.
    """

    indices: NDArray[np.intp]
    truth: NDArray[np.int64]
    predicted: NDArray[np.int64]
    correct: NDArray[np.int64]
    boundary: NDArray[np.float64] | None = None
    mean_over: MeanOver = "present"

    @classmethod
    def of_matrix(
        cls,
        matrix: NDArray[np.int64],
        ignored: Collection[int] = (VOID,),
        boundary: NDArray[np.float64] | None = None,
        mean_over: MeanOver = "present",
    ) -> Scores:
        """The figures of a (256, 256) confusion matrix whose rows of ignored indices are 0.

        `boundary`: (256,) F-scores, NaN where there is none.
        """
        truth, predicted = matrix.sum(1), matrix.sum(0)
        is_class = truth + predicted > 0
        is_class[list(ignored)] = False
        at = np.flatnonzero(is_class)
        own = None if boundary is None else boundary[at]
        return cls(at, truth[at], predicted[at], matrix.diagonal()[at], own, mean_over)

    @property
    def pixels(self) -> int:
        """How many pixels were judged: those whose truth is not ignored."""
        return int(self.truth.sum())

    @cached_property
    def iou(self) -> NDArray[np.float64]:
        """(k,) intersection over union, also called Jaccard index."""
        return _ratio(self.correct, self.truth + self.predicted - self.correct)

    @cached_property
    def dice(self) -> NDArray[np.float64]:
        """(k,) Dice coefficient, which is the F1 of pixels."""
        return _ratio(2 * self.correct, self.truth + self.predicted)

    @cached_property
    def precision(self) -> NDArray[np.float64]:
        """(k,) the share of the predicted pixels that are right; NaN for a class that is not predicted."""
        return _ratio(self.correct, self.predicted)

    @cached_property
    def recall(self) -> NDArray[np.float64]:
        """(k,) the share of the truth's pixels that are found; NaN for a class that the truth lacks."""
        return _ratio(self.correct, self.truth)

    @property
    def mean_iou(self) -> float:
        """mIoU: the mean of IoU over classes."""
        return self._mean(self.iou)

    @property
    def mean_dice(self) -> float:
        """The mean of Dice over classes."""
        return self._mean(self.dice)

    @property
    def pixel_accuracy(self) -> float:
        """The share of all judged pixels that are right."""
        return int(self.correct.sum()) / self.pixels if self.pixels else math.nan

    @property
    def mean_accuracy(self) -> float:
        """The mean of recall over the classes of the truth, also called mAcc or balanced accuracy."""
        return _mean(self.recall)

    @property
    def mean_precision(self) -> float:
        """The mean of precision over the classes that are predicted."""
        return _mean(self.precision)

    @property
    def frequency_weighted_iou(self) -> float:
        """The mean of IoU, in which each class weighs as many pixels as the truth has of it."""
        known = self.truth > 0
        return float(np.average(self.iou[known], weights=self.truth[known])) if known.any() else math.nan

    @property
    def mean_boundary(self) -> float:
        """The mean of the boundary F-score over the classes that have a boundary; NaN when not measured."""
        return math.nan if self.boundary is None else self._mean(self.boundary)

    def _mean(self, values: NDArray[np.float64]) -> float:
        return _mean(values[self.truth > 0] if self.mean_over == "truth" else values)


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else math.nan


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    """The quotients; NaN where the divisor is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        quotients: NDArray[np.float64] = np.where(whole > 0, np.true_divide(part, whole), np.nan)
    return quotients
