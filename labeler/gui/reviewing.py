"""Review mode: predictions beside the annotations, and the list of regions in which they differ."""

from __future__ import annotations

import math
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt

from labeler.gui.dialogs.prediction_dialog import PredictionDialog, Predictions
from labeler.gui.difference_finder import DifferenceFinder
from labeler.gui.mode_dock import ModeDock
from labeler.gui.review import Review
from labeler.gui.review_work import ReviewWork
from labeler.settings import PREDICTIONS

if TYPE_CHECKING:
    from labeler.core.arrays import LabelMap
    from labeler.core.dataset import DatasetImage
    from labeler.gui.difference_finder import Found
    from labeler.gui.job_runner import RunningJob
    from labeler.gui.main_window import MainWindow
    from labeler.jobs.step import Step

_HINT = "Enter leads to a region · Y accepts the prediction there · N rejects it · Space: what is shown"
_LOOKING = "Looking for predictions…"
_READING = "Reading the prediction…"
_ALONE = "{} has no prediction in {}: name it like the image, or choose another folder."
_ENDING = "{} has no prediction of its name. There is {}: choose Folder…, and give {} as the end of names."

# What the list has at least, in screen pixels, as long as the other docks can spare it.
_HEIGHT = 380
# Of so many datasets the folder is remembered.
_MOST = 200


