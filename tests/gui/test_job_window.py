"""A job's dialog beside the window: one at a time, and its end is told when nobody sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from shiboken6 import isValid

from labeler.gui.dialogs.job_dialog import JobDialog
from labeler.gui.dialogs.result_list import ResultList
from labeler.gui.job_window import JobWindow
from tests.datasets import make_dataset
from tests.gui.dialogs.test_job_dialog import LEFT, Form
from tests.windows import Desk


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "set", 3))
    return desk


@pytest.fixture
def job(open_desk) -> JobWindow:
    return JobWindow(open_desk.window, "Paint")


@pytest.fixture
def make(open_desk, tmp_path):
    """Makes the dialog of a job that runs at once."""

    def made() -> JobDialog:
        form = Form(tmp_path)
        form.has_preview = False
        window = open_desk.window
        return JobDialog(form, window.jobs, ResultList(Path("/")), window)

    return made


def finish(dialog, qtbot) -> None:
    QTest.mouseClick(dialog.run_button, LEFT)
    qtbot.waitUntil(lambda: not dialog.is_running)


def test_what_the_dialog_tells_itself_is_not_told_again(job, make, open_desk, qtbot) -> None:
    dialog = make()
    job.show(dialog)
    finish(dialog, qtbot)
    assert open_desk.message("paint") == ""


def test_the_end_of_a_hidden_job_is_told_with_a_way_to_its_list(job, make, open_desk, qtbot) -> None:
    dialog = make()
    job.show(dialog)
    QTest.mouseClick(dialog.run_button, LEFT)
    dialog.hide()
    qtbot.waitUntil(lambda: bool(open_desk.message("paint")))
    assert open_desk.message("paint") == "Paint: 2 written, 1 failed."
    open_desk.press_remedy("paint", "Show the list")
    assert dialog.isVisible()


def test_a_new_dialog_takes_the_place_of_the_one_before(job, make, qtbot) -> None:
    first, second = make(), make()
    job.show(first)
    finish(first, qtbot)
    assert not job.show_running()
    job.show(second)
    assert second.isVisible()
    qtbot.waitUntil(lambda: not isValid(first))


def test_an_image_of_the_dataset_is_opened_and_no_other(job, open_desk, tmp_path) -> None:
    session = open_desk.window.session
    folder, name = session.dataset.folder, session.dataset.images[1].name
    assert job.go_to(folder, name)
    open_desk.qtbot.waitUntil(lambda: session.document is not None and session.document.image.name == name)
    assert not job.go_to(folder, "no such image.jpg")
    assert not job.go_to(tmp_path / "elsewhere", name)


def test_what_would_rewrite_a_dataset_goes_with_it_and_anything_else_stays(
    make, open_desk: Desk, tmp_path: Path
) -> None:
    rewriting, other = make(), make()
    JobWindow(open_desk.window, "Repair", of_dataset=True).show(rewriting)
    JobWindow(open_desk.window, "Paint").show(other)
    open_desk.open(make_dataset(tmp_path / "another", 1))
    assert not isValid(rewriting) or not rewriting.isVisible()
    assert other.isVisible()


@pytest.mark.parametrize("action", ["import_labels", "change_classes"])
def test_no_dialog_is_left_that_would_write_to_the_dataset_before(
    open_desk: Desk, tmp_path: Path, action: str
) -> None:
    open_desk.window.actions_[action].trigger()
    (dialog,) = (each for each in open_desk.window.findChildren(JobDialog) if each.isVisible())
    open_desk.open(make_dataset(tmp_path / "another", 1))
    assert not isValid(dialog) or not dialog.isVisible()
