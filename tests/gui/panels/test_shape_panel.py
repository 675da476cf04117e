"""The shape list follows the selection of the document, and drives it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.edits.shapes import add_shape, delete_shapes
from labeler.gui.document import Document
from labeler.gui.panels.shape_panel import ShapePanel
from labeler.gui.panels.shape_rows import shortened
from tests.gui.documents import box, document_of

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def document(qtbot) -> Document:
    return document_of(*(box("cat", 5 * place, 1) for place in range(6)))


@pytest.fixture
def panel(qtbot, document: Document) -> ShapePanel:
    panel = ShapePanel()
    qtbot.addWidget(panel)
    panel.resize(280, 240)
    panel.set_document(document)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def rows(panel: ShapePanel) -> list[int]:
    return sorted(index.row() for index in panel.table.selectionModel().selectedRows())


def click(panel: ShapePanel, row: int, modifiers=NONE) -> None:
    place = panel.table.visualRect(panel.model.index(row, 0)).center()
    QTest.mouseClick(panel.table.viewport(), LEFT, modifiers, place)


def test_the_selection_of_the_document_is_marked(panel: ShapePanel, document: Document) -> None:
    document.select([0, 1, 4])
    assert rows(panel) == [1, 4, 5]
    document.select([])
    assert rows(panel) == []


def test_clicks_select_shapes(panel: ShapePanel, document: Document) -> None:
    click(panel, 1)
    assert document.selection == (4,)
    click(panel, 3, SHIFT)
    assert document.selection == (2, 3, 4)
    click(panel, 5, CTRL)
    assert document.selection == (0, 2, 3, 4)


def test_the_mark_goes_with_its_shape(panel: ShapePanel, document: Document) -> None:
    document.select([2])
    document.push(add_shape(document.annotation, box("dog", 1, 20)))
    assert rows(panel) == [4]
    assert document.selection == (2,)
    document.push(delete_shapes(document.annotation, [0]))
    assert rows(panel) == [4]
    assert document.selection == (1,)
    document.push(delete_shapes(document.annotation, [1]))
    assert rows(panel) == []
    document.undo_stack.undo()
    assert document.selection == ()


def test_deleting_many_leaves_no_mark_behind(panel: ShapePanel, document: Document) -> None:
    document.select([0, 1, 2, 5])
    document.push(delete_shapes(document.annotation, [0, 2, 3]))
    assert document.selection == (0, 2)
    assert rows(panel) == [0, 2]


def test_without_shapes_it_says_the_next_step(panel: ShapePanel, document: Document) -> None:
    assert panel.table.isVisible()
    document.push(delete_shapes(document.annotation, range(6)))
    assert not panel.table.isVisible()
    assert panel.draw_button.isVisible()
    document.undo_stack.undo()
    assert panel.table.isVisible()


def test_a_document_that_left_is_not_followed(panel: ShapePanel, document: Document) -> None:
    other = document_of(box("cat", 1, 1))
    panel.set_document(other)
    document.select([3])
    assert rows(panel) == []
    click(panel, 0)
    assert other.selection == (0,)
    assert document.selection == (3,)
    panel.set_document(None)
    assert panel.model.rowCount() == 0


def test_10_000_rows_are_selected_as_one_run(panel: ShapePanel, qtbot) -> None:
    many = document_of(*[box("cat", 1, 1)] * 10_000)
    panel.set_document(many)
    many.select(range(10_000))
    assert len(panel.table.selectionModel().selection()) == 1
    assert panel.table.selectionModel().isRowSelected(9_999)


def test_an_image_that_cannot_be_drawn_on_is_not_offered_to_be(panel: ShapePanel, document: Document) -> None:
    document.push(delete_shapes(document.annotation, range(6)))
    document.read_only_reason = "Its annotation cannot be read."
    panel.set_document(document)
    assert not panel.draw_button.isVisible()
    assert panel._next_step.text() == "This image cannot be drawn on now."
    document.read_only_reason = ""
    document.undo_stack.undo()
    document.undo_stack.redo()
    assert panel.draw_button.isVisible()
    assert panel._next_step.text() == "No shapes yet. Choose a class and draw."


def test_no_number_loses_its_first_digits(panel: ShapePanel) -> None:
    metrics = panel.table.fontMetrics()
    width = metrics.horizontalAdvance("9,999")
    for number, short in (
        ("", ""),
        ("7,180", "7,180"),
        ("47,180", "47k"),
        ("999,999", "999k"),
        ("12,345,678", "12M"),
        ("2,345,678,901", "2G"),
    ):
        assert shortened(number, width, metrics) == short
        assert metrics.horizontalAdvance(short) <= width
    assert shortened("47,180", 2 * width, metrics) == "47,180"
