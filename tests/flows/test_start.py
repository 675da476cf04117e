"""Starting the program: without a display, on a folder, and what it loads before the first frame."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.datasets import make_dataset

_LINUX = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="displays are a matter of X and Wayland"
)


def run(code: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XAUTHORITY")
    }
    return subprocess.run(
        [sys.executable, *code],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@_LINUX
@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"QT_QPA_PLATFORM": "xcb"}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"DISPLAY": ":9876"}, "DISPLAY is ':9876', but it cannot be opened"),
        ({"DISPLAY": "nonsense"}, "DISPLAY is 'nonsense', but it cannot be opened"),
        ({"WAYLAND_DISPLAY": "wayland-77"}, "WAYLAND_DISPLAY is 'wayland-77', but nothing answers there"),
    ],
)
def test_without_a_display_there_is_one_line_and_status_2(environment: dict[str, str], words: str) -> None:
    ended = run(["-m", "labeler"], **environment)
    assert ended.returncode == 2
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert line.startswith("labeler: no ")
    # A machine without Qt's libraries for X says that instead, as clearly.
    assert words in line or "is missing" in line


def test_the_window_opens_a_folder_and_closes_on_a_polite_kill(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    code = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from labeler.gui import app
from labeler.gui.messages import Message, Remedy
def look(window):
    if window.session.document is None:
        QTimer.singleShot(20, lambda: look(window))
    else:
        window.commands.select_all()
        window.commands.duplicate()
        window.messages.show_message(Message("a", "b", remedies=(Remedy("c", window.close),)))
        print(window.windowTitle(), len(window.session.document.annotation.shapes), flush=True)
        os.kill(os.getpid(), signal.SIGTERM)
make = app.make_window
def made(application):
    window = make(application)
    window.when_built(lambda: look(window))
    return window
app.make_window = made
sys.exit(app.run(Path(sys.argv[1])))
"""
    ended = run(
        ["-c", code, str(folder)], QT_QPA_PLATFORM="offscreen", LABELER_CONFIG_DIR=str(tmp_path / "config")
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "a1.jpg – set – Labeler 6"
    assert (tmp_path / "config" / "settings.json").exists()
    assert "Traceback" not in ended.stderr


def test_the_first_frame_waits_for_no_slow_library(tmp_path: Path) -> None:
    code = """
import sys
from PySide6 import QtCore
from PySide6.QtWidgets import QApplication
from labeler.gui.app import make_window
application = QApplication([])
window = make_window(application)
def look():
    slow = ("numpy", "numba", "shapely", "PIL", "isal", "defusedxml", "tifffile", "PySide6.QtSvg")
    print([name for name in slow if name in sys.modules])
    print("Qt" in vars(QtCore))  # all enums of the namespace, 18 ms
    window.close()
window.first_painted.disconnect()
window.first_painted.connect(look)
window.show()
application.exec()
"""
    settings = {"QT_QPA_PLATFORM": "offscreen", "LABELER_CONFIG_DIR": str(tmp_path / "config")}
    run(["-c", code], **settings)  # the first time on a small screen the window is maximized, by such an enum
    ended = run(["-c", code], **settings)
    assert ended.stdout.splitlines() == ["[]", "False"], ended.stderr


def test_what_is_asked_for_before_the_window_is_built_waits_for_it(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QFileDialog
from labeler.gui.app import make_window
application = QApplication([])
QFileDialog.getExistingDirectory = lambda *_: sys.argv[1]
window = make_window(application)
def opened(document):
    if document is not None:
        print(window.windowTitle())
        window.close()
def ask():
    print(window.is_built)
    window.actions_["open_folder"].trigger()
    window.when_built(lambda: window.session.document_changed.connect(opened))
window.first_painted.connect(ask)
window.show()
application.exec()
"""
    folder = make_dataset(tmp_path / "set", 1)
    ended = run(
        ["-c", code, str(folder)], QT_QPA_PLATFORM="offscreen", LABELER_CONFIG_DIR=str(tmp_path / "config")
    )
    assert ended.stdout.splitlines() == ["False", "a1.jpg – set – Labeler"], ended.stderr


def test_a_window_closed_before_it_is_built_is_never_built(tmp_path: Path) -> None:
    code = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from labeler.gui.app import make_window
application = QApplication([])
application.setQuitOnLastWindowClosed(False)
window = make_window(application)
window.first_painted.connect(window.close)
QTimer.singleShot(1500, application.quit)
window.show()
application.exec()
print(window.is_built)
"""
    ended = run(["-c", code], QT_QPA_PLATFORM="offscreen", LABELER_CONFIG_DIR=str(tmp_path / "config"))
    assert ended.stdout.splitlines() == ["False"], ended.stderr
    assert "Traceback" not in ended.stderr
