"""The welcome page leads on: buttons, recent datasets, and the keys as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPushButton

from labeler.gui.actions import Actions
from labeler.gui.pages import SentencePage, empty_folder_page, opening_sentence
from labeler.gui.welcome import MAIN_KEYS, Welcome, short_path


@pytest.fixture
def window(qtbot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    return window


@pytest.fixture
def actions(window: QMainWindow) -> Actions:
    return Actions(window)


@pytest.fixture
def welcome(window: QMainWindow, actions: Actions) -> Welcome:
    welcome = Welcome(actions, ["/data/streets", "/data/leaves"])
    window.setCentralWidget(welcome)
    window.show()
    return welcome


def recent_buttons(welcome: Welcome) -> list[QPushButton]:
    return [each for each in welcome.findChildren(QPushButton, "recent") if not each.isHidden()]


def test_its_buttons_do_what_the_actions_do(welcome: Welcome, actions: Actions) -> None:
    done = []
    for name in ("open_folder", "open_image", "open_sample"):
        actions[name].triggered.connect(lambda _=False, name=name: done.append(name))
    buttons = [each for each in welcome.findChildren(QPushButton) if each.objectName() != "recent"]
    assert [each.text() for each in buttons] == [
        "Open folder   Ctrl+U",
        "Open image   Ctrl+O",
        "Open sample",
    ]
    assert [each.property("first") for each in buttons] == [True, False, False]
    for button in buttons:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["open_folder", "open_image", "open_sample"]


def test_a_click_on_a_recent_dataset_names_it(welcome: Welcome, qtbot) -> None:
    first, second = recent_buttons(welcome)
    assert [each.text() for each in first.findChildren(QLabel)] == ["streets", "/data"]
    assert second.toolTip() == "/data/leaves"
    with qtbot.waitSignal(welcome.recent_chosen) as signal:
        # The press lands on the label that lies on the button.
        QTest.mouseClick(second.findChildren(QLabel)[0], Qt.MouseButton.LeftButton)
    assert signal.args == ["/data/leaves"]


def test_the_recent_datasets_are_replaced_and_their_title_goes_with_the_last(
    welcome: Welcome, qapp: QApplication
) -> None:
    def titles() -> list[str]:
        return [each.text() for each in welcome.findChildren(QLabel, "title") if not each.isHidden()]

    assert sorted(titles()) == ["Keys", "Recent"]
    welcome.show_recent(["/data/sea"])
    qapp.processEvents()  # a layout shows what it is given in its own time
    assert [each.toolTip() for each in recent_buttons(welcome)] == ["/data/sea"]
    keys = welcome._keys["fit"]
    assert keys.mapTo(welcome, keys.pos()).x() > welcome.width() / 2
    welcome.show_recent([])
    qapp.processEvents()
    assert recent_buttons(welcome) == []
    assert titles() == ["Keys"]
    assert keys.x() == 0, "in the place of the list"


def test_the_keys_are_those_that_the_actions_have(welcome: Welcome, actions: Actions) -> None:
    shown = {name: welcome._keys[name].text() for name in MAIN_KEYS}
    assert shown["tool_polygon"] == "P"
    assert shown["undo"] == "Ctrl+Z"
    assert all(shown.values())
    actions["tool_polygon"].setShortcuts([QKeySequence("G")])
    actions["mark_done"].setShortcuts([])
    welcome.show_keys()
    assert welcome._keys["tool_polygon"].text() == "G"
    assert welcome._keys["mark_done"].text() == ""


def test_the_page_fits_the_smallest_window_to_design_for(welcome: Welcome, window: QMainWindow) -> None:
    welcome.show_recent([f"/data/{number}" for number in range(10)])
    assert window.minimumSizeHint().height() <= 720
    assert window.minimumSizeHint().width() <= 1280


def test_a_folder_without_images_leads_on(actions: Actions, qtbot) -> None:
    page = empty_folder_page(actions)
    qtbot.addWidget(page)
    opened = []
    actions["open_folder"].triggered.connect(lambda: opened.append(True))
    page.findChildren(QPushButton)[0].click()
    assert opened == [True]


def test_a_page_without_a_hint_leaves_no_gap(qtbot) -> None:
    page = SentencePage()
    qtbot.addWidget(page)
    page.show()
    page.say("Opening", "This may take a while.")
    assert page.hint.isVisible()
    page.say("Opening")
    assert not page.hint.isVisible()


def test_what_is_opened_is_named_even_at_the_root() -> None:
    assert opening_sentence(Path("/data/streets")) == "Opening streets …"
    assert opening_sentence(Path("/")) == "Opening / …"


def test_a_path_fits_one_line_and_keeps_both_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/eva")
    assert short_path(Path("/home/eva/data/streets")) == "~/data/streets"
    assert short_path(Path("/home/eva")) == "/home/eva"
    assert short_path(Path("/mnt/streets")) == "/mnt/streets"
    long = Path("/mnt") / ("very long name " * 10) / "streets"
    assert len(short_path(long)) <= 46
    assert short_path(long).startswith("/mnt/very")
    assert short_path(long).endswith("streets")


def test_in_a_small_window_the_page_scrolls(welcome: Welcome, window: QMainWindow) -> None:
    window.resize(1000, 700)
    QTest.qWait(20)
    assert welcome.verticalScrollBar().maximum() == 0
    window.resize(640, 300)
    QTest.qWait(20)
    assert (window.width(), window.height()) == (640, 300)
    assert welcome.verticalScrollBar().maximum() > 0
