"""Sets without a fault, of which the makers of bad files spoil one thing each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from labeler.core.annotation_file import read_annotation
from labeler.core.class_file import read_classes
from labeler.core.classes import ClassTable
from labeler.core.draining import drained
from labeler.core.label_png import write_label_png
from labeler.core.rasterizer import rasterize
from labeler.jobs.check.finding import Finding
from labeler.jobs.check.job import Report, check
from labeler.jobs.check.options import CheckOptions
from tests.datasets import CLASSES, SIZE, make_dataset, square, write_photograph, write_shapes

NAMES = ("a1", "a2", "a3")


def classes_of(folder: Path) -> ClassTable:
    """The class table of a set."""
    return read_classes(folder / "classes.csv")


def label_map(seed: int = 0, size: tuple[int, int] = SIZE) -> np.ndarray:
    """Areas of the classes 0, 1, 2, 7 and 255, none of them near another seed's."""
    width, height = size
    made = np.zeros((height, width), np.uint8)
    made[4 + seed : 20, 3:30] = 1
    made[15:40, 20 + seed : 50] = 2
    made[30:, 52:] = 7
    made[:3, 40:44] = 255
    return made


def clean_pairs(folder: Path) -> Path:
    """images/ and masks/ of three pairs, a class table, and two lists."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "classes.csv").write_text(CLASSES, encoding="utf-8")
    (folder / "masks").mkdir()
    for number, name in enumerate(NAMES, 1):
        write_photograph(folder / "images" / f"{name}.jpg", seed=number)
        palette = classes_of(folder).palette()
        write_label_png(folder / "masks" / f"{name}.png", label_map(number), palette)
    return folder


def clean_dataset(folder: Path) -> Path:
    """Photographs with annotations, and masks/ with what they give."""
    make_dataset(folder, len(NAMES))
    (folder / "masks").mkdir()
    for number, name in enumerate(NAMES):
        shapes = [square("cat", 2, 3), square("dog", 7, 6 + number), square("sky", 30, 30)]
        write_shapes(folder / f"{name}.jpg", [*shapes, square("void", 40, 20, 4)])
        rasterize_again(folder, name)
    return folder


def rasterize_again(folder: Path, name: str) -> Path:
    """Write the label image that an annotation gives."""
    path = folder / "masks" / f"{name}.png"
    classes = classes_of(folder)
    shapes = read_annotation(folder / f"{name}.json").shapes
    write_label_png(path, rasterize(shapes, SIZE, classes), classes.palette())
    return path


def clean_voc(folder: Path) -> Path:
    """A VOC folder: one photograph more than label images, and the lists of train and val."""
    clean_pairs(folder)
    (folder / "images").rename(folder / "JPEGImages")
    (folder / "masks").rename(folder / "SegmentationClass")
    write_photograph(folder / "JPEGImages" / "other.jpg", seed=9)
    lists = folder / "ImageSets" / "Segmentation"
    lists.mkdir(parents=True)
    (lists / "train.txt").write_bytes(b"a1\na2\n")
    (lists / "val.txt").write_bytes(b"a3\n")
    return folder


def save_palette(path: Path, numbers: np.ndarray, colors: np.ndarray, **options: object) -> Path:
    """A palette PNG by Pillow, with exactly these colours."""
    image = Image.fromarray(numbers, "L")
    image.putpalette(np.asarray(colors, np.uint8).tobytes())
    image.save(path, **options)
    return path


def checked(path: Path, **options: object) -> Report:
    """The report on a folder."""
    return drained(check(path, CheckOptions(**options)))


def found(path: Path, **options: object) -> list[Finding]:
    """All findings on a folder."""
    return checked(path, **options).findings


def told(path: Path, **options: object) -> list[tuple[str, str]]:
    """Code and file name of each finding."""
    return [(finding.code.name, Path(finding.path).name) for finding in found(path, **options)]
