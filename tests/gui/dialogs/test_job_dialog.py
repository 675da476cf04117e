"""A job in a dialog: fields, preview, progress, result; a fault leads back to the fields."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from labeler.core.errors import OptionError
from labeler.gui.dialogs.job_dialog import JobDialog
from labeler.gui.dialogs.job_form import JobForm
from labeler.gui.dialogs.result_list import ResultList
from labeler.gui.job_runner import JobRunner
from labeler.jobs.step import Step, StepStatus

LEFT = Qt.MouseButton.LeftButton


class Form(JobForm):
    """Rewrites three files, of which the last cannot be."""

    title = "Paint files"
    has_preview = True

    def __init__(self, target: Path) -> None:
        super().__init__()
        QVBoxLayout(self).addWidget(QLabel("How many files?"))
        self.missing = ""
        self.unready = ""
        self.is_idle = False
        self.error: Exception | None = None
        self.early: Exception | None = None
        self.runs: list[bool] = []
        self.result: object = None
        self._target = target

    def problem(self):
        return self.missing

    def action_text(self):
        return "Paint 3 files"

    def job_name(self):
        return "Painting"

    def make_ready(self):
        return self.unready

    def steps(self, *, is_preview):
        if self.early is not None:
            raise self.early
        self.runs.append(is_preview)
        return self._steps()

    def _steps(self):
        if self.error is not None:
            raise self.error
        done = StepStatus.PLANNED if self.runs[-1] else StepStatus.WRITTEN
        if self.is_idle:
            done = StepStatus.UNCHANGED
        yield Step(1, 3, "a.png", done)
        yield Step(2, 3, "b.png", done, "Two colours.")
        yield Step(3, 3, "c.png", StepStatus.FAILED, "It is broken.")
        return "what came of it"

    def show_result(self, result):
        self.result = result

    def target(self):
        return self._target


@pytest.fixture
def parent(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def form(tmp_path) -> Form:
    return Form(tmp_path)


@pytest.fixture
def dialog(form, parent, qtbot):
    runner = JobRunner(parent)
    dialog = JobDialog(form, runner, ResultList(Path("/")), parent, report=QLabel("All of it"))
    dialog.show()
    yield dialog
    runner.cancel_all()


def click(button) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def run(dialog, qtbot, button) -> None:
    click(button)
    qtbot.waitUntil(lambda: not dialog.is_running)


def test_files_are_only_rewritten_after_a_preview(dialog, form, qtbot) -> None:
    assert dialog.windowTitle() == "Paint files"
    assert not dialog.run_button.isVisible()
    run(dialog, qtbot, dialog.preview_button)
    assert form.runs == [True]
    assert dialog.headline.text() == "Preview: 2 would be written, 1 failed."
    assert dialog.run_button.text() == "Paint 3 files"
    run(dialog, qtbot, dialog.run_button)
    assert form.runs == [True, False]
    assert dialog.headline.text() == "2 written, 1 failed."


def test_the_first_field_has_the_keys(form, parent, qtbot) -> None:
    first, second = QLineEdit(), QLineEdit()
    form.layout().addWidget(first)
    form.layout().addWidget(second)
    dialog = JobDialog(form, JobRunner(parent), ResultList(Path("/")), parent)
    dialog.show()
    assert dialog.focusWidget() is first


def test_a_field_that_was_given_the_keys_keeps_them(form, parent, qtbot) -> None:
    first, second = QLineEdit(), QLineEdit()
    form.layout().addWidget(first)
    form.layout().addWidget(second)
    dialog = JobDialog(form, JobRunner(parent), ResultList(Path("/")), parent)
    second.setFocus()
    dialog.show()
    assert dialog.focusWidget() is second


def test_a_dialog_of_few_fields_grows_until_its_list_can_be_read(dialog, qtbot) -> None:
    low = dialog.height()
    run(dialog, qtbot, dialog.preview_button)
    qtbot.waitUntil(lambda: dialog.height() > low)
    assert dialog.results.viewport().height() >= 3 * dialog.results.rowHeight(0)


def test_a_preview_leads_back_to_the_fields(dialog, form, qtbot) -> None:
    run(dialog, qtbot, dialog.preview_button)
    click(dialog.back_button)
    assert form.isVisible()
    assert dialog.preview_button.isVisible()
    assert not dialog.back_button.isVisible()


def test_after_the_run_there_is_no_way_back_and_the_folder_can_be_seen(dialog, qtbot, tmp_path) -> None:
    wanted = []
    dialog.folder_wanted.connect(wanted.append)
    run(dialog, qtbot, dialog.preview_button)
    assert not dialog.folder_button.isVisible()
    run(dialog, qtbot, dialog.run_button)
    assert not dialog.back_button.isVisible()
    assert not dialog.run_button.isVisible()
    click(dialog.folder_button)
    assert wanted == [tmp_path]


def test_a_job_without_preview_runs_at_once(form, parent, qtbot) -> None:
    form.has_preview = False
    dialog = JobDialog(form, JobRunner(parent), ResultList(Path("/")), parent)
    dialog.show()
    assert not dialog.preview_button.isVisible()
    run(dialog, qtbot, dialog.run_button)
    assert form.runs == [False]


def test_a_preview_tells_nobody_of_a_start_or_an_end(dialog, qtbot) -> None:
    told = []
    dialog.started.connect(told.append)
    dialog.ended.connect(told.append)
    run(dialog, qtbot, dialog.preview_button)
    assert told == []
    run(dialog, qtbot, dialog.run_button)
    assert told == [dialog.form.target(), "2 written, 1 failed."]


def test_what_keeps_it_from_starting_is_said_and_disables_the_button(dialog, form) -> None:
    form.missing = "Choose a colour."
    form.changed.emit()
    assert dialog.problem.text() == "Choose a colour."
    assert not dialog.preview_button.isEnabled()
    form.missing = ""
    form.changed.emit()
    assert dialog.problem.text() == ""
    assert dialog.preview_button.isEnabled()


@pytest.mark.parametrize("when", ["error", "early"])
def test_an_error_of_the_whole_job_leads_back_to_the_fields(dialog, form, qtbot, when) -> None:
    setattr(form, when, OptionError("There is no such colour."))
    run(dialog, qtbot, dialog.preview_button)
    assert form.isVisible()
    assert dialog.problem.text() == "There is no such colour."
    assert dialog.problem.property("error")
    assert dialog.preview_button.isVisible()
    assert dialog.close_button.text() == "Close"
    setattr(form, when, None)
    run(dialog, qtbot, dialog.preview_button)
    assert dialog.summary.text == "2 would be written, 1 failed."


def test_nothing_runs_that_could_not_be_made_ready(dialog, form) -> None:
    form.unready = "a.json could not be saved."
    click(dialog.preview_button)
    assert form.runs == []
    assert dialog.problem.text() == "a.json could not be saved."


def test_what_the_steps_say_is_listed_and_leads_to_its_file(dialog, qtbot) -> None:
    wanted = []
    dialog.image_wanted.connect(wanted.append)
    run(dialog, qtbot, dialog.preview_button)
    assert [dialog.results.item(row, 0).text() for row in range(2)] == ["b.png", "c.png"]
    dialog.results.itemActivated.emit(dialog.results.item(1, 0))
    assert wanted == ["c.png"]


def test_the_report_is_shown_with_what_the_job_returned(dialog, form, qtbot) -> None:
    assert not dialog.report.isVisible()
    run(dialog, qtbot, dialog.preview_button)
    assert dialog.report.isVisible()
    assert form.result == "what came of it"


def test_enter_does_what_the_marked_button_says(dialog, form, qtbot) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.runs == [True] and not dialog.is_running)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.runs == [True, False] and not dialog.is_running)


def test_a_form_says_what_it_does_not_do_itself() -> None:
    for call in (JobForm.action_text, JobForm.job_name):
        with pytest.raises(NotImplementedError):
            call(None)


def test_where_a_preview_finds_nothing_to_do_nothing_can_be_done(dialog, form, qtbot) -> None:
    form.is_idle = True
    run(dialog, qtbot, dialog.preview_button)
    assert not dialog.run_button.isEnabled()
    assert dialog.back_button.isEnabled()
