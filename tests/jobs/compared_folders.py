"""Folders of label images and predictions to compare, made by the tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from labeler.core.label_png import write_label_png
from tests.core.compared_maps import real_looking_pair

CLASSES = (
    "index,name,color\n0,background,#000000\n1,car,#ff0000\n2,road,#00ff00\n3,sky,#0000ff\n4,tree,#808000\n"
)
SIZE = (64, 48)


def write_pairs(folder: Path, count: int = 4, *, size: tuple[int, int] = SIZE) -> tuple[Path, Path]:
    """Label images 0.png, 1.png, ... in `truth`, and predictions as palette PNG, grey PNG or .npy."""
    truth, prediction = folder / "truth", folder / "prediction"
    truth.mkdir(parents=True)
    prediction.mkdir()
    for number in range(count):
        true, predicted = real_looking_pair(size, number)
        write_label_png(truth / f"{number}.png", true)
        write_prediction(prediction / str(number), predicted, number % 3)
    return truth, prediction


def write_prediction(stem: Path, label_map: np.ndarray, kind: int) -> None:
    if kind == 2:
        np.save(stem.with_name(f"{stem.name}.npy"), label_map.astype(np.int64))
    elif kind == 1:
        Image.fromarray(label_map).save(stem.with_name(f"{stem.name}.png"))
    else:
        write_label_png(stem.with_name(f"{stem.name}.png"), label_map)
