"""Changes of classes over a dataset: label images of 1920 x 1080 a second, all or nothing."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from labeler.core.class_changes import ClassChange, MergeClasses, ReindexClasses
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.dataset import Dataset
from labeler.core.label_png import read_label_png, write_label_png
from labeler.core.palette import voc_color
from labeler.core.remapping import Remapping
from labeler.jobs.change_classes import change_classes, preview
from tests.benchmarks.figures import Figure
from tests.benchmarks.scenes import FULL_HD, star_map

# The target is stated for 10,000 files; the rate does not depend on their number.
FILES = 2000
WORKERS = 2
_DIFFERENT = 8
_PEER_FILES = 20


def run() -> list[Figure]:
    """Figures for label images of 20 polygons, half of whose classes change."""
    table = ClassTable(tuple(ClassRow(index, f"class {index}", voc_color(index)) for index in range(1, 21)))
    changes: list[ClassChange] = [
        ReindexClasses({f"class {index}": 21 - index for index in range(1, 21)}),
        MergeClasses(("class 3",), "class 4"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        root, labels = Path(folder) / "data", Path(folder) / "labels"
        root.mkdir()
        labels.mkdir()
        for number in range(_DIFFERENT):
            write_label_png(labels / f"{number}.png", star_map(20, 30 + number, FULL_HD), table.palette())
        for number in range(_DIFFERENT, FILES):
            shutil.copy(labels / f"{number % _DIFFERENT}.png", labels / f"{number}.png")
        dataset = Dataset(root, [], table, root / "classes.csv")
        numpy_way = _numpy_rate(sorted(labels.glob("*.png"))[:_PEER_FILES])
        floor = _floor_rate(sorted(labels.glob("*.png"))[:_PEER_FILES])
        looked = _rate(preview(dataset, changes, [labels], WORKERS))
        changed = _rate(change_classes(dataset, changes, [labels], WORKERS))
    return [
        Figure(
            f"{FILES} label images of 1920x1080 changed, {WORKERS} workers, all on the disk",
            changed,
            "files/s",
            400,
            floor,
            {"Pillow + numpy, 1 thread, not all or nothing": numpy_way},
            better="higher",
        ),
        Figure("the same in a preview", looked, "files/s", 400, better="higher"),
    ]


def _rate(job: Generator[Any, None, Any]) -> float:
    """Files a second of a whole job."""
    start = time.perf_counter()
    count = sum(1 for _ in job)
    return count / (time.perf_counter() - start)


def _numpy_rate(files: list[Path]) -> float:
    """The usual way: decode, a table of indices, encode."""
    table = np.arange(256, dtype=np.uint8)[::-1].copy()
    start = time.perf_counter()
    for file in files:
        with Image.open(file) as image:
            palette = image.getpalette()
            new = Image.fromarray(table[np.array(image)])
        new.putpalette(palette or b"")
        new.save(file.with_suffix(".numpy"), "PNG")
    return len(files) / (time.perf_counter() - start)


def _floor_rate(files: list[Path]) -> float:
    """One thread that decodes, translates and encodes our way, and writes no file."""
    remapping = Remapping.of({1: 2, 2: 1})
    start = time.perf_counter()
    for file in files:
        label_map, _ = read_label_png(file)
        remapping.apply(label_map)
    return len(files) / (time.perf_counter() - start)
