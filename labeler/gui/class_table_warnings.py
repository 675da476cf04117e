"""Shows in the window of the class table what is to be warned of, each with its remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer

from labeler.core.several_classes import common_colors
from labeler.gui.class_table_lines import Remedies, lines_of
from labeler.gui.models.class_table_model import NAME

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage
    from labeler.core.palette import Color
    from labeler.gui.class_table_edits import ClassTableEdits
    from labeler.gui.dataset_usage import DatasetUsage
    from labeler.gui.dialogs.class_table_dialog import ClassTableDialog
    from labeler.gui.main_window import MainWindow

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
        )
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
        from labeler.core.class_warnings import photograph_warnings, usage_warnings

        if not self._dialog.isVisible():
            return
        checker, classes = self._window.class_warnings, self._window.session.classes
        counts, photograph = self._usage.counts, self._photograph()
        checker.look()
        found = list(checker.of_table)
        if photograph is not None:
            found += photograph_warnings(classes, photograph)
        missing: dict[str, int] = {}
        if counts is not None:
            found += usage_warnings(classes, counts)
            missing = {name: count for name, count in counts.items() if count and classes.find(name) is None}
        self._dialog.warnings.show_lines(lines_of(found, missing, self._remedies))
        self._dialog.model.set_warnings(checker.marks())

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
