"""The fields of a conversion of label images into palette PNGs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QWidget

from labeler.core.errors import LabelerError
from labeler.core.images import IMAGE_SUFFIXES
from labeler.gui.dialogs.class_choice import ClassChoice
from labeler.gui.dialogs.form_parts import choice, form_layout, indent, row_of
from labeler.gui.dialogs.job_form import JobForm
from labeler.gui.dialogs.path_field import PathField, Wanted
from labeler.gui.dialogs.shared_colors import SharedColors
from labeler.gui.words import counted
from labeler.jobs.convert import ConvertOptions, convert
from labeler.jobs.fitting_table import fitting_table
from labeler.jobs.step import Step, StepStatus, Summary

if TYPE_CHECKING:
    from pathlib import Path

    from labeler.core.classes import ClassTable

_KINDS = "Label images (" + " ".join(f"*{suffix}" for suffix in (*sorted(IMAGE_SUFFIXES), ".npy")) + ")"


class ConvertForm(JobForm):
    """What is converted, into what, and what pixels mean whose colour no class has."""

    title = "Convert label images"
    has_preview = True

    def __init__(self, classes: ClassTable | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count: int | None = None
        self._problem = ""
        self.source = PathField("Label images to convert", Wanted.FILE | Wanted.FOLDER, _KINDS)
        self.target_field = PathField("Folder to write")
        self.classes = ClassChoice(classes, automatic="The ready table whose colours they have")
        self.shared = SharedColors()
        self.off_palette = choice(
            ("Refuse the image", "error"),
            ("Take the class of the nearest colour", "nearest"),
            ("Take the commonest class around", "majority"),
            ("Make them void (255)", "void"),
        )
        self.tolerance = QDoubleSpinBox(minimum=0, maximum=442, decimals=0)
        self.tolerance.setToolTip("How far, in RGB, a colour may be from that of a class and still mean it.")
        indent(self.tolerance)
        self.grey = choice(("are class indices", "indices"), ("are class colours", "colors"))
        self.palette_kind = choice(
            ("Their colours count", "colors"), ("Their numbers are indices", "indices")
        )
        self.is_bgr = QCheckBox("Red and blue are exchanged (BGR)")
        self.overwrites = QCheckBox("Replace files that have other content")
        self._form = form_layout(self)
        self._lay_out()
        self._connect()
        self._on_classes()

    def _lay_out(self) -> None:
        rows: list[tuple[str, QWidget]] = [
            ("Convert", self.source),
            ("Into", self.target_field),
            ("Class table", self.classes),
            ("Shared colours", self.shared),
            ("Other colours", self.off_palette),
            ("Tolerance", row_of(self.tolerance)),
            ("Grey values", self.grey),
            ("Palette PNGs", self.palette_kind),
            ("", self.is_bgr),
            ("", self.overwrites),
        ]
        for name, field in rows:
            self._form.addRow(name, field)

    def _connect(self) -> None:
        self.classes.changed.connect(self._on_classes)
        for field in (self.source, self.target_field, self.shared):
            field.changed.connect(self.changed)
        for box in self.findChildren(QComboBox):
            box.currentIndexChanged.connect(self.changed)
        self.changed.connect(self._forget_count)

    def problem(self) -> str:
        """What is missing."""
        if self._problem:
            return self._problem
        if self.source.path() is None:
            return "Choose what to convert."
        if self.target_field.path() is None:
            return "Choose the folder to write."
        return "" if self.shared.is_complete else "Say which class each shared colour means."

    def action_text(self) -> str:
        """How many files, once a preview has counted them."""
        return "Convert" if self._count is None else f"Convert {counted(self._count, 'file')}"

    def job_name(self) -> str:
        """What is converted."""
        source = self.source.path()
        return f"Converting {source.name}" if source is not None else "Converting"

    def steps(self, *, is_preview: bool) -> Iterator[Step]:
        """The conversion, or what it would do; the class table is looked for first where that was chosen."""
        source, target = self.source.path(), self.target_field.path()
        assert source is not None, "the dialog asked for the problem before"
        assert target is not None, "the dialog asked for the problem before"
        options = ConvertOptions(
            # 0 is what each way to treat other colours begins with: for the nearest one, any distance.
            tolerance=self.tolerance.value() or None,
            order="BGR" if self.is_bgr.isChecked() else "RGB",
            resolve=self.shared.resolved,
            grey=self.grey.currentData(),
            palette=self.palette_kind.currentData(),
            off_palette=self.off_palette.currentData(),
            overwrites=self.overwrites.isChecked(),
            is_dry_run=is_preview,
        )
        table = None if self.classes.is_automatic else self.classes.table()
        return _converting(source, target, table, options)

    def preview_text(self, summary: Summary) -> str:
        """How many files would be written, and how many cannot be."""
        self._count = summary.counts[StepStatus.PLANNED]
        return f"Nothing is written yet: {summary.text}"

    def target(self) -> Path | None:
        """The folder to write."""
        return self.target_field.path()

    def _on_classes(self) -> None:
        """Another table shares other colours."""
        self._problem = ""
        try:
            self.shared.set_table(self.classes.table())
        except LabelerError as error:
            self._problem = str(error)
        self._form.setRowVisible(self.shared, bool(self.shared.boxes))
        self.changed.emit()

    def _forget_count(self) -> None:
        self._count = None


def _converting(
    source: Path, target: Path, table: ClassTable | None, options: ConvertOptions
) -> Iterator[Step]:
    if table is None:
        table = fitting_table(source, options.order).classes
    yield from convert(source, target, table, options)
