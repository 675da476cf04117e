"""Order, groups, locks and the list of steps, by keys on the canvas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.instance_map import instance_map
from tests.datasets import CLASSES, square, write_photograph, write_shapes
from tests.windows import LEFT, Desk

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def stack_desk(desk: Desk, tmp_path: Path) -> Desk:
    """Three squares that overlap, from bottom to top cat, dog, sky, and a cat beside them."""
    image = write_photograph(tmp_path / "set" / "a.jpg")
    (tmp_path / "set" / "classes.csv").write_text(CLASSES)
    shapes = [square(name, 4 * place, 4 * place, 16) for place, name in enumerate(("cat", "dog", "sky"))]
    write_shapes(image, [*shapes, square("cat", 40, 4, 8)])
    desk.open(image.parent)
    desk.window.view.setFocus()
    return desk


def order(desk: Desk) -> list[str]:
    return [shape.class_name for shape in desk.shapes]


def pixel(desk: Desk, x: int, y: int) -> int:
    return int(desk.document.label_map.label_map[y, x])


def groups_on_disk(desk: Desk) -> list[int | None]:
    desk.wait_saved()
    content = json.loads(desk.document.image.annotation_path.read_text())
    return [shape["group_id"] for shape in content["shapes"]]


def test_to_front_and_back_by_keys_changes_what_is_exported(stack_desk: Desk) -> None:
    assert pixel(stack_desk, 10, 10) == 7
    stack_desk.click(2, 2)
    stack_desk.key(Key.Key_BracketRight, CTRL | SHIFT)
    assert (order(stack_desk), pixel(stack_desk, 10, 10)) == (["dog", "sky", "cat", "cat"], 1)
    stack_desk.key(Key.Key_BracketLeft, CTRL | SHIFT)
    assert (order(stack_desk)[0], pixel(stack_desk, 10, 10)) == ("cat", 7)
    stack_desk.key(Key.Key_Z, CTRL)
    stack_desk.key(Key.Key_Z, CTRL)
    assert (order(stack_desk), pixel(stack_desk, 10, 10)) == (["cat", "dog", "sky", "cat"], 7)


def test_two_shapes_of_one_class_become_one_instance_and_two_again(stack_desk: Desk) -> None:
    def instances() -> int:
        document = stack_desk.document
        return len(
            set(instance_map(document.annotation.shapes, document.size, document.classes).flat) - {0, 255}
        )

    before = instances()
    stack_desk.click(2, 2)
    stack_desk.click(44, 8, CTRL)
    stack_desk.key(Key.Key_G, CTRL)
    assert groups_on_disk(stack_desk) == [1, None, None, 1]
    assert instances() == before - 1
    stack_desk.click(44, 8)
    stack_desk.window.actions_["select_group"].trigger()
    assert stack_desk.document.selection == (0, 3)
    stack_desk.key(Key.Key_G, CTRL | SHIFT)
    assert groups_on_disk(stack_desk) == [None] * 4
    assert instances() == before


def test_other_classes_in_the_group_are_told_to_stay_instances(stack_desk: Desk) -> None:
    stack_desk.key(Key.Key_A, CTRL)
    stack_desk.key(Key.Key_G, CTRL)
    assert stack_desk.window.status.hint.text().startswith("One group; cat, dog, sky stay 3 instances")


def test_a_locked_shape_is_neither_dragged_nor_deleted(stack_desk: Desk) -> None:
    stack_desk.click(44, 8)
    stack_desk.window.actions_["lock_shapes"].trigger()
    stack_desk.key(Key.Key_Delete)
    assert len(stack_desk.shapes) == 4
    stack_desk.window.actions_["unlock_all"].trigger()
    stack_desk.document.select([3])
    stack_desk.key(Key.Key_Delete)
    assert len(stack_desk.shapes) == 3


def test_a_hidden_shape_cannot_be_clicked_until_all_is_shown(stack_desk: Desk) -> None:
    stack_desk.click(44, 8)
    stack_desk.window.actions_["hide_shapes"].trigger()
    stack_desk.click(44, 8)
    assert stack_desk.document.selection == ()
    stack_desk.key(Key.Key_H, SHIFT)
    stack_desk.click(44, 8)
    assert stack_desk.document.selection == (3,)


def test_a_click_in_the_history_leads_back_and_on_and_is_saved(stack_desk: Desk) -> None:
    stack_desk.key(Key.Key_F7)
    stack_desk.click(44, 8)
    stack_desk.key(Key.Key_Delete)
    stack_desk.click(2, 2)
    stack_desk.key(Key.Key_Delete)
    view = stack_desk.window.history_panel

    def go_to(row: int) -> None:
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(row, 0)).center())

    go_to(0)
    assert (len(stack_desk.shapes), pixel(stack_desk, 44, 8)) == (4, 1)
    go_to(1)
    assert (len(stack_desk.shapes), pixel(stack_desk, 44, 8)) == (3, 0)
    assert len(groups_on_disk(stack_desk)) == 3
    go_to(2)
    assert len(groups_on_disk(stack_desk)) == 2
