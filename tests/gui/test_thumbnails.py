"""Thumbnails for the file list, made beside the window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from labeler.gui import thumbnails as module
from labeler.gui.thumbnails import Thumbnails
from tests.datasets import write_photograph


@pytest.fixture
def thumbnails(qtbot, tmp_path: Path):
    made = Thumbnails(tmp_path / "cache")
    yield made
    made.close()


class Gate:
    """Holds the thread back until it is opened, and remembers what it made, in order."""

    def __init__(self, monkeypatch) -> None:
        self.goes_on = threading.Event()
        self.made: list[str] = []
        self.is_at_work = threading.Event()
        make = module_of_files().ThumbnailFiles.make

        def gated(files, path: Path, is_wanted):
            self.made.append(path.name)
            self.is_at_work.set()
            assert self.goes_on.wait(5)
            return make(files, path, is_wanted)

        monkeypatch.setattr(module_of_files().ThumbnailFiles, "make", gated)


def module_of_files():
    from labeler.core import thumbnail_files

    return thumbnail_files


@pytest.fixture
def gate(monkeypatch) -> Gate:
    return Gate(monkeypatch)


def images(tmp_path: Path, count: int) -> list[Path]:
    paths = [tmp_path / f"{number}.png" for number in range(count)]
    for path in paths:
        write_photograph(path, (60, 30))
    return paths


def test_a_thumbnail_is_there_when_the_signal_says_so(thumbnails: Thumbnails, qtbot, tmp_path: Path) -> None:
    (path,) = images(tmp_path, 1)
    with qtbot.waitSignal(thumbnails.ready) as signal:
        assert thumbnails.icon(path) is None
    assert signal.args == [path]
    pixmap = thumbnails.icon(path)
    assert (pixmap.width(), pixmap.height()) == (60, 30)


def test_what_was_asked_for_last_is_made_first(thumbnails: Thumbnails, qtbot, gate, tmp_path: Path) -> None:
    paths = images(tmp_path, 5)
    thumbnails.icon(paths[0])
    assert gate.is_at_work.wait(5)
    for path in (*paths[1:], paths[2]):
        thumbnails.icon(path)
    gate.goes_on.set()
    qtbot.waitUntil(lambda: len(gate.made) == 5)  # to ask for any of them would move it to the front
    assert gate.made == ["0.png", "2.png", "4.png", "3.png", "1.png"]


def test_an_image_that_is_at_work_is_not_made_twice(
    thumbnails: Thumbnails, qtbot, gate, tmp_path: Path
) -> None:
    (path,) = images(tmp_path, 1)
    thumbnails.icon(path)
    assert gate.is_at_work.wait(5)
    thumbnails.icon(path)
    gate.goes_on.set()
    qtbot.waitUntil(lambda: thumbnails.icon(path) is not None)
    assert gate.made == ["0.png"]


def test_what_was_scrolled_past_is_not_made(
    thumbnails: Thumbnails, qtbot, gate, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(module, "_MOST_WAITED_FOR", 2)
    paths = images(tmp_path, 6)
    for path in paths:
        thumbnails.icon(path)
        assert gate.is_at_work.wait(5)
    gate.goes_on.set()
    qtbot.waitUntil(lambda: len(thumbnails._kept) == 3)
    assert gate.made == ["0.png", "5.png", "4.png"]
    with qtbot.waitSignal(thumbnails.ready):
        assert thumbnails.icon(paths[1]) is None


def test_memory_holds_the_latest_only(thumbnails: Thumbnails, qtbot, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_MOST_KEPT", 2)
    paths = images(tmp_path, 3)
    for path in paths:
        with qtbot.waitSignal(thumbnails.ready):
            thumbnails.icon(path)
    assert list(thumbnails._kept) == paths[1:]


def test_what_is_no_image_has_none_and_is_not_tried_again(
    thumbnails: Thumbnails, qtbot, gate, tmp_path: Path
) -> None:
    gate.goes_on.set()
    path = tmp_path / "a.jpg"
    path.write_bytes(b"no image")
    with qtbot.assertNotEmitted(thumbnails.ready):
        thumbnails.icon(path)
        qtbot.waitUntil(lambda: path in thumbnails._kept)
        assert thumbnails.icon(path) is None
    assert gate.made == ["a.jpg"]


def test_a_changed_image_is_looked_at_again(thumbnails: Thumbnails, qtbot, tmp_path: Path) -> None:
    (path,) = images(tmp_path, 1)
    with qtbot.waitSignal(thumbnails.ready):
        thumbnails.icon(path)
    write_photograph(path, (30, 60))
    thumbnails.forget(path)
    with qtbot.waitSignal(thumbnails.ready):
        assert thumbnails.icon(path) is None
    assert thumbnails.icon(path).height() == 60


def test_closing_drops_what_is_waited_for(qtbot, gate, tmp_path: Path) -> None:
    thumbnails = Thumbnails(tmp_path / "cache")
    paths = images(tmp_path, 3)
    with qtbot.assertNotEmitted(thumbnails.ready, wait=50):
        for path in paths:
            thumbnails.icon(path)
        assert gate.is_at_work.wait(5)
        gate.goes_on.set()
        thumbnails.close()
        assert thumbnails.icon(paths[0]) is None
    assert len(gate.made) <= 1
