"""Shapes are copied by keys: within an image, into others, from window to window, and into many at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.datasets import CLASSES, make_dataset, square, write_photograph, write_shapes
from tests.windows import LEFT, Desk

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def copy_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "set", 4))
    desk.window.view.setFocus()
    return desk


def on_disk(desk: Desk, row: int) -> list[dict]:
    return json.loads(desk.window.session.dataset.images[row].annotation_path.read_text())["shapes"]


def labels(desk: Desk, row: int) -> list[str]:
    return [shape["label"] for shape in on_disk(desk, row)]


def come_to_front(desk: Desk) -> None:
    """Give the keys to the canvas of a window."""
    desk.window.activateWindow()
    desk.window.view.setFocus()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)


def test_copy_paste_and_drag_within_an_image(copy_desk: Desk) -> None:
    copy_desk.click(4, 4)
    copy_desk.key(Key.Key_C, CTRL)
    copy_desk.key(Key.Key_V, CTRL)
    start, end = copy_desk.place(4, 4), copy_desk.place(24, 24)
    view = copy_desk.window.view
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, pos=end)
    assert abs(copy_desk.shapes[3].points[0] - (22, 23)).max() < 0.2
    assert copy_desk.shapes[0].points[0].tolist() == [2, 3]
    copy_desk.wait_saved()
    assert labels(copy_desk, 0) == ["cat", "dog", "void", "cat"]
    copy_desk.key(Key.Key_Z, CTRL)
    copy_desk.key(Key.Key_Z, CTRL)
    assert len(copy_desk.shapes) == 3
    copy_desk.key(Key.Key_Z, CTRL | SHIFT)
    assert copy_desk.shapes[3].points[0].tolist() == [2, 3]


def test_cut_here_and_paste_in_the_next_image(copy_desk: Desk) -> None:
    copy_desk.click(4, 4)
    copy_desk.key(Key.Key_X, CTRL)
    copy_desk.key(Key.Key_D)
    copy_desk.wait_for_image()
    copy_desk.key(Key.Key_V, CTRL)
    copy_desk.wait_saved()
    assert labels(copy_desk, 0) == ["dog", "void"]
    assert labels(copy_desk, 1) == ["cat", "dog", "void", "cat"]
    assert on_disk(copy_desk, 1)[3]["points"] == [[2, 3], [12, 3], [12, 13], [2, 13]]


def test_in_a_text_field_the_keys_are_of_its_text(copy_desk: Desk) -> None:
    copy_desk.click(4, 4)
    QGuiApplication.clipboard().setText("some words")
    field = copy_desk.window.file_panel.filter.field
    field.setFocus()
    QTest.keyClick(field, Key.Key_V, CTRL)
    assert field.text() == "some words"
    QTest.keyClick(field, Key.Key_A, CTRL)
    QTest.keyClick(field, Key.Key_X, CTRL)
    assert (field.text(), len(copy_desk.shapes)) == ("", 3)


def test_shapes_cross_to_another_window_with_another_dataset(
    copy_desk: Desk, make_desk: Callable[[], Desk], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    write_photograph(other / "small.png", (20, 20))
    (other / "classes.csv").write_text(CLASSES.replace("cat", "lion"))
    second = make_desk()
    second.open(other)
    come_to_front(copy_desk)
    copy_desk.key(Key.Key_A, CTRL)
    copy_desk.key(Key.Key_C, CTRL)
    come_to_front(second)
    second.key(Key.Key_V, CTRL)
    assert [shape.class_name for shape in second.shapes] == ["cat", "dog", "void"]
    for mine, theirs in zip(second.shapes, copy_desk.shapes, strict=True):
        assert np.array_equal(mine.points, theirs.points)
    assert "1 shape outside the image" in second.window.status.hint.text()
    assert "Annotations name cat" in second.message("classes:missing")
    second.key(Key.Key_Z, CTRL)
    second.key(Key.Key_V, CTRL | SHIFT)
    second.press_remedy("classes:missing", "Add class")
    second.wait_saved()
    points = np.array([place for shape in on_disk(second, 0) for place in shape["points"]])
    assert points.min() >= 0
    assert points.max() <= 20


def test_what_labelme_wrote_is_pasted_as_text(copy_desk: Desk, tmp_path: Path) -> None:
    image = write_photograph(tmp_path / "other" / "x.jpg")
    text = write_shapes(image, [square("sky", 30, 30), square("dog", 5, 5)]).read_text()
    QGuiApplication.clipboard().setText(text)
    copy_desk.key(Key.Key_V, CTRL)
    assert [shape.class_name for shape in copy_desk.shapes[3:]] == ["sky", "dog"]


def test_everything_of_the_previous_image_is_copied(copy_desk: Desk) -> None:
    copy_desk.click(4, 4)
    copy_desk.key(Key.Key_Delete)
    copy_desk.key(Key.Key_D)
    copy_desk.wait_for_image()
    copy_desk.key(Key.Key_A, CTRL)
    copy_desk.key(Key.Key_Delete)
    copy_desk.key(Key.Key_D, CTRL | SHIFT)
    copy_desk.wait_saved()
    assert labels(copy_desk, 1) == ["dog", "void"]
    copy_desk.key(Key.Key_Z, CTRL)
    assert copy_desk.shapes == []


def test_a_second_paste_is_on_top_and_selected_so_that_it_can_go_again(copy_desk: Desk) -> None:
    copy_desk.click(4, 4)
    copy_desk.key(Key.Key_C, CTRL)
    copy_desk.key(Key.Key_V, CTRL)
    copy_desk.key(Key.Key_V, CTRL)
    assert copy_desk.document.selection == (4,)
    copy_desk.key(Key.Key_Delete)
    assert len(copy_desk.shapes) == 4


def test_shapes_are_pasted_into_the_images_that_are_selected_in_the_list(copy_desk: Desk) -> None:
    copy_desk.click(4, 4)
    copy_desk.key(Key.Key_C, CTRL)
    table, model = copy_desk.window.file_panel.table, copy_desk.window.opening.file_model
    for row in (1, 3):
        rect = table.visualRect(model.index(row, 0))
        QTest.mouseClick(table.viewport(), LEFT, CTRL, rect.center())
    copy_desk.window.actions_["paste_into_images"].trigger()
    copy_desk.qtbot.waitUntil(lambda: copy_desk.message("paste:many") == "Pasted 1 shape into 3 images.")
    for row, count in enumerate((4, 4, 3, 4)):
        copy_desk.qtbot.waitUntil(lambda row=row, count=count: len(labels(copy_desk, row)) == count)
    copy_desk.go_to(3)
    assert copy_desk.document.label_map.label_map[4, 4] == 1
    copy_desk.window.view.setFocus()
    copy_desk.key(Key.Key_Z, CTRL)
    copy_desk.wait_saved()
    assert [len(labels(copy_desk, row)) for row in range(4)] == [4, 4, 3, 3]
