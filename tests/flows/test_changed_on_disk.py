"""Another program writes, breaks or deletes the files of what is open; the window follows, or asks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.class_file import read_classes
from labeler.gui.autosave import SaveState
from labeler.gui.dialogs.compare_dialog import CompareDialog
from labeler.settings import AUTOSAVE
from tests.datasets import CLASSES, make_dataset, square, write_shapes
from tests.windows import Desk

TRIANGLE = ((5, 30), (30, 31), (20, 45))
KEY = "disk:a1.jpg"


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """A dataset of two images that is open."""
    folder = make_dataset(tmp_path / "set", 2)
    desk.open(folder)
    return folder


def labels(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def shown(desk: Desk) -> list[str]:
    return [shape.class_name for shape in desk.shapes]


def look(desk: Desk) -> None:
    """Come back to the window from another program."""
    desk.window.conflicts.check()
    desk.qtbot.waitUntil(lambda: not desk.window.conflicts.is_busy)


def write_elsewhere(folder: Path, *names: str) -> None:
    write_shapes(folder / "a1.jpg", [square(name, 1 + 12 * at, 1) for at, name in enumerate(names)])


def draw_in_conflict(desk: Desk, folder: Path) -> None:
    """An edit of one's own, on a file that another program has changed before it was saved."""
    write_elsewhere(folder, "dog", "dog")
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.qtbot.waitUntil(lambda: "was not overwritten" in desk.message(KEY))


def test_what_was_not_edited_follows_its_file_and_undo_leads_back(desk: Desk, folder: Path) -> None:
    write_elsewhere(folder, "dog")
    look(desk)
    assert shown(desk) == ["dog"]
    assert "has been read again" in desk.message(KEY)
    assert desk.window.status.save_state.text() == "saved"
    assert (desk.document.label_map.label_map == 2).sum() == 100
    desk.window.undoing.undo()
    assert shown(desk) == ["cat", "dog", "void"]
    desk.wait_saved()
    assert labels(folder / "a1.json") == ["cat", "dog", "void"]


def test_the_history_goes_on_over_a_change_from_outside(desk: Desk, folder: Path) -> None:
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.wait_saved()
    write_elsewhere(folder, "dog")
    look(desk)
    desk.window.undoing.undo()
    assert shown(desk) == ["cat", "dog", "void", "sky"]
    desk.window.undoing.undo()
    assert shown(desk) == ["cat", "dog", "void"]


def test_the_same_content_in_other_bytes_is_no_change(desk: Desk, folder: Path) -> None:
    path = folder / "a1.json"
    path.write_text(json.dumps(json.loads(path.read_text()), indent=7))
    look(desk)
    assert not desk.message(KEY)
    assert desk.document.undo_stack.count() == 0
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.wait_saved()
    assert labels(path)[-1] == "sky"


def test_the_window_looks_when_it_gets_the_focus(desk: Desk, folder: Path, make_desk) -> None:
    other = make_desk()
    other.window.activateWindow()
    desk.qtbot.waitUntil(other.window.isActiveWindow)
    write_elsewhere(folder, "dog")
    desk.window.activateWindow()
    desk.qtbot.waitUntil(lambda: shown(desk) == ["dog"])


def test_an_image_in_the_background_follows_as_well(desk: Desk, folder: Path) -> None:
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.wait_saved()
    desk.go_to(1)
    write_elsewhere(folder, "dog")
    look(desk)
    desk.go_to(0)
    assert shown(desk) == ["dog"]
    assert desk.document.undo_stack.count() == 2


def test_keep_mine_overwrites_what_was_seen_and_nothing_newer(desk: Desk, folder: Path) -> None:
    draw_in_conflict(desk, folder)
    assert desk.window.status.save_state.text() == SaveState.CHANGED_ON_DISK.value
    write_elsewhere(folder, "cat", "cat", "cat")
    desk.press_remedy(KEY, "Keep mine")
    assert not desk.message(KEY)
    desk.qtbot.waitUntil(lambda: "was not overwritten" in desk.message(KEY))
    assert labels(folder / "a1.json") == ["cat", "cat", "cat"]
    desk.press_remedy(KEY, "Keep mine")
    desk.wait_saved()
    assert labels(folder / "a1.json") == ["cat", "dog", "void", "sky"]


