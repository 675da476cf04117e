"""The fields of an inspection of label images, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from labeler.core.images import IMAGE_SUFFIXES
from labeler.core.inspection_report import report_lines
from labeler.gui.dialogs.class_choice import ClassChoice
from labeler.gui.dialogs.form_parts import form_layout
from labeler.gui.dialogs.job_form import JobForm
from labeler.gui.dialogs.path_field import PathField, Wanted
from labeler.gui.words import counted
from labeler.jobs.inspect import inspect
from labeler.jobs.step import Step, Summary

if TYPE_CHECKING:
    from pathlib import Path

    from labeler.core.classes import ClassTable

_KINDS = "Label images (" + " ".join(f"*{suffix}" for suffix in (*sorted(IMAGE_SUFFIXES), ".npy")) + ")"

# What a report is wide, in characters, and high, in lines.
_COLUMNS, _LINES = 82, 24


class InspectionReport(QPlainTextEdit):
    """What was found, to be read and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName("What the files are")
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        metrics = self.fontMetrics()
        self._size = QSize(metrics.horizontalAdvance("x" * _COLUMNS) + 32, metrics.height() * _LINES)
        # On a small screen it scrolls.
        self.setMinimumSize(self._size.width(), self._size.height() // 3)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What most reports need."""
        return self._size


class InspectForm(JobForm):
    """Which files, and whose classes name their indices; `report` shows what they are."""

    title = "Inspect label images"

    def __init__(
        self, classes: ClassTable | None, report: InspectionReport, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._report = report
        self._texts: list[str] = []
        self.files = PathField("Label images", Wanted.FILES, _KINDS)
        self.classes = ClassChoice(classes, automatic="The one that lies beside them")
        self.classes.box.setCurrentIndex(0)
        form = form_layout(self)
        form.addRow("Files", self.files)
        form.addRow("Class table", self.classes)
        self.files.changed.connect(self.changed)

    def problem(self) -> str:
        """Whether any file is named."""
        return "" if self.files.paths() else "Choose label images."

    def action_text(self) -> str:
        """How many files."""
        return f"Inspect {counted(max(1, len(self.files.paths())), 'file')}"

    def job_name(self) -> str:
        """What is done."""
        return "Inspecting"

    def steps(self, *, is_preview: bool) -> Iterator[Step]:
        """The inspection, whose words are kept for the report."""
        assert not is_preview, "nothing is written"
        classes = None if self.classes.is_automatic else self.classes.table()
        self._texts = []
        return self._inspecting(self.files.paths(), classes)

    def end_text(self, summary: Summary) -> str:
        """How many files were looked at."""
        looked = sum(summary.counts.values())
        failed = len(summary.failed)
        told = f"; {counted(failed, 'file')} cannot be read" if failed else ""
        return f"{counted(looked, 'file')} looked at{told}."

    def show_result(self, result: object) -> None:
        """Fill the report."""
        self._report.setPlainText("\n\n".join(self._texts))

    def _inspecting(self, files: list[Path], classes: ClassTable | None) -> Iterator[Step]:
        """In the thread of the job: the steps, whose words are collected."""
        for step in inspect(files, classes):
            if step.inspection is not None:
                self._texts.append("\n".join(report_lines(step.inspection, step.verdict)))
            yield step
