"""The import of a 1920x1080 label image of 200 regions, with its proof, and of a folder of such.

The floor is the proof alone: the shapes drawn again.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from labeler.core.arrays import InstanceMap, LabelMap
from labeler.core.classes import ClassTable
from labeler.core.compiled import warm_up
from labeler.core.dataset import open_dataset
from labeler.core.label_import import ImportedShapes, ShapeOptions, import_shapes
from labeler.core.label_png import write_label_png
from labeler.core.rasterizer import rasterize
from labeler.jobs.import_labels import ImportOptions, import_labels
from tests.benchmarks.figures import Figure, timed

SIZE = (1920, 1080)
REGIONS = 200
CLASSES = ClassTable().with_names(f"class {index}" for index in range(1, 21))
FILES = 60

# One label image, with the proof.
_TARGET = 150.0


def run() -> list[Figure]:
    """One label image in memory and in files, and many of them."""
    warm_up()
    label_map, numbers = scene()
    imported = import_shapes(label_map, CLASSES)
    floor = timed(lambda: rasterize(imported.shapes, SIZE, CLASSES)).median
    name = f"{len(imported.shapes)} regions, {_vertices(imported):,} vertices"
    return [
        timed(lambda: import_shapes(label_map, CLASSES)).figure(name, _TARGET, floor=floor),
        timed(lambda: import_shapes(label_map, CLASSES, instances=numbers)).figure(
            "with an instance map", _TARGET, floor=floor
        ),
        timed(lambda: import_shapes(label_map, CLASSES, ShapeOptions(tolerance=0.8)), 9).figure(
            "straight borders of 0.8 px", floor=floor
        ),
        *_files(label_map),
    ]


def scene(seed: int = 0) -> tuple[LabelMap, InstanceMap]:
    """Regions with uneven borders that fill the image: their classes, and their numbers."""
    random = np.random.default_rng(seed)
    width, height = SIZE
    seeds = random.uniform((0, 0), SIZE, (REGIONS, 2)).astype(np.float32)
    x = np.arange(width, dtype=np.float32)[None] + np.zeros((height, 1), np.float32)
    y = np.arange(height, dtype=np.float32)[:, None] + np.zeros((1, width), np.float32)
    x, y = x + 5 * np.sin(y / 11) + np.sin(y / 2.3), y + 5 * np.sin(x / 9) + np.sin(x / 1.9)
    nearest = np.full(x.shape, np.inf, np.float32)
    number = np.zeros(x.shape, np.uint8)
    for place, (left, top) in enumerate(seeds.tolist()):
        distance = (x - left) ** 2 + (y - top) ** 2
        is_nearer = distance < nearest
        nearest[is_nearer] = distance[is_nearer]
        number[is_nearer] = place + 1
    return (number % 20 + 1).astype(np.uint8), number


def _vertices(imported: ImportedShapes) -> int:
    return sum(len(ring) for shape in imported.shapes for ring in shape.rings)


def _files(label_map: LabelMap) -> list[Figure]:
    """From label image to annotation file, one and many with two workers."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for place in ("data", "masks"):
            (folder / place).mkdir()
        write_label_png(folder / "first.png", label_map)
        Image.new("RGB", SIZE).save(folder / "first.jpg")
        for number in range(FILES):
            (folder / "data" / f"{number}.jpg").hardlink_to(folder / "first.jpg")
            (folder / "masks" / f"{number}.png").hardlink_to(folder / "first.png")
        dataset = open_dataset(folder / "data", classes=CLASSES)
        one = ImportOptions(workers=1)
        alone = timed(
            lambda: list(import_labels(folder / "masks" / "0.png", dataset, one)),
            prepare=lambda: (folder / "data" / "0.json").unlink(missing_ok=True),
        )
        start = time.perf_counter()
        steps = list(import_labels(folder / "masks", dataset, ImportOptions(workers=2)))
        taken = time.perf_counter() - start
        assert not any(step.has_failed for step in steps)
        return [
            alone.figure("from PNG to annotation file", _TARGET),
            Figure(f"{FILES} files, 2 workers", FILES / taken, "files/s", better="higher"),
        ]
