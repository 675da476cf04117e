"""Regions of a review for tests."""

from __future__ import annotations

import numpy as np

from labeler.core.classes import ClassTable
from labeler.core.difference_regions import difference_regions
from labeler.gui.reviewed_regions import ReviewedRegions

CLASSES = ClassTable().with_class("cat", 1).with_class("dog", 2)
SIZE = (30, 20)


def maps() -> tuple[np.ndarray, np.ndarray]:
    """Truth and prediction: cat as dog (40 px and 4 px), background as cat (6 px), cat as index 9 (2 px)."""
    truth = np.zeros(SIZE[::-1], np.uint8)
    truth[:10] = 1
    prediction = truth.copy()
    prediction[0:4, 0:10] = 2
    prediction[6:8, 20:22] = 2
    prediction[15:17, 5:8] = 1
    prediction[9, 28:30] = 9
    return truth, prediction


def reviewed(truth: np.ndarray | None = None) -> ReviewedRegions:
    """Those of `maps`, or of another truth with that prediction."""
    own, prediction = maps()
    return ReviewedRegions(difference_regions(own if truth is None else truth, prediction))
