"""Opens a folder of images in the window, in a process of its own, and prints as JSON what that took.

`python -m tests.benchmarks.image_probe opening FOLDER [ROUNDS]` goes from the first image to the last, and
back, and at last pans it; `... stepping FOLDER [STEPS]` goes through the folder with the key.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.core.compiled import warm_up
from labeler.gui.garbage import GarbageCollection, favour_window
from labeler.gui.main_window import MainWindow
from labeler.settings import AUTOSAVE, FIRST_HINTS, Settings
from tests.benchmarks.figures import Timing

VIEWPORT = (1920, 1080)
_REST = 0.3


class Probe:
    """The window, a clock that notices when it does not answer, and what was painted when."""

    def __init__(self, config: Path) -> None:
        os.environ["LABELER_CONFIG_DIR"] = str(config)
        settings = Settings.load(config / "settings.json")
        settings.set(AUTOSAVE, False)
        settings.set(FIRST_HINTS, False)
        self.window = MainWindow(settings)
        self.window.build()
        self.window.show()
        self.view = self.window.view
        self.view.painted.connect(self._on_painted)
        self.asked = 0.0
        self.painted: dict[str, float] = {}
        self._last = time.perf_counter()
        self.longest_gap = 0.0
        self._clock = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._on_tick)
        self._clock.start()

    def open(self, folder: Path) -> None:
        """Open a folder, and make the canvas as large as a full HD screen."""
        self.window.choosing.open_path(folder)
        self.until(lambda: self.is_whole)
        for _ in range(3):
            missing_x, missing_y = VIEWPORT[0] - self.view.width(), VIEWPORT[1] - self.view.height()
            self.window.resize(self.window.width() + missing_x, self.window.height() + missing_y)
            self.rest()

    @property
    def is_whole(self) -> bool:
        """Whether photograph and annotation of the image that was asked for are on the canvas."""
        window, pyramid = self.window, self.view.scene.base.image.pyramid
        if window.session.document is None or pyramid is None or pyramid.is_preview:
            return False
        assert window.session.dataset is not None
        return window.session.document.image == window.session.dataset.images[window.opening.position or 0]

    def ask(self) -> None:
        """The clock starts: another image is asked for."""
        self.painted, self.longest_gap = {}, 0.0
        self.asked = self._last = time.perf_counter()

    def until(self, is_there: Callable[[], bool], seconds: float = 300) -> None:
        """Let the program work until something is there."""
        end = time.perf_counter() + seconds
        flags = QEventLoop.ProcessEventsFlag
        while not is_there():
            assert time.perf_counter() < end, "waited in vain"
            QApplication.processEvents(flags.AllEvents | flags.WaitForMoreEvents)

    def rest(self, seconds: float = _REST) -> None:
        """Let the program do whatever it wants to."""
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)
        # Only the loop of the application does this by itself.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _on_painted(self) -> None:
        now = (time.perf_counter() - self.asked) * 1000
        scene, document = self.view.scene, self.window.session.document
        pyramid = scene.base.image.pyramid
        dataset, position = self.window.session.dataset, self.window.opening.position
        if dataset is None or position is None:
            return
        if pyramid is not None and scene.base.image.shows(scene.viewport):
            self.painted.setdefault("first", now)
            if not pyramid.is_preview:
                self.painted.setdefault("whole", now)
        if document is not None and document.image == dataset.images[position]:
            self.painted.setdefault("document", now)
            if "whole" in self.painted:
                self.painted.setdefault("all", now)

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.longest_gap = max(self.longest_gap, (now - self._last) * 1000)
        self._last = now


def opening(folder: Path, config: Path, rounds: int = 3) -> dict[str, float]:
    """From the first image of a folder, a small one, to the last, and back; then panning it at 100 %."""
    probe = Probe(config)
    probe.rest()
    before = _memory("VmRSS")
    probe.open(folder)
    probe.rest(1)
    dataset = probe.window.session.dataset
    assert dataset is not None
    last = len(dataset.images) - 1
    taken: dict[str, list[float]] = {}
    for turn in range(rounds):
        if turn:
            probe.window.opening.go_to(0)
            probe.until(lambda: probe.is_whole)
            probe.rest(1)
        probe.window.loader.forget()
        probe.ask()
        probe.window.opening.go_to(last)
        probe.until(lambda: "all" in probe.painted)
        probe.rest(1)
        for name, value in (probe.painted | {"gap": probe.longest_gap}).items():
            taken.setdefault(name, []).append(value)
    after, peak = _memory("VmRSS"), _memory("VmHWM")
    pans = _pans(probe)
    figures = {name: median(values) for name, values in taken.items()} | {
        **{f"{name}_p95": Timing.of(values).p95 for name, values in taken.items()},
        "memory": (after - before) / 1e6,
        "anonymous": _memory("RssAnon") / 1e6,
        "peak": (peak - before) / 1e6,
        "pan": pans.median,
        "pan_p95": pans.p95,
    }
    probe.window.close()
    return figures


def stepping(folder: Path, config: Path, steps: int = 40) -> dict[str, float]:
    """From image to image with a key, each once it has been looked at for a moment; then back in a hurry."""
    probe = Probe(config)
    probe.open(folder)
    probe.rest(1)
    taken, gaps = [], []
    for _ in range(steps):
        probe.ask()
        QTest.keyClick(probe.view, Qt.Key.Key_D)
        probe.until(lambda: "all" in probe.painted)
        taken.append(probe.painted["all"])
        probe.rest()
        gaps.append(probe.longest_gap)
    timing = Timing.of(taken)
    probe.ask()
    start = time.perf_counter()
    for _ in range(steps):
        QTest.keyClick(probe.view, Qt.Key.Key_A)
        QApplication.processEvents()
    probe.until(lambda: probe.is_whole)
    hurried = (time.perf_counter() - start) * 1000 / steps
    probe.window.close()
    return {"step": timing.median, "step_p95": timing.p95, "gap": median(gaps), "hurried": hurried}


def _pans(probe: Probe) -> Timing:
    view = probe.view
    view.zoom_to(1)
    view.repaint()
    taken = []
    for step in range(120):
        start = time.perf_counter()
        view.scene.viewport.pan(*((-17, -9) if step // 30 % 2 else (-31, 13)))
        view.input.look_again()
        view.repaint()
        taken.append((time.perf_counter() - start) * 1000)
        QApplication.processEvents()
    return Timing.of(taken)


def _memory(name: str) -> int:
    """Bytes of a line of /proc/self/status."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def main(arguments: list[str]) -> None:
    """Measure what the first argument names, in the folder that the second one names."""
    application = QApplication(["labeler"])
    GarbageCollection(application)
    favour_window()
    warm_up()
    with TemporaryDirectory() as config:
        measure = {"opening": opening, "stepping": stepping}[arguments[0]]
        figures = measure(Path(arguments[1]), Path(config), *map(int, arguments[2:]))
    print(json.dumps(figures))
    del application


if __name__ == "__main__":
    main(sys.argv[1:])
