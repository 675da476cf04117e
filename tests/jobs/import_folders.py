"""Folders of small photographs and label images for the tests of imports."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from labeler.core.draining import drained
from labeler.core.label_png import write_label_png

SIZE = (8, 6)

# Two pieces of class 1, two regions that touch at a corner, and void.
MAP = np.array(
    [
        [1, 1, 0, 0, 0, 0, 1, 1],
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 2, 2, 0, 0, 0, 0],
        [0, 0, 2, 2, 0, 0, 0, 0],
        [0, 0, 0, 0, 255, 0, 0, 0],
        [0, 0, 0, 0, 255, 0, 0, 0],
    ],
    np.uint8,
)


def make_folder_of_images(folder, names, orientation=1):
    """Photographs of SIZE as they are stored, whose EXIF says how they are turned."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        exif = Image.Exif()
        exif[0x0112] = orientation
        Image.new("RGB", SIZE, (90, 90, 90)).save(path, exif=exif)


def make_label(path: Path, label_map, palette=None, *, is_grey=False):
    """A label image, or an array where the name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".npy":
        np.save(path, label_map)
    else:
        write_label_png(path, label_map, palette, is_grey=is_grey)


def run(steps):
    """All steps of a job, and what it returns."""
    taken = []
    return taken, drained(steps, taken.append)
