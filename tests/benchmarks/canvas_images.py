"""How soon a photograph is on the canvas, whether the window answers meanwhile, and what memory it takes.

Each figure comes from a window in a process of its own. The photograph of 30,000 x 30,000 pixels is measured
when LABELER_BENCH_HUGE is 1: that takes minutes and 7 GB of memory. Photographs are kept in the folder for
temporary files.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from labeler.core.annotation import Annotation
from labeler.core.annotation_file import write_annotation
from labeler.core.class_file import write_classes
from tests.benchmarks.bench_raster import scene
from tests.benchmarks.figures import Figure
from tests.benchmarks.photographs import FOLDER, jpeg
from tests.benchmarks.scenes import CLASSES, FULL_HD

ROOT = Path(__file__).parents[2]
POLYGONS = 10_000
IMAGES = 100_000

# A file has at most so many names on ext4.
_MOST_LINKS = 60_000

# Images of a folder that stand between the first and the measured one, so that it is not made ready ahead.
_BETWEEN = 8

_LARGE = "large.jpg"

# Target milliseconds until the first picture, and target gigabytes of memory.
_TARGETS = {(4000, 3000): (60, None), (10_000, 10_000): (350, 0.75), (30_000, 30_000): (3500, 6.5)}

# The size for which a time is set until 10,000 polygons can be edited.
_EDITABLE = (10_000, 10_000)

Measured = dict[str, float]


def run() -> list[Figure]:
    """First picture, longest silence of the window, memory, and the next image of 100,000."""
    sizes = [size for size in _TARGETS if size[0] < 30_000 or os.environ.get("LABELER_BENCH_HUGE") == "1"]
    figures = []
    for size in sizes:
        figures += _of_size(size, rounds=1 if size[0] == 30_000 else 5)
    return [*figures, *_next_image()]


def _of_size(size: tuple[int, int], rounds: int) -> list[Figure]:
    first, memory = _TARGETS[size]
    name = f"{size[0]} x {size[1]} JPEG"
    with TemporaryDirectory(dir=_folder()) as folder:
        path = _images_with_a_large_one(Path(folder), size)
        alone = probe("opening", path, rounds)
        _label(path / _LARGE, size)
        both = probe("opening", path, rounds)
        in_file = probe("opening", path, 1, LABELER_DECODED_FILES="always")
    polygons = f"{POLYGONS:,} polygons"
    editable = 400 if size == _EDITABLE else None
    figures = [
        Figure(f"{name}, first picture", alone["first"], "ms", first, p95=alone["first_p95"]),
        Figure(f"{name} and {polygons}, first picture", both["first"], "ms", p95=both["first_p95"]),
        Figure(
            f"{name} and {polygons}, editable", both["document"], "ms", editable, p95=both["document_p95"]
        ),
        Figure(f"{name} and {polygons}, all there", both["all"], "ms", p95=both["all_p95"]),
        Figure(f"{name} and {polygons}, longest silence", both["gap"], "ms", 50, p95=both["gap_p95"]),
        Figure(f"{name}, decoded file: pan step", in_file["pan"], "ms", 8, p95=in_file["pan_p95"]),
        Figure(f"{name}, decoded file: longest silence", in_file["gap"], "ms", 50),
        Figure(f"{name}, decoded file: memory", in_file["memory"] / 1000, "GB"),
    ]
    if memory is not None:
        figures += [
            Figure(f"{name} and {polygons}, memory", both["memory"] / 1000, "GB", memory),
            Figure(f"{name} and {polygons}, memory at its peak", both["peak"] / 1000, "GB"),
        ]
    return figures


def _next_image() -> list[Figure]:
    with TemporaryDirectory(dir=_folder()) as folder:
        path = _many_images(Path(folder), IMAGES)
        measured = probe("stepping", path)
    name = f"next image of {IMAGES:,}, 1920 x 1080 JPEG"
    return [
        Figure(name, measured["step"], "ms", 60, p95=measured["step_p95"]),
        Figure(f"{name}, key held down", measured["hurried"], "ms"),
    ]


def probe(what: str, folder: Path, count: int | None = None, **environment: str) -> Measured:
    """What tests/benchmarks/image_probe.py prints."""
    command = [sys.executable, "-m", "tests.benchmarks.image_probe", what, str(folder)]
    if count is not None:
        command.append(str(count))
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    measured: Measured = json.loads(done.stdout)
    return measured


def _folder() -> Path:
    """Beside the photographs, so that hard links to them can be made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return FOLDER


def _images_with_a_large_one(folder: Path, size: tuple[int, int]) -> Path:
    """Small images and, as the last one, a large one."""
    write_classes(folder / "classes.csv", CLASSES)
    for number in range(_BETWEEN):
        (folder / f"a{number}.jpg").hardlink_to(jpeg(FULL_HD))
    (folder / _LARGE).hardlink_to(jpeg(size))
    return folder


def _label(image: Path, size: tuple[int, int]) -> None:
    """Give an image its polygons."""
    annotation = Annotation(size, scene(POLYGONS, 20, size), image_path=image.name)
    write_annotation(image.with_suffix(".json"), annotation)


def _many_images(folder: Path, count: int) -> Path:
    """Names of one photograph, the first hundred of them with 20 polygons."""
    write_classes(folder / "classes.csv", CLASSES)
    data = jpeg(FULL_HD).read_bytes()
    for number in range(count):
        image = folder / f"{number:06}.jpg"
        if number % _MOST_LINKS == 0:
            image.write_bytes(data)
            source = image
        else:
            image.hardlink_to(source)
        if number < 100:
            annotation = Annotation(FULL_HD, scene(20, 20, FULL_HD), image_path=image.name)
            write_annotation(image.with_suffix(".json"), annotation)
    return folder
