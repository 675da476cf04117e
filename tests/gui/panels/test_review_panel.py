"""The list of regions under hand and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from labeler.gui.panels.review_panel import ReviewPanel
from labeler.gui.review import Shown
from labeler.gui.reviewed_regions import PairCount, RegionFilter
from tests.gui.regions import CLASSES, reviewed

LEFT = Qt.MouseButton.LeftButton
PAIRS = [PairCount(1, 2, 1200), PairCount(0, 1, 1), PairCount(1, 9, 1)]


class Told:
    """What a panel has said."""

    def __init__(self, panel: ReviewPanel) -> None:
        self.words: list[object] = []
        panel.chosen.connect(self.words.append)
        panel.shown_changed.connect(self.words.append)
        for name in (
            *("entered", "accepted", "rejected", "all_accepted"),
            *("filter_changed", "folder_wanted", "escaped"),
        ):
            getattr(panel, name).connect(lambda name=name: self.words.append(name))


@pytest.fixture
def panel(qtbot) -> ReviewPanel:
    panel = ReviewPanel()
    qtbot.addWidget(panel)
    panel.resize(280, 420)
    panel.show()
    qtbot.waitExposed(panel)
    show(panel)
    panel.table.setFocus()
    return panel


def show(panel: ReviewPanel, numbers=(0, 1, 2, 3), rejected=(False,) * 4) -> None:
    panel.show_regions(reviewed(), np.array(numbers, np.intp), np.array(rejected), CLASSES)
    panel.show_pairs(PAIRS)
    panel.show_counts(len(numbers), sum(rejected))


@pytest.fixture
def told(panel: ReviewPanel) -> Told:
    return Told(panel)


def test_it_is_no_wider_than_its_dock_and_its_buttons_show_all_of_their_text(panel):
    assert panel.minimumSizeHint().width() <= 280
    for button in panel.views.buttons():
        assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()) + 10


def test_arrows_lead_through_the_rows(panel, told):
    assert panel.current is None
    for key in ("Down", "Down", "Up"):
        QTest.keyClick(panel.table, getattr(Qt.Key, f"Key_{key}"))
    assert told.words == [0, 1, 0]
    assert panel.current == 0


def test_a_click_marks_a_row(panel, told):
    place = panel.table.visualRect(panel.model.index(2, 1)).center()
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=place)
    assert told.words == [2]


@pytest.mark.parametrize(
    ("key", "word"),
    [
        *(("Key_Return", "entered"), ("Key_Enter", "entered"), ("Key_Escape", "escaped")),
        *(("Key_Y", "accepted"), ("Key_N", "rejected")),
    ],
)
def test_keys_of_the_list_are_told_also_where_the_window_has_a_use_for_them(panel, told, key, word):
    fired: list[bool] = []
    action = QAction(panel)
    action.setShortcut(getattr(Qt.Key, key))
    action.triggered.connect(lambda: fired.append(True))
    panel.addAction(action)
    QTest.keyClick(panel.table, getattr(Qt.Key, key))
    assert told.words == [word]
    assert fired == []


def test_other_letters_and_keys_with_ctrl_are_the_windows(panel, told):
    fired: list[str] = []
    for keys in ("D", "Ctrl+Y"):
        action = QAction(panel)
        action.setShortcut(keys)
        action.triggered.connect(lambda _=False, keys=keys: fired.append(keys))
        panel.addAction(action)
    QTest.keyClick(panel.table, Qt.Key.Key_D)
    QTest.keyClick(panel.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert fired == ["D", "Ctrl+Y"]
    assert told.words == []


def test_space_and_buttons_choose_what_the_canvas_shows(panel, told):
    for _ in range(3):
        QTest.keyClick(panel.table, Qt.Key.Key_Space)
    panel.show_view(Shown.DIFFERENCES)
    assert told.words == [Shown.PREDICTION, Shown.DIFFERENCES, Shown.TRUTH, Shown.DIFFERENCES]
    assert panel.shown is Shown.DIFFERENCES


def test_buttons_say_what_keys_say(panel, told):
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    panel.show_marked(is_rejected=False)
    for button in (panel.accept, panel.reject, panel.accept_all, panel.folder):
        QTest.mouseClick(button, LEFT)
    assert told.words == [0, "accepted", "rejected", "all_accepted", "folder_wanted"]
    for button, key in ((panel.accept, "Y"), (panel.reject, "N")):
        assert button.toolTip().endswith(f"{key}</p>")


def test_buttons_are_off_without_a_region(panel):
    panel.show_marked(is_rejected=False)
    assert not panel.accept.isEnabled()
    assert not panel.reject.isEnabled()
    assert panel.accept_all.text() == "Accept all 4"
    show(panel, ())
    assert not panel.accept_all.isEnabled()
    assert panel.accept_all.text() == "Accept all"


def test_a_rejected_one_can_be_taken_back(panel):
    assert not panel.show_rejected.isVisible()
    show(panel, rejected=(True, False, False, False))
    assert panel.show_rejected.isVisible()
    assert panel.show_rejected.text() == "Show 1 rejected"
    panel.mark(0)
    panel.show_marked(is_rejected=True)
    assert panel.reject.text() == "Take back"


def test_a_pair_of_classes_and_a_size_are_chosen(panel, told):
    assert panel.filter == RegionFilter()
    assert panel.pairs.itemText(0) == "All pairs (1,202)"
    assert panel.pairs.itemText(1) == "cat → dog (1,200)"
    assert panel.pairs.itemText(3) == "cat → index 9 (1)"
    panel.pairs.setCurrentIndex(2)
    panel.least.setValue(30)
    assert panel.filter == RegionFilter((0, 1), 30)
    assert told.words == ["filter_changed", "filter_changed"]


def test_the_chosen_pair_stays_when_an_image_has_no_region_of_it(panel, told):
    panel.choose_pair((0, 1))
    panel.show_pairs(PAIRS[:1])
    assert panel.pair == (0, 1)
    assert panel.pairs.currentText() == "background → cat (0)"
    panel.choose_pair((2, 0))
    assert panel.pair == (2, 0)
    panel.show_pairs(PAIRS)
    assert panel.pairs.currentText() == "dog → background (0)"
    panel.choose_pair(None)
    assert panel.pair is None


def test_showing_others_tells_nobody_and_marks_nothing(panel, told):
    panel.mark(1)
    show(panel, (1, 3))
    assert panel.current is None
    panel.mark(1)
    assert panel.current == 3
    panel.mark(-1)
    assert panel.current is None
    assert told.words == []


def test_the_largest_number_has_room(panel):
    text = panel.model.index(0, 2).data()
    assert panel.table.columnWidth(2) >= panel.table.fontMetrics().horizontalAdvance(text) + 8
    assert panel.table.columnWidth(0) == pytest.approx(panel.table.columnWidth(1), abs=1)
