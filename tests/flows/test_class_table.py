"""The window of the class table under a person's hands: every change at once, saved, undone and redone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog

from labeler.core.class_changes import DeleteClass, MergeClasses
from labeler.core.class_keys import class_keys
from labeler.gui.models.class_table_model import (
    COLOR,
    IMAGE,
    INDEX,
    KEY,
    LOCKED,
    NAME,
    NOTES,
    PROTECTED,
    SHAPES,
    SHOWN,
)
from tests.datasets import make_dataset
from tests.flows.class_table import ALT, CTRL, Table, saved
from tests.windows import LEFT, NONE, Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 3)


@pytest.fixture
def table(desk: Desk, folder: Path) -> Table:
    desk.open(folder)
    return Table(desk)


def test_f8_shows_all_of_the_table_and_what_is_used(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    desk.choose("dog")
    QTest.keyClick(desk.window.view, Qt.Key.Key_F8)
    dialog = desk.window.class_table.dialog
    assert dialog is not None
    assert dialog.isVisible()
    table = Table(desk)
    assert table.names == ["background", "cat", "dog", "sky", "void"]
    assert table.selected == ["dog"]
    assert [table.text("cat", column) for column in (COLOR, INDEX, NAME, KEY, SHAPES)] == [
        "#800000",
        "1",
        "cat",
        "1",
        "3",
    ]
    assert table.text("sky", SHAPES) == "0"
    desk.qtbot.waitUntil(lambda: table.text("cat", IMAGE).endswith("%"))


def test_a_class_is_added_renamed_and_deleted_by_keys_alone(table: Table, folder: Path) -> None:
    QTest.keyClick(table.dialog, Qt.Key.Key_N, CTRL)
    assert QApplication.focusWidget() is table.dialog.new_name
    QTest.keyClicks(table.dialog.new_name, "cow")
    QTest.keyClick(table.dialog.new_name, Qt.Key.Key_Return)
    assert table.selected == ["cow"]
    assert saved(folder).find("cow").index == 3
    assert table.desk.window.session.current_class is None
    table.view.setFocus()
    table.key(Qt.Key.Key_F2)
    table.type("bull")
    assert saved(folder).at(3).name == "bull"
    table.view.setFocus()
    table.key(Qt.Key.Key_Delete)
    assert saved(folder).at(3) is None
    assert table.names == ["background", "cat", "dog", "sky", "void"]
    table.undo()
    assert saved(folder).at(3).name == "bull"
    table.undo()
    table.undo()
    assert table.names == ["background", "cat", "dog", "sky", "void"]
    table.redo()
    assert saved(folder).at(3).name == "cow"


def test_a_rename_in_the_window_reaches_the_annotations(table: Table, folder: Path) -> None:
    table.type_into("cat", NAME, "lion")
    assert '"lion"' in (folder / "a3.json").read_text()
    assert table.names[1] == "lion"
    table.undo()
    assert '"lion"' not in (folder / "a3.json").read_text()


def test_a_colour_is_typed_seen_at_once_and_saved(table: Table, folder: Path) -> None:
    table.type_into("cat", COLOR, "255, 128, 0")
    assert saved(folder).find("cat").color == (255, 128, 0)
    assert table.desk.window.view.scene.base.labels.palette[1].tolist() == [255, 128, 0]
    assert table.text("cat", COLOR) == "#ff8000"
    table.type_into("cat", COLOR, "orange")
    assert "is no colour" in table.sentence
    assert saved(folder).find("cat").color == (255, 128, 0)
    table.undo()
    assert saved(folder).find("cat").color == (128, 0, 0)


def test_an_index_changes_while_it_is_unused_and_is_refused_in_words(table: Table, folder: Path) -> None:
    table.type_into("sky", INDEX, "9")
    assert saved(folder).find("sky").index == 9
    table.type_into("sky", INDEX, "2")
    assert "Two classes have the index 2" in table.sentence
    table.type_into("sky", INDEX, "nine")
    assert table.sentence == "'nine' is no index; type a number from 1 to 254."
    table.type_into("cat", INDEX, "30")
    assert saved(folder).find("cat").index == 1
    table.undo()
    assert saved(folder).find("sky").index == 7


def test_a_key_is_typed_and_leaves_the_class_that_had_it(table: Table, folder: Path) -> None:
    table.click("sky", KEY)
    table.key("1")
    assert table.sentence == "1 picks sky now; cat has no key any more."
    assert class_keys(saved(folder)) == {"1": "sky", "2": "dog"}
    table.desk.window.actions_["class_1"].trigger()
    assert table.desk.window.session.current_class == "sky"
    table.key(Qt.Key.Key_Backspace)
    assert class_keys(saved(folder)) == {"2": "dog"}
    table.undo()
    table.undo()
    assert table.text("cat", KEY) == "1"
    assert class_keys(saved(folder)) == {"1": "cat", "2": "dog", "3": "sky"}


@pytest.mark.parametrize(
    ("column", "names"), [(SHOWN, "hidden"), (LOCKED, "locked"), (PROTECTED, "protected")]
)
def test_a_click_on_a_switch_is_for_all_that_are_selected(
    table: Table, folder: Path, column: int, names: str
) -> None:
    def switched() -> list[str]:
        state = {
            "hidden": lambda row: not row.is_visible,
            "locked": lambda row: row.is_locked,
            "protected": lambda row: row.is_protected,
        }[names]
        return [row.name for row in saved(folder) if state(row)]

    table.select("cat", "sky")
    table.click("sky", column)
    assert switched() == ["cat", "sky"]
    assert table.selected == ["cat", "sky"]
    table.click("dog", column)
    assert switched() == ["cat", "dog", "sky"]
    assert table.desk.window.session.class_history.count() == 2
    table.undo()
    table.undo()
    assert switched() == []


def test_what_is_hidden_in_the_table_is_hidden_now_and_at_the_next_opening(
    table: Table, folder: Path
) -> None:
    table.click("dog", SHOWN)
    visibility = table.desk.window.visibility
    assert visibility.hidden_classes == {"dog"}
    table.desk.open(folder)
    assert visibility.hidden_classes == {"dog"}
    assert "2,dog,#008000,0" in (folder / "classes.csv").read_text()


def test_the_space_bar_switches_the_cell_of_the_keys(table: Table, folder: Path) -> None:
    table.click("cat")
    for _ in range(LOCKED - NAME):
        table.key(Qt.Key.Key_Right)
    table.key(Qt.Key.Key_Space)
    assert saved(folder).find("cat").is_locked
    table.key(Qt.Key.Key_Space)
    assert not saved(folder).find("cat").is_locked


def test_notes_are_typed_for_all_that_are_selected(table: Table, folder: Path) -> None:
    table.select("cat", "dog")
    table.view.setCurrentIndex(table.dialog.model.index(1, NOTES))
    table.select("dog", "cat")
    table.view.selectionModel().setCurrentIndex(
        table.dialog.model.index(1, NOTES), table.view.selectionModel().SelectionFlag.NoUpdate
    )
    table.key(Qt.Key.Key_F2)
    table.type("with, collar")
    assert [row.notes for row in saved(folder)] == ["", "with, collar", "with, collar", "", ""]
    assert table.desk.window.session.class_history.count() == 1


def test_rows_are_dragged_and_shifted_and_no_index_changes(table: Table, folder: Path) -> None:
    table.select("sky")
    table.drag("sky", "cat")
    assert table.names == ["background", "sky", "cat", "dog", "void"]
    assert table.selected == ["sky"]
    table.key(Qt.Key.Key_Down, ALT)
    assert table.names == ["background", "cat", "sky", "dog", "void"]
    table.select("background", "dog")
    table.drag("dog", "void", below=True)
    assert [row.name for row in saved(folder)] == ["cat", "sky", "void", "background", "dog"]
    assert saved(folder).find("sky").index == 7
    assert table.desk.document.label_map.label_map.max() == 255
    for _ in range(3):
        table.undo()
    assert [row.name for row in saved(folder)] == ["background", "cat", "dog", "sky", "void"]


def test_several_are_deleted_in_one_step_unless_one_is_used(table: Table, folder: Path) -> None:
    table.desk.window.classes.add(["cow", "pig"], choose=False)
    table.select("cow", "pig", "sky")
    table.press("Delete")
    assert [row.name for row in saved(folder).user_rows] == ["cat", "dog"]
    table.undo()
    assert [row.name for row in saved(folder).user_rows] == ["cat", "dog", "sky", "cow", "pig"]
    table.select("cow", "dog")
    table.press("Delete")
    assert table.sentence.startswith("dog has 3 shapes in 3 images")
    assert saved(folder).find("cow") is not None
    table.select("void", "cow")
    table.press("Delete")
    assert table.sentence == "void always exists and cannot be deleted."


def test_the_dialog_of_colours_shows_live_for_all_that_are_selected(table: Table, folder: Path) -> None:
    table.select("cat", "dog")
    table.press("Colour…")
    dialog = table.dialog.findChild(QColorDialog)
    dialog.setCurrentColor(QColor(1, 2, 3))
    assert [table.classes.at(index).color for index in (1, 2)] == [(1, 2, 3)] * 2
    assert saved(folder).at(1).color == (128, 0, 0)
    dialog.accept()
    assert [saved(folder).at(index).color for index in (1, 2)] == [(1, 2, 3)] * 2
    assert table.desk.window.session.class_history.count() == 1
    table.undo()
    assert saved(folder).at(2).color == (0, 128, 0)


def test_a_click_on_a_swatch_opens_the_colours(table: Table) -> None:
    index = table.dialog.model.index(1, COLOR)
    place = table.view.visualRect(index).topLeft() + QPoint(14, 12)
    QTest.mouseClick(table.view.viewport(), LEFT, NONE, place)
    dialog = table.dialog.findChild(QColorDialog)
    assert dialog.windowTitle() == "Colour of cat"
    dialog.reject()
    assert table.desk.window.session.class_history.count() == 0


def test_distinct_colours_are_one_step_for_all(table: Table, folder: Path) -> None:
    table.type_into("dog", COLOR, "#800000")
    table.select("cat", "dog")
    table.press("Distinct colour")
    colors = {saved(folder).at(index).color for index in (0, 1, 2, 7, 255)}
    assert len(colors) == 5
    assert table.desk.window.actions_["undo"].text() == "Undo distinct colour of 2 classes"
    table.undo()
    assert saved(folder).at(1).color == saved(folder).at(2).color == (128, 0, 0)


def test_letters_search_and_enter_goes_back_to_the_rows(table: Table) -> None:
    table.click("cat")
    table.key("o")
    assert table.dialog.search.hasFocus()
    QTest.keyClicks(table.dialog.search, "g")
    assert table.names == ["dog"]
    QTest.keyClick(table.dialog.search, Qt.Key.Key_Return)
    assert table.view.hasFocus()
    assert table.selected == ["dog"]
    QTest.keyClick(table.dialog, Qt.Key.Key_F, CTRL)
    assert table.dialog.search.hasFocus()
    QTest.keyClick(table.dialog.search, Qt.Key.Key_Escape)
    assert table.dialog.isVisible()
    assert len(table.names) == 5


def test_a_dataset_that_is_read_only_refuses_every_change_in_words(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    before = (folder / "classes.csv").read_bytes()
    desk.window.session.read_only_reason = "This dataset is read-only here."
    table = Table(desk)
    assert table.sentence == "This dataset is read-only here."
    for column, text in ((NAME, "lion"), (COLOR, "#fff"), (NOTES, "x")):
        table.dialog.answer.say("")
        table.type_into("cat", column, text)
        assert table.sentence == "This dataset is read-only here."
    for change in (
        lambda: table.click("cat", LOCKED),
        lambda: table.key(Qt.Key.Key_Down, ALT),
        lambda: table.press("Colour…"),
        lambda: table.press("Distinct colour"),
        lambda: table.press("Take from image"),
    ):
        table.dialog.answer.say("")
        change()
        assert table.sentence == "This dataset is read-only here."
    assert (folder / "classes.csv").read_bytes() == before


# The window beside the canvas


def test_undo_in_the_window_leaves_a_draft_on_the_canvas_alone(table: Table) -> None:
    desk = table.desk
    table.click("cat", LOCKED)
    desk.choose("dog")
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    desk.window.actions_["tool_polygon"].trigger()
    desk.window.view.setFocus()
    for place in ((5, 30), (30, 30)):
        desk.click(*place)
    table.dialog.activateWindow()
    desk.qtbot.waitUntil(table.dialog.isActiveWindow)
    table.undo()
    assert not table.classes.find("cat").is_locked
    assert len(desk.window.view.tool.draft.points) == 2
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    desk.window.view.setFocus()
    desk.key(Qt.Key.Key_Z, CTRL)
    assert len(desk.window.view.tool.draft.points) == 1


def test_the_window_follows_what_is_changed_elsewhere(table: Table) -> None:
    table.select("cat")
    table.desk.window.classes.rename(1, "lion")
    table.desk.wait_for_jobs()
    assert table.selected == ["lion"]
    table.desk.window.classes.add(["cow"], choose=False)
    assert table.names == ["background", "lion", "dog", "sky", "cow", "void"]
    assert table.selected == ["lion"]


def test_the_window_goes_with_its_dataset(table: Table, tmp_path: Path) -> None:
    other = make_dataset(tmp_path / "other", 1)
    table.desk.open(other)
    assert not table.dialog.isVisible()
    again = Table(table.desk)
    assert again.dialog is table.dialog
    again.type_into("cat", NOTES, "other")
    assert saved(other).find("cat").notes == "other"


def test_columns_that_nobody_knows_are_kept(desk: Desk, folder: Path) -> None:
    (folder / "classes.csv").write_text("index,name,color,supercategory,key\n1,cat,#800000,animal,3\n")
    desk.open(folder)
    table = Table(desk)
    table.click("cat", LOCKED)
    table.type_into("cat", NOTES, "with, comma")
    text = (folder / "classes.csv").read_text()
    assert text.splitlines()[0] == "index,name,color,supercategory,key,locked,notes"
    assert '1,cat,#800000,animal,3,1,"with, comma"' in text


def test_classes_that_are_used_are_merged_and_deleted_over_the_dataset(table: Table) -> None:
    asked: list[object] = []
    table.desk.window.classes.use.over_dataset = lambda *changes: asked.extend(changes)
    table.select("cat", "dog")
    table.press("Merge…")
    assert asked == [MergeClasses(("cat", "dog"), "cat")]
    table.select("sky")
    assert not table.dialog.bar.buttons["Merge…"].isVisible()
    table.select("dog")
    table.press("Delete")
    assert table.sentence.startswith("dog has 3 shapes")
    assert table.dialog.answer.button.text() == "Change over the dataset…"
    QTest.mouseClick(table.dialog.answer.button, LEFT)
    assert asked[1:] == [DeleteClass("dog")]
    table.click("sky", LOCKED)
    assert not table.dialog.answer.button.isVisible()
