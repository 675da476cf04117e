"""How fast label images of 1920 x 1080 are compared with predictions, beside Pillow and numpy's bincount.

Every pair is another one: 20 polygons of 20 classes, and as prediction the same with moved vertices and one
class in ten taken for another; labels are written by Labeler, predictions by Pillow. The usual way decodes
by Pillow and counts `np.bincount(classes * truth + prediction)`, in two threads as well. The environment
variable LABELER_BENCH_PAIRS asks for another number of pairs.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from labeler.core.any_label_map import read_any_label_map
from labeler.core.arrays import LabelMap
from labeler.core.boundary_score import boundary_counts
from labeler.core.compiled import warm_up
from labeler.core.confusion import confusion_matrix
from labeler.core.difference_regions import difference_regions
from labeler.core.label_png import write_label_png
from labeler.core.palette import voc_palette
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Shape
from labeler.jobs.compare import compare_all
from tests.benchmarks.bench_export import scratch
from tests.benchmarks.figures import Figure, medians_ms
from tests.benchmarks.scenes import CLASSES, FULL_HD, star_shapes

PAIRS, ROUNDS = 1000, 5
TARGET_RATE = 250.0
WORKERS = 2
# Void is the index 255; the usual way counts classes up to here and leaves the others out.
_COUNTED = 25


def run() -> list[Figure]:
    """Pairs a second with two workers, with boundary scores and without; and each step of one pair."""
    with scratch() as folder:
        truth, prediction = make_pairs(folder, int(os.environ.get("LABELER_BENCH_PAIRS", PAIRS)))
        warm_up()
        ways: list[Callable[[], object]] = [
            lambda: compare_all(truth, prediction, has_boundary=False, workers=WORKERS),
            lambda: compare_all(truth, prediction, workers=WORKERS),
            lambda: usual_way(truth, prediction),
            lambda: only_decoded(truth, prediction),
        ]
        plain, whole, usual, floor = rates(ways, len(list(truth.iterdir())))
        peers = {"Pillow and bincount, 2 threads": usual}
        pair = [read_any_label_map(side / "0.png") for side in (truth, prediction)]
        return [
            Figure("compare, 2 workers", plain, "pairs/s", TARGET_RATE, floor, peers, "higher"),
            Figure(
                "compare, 2 workers, with boundary F-scores",
                whole,
                "pairs/s",
                TARGET_RATE,
                floor,
                peers,
                "higher",
            ),
            *steps(pair[0], pair[1], truth / "0.png"),
        ]


def rates(ways: list[Callable[[], object]], pairs: int) -> list[float]:
    """The median rates of some ways to compare all pairs, taken in turns so that they share the weather."""
    found: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for way, taken in zip(ways, found, strict=True):
            start = time.perf_counter()
            way()
            taken.append(pairs / (time.perf_counter() - start))
    return [median(taken) for taken in found]


def steps(truth: LabelMap, prediction: LabelMap, path: Path) -> list[Figure]:
    """What one pair costs, in one thread, step by step."""
    random = np.random.default_rng(0)
    noisy = prediction.copy()
    is_noise = random.random(noisy.shape) < 0.03
    noisy[is_noise] = random.integers(0, 21, int(is_noise.sum()))
    names = {
        "decode a label image": lambda: read_any_label_map(path),
        "confusion matrix": lambda: confusion_matrix(truth, prediction),
        "boundary F-scores, radius 16.5 px": lambda: boundary_counts(truth, prediction),
        "regions that differ": lambda: difference_regions(truth, prediction),
        f"regions that differ, noisy ({len(difference_regions(truth, noisy)):,})": lambda: difference_regions(
            truth, noisy
        ),
    }
    return [
        Figure(name, value, "ms")
        for name, value in zip(names, medians_ms(list(names.values()), 11), strict=True)
    ]


def usual_way(truth: Path, prediction: Path) -> np.ndarray:
    """The matrix of all pairs as evaluation scripts make it."""

    def of_pair(name: str) -> np.ndarray:
        with Image.open(truth / name) as true_image, Image.open(prediction / name) as predicted_image:
            true, predicted = np.array(true_image), np.array(predicted_image)
        judged = true < _COUNTED
        counts = np.bincount(
            _COUNTED * true[judged].astype(int) + predicted[judged], minlength=_COUNTED * _COUNTED
        )
        return counts.reshape(_COUNTED, _COUNTED)

    with ThreadPoolExecutor(WORKERS) as pool:
        return np.sum(list(pool.map(of_pair, [path.name for path in truth.iterdir()])), axis=0)


def only_decoded(truth: Path, prediction: Path) -> int:
    """The floor: both files of every pair decoded by two threads, and nothing done with them."""
    files = [path for side in (truth, prediction) for path in side.iterdir()]
    with ThreadPoolExecutor(WORKERS) as pool:
        return sum(label_map.size for label_map in pool.map(read_any_label_map, files))


def make_pairs(folder: Path, count: int) -> tuple[Path, Path]:
    """The folders of label images and predictions."""
    truth, prediction = folder / "truth", folder / "prediction"
    truth.mkdir()
    prediction.mkdir()
    random = np.random.default_rng(0)
    for number in range(count):
        shapes = star_shapes(20, 30, FULL_HD, seed=number)
        write_label_png(truth / f"{number}.png", rasterize(shapes, FULL_HD, CLASSES), durable=False)
        moved = [_predicted(shape, random) for shape in shapes]
        image = Image.fromarray(rasterize(moved, FULL_HD, CLASSES))
        image.putpalette(voc_palette().tobytes())
        image.save(prediction / f"{number}.png")
    return truth, prediction


def _predicted(shape: Shape, random: np.random.Generator) -> Shape:
    """The shape with its vertices some pixels aside, and now and then of another class."""
    name = shape.class_name if random.random() < 0.9 else f"class {random.integers(1, 21)}"
    return replace(shape, class_name=name, points=shape.points + random.normal(0, 3, shape.points.shape))
