"""The class table as rows: what is typed into a cell is asked for, never taken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from labeler.core.classes import ClassTable
from labeler.gui.models.class_model import (
    COLOR,
    EYE,
    INDEX,
    KEY,
    LOCK,
    NAME,
    PROTECTED_ROLE,
    SHAPES,
    SHARE,
    SHARE_ROLE,
    SHUT_ROLE,
    ClassModel,
    percent,
    short,
)

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
    assert model.flags(model.index(1, COLOR)) & editable
    assert not model.flags(model.index(1, KEY)) & editable


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


class Image:
    """Counts as an image gives them."""

    def __init__(self, shapes: dict[str, int], shares: dict[int, float] | None) -> None:
        self.shapes = shapes
        self.shares = shares

    def shapes_of(self, class_name: str) -> int:
        return self.shapes.get(class_name, 0)

    def pixels_of(self, index: int) -> int | None:
        return None if self.shares is None else round(10_000 * self.shares.get(index, 0.0))

    def share_of(self, index: int) -> float | None:
        return None if self.shares is None else self.shares.get(index, 0.0)


def numbers(model: ClassModel, at: int) -> list[object]:
    return [model.data(model.index(at, column)) for column in (SHAPES, SHARE)]


def test_rows_say_what_the_image_holds_of_their_class(model: ClassModel, qtbot) -> None:
    assert numbers(model, 1) == [None, None]
    with qtbot.waitSignal(model.dataChanged):
        model.set_numbers(Image({"cat": 3}, {0: 0.9, 1: 0.034}))
    assert numbers(model, 0) == ["", "90 %"]
    assert numbers(model, 1) == ["3", "3.4 %"]
    assert numbers(model, 2) == ["", ""]
    assert model.data(model.index(1, NAME), SHARE_ROLE) == 0.034
    assert (
        model.data(model.index(1, SHARE), ROLE.ToolTipRole)
        == "cat: 3 shapes in this image, 340 pixels or 3.4 %"
    )
    model.set_numbers(Image({"cat": 3}, None))
    assert numbers(model, 1) == ["3", ""]
    assert model.data(model.index(1, SHAPES), ROLE.ToolTipRole) == "cat: 3 shapes in this image"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, ""),
        (0.0, ""),
        (1e-6, "0.0 %"),
        (0.0949, "9.5 %"),
        (0.0994, "9.9 %"),
        (0.0996, "10 %"),
        (1.0, "100 %"),
    ],
)
def test_shares_are_short(share, words) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, ""), (7, "7"), (9999, "9999"), (10_500, "10k"), (123_456, "123k")]
)
def test_numbers_of_shapes_are_short(count, words) -> None:
    assert short(count) == words


def test_eyes_are_shut_on_hidden_classes_and_locks_on_locked_ones(model: ClassModel, qtbot) -> None:
    model.set_classes(TABLE.with_row(2, TABLE.at(2).with_lock(True)))
    with qtbot.waitSignal(model.dataChanged):
        model.set_hidden(frozenset({"cat"}))
    assert [model.data(model.index(at, EYE), SHUT_ROLE) for at in range(4)] == [False, True, False, False]
    assert [model.data(model.index(at, LOCK), SHUT_ROLE) for at in range(4)] == [False, False, True, False]
    assert model.data(model.index(1, EYE), ROLE.ToolTipRole).startswith("Show cat")
    assert model.data(model.index(2, LOCK), ROLE.ToolTipRole).startswith("Unlock dog")


def test_a_filter_leaves_the_classes_whose_name_or_index_it_is(model: ClassModel, qtbot) -> None:
    with qtbot.waitSignal(model.modelReset):
        model.set_search(" O")
    assert [row(model, at)[2] for at in range(model.rowCount())] == ["background", "dog", "void"]
    assert model.row_of("dog") == 1
    assert model.row_of("cat") is None
    model.set_search("255")
    assert [row(model, at)[2] for at in range(model.rowCount())] == ["void"]
    model.set_search("cow")
    assert model.rowCount() == 0
    model.set_classes(TABLE.with_class("Cow"))
    assert row(model, 0)[2] == "Cow"
    model.set_search("")
    assert model.rowCount() == 5


def test_a_protected_class_is_told_by_its_row_and_its_tooltip():
    table = ClassTable().with_names(["car", "road"])
    model = ClassModel()
    model.set_classes(table.with_row(1, table.at(1).with_protection(True)))
    names = [model.index(row, NAME) for row in range(model.rowCount())]
    assert [name.data(PROTECTED_ROLE) for name in names] == [False, True, False, False]
    tips = [name.data(Qt.ItemDataRole.ToolTipRole) for name in names]
    assert tips[1] == "car: protected, nothing is painted over it; double click to rename"
    assert tips[2] == "road: double click to rename"
