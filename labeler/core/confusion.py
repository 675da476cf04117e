"""The confusion matrix of two label maps: as what a prediction has the pixels of each class of the truth."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.classes import VOID
from labeler.core.compiled import compiled, needs_stand_in
from labeler.core.errors import ImageSizeError, OptionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap


def confusion_matrix(
    truth: LabelMap, prediction: LabelMap, *, ignored: Collection[int] = (VOID,)
) -> NDArray[np.int64]:
    """(256, 256) int64: pixels by their index in the truth (row) and in the prediction (column).

    `truth`, `prediction`: (H, W) uint8 class indices. Rows of `ignored` indices are 0: what the truth leaves
    open is not judged, whatever the prediction says there (VOC devkit, VOCevalseg.m: only gt < 255 counts).
    The column of an ignored index is kept: a pixel whose class the truth knows and the prediction leaves open
    is no hit. Raises ImageSizeError for maps of different sizes, OptionError for other arrays.
    """
    check_sizes(truth, prediction)
    true = np.ascontiguousarray(truth).reshape(-1)
    predicted = np.ascontiguousarray(prediction).reshape(-1)
    split = 0 if needs_stand_in(_count_words) else true.size - true.size % 8
    rest = true[split:].astype(np.int64) * 256 + predicted[split:]
    counts = np.bincount(rest, minlength=1 << 16).astype(np.int64)
    if split:
        _count_words(true[:split].view(np.uint64), predicted[:split].view(np.uint64), counts)
    matrix = counts.reshape(256, 256)
    matrix[list(ignored)] = 0
    return matrix


def check_sizes(truth: LabelMap, prediction: LabelMap) -> None:
    """Raise ImageSizeError when two label maps differ in size, OptionError when one is no label map."""
    for label_map in (truth, prediction):
        if label_map.ndim != 2 or label_map.dtype != np.uint8:
            raise OptionError(
                f"Label maps are compared as two-dimensional uint8 arrays of class indices; this one is "
                f"{label_map.dtype} of the shape {label_map.shape}."
            )
    if truth.shape != prediction.shape:
        sizes = [f"{width} x {height}" for height, width in (truth.shape, prediction.shape)]
        raise ImageSizeError(
            f"The truth has {sizes[0]} pixels and the prediction {sizes[1]}, and only equal sizes can be "
            f"compared. Scale the prediction to the size of the truth (nearest neighbour)."
        )


@compiled("uint64[:], uint64[:], int64[:]")
def _count_words(truth: Any, prediction: Any, counts: Any) -> None:
    """Add pairs of bytes of uint64 words to 65,536 counts. Runs of equal pairs are the rule in label maps."""
    spread = np.uint64(0x0101010101010101)
    low = np.uint64(255)
    last_true = np.uint64(0)
    last_predicted = np.uint64(0)
    run = 0
    for place in range(truth.size):
        true, predicted = truth[place], prediction[place]
        if true == last_true and predicted == last_predicted:
            run += 8
        elif true == (true & low) * spread and predicted == (predicted & low) * spread:
            counts[(last_true & low) * np.uint64(256) + (last_predicted & low)] += run
            last_true = true
            last_predicted = predicted
            run = 8
        else:
            for byte in range(8):
                shift = np.uint64(8 * byte)
                row, column = (true >> shift) & low, (predicted >> shift) & low
                counts[row * np.uint64(256) + column] += 1
    counts[(last_true & low) * np.uint64(256) + (last_predicted & low)] += run
