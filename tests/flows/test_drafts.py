"""A polygon that is begun is never lost by a stray key, and Esc leads back step by step."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.core.annotation_file import read_annotation
from labeler.gui.drawing import UNFINISHED
from labeler.gui.messages import Message, Severity
from labeler.tools.polygon import PolygonTool
from labeler.tools.select import SelectTool
from tests.datasets import make_dataset
from tests.windows import LEFT, Desk

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def drawing_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on the second of three images with three vertices of a polygon."""
    desk.open(make_dataset(tmp_path / "set", 3))
    desk.go_to(1)
    desk.choose("cat")
    desk.window.view.setFocus()
    desk.key(Key.Key_P)
    for place in ((5, 30), (30, 30), (20, 45)):
        desk.click(*place)
    return desk


def vertices(desk: Desk) -> int:
    draft = desk.window.view.tool.draft
    return 0 if draft is None else len(draft.points)


@pytest.mark.parametrize(
    "key", [Key.Key_V, Key.Key_D, Key.Key_A, Key.Key_PageDown, Key.Key_PageUp], ids=lambda key: key.name
)
def test_keys_that_would_leave_the_draft_are_refused_in_words(drawing_desk: Desk, key: Qt.Key) -> None:
    drawing_desk.key(key)
    assert vertices(drawing_desk) == 3
    assert drawing_desk.window.status.hint.text() == UNFINISHED
    assert drawing_desk.window.opening.position == 1
    assert drawing_desk.window.actions_["tool_polygon"].isChecked()


@pytest.mark.parametrize("key", [Key.Key_V, Key.Key_D], ids=lambda key: key.name)
def test_a_border_that_is_being_repainted_waits_too(desk: Desk, tmp_path: Path, key: Qt.Key) -> None:
    desk.open(make_dataset(tmp_path / "set", 3))
    desk.window.view.setFocus()
    desk.key(Key.Key_O)
    for place in ((40, 21), (50, 15), (55, 30)):
        desk.click(*place)
    desk.key(key)
    assert vertices(desk) == 3
    assert desk.window.status.hint.text() == UNFINISHED
    assert desk.window.opening.position == 0


def test_what_is_dragged_when_the_next_image_comes_is_put_back_and_not_saved(
    desk: Desk, tmp_path: Path
) -> None:
    folder = make_dataset(tmp_path / "set", 2)
    desk.open(folder)
    desk.window.view.setFocus()
    view, before = desk.window.view, read_annotation(folder / "a1.json").shapes
    QTest.mouseMove(view, desk.place(42, 22))
    QTest.mousePress(view, LEFT, pos=desk.place(42, 22))
    QTest.mouseMove(view, desk.place(30, 30))
    assert desk.shapes[2].points[0].tolist() != [40, 20]
    desk.key(Key.Key_D)
    desk.wait_for_image()
    QTest.mouseRelease(view, LEFT, pos=desk.place(30, 30))
    desk.go_to(0)
    desk.wait_saved()
    for shapes in (desk.shapes, read_annotation(folder / "a1.json").shapes):
        assert [shape.points.tolist() for shape in shapes] == [shape.points.tolist() for shape in before]


def test_the_next_image_not_done_waits_too(drawing_desk: Desk) -> None:
    drawing_desk.key(Key.Key_D, SHIFT)
    assert (vertices(drawing_desk), drawing_desk.window.opening.position) == (3, 1)


@pytest.mark.parametrize("key", [Key.Key_P, Key.Key_N], ids=lambda key: key.name)
def test_the_key_of_the_tool_in_the_hand_does_nothing(drawing_desk: Desk, key: Qt.Key) -> None:
    drawing_desk.key(key)
    assert vertices(drawing_desk) == 3
    assert drawing_desk.window.status.hint.text() != UNFINISHED


def test_a_click_in_the_list_of_images_leaves_the_mark_where_it_was(drawing_desk: Desk) -> None:
    table = drawing_desk.window.file_panel.table
    place = table.visualRect(table.model().index(2, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)
    assert (vertices(drawing_desk), drawing_desk.window.opening.position) == (3, 1)
    desk = drawing_desk
    desk.qtbot.waitUntil(lambda: [row.row() for row in table.selectionModel().selectedRows()] == [1])
    assert table.currentIndex().row() == 1
    assert desk.window.view.hasFocus()


def test_after_enter_the_keys_go_on_as_ever(drawing_desk: Desk) -> None:
    drawing_desk.key(Key.Key_D)
    drawing_desk.key(Key.Key_Return)
    assert len(drawing_desk.shapes) == 4
    drawing_desk.key(Key.Key_D)
    drawing_desk.wait_for_image()
    assert drawing_desk.window.opening.position == 2


def test_escape_drops_the_draft_then_the_tool_then_the_selection(drawing_desk: Desk) -> None:
    drawing_desk.key(Key.Key_Escape)
    assert vertices(drawing_desk) == 0
    assert isinstance(drawing_desk.window.view.tool, PolygonTool)
    drawing_desk.key(Key.Key_Escape)
    assert isinstance(drawing_desk.window.view.tool, SelectTool)
    assert drawing_desk.window.actions_["tool_select"].isChecked()
    drawing_desk.document.select([0, 1])
    drawing_desk.key(Key.Key_Escape)
    assert drawing_desk.document.selection == ()


def test_a_refusal_goes_with_an_edit_a_tool_and_an_image(drawing_desk: Desk) -> None:
    desk, hint = drawing_desk, drawing_desk.window.status.hint
    desk.key(Key.Key_D)
    desk.key(Key.Key_Return)
    assert hint.text() == desk.window.view.tool.hint
    desk.window.status.show_refusal("No.")
    desk.key(Key.Key_V)
    assert hint.text() == desk.window.view.tool.hint
    desk.window.status.show_refusal("No.")
    desk.go_to(0)
    assert hint.text() == desk.window.view.tool.hint


def test_nothing_on_the_canvas_moves_when_a_message_comes(drawing_desk: Desk) -> None:
    window = drawing_desk.window
    before = (window.view.geometry(), drawing_desk.place(0, 0))
    window.messages.show_message(Message("a", "Something has happened.", Severity.WARNING))
    QApplication.processEvents()
    assert window.messages.isVisible()
    assert (window.view.geometry(), drawing_desk.place(0, 0)) == before
    assert vertices(drawing_desk) == 3
    window.messages.resolve("a")
    QApplication.processEvents()
    assert (window.view.geometry(), drawing_desk.place(0, 0)) == before
