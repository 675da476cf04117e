"""While an export is at work the window goes on; its results come back, and lead to the images."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.errors import LabelerError
from labeler.formats.base import ExportOptions
from labeler.gui import job_window
from labeler.gui.dialogs.export_dialog import ExportDialog
from labeler.jobs.step import Step, StepStatus
from tests.datasets import make_dataset
from tests.windows import Desk

LEFT = Qt.MouseButton.LeftButton


class Export:
    """An export whose end the test decides."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.error: LabelerError | None = None

    def __call__(self, folder: Path, target: Path, options: ExportOptions) -> Generator[Step, None, None]:
        yield Step(1, 3, "a1.jpg", StepStatus.WRITTEN)
        self.may_end.wait(10)
        if self.error is not None:
            raise self.error
        target.mkdir()
        yield Step(2, 3, "a2.jpg", StepStatus.FAILED, "It cannot be read.")
        yield Step(3, 3, "a3.jpg", StepStatus.WRITTEN)


@pytest.fixture
def export(monkeypatch: pytest.MonkeyPatch) -> Iterator[Export]:
    export = Export()
    monkeypatch.setattr("labeler.gui.dialogs.export_form._exporting", export)
    yield export
    export.may_end.set()


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "set", 3))
    return desk


def dialogs(desk: Desk) -> list[ExportDialog]:
    return desk.window.findChildren(ExportDialog)


def start(desk: Desk, target: Path) -> ExportDialog:
    desk.window.actions_["export"].trigger()
    (dialog,) = (each for each in dialogs(desk) if each.isVisible())
    dialog.form._target.edit.setText(str(target))
    QTest.mouseClick(dialog.run_button, LEFT)
    desk.qtbot.waitUntil(lambda: dialog.progress.value() == 1)
    return dialog


def test_the_window_is_usable_beside_the_dialog(open_desk: Desk, export: Export, tmp_path: Path) -> None:
    dialog = start(open_desk, tmp_path / "voc")
    assert not dialog.isModal()
    assert dialog.headline.text() == "1 of 3  a1.jpg"
    open_desk.go_to(1)
    assert open_desk.document.image.name == "a2.jpg"


def test_in_the_background_the_status_line_tells_and_the_end_comes_as_a_message(
    open_desk: Desk, export: Export, tmp_path: Path
) -> None:
    window = open_desk.window
    dialog = start(open_desk, tmp_path / "voc")
    QTest.mouseClick(dialog.hide_button, LEFT)
    assert not dialog.isVisible()
    assert dialog.is_running
    open_desk.qtbot.waitUntil(window.jobs_shown.isVisible)
    assert window.jobs_shown.name.text() == "Exporting to voc"
    export.may_end.set()
    open_desk.qtbot.waitUntil(lambda: bool(open_desk.message("export")))
    assert open_desk.message("export") == f"Export: 2 written, 1 failed. {tmp_path / 'voc'}"
    open_desk.press_remedy("export", "Show the list")
    assert dialog.isVisible()
    assert not dialog.hide_button.isVisible()
    assert dialog.results.rowCount() == 1


def test_a_dialog_in_sight_tells_it_alone(open_desk: Desk, export: Export, tmp_path: Path) -> None:
    dialog = start(open_desk, tmp_path / "voc")
    export.may_end.set()
    open_desk.wait_for_jobs()
    assert dialog.headline.text().startswith("2 written, 1 failed.")
    assert open_desk.message("export") == ""


def test_an_export_that_fails_as_a_whole_in_the_background_is_told(
    open_desk: Desk, export: Export, tmp_path: Path
) -> None:
    dialog = start(open_desk, tmp_path / "voc")
    dialog.hide()
    export.error = LabelerError("The disk is full.")
    export.may_end.set()
    open_desk.qtbot.waitUntil(lambda: bool(open_desk.message("export")))
    assert open_desk.message("export") == "Export: Nothing was done. The disk is full."


def test_asking_again_shows_the_export_that_is_at_work(
    open_desk: Desk, export: Export, tmp_path: Path
) -> None:
    dialog = start(open_desk, tmp_path / "voc")
    dialog.hide()
    open_desk.window.actions_["export"].trigger()
    assert dialog.isVisible()
    assert dialogs(open_desk) == [dialog]


def test_the_next_export_begins_anew(open_desk: Desk, export: Export, tmp_path: Path) -> None:
    first = start(open_desk, tmp_path / "voc")
    first.hide()
    export.may_end.set()
    open_desk.qtbot.waitUntil(lambda: bool(open_desk.message("export")))
    open_desk.window.actions_["export"].trigger()
    assert open_desk.message("export") == ""
    open_desk.qtbot.waitUntil(lambda: len(dialogs(open_desk)) == 1)
    assert dialogs(open_desk)[0].form.isVisible()


def test_a_double_click_on_a_result_opens_its_image(open_desk: Desk, export: Export, tmp_path: Path) -> None:
    dialog = start(open_desk, tmp_path / "voc")
    export.may_end.set()
    open_desk.wait_for_jobs()
    dialog.results.itemActivated.emit(dialog.results.item(0, 2))
    open_desk.wait_for_image()
    assert open_desk.document.image.name == "a2.jpg"


def test_the_list_of_another_dataset_opens_nothing(open_desk: Desk, export: Export, tmp_path: Path) -> None:
    dialog = start(open_desk, tmp_path / "voc")
    export.may_end.set()
    open_desk.wait_for_jobs()
    window = open_desk.window
    window.choosing.open_path(make_dataset(tmp_path / "other", 3))
    open_desk.qtbot.waitUntil(lambda: window.windowTitle().endswith("other – Labeler"))
    open_desk.wait_for_image()
    dialog.image_wanted.emit("a2.jpg")
    assert window.opening.position == 0


def test_the_folder_is_shown_where_the_desktop_shows_folders(
    open_desk: Desk, export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []

    def reveal(path: Path) -> str:
        shown.append(path)
        return "No program of this desktop opens folders."

    monkeypatch.setattr(job_window, "reveal", reveal)
    dialog = start(open_desk, tmp_path / "voc")
    assert not dialog.folder_button.isVisible()
    export.may_end.set()
    open_desk.wait_for_jobs()
    QTest.mouseClick(dialog.folder_button, LEFT)
    assert shown == [tmp_path / "voc"]
    assert open_desk.message("export") == "No program of this desktop opens folders."
