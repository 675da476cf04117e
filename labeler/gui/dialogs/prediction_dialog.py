"""Asks for the predictions that are reviewed: a folder, and what their names have besides the images'."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from labeler.gui.dialogs.fit_screen import fit_screen
from labeler.gui.dialogs.form_parts import form_layout
from labeler.gui.dialogs.path_field import PathField

_WIDTH = 560
_WHAT = (
    "Label images that a network has predicted, named like the images of this dataset: palette or grey PNGs "
    "of class indices, or .npy."
)


class Predictions(NamedTuple):
    """A folder of predictions, and the ending of their names, as `_pred` of `a_pred.png`."""

    folder: Path
    ending: str = ""


class PredictionDialog(QDialog):
    """`predictions` is what was chosen when the dialog was accepted."""

    def __init__(self, known: Predictions | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Review predictions")
        self.folder = PathField("Folder of predictions")
        self.ending = QLineEdit(placeholderText="such as _pred, where they have more than the image's name")
        if known is not None:
            self.folder.set_paths(known.folder)
            self.ending.setText(known.ending)
        self.problem = QLabel(wordWrap=True)
        self.problem.setObjectName("problem")
        what = QLabel(_WHAT, wordWrap=True)
        what.setObjectName("dim")
        page = QWidget()
        form = form_layout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow("Predictions", self.folder)
        form.addRow("Names end in", self.ending)
        self.review = QPushButton("Review", default=True)
        self.review.setProperty("first", True)
        self.review.clicked.connect(self.accept)
        cancel = QPushButton("Cancel", autoDefault=False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.problem, 1)
        buttons.addWidget(self.review)
        buttons.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(what)
        layout.addWidget(page)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.folder.changed.connect(self._show_problem)
        self._show_problem()
        fit_screen(self, QSize(_WIDTH, layout.totalHeightForWidth(_WIDTH)))

    @property
    def predictions(self) -> Predictions:
        """What the fields say."""
        return Predictions(self.folder.path() or Path(), self.ending.text().strip())

    def _show_problem(self) -> None:
        path = self.folder.path()
        if path is None:
            problem = "Choose the folder of predictions."
        else:
            problem = "" if path.is_dir() else "There is no such folder."
        self.problem.setText(problem)
        self.review.setEnabled(not problem)
