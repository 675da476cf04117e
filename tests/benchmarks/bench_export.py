"""How fast a dataset becomes a VOC folder, beside labelme's algorithm, and how its memory grows.

The images are 1920 x 1080 with 20 polygons of 30 vertices each; photographs are linked, so that the figure
is the way from annotation files to class PNGs, instance PNGs and lists.
"""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image, ImageDraw

from labeler.core.compiled import warm_up
from labeler.core.dataset import open_dataset
from labeler.core.files import write_atomically
from labeler.core.palette import voc_palette
from labeler.jobs.export import export_dataset
from tests.benchmarks.figures import Figure

SIZE = (1920, 1080)
POLYGONS, VERTICES = 20, 30
IMAGES, ROUNDS, LABELME_IMAGES = 2000, 3, 20
TARGET_RATE, TARGET_GAIN = 300.0, 30.0
FEW, MANY = 100, 10_000
TARGET_GROWTH = 1.25

PEAK_MEMORY = """
import resource, sys
from labeler.jobs.export import export_dataset
export_dataset(sys.argv[1], sys.argv[2], images="link", workers=2)
both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
print(sum(resource.getrusage(which).ru_maxrss for which in both) / 1024)
"""


def run() -> list[Figure]:
    """Images a second with two workers, the gain over labelme's algorithm, and peak memory."""
    with scratch() as folder:
        make_images(folder / "data", IMAGES, SIZE)
        warm_up()
        linked, full, theirs = rates(folder)
        floor = floor_rate(next(folder.glob("exported*")), folder / "floor")
    with scratch() as folder:
        few, many = (peak_megabytes(folder / str(count), count) for count in (FEW, MANY))
    peers = {"labelme's algorithm": theirs}
    return [
        Figure("export, 2 workers, linked", linked, "images/s", TARGET_RATE, floor, peers, "higher"),
        Figure("export, 2 workers, copied, with boxes", full, "images/s", None, floor, peers, "higher"),
        Figure("gain over labelme's algorithm", linked / theirs, "x", TARGET_GAIN, better="higher"),
        Figure("peak memory, 100 images", few, "MB"),
        Figure("peak memory, 10,000 images", many, "MB", few * TARGET_GROWTH),
    ]


def rates(folder: Path) -> tuple[float, float, float]:
    """Images a second: linked, with everything, and labelme's way; first and last taken in turns."""
    linked, theirs = [], []
    for _ in range(ROUNDS):
        linked.append(export_rate(folder, images="link", has_boxes=False))
        theirs.append(labelme_rate(folder / "data", folder / "labelme"))
    return median(linked), export_rate(folder), median(theirs)


def export_rate(folder: Path, **options: object) -> float:
    """Images a second of one export with two workers."""
    # A new folder each time: ext4 is slow to give away the inodes of files that were just deleted.
    target = Path(tempfile.mkdtemp(dir=folder, prefix="exported"))
    dataset = open_dataset(folder / "data")
    start = time.perf_counter()
    summary = export_dataset(dataset, target, workers=2, **options)
    seconds = time.perf_counter() - start
    assert not summary.has_failures, summary.failed[0].message
    return IMAGES / seconds


def labelme_rate(folder: Path, target: Path) -> float:
    """Images a second of labelme's algorithm (labelme/utils/shape.py, shapes_to_label; lblsave).

    For every shape a mask of the size of the image, drawn by Pillow; both maps by masked assignment; both
    PNGs by Pillow with its defaults.
    """
    target.mkdir(exist_ok=True)
    paths = sorted(folder.glob("*.json"))[:LABELME_IMAGES]
    start = time.perf_counter()
    for path in paths:
        content = json.loads(path.read_text(encoding="utf-8"))
        height, width = content["imageHeight"], content["imageWidth"]
        class_map, instance_map = np.zeros((height, width), np.int32), np.zeros((height, width), np.int32)
        for number, shape in enumerate(content["shapes"], 1):
            image = Image.fromarray(np.zeros((height, width), np.uint8))
            points = [tuple(point) for point in shape["points"]]
            ImageDraw.Draw(image).polygon(xy=points, outline=1, fill=1)
            mask = np.array(image, dtype=bool)
            class_map[mask] = int(shape["label"].removeprefix("class"))
            instance_map[mask] = number
        for name, label_map in (("class", class_map), ("object", instance_map)):
            picture = Image.fromarray(label_map.astype(np.uint8), mode="P")
            picture.putpalette(voc_palette().tobytes())
            picture.save(target / f"{path.stem}.{name}.png")
    return len(paths) / (time.perf_counter() - start)


def floor_rate(exported: Path, target: Path) -> float:
    """Images a second when the finished bytes of both PNGs are only written."""
    names = ("SegmentationClass", "SegmentationObject")
    data = [path.read_bytes() for name in names for path in sorted((exported / name).iterdir())]
    target.mkdir()
    start = time.perf_counter()
    for number, content in enumerate(data):
        write_atomically(target / f"{number}.png", content, durable=False)
    return len(data) / len(names) / (time.perf_counter() - start)


def peak_megabytes(folder: Path, count: int) -> float:
    """Peak memory of the program and of its largest worker while they export `count` small images."""
    make_images(folder / "data", count, (64, 48))
    command = [sys.executable, "-c", PEAK_MEMORY, str(folder / "data"), str(folder / "voc")]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def make_images(folder: Path, count: int, size: tuple[int, int]) -> None:
    """A dataset of one photograph under many names, each with its own polygons."""
    folder.mkdir(parents=True)
    rows = "".join(f"{index},class{index},#{index:02x}80{index:02x}\n" for index in range(1, POLYGONS + 1))
    (folder / "classes.csv").write_text(f"index,name,color\n{rows}", encoding="utf-8")
    coarse = np.random.default_rng(0).integers(0, 256, (27, 48, 3), np.uint8)
    photograph = folder / "0.jpg"
    Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC).save(photograph, quality=90)
    draw = random.Random(0)
    for number in range(count):
        if number:
            (folder / f"{number}.jpg").hardlink_to(photograph)
        content = {
            "version": "5.5.0",
            "flags": {},
            "shapes": [polygon(draw, index, size) for index in range(1, POLYGONS + 1)],
            "imagePath": f"{number}.jpg",
            "imageData": None,
            "imageHeight": size[1],
            "imageWidth": size[0],
        }
        (folder / f"{number}.json").write_text(json.dumps(content, indent=2), encoding="utf-8")


def polygon(draw: random.Random, index: int, size: tuple[int, int]) -> dict[str, object]:
    """A star-shaped polygon of a tenth to a quarter of the image's height."""
    width, height = size
    x, y = draw.uniform(0, width), draw.uniform(0, height)
    points = []
    for vertex in range(VERTICES):
        radius, angle = draw.uniform(0.05, 0.13) * height, math.tau * vertex / VERTICES
        points.append([x + radius * math.cos(angle), y + radius * math.sin(angle)])
    return {
        "label": f"class{index}",
        "points": points,
        "group_id": None,
        "shape_type": "polygon",
        "flags": {},
    }


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="labeler-bench-") as folder:
        yield Path(folder)
