"""Whether images are label images or photographs, told by a few of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from labeler.core.errors import LabelerError
from labeler.core.label_source import read_source

_SAMPLES = 5
_LEAST_FLAT = 0.8  # photographs have a tenth to a half, screenshots and drawings more


def are_label_images(files: Sequence[Path]) -> bool:
    """Whether most of some files, taken evenly from all, have pixels that mostly equal their neighbours."""
    step = max(1, len(files) // _SAMPLES)
    verdicts = [verdict for file in files[::step][:_SAMPLES] if (verdict := _is_flat(file)) is not None]
    return sum(verdicts) * 2 > len(verdicts)


def _is_flat(path: Path) -> bool | None:
    """None for a file that cannot be read."""
    try:
        pixels = read_source(path)
    except LabelerError:
        return None
    if min(pixels.shape[:2]) < 2:
        return True
    rows = pixels[:: max(1, len(pixels) // 64)]
    is_equal = rows[:, 1:] == rows[:, :-1]
    return float(np.mean(is_equal.all(axis=2) if is_equal.ndim == 3 else is_equal)) >= _LEAST_FLAT
