"""What is said of the selected shapes."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from labeler.core.classes import ClassTable
from labeler.core.shapes import polygon
from labeler.gui.panels.shape_properties import Properties, ShapeProperties

RING = [(0, 0), (10, 0), (10, 10)]
FIRST = polygon("cat", RING, group_id=3, description="far", flags={"occluded": True, "truncated": False})
SECOND = polygon("dog", RING, group_id=3, flags={"occluded": True})


@pytest.fixture
def fields(qtbot) -> ShapeProperties:
    fields = ShapeProperties()
    qtbot.addWidget(fields)
    fields.set_classes(ClassTable().with_names(["cat", "dog"]))
    fields.fold.setChecked(True)
    fields.show()
    return fields


@pytest.fixture
def told(fields):
    told: list[tuple[str, object]] = []
    for name in ("class_wanted", "group_wanted", "flags_wanted", "note_wanted"):
        getattr(fields, name).connect(lambda value, name=name: told.append((name, value)))
    fields.new_group_wanted.connect(lambda: told.append(("new_group_wanted", None)))
    return told


def type_into(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text) if text else QTest.keyClick(field, "\b")
    field.editingFinished.emit()


def test_properties_are_what_all_have_in_common():
    assert Properties.of([FIRST]) == Properties("cat", "3", frozenset({"occluded"}), "far")
    assert Properties.of([FIRST, SECOND]) == Properties(None, "3", frozenset({"occluded"}), None)
    assert Properties.of([polygon("cat", RING)]) == Properties("cat", "", frozenset(), "")


def test_the_fields_show_them(fields, told):
    fields.show_properties(Properties.of([FIRST]))
    assert fields.class_name.currentText() == "cat"
    assert (fields.group.text(), fields.flags.text(), fields.note.text()) == ("3", "occluded", "far")
    assert told == []


def test_where_shapes_differ_the_field_says_so(fields):
    fields.show_properties(Properties.of([FIRST, SECOND]))
    assert fields.class_name.currentIndex() == -1
    assert fields.note.text() == ""
    assert fields.class_name.placeholderText() == "several"
    assert fields.note.placeholderText() == "several"


def test_in_a_narrow_dock_there_is_room_for_the_name_of_a_class(fields):
    fields.set_classes(ClassTable().with_names(["skyscraper"]))
    fields.show_properties(Properties.of([polygon("skyscraper", RING)]))
    fields.resize(280, fields.height())
    QTest.qWait(20)
    swatch_and_arrow = 48
    name = fields.class_name.fontMetrics().horizontalAdvance("skyscr")
    assert fields.class_name.width() >= name + swatch_and_arrow


def test_without_a_selection_nothing_can_be_said(fields):
    fields.show_properties(Properties.of([FIRST]))
    fields.show_properties(None)
    assert not fields.fields.isEnabled()
    assert fields.class_name.currentIndex() == -1
    assert fields.class_name.placeholderText() == "Class"
    assert [fields.group.text(), fields.flags.text(), fields.note.text()] == ["", "", ""]


def test_after_another_class_the_keys_are_the_canvas_s_again(fields, told, qtbot):
    fields.show_properties(Properties.of([FIRST]))
    with qtbot.waitSignal(fields.left):
        fields.class_name.activated.emit(1)


def test_what_is_typed_is_told_once(fields, told):
    fields.show_properties(Properties.of([FIRST]))
    type_into(fields.group, "12")
    type_into(fields.flags, "difficult, occluded,")
    type_into(fields.note, "near")
    assert told == [
        ("group_wanted", 12),
        ("flags_wanted", ["difficult", "occluded"]),
        ("note_wanted", "near"),
    ]


def test_what_was_not_changed_is_not_told(fields, told):
    fields.show_properties(Properties.of([FIRST, SECOND]))
    for field in (fields.group, fields.flags, fields.note):
        field.setFocus()
        field.editingFinished.emit()
    assert told == []


def test_an_empty_group_means_none(fields, told):
    fields.show_properties(Properties.of([FIRST]))
    type_into(fields.group, "")
    assert told == [("group_wanted", None)]


def test_a_group_is_a_number(fields, told):
    fields.show_properties(Properties.of([polygon("cat", RING)]))
    QTest.keyClicks(fields.group, "a-b7")
    assert fields.group.text() == "7"


def test_class_and_new_group_are_told(fields, told):
    fields.show_properties(Properties.of([FIRST]))
    fields.class_name.activated.emit(fields.class_name.findData("dog"))
    fields.new_group.click()
    assert told == [("class_wanted", "dog"), ("new_group_wanted", None)]


def test_enter_gives_the_keys_back_to_the_canvas(fields, qtbot):
    fields.show_properties(Properties.of([FIRST]))
    with qtbot.waitSignal(fields.left):
        QTest.keyClick(fields.note, "\r")


def test_they_are_folded_away_until_they_are_wanted(fields, qtbot):
    with qtbot.waitSignal(fields.unfolded) as told:
        fields.fold.click()
    assert told.args == [False]
    fields.show_properties(Properties.of([FIRST]))
    assert not fields.fields.isVisible()
