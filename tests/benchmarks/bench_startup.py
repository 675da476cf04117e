"""From the start of a process to the first frame, beside a bare window; and to a window that can be used."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from labeler.core.resource_files import resource
from tests.benchmarks.figures import Figure, Timing

ROUNDS = 15
_RATIO = 1.5

# Every child is told when it was started, by the clock that all processes share.
_REPORT = """
import json, os, sys, time
STARTED = float(sys.argv.pop(1))
TIMES = {}
def note(name):
    TIMES[name] = (time.monotonic() - STARTED) * 1000
def leave():
    print(json.dumps(TIMES), flush=True)
    os._exit(0)
"""

# What `singleShot` calls comes after the whole tree of widgets was painted.
_BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Bare(QMainWindow):
    is_painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, self.tell)
    def tell(self):
        note("painted")
        leave()
app = QApplication([])
window = Bare()
window.resize(1280, 800)
window.show()
app.exec()
"""

# The program as `python -m labeler` starts it. Its loading begins when the first frame is there.
_LABELER = """
import labeler.__main__
import labeler.gui.app
from labeler.gui.loading import Loading
start = Loading.start
def begin(self):
    note("painted")
    window = self.parent()
    window.when_built(built)
    if len(sys.argv) > 1:
        window.when_built(lambda: window.session.document_changed.connect(opened))
    start(self)
def built():
    note("built")
    if len(sys.argv) == 1:
        leave()
def opened(document):
    if document is not None:
        note("opened")
        leave()
Loading.start = begin
labeler.__main__.main()
"""

_VERSION = """
import labeler.__main__
try:
    labeler.__main__.main(["--version"])
except SystemExit:
    note("version")
    leave()
"""


def run() -> list[Figure]:
    """Times to the first frame and their ratio, to a built window, to an image, and of the command line."""
    with tempfile.TemporaryDirectory() as scratch:
        sample = Path(scratch) / "sample"
        shutil.copytree(resource("sample"), sample)
        children = Children(Path(scratch))
        taken: dict[str, list[float]] = {}
        for number in range(ROUNDS + 1):
            for name, code, words in (
                ("bare", _BARE, []),
                ("window", _LABELER, []),
                ("folder", _LABELER, [str(sample)]),
                ("command", _VERSION, []),
            ):
                for point, milliseconds in children.times(code, words).items():
                    if number > 0:  # the first round writes the byte code
                        taken.setdefault(f"{name} {point}", []).append(milliseconds)
    return _figures({name: Timing.of(each) for name, each in taken.items()})


def _figures(timings: dict[str, Timing]) -> list[Figure]:
    bare, ours = timings["bare painted"], timings["window painted"]
    return [
        Figure("first frame, beside a bare QMainWindow", ours.median / bare.median, "x", _RATIO),
        ours.figure("process start to first frame", floor=bare.median),
        timings["folder painted"].figure("process start to first frame, a folder named", floor=bare.median),
        timings["window built"].figure("process start to a window that is built"),
        timings["folder opened"].figure("process start to the first image of a folder"),
        timings["command version"].figure("process start to the answer of labeler --version"),
    ]


class Children:
    """Processes with warm byte code and settings of their own, offscreen unless QT_QPA_PLATFORM says more."""

    def __init__(self, scratch: Path) -> None:
        self._environment = {
            "QT_QPA_PLATFORM": "offscreen",
            **os.environ,
            "LABELER_CONFIG_DIR": str(scratch / "config"),
            "PYTHONPYCACHEPREFIX": str(scratch / "byte code"),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._remember_place()

    def times(self, code: str, words: list[str]) -> dict[str, float]:
        """What a child that runs this code noted, in milliseconds since its start."""
        command = [sys.executable, "-c", _REPORT + code, str(time.monotonic()), *words]
        ended = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False, timeout=60
        )
        if ended.returncode != 0:
            raise RuntimeError(f"a child ended with status {ended.returncode}: {ended.stderr}")
        times: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
        return times

    def _remember_place(self) -> None:
        """Let the window have been closed once: it is where it was, as it is every day."""
        code = """
from PySide6.QtWidgets import QApplication
from labeler.gui.main_window import MainWindow
from labeler.settings import Settings
app = QApplication([])
window = MainWindow(Settings.load())
window.resize(1280, 800)
window.show()
window.close()
leave()
"""
        self.times(code, [])
