"""What all forms of jobs have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.core.errors import FileUnwritableError, LabelerError
from labeler.gui.dialogs.job_form import JobForm, why_unsaved
from labeler.jobs.step import Step, StepStatus, Summary


def summary(*statuses: StepStatus) -> Summary:
    return Summary.of(Step(number, len(statuses), "a", each) for number, each in enumerate(statuses, 1))


def test_what_is_saved_can_be_worked_on():
    saved = []

    def save() -> dict[Path, LabelerError]:
        saved.append(True)
        return {}

    assert why_unsaved(save, "exported") == ""
    assert saved == [True]


def test_what_cannot_be_saved_says_what_was_not_done_and_why():
    errors = {
        Path(name): FileUnwritableError(Path(name), "the disk is full") for name in ("a.json", "b.json")
    }
    text = why_unsaved(lambda: errors, "checked")
    assert text == f"Nothing was checked: not everything could be saved. {errors[Path('a.json')]}"
    assert "disk is full" in text


@pytest.mark.parametrize(
    ("status", "has_work"),
    [
        (StepStatus.PLANNED, True),
        (StepStatus.UNCHANGED, False),
        (StepStatus.LEFT_OUT, False),
        (StepStatus.FAILED, False),
    ],
)
def test_a_preview_has_work_where_something_would_be_written(qtbot, status, has_work):
    form = JobForm()
    qtbot.addWidget(form)
    assert form.has_work(summary(status)) is has_work


def test_a_form_without_words_of_its_own_tells_the_sums(qtbot):
    form = JobForm()
    qtbot.addWidget(form)
    told = summary(StepStatus.WRITTEN, StepStatus.FAILED)
    assert form.end_text(told) == "1 written, 1 failed."
    assert form.preview_text(told) == "Preview: 1 written, 1 failed."
    assert form.reason(LabelerError("It is odd.")) == "It is odd."
    assert (form.problem(), form.make_ready(), form.target(), form.has_preview) == ("", "", None, False)


def test_a_form_of_no_job_cannot_be_run(qtbot):
    form = JobForm()
    qtbot.addWidget(form)
    for ask in (form.action_text, form.job_name, lambda: form.steps(is_preview=False)):
        with pytest.raises(NotImplementedError):
            ask()
