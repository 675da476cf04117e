"""The class table under a person's hands: asked for, renamed everywhere, and kept while it is used."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QLineEdit

from labeler.core.class_file import read_classes
from labeler.gui.dialogs.class_popup import ClassPopup
from labeler.gui.models.class_model import INDEX, NAME
from tests.datasets import make_dataset, square, write_photograph, write_shapes
from tests.windows import Desk, FullDisk

TRIANGLE = ((5, 30), (30, 30), (20, 45))
CTRL = Qt.KeyboardModifier.ControlModifier


def labels(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def names(folder: Path) -> list[str]:
    return [row.name for row in read_classes(folder / "classes.csv")]


def popup() -> ClassPopup:
    found = QApplication.activePopupWidget()
    assert isinstance(found, ClassPopup)
    return found


def test_drawing_without_a_class_asks_and_goes_on(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    desk.draw((5, 5))
    asked = popup()
    QTest.keyClicks(asked.field, "dog")
    QTest.keyClick(asked.field, Qt.Key.Key_Return)
    assert desk.window.session.current_class == "dog"
    desk.click(30, 5)
    desk.click(20, 30)
    QTest.keyClick(desk.window.view, Qt.Key.Key_Return)
    shape = desk.shapes[-1]
    assert shape.class_name == "dog"
    assert len(shape.points) == 3
    assert abs(shape.points[0] - (5, 5)).max() < 0.1


def test_a_class_named_where_it_is_asked_for_is_added(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    desk.draw((5, 5))
    asked = popup()
    QTest.keyClicks(asked.field, "cow")
    assert asked._hint.text() == "Enter adds the class cow"
    QTest.keyClick(asked.field, Qt.Key.Key_Return)
    assert desk.window.session.current_class == "cow"
    assert "3,cow" in (folder / "classes.csv").read_text()
    assert desk.window.drawing.is_busy


def test_leaving_the_question_draws_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    desk.draw((5, 5))
    QTest.keyClick(popup().field, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert desk.window.session.current_class is None
    assert not desk.window.drawing.is_busy


def test_a_rename_reaches_every_file_and_every_history_and_can_be_undone(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 3)
    desk.open(folder)
    desk.choose("cat")
    desk.draw((5, 30), (30, 30), (20, 45))
    desk.window.commands.select_all()
    desk.window.commands.delete()
    desk.go_to(1)
    rename(desk, "cat", "lion")
    desk.wait_for_jobs()
    assert names(folder) == ["background", "lion", "dog", "sky", "void"]
    assert labels(folder / "a3.json") == ["lion", "dog", "void"]
    assert desk.window.session.current_class == "lion"
    desk.wait_saved()
    assert labels(folder / "a2.json") == ["lion", "dog", "void"]
    desk.go_to(0)
    desk.window.view.setFocus()
    desk.window.undoing.undo()
    assert [shape.class_name for shape in desk.shapes] == ["lion", "dog", "void", "lion"]

    desk.window.class_panel.table.setFocus()
    assert desk.window.actions_["undo"].text() == "Undo rename class"
    desk.window.undoing.undo()
    desk.wait_for_jobs()
    desk.wait_saved()
    assert names(folder)[1] == "cat"
    assert labels(folder / "a3.json")[0] == "cat"
    assert [shape.class_name for shape in desk.shapes] == ["cat", "dog", "void", "cat"]


def test_a_class_in_use_keeps_its_index_and_its_row(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 3)
    desk.open(folder)
    desk.choose("dog")
    desk.window.actions_["delete_class"].trigger()
    desk.wait_for_jobs()
    told = desk.message("classes:refused")
    assert told.startswith("dog has 3 shapes in 3 images (")
    assert "a2.jpg" in told
    desk.window.class_panel.model.setData(desk.window.class_panel.model.index(2, INDEX), 99)
    desk.wait_for_jobs()
    assert "Its index cannot change" in desk.message("classes:refused")
    assert desk.window.session.classes.find("dog").index == 2
    assert len(desk.shapes) == 3


def click_class(desk: Desk, name: str) -> None:
    table, model = desk.window.class_panel.table, desk.window.class_panel.model
    QTest.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=table.visualRect(model.index(model.row_of(name), NAME)).center(),
    )


def test_a_click_on_a_class_leaves_the_keys_to_the_canvas(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    desk.choose("cat")
    desk.window.actions_["tool_polygon"].trigger()
    for place in ((5, 30), (30, 30), (20, 45), (10, 45)):
        desk.click(*place)
    click_class(desk, "sky")
    desk.key(Qt.Key.Key_Backspace)
    desk.key(Qt.Key.Key_Return)
    assert len(desk.shapes[-1].points) == 3
    assert desk.shapes[-1].class_name == "sky"


def test_a_click_on_a_class_is_for_the_selection_and_del_for_shapes(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    desk.choose("cat")
    desk.document.select([1])
    click_class(desk, "sky")
    assert desk.shapes[1].class_name == "sky"
    assert desk.window.session.current_class == "cat"
    desk.window.class_panel.table.setFocus()
    desk.key(Qt.Key.Key_Delete)
    desk.wait_for_jobs()
    assert [shape.class_name for shape in desk.shapes] == ["cat", "void"]
    assert desk.window.session.classes.find("cat") is not None


def test_a_new_class_gives_the_keys_back_to_the_canvas(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        desk.window.class_actions.ask_for_class()
        QTest.keyClicks(desk.window.class_panel.new_name, "cow")
        desk.key(key)
        assert desk.window.view.hasFocus()
    assert desk.window.session.current_class == "cow"


def test_unsaved_shapes_count_as_use(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    desk.choose("sky")
    desk.draw((5, 30), (30, 30), (20, 45))
    desk.window.classes.delete(7)
    desk.wait_for_jobs()
    assert "sky has 1 shape in 1 image (a1.jpg)" in desk.message("classes:refused")


def test_an_unused_class_is_reindexed_and_deleted_and_both_are_undone(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 2)
    desk.open(folder)
    model = desk.window.class_panel.model
    model.setData(model.index(model.row_of("sky"), INDEX), 9)
    desk.wait_for_jobs()
    assert desk.window.session.classes.find("sky").index == 9
    desk.choose("sky")
    desk.window.actions_["delete_class"].trigger()
    desk.wait_for_jobs()
    assert "sky" not in names(folder)
    assert desk.window.session.current_class is None
    desk.window.class_panel.table.setFocus()
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_jobs()
    assert read_classes(folder / "classes.csv").find("sky").index == 7
    desk.window.undoing.redo()
    desk.wait_for_jobs()
    desk.window.undoing.redo()
    desk.wait_for_jobs()
    assert "sky" not in names(folder)


def test_no_undo_takes_row_or_index_from_a_used_class(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 2)
    desk.open(folder)
    desk.window.classes.add(["q"])
    model = desk.window.class_panel.model
    model.setData(model.index(model.row_of("q"), INDEX), 200)
    desk.wait_for_jobs()
    desk.draw(*TRIANGLE)
    desk.wait_saved()
    desk.go_to(1)
    desk.window.class_panel.table.setFocus()
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_jobs()
    assert "q has 1 shape in 1 image (a1.jpg). Its index cannot" in desk.message("classes:refused")
    assert desk.window.session.classes.find("q").index == 200
    desk.go_to(0)
    desk.document.undo_stack.undo()
    desk.window.class_panel.table.setFocus()
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_jobs()
    assert desk.window.session.classes.find("q").index == 3
    assert not desk.message("classes:refused")
    desk.draw(*TRIANGLE)
    desk.window.class_panel.table.setFocus()
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_jobs()
    assert "before you delete the class" in desk.message("classes:refused")
    assert "3,q" in (folder / "classes.csv").read_text()
    assert (desk.document.label_map.label_map == 3).any()


def test_no_redo_deletes_a_class_that_was_used_meanwhile(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    desk.window.classes.delete(7)
    desk.wait_for_jobs()
    desk.window.class_panel.table.setFocus()
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.window.class_panel.table.setFocus()
    desk.window.actions_["redo"].trigger()
    desk.wait_for_jobs()
    assert "sky has 1 shape" in desk.message("classes:refused")
    assert "sky" in names(folder)


def test_a_class_counts_as_used_though_its_image_is_left_while_shapes_are_counted(
    desk: Desk, tmp_path: Path
) -> None:
    folder = make_dataset(tmp_path / "set", 2)
    for number, name in ((1, "sky"), (2, "cat")):
        write_shapes(folder / f"a{number}.jpg", [square(name, 3, 3)])
    desk.open(folder)
    desk.window.classes.delete(7)
    desk.window.session.forget(desk.document)
    desk.wait_for_jobs()
    assert "sky has 1 shape in 1 image (a1.jpg)" in desk.message("classes:refused")
    assert "sky" in names(folder)


def test_a_class_that_went_from_under_open_shapes_is_offered_again(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    before = (folder / "classes.csv").read_text()
    desk.open(folder)
    desk.window.classes.add(["q"])
    desk.draw(*TRIANGLE)
    (folder / "classes.csv").write_text(before)
    desk.window.session.reload_classes()
    assert desk.message("classes:missing").startswith("Annotations name q, not in the class table. 1 shape")


def test_shapes_that_are_gone_are_not_offered_a_class(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    desk.document.select([1])
    desk.window.commands.delete()
    desk.wait_saved()
    desk.window.classes.delete(2)
    desk.wait_for_jobs()
    assert "dog" not in names(folder)
    assert not desk.message("classes:missing")


def test_ctrl_z_takes_a_vertex_back_wherever_the_focus_is(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    desk.window.classes.add(["q"])
    desk.window.actions_["tool_polygon"].trigger()
    desk.click(5, 5)
    desk.click(30, 5)
    desk.window.class_panel.table.setFocus()
    assert desk.window.actions_["undo"].text() == "Undo"
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.window.session.classes.find("q") is not None
    assert desk.window.drawing.is_busy
    desk.key(Qt.Key.Key_Z, CTRL)
    assert not desk.window.drawing.is_busy
    assert desk.window.actions_["undo"].text() == "Undo add class"


def test_a_colour_is_shown_while_it_is_chosen_and_nothing_is_rasterized(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    label_map = desk.document.label_map.label_map
    before = label_map.copy()
    label_map[:] = 77  # whoever rasterizes would overwrite this
    desk.window.class_panel.recolor_wanted.emit(1)
    dialog = desk.window.findChild(QColorDialog)
    dialog.setCurrentColor(QColor(1, 2, 3))
    assert desk.window.session.classes.at(1).color == (1, 2, 3)
    assert desk.window.view.scene.base.labels.palette[1].tolist() == [1, 2, 3]
    assert "#800000" in (folder / "classes.csv").read_text()
    dialog.reject()
    assert desk.window.session.classes.at(1).color == (128, 0, 0)
    assert desk.window.session.class_history.count() == 0
    desk.window.class_panel.recolor_wanted.emit(1)
    dialog = desk.window.findChildren(QColorDialog)[-1]
    dialog.setCurrentColor(QColor(9, 8, 7))
    dialog.accept()
    assert "1,cat,#090807" in (folder / "classes.csv").read_text()
    assert (label_map == 77).all()
    label_map[:] = before
    desk.window.session.class_history.undo()
    assert "1,cat,#800000" in (folder / "classes.csv").read_text()


def test_classes_that_only_annotations_name_are_offered(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "labelme"
    for name, classes in (("a", ["tree", "house"]), ("b", ["tree"])):
        image = write_photograph(folder / f"{name}.png")
        write_shapes(image, [square(each, 4, 4) for each in classes])
    desk.open(folder)
    assert desk.message("classes:missing").startswith(
        "Annotations name house, tree, not in the class table. 3 shapes"
    )
    assert not desk.document.label_map.label_map.any()
    desk.press_remedy("classes:missing", "Add 2 classes")
    assert [row.name for row in desk.window.session.classes.user_rows] == ["house", "tree"]
    assert desk.document.label_map.label_map.any()
    assert not desk.message("classes:missing")
    assert desk.window.session.current_class is None


def test_a_class_table_that_cannot_be_written_is_told_until_it_can(
    desk: Desk, full_disk: FullDisk, tmp_path: Path
) -> None:
    folder = tmp_path / "photographs"
    write_photograph(folder / "a.png")
    desk.open(folder)
    full_disk.is_full = True
    desk.window.classes.add(["cow"])
    assert "classes.csv: cannot be written (No space left on device)" in desk.message("classes:file")
    full_disk.is_full = False
    desk.press_remedy("classes:file", "Retry")
    assert names(folder) == ["background", "cow", "void"]
    assert not desk.message("classes:file")


def test_a_class_table_that_another_program_wrote_is_not_overwritten(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    others = "index,name,color\n1,cat,#800000\n2,dog,#008000\n9,bird,#010203\n"
    (folder / "classes.csv").write_text(others)
    desk.window.classes.add(["cow"])
    assert (folder / "classes.csv").read_text() == others
    desk.press_remedy("classes:file", "Reload")
    assert desk.window.session.classes.find("bird") is not None
    assert desk.window.session.classes.find("cow") is None
    (folder / "classes.csv").write_text(others.replace("bird", "horse"))
    desk.window.classes.add(["cow"])
    desk.press_remedy("classes:file", "Keep mine")
    assert names(folder) == ["background", "cat", "dog", "bird", "cow", "void"]


def test_what_breaks_a_rule_of_class_tables_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    rename(desk, "cat", "dog")
    assert "Two classes have the name 'dog'" in desk.message("classes:refused")
    rename(desk, "cat", "lynx")
    assert not desk.message("classes:refused")
    desk.window.classes.delete(0)
    assert desk.message("classes:refused") == "background always exists and cannot be deleted."


def rename(desk: Desk, old: str, new: str) -> None:
    """Double click on the name, type, Enter."""
    panel = desk.window.class_panel
    desk.choose(old)
    panel.edit_current(NAME)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit), editor
    editor.selectAll()
    QTest.keyClicks(editor, new)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # Qt commits the text after the key
