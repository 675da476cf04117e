"""Shows in the window of the class table what is to be warned of, each with its remedies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from labeler.core.several_classes import common_colors
from labeler.gui.class_table_lines import Remedies, lines_of
from labeler.gui.models.class_table_model import NAME
from labeler.gui.words import counted, listed
from labeler.jobs.index_usage import index_usage

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage
    from labeler.core.palette import Color
    from labeler.gui.class_table_edits import ClassTableEdits
    from labeler.gui.dataset_usage import DatasetUsage
    from labeler.gui.dialogs.class_table_dialog import ClassTableDialog
    from labeler.gui.main_window import MainWindow
    from labeler.jobs.step import Step

# Warnings follow so many milliseconds after what they are about.
_REST = 300


class ClassTableWarnings(QObject):
    """Looks again, when the hands rest, after classes, shapes or the photograph have changed."""

    def __init__(
        self, window: MainWindow, dialog: ClassTableDialog, edits: ClassTableEdits, usage: DatasetUsage
    ) -> None:
        super().__init__(dialog)
        self._window = window
        self._dialog = dialog
        self._usage = usage
        self._remedies = Remedies(
            distinct=edits.give_distinct_colors,
            visible=lambda indices: edits.give_distinct_colors(indices, self._colors_of_photograph()),
            rename=lambda index: dialog.edit(index, NAME),
            delete=edits.delete,
            show=dialog.select,
            add=lambda names: window.classes.add(names, choose=False),
            add_index=self._add_index,
        )
        self._pixels: dict[int, int] = {}
        dialog.label_images_wanted.connect(self._choose_label_images)
        window.session.dataset_changed.connect(self._pixels.clear)
        self._timer = QTimer(self, singleShot=True, interval=_REST)
        self._timer.timeout.connect(self.show_now)
        window.session.classes_changed.connect(self.look_soon)
        window.opening.arrival.picture_changed.connect(self.look_soon)
        usage.changed.connect(self.look_soon)

    def look_soon(self) -> None:
        """Something is different."""
        self._timer.start()

    def show_now(self) -> None:
        """Show the warnings that stand, if the window is in sight."""
        from labeler.core.class_warnings import index_warnings, photograph_warnings, usage_warnings

        if not self._dialog.isVisible():
            return
        checker, classes = self._window.class_warnings, self._window.session.classes
        counts, photograph = self._usage.counts, self._photograph()
        checker.look()
        found = list(checker.of_table)
        if photograph is not None:
            found += photograph_warnings(classes, photograph)
        missing: dict[str, int] = {}
        found += index_warnings(classes, self._pixels)
        if counts is not None:
            found += usage_warnings(classes, counts)
            missing = {name: count for name, count in counts.items() if count and classes.find(name) is None}
        self._dialog.warnings.show_lines(lines_of(found, missing, self._remedies))
        self._dialog.model.set_warnings(checker.marks())

    def look_into(self, folder: Path) -> None:
        """Count the indices of all label images below a folder, and warn of those that no class has."""
        failures: list[Step] = []

        def take(pixels: dict[int, int]) -> None:
            self._pixels.clear()
            self._pixels.update(pixels)
            self._dialog.answer.say(_told(folder, pixels, failures), is_problem=bool(failures))
            self.show_now()

        job = self._window.jobs.start(index_usage(folder), name="Looking into label images")
        job.progressed.connect(lambda steps: failures.extend(step for step in steps if step.has_failed))
        job.finished.connect(take)
        job.failed.connect(lambda error: self._dialog.answer.say(str(error), is_problem=True))

    def _choose_label_images(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._dialog, "Label images")
        if folder:
            self.look_into(Path(folder))

    def _add_index(self, index: int) -> None:
        """Add a class for an index that files use, and let the user name it."""
        name = f"class {index}"
        if self._window.classes.change("Add class", lambda table: table.with_class(name, index)):
            self._dialog.edit(index, NAME)

    def _colors_of_photograph(self) -> list[Color]:
        photograph = self._photograph()
        return [] if photograph is None else common_colors(photograph)

    def _photograph(self) -> ColorImage | None:
        """A small version of the photograph on the canvas, (h, w, 3) uint8; None without one."""
        pyramid = self._window.view.scene.base.image.pyramid
        if pyramid is None:
            return None
        words = np.ascontiguousarray(pyramid.levels[-1].pixels)
        return words.view(np.uint8).reshape(*words.shape, 4)[:, :, 2::-1]


def _told(folder: Path, pixels: dict[int, int], failures: list[Step]) -> str:
    """What the label images of a folder use, and which of them could not be read."""
    indices = listed([str(index) for index in sorted(pixels)], most=12)
    told = f"The label images of {folder.name} use the indices {indices}." if pixels else ""
    if failures:
        first = failures[0]
        told += f" {counted(len(failures), 'file')} could not be read; {first.name}: {first.message}"
    return told.strip() or f"{folder.name} holds no label images."
