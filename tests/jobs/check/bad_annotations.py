"""A maker of a bad file for each kind of finding on annotations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.datasets import SIZE, make_dataset, shape, square, write_photograph, write_shapes
from tests.jobs.check.bad_labels import Made, Maker

GOOD = (square("cat", 2, 3), square("dog", 20, 20), square("sky", 40, 2), square("void", 40, 20, 4))


def with_shapes(folder: Path, *shapes: dict[str, Any], is_fixable: bool = False, **keys: Any) -> Made:
    """Three images, of which a2 has these shapes besides."""
    make_dataset(folder, 3)
    path = write_shapes(folder / "a2.jpg", [*GOOD, *shapes], **keys)
    return Made(folder, path.name, is_fixable)


def _adding(*shapes: dict[str, Any], is_fixable: bool = False) -> Maker:
    return lambda folder: with_shapes(folder, *shapes, is_fixable=is_fixable)


def _with_keys(*, is_fixable: bool = False, **keys: Any) -> Callable[[Path], Made]:
    return lambda folder: with_shapes(folder, is_fixable=is_fixable, **keys)


def turned(folder: Path) -> Made:
    """A photograph that was labelled before its EXIF orientation was heeded."""
    made = with_shapes(folder)
    exif = write_photograph(folder / "a2.jpg", seed=2).stat() and _exif(6)
    write_photograph(folder / "a2.jpg", seed=2, exif=exif)
    return made


def _exif(orientation: int) -> Any:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def done_empty(folder: Path) -> Made:
    """An image that is done, although nothing is drawn."""
    make_dataset(folder, 3)
    path = write_shapes(folder / "a2.jpg", [], labeler={"state": "done"})
    return Made(folder, path.name)


def not_labelled(folder: Path) -> Made:
    """A photograph without annotation."""
    make_dataset(folder, 3)
    write_photograph(folder / "b.jpg", seed=8)
    return Made(folder, folder.name)


def not_done(folder: Path) -> Made:
    """One image is done, two have shapes only."""
    made = with_shapes(folder, labeler={"state": "done"})
    return Made(folder, made.folder.name)


MAKERS: dict[str, Maker] = {
    "unknown-class": _adding(square("cta", 52, 30)),
    "unreadable-shape": _adding({"label": "cat", "points": [[1, 2], "x"], "shape_type": "polygon"}),
    "far-shape": _adding(square("cat", 2.0**41, 5)),
    "annotation-size": _with_keys(imageWidth=SIZE[0] + 1),
    "annotation-turned": turned,
    "no-size": _with_keys(imageWidth=None, imageHeight=None, is_fixable=True),
    "image-path": _with_keys(imagePath="C:\\photos\\old.jpg", is_fixable=True),
    "crossing-shape": _adding(shape("cat", [(50, 30), (60, 40), (60, 30), (50, 40)])),
    "misplaced-hole": _adding(square("cat", 50, 34, holes=[[[2, 40], [6, 40], [6, 44]]])),
    "flat-shape": _adding(shape("cat", [(50, 30), (60, 40), (55, 35)])),
    "no-pixel": _adding(shape("cat", [(50, 40.6), (60, 40.6), (60, 41.4)])),
    "tiny-shape": _adding(square("cat", 50, 40, 3)),
    "outside-image": _adding(square("cat", 70, 5)),
    "beyond-image": _adding(square("cat", 58, 35)),
    "double-shape": _adding(GOOD[0], is_fixable=True),
    "two-classes": _adding(square("sky", 20, 20)),
    "covered-shape": _adding(square("cat", 50, 30, 5), square("dog", 49, 29)),
    "repeated-vertex": _adding(shape("cat", [(50, 30), (50, 30), (60, 30), (60, 40)]), is_fixable=True),
    "done-empty": done_empty,
    "not-labelled": not_labelled,
    "not-done": not_done,
}
