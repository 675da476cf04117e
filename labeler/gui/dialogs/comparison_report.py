"""What a comparison with predictions has found: figures, tables, and the files that can be made of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from labeler.gui.dialogs.comparison_tables import (
    class_table,
    confusion_table,
    fill_classes,
    fill_confusions,
    fill_images,
    image_table,
    index_of,
)
from labeler.gui.words import counted, listed

if TYPE_CHECKING:
    from labeler.gui.job_runner import JobRunner
    from labeler.jobs.comparison import Comparison
    from labeler.jobs.step import Step

_CONFUSIONS = 100
_SIZE = (600, 340)


class ComparisonReport(QWidget):
    """Shows one comparison. `image_wanted(str)` names an image that the user wants to review.

    `pair_wanted(tuple[int, int])`: a pair of indices, truth and prediction, whose regions are wanted.
    """

    image_wanted = Signal(str)
    pair_wanted = Signal(object)

    def __init__(self, runner: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._comparison: Comparison | None = None
        self.figures = QLabel(wordWrap=True)
        self.remarks = QLabel(wordWrap=True)
        self.remarks.setObjectName("dim")
        self.classes, self.confusions, self.images = class_table(), confusion_table(), image_table()
        self.images.activated.connect(lambda index: self._want_image(index.row()))
        self.confusions.activated.connect(lambda index: self._want_pair(index.row()))
        self.pages = QStackedWidget()
        self.choice = QButtonGroup(self)
        head = QHBoxLayout()
        for place, (text, table) in enumerate(
            (
                ("Classes", self.classes),
                ("Largest confusions", self.confusions),
                ("Worst images", self.images),
            )
        ):
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setChecked(place == 0)
            self.choice.addButton(button, place)
            self.pages.addWidget(table)
            head.addWidget(button)
        head.addStretch(1)
        self.choice.idClicked.connect(self.pages.setCurrentIndex)
        self.html = self._button("Save HTML report…", self.save_html)
        self.csv = self._button("Save CSV…", self.save_csv)
        self.saved = QLabel(wordWrap=True)
        self.saved.setObjectName("dim")
        foot = QHBoxLayout()
        for widget, stretch in ((self.saved, 1), (self.html, 0), (self.csv, 0)):
            foot.addWidget(widget, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.figures)
        layout.addWidget(self.remarks)
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)
        self.setMinimumSize(*_SIZE)
        self.hide()

    def show_comparison(self, comparison: Comparison) -> None:
        """Fill it."""
        self._comparison = comparison
        self.figures.setText(_headline(comparison))
        remarks = _remarks(comparison)
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))
        self.saved.clear()
        fill_classes(self.classes, comparison)
        fill_confusions(self.confusions, comparison, _CONFUSIONS)
        fill_images(self.images, comparison)

    def save_html(self) -> None:
        """Write the page with matrix, bars and the worst images."""
        from labeler.jobs.compare_report import NAME

        self._save("HTML report", NAME, "HTML pages (*.html)", _writing_html)

    def save_csv(self) -> None:
        """Write the tables of classes, images and the matrix."""
        self._save("CSV tables", "comparison.csv", "CSV tables (*.csv)", _writing_csv)

    def _save(
        self,
        title: str,
        name: str,
        kinds: str,
        writing: Callable[[Comparison, Path], Generator[Step, None, list[Path]]],
    ) -> None:
        if self._comparison is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, kinds)
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(Path(name).suffix)
        self.saved.setText(f"Writing {path.name}…")
        job = self._runner.start(writing(self._comparison, path))
        # Methods, not lambdas: Qt lets go of them when the dialog is gone.
        job.finished.connect(self._on_saved)
        job.failed.connect(self._on_failed)

    def _on_saved(self, files: list[Path]) -> None:
        self.saved.setText(f"Written: {listed([file.name for file in files])}.")
        self.saved.setToolTip("\n".join(map(str, files)))

    def _on_failed(self, error: Exception) -> None:
        self.saved.setText(str(error))

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, autoDefault=False)
        button.clicked.connect(lambda _=False: act())
        return button

    def _want_image(self, row: int) -> None:
        self.image_wanted.emit(self.images.model().index(row, 0).data())

    def _want_pair(self, row: int) -> None:
        self.pair_wanted.emit((index_of(self.confusions, row, 0), index_of(self.confusions, row, 1)))


def _headline(comparison: Comparison) -> str:
    """The figures of the set."""
    scores = comparison.scores
    rows = [
        ("mIoU", scores.mean_iou),
        ("Pixel accuracy", scores.pixel_accuracy),
        ("Mean Dice", scores.mean_dice),
        ("Frequency‑weighted IoU", scores.frequency_weighted_iou),
    ]
    if comparison.options.has_boundary:
        rows.append(("Boundary F", scores.mean_boundary))
    return "&nbsp;&nbsp; ".join(
        f"{name} <b>{'–' if math.isnan(value) else f'{100 * value:.2f} %'}</b>".replace(" ", "&nbsp;")
        for name, value in rows
    )


def _remarks(comparison: Comparison) -> list[str]:
    """What one must know to read the figures."""
    told = []
    for files, what in (
        (comparison.only_truth, "without a prediction"),
        (comparison.only_prediction, "without a truth"),
    ):
        if files:
            told.append(f"{counted(len(files), 'file')} {what}: {listed([file.name for file in files])}.")
    if comparison.collisions:
        told.append(f"Several files are called alike: {listed(list(comparison.collisions))}.")
    if comparison.unlisted:
        told.append(f"In the list, but not among the files: {listed(comparison.unlisted)}.")
    if comparison.unnamed:
        indices = listed([str(index) for index in comparison.unnamed])
        told.append(f"The class table does not have the index {indices}.")
    if comparison.predicted_void:
        told.append(f"{comparison.predicted_void:,} px are predicted as void, which counts as wrong.")
    return told


def _writing_html(comparison: Comparison, path: Path) -> Generator[Step, None, list[Path]]:
    from labeler.jobs.compare_report import write_report

    yield from ()
    return [write_report(comparison, path)]


def _writing_csv(comparison: Comparison, path: Path) -> Generator[Step, None, list[Path]]:
    from labeler.jobs.compare_files import write_csv

    yield from ()
    return write_csv(comparison, path)
