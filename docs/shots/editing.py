"""Pictures of what is done to shapes that are drawn already, and of the list of steps and the palette."""

from __future__ import annotations

from pathlib import Path

from desk import (
    PATCH,
    SMALL,
    TINY,
    Place,
    begin_anew,
    click,
    drag,
    key,
    let_go,
    look_at,
    place,
    point_at,
    rest,
    save,
    save_part,
    save_picture,
    settle,
    take,
)
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from labeler.gui.dialogs.command_palette import CommandPalette
from labeler.gui.dialogs.reshape_popup import ReshapePopup
from labeler.gui.document import Document
from labeler.gui.main_window import MainWindow

FLAG, SUIT, HELMET = 0, 4, 9


def document_of(window: MainWindow) -> Document:
    """The image on the canvas."""
    document = window.session.document
    assert document is not None
    return document


def vertex_near(window: MainWindow, position: int, x: float, y: float) -> Place:
    """The vertex of a shape that is nearest to a place."""
    points = document_of(window).annotation.shapes[position].points.tolist()
    nearest = min(points, key=lambda point: (point[0] - x) ** 2 + (point[1] - y) ** 2)
    return (nearest[0], nearest[1])


def save_vertices(window: MainWindow, folder: Path) -> None:
    """Vertices chosen by a box, and one that two shapes share, in the hand."""
    begin_anew(window)
    box = (310.0, 320.0, 512.0, 470.0)
    look_at(window, box)
    document_of(window).select((HELMET,))
    window.actions_["boxes_vertices"].setChecked(True)
    drag(window, (366, 335), (400, 345), (470, 385), held=Qt.KeyboardModifier.ControlModifier)
    let_go(window, 470, 385)
    point_at(window, 430, 440)
    save_part(window, folder, "vertices", box)
    window.actions_["boxes_vertices"].setChecked(False)
    rest(window)
    box = (0.0, 260.0, 110.0, 350.0)
    look_at(window, box)
    document_of(window).select((FLAG,))
    x, y = vertex_near(window, FLAG, 36, 312)
    drag(window, (x, y), (x + 12, y - 3), (x + 24, y - 6))
    save_part(window, folder, "shared", box)
    begin_anew(window)


def save_border(window: MainWindow, folder: Path) -> None:
    """A new course for a border of two shapes, the part marked that it replaces, and what comes of it."""
    begin_anew(window)
    box = (0.0, 215.0, 160.0, 375.0)
    look_at(window, box)
    take(window, "border")
    document_of(window).select((FLAG,))
    click(window, vertex_near(window, FLAG, 59, 256), (68, 285), (62, 320))
    point_at(window, *vertex_near(window, FLAG, 26, 359))
    save_part(window, folder, "border", box)
    click(window, vertex_near(window, FLAG, 26, 359))
    point_at(window, 120, 230)
    save_part(window, folder, "border-after", box)
    begin_anew(window)


def save_cuts(window: MainWindow, folder: Path) -> None:
    """A ring that becomes a hole, the hole, and a line that splits."""
    begin_anew(window)
    box = (110.0, 320.0, 270.0, 450.0)
    look_at(window, box)
    document_of(window).select((SUIT,))
    take(window, "hole")
    ring = (*PATCH, (155, 420), (138, 400), (137, 380), (148, 360))
    click(window, *ring)
    point_at(window, *ring[0])
    save_part(window, folder, "hole", box)
    click(window, ring[0])
    take(window, "select")
    point_at(window, 130, 330)
    save_part(window, folder, "hole-after", box)
    begin_anew(window)
    box = (330.0, 90.0, 490.0, 200.0)
    look_at(window, box)
    take(window, "split")
    click(window, (345, 150), (415, 140))
    point_at(window, 475, 165)
    save_part(window, folder, "split", box)
    click(window, (475, 165))
    key(window, Qt.Key.Key_Return)
    point_at(window, 335, 95)
    save_part(window, folder, "split-after", box)
    begin_anew(window)


def save_combining(window: MainWindow, folder: Path) -> None:
    """Two shapes, and what becomes of them when they are combined in four ways."""
    begin_anew(window)
    box = (78.0, 4.0, 152.0, 78.0)
    look_at(window, box, TINY)
    take(window, "rectangle", "cup")
    click(window, (86, 14), (124, 52))
    take(window, "ellipse", "structure")
    click(window, (100, 28), (144, 72))
    take(window, "select")
    document = document_of(window)
    both = range(len(document.annotation.shapes) - 2, len(document.annotation.shapes))
    document.select(both)
    point_at(window, 82, 74)
    save_part(window, folder, "combine", box, TINY)
    for name in ("union", "subtract", "intersect", "exclude"):
        document.select(both)
        window.actions_[name].trigger()
        QTest.qWait(200)
        save_part(window, folder, name, box, TINY)
        window.actions_["undo"].trigger()
    begin_anew(window)


def save_faults(window: MainWindow, folder: Path) -> None:
    """A polygon that crosses itself."""
    begin_anew(window)
    box = (70.0, 0.0, 190.0, 100.0)
    look_at(window, box)
    take(window, "polygon", "structure")
    click(window, (85, 20), (150, 70), (150, 25), (85, 75))
    key(window, Qt.Key.Key_Return)
    take(window, "select")
    point_at(window, 75, 95)
    QTest.qWait(400)
    save_part(window, folder, "faults", box)
    begin_anew(window)


def save_reshaping(window: MainWindow, folder: Path) -> None:
    """The spacecraft in the frame, the button still down, and all shapes with the sheet that simplifies."""
    rest(window)
    window.actions_["tool_transform"].trigger()
    QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=place(window, 400, 130))
    document = window.session.document
    assert document is not None
    box = document.annotation.shapes[document.selection[0]].bounds
    knob = place(window, (box.left + box.right) / 2, box.bottom) + QPoint(0, 24)
    QTest.mouseMove(window.view, knob)
    QTest.mousePress(window.view, Qt.MouseButton.LeftButton, pos=knob)
    point_at(window, 350, 290, down=Qt.MouseButton.LeftButton)
    part = QRect(place(window, 220, 0), place(window, 512, 330))
    save_picture(window.view.grab(part), folder, "transform", SMALL)
    rest(window)
    window.commands.select_all()
    window.actions_["simplify"].trigger()
    sheet = window.view.findChild(ReshapePopup)
    assert isinstance(sheet, ReshapePopup)
    sheet.amount.setValue(3.0)
    QTest.qWait(300)
    save_picture(window.view.grab(), folder, "simplify", 720)
    sheet.cancelled.emit()
    rest(window)


def save_commands(window: MainWindow, folder: Path) -> None:
    """The steps of a history, two of them taken back, and the command palette."""
    rest(window)
    window.commands.select_all()
    for name in ("copy", "paste", "group", "to_back", "delete", "undo", "undo", "history"):
        window.actions_[name].trigger()
    settle(window.history_dock, 500)
    save(window.history_dock, folder, "history")
    window.actions_["history"].trigger()
    window.undoing.go_to(0)
    window.commands.select_all()
    window.actions_["find_command"].trigger()
    palette = window.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette)
    QTest.keyClicks(palette.field, "sel")
    QTest.qWait(100)
    save(palette, folder, "palette")
    palette.close()
    rest(window)
