"""The list of a mode in the place of the shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.gui.mode_dock import ModeDock
from tests.datasets import make_dataset
from tests.windows import Desk

LEAST = 300
HINT = "Enter does it"


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "set", 2))
    return desk


@pytest.fixture
def place(open_desk: Desk) -> ModeDock:
    """One of the docks of a window, shown as a mode of its own would."""
    window = open_desk.window
    return ModeDock(window, window.review_dock, window.review_panel.table, HINT, LEAST, window)


def heights(desk: Desk) -> list[int]:
    window = desk.window
    return [dock.height() for dock in (window.class_dock, window.file_dock, window.shape_dock)]


def test_the_list_has_room_and_gives_it_back(open_desk: Desk, place: ModeDock) -> None:
    dock, before = open_desk.window.review_dock, heights(open_desk)
    place.show(True)
    open_desk.qtbot.waitUntil(lambda: dock.isVisible() and dock.height() > before[-1])
    place.show(False)
    assert not dock.isVisible()
    open_desk.qtbot.waitUntil(lambda: heights(open_desk) == pytest.approx(before, abs=2))


def test_showing_it_twice_keeps_what_has_to_be_given_back(open_desk: Desk, place: ModeDock) -> None:
    before = heights(open_desk)
    for is_wanted in (True, True, False, False):
        place.show(is_wanted)
        open_desk.qtbot.wait(20)
    open_desk.qtbot.waitUntil(lambda: heights(open_desk) == pytest.approx(before, abs=2))


def test_full_screen_has_no_list_and_the_window_gets_it_back(open_desk: Desk, place: ModeDock) -> None:
    dock, full_screen = open_desk.window.review_dock, open_desk.window.actions_["full_screen"]
    place.show(True)
    full_screen.trigger()
    open_desk.qtbot.waitUntil(lambda: not dock.isVisible())
    full_screen.trigger()
    open_desk.qtbot.waitUntil(dock.isVisible)


def test_a_list_that_is_ended_in_full_screen_does_not_come_back(open_desk: Desk, place: ModeDock) -> None:
    dock, full_screen = open_desk.window.review_dock, open_desk.window.actions_["full_screen"]
    place.show(True)
    full_screen.trigger()
    open_desk.qtbot.waitUntil(lambda: not dock.isVisible())
    place.show(False)
    full_screen.trigger()
    open_desk.qtbot.waitUntil(open_desk.window.shape_dock.isVisible)
    open_desk.qtbot.wait(20)
    assert not dock.isVisible()


def test_the_status_line_says_what_the_keys_do_while_they_are_the_lists(
    open_desk: Desk, place: ModeDock
) -> None:
    window = open_desk.window
    place.show(True)
    window.review_panel.table.setFocus()
    open_desk.qtbot.waitUntil(lambda: window.status.hint.text() == HINT)
    window.view.hint_changed.emit("What the tool says.")
    open_desk.qtbot.waitUntil(lambda: window.status.hint.text() == HINT)
    window.view.setFocus()
    open_desk.qtbot.waitUntil(lambda: window.status.hint.text() != HINT)
    window.view.hint_changed.emit("What the tool says.")
    open_desk.qtbot.wait(20)
    assert window.status.hint.text() != HINT
