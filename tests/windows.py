"""The real window for tests: opened on real folders, driven by real events, and closed at the end."""

from __future__ import annotations

import errno
import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from labeler.core import files
from labeler.gui import safekeeping, theme
from labeler.gui.document import Document
from labeler.gui.main_window import MainWindow
from labeler.gui.text_keys import TextKeys
from labeler.settings import AUTOSAVE_DELAY, Settings

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


class Desk:
    """A window and the hands on it."""

    def __init__(self, window: MainWindow, qtbot) -> None:
        self.window = window
        self.qtbot = qtbot

    @property
    def document(self) -> Document:
        document = self.window.session.document
        assert document is not None
        return document

    @property
    def shapes(self) -> list:
        return self.document.annotation.shapes

    def open(self, path: Path) -> None:
        """Open a folder or image and wait until it is on the canvas and every image's state is known."""
        self.window.choosing.open_path(path)
        self.qtbot.waitUntil(lambda: self.window.session.dataset is not None)
        self.wait_for_image()
        self.wait_for_jobs()

    def wait_for_image(self) -> None:
        """Wait until the image that was asked for is on the canvas."""
        window = self.window

        def is_there() -> bool:
            dataset, position = window.session.dataset, window.opening.position
            if dataset is None or position is None or window.session.document is None:
                return False
            scene = window.view.scene
            has_picture = scene.base.image.shows(scene.viewport)
            return has_picture and window.session.document.image == dataset.images[position]

        self.qtbot.waitUntil(is_there)

    def wait_for_jobs(self) -> None:
        """Wait until no job is at work."""
        window = self.window
        self.qtbot.waitUntil(lambda: not window.jobs.is_busy and not window.opening.is_busy, timeout=10_000)

    def wait_saved(self) -> None:
        """Wait until the disk has what the canvas shows."""
        self.qtbot.waitUntil(lambda: not self.document.is_dirty)

    def go_to(self, position: int) -> None:
        self.window.opening.go_to(position)
        self.wait_for_image()

    def place(self, x: float, y: float) -> QPoint:
        """Where a place of the image lies on the canvas, in screen pixels."""
        viewport = self.window.view.scene.viewport
        left, top = viewport.to_device(x, y)
        return QPoint(round(left / viewport.ratio), round(top / viewport.ratio))

    def click(self, x: float, y: float, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Click on a place of the image."""
        place = self.place(x, y)
        QTest.mouseMove(self.window.view, place)
        QTest.mouseClick(self.window.view, LEFT, modifiers, place)

    def key(self, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)

    def draw(self, *places: tuple[float, float]) -> None:
        """Draw a polygon with the mouse, closed by Enter."""
        self.window.actions_["tool_polygon"].trigger()
        self.window.view.setFocus()
        for x, y in places:
            self.click(x, y)
        QTest.keyClick(self.window.view, Qt.Key.Key_Return)

    def choose(self, class_name: str) -> None:
        self.window.session.choose_class(class_name)

    def message(self, key: str) -> str:
        """The text of a message that stands, empty when there is none."""
        message = self.window.messages.message(key)
        return "" if message is None else message.text

    def press_remedy(self, key: str, text: str) -> None:
        """Press a button of a message."""
        button = next(each for each in self.window.messages.row(key).buttons if each.text() == text)
        QTest.mouseClick(button, LEFT)


@pytest.fixture(autouse=True)
def garbage_is_collected_here() -> Iterator[None]:
    """Garbage is collected in this thread only, as the program does (see labeler/gui/garbage.py)."""
    gc.collect()
    gc.freeze()  # what has outlived the tests before need not be looked at again: that took half of the time
    gc.disable()
    yield
    gc.enable()


class FullDisk:
    """A disk that takes nothing more while `is_full`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = False
        write_all = files._write_all

        def write(descriptor: int, data: memoryview) -> None:
            if self.is_full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            write_all(descriptor, data)

        monkeypatch.setattr(files, "_write_all", write)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    return FullDisk(monkeypatch)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings and data folders of their own; saving waits for nothing."""
    monkeypatch.setenv("LABELER_CONFIG_DIR", str(tmp_path / "config"))
    settings = Settings.load(tmp_path / "config" / "settings.json")
    settings.set(AUTOSAVE_DELAY, 0.05)
    return settings


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[QMessageBox.StandardButton]:
    """What the user will answer to questions, in order; a question without an answer fails the test."""
    given: list[QMessageBox.StandardButton] = []

    def answer(box: QMessageBox) -> int:
        assert given, f"nobody expected the question {box.text()!r}"
        return given.pop(0).value

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return given


@pytest.fixture
def make_desk(
    qtbot, settings: Settings, answers, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Desk]]:
    """Opens windows, and closes them at the end of the test."""
    monkeypatch.setattr(safekeeping, "_PARTS", 0)  # a slow disk would make the tests wait
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.clipboard().clear()
    theme.apply(app, "dark")
    keys = TextKeys(app)
    windows: list[MainWindow] = []

    def make() -> Desk:
        window = MainWindow(settings)
        window.build()
        window.resize(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        windows.append(window)
        return Desk(window, qtbot)

    yield make
    for window in windows:
        if window.isVisible():
            answers.append(QMessageBox.StandardButton.Discard)
            assert window.close()
        window.deleteLater()
    app.focusChanged.disconnect(keys._on_focus)
    keys.deleteLater()


@pytest.fixture
def desk(make_desk: Callable[[], Desk]) -> Desk:
    """One window on nothing."""
    return make_desk()
