"""Pictures of the tools that draw and paint new shapes."""

from __future__ import annotations

import math
from pathlib import Path

from desk import (
    TINY,
    Place,
    begin_anew,
    click,
    drag,
    draw,
    key,
    look_at,
    point_at,
    rest,
    save_part,
    take,
    wait_until,
)
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.gui.main_window import MainWindow
from labeler.settings.drawing import BRUSH_SIZE

ALT = Qt.KeyboardModifier.AltModifier
# The wall at the upper left of the portrait, and all of it above the shoulders.
CORNER, WALL = (0.0, 0.0, 300.0, 250.0), (20.0, 0.0, 400.0, 300.0)


def save_outlines(window: MainWindow, folder: Path) -> None:
    """A line at an angle of 45 degrees, one drawn freehand, shapes dragged from corner to corner, handles."""
    begin_anew(window)
    take(window, "polygon", "structure")
    click(window, (90, 60), (120, 60))
    point_at(window, 147, 90, ALT)
    save_part(window, folder, "angle", CORNER)
    rest(window)
    take(window, "freehand", "hair")
    drag(window, *around((118, 70), (24, 40), 22))
    save_part(window, folder, "freehand", CORNER)
    rest(window)
    take(window, "ellipse", "structure")
    drag(window, (110, 30), (146, 82))
    save_part(window, folder, "ellipse", CORNER)
    rest(window)
    take(window, "rectangle", "structure")
    click(window, (85, 20), (140, 60))
    take(window, "ellipse", "cup")
    click(window, (95, 75), (145, 130))
    take(window, "select")
    window.commands.select_all()
    document = window.session.document
    assert document is not None
    document.select(range(len(document.annotation.shapes) - 2, len(document.annotation.shapes)))
    QTest.qWait(100)
    save_part(window, folder, "handles", CORNER)
    begin_anew(window)


def around(middle: Place, radii: Place, count: int) -> list[Place]:
    """Places that a hand passes over on its way around a middle, not quite to the end of it."""
    turns = [2 * math.pi * step / count for step in range(count - 2)]
    wobble = (1.0, 1.08, 0.95, 1.03)
    return [
        (
            middle[0] + radii[0] * wobble[step % 4] * math.cos(turn),
            middle[1] + radii[1] * wobble[step % 4] * math.sin(turn),
        )
        for step, turn in enumerate(turns)
    ]


def save_tracing(window: MainWindow, folder: Path) -> None:
    """A border that a click would copy, the shorter way and the longer."""
    begin_anew(window)
    box = (0.0, 60.0, 300.0, 320.0)
    draw(window, "structure", ((67, 98), (41, 302)))
    save_part(window, folder, "trace", box)
    rest(window)


def save_behind(window: MainWindow, folder: Path) -> None:
    """A polygon that is drawn roughly over its neighbours, and what becomes of it with draw behind."""
    begin_anew(window)
    window.actions_["draw_behind"].setChecked(True)
    rough = ((50, 10), (150, 6), (190, 110), (150, 200), (90, 250), (60, 150), (40, 40))
    box = (0.0, 0.0, 220.0, 260.0)
    draw(window, "cup", rough)
    save_part(window, folder, "behind-before", box)
    key(window, Qt.Key.Key_Return)
    QTest.qWait(200)
    save_part(window, folder, "behind-after", box)
    window.actions_["draw_behind"].setChecked(False)
    begin_anew(window)


def save_painting(window: MainWindow, folder: Path) -> None:
    """A stroke of the brush on background, and one of the eraser over a border, the button still down."""
    begin_anew(window)
    take(window, "brush", "flag")
    drag(window, (100, 40), (115, 85), (130, 130))
    save_part(window, folder, "brush", CORNER)
    rest(window)
    take(window, "eraser")
    drag(window, (365, 120), (380, 175), (400, 230))
    save_part(window, folder, "eraser", (212.0, 30.0, 512.0, 280.0))
    rest(window)
    take(window, "brush", "cup")
    window.settings.set(BRUSH_SIZE, 9)
    look_at(window, (92, 30, 122, 55), TINY)
    point_at(window, 107, 42)
    save_part(window, folder, "brush-outline", (92.0, 30.0, 122.0, 55.0), TINY)
    window.settings.reset(BRUSH_SIZE)
    begin_anew(window)


def save_filling(window: MainWindow, folder: Path) -> None:
    """The wall behind the portrait: picked by the wand, the button still down, and about to be filled."""
    begin_anew(window)
    take(window, "wand", "cup")
    wait_until(lambda: window.session.document is not None and window.session.document.photograph is not None)
    drag(window, (100, 60), (124, 70))
    save_part(window, folder, "wand", WALL)
    rest(window)
    take(window, "fill")
    point_at(window, 310, 130)
    save_part(window, folder, "fill", WALL)
    rest(window)


def save_keyboard(window: MainWindow, folder: Path) -> None:
    """A polygon that is drawn with arrow keys: their pointer is a cross."""
    begin_anew(window)
    take(window, "polygon", "structure")
    point_at(window, 90, 40)
    for keys in (("Right",) * 4, ("Down",) * 6, ("Left",) * 3):
        key(window, Qt.Key.Key_Return)
        for name in keys:
            QTest.keyClick(window.view, getattr(Qt.Key, f"Key_{name}"), Qt.KeyboardModifier.ShiftModifier)
    QTest.qWait(100)
    save_part(window, folder, "aim", CORNER)
    begin_anew(window)
