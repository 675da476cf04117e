"""The whole class table as cells: what is typed and dragged is asked for, never taken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from labeler.core.classes import ClassTable
from labeler.core.several_classes import changed_rows
from labeler.gui.models.class_table_model import (
    COLOR,
    IMAGE,
    INDEX,
    IS_ON_ROLE,
    KEY,
    LOCKED,
    NAME,
    NOTES,
    PROTECTED,
    SHAPES,
    SHOWN,
    WARNING_ROLE,
    ClassTableModel,
)
from tests.gui.models.test_class_model import Image

ROLE = Qt.ItemDataRole
TABLE = ClassTable().with_names(["cat", "dog"])
MOVE = Qt.DropAction.MoveAction


@pytest.fixture
def model(qtbot) -> ClassTableModel:
    model = ClassTableModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_classes(TABLE)
    return model


def cells(model: ClassTableModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_a_row_says_all_of_a_class(model: ClassTableModel) -> None:
    assert cells(model, 1) == ["#800000", "1", "cat", "1", "", "", "", "", "", ""]
    model.set_usage({"cat": 12_345})
    model.set_numbers(Image({}, {1: 0.25}))
    model.set_classes(changed_rows(TABLE, {1}, lambda row: row.with_notes("with whiskers")))
    assert cells(model, 1)[SHAPES:] == ["12,345", "25 %", "with whiskers"]
    assert cells(model, 2)[SHAPES:] == ["0", "", ""]
    model.set_usage(None)
    assert cells(model, 1)[SHAPES] == ""


def test_switches_tell_how_they_stand_to_eye_and_ear(model: ClassTableModel) -> None:
    model.set_classes(
        changed_rows(TABLE, {1}, lambda row: row.with_visibility(False).with_lock(True).with_protection(True))
    )
    for column in (SHOWN, LOCKED, PROTECTED):
        assert model.index(1, column).data(IS_ON_ROLE) is True
        assert model.index(2, column).data(IS_ON_ROLE) is False
    assert model.index(1, SHOWN).data(ROLE.AccessibleTextRole) == "cat: hidden when the dataset is opened"
    assert model.index(2, LOCKED).data(ROLE.ToolTipRole) == "dog: not locked"


@pytest.mark.parametrize(
    ("column", "text"), [(COLOR, "#fff"), (NAME, "lion"), (INDEX, "9"), (KEY, "5"), (NOTES, "x")]
)
def test_what_is_typed_is_asked_for(model: ClassTableModel, qtbot, column: int, text: str) -> None:
    before = cells(model, 1)
    with qtbot.waitSignal(model.edited) as signal:
        assert not model.setData(model.index(1, column), f" {text} ")
    assert signal.args == [1, column, text]
    assert cells(model, 1) == before
    with qtbot.assertNotEmitted(model.edited):
        model.setData(model.index(1, column), before[column])


def test_background_and_void_keep_their_indices(model: ClassTableModel) -> None:
    editable = Qt.ItemFlag.ItemIsEditable
    for row in (0, 3):
        assert not model.flags(model.index(row, INDEX)) & editable
        assert model.flags(model.index(row, NAME)) & editable
    assert model.flags(model.index(1, INDEX)) & editable
    assert not model.flags(model.index(1, SHAPES)) & editable


def test_the_search_finds_names_notes_and_indices(model: ClassTableModel) -> None:
    model.set_classes(changed_rows(TABLE, {2}, lambda row: row.with_notes("barks")))
    for text, names in (("A", ["background", "cat", "dog"]), ("bark", ["dog"]), ("255", ["void"])):
        model.set_search(text)
        assert [model.class_at(row).name for row in range(model.rowCount())] == names
    assert model.row_of(255) == 0
    assert model.row_of(1) is None


def test_rows_that_are_dropped_go_before_what_is_seen(model: ClassTableModel, qtbot) -> None:
    data = model.mimeData([model.index(2, NAME), model.index(2, KEY), model.index(0, NAME)])
    with qtbot.waitSignal(model.move_wanted) as signal:
        assert not model.dropMimeData(data, MOVE, 3, 0, QModelIndex())
    assert signal.args == [[0, 2], 3]
    model.set_search("o")  # background, dog, void
    for row, before in ((1, 2), (3, 4)):
        with qtbot.waitSignal(model.move_wanted) as signal:
            model.dropMimeData(data, MOVE, row, 0, QModelIndex())
        assert signal.args == [[0, 2], before]


def test_what_is_no_class_cannot_be_dropped(model: ClassTableModel, qtbot) -> None:
    other = QMimeData()
    other.setText("1,2")
    with qtbot.assertNotEmitted(model.move_wanted):
        model.dropMimeData(other, MOVE, 1, 0, QModelIndex())
    assert model.mimeTypes() == ["application/x-labeler-classes"]
    assert model.supportedDropActions() == MOVE


def test_titles_say_what_the_columns_are_for(model: ClassTableModel) -> None:
    across = Qt.Orientation.Horizontal
    titles = [model.headerData(column, across) for column in range(model.columnCount())]
    assert titles == ["Colour", "Index", "Name", "Key", "", "", "", "Shapes", "Image", "Notes"]
    for column in (SHOWN, LOCKED, PROTECTED):
        assert not model.headerData(column, across, ROLE.DecorationRole).isNull()
        assert model.headerData(column, across, ROLE.ToolTipRole)
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_warning_is_told_by_its_row(model: ClassTableModel) -> None:
    model.set_warnings({1: "cat looks like dog."})
    assert model.index(1, NAME).data(ROLE.ToolTipRole) == "cat looks like dog."
    assert model.index(1, NAME).data(WARNING_ROLE)
    assert not model.index(2, NAME).data(WARNING_ROLE)


def test_a_table_of_as_many_rows_keeps_the_rows(model: ClassTableModel, qtbot) -> None:
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.set_classes(TABLE.recolored(1, (1, 2, 3)))
    with qtbot.waitSignal(model.modelReset):
        model.set_classes(TABLE.with_class("cow"))


def test_pixels_of_the_image_are_told_in_full(model: ClassTableModel) -> None:
    model.set_numbers(Image({}, {1: 0.25}))
    assert model.index(1, IMAGE).data(ROLE.ToolTipRole) == "cat: 2,500 pixels of this image"
