"""The fields of an import of label images into the dataset that is open."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QWidget

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.label_import import ShapeOptions
from labeler.gui.dialogs.class_choice import ClassChoice
from labeler.gui.dialogs.form_parts import choice, form_layout, indent, row_of
from labeler.gui.dialogs.job_form import JobForm, Save, why_unsaved
from labeler.gui.dialogs.path_field import PathField, Wanted
from labeler.gui.words import counted
from labeler.jobs.import_labels import ImportOptions, ImportTotals, import_labels
from labeler.jobs.step import Step, StepStatus, Summary

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset

_KINDS = "Label images (*.png *.npy)"
_VOC, _FOLDER, _NONE = "voc", "folder", "none"

# What takes the stairs of pixels away, and nothing that a person would have drawn.
_USUAL_TOLERANCE = 0.8


class ImportForm(JobForm):
    """Which label images, how they become shapes, and what happens to shapes that are there."""

    title = "Import label images"
    has_preview = True

    def __init__(self, dataset: Dataset, save: Save, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset = dataset
        self._save = save
        self._count: int | None = None
        self._totals = ImportTotals()
        self.source = PathField("Label images to import", Wanted.FILE | Wanted.FOLDER, _KINDS)
        self.ending = QLineEdit(placeholderText="such as _mask, where they have more than the image's name")
        self.objects = choice(
            ("From SegmentationObject, where it lies beside them", _VOC),
            ("From instance maps in another folder", _FOLDER),
            ("None: each region is one", _NONE),
        )
        self.instances = PathField("Folder of instance maps")
        self.classes = ClassChoice(None, automatic="The one that lies beside them")
        self.adds_classes = QCheckBox("Add a class for each index that has none")
        self.borders = choice(
            ("Along the edges of pixels: exact", False), ("Straight, as a hand draws", True)
        )
        self.tolerance = QDoubleSpinBox(minimum=0.1, maximum=20, decimals=1, singleStep=0.1, suffix=" px")
        self.tolerance.setValue(_USUAL_TOLERANCE)
        self.tolerance.setToolTip("How far a border may move to become straight.")
        indent(self.tolerance)
        self.void = choice(("Becomes shapes of void", "shapes"), ("Stays without a shape", "unlabelled"))
        self.unlabelled = choice(("background", BACKGROUND), ("void", VOID))
        self.existing = choice(
            ("Refuse such images", "refuse"),
            ("Replace the shapes", "replace"),
            ("Draw on top of them", "append"),
            ("Leave such images out", "skip"),
        )
        self.is_done = QCheckBox("Mark the images as done")
        self._form = form_layout(self)
        self._lay_out()
        self._connect()
        self._show_fields()

    def _lay_out(self) -> None:
        rows: list[tuple[str, QWidget]] = [
            ("Label images", self.source),
            ("Names end in", self.ending),
            ("Objects", self.objects),
            ("Instance maps", self.instances),
            ("Class table", self.classes),
            ("", self.adds_classes),
            ("Borders", row_of(self.borders, self.tolerance)),
            ("Void (255)", self.void),
            ("Pixels under no shape", row_of(self.unlabelled)),
            ("Images with shapes", self.existing),
            ("", self.is_done),
        ]
        for name, field in rows:
            self._form.addRow(name, field)

    def _connect(self) -> None:
        for field in (self.source, self.instances, self.classes):
            field.changed.connect(self.changed)
        for box in self.findChildren(QComboBox):
            box.currentIndexChanged.connect(self.changed)
        for check in (self.adds_classes, self.is_done):
            check.toggled.connect(self.changed)
        self.ending.textChanged.connect(self.changed)
        self.tolerance.valueChanged.connect(self.changed)
        self.changed.connect(self._show_fields)

    def _show_fields(self) -> None:
        """Only the fields that mean something, and no number of a preview that is over."""
        self._count = None
        has_classes = bool(self._dataset.classes.user_rows)
        self._form.setRowVisible(self.classes, not has_classes)
        self._form.setRowVisible(self.instances, self.objects.currentData() == _FOLDER)
        self._form.setRowVisible(self.void, self.unlabelled.currentData() != VOID)
        self.tolerance.setVisible(self.borders.currentData())

    def problem(self) -> str:
        """What is missing."""
        if self.source.path() is None:
            return "Choose the label images."
        if self.objects.currentData() == _FOLDER and self.instances.path() is None:
            return "Choose the folder of instance maps."
        return ""

    def action_text(self) -> str:
        """How many images, once a preview has counted them."""
        return "Import" if self._count is None else f"Import {counted(self._count, 'image')}"

    def job_name(self) -> str:
        """What is imported."""
        source = self.source.path()
        return f"Importing {source.name}" if source is not None else "Importing"

    def make_ready(self) -> str:
        """Save, for the import reads and writes what lies on the disk."""
        return why_unsaved(self._save, "imported")

    def steps(self, *, is_preview: bool) -> Generator[Step, None, ImportTotals]:
        """The import, or what it would do."""
        source = self.source.path()
        assert source is not None, "the dialog asked for the problem before"
        # Not the window's own: its classes follow when the import has ended.
        dataset = replace(self._dataset, images=list(self._dataset.images))
        if not dataset.classes.user_rows and not self.classes.is_automatic:
            dataset.classes = self.classes.table()
        self._totals = ImportTotals()
        return _importing(source, dataset, self.options(is_preview=is_preview))

    def options(self, *, is_preview: bool) -> ImportOptions:
        """What the fields say."""
        objects = self.objects.currentData()
        return ImportOptions(
            shapes=ShapeOptions(
                unlabelled=self.unlabelled.currentData(),
                void=self.void.currentData(),
                tolerance=self.tolerance.value() if self.borders.currentData() else 0.0,
            ),
            existing=self.existing.currentData(),
            adds_classes=self.adds_classes.isChecked(),
            has_instances=objects != _NONE,
            instances=self.instances.path() if objects == _FOLDER else None,
            ending=self.ending.text().strip(),
            is_done=self.is_done.isChecked(),
            is_dry_run=is_preview,
        )

    def show_result(self, result: object) -> None:
        """Keep the numbers."""
        if isinstance(result, ImportTotals):
            self._totals = result

    def preview_text(self, summary: Summary) -> str:
        """How many images would get how many shapes, and how many cannot."""
        self._count = summary.counts[StepStatus.PLANNED]
        return f"Nothing is written yet: {self.end_text(summary)}"

    def end_text(self, summary: Summary) -> str:
        """How many images got how many shapes."""
        return f"{summary.text} {self._totals.text}" if self._totals.matched else summary.text

    def target(self) -> Path | None:
        """The folder of the dataset."""
        return self._dataset.folder


def _importing(source: Path, dataset: Dataset, options: ImportOptions) -> Generator[Step, None, ImportTotals]:
    """The import with the search for label images, so that all of it is done in the thread of the job."""
    return (yield from import_labels(source, dataset, options))
