"""The list of shapes is the painting order upside down, whatever is done to the shapes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtTest import QAbstractItemModelTester

from labeler.core.change import ClassesChanged
from labeler.core.edits.arrange import duplicate_shapes, lower_shapes
from labeler.core.edits.shapes import add_shape, delete_shapes, set_class
from labeler.core.shapes import Shape, ShapeKind
from labeler.gui.document import Document
from labeler.gui.models.shape_model import CLASS, KIND, VERTICES, ShapeModel
from tests.gui.documents import Choice, box, document_of

ROLE = Qt.ItemDataRole


@pytest.fixture
def choice() -> Choice:
    return Choice()


@pytest.fixture
def document(qtbot, choice: Choice) -> Document:
    return document_of(box("cat", 1, 1), box("dog", 20, 1), box("sky", 40, 1), choice=choice)


@pytest.fixture
def model(document: Document) -> ShapeModel:
    model = ShapeModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_document(document)
    return model


def shown(model: ShapeModel) -> list[str]:
    return [model.data(model.index(row, CLASS)) for row in range(model.rowCount())]


def test_the_topmost_shape_stands_first(model: ShapeModel) -> None:
    assert shown(model) == ["sky", "dog", "cat"]
    assert model.position(0) == 2
    assert model.position(model.position(1)) == 1


def test_a_row_says_kind_and_number_of_vertices(model: ShapeModel, document: Document) -> None:
    hole = [(22, 3), (24, 3), (24, 5)]
    with_hole = Shape("dog", document.annotation.shapes[1].points, holes=(hole,))
    document.push(add_shape(document.annotation, with_hole))
    assert model.data(model.index(0, KIND)) == "polygon"
    assert model.data(model.index(0, VERTICES)) == "7"
    assert model.data(model.index(0, VERTICES), ROLE.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_every_edit_undo_and_redo_is_followed(model: ShapeModel, document: Document) -> None:
    annotation = document.annotation
    document.push(add_shape(annotation, box("cat", 30, 30)))
    assert shown(model) == ["cat", "sky", "dog", "cat"]
    document.push(delete_shapes(annotation, [1]))
    assert shown(model) == ["cat", "sky", "cat"]
    document.push(set_class(annotation, [0], "dog"))
    assert shown(model) == ["cat", "sky", "dog"]
    document.push(lower_shapes(annotation, [2]))
    assert shown(model) == ["sky", "cat", "dog"]
    document.push(duplicate_shapes(annotation, [0, 1], (1, 1)))
    assert shown(model) == ["cat", "dog", "sky", "cat", "dog"]
    document.push(delete_shapes(annotation, [0, 2, 4]))
    assert shown(model) == ["dog", "cat"]
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert shown(model) == ["sky", "dog", "cat"]
    while document.undo_stack.canRedo():
        document.undo_stack.redo()
    assert shown(model) == ["dog", "cat"]


def test_only_the_rows_of_changed_shapes_are_told(model: ShapeModel, document: Document, qtbot) -> None:
    with qtbot.waitSignal(model.dataChanged) as signal:
        document.push(set_class(document.annotation, [0], "sky"))
    assert (signal.args[0].row(), signal.args[1].row()) == (2, 2)


def test_a_recoloured_class_shows_in_its_rows(model: ShapeModel, document, choice, qtbot) -> None:
    def color() -> QColor:
        icon = model.data(model.index(0, CLASS), ROLE.DecorationRole)
        images = [icon.pixmap(16, 16, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected)]
        assert images[0] == images[1], "a selected row must not tint the colour"
        return images[0].pixelColor(8, 8)

    assert color() == QColor(128, 128, 0)
    table, choice.classes = choice.classes, choice.classes.recolored(3, (1, 2, 3))
    with qtbot.waitSignal(model.dataChanged):
        document.follow_classes(ClassesChanged(table, choice.classes))
    assert color() == QColor(1, 2, 3)


def test_shapes_that_give_no_pixels_say_why(model: ShapeModel, document: Document) -> None:
    document.push(add_shape(document.annotation, Shape("cat", [(1, 1), (9, 9)], ShapeKind.LINE)))
    assert "line gives no pixels" in model.data(model.index(0, CLASS), ROLE.ToolTipRole)
    document.push(add_shape(document.annotation, box("cow", 1, 1)))
    assert "cow is not in the class table" in model.data(model.index(0, CLASS), ROLE.ToolTipRole)


def test_another_document_takes_the_place(model: ShapeModel, document: Document) -> None:
    other = document_of(box("cat", 1, 1))
    model.set_document(other)
    document.push(delete_shapes(document.annotation, [0, 1]))
    assert shown(model) == ["cat"]
    model.set_document(None)
    assert model.rowCount() == 0
