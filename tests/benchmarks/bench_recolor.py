"""Other colours for label PNGs that are written: many small ones, and one of 100 megapixels."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from labeler.core.arrays import Palette
from labeler.core.label_png import recolor_label_png, write_label_png
from labeler.core.palette import voc_palette
from labeler.jobs.recolor import recolor
from tests.benchmarks.figures import Figure, medians_ms
from tests.benchmarks.scenes import MEGAPIXELS_100, star_map
from tests.label_sets import CAMVID_LIKE, label_set

FILES = 10_000
WORKERS = 2
_PEER_FILES = 200
_ROUNDS = 3
_MEMORY = Path("/dev/shm")


def run() -> list[Figure]:
    """Figures for files of 320x240 in one folder, on the disk and where there is no disk to wait for."""
    figures = []
    for place, name in ((None, ""), (_MEMORY, ", in memory")):
        if place is None or place.is_dir():
            figures += _of_small_files(place, name)
    return [*figures, _of_a_large_file()]


def _of_small_files(place: Path | None, name: str) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=place) as folder:
        small = Path(folder)
        first = small / "00000.png"
        write_label_png(first, label_set(CAMVID_LIKE, 1, (320, 240)).label_maps[0])
        for number in range(1, FILES):
            shutil.copy(first, small / f"{number:05}.png")
        files = sorted(small.iterdir())
        peer = _rate(lambda: _by_pillow(files[:_PEER_FILES]), _PEER_FILES)
        floors, shared, alone = [], [], []
        for turn in range(_ROUNDS):  # in turns, for a disk is fast while it has not been busy
            floors.append(_rate(lambda: _copied(files), FILES))
            shared.append(_rate(lambda turn=turn: _run(small, _palette(2 * turn + 1)), FILES))
            alone.append(_rate(lambda turn=turn: _run(small, _palette(2 * turn + 2), 1), FILES))
    floor = median(floors)
    return [
        Figure(
            f"{FILES} files of 320x240{name}",
            median(alone),
            "files/s",
            3000,
            floor,
            {"Pillow, 1 thread, not atomic": peer},
            better="higher",
        ),
        Figure(f"the same, {WORKERS} workers{name}", median(shared), "files/s", None, floor, better="higher"),
    ]


def _of_a_large_file() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.png"
        write_label_png(large, star_map(1000, 20, MEGAPIXELS_100))
        turns = iter(range(1, 250))
        taken, copied = medians_ms(
            [lambda: recolor_label_png(large, _palette(next(turns))), lambda: _copy(large)], 15
        )
    return Figure("one file of 100 MP, on the disk", taken, "ms", 10, copied)


def _palette(turn: int) -> Palette:
    """A palette that no other turn has."""
    palette = voc_palette()
    palette[5] = turn % 256, turn // 256, 77
    return palette


def _run(folder: Path, palette: Palette, workers: int = WORKERS) -> None:
    assert all(step.status == "written" for step in recolor([folder], palette, workers=workers))


def _copied(files: list[Path]) -> None:
    """The floor: every file read, written beside, and renamed, by one thread that does nothing else."""
    for file in files:
        _copy(file)


def _copy(file: Path) -> None:
    data = file.read_bytes()
    descriptor = os.open(f"{file}.new", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    os.write(descriptor, data)
    os.close(descriptor)
    os.replace(f"{file}.new", file)  # noqa: PTH105 - the bare call of the system


def _by_pillow(files: list[Path]) -> None:
    """The usual way: decode, another palette, encode."""
    palette = np.roll(voc_palette(), 1, axis=0).tobytes()
    for file in files:
        with Image.open(file) as image:
            image.load()
        image.putpalette(palette)
        image.save(file)


def _rate(call: Callable[[], None], count: int) -> float:
    """Files a second."""
    start = time.perf_counter()
    call()
    return count / (time.perf_counter() - start)
