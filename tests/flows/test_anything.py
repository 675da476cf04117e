"""A hand that does anything at all: whatever comes, pixels, files and history agree with the shapes.

`LABELER_ANYTHING=200 LABELER_ANYTHING_SEED=50 LABELER_ANYTHING_STEPS=300 pytest tests/flows/test_anything.py`
does 200 sessions of 300 acts each, from number 50 on; without, a few short ones. What fails tells its acts.
"""

from __future__ import annotations

import os
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider

from labeler.core.annotation_file import annotation_bytes, read_annotation
from labeler.core.handles import handle_rings
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.shape_index import ShapeIndex
from labeler.gui.document import Document
from labeler.gui.rows import ROWS
from labeler.gui.rows.dataset import DATASET
from tests.datasets import CLASSES, shape, square, write_photograph, write_shapes
from tests.windows import Desk

SESSIONS = int(os.environ.get("LABELER_ANYTHING", "3"))
FIRST = int(os.environ.get("LABELER_ANYTHING_SEED", "0"))
STEPS = int(os.environ.get("LABELER_ANYTHING_STEPS", "60"))

# What leads out of the window, asks for words, or only shows the same in another way.
AWAY = {
    *("open_folder", "open_image", "open_sample", "open_containing_folder", "new_window", "quit", "export"),
    *("new_class", "rename_class", "recolor_class", "reindex_class", "delete_class", "type_color"),
    *("class_table", "pick_color", "change_classes", "import_classes", "export_classes"),
    *("find_command", "find_class", "find_image", "settings", "keys", "adjust", "autosave", "full_screen"),
    *("theme_system", "theme_dark", "theme_light", "reset_layout", "beside"),
}
ACTIONS = sorted({row.name for row in ROWS} - AWAY - {row.name for row in DATASET})
TOOLS = [name for name in ACTIONS if name.startswith("tool_")]
DRAWING = [name for name in TOOLS if name not in ("tool_select", "tool_transform")]
SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
Key, Held = Qt.Key, Qt.KeyboardModifier
KEYS = [
    *((Key.Key_Return, held) for held in (Held.NoModifier, Held.ShiftModifier, Held.ControlModifier)),
    *((key, Held.NoModifier) for key in (Key.Key_Escape, Key.Key_Backspace, Key.Key_Delete, Key.Key_Insert)),
    *((key, Held.NoModifier) for key in (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down)),
    *((key, Held.ShiftModifier) for key in (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down)),
    *((key, Held.NoModifier) for key in (Key.Key_Y, Key.Key_1, Key.Key_2, Key.Key_3)),
]
HELD = [
    *(Held.NoModifier,) * 5,
    *(Held.ShiftModifier, Held.ControlModifier, Held.AltModifier),
    Held.ControlModifier | Held.AltModifier,
]


def fill(folder: Path) -> Path:
    """Three photographs: one with a shape of every kind and fault, one with a tiling, one with nothing."""
    folder.mkdir(parents=True)
    (folder / "classes.csv").write_text(CLASSES, encoding="utf-8")
    first, second, _ = (write_photograph(folder / f"a{number}.jpg", seed=number) for number in (1, 2, 3))
    hole = [[(24, 24), (30, 24), (30, 29)]]
    write_shapes(
        first,
        [
            square("sky", 20, 20, 16, holes=hole, group_id=3),
            shape("dog", [(2, 30), (14, 46)], "rectangle"),
            shape("cat", [(44.5, 12.25), (50, 16)], "circle", group_id=3),
            shape("dog", [(30, 2), (40, 6), (38, 12), (28, 8)], "oriented_rectangle"),
            shape("void", [(2, 2), (12, 12), (12, 2), (2, 12)]),
            shape("ghost", [(50, 30), (50, 30), (70, 34), (60, 55)]),
            shape("cat", [(16, 4), (16, 4), (16, 4)], flags={"hard": True}),
            shape("dog", [(17, 40), (22, 44), (30, 41)], "linestrip", description="a wire"),
            shape("dog", [(60.5, 3.5)], "point"),
            square("cat", 26, 26, 14, locked=True),
        ],
    )
    tiles = [square(name, x, y, 16) for name, x, y in (("cat", 0, 0), ("dog", 16, 0), ("sky", 0, 16))]
    write_shapes(second, [*tiles, shape("void", [(16, 16), (32, 16), (32, 48), (0, 48), (0, 32), (16, 32)])])
    return folder


