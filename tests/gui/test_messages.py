"""Messages wait in a bar until they are resolved, closed, or answered by their remedy."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QToolButton

from labeler.gui.messages import Message, MessageBar, Remedy, Severity

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot) -> MessageBar:
    window = QStackedWidget()
    qtbot.addWidget(window)
    window.addWidget(QLabel("one page"))
    window.addWidget(QLabel("another"))
    window.resize(800, 400)
    bar = MessageBar()
    bar.lie_over(window)
    window.show()
    bar.keeps_alive = window
    return bar


def press(bar: MessageBar, key: str, place: int = 0) -> None:
    QTest.mouseClick(bar.row(key).buttons[place], LEFT)


def test_an_empty_bar_takes_no_room(bar: MessageBar) -> None:
    assert not bar.isVisible()
    bar.show_message(Message("a", "Something."))
    assert bar.isVisible()
    bar.resolve("a")
    assert not bar.isVisible()


def test_it_is_as_wide_as_what_it_lies_over_and_as_high_as_its_words_need(bar: MessageBar) -> None:
    window = bar.parentWidget()
    bar.show_message(Message("a", "Some words about something. " * 8))
    assert (bar.pos().x(), bar.pos().y(), bar.width()) == (0, 0, 800)
    one = bar.height()
    assert 0 < one == bar.row("a").height()
    window.resize(400, 400)
    QApplication.processEvents()
    assert bar.width() == 400
    assert bar.height() > one
    bar.show_message(Message("b", "More."))
    assert bar.height() > bar.row("a").height()
    bar.resolve("a")
    QApplication.processEvents()
    assert bar.height() < one


def test_it_lies_over_every_page_that_is_turned_to(bar: MessageBar) -> None:
    window = bar.parentWidget()
    assert isinstance(window, QStackedWidget)
    bar.show_message(Message("a", "Something."))
    for page in (1, 0):
        window.setCurrentIndex(page)
        QApplication.processEvents()
        assert bar.isAncestorOf(window.childAt(10, bar.height() // 2))


def test_a_newer_message_about_the_same_matter_takes_the_place(bar: MessageBar) -> None:
    bar.show_message(Message("a", "One."))
    bar.show_message(Message("a", "Two.", Severity.ERROR))
    assert bar.message("a").text == "Two."
    bar.resolve("a")
    assert bar.message("a") is None


def test_the_same_words_again_change_nothing(bar: MessageBar) -> None:
    bar.show_message(Message("a", "One."))
    row = bar.row("a")
    bar.show_message(Message("a", "One.", remedies=(Remedy("Retry", print),)))
    assert bar.row("a") is row


def test_a_remedy_acts_and_takes_the_message_away(bar: MessageBar) -> None:
    acted = []
    bar.show_message(Message("a", "One.", remedies=(Remedy("Do", lambda: acted.append(1)),)))
    press(bar, "a")
    assert acted == [1]
    assert bar.message("a") is None


def test_a_remedy_that_keeps_leaves_it_standing(bar: MessageBar) -> None:
    acted = []
    bar.show_message(Message("a", "One.", remedies=(Remedy("Try", lambda: acted.append(1), keeps=True),)))
    press(bar, "a")
    assert acted == [1]
    assert bar.message("a") is not None


def test_a_remedy_may_tell_of_the_same_matter_again(bar: MessageBar) -> None:
    again = Message("a", "Still.")
    bar.show_message(Message("a", "One.", remedies=(Remedy("Try", lambda: bar.show_message(again)),)))
    press(bar, "a")
    assert bar.message("a") is again


def test_what_lasts_has_no_cross(bar: MessageBar) -> None:
    bar.show_message(Message("lasting", "One.", can_be_closed=False))
    bar.show_message(Message("passing", "Two."))
    assert bar.row("lasting").findChild(QToolButton) is None
    QTest.mouseClick(bar.row("passing").findChild(QToolButton), LEFT)
    assert bar.message("passing") is None


def test_only_the_newest_stand_and_the_others_wait(bar: MessageBar) -> None:
    for name in "abcde":
        bar.show_message(Message(name, f"Message {name}."))
    assert [bar.row(name).isVisible() for name in "abcde"] == [False, False, True, True, True]
    assert bar._more.text() == "2 more"
    bar.resolve("e")
    bar.resolve("d")
    assert all(bar.row(name).isVisible() for name in "abc")
    assert not bar._more.isVisible()


def test_messages_go_together_by_the_beginning_of_their_keys(bar: MessageBar) -> None:
    for key in ("image:a", "image:b", "save:a"):
        bar.show_message(Message(key, key))
    bar.resolve_all("image:")
    assert bar.message("image:a") is None
    assert bar.message("save:a") is not None


def test_text_is_shown_as_it_is(bar: MessageBar) -> None:
    bar.show_message(Message("a", "<b>x</b>.json"))
    assert bar.row("a")._text.textFormat() is Qt.TextFormat.PlainText
