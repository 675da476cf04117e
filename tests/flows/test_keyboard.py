"""An image labelled, and its shapes edited vertex by vertex, with the keyboard alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.datasets import CLASSES, write_photograph
from tests.windows import NONE, Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return
LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down

CAT = ((10, 10), (30, 10), (30, 38), (10, 38))
DOG = ((30, 10), (52, 10), (52, 38), (30, 38))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "set"
    write_photograph(folder / "a1.jpg")
    (folder / "classes.csv").write_text(CLASSES)
    return folder


class Keys:
    """Hands that never touch the mouse."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.window.view.setFocus()

    def __call__(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            self.desk.key(key, held)

    @property
    def aim(self) -> tuple[float, float]:
        aim = self.desk.window.view.scene.aim
        assert aim is not None
        return aim

    def go(self, x: float, y: float) -> None:
        """Bring the pointer to a place of the image."""
        if self.desk.window.view.scene.aim is None:
            self(RIGHT)
        for axis, goal, (back, on) in ((0, x, (LEFT, RIGHT)), (1, y, (UP, DOWN))):
            while (away := goal - self.aim[axis]) != 0:
                self(on if away > 0 else back, held=SHIFT if abs(away) >= 10 else NONE)

    def draw(self, *places: tuple[float, float]) -> None:
        """Draw a polygon, closed by a second Enter on its last vertex."""
        self(Qt.Key.Key_P)
        for place in places:
            self.go(*place)
            self(ENTER)
        self(ENTER)


def points(desk: Desk, position: int) -> list[list[float]]:
    return desk.shapes[position].points.tolist()


def test_two_neighbours_are_drawn_edited_and_saved(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    keys = Keys(desk)
    keys(Qt.Key.Key_1)
    keys.draw(*CAT)
    keys(Qt.Key.Key_2)
    keys.draw(*DOG)
    assert [shape.class_name for shape in desk.shapes] == ["cat", "dog"]
    assert sorted(map(tuple, points(desk, 0))) == sorted(CAT)
    assert sorted(map(tuple, points(desk, 1))) == sorted(DOG)

    # The vertex at (30, 38) belongs to both: it is found by its ring and moved by two pixels.
    keys(Qt.Key.Key_V)
    keys(UP, held=CTRL)
    assert desk.document.selection == (0,)
    tool = desk.window.view.tool
    while not tool.chosen.handles or points(desk, 0)[tool.chosen.handles[0].vertex] != [30, 38]:
        keys(RIGHT, held=CTRL)
    keys(RIGHT, RIGHT, DOWN)
    assert [32, 39] in points(desk, 0)
    assert [32, 39] in points(desk, 1)
    label_map = desk.document.label_map.label_map
    assert label_map[12:37, 12:50].all()

    # One more vertex, one less.
    keys(Qt.Key.Key_Insert)
    keys(DOWN, held=SHIFT)
    assert len(points(desk, 0)) == 5
    keys(Qt.Key.Key_Delete)
    assert len(points(desk, 0)) == 4
    keys(Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Z, held=CTRL)
    assert len(points(desk, 0)) == 4
    keys(Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Z, held=CTRL | SHIFT)
    assert [32, 39] in points(desk, 1)

    desk.wait_saved()
    saved = json.loads((folder / "a1.json").read_text())
    assert [shape["label"] for shape in saved["shapes"]] == ["cat", "dog"]
    assert [shape["points"] for shape in saved["shapes"]] == [points(desk, 0), points(desk, 1)]


def test_shapes_are_nudged_and_one_row_of_arrows_is_one_step(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    keys = Keys(desk)
    keys(Qt.Key.Key_1)
    keys.draw(*CAT)
    keys(Qt.Key.Key_Escape)
    keys(RIGHT, RIGHT, DOWN)
    keys(UP, held=SHIFT)
    assert min(map(tuple, points(desk, 0))) == (12, 1)
    keys(Qt.Key.Key_Z, held=CTRL)
    assert min(map(tuple, points(desk, 0))) == (10, 10)
    keys(Qt.Key.Key_Z, held=CTRL | SHIFT)
    assert min(map(tuple, points(desk, 0))) == (12, 1)
    desk.wait_saved()
    saved = json.loads((folder / "a1.json").read_text())
    assert saved["shapes"][0]["points"] == points(desk, 0)


def test_a_rectangle_and_a_freehand_line_are_drawn_too(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    keys = Keys(desk)
    keys(Qt.Key.Key_1, Qt.Key.Key_R)
    keys.go(10, 10)
    keys(ENTER)
    keys.go(30, 20)
    keys(ENTER)
    assert len(desk.shapes) == 1

    keys(Qt.Key.Key_F)
    keys.go(40, 10)
    keys(ENTER, held=SHIFT)
    for place in ((50, 10), (50, 30), (40, 30)):
        keys.go(*place)
    keys(ENTER)
    assert len(desk.shapes) == 2
    box = desk.shapes[1].bounds
    assert (box.left, box.top, box.right, box.bottom) == (40, 10, 50, 30)


def test_esc_leads_out_of_everything_step_by_step(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    keys = Keys(desk)
    keys(Qt.Key.Key_1)
    keys.draw(*CAT)
    keys.go(40, 20)
    keys(ENTER)
    view = desk.window.view
    keys(Qt.Key.Key_Escape)
    assert not view.tool.is_busy
    keys(Qt.Key.Key_Escape)
    assert view.tool.name == "select"
    keys(DOWN, RIGHT, held=CTRL)
    assert view.tool.chosen.handles
    keys(Qt.Key.Key_Escape)
    assert not view.tool.chosen.handles
    assert desk.document.selection == (0,)
    keys(Qt.Key.Key_Escape)
    assert desk.document.selection == ()