class Hand:
    """Does at random what a hand can do, and remembers what it did."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.chance = random.Random(seed)
        self.done: list[str] = []
        self.held = Held.NoModifier
        self.is_down = False

    def act(self) -> None:
        acts, weights = zip(*WEIGHTS.items(), strict=True)
        (act,) = self.chance.choices(acts, weights)
        self.done.append(act.__name__)
        act(self)

    def press_a_button(self) -> None:
        """Any command, and often a tool."""
        self._trigger(self.chance.choice(self.chance.choice([ACTIONS, ACTIONS, TOOLS])))

    def undo_or_redo(self) -> None:
        name = self.chance.choice(["undo", "undo", "redo"])
        for _ in range(self.chance.randint(1, 4)):
            self._trigger(name)

    def select(self) -> None:
        count = len(self.desk.shapes)
        chosen = self.chance.sample(range(count), min(count, self.chance.randint(1, 4)))
        self.done[-1] += f" {chosen}"
        self.desk.document.select(chosen)

    def press_a_key(self) -> None:
        key, held = self.chance.choice(KEYS)
        self.done[-1] += f" {held.name}+{key.name}"
        QTest.keyClick(self.desk.window.view, key, held)

    def drag(self) -> None:
        """From one place over others, with a modifier that may change on the way."""
        self.held = self.chance.choice(HELD)
        self._mouse(QEvent.Type.MouseMove, self._place())
        self._mouse(QEvent.Type.MouseButtonPress, self._latest)
        for _ in range(self.chance.randint(1, 4)):
            self._mouse(QEvent.Type.MouseMove, self._place())
        if self.chance.random() < 0.1:
            QTest.keyClick(self.desk.window.view, self.chance.choice([Key.Key_Escape, Key.Key_Y]))
        if self.chance.random() < 0.1:
            self._trigger(self.chance.choice(ACTIONS))
        if self.chance.random() < 0.2:
            self.held = self.chance.choice(HELD)
        self._mouse(QEvent.Type.MouseButtonRelease, self._latest)

    def click(self) -> None:
        self.held = self.chance.choice(HELD)
        self._click(self.chance.randint(1, 5))
        if self.chance.random() < 0.4:
            self._mouse(QEvent.Type.MouseButtonDblClick, self._latest)
            self._mouse(QEvent.Type.MouseButtonRelease, self._latest)

    def draw(self) -> None:
        """From beginning to end, with a tool that has one."""
        self._trigger(self.chance.choice(DRAWING))
        self.held = Held.NoModifier
        self._click(self.chance.randint(2, 5))
        QTest.keyClick(self.desk.window.view, Key.Key_Return)

    def paste_into_images(self) -> None:
        """Into two images, one of them perhaps never opened, without waiting for the end."""
        window = self.desk.window
        selection, model = window.file_panel.table.selectionModel(), window.opening.file_model
        rows = self.chance.sample(range(3), 2)
        self.done[-1] += f" {rows}"
        selection.clearSelection()
        for row in rows:
            selection.select(model.index(row, 0), SELECT)
        self._trigger("copy")
        self._trigger("paste_into_images")

    def slide(self) -> None:
        """Simplify or smooth, and keep it, or not, or leave the sheet open."""
        self._trigger(self.chance.choice(["simplify", "smooth"]))
        for slider in self.desk.window.view.findChildren(QSlider):
            if slider.isVisible():
                slider.setValue(self.chance.randint(slider.minimum(), slider.maximum()))
        key = self.chance.choice([Key.Key_Return, Key.Key_Escape, None])
        if key is not None:
            QTest.keyClick(self.desk.window.focusWidget() or self.desk.window.view, key)

    def right_click(self) -> None:
        right = Qt.MouseButton.RightButton
        self._mouse(QEvent.Type.MouseButtonPress, self._place(), right)
        self._mouse(QEvent.Type.MouseButtonRelease, self._latest, right)

    def go_away(self) -> None:
        """To another image."""
        position = self.chance.randrange(3)
        self.done[-1] += f" {position}"
        self.desk.go_to(position)

    def choose_a_class(self) -> None:
        self.desk.choose(self.chance.choice(["cat", "dog", "sky", "void"]))

    def rename_a_class(self) -> None:
        """Through the whole dataset, there and back: histories know the name too."""
        window = self.desk.window
        row = window.session.classes.find("dog")
        for name in ("hound", "dog"):
            window.classes.rename(row.index, name)
            self.desk.wait_for_jobs()

    def jump_in_the_history(self) -> None:
        count = self.desk.document.undo_stack.count()
        self.desk.window.history_panel.step_wanted.emit(self.chance.randint(0, count))

    def _trigger(self, name: str) -> None:
        self.done[-1] += f" {name}"
        self.desk.window.actions_[name].trigger()
        if name.startswith(("next_", "previous_")):
            self.desk.wait_for_image()

    def _click(self, count: int) -> None:
        for _ in range(count):
            self._mouse(QEvent.Type.MouseMove, self._place())
            self._mouse(QEvent.Type.MouseButtonPress, self._latest)
            self._mouse(QEvent.Type.MouseButtonRelease, self._latest)

    def _place(self) -> QPointF:
        """Anywhere, and often at a vertex."""
        chance, desk = self.chance, self.desk
        x, y = chance.uniform(-4, 68), chance.uniform(-4, 52)
        if desk.shapes and chance.random() < 0.6:
            rings = [ring for ring in handle_rings(chance.choice(desk.shapes)) if len(ring)]
            if rings:
                ends = list(pairwise([*chance.choice(rings).tolist()] * 2))
                (x, y), (to_x, to_y) = chance.choice(ends)
                if chance.random() < 0.5:
                    x, y = (x + to_x) / 2, (y + to_y) / 2
        self.done[-1] += f" ({x:.1f}, {y:.1f})"
        self._latest = QPointF(desk.place(x, y))
        return self._latest

    def _mouse(self, kind: QEvent.Type, at: QPointF, button=Qt.MouseButton.LeftButton) -> None:
        view = self.desk.window.view
        if kind is not QEvent.Type.MouseMove:
            self.is_down = kind is not QEvent.Type.MouseButtonRelease
        buttons = button if self.is_down else Qt.MouseButton.NoButton
        one = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else button
        event = QMouseEvent(kind, at, QPointF(view.mapToGlobal(at)), one, buttons, self.held)
        QApplication.sendEvent(view, event)


WEIGHTS = {
    Hand.press_a_button: 22,
    Hand.draw: 8,
    Hand.paste_into_images: 0.5,
    Hand.slide: 2,
    Hand.select: 8,
    Hand.drag: 12,
    Hand.click: 10,
    Hand.press_a_key: 10,
    Hand.undo_or_redo: 3,
    Hand.right_click: 1,
    Hand.go_away: 1,
    Hand.choose_a_class: 2,
    Hand.rename_a_class: 0.2,
    Hand.jump_in_the_history: 0.5,
}


def check(document: Document) -> None:
    """Label map and index are as if made anew, and what is selected is there."""
    shapes = document.annotation.shapes
    fresh = ShapeIndex(shapes)
    assert np.array_equal(document.index.boxes, fresh.boxes)
    document.late.settle()
    drawn = LiveLabelMap(document.annotation, document.size, document.classes, fresh)
    assert np.array_equal(document.label_map.label_map, drawn.label_map)
    assert all(0 <= position < len(shapes) for position in document.selection)
    assert all(np.isfinite(ring).all() for each in shapes for ring in (each.points, *each.holes))


def put_down(desk: Desk) -> None:
    """Nothing is begun any more, and nothing at work."""
    desk.wait_for_jobs()
    for _ in range(4):
        QTest.keyClick(desk.window.view, Key.Key_Escape)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SESSIONS))
def test_whatever_a_hand_does_all_agrees_and_can_be_undone(desk: Desk, tmp_path: Path, seed: int) -> None:
    folder = fill(tmp_path / "set")
    starts = [annotation_bytes(read_annotation(path)) for path in sorted(folder.glob("*.json"))]
    desk.open(folder)
    desk.choose("cat")
    hand = Hand(desk, seed)
    try:
        for _ in range(STEPS):
            hand.act()
            check(desk.document)
            with desk.qtbot.captureExceptions() as raised:
                QApplication.processEvents()
            assert not raised
        put_down(desk)
        for position in range(3):
            desk.go_to(position)
            follow_the_history(desk, *starts[position : position + 1])
    except BaseException:
        print("\n".join(hand.done))
        raise


def follow_the_history(desk: Desk, start: bytes | None = None) -> None:
    """The file holds what is shown; all the way back is what it held, and the way on leads here again."""
    document, history = desk.document, desk.document.undo_stack
    desk.window.actions_["save"].trigger()
    desk.wait_saved()
    path = document.image.annotation_path
    at, end = history.index(), annotation_bytes(document.annotation)
    assert (
        not document.annotation.shapes
        if not path.exists()
        else annotation_bytes(read_annotation(path)) == end
    )
    for there, wanted in ((0, start), (history.count(), None), (at, end)):
        history.setIndex(there)
        check(document)
        assert wanted in (None, annotation_bytes(document.annotation))
        assert there or start or not document.annotation.shapes
