"""The class table as rows: what is typed into a cell is asked for, never taken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from labeler.core.classes import ClassTable
from labeler.gui.models.class_model import COLOR, INDEX, KEY, NAME, ClassModel

ROLE = Qt.ItemDataRole
TABLE = ClassTable().with_names(["cat", "dog"])


@pytest.fixture
def model(qtbot) -> ClassModel:
    model = ClassModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_classes(TABLE)
    return model


def row(model: ClassModel, at: int) -> list[object]:
    return [model.data(model.index(at, column)) for column in (KEY, INDEX, NAME)]


def test_rows_stand_in_the_order_of_the_table(model: ClassModel) -> None:
    assert [row(model, at) for at in range(4)] == [
        ["", "0", "background"],
        ["1", "1", "cat"],
        ["2", "2", "dog"],
        ["", "255", "void"],
    ]
    assert model.row_of("dog") == 2
    assert model.row_of("cow") is None
    assert model.row_of(None) is None


def test_a_new_name_is_asked_for_and_not_taken(model: ClassModel, qtbot) -> None:
    with qtbot.waitSignal(model.rename_wanted) as signal:
        assert not model.setData(model.index(1, NAME), "  lion ")
    assert signal.args == [1, "lion"]
    assert row(model, 1)[2] == "cat"


def test_a_new_index_is_asked_for_and_not_taken(model: ClassModel, qtbot) -> None:
    with qtbot.waitSignal(model.reindex_wanted) as signal:
        model.setData(model.index(2, INDEX), 17)
    assert signal.args == [2, 17]
    assert row(model, 2)[1] == "2"


def test_typing_the_same_asks_for_nothing(model: ClassModel, qtbot) -> None:
    with qtbot.assertNotEmitted(model.rename_wanted), qtbot.assertNotEmitted(model.reindex_wanted):
        model.setData(model.index(1, NAME), "cat")
        model.setData(model.index(1, INDEX), 1)
        model.setData(model.index(1, NAME), "lion", ROLE.DisplayRole)


def test_background_and_void_can_be_renamed_but_not_moved(model: ClassModel) -> None:
    editable = Qt.ItemFlag.ItemIsEditable
    assert model.flags(model.index(0, NAME)) & editable
    assert not model.flags(model.index(0, INDEX)) & editable
    assert not model.flags(model.index(3, INDEX)) & editable
    assert model.flags(model.index(1, INDEX)) & editable
    assert not model.flags(model.index(1, COLOR)) & editable


def test_a_table_of_as_many_rows_keeps_the_rows(model: ClassModel, qtbot) -> None:
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.set_classes(TABLE.recolored(1, (1, 2, 3)).renamed(2, "wolf"))
    assert row(model, 2)[2] == "wolf"
    with qtbot.waitSignal(model.modelReset):
        model.set_classes(TABLE.with_class("cow"))
    assert model.rowCount() == 5


def test_equal_colours_are_flagged(model: ClassModel) -> None:
    assert model.data(model.index(1, COLOR), ROLE.ToolTipRole) == "#800000. Click to change."
    model.set_classes(TABLE.recolored(2, (128, 0, 0)))
    assert "dog has the same colour" in model.data(model.index(1, COLOR), ROLE.ToolTipRole)


def test_numbers_stand_at_the_right(model: ClassModel) -> None:
    for column in (KEY, INDEX):
        assert model.data(model.index(1, column), ROLE.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.data(model.index(1, NAME), ROLE.TextAlignmentRole) is None
