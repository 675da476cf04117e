"""How a tool is used is said once, when it is taken up for the first time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from labeler.gui.first_hints import ToolNote
from labeler.settings import FIRST_HINTS, SEEN_HINTS, Settings
from labeler.tools.polygon import PolygonTool
from labeler.tools.registry import TOOLS
from labeler.tools.select import SelectTool
from tests.datasets import make_dataset
from tests.windows import Desk


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on two images; the tool in the hand is for selecting."""
    desk.open(make_dataset(tmp_path / "set", 2))
    desk.window.view.setFocus()
    return desk


def note(desk: Desk) -> ToolNote:
    return desk.window.view.findChild(ToolNote)


def press(desk: Desk, text: str) -> None:
    button = next(each for each in note(desk).findChildren(QPushButton) if each.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_says_its_gesture_in_two_short_lines(name: str) -> None:
    lines = TOOLS[name].first_use.splitlines()
    assert len(lines) == 2
    assert all(line.endswith(".") and len(line) <= 60 for line in lines)


def test_nothing_is_said_while_no_image_is_open(desk: Desk) -> None:
    assert not note(desk).isVisible()


def test_each_tool_is_explained_when_it_is_taken_up(open_desk: Desk) -> None:
    assert note(open_desk).isVisible()
    assert note(open_desk).title.text() == "Select   V"
    assert note(open_desk).text.text() == SelectTool.first_use
    open_desk.key("p")
    assert note(open_desk).title.text() == "Polygon   P"
    assert note(open_desk).text.text() == PolygonTool.first_use


def test_got_it_is_remembered_for_this_tool_alone(
    open_desk: Desk, make_desk: Callable[[], Desk], settings: Settings
) -> None:
    press(open_desk, "Got it")
    assert not note(open_desk).isVisible()
    assert settings.get(SEEN_HINTS) == ["tool_select"]
    open_desk.key("p")
    assert note(open_desk).isVisible()
    open_desk.key("v")
    assert not note(open_desk).isVisible()
    open_desk.go_to(1)
    assert not note(open_desk).isVisible()


def test_a_tool_that_has_done_something_needs_no_words(open_desk: Desk, settings: Settings) -> None:
    open_desk.choose("cat")
    open_desk.draw((5, 30), (20, 30), (12, 44))
    assert not note(open_desk).isVisible()
    assert settings.get(SEEN_HINTS) == ["tool_polygon"]


def test_no_more_hints_means_none_until_the_setting_is_on_again(open_desk: Desk, settings: Settings) -> None:
    press(open_desk, "Got it")
    open_desk.key("p")
    press(open_desk, "No more hints")
    assert settings.get(FIRST_HINTS) is False
    for key in "vp":
        open_desk.key(key)
        assert not note(open_desk).isVisible()
    settings.set(FIRST_HINTS, True)
    assert note(open_desk).isVisible()
    assert settings.get(SEEN_HINTS) == []


def test_it_keeps_to_the_lower_left_and_leaves_the_keys_to_the_canvas(open_desk: Desk) -> None:
    view = open_desk.window.view
    for width, height in ((1280, 800), (1000, 700)):
        open_desk.window.resize(width, height)
        open_desk.qtbot.waitUntil(lambda: note(open_desk).geometry().bottom() == view.height() - 49)
        assert note(open_desk).x() == 12
        assert note(open_desk).geometry().right() < view.width() * 0.7
    press(open_desk, "Got it")
    assert view.hasFocus()


def test_it_goes_with_the_image(open_desk: Desk) -> None:
    open_desk.window.session.show(None)
    assert not note(open_desk).isVisible()


def test_the_note_breaks_its_lines_where_the_canvas_is_narrow(open_desk: Desk) -> None:
    window = open_desk.window
    window.resize(1200, 700)
    QTest.qWait(20)
    wide = note(open_desk).size()
    window.resize(620, 700)
    QTest.qWait(20)
    narrow = note(open_desk).geometry()
    assert narrow.width() < wide.width()
    assert narrow.height() > wide.height()
    assert window.view.rect().contains(narrow)
    window.resize(1200, 700)
    QTest.qWait(20)
    assert note(open_desk).size() == wide


def test_the_note_leaves_the_chip_of_what_is_hidden_in_sight(open_desk: Desk) -> None:
    window = open_desk.window
    open_desk.choose("cat")
    window.actions_["hide_class"].trigger()
    chip = window.view.findChild(QWidget, "hiddenChip")
    assert chip.isVisible()
    assert note(open_desk).isVisible()
    assert not chip.geometry().intersects(note(open_desk).geometry())
