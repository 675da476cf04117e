"""What a dialog needs to know of a job: its fields, what they mean, and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from labeler.core.errors import LabelerError
from labeler.jobs.step import Step, StepStatus, Summary

# Saves all that is open, and says of the files that could not be saved why.
Save = Callable[[], Mapping[Path, LabelerError]]


def why_unsaved(save: Save, done: str) -> str:
    """Save; why what is on the disk cannot be `done` (as in `exported`) now, or nothing when it can."""
    failures = save()
    if not failures:
        return ""
    return f"Nothing was {done}: not everything could be saved. {next(iter(failures.values()))}"


class JobForm(QWidget):
    """The fields of one job. `changed()` after any of them.

    A subclass says in `title` what the dialog is called, and in `has_preview` whether the job is first run
    without writing anything: it must be where files are rewritten.
    """

    changed = Signal()
    title = ""
    has_preview = False

    def problem(self) -> str:
        """What keeps the job from being started, in words; empty when nothing does."""
        return ""

    def action_text(self) -> str:
        """What the main button does, as in `Export 340 images`."""
        raise NotImplementedError

    def job_name(self) -> str:
        """What the job does while it is at work, as in `Exporting to voc`."""
        raise NotImplementedError

    def steps(self, *, is_preview: bool) -> Iterator[Step]:
        """The job as the fields say; with `is_preview` it writes nothing. Raises LabelerError."""
        raise NotImplementedError

    def make_ready(self) -> str:
        """Do what must be done before a run, as saving; what keeps the job from running, or nothing."""
        return ""

    def preview_text(self, summary: Summary) -> str:
        """What a preview has found, by its steps."""
        return f"Preview: {summary.text}"

    def has_work(self, summary: Summary) -> bool:
        """Whether a preview has found anything to do."""
        return bool(summary.counts[StepStatus.PLANNED])

    def end_text(self, summary: Summary) -> str:
        """What the job has done, by its steps."""
        return summary.text

    def show_result(self, result: object) -> None:
        """Take what the job returned besides its steps."""

    def reason(self, error: LabelerError) -> str:
        """The words of an error that ended the job, in the language of the fields."""
        return str(error)

    def target(self) -> Path | None:
        """The folder or file that the job writes, for those who want to see it."""
        return None
