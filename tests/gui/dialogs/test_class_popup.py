"""The question for a class takes an existing one by click or name, and a new one by its name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from labeler.core.classes import ClassTable
from labeler.gui.dialogs.class_popup import ClassPopup

RETURN = Qt.Key.Key_Return


@pytest.fixture
def popup(qtbot) -> ClassPopup:
    popup = ClassPopup(ClassTable().with_names(["cat", "Caterpillar", "dog"]))
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(popup)
    popup.ask(QPoint(100, 100))
    return popup


def listed(popup: ClassPopup) -> list[str]:
    return [popup.list.item(row).text() for row in range(popup.list.count())]


def test_all_classes_are_listed_with_their_indices(popup: ClassPopup) -> None:
    assert listed(popup) == ["0  background", "1  cat", "2  Caterpillar", "3  dog", "255  void"]
    assert popup.field.hasFocus()


def test_typing_narrows_the_list(popup: ClassPopup) -> None:
    QTest.keyClicks(popup.field, "CAT")
    assert listed(popup) == ["1  cat", "2  Caterpillar"]
    QTest.keyClicks(popup.field, "xx")
    assert listed(popup) == []
    assert not popup.list.isVisible()


def test_the_full_name_of_a_class_takes_it_whatever_its_case(popup: ClassPopup, qtbot) -> None:
    QTest.keyClicks(popup.field, "DOG")
    with qtbot.waitSignal(popup.class_chosen) as signal:
        QTest.keyClick(popup.field, RETURN)
    assert signal.args == ["dog"]
    assert not popup.isVisible()


def test_another_name_adds_a_class(popup: ClassPopup, qtbot) -> None:
    QTest.keyClicks(popup.field, " cate ")
    assert popup._hint.text() == "Enter adds the class cate"
    with qtbot.waitSignal(popup.class_added) as signal:
        QTest.keyClick(popup.field, RETURN)
    assert signal.args == ["cate"]


def test_the_arrow_keys_move_the_mark(popup: ClassPopup, qtbot) -> None:
    QTest.keyClicks(popup.field, "cat")
    QTest.keyClick(popup.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(popup.class_chosen) as signal:
        QTest.keyClick(popup.field, RETURN)
    assert signal.args == ["Caterpillar"]


def test_a_click_takes_a_class(popup: ClassPopup, qtbot) -> None:
    place = popup.list.visualItemRect(popup.list.item(3)).center()
    with qtbot.waitSignal(popup.class_chosen) as signal:
        QTest.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert signal.args == ["dog"]


def test_enter_on_nothing_takes_nothing(popup: ClassPopup, qtbot) -> None:
    with qtbot.assertNotEmitted(popup.class_chosen), qtbot.assertNotEmitted(popup.class_added):
        QTest.keyClick(popup.field, RETURN)
    assert popup.isVisible()
    QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_it_stays_on_the_screen(popup: ClassPopup) -> None:
    popup.close()
    popup.ask(QPoint(100_000, 100_000))
    assert popup.screen().availableGeometry().contains(popup.frameGeometry())
