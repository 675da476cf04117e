"""A large photograph with thousands of polygons in the real window, and the hands that measure it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtWidgets import QApplication

from labeler.core.annotation import Annotation
from labeler.core.annotation_file import write_annotation
from labeler.core.class_file import write_classes
from labeler.gui.app import make_window
from labeler.gui.canvas.view import CanvasView
from labeler.gui.document import Document
from labeler.settings import AUTOSAVE, Settings
from tests.benchmarks.bench_raster import scene
from tests.benchmarks.figures import Timing
from tests.benchmarks.photographs import jpeg
from tests.benchmarks.scenes import CLASSES, MEGAPIXELS_100
from tests.gui.canvas.conftest import Hand

VIEWPORT = (1920, 1080)
VERTICES = 20
LEFT, MIDDLE, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton

Place = tuple[float, float]


def make_dataset(folder: Path, counts: Sequence[int], size: tuple[int, int] = MEGAPIXELS_100) -> Path:
    """A folder with a photograph of `size` for each number of polygons that one is to have."""
    folder.mkdir(parents=True)
    write_classes(folder / "classes.csv", CLASSES)
    for number, count in enumerate(counts, 1):
        image = folder / f"{number}.jpg"
        shutil.copyfile(jpeg(size), image)
        annotation = Annotation(size, scene(count, VERTICES, size, number), image_path=image.name)
        write_annotation(image.with_suffix(".json"), annotation)
    return folder


@contextmanager
def stage_on(counts: Sequence[int], size: tuple[int, int] = MEGAPIXELS_100) -> Iterator[Stage]:
    """The program on such a folder, all of it deleted in the end."""
    with tempfile.TemporaryDirectory() as name:
        stage = Stage(make_dataset(Path(name) / "set", counts, size), Path(name) / "config")
        yield stage
        stage.close()


class Stage:
    """The program's window, its canvas as large as a full HD screen and its docks closed.

    It saves only when it is told to. What is seen in docks is measured with the lists.
    """

    def __init__(self, folder: Path, config: Path) -> None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ["LABELER_CONFIG_DIR"] = str(config)
        settings = Settings.load()
        settings.set(AUTOSAVE, False)
        settings.save()
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        self.window = make_window(app)
        self.window.show()
        self.wait(lambda: self.window.is_built)
        self.window.choosing.open_path(folder)
        self.wait(lambda: self.window.session.dataset is not None)
        for dock in (self.window.class_dock, self.window.shape_dock, self.window.file_dock):
            dock.hide()
        self.enlarge(VIEWPORT)
        self.go_to(0)
        self.hand = Hand(self.view)

    @property
    def view(self) -> CanvasView:
        """The canvas."""
        return self.window.view

    @property
    def document(self) -> Document:
        """What is on it."""
        document = self.window.session.document
        assert document is not None
        return document

    def go_to(self, position: int) -> None:
        """Bring an image to the canvas, and wait until nothing is on its way any more."""
        window = self.window
        window.opening.go_to(position)
        dataset = window.session.dataset
        assert dataset is not None
        image = dataset.images[position]
        self.wait(lambda: window.session.document is not None and self.document.image == image)
        self.wait_for_photograph()

    def wait_for_photograph(self) -> None:
        """Wait until all of the photograph is there, and nothing is on its way any more."""
        window, image = self.window, self.view.scene.base.image
        self.wait(lambda: image.shows(self.view.scene.viewport) and not image.pyramid.is_preview)
        self.wait(lambda: not window.jobs.is_busy and not window.opening.is_busy)
        self.settle(0.5)

    def close(self) -> None:
        """Leave without saving."""
        self.window.session.open(None)
        self.window.close()
        self.settle()

    def settle(self, seconds: float = 0.05) -> None:
        """Let what is on its way arrive."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)

    def wait(self, is_there: Callable[[], bool]) -> None:
        """Let the program work until something is there."""
        until = time.perf_counter() + 120
        while not is_there():
            assert time.perf_counter() < until, "waited for two minutes in vain"
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)

    def show_at(self, scale: float | None, place: Place = (5000, 5000)) -> None:
        """Show the image fitted (None), or at a scale around a place of it."""
        if scale is None:
            self.view.fit()
        else:
            viewport = self.view.scene.viewport
            viewport.zoom_to(scale)
            x, y = viewport.to_device(*place)
            viewport.pan(viewport.size[0] / 2 - x, viewport.size[1] / 2 - y)
            self.view.input.look_again()
        self.view.repaint()
        self.settle()

    def frames(self, acts: Sequence[Callable[[], object]], skipped: int = 1) -> Timing:
        """What each act and the frame that shows it take together; the first ones are not counted.

        A frame is all that the act has asked to be painted anew.
        """
        taken = []
        for act in acts:
            start = time.perf_counter()
            act()
            QApplication.sendEvent(self.window, QEvent(QEvent.Type.UpdateRequest))
            taken.append((time.perf_counter() - start) * 1000)
            QApplication.processEvents()
        return Timing.of(taken[skipped:])

    def moves(
        self, places: Sequence[Place], button: Qt.MouseButton = NO_BUTTON
    ) -> list[Callable[[], object]]:
        """An act for each place on the canvas that the mouse goes to."""
        return [lambda place=place: self.hand.move(*place, button) for place in places]

    def repaints(self, scale: float | None, rounds: int = 31) -> Timing:
        """Drawing everything anew."""
        self.show_at(scale)
        return self.frames([self.view.repaint_all] * rounds)

    def enlarge(self, size: tuple[int, int]) -> None:
        """Make the window so large that its canvas has this size."""
        for _ in range(4):
            missing = size[0] - self.view.width(), size[1] - self.view.height()
            self.window.resize(self.window.width() + missing[0], self.window.height() + missing[1])
            self.settle()
        assert (self.view.width(), self.view.height()) == size
