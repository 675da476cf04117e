"""How fast a dataset of 1920 x 1080 is checked for everything: photographs, label images, annotations.

Every photograph is another file of some hundred kilobytes, every label image has 20 regions, and its
annotation gives exactly it, so that all is looked at and next to nothing found. The environment variable
LABELER_BENCH_PAIRS asks for another number of pairs.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from labeler.core.compiled import warm_up
from labeler.core.dataset import open_dataset
from labeler.core.label_png import write_label_png
from labeler.core.rasterizer import rasterize
from labeler.jobs.check.job import check
from labeler.jobs.check.options import CheckOptions
from tests.benchmarks.bench_export import SIZE, make_images, scratch
from tests.benchmarks.figures import Figure

PAIRS, ROUNDS = 300, 3
TARGET_RATE = 100.0


def run() -> list[Figure]:
    """Pairs a second with two workers, with annotations and without, beside decoding the same files only."""
    with scratch() as folder:
        make_pairs(folder / "data", int(os.environ.get("LABELER_BENCH_PAIRS", PAIRS)))
        warm_up()
        rates = [check_rate(folder / "data") for _ in range(ROUNDS)]
        floor = floor_rate(folder / "data")
        for path in (folder / "data").glob("*.json"):
            path.unlink()
        bare = check_rate(folder / "data")
    return [
        Figure(
            "check, 2 workers, with annotations", median(rates), "pairs/s", TARGET_RATE, floor, {}, "higher"
        ),
        Figure(
            "check, 2 workers, images and label images", bare, "pairs/s", TARGET_RATE, floor, {}, "higher"
        ),
    ]


def check_rate(folder: Path) -> float:
    """Pairs a second of one check with two workers."""
    start = time.perf_counter()
    count = 0
    for step in check(folder, CheckOptions(workers=2)):
        assert not step.has_failed, step.message
        count += 1
    return (count - 1) / (time.perf_counter() - start)


def floor_rate(folder: Path) -> float:
    """Pairs a second of two workers that only decode by Pillow: JPEGs at an eighth, label images in full."""
    files = sorted(folder.glob("*.jpg"))
    start = time.perf_counter()
    for path in files:
        with Image.open(path) as image:
            image.draft("L", (64, 64))
            image.load()
        with Image.open(folder / "masks" / f"{path.stem}.png") as image:
            image.load()
    return 2 * len(files) / (time.perf_counter() - start)


def make_pairs(folder: Path, count: int) -> None:
    """Photographs with annotations, and in masks/ what they give."""
    make_images(folder, count, SIZE)
    random = np.random.default_rng(0)
    for number in range(count):
        path = folder / f"{number}.jpg"
        path.unlink()
        coarse = random.integers(0, 256, (68, 120, 3), np.uint8)
        Image.fromarray(coarse).resize(SIZE, Image.Resampling.BICUBIC).save(path, quality=92)
    dataset = open_dataset(folder)
    palette = dataset.classes.palette()
    (folder / "masks").mkdir()
    for image in dataset.images:
        label_map = rasterize(dataset.read_annotation(image).shapes, SIZE, dataset.classes)
        write_label_png(folder / "masks" / f"{image.id}.png", label_map, palette, durable=False)
