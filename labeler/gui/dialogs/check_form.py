"""The fields of a check, and those of a repair of what it has found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QSpinBox, QVBoxLayout, QWidget

from labeler.gui.dialogs.class_choice import ClassChoice
from labeler.gui.dialogs.form_parts import form_layout, indent, row_of
from labeler.gui.dialogs.job_form import JobForm, Save, why_unsaved
from labeler.gui.dialogs.path_field import PathField, Wanted
from labeler.gui.words import counted
from labeler.jobs.check.fixing import fix, originals_folder
from labeler.jobs.check.job import Report, check
from labeler.jobs.check.options import CheckOptions
from labeler.jobs.step import Step, StepStatus, Summary

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable


class CheckForm(JobForm):
    """What is checked, and how strictly. `found(Report, CheckOptions)`: the check has ended."""

    title = "Check"
    found = Signal(object, object)

    def __init__(
        self, folder: Path | None, classes: ClassTable | None, save: Save, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._save = save
        self._used = CheckOptions()
        self._is_whole = False
        form = form_layout(self)
        self.path = PathField("Dataset, folder or label image", Wanted.FOLDER | Wanted.FILE)
        self.labels = PathField("Folder of label images")
        self.labels.edit.setPlaceholderText("Found by itself, where there are any")
        self.classes = ClassChoice(classes, automatic="The one that lies there")
        self.classes.box.setCurrentIndex(0)
        self.void_limit = QDoubleSpinBox(minimum=0, maximum=100, value=50, decimals=0, suffix=" %")
        self.tiny = QSpinBox(minimum=0, maximum=10_000, value=CheckOptions().tiny, suffix=" px")
        for spin in (self.void_limit, self.tiny):
            indent(spin)
        form.addRow("Check", self.path)
        form.addRow("Label images", self.labels)
        form.addRow("Class table", self.classes)
        form.addRow("Too much void above", row_of(self.void_limit))
        form.addRow("Tiny shapes below", row_of(self.tiny))
        self.path.changed.connect(self.changed)
        if folder is not None:
            self.path.set_paths(folder)

    def problem(self) -> str:
        """Whether anything is named."""
        return "" if self.path.path() is not None else "Choose what to check."

    def action_text(self) -> str:
        """One word: what is checked stands in the field."""
        return "Check"

    def job_name(self) -> str:
        """What is checked."""
        path = self.path.path()
        return f"Checking {path.name}" if path is not None else "Checking"

    def make_ready(self) -> str:
        """Save, for a check reads what lies on the disk."""
        return why_unsaved(self._save, "checked")

    def steps(self, *, is_preview: bool) -> Iterator[Step]:
        """The check; it writes nothing, and so needs no preview."""
        assert not is_preview
        path = self.path.path()
        assert path is not None, "the dialog asked for the problem before"
        self._is_whole = False
        self._used = CheckOptions(
            labels=self.labels.path(),
            classes=None if self.classes.is_automatic else self.classes.table(),
            void_limit=self.void_limit.value() / 100,
            tiny=self.tiny.value(),
        )
        return check(path, self._used)

    def end_text(self, summary: Summary) -> str:
        """How many files were looked at; a step of its own is for all of them together."""
        looked = sum(summary.counts.values()) - self._is_whole
        return f"{counted(looked, 'file')} looked at."

    def show_result(self, result: object) -> None:
        """Tell of the report."""
        assert isinstance(result, Report)
        self._is_whole = True
        self.found.emit(result, self._used)


class RepairForm(JobForm):
    """The repair of a report: no fields, for its preview says everything."""

    title = "Repair"
    has_preview = True

    def __init__(self, report: Report, save: Save, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._save = save
        self._originals = originals_folder(report.layout.root)
        words = QLabel(
            f"{counted(len(report.repairs), 'file')} can be repaired without changing what any pixel means. "
            f"The originals are kept in {self._originals}.",
            wordWrap=True,
        )
        QVBoxLayout(self).addWidget(words)

    def action_text(self) -> str:
        """How many files."""
        return f"Repair {counted(len(self._report.repairs), 'file')}"

    def job_name(self) -> str:
        """What is repaired."""
        return f"Repairing {self._report.layout.root.name}"

    def make_ready(self) -> str:
        """Save, so that nothing on the canvas is older than what is repaired."""
        return why_unsaved(self._save, "repaired")

    def steps(self, *, is_preview: bool) -> Iterator[Step]:
        """The repair, or the list of what it would do."""
        return fix(self._report, None if is_preview else self._originals)

    def preview_text(self, summary: Summary) -> str:
        """How many files would be written, and how many cannot be."""
        return f"Nothing is written yet: {summary.text}"

    def end_text(self, summary: Summary) -> str:
        """How many files were written, and where their originals are."""
        kept = f" Originals: {self._originals}" if summary.counts[StepStatus.WRITTEN] else ""
        return f"{summary.text}{kept}"

    def target(self) -> Path:
        """Where the originals are."""
        return self._originals
