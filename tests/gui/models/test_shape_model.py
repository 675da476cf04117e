"""The list of shapes is the painting order upside down, whatever is done to the shapes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtTest import QAbstractItemModelTester

from labeler.core.change import ClassesChanged
from labeler.core.edits.arrange import lower_shapes
from labeler.core.edits.copies import duplicate_shapes
from labeler.core.edits.properties import set_group, set_locked
from labeler.core.edits.shapes import add_shape, delete_shapes, set_class
from labeler.core.resource_files import resource
from labeler.core.shapes import Shape, ShapeKind
from labeler.gui.document import Document
from labeler.gui.models.shape_model import (
    AREA,
    CLASS,
    EYE,
    ICON_ROLE,
    KIND,
    LOCK,
    SHUT_ROLE,
    VERTICES,
    ShapeModel,
)
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
    assert model.data(model.index(0, KIND), ICON_ROLE) == "kind_polygon"


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


class KnownAreas:
    """The area of a shape is a hundred times its position; the last one is not known."""

    def area_of(self, position: int) -> int | None:
        return None if position == 2 else 1000 * position


def test_the_area_that_is_to_be_seen_stands_in_the_row_once_it_is_known(model: ShapeModel) -> None:
    model.set_areas(KnownAreas())
    assert [model.data(model.index(row, AREA)) for row in range(3)] == ["", "1,000", "0"]
    assert "1,000 pixels to be seen" in model.data(model.index(1, AREA), ROLE.ToolTipRole)


def test_the_group_stands_beside_the_class(model: ShapeModel, document: Document) -> None:
    document.push(set_group(document.annotation, [2], 4))
    assert shown(model) == ["sky  #4", "dog", "cat"]


def test_a_lock_is_shut_while_its_shape_is_locked(model: ShapeModel, document: Document) -> None:
    document.push(set_locked(document.annotation, [0], True))
    assert [model.data(model.index(row, LOCK), SHUT_ROLE) for row in range(3)] == [False, False, True]
    assert not any(model.data(model.index(row, EYE), SHUT_ROLE) for row in range(3))


@pytest.mark.parametrize("kind", list(ShapeKind))
def test_each_kind_has_its_icon(model: ShapeModel, document: Document, kind: ShapeKind) -> None:
    document.push(add_shape(document.annotation, Shape("cat", [(1, 1), (9, 9), (1, 9), (0, 5)], kind)))
    assert resource("icons", f"{model.data(model.index(0, KIND), ICON_ROLE)}.svg").is_file()


def test_rows_are_dragged_as_positions_and_ask_for_the_new_order(model: ShapeModel, qtbot) -> None:
    data = model.mimeData([model.index(0, 0), model.index(0, 1), model.index(2, 0)])
    with qtbot.waitSignal(model.move_wanted) as asked:
        assert not model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, model.index(-1, 0))
    assert asked.args == [[0, 2], 2]
    assert model.rowCount() == 3


def test_what_is_not_ours_is_not_taken(model: ShapeModel, qtbot) -> None:
    with qtbot.assertNotEmitted(model.move_wanted):
        model.dropMimeData(QMimeData(), Qt.DropAction.MoveAction, 1, 0, model.index(-1, 0))