class Reviewing(QObject):
    """Switches the review of a window on and off; its list is there only while it is on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._action = window.actions_["review"]
        self.panel, self.dock = window.review_panel, window.review_dock
        self.predictions: Predictions | None = None
        self._partners: _Partners | None = None
        self._pairing: RunningJob | None = None
        self.finder = DifferenceFinder(self)
        self.work = ReviewWork(self.panel, self.finder, self._session, window.view, window.jobs)
        self.work.refused.connect(window.drawing.refused)
        self.finder.read.connect(self._on_read)
        self.finder.found.connect(self._on_found)
        self.finder.failed.connect(self._say)
        self._place = ModeDock(window, self.dock, self.panel.table, _HINT, _HEIGHT, self)
        self.panel.shown_changed.connect(lambda _: self._show_on_canvas())
        self.panel.folder_wanted.connect(self.ask)
        self._action.toggled.connect(self._on_toggled)
        self._session.document_changed.connect(self._search)
        self._session.dataset_changed.connect(lambda: self._action.setChecked(False))
        window.closing.connect(self._close)

    @property
    def is_on(self) -> bool:
        """Whether the review is on."""
        return self._action.isChecked()

    @property
    def known(self) -> Predictions | None:
        """The predictions that are reviewed, or were the last time."""
        return self.predictions or self._remembered()

    def start(self, predictions: Predictions, pair: tuple[int, int] | None = None) -> None:
        """Review these predictions, of one pair of indices (truth, predicted) or of all."""
        self._remember(predictions)
        self.panel.choose_pair(pair)
        if self.is_on:
            self._begin()
        else:
            self._action.setChecked(True)

    def ask(self) -> None:
        """Let the user choose the folder of predictions, and review those."""
        dialog = PredictionDialog(self.known, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.accepted.connect(lambda: self.start(dialog.predictions))
        dialog.rejected.connect(self._on_refused)
        dialog.open()

    def _on_refused(self) -> None:
        """Without predictions there is nothing to review."""
        if self.predictions is None:
            self._action.setChecked(False)

    def _on_toggled(self) -> None:
        if not self.is_on:
            self._end()
            return
        if self.predictions is None:
            self.predictions = self._remembered()
        if self.predictions is None or not self.predictions.folder.is_dir():
            self.predictions = None
            self.ask()
        else:
            self._begin()

    def _begin(self) -> None:
        assert self.predictions is not None
        dataset = self._session.dataset
        if dataset is None:
            self._action.setChecked(False)
            return
        self.work.forget()
        self._partners = None
        self.panel.folder.setToolTip(f"<p><b>Other predictions</b></p><p>{self.predictions.folder}</p>")
        self._window.view.scene.base.labels.review = Review(self.panel.shown)
        self._show_dock()
        job = self._window.jobs.start(_pairing(self.predictions, list(dataset.images)))
        self._pairing = job
        job.finished.connect(lambda partners: self._on_paired(job, partners))
        job.failed.connect(lambda error: self._on_unpaired(job, str(error)))
        self._search()
        self._window.activateWindow()
        if not self._window.drawing.is_busy:
            self.panel.table.setFocus()

    def _end(self) -> None:
        self.predictions = self._partners = self._pairing = None
        self.finder.stop()
        self.work.begin()
        self._window.view.scene.base.labels.review = None
        self._window.view.repaint_all()
        self._show_dock()
        self._window.view.setFocus()

    def _on_paired(self, job: RunningJob, partners: _Partners) -> None:
        if job is self._pairing:
            self._pairing, self._partners = None, partners
            self._search()

    def _on_unpaired(self, job: RunningJob, text: str) -> None:
        if job is self._pairing:
            self._pairing = None
            self._say(text)

    def _search(self) -> None:
        """Read the prediction of the image on the canvas, if there is one."""
        if not self.is_on or self.predictions is None:
            return
        self.finder.stop()
        self.work.begin()
        self.dock.show_detail("")
        self._show_on_canvas(None)
        document, partners = self._session.document, self._partners
        if document is None or partners is None:
            self._say(_LOOKING if self._pairing is not None else "")
            return
        path = partners.files.get(document.image.name)
        if path is not None:
            self._say(_READING)
            self.finder.search(document, path)
        else:
            self._say(partners.why_none(document.image.name, self.predictions.folder))

    def _on_read(self, prediction: LabelMap) -> None:
        self._show_on_canvas(prediction)

    def _on_found(self, found: Found) -> None:
        scores = found.scores
        if math.isnan(scores.pixel_accuracy):
            self.dock.show_detail("all void")
        else:
            figures = (scores.mean_iou, scores.pixel_accuracy)
            self.dock.show_detail("mIoU {}, accuracy {}".format(*map(_percent, figures)))

    def _show_on_canvas(self, *prediction: LabelMap | None) -> None:
        """Show what the panel says, of another prediction if one is given."""
        labels = self._window.view.scene.base.labels
        if labels.review is not None:
            known = prediction[0] if prediction else labels.review.prediction
            labels.review = Review(self.panel.shown, known)
            self._window.view.repaint_all()

    def _say(self, text: str) -> None:
        self.panel.show_note(text)

    def _show_dock(self) -> None:
        self._place.show(self.is_on and self._session.dataset is not None)

    def _close(self) -> None:
        """The window closes, and shall remember the docks as they are without the list."""
        self.finder.close()
        self._action.setChecked(False)

    def _remembered(self) -> Predictions | None:
        dataset = self._session.dataset
        kept = [] if dataset is None else self._window.settings.get(PREDICTIONS).get(str(dataset.folder), [])
        return Predictions(Path(kept[0]), kept[1]) if len(kept) == 2 else None

    def _remember(self, predictions: Predictions) -> None:
        self.predictions = predictions
        dataset, settings = self._session.dataset, self._window.settings
        if dataset is not None:
            kept = dict(settings.get(PREDICTIONS))
            kept.pop(str(dataset.folder), None)
            kept[str(dataset.folder)] = [str(predictions.folder), predictions.ending]
            settings.set(PREDICTIONS, dict(list(kept.items())[-_MOST:]))


class _Partners(NamedTuple):
    """The prediction of each image by its name; and, by their stem, why files belong to no image."""

    files: dict[str, Path]
    problems: dict[str, str]

    def why_none(self, name: str, folder: Path) -> str:
        """Why an image has no prediction, and what to do: its file may have an ending that was not given."""
        stem = Path(name).stem
        if stem in self.problems:
            return self.problems[stem]
        for other in self.problems:
            rest = other.removeprefix(stem)
            if rest != other and not rest[:1].isalnum():
                return _ENDING.format(name, other, rest)
        return _ALONE.format(name, folder)


def _pairing(predictions: Predictions, images: list[DatasetImage]) -> Generator[Step, None, _Partners]:
    """Find the prediction of each image, in a thread: there may be a hundred thousand."""
    from labeler.jobs.import_sources import find_source, matched

    yield from ()
    source = find_source(predictions.folder, has_instances=False)
    partners = _Partners({}, {})
    for file in matched(source, images, predictions.ending):
        if file.image is not None:
            partners.files[file.image.name] = file.path
        else:
            partners.problems[file.path.stem.removesuffix(predictions.ending)] = file.problem
    return partners


def _percent(share: float) -> str:
    """A share 0..1 with one digit; 100 only where nothing is wrong."""
    return "100 %" if share == 1 else f"{math.floor(1000 * share) / 10:.1f} %"
