"""The fields of two jobs on label PNGs that are already written: other colours, and other indices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from labeler.core.mapping_file import MappingRow, read_mapping
from labeler.core.remapping import Remapping
from labeler.gui.dialogs.class_choice import ClassChoice
from labeler.gui.dialogs.form_parts import form_layout
from labeler.gui.dialogs.job_form import JobForm
from labeler.gui.dialogs.path_field import PathField, Wanted
from labeler.gui.words import counted
from labeler.jobs.recolor import recolor
from labeler.jobs.remap import RemapOptions, RemapTally, remap
from labeler.jobs.step import Step, StepStatus, Summary

if TYPE_CHECKING:
    from pathlib import Path

    from labeler.core.classes import ClassTable

_PNGS = "Label PNGs (*.png)"
# More changes of indices are told as a sum: the dialog must fit its screen, and its list tells them by files.
_MOVES_SHOWN = 8


class _FilesForm(JobForm):
    """Label PNGs that are rewritten after a preview has counted them. `verb` begins the main button."""

    has_preview = True
    verb = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count: int | None = None
        self.files = PathField("Label PNGs", Wanted.FILES | Wanted.FOLDER, _PNGS)
        self.layout_of_rows = form_layout(self)
        self.layout_of_rows.addRow("Label PNGs", self.files)
        self.files.changed.connect(self.changed)
        self.changed.connect(self._forget_count)

    def problem(self) -> str:
        """Whether anything is named."""
        return "" if self.files.paths() else "Choose label PNGs, or a folder with label PNGs in it."

    def action_text(self) -> str:
        """How many files, once a preview has counted them."""
        return self.verb if self._count is None else f"{self.verb} {counted(self._count, 'file')}"

    def preview_text(self, summary: Summary) -> str:
        """How many files would be written, and how many cannot be."""
        self._count = summary.counts[StepStatus.PLANNED]
        return f"Nothing is written yet: {summary.text}"

    def _forget_count(self) -> None:
        self._count = None


class RecolorForm(_FilesForm):
    """Which files, and whose colours."""

    title = "Change the colours of label PNGs"
    verb = "Recolour"

    def __init__(self, classes: ClassTable | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.classes = ClassChoice(classes)
        self.layout_of_rows.addRow("Colours of", self.classes)
        self.classes.changed.connect(self.changed)

    def job_name(self) -> str:
        """What is done."""
        return "Recolouring"

    def steps(self, *, is_preview: bool) -> Iterator[Step]:
        """The palettes of the files, and nothing else of them."""
        return recolor(self.files.paths(), self.classes.table().palette(), is_dry_run=is_preview)


class RemapForm(_FilesForm):
    """Which files, and which index becomes which."""

    title = "Change the indices of label PNGs"
    verb = "Remap"

    def __init__(self, classes: ClassTable | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[MappingRow] = ()
        self._tally = RemapTally()
        self.mapping = PathField("Mapping", Wanted.FILE, "Mappings (*.csv)")
        self.mapping.edit.setPlaceholderText("CSV with the header old_index,new_index")
        self.classes = ClassChoice(classes, automatic="Keep the palettes")
        self.classes.box.setCurrentIndex(0)
        self.into = PathField("Folder to write")
        self.into.edit.setPlaceholderText("In place, all files or none")
        self.is_strict = QCheckBox("Refuse files with an index that the mapping does not name")
        self.overwrites = QCheckBox("Replace other files in the folder to write")
        for name, field in (
            ("Mapping", self.mapping),
            ("Colours of", self.classes),
            ("Write to", self.into),
            ("", self.is_strict),
            ("", self.overwrites),
        ):
            self.layout_of_rows.addRow(name, field)
        for changing in (self.mapping, self.classes, self.into):
            changing.changed.connect(self.changed)
        for box in (self.is_strict, self.overwrites):
            box.toggled.connect(self.changed)

    def problem(self) -> str:
        """What is missing."""
        if problem := super().problem():
            return problem
        return (
            "" if self.mapping.path() is not None else "Choose the file that says which index becomes which."
        )

    def job_name(self) -> str:
        """What is done."""
        return "Changing indices"

    def steps(self, *, is_preview: bool) -> Iterator[Step]:
        """The indices of the files as the mapping says, which is read anew each time."""
        mapping = self.mapping.path()
        assert mapping is not None, "the dialog asked for the problem before"
        self._rows = read_mapping(mapping)
        palette = None if self.classes.is_automatic else self.classes.table().palette()
        options = RemapOptions(
            target=self.into.path(),
            known=frozenset(row.old_index for row in self._rows) if self.is_strict.isChecked() else None,
            overwrites=self.overwrites.isChecked(),
            is_dry_run=is_preview,
        )
        remapping = Remapping.of({row.old_index: row.new_index for row in self._rows})
        self._tally = RemapTally()
        return self._tally.counted(remap(self.files.paths(), remapping, palette, options))

    def preview_text(self, summary: Summary) -> str:
        """What would become what, in how many files."""
        return f"{super().preview_text(summary)}\n{self._moves()}"

    def end_text(self, summary: Summary) -> str:
        """What became what, in how many files."""
        return f"{summary.text}\n{self._moves()}"

    def target(self) -> Path | None:
        """The folder to write; none in place."""
        return self.into.path()

    def _moves(self) -> str:
        """A line for each pair of old and new index that occurred, as long as they are few."""
        names = {row.old_index: (row.old_name, row.new_name) for row in self._rows}
        lines = []
        moves = sorted(self._tally.pixels.items())
        for (old, new), pixels in moves[:_MOVES_SHOWN]:
            before, after = names[old]
            files = counted(self._tally.files[old, new], "file")
            was, becomes = (" ".join(filter(None, each)) for each in ((str(old), before), (str(new), after)))
            lines.append(f"{was} → {becomes}: {files}, {pixels:,} px")
        if rest := moves[_MOVES_SHOWN:]:
            total = sum(pixels for _, pixels in rest)
            lines.append(f"{counted(len(rest), 'more change')}: {total:,} px")
        return "\n".join(lines)
