"""Small real datasets for tests: photographs by Pillow, annotations as labelme's JSON, a class table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

SIZE = (64, 48)
CLASSES = (
    "index,name,color\n0,background,#000000\n1,cat,#800000\n2,dog,#008000\n7,sky,#123456\n255,void,#e0e0c0\n"
)

Points = Sequence[tuple[float, float]]


def shape(class_name: str, points: Points, kind: str = "polygon", **fields: Any) -> dict[str, Any]:
    """One shape of a labelme file."""
    content = {"label": class_name, "points": points, "group_id": None, "shape_type": kind, "flags": {}}
    return content | fields


def square(class_name: str, left: float, top: float, side: float = 10, **fields: Any) -> dict[str, Any]:
    """A polygon of side x side pixels."""
    right, bottom = left + side, top + side
    return shape(class_name, [(left, top), (right, top), (right, bottom), (left, bottom)], **fields)


def write_photograph(path: Path, size: tuple[int, int] = SIZE, *, seed: int = 0, **options: Any) -> Path:
    """A photograph of coloured noise, in the format of its suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    coarse = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), np.uint8)
    Image.fromarray(coarse).resize(size, Image.Resampling.BILINEAR).save(path, **options)
    return path


def write_shapes(
    image: Path, shapes: Iterable[Mapping[str, Any]], size: tuple[int, int] = SIZE, **keys: Any
) -> Path:
    """The annotation file of an image, beside it."""
    path = image.with_suffix(".json")
    content = {
        "version": "5.5.0",
        "flags": {},
        "shapes": list(shapes),
        "imagePath": image.name,
        "imageData": None,
        "imageHeight": size[1],
        "imageWidth": size[0],
    }
    path.write_text(json.dumps(content | keys), encoding="utf-8")
    return path


def make_dataset(folder: Path, count: int = 5) -> Path:
    """A folder of `count` photographs a1.jpg, a2.jpg, ... with three shapes each, and `classes.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "classes.csv").write_text(CLASSES, encoding="utf-8")
    for number in range(1, count + 1):
        image = write_photograph(folder / f"a{number}.jpg", seed=number)
        shapes = [square("cat", 2, 3), square("dog", 7, 5 + number % 9), square("void", 40, 20, 4)]
        write_shapes(image, shapes)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def indices(path: Path) -> np.ndarray:
    """What Pillow reads from a label PNG."""
    with Image.open(path) as image:
        return np.array(image)
