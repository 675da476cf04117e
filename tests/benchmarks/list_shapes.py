"""The list of shapes with 10,000 rows: selecting, adding and sorting out what is in sight."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from PySide6.QtWidgets import QApplication

from labeler.core.annotation import Annotation
from labeler.core.annotation_file import write_annotation
from labeler.core.edits.shapes import InsertShapes, delete_shapes
from labeler.core.shapes import Shape, polygon
from tests.benchmarks.figures import Figure, timed

if TYPE_CHECKING:
    from labeler.gui.main_window import MainWindow

SHAPES = 10_000
_SIDE = 2000
_ROUNDS = 11


def figures(window: MainWindow, folder: Path) -> Iterator[Figure]:
    """What one does with the list, its painting included."""
    _open(window, _dataset(folder / "shapes"))
    document, viewport = window.session.document, window.shape_panel.table.viewport()
    assert document is not None
    count = f"{SHAPES:,} shapes"

    def select_all() -> None:
        window.commands.select_all()
        viewport.repaint()

    def add_one() -> None:
        shape = _star(np.random.default_rng(0), 1000.0, 1000.0)
        document.push(InsertShapes((len(document.annotation.shapes),), (shape,)))
        viewport.repaint()

    def delete_one() -> None:
        document.push(delete_shapes(document.annotation, [len(document.annotation.shapes) // 2]))
        viewport.repaint()

    def scroll() -> None:
        bar = window.shape_panel.table.verticalScrollBar()
        bar.setValue((bar.value() + bar.maximum() // 7) % max(1, bar.maximum()))
        viewport.repaint()

    def select_none() -> None:
        document.select(())
        viewport.repaint()

    yield timed(scroll, _ROUNDS).figure(f"{count}: a scrolled frame")
    yield timed(select_all, _ROUNDS, select_none).figure(f"{count}: select all")
    yield timed(select_none, _ROUNDS, select_all).figure(f"{count}: select nothing")
    yield timed(add_one, _ROUNDS).figure(f"{count}: one more")
    yield timed(delete_one, _ROUNDS).figure(f"{count}: one less")


def _dataset(folder: Path) -> Path:
    folder.mkdir()
    rng = np.random.default_rng(1)
    places = rng.uniform(20, _SIDE - 20, (SHAPES, 2))
    shapes = [_star(rng, float(x), float(y)) for x, y in places]
    Image.new("RGB", (_SIDE, _SIDE), (90, 120, 60)).save(folder / "a.jpg")
    write_annotation(folder / "a.json", Annotation((_SIDE, _SIDE), shapes, "a.jpg"))
    (folder / "classes.csv").write_text("index,name,color\n0,background,#000000\n1,car,#800000\n")
    return folder


def _star(rng: np.random.Generator, x: float, y: float) -> Shape:
    angles = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    radii = rng.uniform(5, 15, 20)
    return polygon("car", np.column_stack((x + radii * np.cos(angles), y + radii * np.sin(angles))))


def _open(window: MainWindow, folder: Path) -> None:
    window.choosing.open_path(folder)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        QApplication.processEvents()
        document = window.session.document
        if document is not None and document.image.path.parent == folder:
            return
    raise TimeoutError("the image did not come")
