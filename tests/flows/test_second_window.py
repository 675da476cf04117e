"""A dataset that another window has open: who has it, looking without writing, no silent overwrite."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from labeler.gui.autosave import SaveState
from labeler.gui.second_window import LOCK_FILE
from tests.datasets import make_dataset, tree
from tests.windows import Desk

OPEN, ANYWAY, CANCEL = (
    QMessageBox.StandardButton.Open,
    QMessageBox.StandardButton.Ignore,
    QMessageBox.StandardButton.Cancel,
)
KEY = "window:read-only"
TRIANGLE = ((5, 30), (30, 31), (20, 45))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 2)


@pytest.fixture
def second(desk: Desk, make_desk: Callable[[], Desk], folder: Path, answers) -> Desk:
    """A window that looks at a dataset, read-only, which `desk` has open."""
    desk.open(folder)
    answers.append(OPEN)
    window = make_desk()
    window.open(folder)
    return window


def labels(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def names(desk: Desk) -> list[str]:
    return [shape.class_name for shape in desk.shapes]


def test_the_lock_lies_in_the_folder_while_it_is_open_and_is_listed_nowhere(
    desk: Desk, folder: Path, tmp_path: Path
) -> None:
    before = tree(folder)
    desk.open(folder)
    assert (folder / LOCK_FILE).exists()
    assert [image.name for image in desk.window.session.dataset.images] == ["a1.jpg", "a2.jpg"]
    desk.open(make_dataset(tmp_path / "other", 1))
    desk.qtbot.waitUntil(lambda: not (folder / LOCK_FILE).exists())
    assert (tmp_path / "other" / LOCK_FILE).exists()
    assert desk.window.close()
    assert not (tmp_path / "other" / LOCK_FILE).exists()
    assert tree(folder) == before


def test_the_second_window_says_who_has_it_and_refuses_every_edit(second: Desk, folder: Path) -> None:
    before = tree(folder)
    assert f"(process {os.getpid()}) since" in second.message(KEY)
    assert second.window.status.save_state.text() == SaveState.READ_ONLY.value
    second.choose("cat")
    second.draw(*TRIANGLE)
    assert len(second.shapes) == 3
    assert "this dataset is in use by" in second.window.status.hint.text()
    second.window.commands.toggle_done()
    second.document.select([0])
    second.window.commands.delete()
    second.window.classes.add(["new"])
    assert second.window.session.classes.find("new") is None
    assert "this dataset is in use by" in second.message("classes:refused")
    second.window.classes.recolor(1)
    assert second.document.undo_stack.count() == 0
    assert tree(folder) == before


def test_a_click_on_the_canvas_is_refused_in_words(second: Desk) -> None:
    second.window.status.end_refusal()
    second.click(10, 10)
    assert "this dataset is in use by" in second.window.status.hint.text()


def test_ctrl_s_answers_that_it_is_read_only(second: Desk) -> None:
    second.window.status.end_refusal()
    second.window.actions_["save"].trigger()
    assert "Read-only" in second.window.status.hint.text()


def test_the_reader_follows_what_the_writer_saves(desk: Desk, second: Desk, folder: Path) -> None:
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.wait_saved()
    second.window.conflicts.check()
    second.qtbot.waitUntil(lambda: second.window.session.document is not None and "sky" in names(second))
    assert second.window.status.save_state.text() == SaveState.READ_ONLY.value


def test_when_the_first_closes_the_second_can_write(desk: Desk, second: Desk, folder: Path) -> None:
    second.go_to(1)
    assert desk.window.close()
    second.window.second_window.look_again()
    assert "The other window on this dataset has closed" in second.message(KEY)
    second.press_remedy(KEY, "Make it writable")
    second.qtbot.waitUntil(lambda: second.window.session.read_only_reason == "")
    second.wait_for_image()
    assert second.document.image.name == "a2.jpg"
    assert not second.message(KEY)
    second.choose("sky")
    second.draw(*TRIANGLE)
    second.wait_saved()
    assert labels(folder / "a2.json")[-1] == "sky"


def test_as_long_as_the_first_is_open_nothing_is_offered(second: Desk) -> None:
    before = second.message(KEY)
    second.window.second_window.look_again()
    assert second.message(KEY) == before


def test_cancel_opens_nothing_and_what_was_open_stays(
    desk: Desk, make_desk: Callable[[], Desk], folder: Path, tmp_path: Path, answers
) -> None:
    desk.open(folder)
    other = make_desk()
    other.open(make_dataset(tmp_path / "other", 1))
    answers.append(CANCEL)
    other.window.choosing.open_path(folder)
    other.qtbot.waitUntil(lambda: not answers)
    other.wait_for_jobs()
    assert other.window.session.dataset.folder.name == "other"
    assert (tmp_path / "other" / LOCK_FILE).exists()


def test_two_windows_that_write_never_overwrite_each_other_unasked(
    desk: Desk, make_desk: Callable[[], Desk], folder: Path, answers
) -> None:
    desk.open(folder)
    answers.append(ANYWAY)
    other = make_desk()
    other.open(folder)
    assert not other.window.session.read_only_reason
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.wait_saved()
    saved = (folder / "a1.json").read_bytes()
    other.choose("dog")
    other.draw((40, 30), (60, 31), (50, 45))
    other.qtbot.waitUntil(lambda: "was not overwritten" in other.message("disk:a1.jpg"))
    assert (folder / "a1.json").read_bytes() == saved
    other.press_remedy("disk:a1.jpg", "Keep mine")
    other.wait_saved()
    desk.window.conflicts.check()
    desk.qtbot.waitUntil(lambda: names(desk)[-1] == "dog")
    desk.window.undoing.undo()
    assert names(desk)[-1] == "sky"


@pytest.mark.parametrize("is_above", [True, False])
def test_a_folder_above_or_below_counts_as_well(
    desk: Desk, make_desk: Callable[[], Desk], tmp_path: Path, answers, is_above: bool
) -> None:
    inner = make_dataset(tmp_path / "set" / "deep" / "inner", 1)
    first, then = (tmp_path / "set", inner) if is_above else (inner, tmp_path / "set")
    desk.open(first)
    answers.append(OPEN)
    other = make_desk()
    other.open(then)
    assert not answers
    assert other.window.session.read_only_reason
    assert not (then / LOCK_FILE).exists()


def test_what_a_dead_window_left_is_taken_over(desk: Desk, folder: Path) -> None:
    code = "import os, sys; from labeler.gui.window_lock import take_lock; "
    code += "lock = take_lock(__import__('pathlib').Path(sys.argv[1])); assert lock; os._exit(9)"
    subprocess.run([sys.executable, "-c", code, str(folder / LOCK_FILE)], check=False)
    assert (folder / LOCK_FILE).exists()
    desk.open(folder)
    assert not desk.window.session.read_only_reason


def test_the_same_window_opens_its_dataset_again_without_a_question(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    desk.go_to(1)
    desk.window.choosing.open_path(folder)
    desk.wait_for_jobs()
    desk.wait_for_image()
    assert desk.document.image.name == "a2.jpg"
    assert not desk.window.session.read_only_reason


def test_a_lock_of_another_machine_can_be_taken_over(desk: Desk, folder: Path, answers) -> None:
    (folder / LOCK_FILE).write_text("77\nlabeler\nelsewhere\n\n\n")
    answers.append(ANYWAY)
    desk.open(folder)
    assert not answers
    assert "elsewhere" not in (folder / LOCK_FILE).read_text()


def test_ctrl_s_says_what_it_did(desk: Desk, folder: Path, settings) -> None:
    desk.open(folder)
    hint = desk.window.status.hint
    desk.window.actions_["save"].trigger()
    assert hint.text() == "Everything is saved already."
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.window.view.setFocus()
    QTest.keyClick(desk.window.view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.wait_saved()
    desk.qtbot.waitUntil(lambda: hint.text() == "Saved 1 image.")


def test_ctrl_s_says_that_it_could_not(desk: Desk, folder: Path, full_disk) -> None:
    desk.open(folder)
    full_disk.is_full = True
    desk.choose("sky")
    desk.draw(*TRIANGLE)
    desk.window.actions_["save"].trigger()
    desk.qtbot.waitUntil(lambda: "1 image could not be saved" in desk.window.status.hint.text())