def test_edits_go_on_in_memory_while_the_question_stands(desk: Desk, folder: Path) -> None:
    draw_in_conflict(desk, folder)
    desk.draw((40, 30), (60, 30), (50, 45))
    desk.window.view.setFocus()
    desk.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.wait(100)
    assert labels(folder / "a1.json") == ["dog", "dog"]
    assert len(desk.shapes) == 5
    assert desk.message(KEY)


def test_a_file_that_is_again_what_it_was_ends_the_question(desk: Desk, folder: Path) -> None:
    before = (folder / "a1.json").read_bytes()
    draw_in_conflict(desk, folder)
    (folder / "a1.json").write_bytes(before)
    look(desk)
    desk.wait_saved()
    assert not desk.message(KEY)
    assert labels(folder / "a1.json")[-1] == "sky"


def compare(desk: Desk) -> CompareDialog:
    desk.press_remedy(KEY, "Compare")
    desk.qtbot.waitUntil(lambda: desk.window.findChild(CompareDialog) is not None, timeout=10_000)
    return desk.window.findChild(CompareDialog)


def test_compare_shows_both_and_leads_to_the_place(desk: Desk, folder: Path) -> None:
    draw_in_conflict(desk, folder)
    dialog = compare(desk)
    words = [dialog.table.item(row, 1).text() for row in range(dialog.table.rowCount())]
    assert set(words) == {"only in the file", "only on the canvas", "outline"}
    assert len(dialog.pictures) == 2
    scale = desk.window.view.scene.viewport.scale
    with desk.qtbot.waitSignal(desk.window.conflicts.questions.jump_wanted) as jump:
        dialog.table.selectRow(0)
    assert (jump.args[0].left, jump.args[0].top) == (2, 3)
    assert desk.window.view.scene.viewport.scale > scale
    QTest.mouseClick(dialog.buttons["Take the file's"], Qt.MouseButton.LeftButton)
    assert shown(desk) == ["dog", "dog"]
    assert not desk.document.is_dirty
    assert not desk.message(KEY)


