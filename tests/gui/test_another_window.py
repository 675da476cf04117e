"""Another window is another process, with the same settings, and neither loses what the other set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess

from labeler.gui.another_window import _COMMAND, _FOLDER
from labeler.settings import OVERLAY_OPACITY, RECENT, WHEEL_ZOOMS, Settings
from tests.windows import Desk

Started = list[tuple[str, list[str], str]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """The processes that were asked for; none is started."""
    asked: Started = []

    def start(program: str, arguments: list[str], folder: str) -> tuple[bool, int]:
        asked.append((program, arguments, folder))
        return Path(program).exists(), 0

    monkeypatch.setattr(QProcess, "startDetached", start)
    return asked


def test_the_same_python_runs_the_same_package(desk: Desk, started: Started) -> None:
    desk.window.actions_["new_window"].trigger()
    assert started == [(sys.executable, _COMMAND, str(_FOLDER))]
    assert (_FOLDER / "labeler" / "gui" / "another_window.py").exists()


def test_it_gets_the_settings_as_they_are_now(desk: Desk, started: Started, settings: Settings) -> None:
    settings.set(OVERLAY_OPACITY, 0.7)
    desk.window.actions_["new_window"].trigger()
    assert Settings.load(settings.path).get(OVERLAY_OPACITY) == 0.7


def test_that_it_did_not_start_is_told(desk: Desk, started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    desk.window.actions_["new_window"].trigger()
    assert desk.message("window") == "No other window could be opened: /no/such/python did not start."


def test_what_two_windows_set_is_kept(desk: Desk, settings: Settings) -> None:
    other = Settings.load(settings.path)
    other.set(WHEEL_ZOOMS, False)
    other.set(RECENT, ["/data/of/the/other"])
    other.save()
    settings.set(OVERLAY_OPACITY, 0.2)
    assert desk.window.close()
    both = Settings.load(settings.path)
    assert both.get(WHEEL_ZOOMS) is False
    assert both.get(OVERLAY_OPACITY) == 0.2
    assert both.get(RECENT) == ["/data/of/the/other"]


def test_the_process_opens_a_window_beside_the_place_that_is_remembered(tmp_path: Path) -> None:
    code = """
import runpy, sys
from PySide6.QtWidgets import QApplication
from labeler.gui import app
from labeler.gui.main_window import MainWindow
def exec(application):
    (window,) = (each for each in application.topLevelWidgets() if isinstance(each, MainWindow))
    print(window.x(), window.y(), window.isVisible())
    return 0
place = MainWindow.__init__
def placed(window, settings):
    place(window, settings)
    window.showNormal()
    window.resize(400, 300)
    window.move(100, 50)
MainWindow.__init__ = placed
QApplication.exec = exec
runpy.run_module("labeler.gui.another_window", run_name="__main__")
"""
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"LABELER_CONFIG_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.stdout.split() == ["132", "82", "True"], ended.stderr
