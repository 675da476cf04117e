"""While a folder is read and nothing else is open, that is said, and there is a way back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar, QPushButton

from labeler.core import dataset
from labeler.gui import job_indicator, reading
from tests.datasets import make_dataset
from tests.windows import Desk


class SlowDisk:
    """Folders are read once the test lets them."""

    def __init__(self) -> None:
        self.may_go = threading.Event()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    disk = SlowDisk()
    open_dataset = dataset.open_dataset

    def opening(path: Path) -> dataset.Dataset:
        disk.may_go.wait(10)
        return open_dataset(path)

    monkeypatch.setattr(dataset, "open_dataset", opening)
    monkeypatch.setattr(reading, "PATIENCE", 20)
    monkeypatch.setattr(job_indicator, "PATIENCE", 20)
    yield disk
    disk.may_go.set()


def cancel_button(desk: Desk) -> QPushButton:
    return desk.window.waiting.findChild(QPushButton)


def test_the_page_names_what_is_opened_and_offers_a_way_back_in_time(
    slow: SlowDisk, make_desk, tmp_path: Path
) -> None:
    desk = make_desk()
    window = desk.window
    window.open_path(make_dataset(tmp_path / "set", 1))
    assert window.pages.currentWidget() is window.waiting
    assert window.waiting.sentence.text() == "Opening set …"
    assert not cancel_button(desk).isVisible()
    desk.qtbot.waitUntil(cancel_button(desk).isVisible)
    assert window.waiting.findChild(QProgressBar).isVisible()
    slow.may_go.set()
    desk.wait_for_image()
    assert window.pages.currentWidget() is window.page


def test_cancel_goes_back_at_once_and_nothing_opens_later(slow: SlowDisk, make_desk, tmp_path: Path) -> None:
    desk = make_desk()
    window = desk.window
    window.open_path(make_dataset(tmp_path / "set", 1))
    desk.qtbot.waitUntil(cancel_button(desk).isVisible)
    QTest.mouseClick(cancel_button(desk), Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.welcome
    slow.may_go.set()
    desk.wait_for_jobs()
    assert window.session.dataset is None
    assert window.pages.currentWidget() is window.welcome


def test_the_last_folder_asked_for_wins(slow: SlowDisk, make_desk, tmp_path: Path) -> None:
    desk = make_desk()
    for name in ("one", "two"):
        desk.window.open_path(make_dataset(tmp_path / name, 1))
    slow.may_go.set()
    desk.wait_for_image()
    desk.wait_for_jobs()
    assert desk.window.windowTitle().endswith("two – Labeler")


def test_a_folder_that_cannot_be_read_leads_back_to_the_welcome(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "classes.csv").write_text("no,such,columns\n")
    desk.window.open_path(tmp_path)
    desk.qtbot.waitUntil(lambda: bool(desk.message("opening")))
    desk.qtbot.waitUntil(lambda: desk.window.pages.currentWidget() is desk.window.welcome)


def test_with_a_dataset_open_the_status_line_tells_and_the_canvas_stays(
    slow: SlowDisk, make_desk, tmp_path: Path
) -> None:
    slow.may_go.set()
    desk = make_desk()
    desk.open(make_dataset(tmp_path / "one", 1))
    slow.may_go.clear()
    window = desk.window
    window.open_path(make_dataset(tmp_path / "two", 1))
    assert window.pages.currentWidget() is window.page
    desk.qtbot.waitUntil(window.jobs_shown.isVisible)
    assert window.jobs_shown.name.text() == "Opening two"
    QTest.mouseClick(window.jobs_shown.cancel_button, Qt.MouseButton.LeftButton)
    slow.may_go.set()
    desk.wait_for_jobs()
    assert window.windowTitle().endswith("one – Labeler")