def test_both_means_mine_and_the_new_shapes_of_the_file(desk: Desk, folder: Path) -> None:
    own = json.loads((folder / "a1.json").read_text())["shapes"]
    write_shapes(folder / "a1.jpg", [*own, square("dog", 50, 35)])
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.qtbot.waitUntil(lambda: bool(desk.message(KEY)))
    dialog = compare(desk)
    button = dialog.buttons["Add the file's 1 new shape to mine"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.wait_saved()
    assert labels(folder / "a1.json") == ["cat", "dog", "void", "sky", "dog"]
    desk.window.undoing.undo()
    assert shown(desk) == ["cat", "dog", "void", "sky"]


def test_deciding_later_leaves_the_question(desk: Desk, folder: Path) -> None:
    draw_in_conflict(desk, folder)
    compare(desk).reject()
    assert desk.message(KEY)
    assert labels(folder / "a1.json") == ["dog", "dog"]


def test_a_deleted_file_is_told_and_mine_is_kept_as_not_saved(desk: Desk, folder: Path, settings) -> None:
    settings.set(AUTOSAVE, False)
    (folder / "a1.json").unlink()
    look(desk)
    assert "The 3 shapes shown here are kept, and not saved" in desk.message(KEY)
    assert desk.window.status.save_state.text() == "not saved"
    assert not (folder / "a1.json").exists()
    desk.press_remedy(KEY, "Save again")
    desk.wait_saved()
    assert labels(folder / "a1.json") == ["cat", "dog", "void"]


def test_a_deleted_file_of_an_empty_image_is_nothing_to_tell(desk: Desk, folder: Path) -> None:
    write_elsewhere(folder)
    look(desk)
    desk.window.messages.resolve(KEY)
    (folder / "a1.json").unlink()
    look(desk)
    assert not desk.message(KEY)
    assert not desk.document.is_dirty


def test_a_file_that_cannot_be_read_any_more_is_told_and_what_is_shown_stays(
    desk: Desk, folder: Path
) -> None:
    (folder / "a1.json").write_text("{ half of")
    look(desk)
    assert "cannot be read now" in desk.message(KEY)
    assert shown(desk) == ["cat", "dog", "void"]
    write_elsewhere(folder, "dog")
    desk.press_remedy(KEY, "Look again")
    desk.qtbot.waitUntil(lambda: shown(desk) == ["dog"])


def test_an_edit_over_a_broken_file_waits_until_it_may_overwrite(desk: Desk, folder: Path) -> None:
    (folder / "a1.json").write_text("{ half of")
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.qtbot.waitUntil(lambda: "cannot be read now" in desk.message(KEY))
    assert (folder / "a1.json").read_text() == "{ half of"
    desk.press_remedy(KEY, "Overwrite it")
    desk.wait_saved()
    assert labels(folder / "a1.json")[-1] == "sky"


def test_a_folder_that_went_is_not_made_anew_and_saving_goes_on_when_it_is_back(
    desk: Desk, folder: Path, tmp_path: Path
) -> None:
    shutil.move(folder, tmp_path / "away")
    look(desk)
    assert "is not there any more" in desk.message("dataset:gone")
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.qtbot.waitUntil(lambda: desk.window.status.save_state.text() == SaveState.FAILED.value)
    desk.qtbot.waitUntil(lambda: not desk.message("save:a1.jpg"))
    assert not folder.exists()
    shutil.move(tmp_path / "away", folder)
    look(desk)
    assert not desk.message("dataset:gone")
    desk.wait_saved()
    assert labels(folder / "a1.json")[-1] == "sky"
    assert not desk.message("save:a1.jpg")


def test_an_empty_mount_point_is_no_deleted_annotation(desk: Desk, folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    look(desk)
    assert "has lost its files" in desk.message("dataset:gone")
    assert not desk.message(KEY)


def test_the_class_table_follows_its_file(desk: Desk, folder: Path) -> None:
    (folder / "classes.csv").write_text(CLASSES.replace("sky", "heaven"))
    look(desk)
    assert desk.window.session.classes.find("heaven") is not None
    assert "was changed by another program" in desk.message("classes:file")


def test_a_class_table_that_was_changed_on_both_sides_is_compared(desk: Desk, folder: Path) -> None:
    (folder / "classes.csv").write_text(CLASSES.replace("sky", "heaven"))
    desk.window.classes.add(["mine"])
    assert "was not overwritten" in desk.message("classes:file")
    desk.press_remedy("classes:file", "Compare")
    dialog = desk.window.findChild(CompareDialog)
    cells = [[dialog.table.item(row, column).text() for column in (1, 2, 3)] for row in range(2)]
    assert cells[0][0] == "3"
    assert cells[0][1].startswith("mine")
    assert cells[0][2] == "–"
    assert cells[1][1].startswith("sky")
    assert cells[1][2].startswith("heaven")
    QTest.mouseClick(dialog.buttons["Keep mine"], Qt.MouseButton.LeftButton)
    assert read_classes(folder / "classes.csv").find("mine") is not None
    assert not desk.message("classes:file")


def test_the_class_table_of_the_file_can_be_taken(desk: Desk, folder: Path) -> None:
    (folder / "classes.csv").write_text(CLASSES.replace("sky", "heaven"))
    desk.window.classes.add(["mine"])
    desk.press_remedy("classes:file", "Reload")
    assert desk.window.session.classes.find("mine") is None
    assert not desk.message("classes:file")


def test_a_deleted_class_table_is_told_and_saved_again(desk: Desk, folder: Path) -> None:
    (folder / "classes.csv").unlink()
    look(desk)
    assert "deleted" in desk.message("classes:file")
    desk.press_remedy("classes:file", "Save again")
    assert read_classes(folder / "classes.csv").find("cat") is not None


def test_a_class_table_that_cannot_be_read_changes_nothing(desk: Desk, folder: Path) -> None:
    (folder / "classes.csv").write_text("nonsense")
    look(desk)
    assert "The class table shown here is kept" in desk.message("classes:file")
    assert desk.window.session.classes.find("cat") is not None
