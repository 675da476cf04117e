"""Whether images are label images or photographs, told by a few of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from labeler.core.errors import LabelerError
from labeler.core.files import read_bytes
from labeler.core.label_source import read_source, source_pixels
from labeler.core.pixel_counts import count_pixels
from labeler.core.png_chunks import PALETTE, SIGNATURE, parse_png

_SAMPLES = 5
_FEW = 48  # no more classes occur in an image; fewer colours make no photograph
_LEAST_FLAT = 0.8  # photographs have a tenth to a half, screenshots and drawings more


def are_label_images(files: Sequence[Path]) -> bool:
    """Whether most of some files, taken evenly from all, have pixels that mostly equal their neighbours."""
    step = max(1, len(files) // _SAMPLES)
    verdicts = [verdict for file in files[::step][:_SAMPLES] if (verdict := _is_flat(file)) is not None]
    return sum(verdicts) * 2 > len(verdicts)


def _is_of_few_numbers(path: Path) -> bool:
    """Whether this is a palette PNG of a few dozen numbers: photographs with a palette need all of it."""
    data = read_bytes(path)
    if not data.startswith(SIGNATURE) or parse_png(path, data).header.color_type != PALETTE:
        return False
    return len(count_pixels(source_pixels(path, data, keeps_numbers=True).astype(np.uint8))) <= _FEW


def _is_flat(path: Path) -> bool | None:
    """None for a file that cannot be read."""
    try:
        if _is_of_few_numbers(path):
            return True
        pixels = read_source(path)
    except LabelerError:
        return None
    if min(pixels.shape[:2]) < 2:
        return True
    rows = pixels[:: max(1, len(pixels) // 64)]
    is_equal = rows[:, 1:] == rows[:, :-1]
    return float(np.mean(is_equal.all(axis=2) if is_equal.ndim == 3 else is_equal)) >= _LEAST_FLAT
