"""From finding to finding without leaving the canvas, and what becomes of the list when files change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.class_changes import RenameClass
from labeler.gui.dialogs.job_dialog import JobDialog
from labeler.gui.messages import MessageRow
from labeler.jobs.step import Step, StepStatus
from tests.datasets import make_dataset, tree
from tests.gui.test_checking import check, codes, dialog, folder, mark, open_desk
from tests.windows import Desk, FullDisk

__all__ = ["folder", "open_desk"]

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def open_dialogs(desk: Desk) -> list[JobDialog]:
    return [each for each in desk.window.findChildren(JobDialog) if each.isVisible()]


def told(desk: Desk) -> str:
    """What the bar says at the moment."""
    return " ".join(row.message.text for row in desk.window.messages.findChildren(MessageRow))


def start_repair(desk: Desk) -> JobDialog:
    """Press the button of the preview of a repair."""
    desk.qtbot.waitUntil(lambda: not open_dialogs(desk))
    QTest.mouseClick(desk.window.finding_panel.repair, LEFT)
    shown = dialog(desk)
    QTest.mouseClick(shown.preview_button, LEFT)
    return shown


def repair(desk: Desk) -> JobDialog:
    """Repair what the check found; the dialog stays."""
    shown = start_repair(desk)
    desk.qtbot.waitUntil(lambda: not shown.is_running)
    QTest.mouseClick(shown.run_button, LEFT)
    desk.qtbot.waitUntil(lambda: not shown.is_running)
    return shown


def test_a_key_walks_from_the_canvas_through_the_list_and_back(open_desk: Desk) -> None:
    assert not open_desk.window.actions_["next_finding"].isEnabled()
    check(open_desk)
    panel = open_desk.window.finding_panel
    count = panel.model.rowCount()
    assert count > 1
    open_desk.window.view.setFocus()
    for row in range(count):
        open_desk.window.actions_["next_finding"].trigger()
        assert panel.table.currentIndex().row() == row
    open_desk.window.actions_["next_finding"].trigger()
    assert open_desk.window.status.hint.text() == "There is no finding further on in the list."
    open_desk.window.actions_["previous_finding"].trigger()
    assert panel.table.currentIndex().row() == count - 2


def test_the_list_of_findings_is_a_stop_for_the_keys(open_desk: Desk) -> None:
    check(open_desk)
    open_desk.qtbot.waitUntil(lambda: not open_dialogs(open_desk))
    open_desk.window.class_panel.table.setFocus()
    open_desk.window.actions_["next_panel"].trigger()
    assert open_desk.window.finding_panel.table.hasFocus()


def test_what_was_repaired_is_no_finding_any_more(open_desk: Desk) -> None:
    open_desk.go_to(1)
    check(open_desk)
    assert "double-shape" in codes(open_desk)
    repair(open_desk)
    open_desk.qtbot.waitUntil(lambda: "double-shape" not in codes(open_desk))
    assert "crossing-shape" in codes(open_desk)
    assert not open_desk.window.finding_panel.repair.isVisible()


def test_nothing_is_repaired_in_a_dataset_that_is_read_only(open_desk: Desk, folder: Path) -> None:
    check(open_desk)
    open_desk.window.session.read_only_reason = "Another window has it."
    before = tree(folder)
    shown = start_repair(open_desk)
    assert not shown.is_running
    assert shown.problem.text() == "Another window has it."
    assert tree(folder) == before


def test_two_things_do_not_rewrite_annotations_at_a_time(open_desk: Desk, folder: Path) -> None:
    check(open_desk)
    open_desk.window.conflicts.writer = "the import"
    shown = start_repair(open_desk)
    assert shown.problem.text() == "Wait until the import has ended, or cancel it: both write annotations."
    shown.close()
    open_desk.window.class_changing.open(RenameClass("cat", "kitten"))
    shown = dialog(open_desk)
    QTest.mouseClick(shown.preview_button, LEFT)
    assert shown.problem.text().startswith("Wait until the import has ended")


def test_a_full_disk_leaves_no_word_of_originals(open_desk: Desk, folder: Path, full_disk: FullDisk) -> None:
    check(open_desk)
    before = tree(folder)
    shown = start_repair(open_desk)
    open_desk.qtbot.waitUntil(lambda: not shown.is_running)
    full_disk.is_full = True
    QTest.mouseClick(shown.run_button, LEFT)
    open_desk.qtbot.waitUntil(lambda: not shown.is_running)
    assert shown.headline.text() == "1 failed."
    assert "No space left" in shown.results.item(0, 2).text()
    assert tree(folder) == before


def test_it_was_the_repair_that_changed_the_open_image(open_desk: Desk) -> None:
    open_desk.go_to(1)
    check(open_desk)
    repair(open_desk)
    open_desk.qtbot.waitUntil(lambda: "changed by" in told(open_desk))
    assert "changed by the repair" in told(open_desk)
    assert open_desk.window.conflicts.writer == "another program"


def test_the_list_of_a_repair_leads_to_the_image(open_desk: Desk) -> None:
    check(open_desk)
    shown = repair(open_desk)
    name = shown.results.item(0, 0)
    assert name.text().endswith(".json")
    shown.results.itemActivated.emit(name)
    image = open_desk.window.session.dataset.images[1].name
    open_desk.qtbot.waitUntil(
        lambda: open_desk.document is not None and open_desk.document.image.name == image
    )


def test_checking_again_needs_no_dialog_and_keeps_what_was_chosen(open_desk: Desk) -> None:
    open_desk.window.actions_["check"].trigger()
    dialog(open_desk).form.tiny.setValue(10_000)
    QTest.mouseClick(dialog(open_desk).run_button, LEFT)
    open_desk.qtbot.waitUntil(lambda: not open_dialogs(open_desk))
    assert "tiny-shape" in codes(open_desk)
    path = open_desk.window.session.dataset.images[1].path.with_suffix(".json")
    text = json.loads(path.read_text())
    path.write_text(json.dumps(text | {"shapes": text["shapes"][1:]}))
    QTest.mouseClick(open_desk.window.finding_panel.again, LEFT)
    assert not open_dialogs(open_desk)
    open_desk.qtbot.waitUntil(lambda: "crossing-shape" not in codes(open_desk))
    assert "tiny-shape" in codes(open_desk)


def test_a_folder_that_went_meanwhile_is_told(open_desk: Desk, folder: Path, tmp_path: Path) -> None:
    check(open_desk)
    folder.rename(tmp_path / "elsewhere")
    before = codes(open_desk)
    QTest.mouseClick(open_desk.window.finding_panel.again, LEFT)
    bar = open_desk.window.messages
    open_desk.qtbot.waitUntil(lambda: bar.message("check") is not None)
    assert bar.message("check").text.startswith("set was not checked again. ")
    assert codes(open_desk) == before


def test_a_check_that_is_cancelled_does_not_show_what_an_older_one_found(
    open_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(open_desk)
    open_desk.qtbot.waitUntil(lambda: not open_dialogs(open_desk))
    QTest.mouseClick(open_desk.window.finding_panel.close_button, LEFT)

    def endless(*_args):
        for done in range(10_000_000):
            yield Step(done, 10_000_000, "a.jpg", StepStatus.UNCHANGED)

    monkeypatch.setattr("labeler.gui.dialogs.check_form.check", endless)
    open_desk.window.actions_["check"].trigger()
    shown = dialog(open_desk)
    QTest.mouseClick(shown.run_button, LEFT)
    QTest.qWait(60)
    QTest.mouseClick(shown.close_button, LEFT)
    open_desk.qtbot.waitUntil(lambda: not shown.is_running)
    QTest.qWait(20)
    assert shown.isVisible()
    assert shown.headline.text().startswith("Cancelled. ")
    assert "looked at" in shown.headline.text()
    assert not open_desk.window.finding_dock.isVisible()


def test_a_check_in_the_background_leaves_the_keys_where_they_are(open_desk: Desk) -> None:
    open_desk.window.actions_["check"].trigger()
    shown = dialog(open_desk)
    QTest.mouseClick(shown.run_button, LEFT)
    shown.hide_button.click()
    open_desk.window.view.setFocus()
    open_desk.qtbot.waitUntil(open_desk.window.finding_dock.isVisible)
    QTest.qWait(20)
    assert not open_desk.window.finding_panel.table.hasFocus()


def test_the_findings_of_a_dataset_go_with_it(open_desk: Desk, tmp_path: Path) -> None:
    check(open_desk)
    open_desk.qtbot.waitUntil(lambda: not open_dialogs(open_desk))
    open_desk.open(make_dataset(tmp_path / "other", 1))
    assert not open_desk.window.finding_dock.isVisible()
    assert not open_desk.window.actions_["next_finding"].isEnabled()


def test_the_walk_marks_the_shape_of_the_finding(open_desk: Desk) -> None:
    check(open_desk)
    mark(open_desk, "crossing-shape")
    open_desk.window.actions_["next_finding"].trigger()
    open_desk.qtbot.waitUntil(lambda: open_desk.document is not None and open_desk.document.selection == (0,))
    assert open_desk.window.view.hasFocus() or not open_desk.window.isActiveWindow()
