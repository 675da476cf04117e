"""The fields of a comparison with predictions."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QLineEdit, QWidget

from labeler.gui.dialogs.class_choice import ClassChoice
from labeler.gui.dialogs.form_parts import choice, form_layout, indent, row_of
from labeler.gui.dialogs.job_form import JobForm, Save, why_unsaved
from labeler.gui.dialogs.path_field import PathField, Wanted
from labeler.gui.dialogs.prediction_dialog import Predictions
from labeler.gui.words import counted
from labeler.jobs.compare import compare
from labeler.jobs.compare_annotations import compare_annotations
from labeler.jobs.comparison import CompareOptions, Comparison
from labeler.jobs.step import Step, StepStatus, Summary

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset

_KINDS = "Label images (*.png *.npy)"
_LISTS = "Lists of images (*.txt)"
_OWN, _FILES = "annotations", "files"
_USUAL = "0.75 % of the diagonal"


class ComparisonForm(JobForm):
    """What is compared with which predictions. `compared(Comparison)` when the job has ended.

    `dataset` is the open one, None when there is none; `save` brings it to the disk.
    """

    compared = Signal(object)
    title = "Compare with predictions"

    def __init__(
        self,
        dataset: Dataset | None,
        known: Predictions | None,
        save: Save,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._dataset = dataset
        self._save = save
        items = [("Label images", _FILES)]
        if dataset is not None and dataset.images:
            items.insert(0, ("The annotations of this dataset", _OWN))
        self.source = choice(*items)
        self.truth = PathField("Label images of the truth", Wanted.FILE | Wanted.FOLDER, _KINDS)
        self.prediction = PathField("Predictions", Wanted.FILE | Wanted.FOLDER, _KINDS)
        self.ending = QLineEdit(placeholderText="such as _pred, where they have more than the image's name")
        self.classes = ClassChoice(
            None if dataset is None else dataset.classes, automatic="The one that lies with the truth"
        )
        self.list = PathField("List of images", Wanted.FILE, _LISTS)
        self.list.edit.setPlaceholderText("all; or only those of a list, such as val.txt")
        self.boundary = QCheckBox("Boundary F-score within")
        self.boundary.setChecked(True)
        self.radius = QDoubleSpinBox(minimum=0, maximum=1000, decimals=1, singleStep=0.5, suffix=" px")
        self.radius.setSpecialValueText(_USUAL)
        self.radius.setMinimumWidth(self.radius.fontMetrics().horizontalAdvance(_USUAL) + 40)
        indent(self.radius)
        if known is not None:
            self.prediction.set_paths(known.folder)
            self.ending.setText(known.ending)
        self._form = form_layout(self)
        self._form.addRow("Truth", self.source)
        self._form.addRow("", self.truth)
        self._form.addRow("Predictions", self.prediction)
        self._form.addRow("Names end in", self.ending)
        self._form.addRow("Class table", self.classes)
        self._form.addRow("Images", self.list)
        self._form.addRow("", row_of(self.boundary, self.radius))
        for field in (self.truth, self.prediction, self.list):
            field.changed.connect(self.changed)
        self.source.currentIndexChanged.connect(self._show_fields)
        self.boundary.toggled.connect(self.radius.setEnabled)
        self._show_fields()

    @property
    def predictions(self) -> Predictions | None:
        """The folder of predictions, to be reviewed; None when it is one file."""
        path = self.prediction.path()
        ending = self.ending.text().strip() if self._is_of_annotations else ""
        return None if path is None or not path.is_dir() else Predictions(path, ending)

    def problem(self) -> str:
        """What is missing."""
        if not self._is_of_annotations and self.truth.path() is None:
            return "Choose the label images of the truth."
        return "" if self.prediction.path() is not None else "Choose the predictions."

    def action_text(self) -> str:
        """What the button does."""
        return "Compare"

    def job_name(self) -> str:
        """What is done."""
        return "Comparing"

    def make_ready(self) -> str:
        """Save, for the job reads what lies on the disk."""
        return why_unsaved(self._save, "compared") if self._is_of_annotations else ""

    def steps(self, *, is_preview: bool) -> Generator[Step, None, Comparison]:
        """The comparison."""
        assert not is_preview, "nothing is written"
        prediction, truth = self.prediction.path(), self.truth.path()
        assert prediction is not None, "the dialog asked for the problem before"
        options = self.options()
        if self._is_of_annotations:
            assert self._dataset is not None
            dataset = replace(self._dataset, images=list(self._dataset.images))
            return _comparing_annotations(dataset, prediction, options, self.ending.text().strip())
        assert truth is not None
        return _comparing(truth, prediction, options)

    def options(self) -> CompareOptions:
        """What the fields say."""
        radius = self.radius.value()
        return CompareOptions(
            classes=None if self.classes.is_automatic else self.classes.table(),
            has_boundary=self.boundary.isChecked(),
            boundary_radius=radius if radius > self.radius.minimum() else None,
            list_file=self.list.path(),
        )

    def end_text(self, summary: Summary) -> str:
        """How many images were compared."""
        counts = summary.counts
        told = [f"{counted(counts[StepStatus.COMPARED], 'image')} compared"]
        if counts[StepStatus.LEFT_OUT]:
            told.append(f"{counts[StepStatus.LEFT_OUT]:,} not labelled")
        if counts[StepStatus.FAILED]:
            told.append(f"{counts[StepStatus.FAILED]:,} failed")
        return ", ".join(told) + "."

    def show_result(self, result: object) -> None:
        """Tell of the comparison."""
        if isinstance(result, Comparison):
            self.compared.emit(result)

    @property
    def _is_of_annotations(self) -> bool:
        return bool(self.source.currentData() == _OWN)

    def _show_fields(self) -> None:
        """Only the fields that mean something."""
        self._form.setRowVisible(self.truth, not self._is_of_annotations)
        self._form.setRowVisible(self.ending, self._is_of_annotations)
        self.changed.emit()


def _comparing(truth: Path, prediction: Path, options: CompareOptions) -> Generator[Step, None, Comparison]:
    """The comparison with the search for files, so that all of it is done in the thread of the job."""
    return (yield from compare(truth, prediction, options))


def _comparing_annotations(
    dataset: Dataset, prediction: Path, options: CompareOptions, ending: str
) -> Generator[Step, None, Comparison]:
    return (yield from compare_annotations(dataset, prediction, options, ending=ending))
