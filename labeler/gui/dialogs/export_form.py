"""The fields of an export: what the command line has as options, laid out in groups."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDoubleSpinBox,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from labeler.core.errors import LabelerError
from labeler.formats.base import ExportOptions, ImageMode, Overwrite, Unlabelled
from labeler.gui.dialogs.form_parts import choice, dim, form_layout, indent, row_of
from labeler.gui.dialogs.job_form import JobForm, Save, why_unsaved
from labeler.gui.dialogs.path_field import PathField
from labeler.gui.words import counted
from labeler.jobs.step import Step, Summary

_SPLITS = ("train", "val", "test")
_SHARES = (80, 20, 0)

# How a remedy is spelled on the command line, which the fields of the dialog spell in their own words.
_OPTION = re.compile(r" \(--[^)]*\)")


@dataclass(frozen=True, slots=True)
class ExportSource:
    """What is exported: the dataset's folder, and how many of its images have shapes or are done.

    `labelled` is None while that is not known. `save` writes what is not saved and returns what
    could not be, by path.
    """

    folder: Path
    images: int
    labelled: int | None
    save: Save


class ExportForm(JobForm):
    """All options of an export; `options` and `target` give what they say."""

    title = "Export as Pascal VOC"

    def __init__(self, source: ExportSource, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._form = form_layout(self)
        self._add_target(folder)
        self._add_sets()
        self._add_files()
        self._add_pixels()

    def target(self) -> Path | None:
        """The folder to write, or None while none is named."""
        return self._target.path()

    def options(self) -> ExportOptions:
        """What the fields say; raises OptionError for what cannot be."""
        shares = {name: spin.value() / 100 for name, spin in self.shares.items() if spin.value()}
        return ExportOptions(
            format="voc",
            ratios=shares,
            lists=self.lists.path() if self.uses_lists.isChecked() else None,
            seed=self.seed.value(),
            void_border=self.void_border.value(),
            unlabelled=self.unlabelled.currentData(),
            has_instances=self.has_instances.isChecked(),
            has_wide_instances=self.has_instances.isChecked() and self.has_wide_instances.isChecked(),
            has_boxes=self.has_boxes.isChecked(),
            has_grey=self.has_grey.isChecked(),
            images=self.images.currentData(),
            includes_unlabelled=self.includes_unlabelled.isChecked(),
            overwrite=self.overwrite.currentData(),
        )

    def problem(self) -> str:
        """What keeps the export from being started, in words; empty when nothing does."""
        if self.target() is None:
            return "Choose the folder to write."
        if self.uses_lists.isChecked():
            return "" if self.lists.path() is not None else "Choose the folder of list files."
        total = sum(spin.value() for spin in self.shares.values())
        return "" if total == 100 else f"The shares make {total} %; they must make 100 %."

    def action_text(self) -> str:
        """`Export 340 images`, those without shapes counted if they are exported too."""
        count = self._source.images
        if not self.includes_unlabelled.isChecked() and self._source.labelled is not None:
            count = self._source.labelled
        return f"Export {counted(count, 'image')}"

    def job_name(self) -> str:
        """Where the export goes."""
        target = self.target()
        return f"Exporting to {target.name}" if target is not None else "Exporting"

    def make_ready(self) -> str:
        """Save, for the export reads what lies on the disk."""
        return why_unsaved(self._source.save, "exported")

    def steps(self, *, is_preview: bool) -> Generator[Step, None, None]:
        """The export of the dataset as it lies on the disk, which is what the command line does."""
        assert not is_preview, "an export writes into a folder of its own"
        target = self.target()
        assert target is not None, "the dialog asked for the problem before"
        return _exporting(self._source.folder, target, self.options())

    def end_text(self, summary: Summary) -> str:
        """How the images ended, and where they are."""
        return f"{summary.text} {self.target()}"

    def reason(self, error: LabelerError) -> str:
        """Without the options of the command line."""
        return _OPTION.sub("", str(error))

    def _add_target(self, folder: str) -> None:
        self._target = PathField("Folder to write")
        self._target.edit.setText(folder)
        self._target.changed.connect(self.changed)
        self._form.addRow("Folder", self._target)
        self.overwrite = choice(
            ("Stop if it is not empty", Overwrite.REFUSE),
            ("Update it: write what has changed", Overwrite.UPDATE),
            ("Replace the export that is there", Overwrite.REPLACE),
        )
        self._form.addRow("", self.overwrite)

    def _add_sets(self) -> None:
        self.uses_shares = QRadioButton("Split by shares")
        self.uses_shares.setChecked(True)
        self.uses_lists = QRadioButton("Keep to list files")
        group = QButtonGroup(self)
        group.addButton(self.uses_shares)
        group.addButton(self.uses_lists)
        choice = row_of(self.uses_shares, self.uses_lists)
        self._form.addRow("Image sets", choice)
        self.shares = {}
        cells: list[QWidget] = []
        for name, share in zip(_SPLITS, _SHARES, strict=True):
            spin = QSpinBox(minimum=0, maximum=100, value=share, suffix=" %")
            indent(spin)
            spin.setAccessibleName(f"Share of {name}")
            spin.valueChanged.connect(self.changed)
            self.shares[name] = spin
            cells += [dim(name), spin]
        self.seed = QSpinBox(minimum=0, maximum=2**31 - 1)
        indent(self.seed)
        self.seed.setToolTip("Another seed puts other images into the sets; the same one always the same.")
        self._share_row = row_of(*cells)
        self._form.addRow("", self._share_row)
        self._seed_row = row_of(self.seed)
        self._form.addRow("Seed", self._seed_row)
        self.lists = PathField("Folder of list files")
        self.lists.changed.connect(self.changed)
        self.lists.edit.setPlaceholderText("Folder with train.txt, val.txt, …")
        self._form.addRow("", self.lists)
        self.uses_lists.toggled.connect(self._show_sets)
        self._show_sets()

    def _show_sets(self) -> None:
        for row in (self._share_row, self._seed_row):
            self._form.setRowVisible(row, self.uses_shares.isChecked())
        self._form.setRowVisible(self.lists, self.uses_lists.isChecked())
        self.changed.emit()

    def _add_files(self) -> None:
        self.images = choice(
            ("Copy photographs", ImageMode.COPY),
            ("Link photographs", ImageMode.LINK),
            ("No photographs", ImageMode.NONE),
        )
        self._form.addRow("Files", self.images)
        self.has_instances = QCheckBox("Instance maps (SegmentationObject)")
        self.has_instances.setChecked(True)
        self.has_wide_instances = QCheckBox("16 bit, for more than 254 objects in an image")
        self.has_instances.toggled.connect(self.has_wide_instances.setEnabled)
        self.has_boxes = QCheckBox("Boxes (Annotations)")
        self.has_boxes.setChecked(True)
        self.has_grey = QCheckBox("Grey index PNGs (SegmentationClassRaw)")
        self.includes_unlabelled = QCheckBox("Images without shapes, too")
        self.includes_unlabelled.toggled.connect(self.changed)
        for box in (self.has_instances, self.has_wide_instances, self.has_boxes, self.has_grey):
            self._form.addRow("", box)
        self._form.addRow("", self.includes_unlabelled)

    def _add_pixels(self) -> None:
        self.void_border = QDoubleSpinBox(minimum=0, maximum=1000, decimals=1, singleStep=0.5, suffix=" px")
        self.void_border.setSpecialValueText("none")
        indent(self.void_border)
        self.void_border.setToolTip("Pixels within this distance of a boundary become void (255).")
        self._form.addRow("Void border", row_of(self.void_border))
        self.unlabelled = choice(("background", Unlabelled.BACKGROUND), ("void", Unlabelled.VOID))
        self._form.addRow("Pixels under no shape", row_of(self.unlabelled))


def _exporting(folder: Path, target: Path, options: ExportOptions) -> Generator[Step, None, None]:
    from labeler.core.dataset import open_dataset
    from labeler.jobs.export import export

    yield from export(open_dataset(folder), target, options)
