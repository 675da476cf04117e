"""Keys are recorded by pressing them; a key of another action is taken only when the user says so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget

from labeler.gui.actions import Actions
from labeler.gui.dialogs.key_page import KeyPage
from labeler.gui.dialogs.key_recorder import KeyRecorder
from labeler.gui.fixed_keys import FIXED_KEYS
from labeler.gui.rows import ROWS
from labeler.gui.shortcuts import Shortcuts
from labeler.settings import KEYS, Settings

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class TestRecorder:
    """The button that waits for a key."""

    @pytest.fixture
    def recorder(self, qtbot) -> KeyRecorder:
        page = QWidget()
        qtbot.addWidget(page)
        self.page, self.other, self.fired = page, QLineEdit(), []
        recorder = KeyRecorder("Add key")
        layout = QVBoxLayout(page)
        layout.addWidget(recorder)
        layout.addWidget(self.other)
        for key in ("P", "Ctrl+S", "Tab", "Esc"):
            QShortcut(QKeySequence(key), page, lambda key=key: self.fired.append(key))
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        self.recorded: list[str] = []
        recorder.recorded.connect(self.recorded.append)
        return recorder

    @pytest.mark.parametrize(
        ("key", "modifiers", "expected"),
        [
            (Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, "P"),
            (Qt.Key.Key_S, CTRL, "Ctrl+S"),
            (Qt.Key.Key_D, SHIFT, "Shift+D"),
            (Qt.Key.Key_Z, CTRL | SHIFT, "Ctrl+Shift+Z"),
            (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "Tab"),
            (Qt.Key.Key_Backtab, SHIFT, "Shift+Tab"),
            (Qt.Key.Key_Plus, CTRL, "Ctrl++"),
            (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, "PgDown"),
            (Qt.Key.Key_F5, ALT, "Alt+F5"),
            (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, "Space"),
            (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "Return"),
        ],
    )
    def test_any_key_is_recorded_and_no_shortcut_fires(self, recorder, key, modifiers, expected) -> None:
        recorder.click()
        assert recorder.is_waiting
        QTest.keyClick(recorder, key, modifiers)
        assert self.recorded == [expected]
        assert self.fired == []
        assert not recorder.is_waiting
        assert recorder.text() == "Add key"

    def test_shift_that_only_makes_the_sign_does_not_count(self, recorder) -> None:
        for text, expected in (("!", "!"), ("?", "?"), ("{", "{")):
            recorder.click()
            QTest.sendKeyEvent(QTest.KeyAction.Click, recorder, Qt.Key(ord(text)), text, SHIFT)
            assert self.recorded.pop() == expected

    def test_modifiers_alone_are_waited_through(self, recorder) -> None:
        recorder.click()
        QTest.keyPress(recorder, Qt.Key.Key_Control, CTRL)
        assert recorder.is_waiting
        QTest.keyClick(recorder, Qt.Key.Key_B, CTRL)
        assert self.recorded == ["Ctrl+B"]

    def test_escape_and_leaving_end_the_waiting(self, recorder, qtbot) -> None:
        recorder.click()
        QTest.keyClick(recorder, Qt.Key.Key_Escape)
        assert not recorder.is_waiting
        recorder.click()
        self.other.setFocus()
        qtbot.waitUntil(lambda: not recorder.is_waiting)
        assert self.recorded == []

    def test_without_waiting_keys_are_keys(self, recorder) -> None:
        recorder.setFocus()
        QTest.keyClick(recorder, Qt.Key.Key_P)
        assert self.recorded == []
        assert self.fired == ["P"]


class TestPage:
    """The list of actions, and the keys of the marked one."""

    @pytest.fixture
    def shortcuts(self, qtbot, settings: Settings) -> Shortcuts:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.actions = Actions(self.window)
        self.actions.complete(QWidget(self.window))
        return Shortcuts(self.actions, settings)

    @pytest.fixture
    def page(self, qtbot, shortcuts: Shortcuts) -> KeyPage:
        page = KeyPage(shortcuts)
        qtbot.addWidget(page)
        page.resize(640, 500)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        return page

    def shown(self, page: KeyPage) -> list[str]:
        return [row.name for item, row in page._items if not item.isHidden()]

    def press(self, page: KeyPage, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
        """Record a key for the marked action."""
        page.panel.recorder.click()
        QTest.keyClick(page.panel.recorder, key, modifiers)

    def test_it_lists_every_action_and_what_is_fixed(self, page: KeyPage) -> None:
        assert sorted(self.shown(page)) == sorted(row.name for row in ROWS)
        texts = {item.text(0) for _, items in page._groups for item in items}
        assert {fixed.text for fixed in FIXED_KEYS} <= texts

    def test_a_free_key_is_given_at_once(self, page: KeyPage, shortcuts: Shortcuts) -> None:
        page.mark("save")
        self.press(page, Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier)
        assert shortcuts.keys("save") == ("Ctrl+S", "F4")
        assert [button.text().split()[0] for button in page.panel.key_buttons] == ["Ctrl+S", "F4"]
        item = page.tree.currentItem()
        assert (item.text(1), item.text(2)) == ("Ctrl+S, F4", "changed")

    def test_a_key_of_another_action_waits_for_an_answer(self, page: KeyPage, shortcuts: Shortcuts) -> None:
        page.mark("save")
        self.press(page, Qt.Key.Key_D)
        assert page.panel.sentence == "Ctrl+D is the key of Duplicate."
        assert shortcuts.keys("save") == ("Ctrl+S",)
        assert page.panel.take_button.text() == "Take it from Duplicate"
        page.panel.keep_button.click()
        assert shortcuts.owner("Ctrl+D") == "duplicate"
        assert not page.panel.take_button.isVisible()
        self.press(page, Qt.Key.Key_D)
        page.panel.take_button.click()
        assert shortcuts.keys("save") == ("Ctrl+S", "Ctrl+D")
        assert shortcuts.keys("duplicate") == ()
        assert page.panel.sentence == ""

    def test_a_key_that_is_fixed_says_why(self, page: KeyPage, shortcuts: Shortcuts) -> None:
        page.mark("save")
        self.press(page, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
        assert page.panel.sentence.startswith("Space belongs to the canvas.")
        self.press(page, Qt.Key.Key_S)
        assert page.panel.sentence == "Ctrl+S is a key of this action already."
        assert shortcuts.is_default("save")

    def test_a_key_is_taken_away_by_its_button_and_reset_brings_it_back(
        self, page: KeyPage, shortcuts: Shortcuts
    ) -> None:
        page.mark("redo")
        assert not page.panel.reset_button.isVisible()
        page.panel.key_buttons[0].click()
        assert shortcuts.keys("redo") == ("Ctrl+Y",)
        assert page.panel.reset_button.toolTip() == "Back to the usual keys: Ctrl+Shift+Z, Ctrl+Y"
        page.panel.reset_button.click()
        assert shortcuts.is_default("redo")

    def test_enter_on_a_row_waits_for_a_key(self, page: KeyPage) -> None:
        page.mark("save")
        page.tree.setFocus()
        QTest.keyClick(page.tree, Qt.Key.Key_Return)
        assert page.panel.recorder.is_waiting

    def test_words_find_names_keys_hints_and_groups(self, page: KeyPage) -> None:
        assert page.show_matches(["duplicate"]) >= 1
        assert "duplicate" in self.shown(page)
        assert "save" not in self.shown(page)
        assert page.tree.currentItem() is not None
        assert not page.tree.currentItem().isHidden()
        page.show_matches(["palette", "pngs", "voc"])
        assert self.shown(page) == ["export"]
        assert page.show_matches(["nobody", "says", "that"]) == 0
        page.show_matches([])
        assert len(self.shown(page)) == len(ROWS)

    def test_a_pressed_key_finds_its_action(self, page: KeyPage) -> None:
        page.finder.click()
        QTest.keyClick(page.finder, Qt.Key.Key_D, CTRL)
        assert self.shown(page) == ["duplicate"]
        assert page.tree.currentItem().text(0) == "Duplicate"
        assert page.found.isVisible()
        page.found.click()
        assert len(self.shown(page)) == len(ROWS)
        assert not page.found.isVisible()

    def test_a_pressed_key_that_nothing_has_says_so(self, page: KeyPage) -> None:
        page.finder.click()
        QTest.keyClick(page.finder, Qt.Key.Key_F4)
        assert page.panel.sentence == "F4 is the key of no action."
        page.finder.click()
        QTest.keyClick(page.finder, Qt.Key.Key_Space)
        assert page.panel.sentence.startswith("Space belongs to the canvas.")

    def test_a_fixed_key_cannot_be_changed(self, page: KeyPage) -> None:
        page.show_matches(["move", "image", "hold"])
        assert page.panel.sentence == "This key always does that; no action can have it."
        page.panel.add_key()
        assert not page.panel.recorder.is_waiting

    def test_keys_changed_elsewhere_are_shown(self, page: KeyPage, settings: Settings) -> None:
        page.mark("save")
        settings.set(KEYS, {"save": ["F4"]})
        assert page.tree.currentItem().text(1) == "F4"
        assert [button.text().split()[0] for button in page.panel.key_buttons] == ["F4"]

    def test_resetting_all_is_asked_for(self, page: KeyPage, qtbot) -> None:
        button = next(b for b in page.findChildren(type(page.found)) if b.text() == "Reset all keys")
        with qtbot.waitSignal(page.reset_wanted):
            button.click()
