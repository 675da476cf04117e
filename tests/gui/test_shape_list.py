"""The list of shapes in the real window: order, eye, lock, and what is said of the selection."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from labeler.core.edits.shapes import add_shape
from labeler.core.shapes import polygon
from labeler.gui.models.shape_model import AREA, CLASS, EYE, KIND, LOCK, SHUT_ROLE, VERTICES
from labeler.settings import SHOW_PROPERTIES
from tests.datasets import CLASSES, write_photograph
from tests.windows import LEFT, NONE, Desk


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Desk:
    """A window on an image of three shapes that lie over one another."""
    folder = tmp_path / "data"
    write_photograph(folder / "a1.jpg")
    (folder / "classes.csv").write_text(CLASSES)
    desk.open(folder)
    for class_name, left in (("cat", 5), ("dog", 10), ("sky", 15)):
        ring = [(left, 5), (left + 10, 5), (left + 10, 15), (left, 15)]
        desk.document.push(add_shape(desk.document.annotation, polygon(class_name, ring)))
    desk.document.select(())
    return desk


def names(desk: Desk) -> list[str]:
    return [shape.class_name for shape in desk.shapes]


def click(desk: Desk, row: int, column: int) -> None:
    table = desk.window.shape_panel.table
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), LEFT, NONE, place)


def drop(desk: Desk, rows: list[int], before: int) -> None:
    """Drop rows that are dragged on the upper half of the row `before`, or below all rows."""
    table = desk.window.shape_panel.table
    model = table.model()
    data: QMimeData = model.mimeData([model.index(row, 0) for row in rows])
    if before < model.rowCount():
        place = QPointF(table.visualRect(model.index(before, 0)).topLeft()) + QPointF(20, 3)
    else:
        place = QPointF(20, table.visualRect(model.index(before - 1, 0)).bottom() + 20)
    event = QDropEvent(place, Qt.DropAction.MoveAction, data, LEFT, NONE)
    table.dropEvent(event)


class TestOrder:
    def test_a_row_dragged_to_the_top_paints_over_all_others(self, opened):
        drop(opened, [2], 0)
        assert names(opened) == ["dog", "sky", "cat"]
        opened.window.actions_["undo"].trigger()
        assert names(opened) == ["cat", "dog", "sky"]

    def test_a_row_dragged_below_the_last_paints_under_all_others(self, opened):
        drop(opened, [0], 3)
        assert names(opened) == ["sky", "cat", "dog"]

    def test_several_rows_go_together_and_stay_selected(self, opened):
        opened.document.select((0, 2))
        drop(opened, [0, 2], 1)
        assert names(opened) == ["dog", "cat", "sky"]
        assert opened.document.selection == (1, 2)

    def test_a_drop_where_the_row_stands_is_no_step(self, opened):
        steps = opened.document.undo_stack.count()
        drop(opened, [1], 1)
        drop(opened, [1], 2)
        assert opened.document.undo_stack.count() == steps

    def test_the_label_map_follows(self, opened):
        label_map = opened.document.label_map.label_map
        assert label_map[10, 12] == 2
        drop(opened, [2], 0)
        assert label_map[10, 12] == 1


class TestEyeAndLock:
    def test_the_eye_hides_a_shape_and_selects_nothing(self, opened):
        click(opened, 1, EYE)
        assert not opened.document.is_visible(1)
        assert opened.document.selection == ()
        assert opened.window.shape_panel.model.index(1, EYE).data(SHUT_ROLE)
        click(opened, 1, EYE)
        assert opened.document.is_visible(1)

    def test_the_lock_is_an_undoable_step(self, opened):
        click(opened, 2, LOCK)
        assert opened.shapes[0].is_locked
        assert not opened.document.is_editable(0)
        click(opened, 2, LOCK)
        assert opened.document.is_editable(0)
        opened.window.actions_["undo"].trigger()
        assert opened.shapes[0].is_locked

    def test_a_read_only_image_says_why_nothing_is_locked(self, opened):
        opened.document.read_only_reason = "It cannot be written."
        click(opened, 0, LOCK)
        assert not opened.shapes[2].is_locked
        assert opened.window.status.hint.text() == "It cannot be written."


class TestProperties:
    @pytest.fixture
    def fields(self, opened):
        opened.document.select((0, 1))
        return opened.window.shape_panel.properties

    def test_they_come_with_the_selection(self, opened, fields):
        assert fields.isVisible()
        assert fields.fields.isEnabled()
        opened.document.select(())
        assert not fields.fields.isEnabled()
        # They stay where they are: the rows above must not move with every click.
        assert fields.isVisible()

    def test_a_class_is_given_to_all_of_the_selection(self, opened, fields):
        fields.class_wanted.emit("sky")
        assert names(opened) == ["sky", "sky", "sky"]
        assert fields.class_name.currentText() == "sky"

    def test_a_group_a_note_and_flags_are_steps_of_their_own(self, opened, fields):
        steps = opened.document.undo_stack.count()
        fields.new_group_wanted.emit()
        fields.note_wanted.emit("far away")
        fields.flags_wanted.emit(["occluded"])
        assert [shape.group_id for shape in opened.shapes] == [1, 1, None]
        assert [shape.description for shape in opened.shapes] == ["far away", "far away", ""]
        assert [dict(shape.flags) for shape in opened.shapes] == [{"occluded": True}, {"occluded": True}, {}]
        assert opened.document.undo_stack.count() == steps + 3
        fields.flags_wanted.emit([])
        assert dict(opened.shapes[0].flags) == {"occluded": False}

    def test_they_are_written_to_the_file(self, opened, fields):
        fields.note_wanted.emit("far away")
        opened.wait_saved()
        assert '"far away"' in opened.document.image.annotation_path.read_text()

    def test_whether_they_are_folded_is_remembered(self, fields, settings):
        fields.fold.click()
        assert settings.get(SHOW_PROPERTIES)


def test_the_list_shows_how_much_of_each_shape_is_seen(opened, qtbot):
    model = opened.window.shape_panel.model

    def shown() -> list[str]:
        return [model.index(row, AREA).data() for row in range(3)]

    qtbot.waitUntil(lambda: shown() == ["100", "50", "50"])
    drop(opened, [2], 0)
    qtbot.waitUntil(lambda: shown() == ["100", "100", "0"])


def test_a_narrow_list_keeps_the_names_of_classes(opened: Desk) -> None:
    table = opened.window.shape_panel.table
    table.resize(280, 200)
    assert not table.isColumnHidden(VERTICES)
    before = table.columnWidth(CLASS)
    table.resize(200, 200)
    assert table.isColumnHidden(VERTICES)
    assert table.isColumnHidden(KIND)
    assert not table.isColumnHidden(EYE)
    assert table.columnWidth(CLASS) > before - 80 + 40
