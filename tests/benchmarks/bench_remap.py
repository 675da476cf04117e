"""Other indices for label images of 1920x1080: in place, into a folder, and in a dry run."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from labeler.core.label_png import read_label_png, write_label_png
from labeler.core.remapping import Remapping
from labeler.jobs.remap import RemapOptions, remap
from tests.benchmarks.figures import Figure
from tests.benchmarks.scenes import FULL_HD, star_map
from tests.label_sets import CITYSCAPES_LIKE, label_set

# The target is stated for 10,000 files; the rate does not depend on their number.
FILES = 2000
WORKERS = 2
_DIFFERENT = 8
_PEER_FILES = 20


def run() -> list[Figure]:
    """Figures for scenes of regions, and for street scenes of 19 classes, all of whose indices change."""
    mapping = Remapping.of({index: 20 - index for index in range(21)})
    scenes = [star_map(20, 30 + number, FULL_HD) for number in range(_DIFFERENT)]
    streets = label_set(CITYSCAPES_LIKE, _DIFFERENT, FULL_HD).label_maps
    with tempfile.TemporaryDirectory() as folder:
        labels, target = _folder(Path(folder) / "scenes", scenes), Path(folder) / "target"
        files = sorted(labels.iterdir())[:_PEER_FILES]
        numpy_way, floor = _numpy_rate(files, mapping), _floor_rate(files, mapping)
        looked = _rate(labels, mapping, RemapOptions(is_dry_run=True, workers=WORKERS))
        copied = _rate(labels, mapping, RemapOptions(target=target, workers=WORKERS))
        in_place = _rate(labels, mapping, RemapOptions(workers=WORKERS))
        shutil.rmtree(labels)
        shutil.rmtree(target)
        street = _rate(_folder(Path(folder) / "streets", streets), mapping, RemapOptions(workers=WORKERS))
    return [
        Figure(
            f"{FILES} label images of 1920x1080 in place, {WORKERS} workers, all on the disk",
            in_place,
            "files/s",
            400,
            floor,
            {"Pillow + numpy, 1 thread": numpy_way},
            better="higher",
        ),
        Figure("the same of street scenes", street, "files/s", 400, better="higher"),
        Figure("into a folder", copied, "files/s", 400, better="higher"),
        Figure("in a dry run", looked, "files/s", 400, better="higher"),
    ]


def _folder(folder: Path, label_maps: list[np.ndarray]) -> Path:
    folder.mkdir()
    for number, label_map in enumerate(label_maps):
        write_label_png(folder / f"{number}.png", label_map, durable=False)
    for number in range(len(label_maps), FILES):
        shutil.copy(folder / f"{number % len(label_maps)}.png", folder / f"{number}.png")
    return folder


def _rate(folder: Path, mapping: Remapping, options: RemapOptions) -> float:
    """Files a second of a whole job."""
    start = time.perf_counter()
    count = sum(not step.has_failed for step in remap([folder], mapping, None, options))
    return count / (time.perf_counter() - start)


def _numpy_rate(files: list[Path], mapping: Remapping) -> float:
    """The usual way: decode, a table of indices, encode."""
    start = time.perf_counter()
    for file in files:
        with Image.open(file) as image:
            palette = image.getpalette()
            new = Image.fromarray(mapping.table[np.array(image)])
        new.putpalette(palette or b"")
        new.save(file.with_suffix(".numpy"), "PNG")
        file.with_suffix(".numpy").unlink()
    return len(files) / (time.perf_counter() - start)


def _floor_rate(files: list[Path], mapping: Remapping) -> float:
    """One thread that decodes and translates our way, and writes no file."""
    start = time.perf_counter()
    for file in files:
        mapping.apply(read_label_png(file)[0])
    return len(files) / (time.perf_counter() - start)
