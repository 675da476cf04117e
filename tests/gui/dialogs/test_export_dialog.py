"""The export dialog: fields become the options of the one export, and its end is told image by image."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from labeler.core.errors import FileUnwritableError, LabelerError
from labeler.formats.base import ExportOptions, ImageMode, Overwrite, Unlabelled
from labeler.gui.dialogs.export_dialog import ExportDialog
from labeler.gui.dialogs.export_form import ExportSource
from labeler.gui.job_runner import JobRunner
from labeler.jobs.step import Step, StepStatus
from tests.datasets import make_dataset, tree, write_photograph

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 3)


@pytest.fixture
def make(qtbot, folder: Path, tmp_path: Path):
    parent = QWidget()
    qtbot.addWidget(parent)
    runner = JobRunner(parent)

    def made(
        save: Callable[[], Mapping[Path, LabelerError]] = dict, labelled: int | None = 3
    ) -> ExportDialog:
        source = ExportSource(folder, 5, labelled, save)
        dialog = ExportDialog(source, runner, str(tmp_path / "voc"), parent)
        dialog.show()
        return dialog

    return made


@pytest.fixture
def dialog(make) -> ExportDialog:
    return make()


def run(dialog: ExportDialog, qtbot) -> None:
    QTest.mouseClick(dialog.run_button, LEFT)
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20_000)


def test_untouched_fields_are_the_defaults_of_the_job(dialog: ExportDialog) -> None:
    assert dialog.form.options() == ExportOptions()


def test_every_field_becomes_its_option(dialog: ExportDialog, tmp_path: Path) -> None:
    form = dialog.form
    form.overwrite.setCurrentIndex(1)
    for name, share in (("train", 60), ("val", 30), ("test", 10)):
        form.shares[name].setValue(share)
    form.seed.setValue(7)
    form.images.setCurrentIndex(1)
    form.has_wide_instances.setChecked(True)
    form.has_boxes.setChecked(False)
    form.has_grey.setChecked(True)
    form.includes_unlabelled.setChecked(True)
    form.void_border.setValue(2.5)
    form.unlabelled.setCurrentIndex(1)
    assert form.options() == ExportOptions(
        ratios={"train": 0.6, "val": 0.3, "test": 0.1},
        seed=7,
        images=ImageMode.LINK,
        has_wide_instances=True,
        has_boxes=False,
        has_grey=True,
        includes_unlabelled=True,
        void_border=2.5,
        unlabelled=Unlabelled.VOID,
        overwrite=Overwrite.UPDATE,
    )
    form.has_instances.setChecked(False)
    assert not form.has_wide_instances.isEnabled()
    assert not form.options().has_wide_instances
    form.uses_lists.setChecked(True)
    form.lists.edit.setText(str(tmp_path))
    assert form.options().lists == tmp_path


def test_the_button_names_what_it_does(dialog: ExportDialog, make) -> None:
    assert dialog.run_button.text() == "Export 3 images"
    dialog.form.includes_unlabelled.setChecked(True)
    assert dialog.run_button.text() == "Export 5 images"
    assert make(labelled=None).run_button.text() == "Export 5 images"


def test_what_keeps_it_from_starting_is_said(dialog: ExportDialog) -> None:
    form = dialog.form
    form.shares["train"].setValue(70)
    assert dialog.problem.text() == "The shares make 90 %; they must make 100 %."
    assert not dialog.run_button.isEnabled()
    form.uses_lists.setChecked(True)
    assert dialog.problem.text() == "Choose the folder of list files."
    form.uses_shares.setChecked(True)
    form.shares["train"].setValue(80)
    assert dialog.run_button.isEnabled()
    form._target.edit.clear()
    assert dialog.problem.text() == "Choose the folder to write."


def test_it_exports_and_lists_what_has_something_to_say(dialog, qtbot, folder: Path, tmp_path: Path) -> None:
    write_photograph(folder / "b.jpg")
    (folder / "a2.json").write_text("{ no JSON")
    started = []
    dialog.started.connect(started.append)
    run(dialog, qtbot)
    assert started == [tmp_path / "voc"]
    assert dialog.headline.text().startswith("2 written, 1 left out, 1 failed.")
    cells = [[dialog.results.item(row, column).text() for column in range(3)] for row in range(2)]
    assert cells[0][:2] == ["a2.jpg", "failed"]
    assert cells[1][:2] == ["b.jpg", "left out"]
    assert cells[0][2].startswith("a2.json: ")
    assert dialog.results.item(0, 2).toolTip().startswith(str(folder / "a2.json"))
    assert (tmp_path / "voc" / "SegmentationClass" / "a1.png").exists()
    assert dialog.close_button.text() == "Close"


def test_what_the_list_says_is_read_without_scrolling_sideways(
    dialog: ExportDialog, qtbot, folder: Path
) -> None:
    (folder / "a2.json").write_text("{ no JSON")
    write_photograph(folder / "a folder of a long name" / f"{'photograph_' * 12}.jpg")
    dialog.resize(640, dialog.height())
    run(dialog, qtbot)
    table = dialog.results
    assert table.horizontalHeader().length() == table.viewport().width()
    assert table.horizontalScrollBar().maximum() == 0
    text = table.item(0, 2).text()
    lines = table.fontMetrics().boundingRect(
        0, 0, table.columnWidth(2) - 16, 10_000, Qt.TextFlag.TextWordWrap, text
    )
    assert table.rowHeight(0) >= lines.height()
    before = table.rowHeight(0)
    dialog.resize(1600, dialog.height())
    qtbot.waitUntil(lambda: table.rowHeight(0) < before)
    assert table.horizontalHeader().length() == table.viewport().width()


def test_every_field_lies_within_the_narrowest_dialog(dialog: ExportDialog, qtbot) -> None:
    form = dialog.form
    dialog.resize(640, dialog.height())
    form.seed.setValue(2**31 - 1)
    qtbot.waitUntil(lambda: dialog.width() == 640)
    for field in form.findChildren(QWidget):
        if field.isVisible() and field.parentWidget() is not None:
            assert field.mapTo(dialog, field.rect().topRight()).x() < 640, field
    assert form.seed.width() >= form.seed.sizeHint().width()


def test_what_forbids_the_whole_export_leads_back_to_the_fields(dialog, qtbot, tmp_path: Path) -> None:
    (tmp_path / "voc").mkdir()
    (tmp_path / "voc" / "mine.txt").write_text("mine")
    run(dialog, qtbot)
    assert str(tmp_path / "voc") in dialog.problem.text()
    assert "--" not in dialog.problem.text()
    assert dialog.form.isVisible()
    assert dialog.run_button.isVisible()
    assert tree(tmp_path / "voc") == {"mine.txt": b"mine"}
    dialog.form._target.edit.setText(str(tmp_path / "other"))
    run(dialog, qtbot)
    assert dialog.summary.text == "3 written."


def test_a_long_refusal_makes_the_dialog_higher(dialog: ExportDialog, qtbot, tmp_path: Path) -> None:
    (tmp_path / "voc").mkdir()
    (tmp_path / "voc" / "mine.txt").write_text("mine")
    run(dialog, qtbot)
    assert dialog.problem.height() > 2 * dialog.problem.fontMetrics().height()
    assert dialog.form.height() >= dialog.form.sizeHint().height()


def test_nothing_is_exported_that_could_not_be_saved(make, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "classes.csv"
    dialog = make(save=lambda: {path: FileUnwritableError(path, "it is a folder")})
    QTest.mouseClick(dialog.run_button, LEFT)
    assert not dialog.is_running
    assert dialog.form.isVisible()
    assert "could be saved" in dialog.problem.text()
    assert "classes.csv: cannot be written" in dialog.problem.text()
    assert not (tmp_path / "voc").exists()


def test_cancelling_leaves_whole_files_and_update_completes_them(dialog, qtbot, tmp_path: Path) -> None:
    stopped = []

    def stop(steps) -> None:
        if not stopped:
            stopped.extend(steps)
            QTest.mouseClick(dialog.close_button, LEFT)

    QTest.mouseClick(dialog.run_button, LEFT)
    assert dialog.close_button.text() == "Cancel"
    dialog._job.progressed.connect(stop)
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20_000)
    ended = dialog.headline.text()
    assert ended.startswith(("Cancelled.", "3 written."))
    dialog.form.overwrite.setCurrentIndex(1)
    dialog._show_fields()
    run(dialog, qtbot)
    assert sum(dialog.summary.counts[status] for status in (StepStatus.WRITTEN, StepStatus.UNCHANGED)) == 3
    assert not dialog.summary.has_failures


@pytest.mark.parametrize("leave", [QDialog.close, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape)])
def test_leaving_the_dialog_cancels_the_export_and_waits_for_its_end(
    dialog: ExportDialog, qtbot, monkeypatch, leave
) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    goes_on = threading.Event()

    def slow(folder: Path, target: Path, options: ExportOptions) -> Generator[Step, None, None]:
        yield Step(1, 3, "a1.jpg", StepStatus.WRITTEN)
        goes_on.wait(5)
        yield Step(2, 3, "a2.jpg", StepStatus.WRITTEN)
        raise AssertionError("it was cancelled before")

    monkeypatch.setattr("labeler.gui.dialogs.export_form._exporting", slow)
    QTest.mouseClick(dialog.run_button, LEFT)
    qtbot.waitUntil(lambda: dialog.progress.value() == 1)
    job = dialog._job
    leave(dialog)
    assert dialog.isVisible()
    assert dialog.close_button.text() == "Cancelling"
    assert dialog.progress.value() < dialog.progress.maximum()
    with qtbot.waitSignal(job.cancelled, timeout=5000):
        goes_on.set()
    qtbot.waitUntil(lambda: not isValid(dialog))


def test_a_cancelled_export_leaves_the_bar_where_it_stopped(dialog: ExportDialog, qtbot, monkeypatch) -> None:
    goes_on = threading.Event()

    def slow(folder: Path, target: Path, options: ExportOptions) -> Generator[Step, None, None]:
        goes_on.wait(5)
        yield Step(1, 3, "a1.jpg", StepStatus.WRITTEN)

    monkeypatch.setattr("labeler.gui.dialogs.export_form._exporting", slow)
    QTest.mouseClick(dialog.run_button, LEFT)
    QTest.mouseClick(dialog.close_button, LEFT)
    goes_on.set()
    qtbot.waitUntil(lambda: not dialog.is_running)
    assert dialog.headline.text().startswith("Cancelled. 1 written.")
    assert (dialog.progress.value(), dialog.progress.maximum()) == (1, 3)
    assert dialog.close_button.text() == "Close"
    assert dialog.close_button.isEnabled()
