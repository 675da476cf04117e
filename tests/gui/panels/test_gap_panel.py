"""The list of gaps under hand and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from labeler.core.classes import ClassTable
from labeler.gui.panels.gap_panel import GapPanel
from tests.gui.gaps import gap

CLASSES = ClassTable().with_class("cat", 1).with_class("dog", 2)
GAPS = [gap(90, (1, 1)), gap(40, (9, 1)), gap(8, (1, 9), neighbours=((2, 4),))]
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Told:
    """What a panel has said."""

    def __init__(self, panel: GapPanel) -> None:
        self.words: list[object] = []
        panel.chosen.connect(self.words.append)
        for name in ("entered", "to_neighbour", "to_class", "left", "all_slivers", "escaped"):
            getattr(panel, name).connect(lambda name=name: self.words.append(name))
        for name in ("below_changed", "left_shown"):
            getattr(panel, name).connect(lambda value, name=name: self.words.append((name, value)))


@pytest.fixture
def panel(qtbot) -> GapPanel:
    panel = GapPanel()
    qtbot.addWidget(panel)
    panel.resize(280, 400)
    panel.show()
    qtbot.waitExposed(panel)
    panel.show_gaps(GAPS, frozenset(), CLASSES)
    panel.show_note("")
    panel.table.setFocus()
    return panel


@pytest.fixture
def told(panel: GapPanel) -> Told:
    return Told(panel)


def test_arrows_lead_through_the_rows(panel, told):
    assert panel.current is None
    for _ in range(3):
        QTest.keyClick(panel.table, Qt.Key.Key_Down)
    QTest.keyClick(panel.table, Qt.Key.Key_Up)
    assert told.words == [GAPS[0], GAPS[1], GAPS[2], GAPS[1]]
    assert panel.current == GAPS[1]


def test_a_click_marks_a_row(panel, told):
    place = panel.table.visualRect(panel.model.index(2, 1)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.words == [GAPS[2]]


@pytest.mark.parametrize(
    ("key", "modifiers", "word"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "entered"),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, "entered"),
        (Qt.Key.Key_Return, SHIFT, "to_class"),
        (Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier, "left"),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "escaped"),
    ],
)
def test_keys_say_what_shall_be_done(panel, told, key, modifiers, word):
    panel.mark(0)
    told.words.clear()
    QTest.keyClick(panel.table, key, modifiers)
    assert told.words == [word]


def test_the_keys_of_the_list_are_no_shortcuts_of_the_window_there_and_others_are(panel, told):
    fired = []
    for key in ("L", "P", "1", "Shift+L"):
        action = QAction(panel)
        action.setShortcut(key)
        action.triggered.connect(lambda _=False, key=key: fired.append(key))
        panel.addAction(action)
    panel.mark(0)
    told.words.clear()
    for key in "lp1":
        QTest.keyClick(panel.table, key)
    QTest.keyClick(panel.table, Qt.Key.Key_L, SHIFT)
    assert fired == ["P", "1", "Shift+L"]
    assert told.words == ["left"]


def test_a_letter_does_not_search_among_the_rows(panel, told):
    panel.mark(2)
    told.words.clear()
    QTest.keyClick(panel.table, "g")
    assert panel.current == GAPS[2]
    assert told.words == []


def test_buttons_say_the_same_as_keys(panel, told):
    panel.mark(0)
    panel.show_target(GAPS[0], CLASSES.at(2))
    panel.show_counts(1, 0)
    told.words.clear()
    for button in (panel.give, panel.give_class, panel.leave, panel.give_all):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.words == ["to_neighbour", "to_class", "left", "all_slivers"]


def test_buttons_name_the_classes_and_are_off_when_there_is_nothing_to_do(panel):
    panel.show_target(GAPS[2], CLASSES.at(1))
    assert (panel.give.text(), panel.give_class.text()) == ("Give to dog", "To cat")
    assert panel.give.isEnabled()
    assert not panel.give.icon().isNull()
    panel.show_target(gap(8, index=1, neighbours=((0, 4),)), CLASSES.at(1))
    assert (panel.give.isEnabled(), panel.give_class.isEnabled(), panel.leave.isEnabled()) == (
        False,
        False,
        True,
    )
    panel.show_target(None, None)
    assert (panel.give.text(), panel.give_class.text()) == ("Give to neighbour", "To class")
    assert not panel.leave.isEnabled()


def test_slivers_and_left_gaps_are_counted(panel, told):
    panel.show_counts(0, 0)
    assert not panel.give_all.isEnabled()
    assert not panel.show_left.isVisible()
    panel.show_counts(1, 0)
    assert panel.give_all.text() == "Give all 1"
    panel.show_counts(1200, 2)
    assert panel.give_all.text() == "Give all 1,200"
    assert panel.show_left.isVisible()
    assert panel.show_left.text() == "Show 2 left as they are"
    panel.show_left.click()
    assert told.words == [("left_shown", True)]
    panel.show_counts(0, 0)
    assert panel.show_left.isVisible()  # or it could not be switched off again


def test_the_size_of_slivers_is_told_when_the_user_sets_it(panel, told):
    panel.show_below(33)
    assert told.words == []
    panel.below.setFocus()
    panel.below.selectAll()
    QTest.keyClicks(panel.below, "12")
    assert told.words == []
    QTest.keyClick(panel.below, Qt.Key.Key_Return)
    assert told.words == [("below_changed", 12)]


def test_the_mark_stays_with_its_gap_or_goes_to_the_next(panel, told):
    panel.mark(1)
    told.words.clear()
    panel.show_gaps([gap(300, (3, 3)), *GAPS], frozenset(), CLASSES)
    assert panel.current == GAPS[1]
    panel.show_gaps([GAPS[0], GAPS[2]], frozenset(), CLASSES)
    assert panel.current == GAPS[2]
    panel.show_gaps([GAPS[0]], frozenset(), CLASSES)
    assert panel.current == GAPS[0]
    panel.show_gaps([], frozenset(), CLASSES)
    assert panel.current is None
    assert told.words == []


def test_a_note_stands_over_the_rows_which_keep_the_keys(panel, told):
    panel.show_gaps([], frozenset(), CLASSES)
    panel.show_note("No gaps.")
    assert panel.note.isVisible()
    assert panel.note.text() == "No gaps."
    QTest.keyClick(panel.table, Qt.Key.Key_Escape)
    assert told.words == ["escaped"]


@pytest.mark.parametrize("slivers", [2, 123])
def test_the_list_is_no_wider_than_a_dock(panel: GapPanel, slivers: int) -> None:
    panel.show_counts(slivers, 0)
    assert panel.minimumSizeHint().width() <= 280
