"""A window that is killed in the middle of work loses nothing but its last moments, and breaks no file."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from labeler.core.annotation_file import read_annotation
from labeler.settings import AUTOSAVE, Settings
from tests.datasets import make_dataset
from tests.flows import window_process
from tests.windows import Desk

ROOT = Path(__file__).parents[2]
SHAPES = "recovery:shapes"


class Killed:
    """A window in a process of its own, and what it said until it was killed."""

    def __init__(self, folder: Path, task: str, mode: str) -> None:
        code = [sys.executable, str(Path(window_process.__file__)), str(folder), task, mode]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        self.process = subprocess.Popen(code, stdout=subprocess.PIPE, env=environment, text=True)
        self.told: list[dict] = []

    def read(self) -> dict:
        """The next line; fails when the process has ended by itself."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the window ended by itself"
        self.told.append(json.loads(line))
        return self.told[-1]

    def read_on(self, seed: int) -> None:
        """Let it draw until something is kept, and then for a while that nobody can foresee."""
        while not self.read()["is_kept"]:
            pass
        for _ in range(random.Random(seed).randrange(5, 40)):
            self.read()

    def kill(self) -> None:
        """kill -9, and what it said before that."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.told.append(json.loads(line))

    def kept(self, key: str) -> list:
        """What it said that is kept."""
        return [each[key] for each in self.told if each["is_kept"] and key in each]


@contextmanager
def working(folder: Path, task: str, mode: str) -> Iterator[Killed]:
    """A window that works, killed at the end whatever happens."""
    killed = Killed(folder, task, mode)
    last_resort = threading.Timer(60, killed.process.kill)
    last_resort.start()
    try:
        yield killed
    finally:
        last_resort.cancel()
        killed.process.kill()
        killed.process.wait()
        killed.process.stdout.close()


def open_again(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    desk.qtbot.waitUntil(lambda: not desk.window.recovery.is_busy)


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.set(AUTOSAVE, False)
    return make_dataset(tmp_path / "set", 2)


@pytest.mark.parametrize("seed", [1, 2])
def test_shapes_that_were_not_saved_come_back(desk: Desk, folder: Path, seed: int) -> None:
    before = (folder / "a1.json").read_bytes()
    with working(folder, "shapes", "manual") as window:
        window.read_on(seed)
        window.kill()
    assert (folder / "a1.json").read_bytes() == before
    open_again(desk, folder)
    assert "Labeler ended before 1 image was saved: a1.jpg" in desk.message(SHAPES)
    desk.press_remedy(SHAPES, "Restore")
    assert max(window.kept("shapes")) <= len(desk.shapes) <= max(each["shapes"] for each in window.told)
    assert [shape.points[0, 0] for shape in desk.shapes[3:]] == [
        0.25 * number for number in range(len(desk.shapes) - 3)
    ]
    assert (folder / "a1.json").read_bytes() == before
    desk.window.undoing.undo()
    assert len(desk.shapes) == 3


def test_a_kill_while_files_are_written_leaves_whole_files(desk: Desk, folder: Path) -> None:
    with working(folder, "shapes", "saving") as window:
        window.read_on(3)
        window.kill()
    saved = len(read_annotation(folder / "a1.json").shapes)
    open_again(desk, folder)
    if desk.message(SHAPES):
        desk.press_remedy(SHAPES, "Restore")
    assert len(desk.shapes) >= max(saved, *window.kept("shapes"))


def test_the_draft_comes_back_to_the_vertex(desk: Desk, folder: Path) -> None:
    with working(folder, "draft", "saving") as window:
        window.read_on(4)
        window.kill()
    open_again(desk, folder)
    desk.qtbot.waitUntil(lambda: desk.window.drawing.is_busy)
    points = [list(point) for point in desk.window.view.tool.draft.points]
    assert len(points) >= len(window.kept("points")[-1]) > 0
    assert points in [each["points"] for each in window.told]
    assert desk.window.session.current_class == "cat"
    assert desk.window.actions_["tool_polygon"].isChecked()


def test_a_window_that_lives_is_not_robbed(desk: Desk, folder: Path, answers) -> None:
    with working(folder, "shapes", "manual") as window:
        window.read_on(5)
        answers.append(QMessageBox.StandardButton.Ignore)  # open it anyway
        open_again(desk, folder)
        assert not answers
        assert not desk.message(SHAPES)
        assert not desk.window.session.read_only_reason
