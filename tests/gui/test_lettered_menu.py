"""Menus are used by letters: Alt and the letter of a menu, then that of an entry."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from labeler.gui.lettered_menu import LetteredMenu
from labeler.gui.menus import MENUS
from tests.datasets import make_dataset


@pytest.fixture
def menu(qtbot) -> LetteredMenu:
    window = QWidget()
    qtbot.addWidget(window)
    menu = LetteredMenu("Dataset", window)
    menu.window_, menu.chosen = window, []
    for text in ("Check…", "Compare…", "&Inspect…", "Remap…"):
        menu.addAction(text).triggered.connect(lambda _=False, text=text: menu.chosen.append(text))
    inner = LetteredMenu("Select", menu)
    inner.addAction("None").triggered.connect(lambda: menu.chosen.append("None"))
    menu.addMenu(inner)
    menu.popup(window.mapToGlobal(window.rect().center()))
    return menu


def test_a_letter_chooses_the_only_entry_that_begins_with_it(menu):
    QTest.keyClick(menu, "r")
    assert menu.chosen == ["Remap…"]
    assert not menu.isVisible()


def test_of_several_a_letter_marks_one_after_the_other_and_enter_chooses(menu):
    QTest.keyClick(menu, "c")
    assert menu.activeAction().text() == "Check…"
    QTest.keyClick(menu, "c")
    assert menu.activeAction().text() == "Compare…"
    assert menu.chosen == []
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert menu.chosen == ["Compare…"]


def test_what_is_off_and_letters_of_nothing_are_passed_over(menu):
    menu.actions()[0].setEnabled(False)
    QTest.keyClick(menu, "x")
    assert menu.isVisible()
    QTest.keyClick(menu, "C", Qt.KeyboardModifier.ShiftModifier)
    assert menu.chosen == ["Compare…"]


def test_a_letter_opens_a_menu_in_the_menu(menu, qtbot):
    inner = menu.actions()[-1].menu()
    QTest.keyClick(menu, "s")
    qtbot.waitUntil(inner.isVisible)
    QTest.keyClick(inner, "n")
    assert menu.chosen == ["None"]
    assert not menu.isVisible()


@pytest.mark.parametrize("title", MENUS)
def test_every_entry_of_the_menu_bar_is_reached_by_its_letter(desk, tmp_path, title):
    desk.open(make_dataset(tmp_path / "set", 1))
    menu = desk.window.menus[title]
    menu.popup(desk.window.mapToGlobal(desk.window.rect().center()))
    for action in menu.actions():
        if action.isSeparator() or not action.isEnabled():
            continue
        alike = menu._beginning_with(action.text().replace("&", "")[0])
        assert action in alike
        if len(alike) > 1:
            for _ in alike:
                QTest.keyClick(menu, action.text().replace("&", "")[0].lower())
                if menu.activeAction() is action:
                    break
            assert menu.activeAction() is action
    menu.close()
