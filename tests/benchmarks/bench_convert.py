"""A folder of RGB label images made palette PNGs, beside the usual numpy way; and what blurred ones cost."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from isal import isal_zlib
from PIL import Image

from labeler.core.class_colors import ClassColors
from labeler.core.classes import ClassTable
from labeler.core.label_png import read_label_png
from labeler.core.off_palette import OffPaletteRule, index_colors
from labeler.core.png_chunks import parse_png
from labeler.jobs.convert import ConvertOptions, convert
from tests.benchmarks.figures import Figure, median_ms
from tests.benchmarks.scenes import FULL_HD
from tests.label_sets import CAMVID_LIKE, LabelSet, jpeg_noised, label_set

FILES = 1000
WORKERS = 2
_DIFFERENT = 8
_PEER_FILES = 6


def run() -> list[Figure]:
    """Figures for street scenes of 12 classes, saved by Pillow with its choice of filters."""
    made = label_set(CAMVID_LIKE, _DIFFERENT, FULL_HD)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "source", Path(folder) / "target"
        files = _folder(source, made)
        some = files[:_PEER_FILES]
        numpy_way = _rate(lambda: _numpy_way(some, made.classes, Path(folder)), len(some))
        floor = _rate(lambda: _inflated(some), len(some))
        converted = _rate(
            lambda: _run(convert(source, target, made.classes, ConvertOptions(workers=WORKERS))), FILES
        )
        np.testing.assert_array_equal(read_label_png(target / "0000.png")[0], made.label_maps[0])
        planned = ConvertOptions(workers=WORKERS, is_dry_run=True, overwrites=True)
        looked = _rate(lambda: _run(convert(source, target, made.classes, planned)), FILES)
    return [
        Figure(
            f"{FILES} RGB label images of 1920x1080, {WORKERS} workers",
            converted,
            "files/s",
            150,
            floor,
            {"Pillow + numpy, a comparison for each colour, 1 thread": numpy_way},
            better="higher",
        ),
        Figure("the same in a dry run", looked, "files/s", 150, better="higher"),
        *_blurred(made),
    ]


def _blurred(made: LabelSet) -> list[Figure]:
    """What one image costs whose colours JPEG has blurred."""
    pixels = jpeg_noised(made.colors[0])
    figures = []
    for choice in ("nearest", "majority", "void"):
        rule = OffPaletteRule(choice, None if choice == "nearest" else 20)
        colors = ClassColors(made.classes, tolerance=rule.distance)
        taken = median_ms(lambda colors=colors, rule=rule: index_colors(colors, pixels, rule), 7)
        figures.append(Figure(f"1920x1080 after JPEG, pixels off the palette: {choice}", taken, "ms"))
    return figures


def _folder(folder: Path, made: LabelSet) -> list[Path]:
    """1,000 files of 8 different images."""
    folder.mkdir()
    for number, colors in enumerate(made.colors):
        Image.fromarray(colors).save(folder / f"{number:04}.png")
    for number in range(_DIFFERENT, FILES):
        shutil.copy(folder / f"{number % _DIFFERENT:04}.png", folder / f"{number:04}.png")
    return sorted(folder.iterdir())


def _numpy_way(files: list[Path], classes: ClassTable, folder: Path) -> None:
    """The way of most conversion scripts."""
    for file in files:
        with Image.open(file) as image:
            rgb = np.array(image)
        indices = np.zeros(rgb.shape[:2], np.uint8)
        for row in classes:
            indices[(rgb == row.color).all(-1)] = row.index
        converted = Image.fromarray(indices)
        converted.putpalette(classes.palette().tobytes())
        converted.save(folder / "numpy.png")


def _inflated(files: list[Path]) -> None:
    """The floor: the zlib streams alone, by one thread."""
    for file in files:
        png = parse_png(file, file.read_bytes())
        isal_zlib.decompress(b"".join(each.data for each in png.of_kind(b"IDAT")))


def _run(steps: Iterable[object]) -> None:
    for _ in steps:
        pass


def _rate(call: Callable[[], None], count: int) -> float:
    """Files a second."""
    start = time.perf_counter()
    call()
    return count / (time.perf_counter() - start)
