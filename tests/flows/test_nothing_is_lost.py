"""What goes wrong with files while a person works, and how the window keeps the work."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from labeler.core.class_file import read_classes
from labeler.core.label_png import read_label_png
from labeler.gui.autosave import SaveState
from labeler.gui.dialogs.export_dialog import ExportDialog
from labeler.settings import AUTOSAVE, Settings
from tests.datasets import make_dataset, square, write_photograph, write_shapes
from tests.windows import Desk, FullDisk

TRIANGLE = ((5, 5), (30, 6), (20, 30))


def labels(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def test_a_save_that_fails_is_told_lastingly_and_retry_saves(
    desk: Desk, full_disk: FullDisk, tmp_path: Path
) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    before = (folder / "a1.json").read_bytes()
    desk.open(folder)
    full_disk.is_full = True
    desk.choose("cat")
    desk.draw(*TRIANGLE)
    key = "save:a1.jpg"
    desk.qtbot.waitUntil(lambda: bool(desk.message(key)))
    assert "a1.json: cannot be written (No space left on device)" in desk.message(key)
    assert desk.window.status.save_state.text() == SaveState.FAILED.value
    assert not desk.window.messages.row(key).message.can_be_closed
    desk.draw((40, 5), (60, 5), (50, 20))
    desk.qtbot.wait(200)
    assert desk.message(key)
    assert len(desk.shapes) == 5
    assert (folder / "a1.json").read_bytes() == before

    full_disk.is_full = False
    desk.press_remedy(key, "Retry")
    desk.wait_saved()
    assert labels(folder / "a1.json") == ["cat", "dog", "void", "cat", "cat"]
    assert not desk.message(key)
    assert desk.window.status.save_state.text() == "saved"


def test_leaving_an_image_saves_it_and_its_history_stays(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    folder = make_dataset(tmp_path / "set", 2)
    desk.open(folder)
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.go_to(1)
    desk.qtbot.waitUntil(lambda: labels(folder / "a1.json")[-1] == "sky")
    desk.go_to(0)
    assert len(desk.shapes) == 4
    desk.window.undoing.undo()
    assert len(desk.shapes) == 3
    desk.wait_saved()
    assert labels(folder / "a1.json") == ["cat", "dog", "void"]


def test_an_annotation_written_by_another_program_is_not_overwritten(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    others = write_shapes(folder / "a1.jpg", [square("dog", 1, 1)]).read_bytes()
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    key = "disk:a1.jpg"
    desk.qtbot.waitUntil(lambda: "another program" in desk.message(key))
    assert (folder / "a1.json").read_bytes() == others
    assert desk.window.status.save_state.text() == SaveState.CHANGED_ON_DISK.value

    desk.press_remedy(key, "Keep mine")
    desk.wait_saved()
    assert labels(folder / "a1.json") == ["cat", "dog", "void", "sky"]
    assert not desk.message(key)


def test_reload_shows_what_another_program_wrote(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    write_shapes(folder / "a1.jpg", [square("dog", 1, 1)])
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.qtbot.waitUntil(lambda: bool(desk.message("disk:a1.jpg")))
    desk.press_remedy("disk:a1.jpg", "Reload")
    assert [shape.class_name for shape in desk.shapes] == ["dog"]
    assert not desk.document.is_dirty
    assert not desk.message("disk:a1.jpg")
    desk.window.undoing.undo()
    assert [shape.class_name for shape in desk.shapes] == ["cat", "dog", "void", "sky"]


def test_a_file_touched_but_not_changed_is_no_conflict(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    os.utime(folder / "a1.json", (1, 1))
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.wait_saved()
    assert labels(folder / "a1.json")[-1] == "sky"


def test_an_image_left_unedited_shows_what_was_written_meanwhile(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 2)
    desk.open(folder)
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.wait_saved()
    desk.go_to(1)
    write_shapes(folder / "a1.jpg", [square("dog", 1, 1)])
    desk.go_to(0)
    assert [shape.class_name for shape in desk.shapes] == ["dog"]
    assert desk.document.undo_stack.count() == 0


def test_an_unreadable_annotation_file_is_never_written(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    (folder / "a1.json").write_text("{ this is no JSON")
    desk.open(folder)
    assert "cannot be read as JSON" in desk.message("image:read-only")
    desk.choose("cat")
    desk.draw(*TRIANGLE)
    assert desk.shapes == []
    assert "cannot be drawn on" in desk.window.status.hint.text()
    assert desk.window.status.save_state.text() == SaveState.READ_ONLY.value
    desk.window.autosave.save_all()
    desk.window.autosave.finish()
    assert (folder / "a1.json").read_text() == "{ this is no JSON"


def test_a_shape_that_cannot_be_read_is_told_and_kept(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    bad = {"label": "cat", "points": "nonsense", "shape_type": "polygon"}
    write_shapes(folder / "a1.jpg", [square("cat", 1, 1), bad, square("dog", 20, 20)])
    desk.open(folder)
    assert "1 shape cannot be read (number 2). " in desk.message("image:unreadable")
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.wait_saved()
    shapes = json.loads((folder / "a1.json").read_text())["shapes"]
    assert [shape["label"] for shape in shapes] == ["cat", "cat", "dog", "sky"]
    assert shapes[1] == bad


def test_a_broken_image_stops_nothing(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 3)
    (folder / "a2.jpg").write_bytes(b"this is no photograph")
    desk.open(folder)
    desk.window.view.setFocus()
    desk.key("d")
    desk.qtbot.waitUntil(lambda: "a2.jpg" in desk.message("image:failed"))
    assert desk.window.session.document is None
    desk.key("d")
    desk.wait_for_image()
    assert desk.document.image.name == "a3.jpg"
    assert not desk.message("image:failed")


def test_a_size_that_differs_is_told(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    write_shapes(folder / "a1.jpg", [square("cat", 1, 1)], size=(640, 480))
    desk.open(folder)
    assert "64 × 48 pixels, but its annotation was made for 640 × 480" in desk.message("image:size")


def test_closing_saves_what_autosave_has_not_come_to(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    assert desk.window.close()
    assert labels(folder / "a1.json")[-1] == "sky"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (QMessageBox.StandardButton.Save, (True, True)),
        (QMessageBox.StandardButton.Discard, (False, True)),
        (QMessageBox.StandardButton.Cancel, (False, False)),
    ],
)
def test_without_autosave_closing_asks(
    desk: Desk, settings: Settings, answers, tmp_path, answer, outcome
) -> None:
    is_saved, is_closed = outcome
    settings.set(AUTOSAVE, False)
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.qtbot.wait(150)
    assert desk.document.is_dirty
    answers.append(answer)
    assert desk.window.close() == is_closed
    assert (labels(folder / "a1.json")[-1] == "sky") == is_saved
    assert not answers


def test_closing_with_a_save_that_fails_asks_and_can_stay(
    desk: Desk, full_disk: FullDisk, answers, tmp_path: Path
) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    full_disk.is_full = True
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    answers += [QMessageBox.StandardButton.Retry, QMessageBox.StandardButton.Cancel]
    assert not desk.window.close()
    assert not answers
    assert len(desk.shapes) == 4
    full_disk.is_full = False
    assert desk.window.close()
    assert labels(folder / "a1.json")[-1] == "sky"


def test_ctrl_s_saves_at_once(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    settings.set(AUTOSAVE, False)
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    assert desk.window.status.save_state.text() == "not saved"
    desk.window.view.setFocus()
    desk.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.wait_saved()
    assert labels(folder / "a1.json")[-1] == "sky"


def test_an_export_saves_first_and_exports_nothing_stale(
    desk: Desk, full_disk: FullDisk, settings: Settings, tmp_path: Path
) -> None:
    settings.set(AUTOSAVE, False)
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    full_disk.is_full = True
    desk.window.actions_["export"].trigger()
    dialog = desk.window.findChild(ExportDialog)
    dialog.run_button.click()
    assert "a1.json: cannot be written" in dialog.problem.text()
    assert "a1.json: cannot be written" in desk.message("save:a1.jpg")
    assert not (tmp_path / "set-voc").exists()
    full_disk.is_full = False
    dialog.run_button.click()
    desk.qtbot.waitUntil(lambda: not dialog.is_running, timeout=20_000)
    assert labels(folder / "a1.json")[-1] == "sky"
    assert (read_label_png(tmp_path / "set-voc" / "SegmentationClass" / "a1.png")[0] == 7).any()
    dialog.close()


def test_an_export_without_its_class_table_is_refused(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    block_class_table(folder)
    desk.window.classes.add(["lost"])
    desk.window.actions_["export"].trigger()
    dialog = desk.window.findChild(ExportDialog)
    dialog.run_button.click()
    assert "Nothing was exported" in dialog.problem.text()
    assert "classes.csv" in dialog.problem.text()
    assert not (tmp_path / "set-voc").exists()
    (folder / "classes.csv").rmdir()
    dialog.run_button.click()
    desk.qtbot.waitUntil(lambda: not dialog.is_running, timeout=20_000)
    assert read_classes(folder / "classes.csv").find("lost") is not None
    assert "lost" in (tmp_path / "set-voc" / "labelmap.txt").read_text()
    dialog.close()


def test_a_class_table_that_is_not_saved_keeps_the_window_open(desk: Desk, answers, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    block_class_table(folder)
    desk.window.classes.add(["lost"])
    desk.draw(*TRIANGLE)
    desk.wait_saved()
    assert labels(folder / "a1.json")[-1] == "lost"
    assert desk.window.status.save_state.text() == SaveState.CLASSES_FAILED.value
    answers += [QMessageBox.StandardButton.Retry, QMessageBox.StandardButton.Cancel]
    assert not desk.window.close()
    answers += [QMessageBox.StandardButton.Cancel]
    desk.window.choosing.open_path(make_dataset(tmp_path / "other", 1))
    assert not answers
    assert desk.window.session.dataset.folder == folder

    (folder / "classes.csv").rmdir()
    assert desk.window.close()
    assert read_classes(folder / "classes.csv").find("lost") is not None


def test_leaving_without_saving_counts_the_class_table(
    desk: Desk, settings: Settings, monkeypatch, tmp_path: Path
) -> None:
    settings.set(AUTOSAVE, False)
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    block_class_table(folder)
    desk.window.classes.add(["lost"])
    desk.draw(*TRIANGLE)
    asked: list[str] = []

    def discard(box: QMessageBox) -> int:
        asked.append(box.text())
        return QMessageBox.StandardButton.Discard.value

    monkeypatch.setattr(QMessageBox, "exec", discard)
    assert desk.window.close()
    assert asked == ["1 image and the class table are not saved."]


def test_ctrl_s_writes_a_class_table_that_could_not_be_written(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    block_class_table(folder)
    desk.window.classes.add(["lost"])
    assert desk.message("classes:file")
    (folder / "classes.csv").rmdir()
    desk.window.view.setFocus()
    desk.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert read_classes(folder / "classes.csv").find("lost") is not None
    assert not desk.message("classes:file")
    assert desk.window.status.save_state.text() == "saved"


def block_class_table(folder: Path) -> None:
    """Put a folder in the place of the class table."""
    (folder / "classes.csv").unlink()
    (folder / "classes.csv").mkdir()


def test_the_pointer_of_a_larger_image_does_not_hurt_a_smaller_one(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    write_photograph(folder / "b.jpg", (8, 6))
    desk.open(folder)
    QTest.mouseMove(desk.window.view, desk.place(60, 45))
    assert desk.window.status.place.text()
    desk.go_to(1)
    assert desk.document.size == (8, 6)
