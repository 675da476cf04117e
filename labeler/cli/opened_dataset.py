"""A dataset as a command opens it: what had to be put in order first is said."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.dataset import Dataset


def opened_dataset(folder: Path, classes: ClassTable | None = None) -> Dataset:
    """The dataset of a folder, with another class table if one is given; raises as `open_dataset`."""
    from labeler.core.dataset import open_dataset

    dataset = open_dataset(folder, classes=classes)
    if dataset.recovered:
        print(f"labeler: {dataset.recovered}", file=sys.stderr)
    return dataset
