"""The list of steps leads anywhere in a history, and waits while a shape is begun."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from labeler.gui.drawing import UNFINISHED
from labeler.gui.panels.history_panel import HistoryPanel
from tests.datasets import make_dataset
from tests.windows import LEFT, RIGHT, Desk

Key = Qt.Key


@pytest.fixture
def history_desk(desk: Desk, tmp_path: Path) -> Desk:
    """The first of two images after three steps, with the list of them."""
    desk.open(make_dataset(tmp_path / "set", 2))
    desk.document.select([0])
    for name in ("to_front", "duplicate", "delete"):
        desk.window.actions_[name].trigger()
    desk.window.actions_["history"].trigger()
    return desk


def panel(desk: Desk) -> HistoryPanel:
    return desk.window.history_panel


def rows(desk: Desk) -> list[str]:
    model = panel(desk).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def click(desk: Desk, row: int, button: Qt.MouseButton = LEFT) -> None:
    view = panel(desk)
    rect = view.visualRect(view.model().index(row, 0))
    QTest.mouseClick(view.viewport(), button, pos=rect.center())


def classes(desk: Desk) -> list[str]:
    return [shape.class_name for shape in desk.shapes]


def test_the_steps_are_listed_from_the_opening_on(history_desk: Desk) -> None:
    assert rows(history_desk) == ["Opened", "Bring to front", "Duplicate shape", "Delete shape"]
    assert panel(history_desk).currentIndex().row() == 3


def test_it_opens_at_the_step_where_the_history_stands(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    desk.document.select([0])
    for _ in range(30):
        desk.window.actions_["duplicate"].trigger()
    desk.window.actions_["history"].trigger()
    QTest.qWait(50)
    rect = panel(desk).visualRect(panel(desk).currentIndex())
    assert panel(desk).viewport().rect().contains(rect)


def test_a_click_leads_to_a_step_back_and_on(history_desk: Desk) -> None:
    click(history_desk, 0)
    assert classes(history_desk) == ["cat", "dog", "void"]
    click(history_desk, 2)
    assert classes(history_desk) == ["dog", "void", "cat", "cat"]
    click(history_desk, 3, RIGHT)
    assert history_desk.document.undo_stack.index() == 2
    QTest.mouseClick(panel(history_desk).viewport(), LEFT, pos=QPoint(5, panel(history_desk).height() - 5))
    assert history_desk.document.undo_stack.index() == 2


@pytest.mark.parametrize(
    ("keys", "index"),
    [
        ([Key.Key_Up], 2),
        ([Key.Key_Up, Key.Key_Up, Key.Key_Down], 2),
        ([Key.Key_Home], 0),
        ([Key.Key_Home, Key.Key_Up], 0),
        ([Key.Key_Up, Key.Key_End, Key.Key_Down], 3),
    ],
)
def test_keys_lead_to_steps(history_desk: Desk, keys: list[Qt.Key], index: int) -> None:
    panel(history_desk).setFocus()
    for key in keys:
        QTest.keyClick(panel(history_desk), key)
    assert history_desk.document.undo_stack.index() == index


def test_dragging_over_the_rows_goes_nowhere(history_desk: Desk) -> None:
    view = panel(history_desk)
    places = [view.visualRect(view.model().index(row, 0)).center() for row in (3, 0)]
    QTest.mousePress(view.viewport(), LEFT, pos=places[0])
    QTest.mouseMove(view.viewport(), places[1])
    QTest.mouseRelease(view.viewport(), LEFT, pos=places[1])
    assert history_desk.document.undo_stack.index() == 3
    QTest.mouseDClick(view.viewport(), LEFT, pos=places[1])
    assert history_desk.document.undo_stack.index() == 0


def test_letters_are_keys_of_the_window(history_desk: Desk) -> None:
    panel(history_desk).setFocus()
    panel(history_desk).keyboardSearch("o")
    assert history_desk.document.undo_stack.index() == 3
    QTest.keyClick(panel(history_desk), "d")
    history_desk.wait_for_image()
    assert history_desk.document.image.name == "a2.jpg"


def test_while_a_shape_is_begun_the_steps_wait(history_desk: Desk) -> None:
    history_desk.choose("cat")
    history_desk.window.actions_["tool_polygon"].trigger()
    history_desk.click(10, 40)
    click(history_desk, 0)
    assert history_desk.document.undo_stack.index() == 3
    assert history_desk.window.status.hint.text() == UNFINISHED
    assert panel(history_desk).currentIndex().row() == 3


def test_the_list_follows_the_image(history_desk: Desk) -> None:
    history_desk.go_to(1)
    assert rows(history_desk) == ["Opened"]
    history_desk.go_to(0)
    assert len(rows(history_desk)) == 4


def test_undo_and_redo_move_the_mark(history_desk: Desk) -> None:
    history_desk.window.actions_["undo"].trigger()
    assert panel(history_desk).currentIndex().row() == 2
    history_desk.window.actions_["redo"].trigger()
    assert panel(history_desk).currentIndex().row() == 3


class TestClasses:
    @staticmethod
    def edit_classes(desk: Desk) -> None:
        """Three steps of the class table, with the focus in its panel."""
        desk.window.classes.add(["cow"])
        desk.window.classes.add(["hen"])
        index = desk.window.session.classes.find("hen").index
        desk.window.classes.rename(index, "cock")
        desk.wait_for_jobs()
        desk.window.class_panel.table.setFocus()

    def test_with_the_focus_in_their_panel_their_steps_are_listed(self, history_desk: Desk) -> None:
        self.edit_classes(history_desk)
        assert rows(history_desk) == ["Opened", "Add class", "Add class", "Rename class"]
        panel(history_desk).setFocus()
        assert len(rows(history_desk)) == 4  # here the focus means what it meant before
        history_desk.window.view.setFocus()
        assert rows(history_desk)[1] == "Bring to front"

    def test_a_click_goes_back_step_by_step(self, history_desk: Desk) -> None:
        self.edit_classes(history_desk)
        before = history_desk.window.session.class_history.index()
        click(history_desk, 0)
        history = history_desk.window.session.class_history
        history_desk.qtbot.waitUntil(lambda: history.index() == 0, timeout=10_000)
        assert before == 3
        assert history_desk.window.session.classes.find("cow") is None
        click(history_desk, 3)
        history_desk.qtbot.waitUntil(lambda: history.index() == 3, timeout=10_000)
        assert history_desk.window.session.classes.find("cock") is not None

    def test_a_click_while_one_goes_back_is_where_one_arrives(self, history_desk: Desk) -> None:
        self.edit_classes(history_desk)
        history = history_desk.window.session.class_history
        for row in (0, 2):
            history_desk.window.undoing.go_to(row)
        history_desk.qtbot.waitUntil(lambda: history.index() == 2, timeout=10_000)
        history_desk.wait_for_jobs()
        assert history.index() == 2

    def test_a_class_that_is_used_by_then_ends_the_way_back(self, history_desk: Desk) -> None:
        self.edit_classes(history_desk)
        history_desk.document.select([0])
        history_desk.window.commands.pick_class("cow", is_drawing=False)
        history = history_desk.window.session.class_history
        click(history_desk, 0)
        history_desk.qtbot.waitUntil(lambda: history_desk.message("classes:refused") != "", timeout=10_000)
        history_desk.wait_for_jobs()
        assert "cow has 1 shape" in history_desk.message("classes:refused")
        assert history.index() == 1
        assert history_desk.window.session.classes.find("cow") is not None


class TestDock:
    def test_it_is_there_when_it_is_asked_for(self, desk: Desk, tmp_path: Path) -> None:
        action, dock = desk.window.actions_["history"], desk.window.history_dock
        assert not action.isEnabled()
        desk.open(make_dataset(tmp_path / "set", 1))
        assert (action.isEnabled(), action.isChecked(), dock.isVisible()) == (True, False, False)
        desk.key(Key.Key_F7)
        assert (action.isChecked(), dock.isVisible()) == (True, True)
        desk.key(Key.Key_F7)
        assert (action.isChecked(), dock.isVisible()) == (False, False)

    def test_the_full_screen_hides_it_for_a_while(self, history_desk: Desk) -> None:
        full_screen, dock = history_desk.window.actions_["full_screen"], history_desk.window.history_dock
        full_screen.trigger()
        assert not dock.isVisible()
        full_screen.trigger()
        assert dock.isVisible()
        assert history_desk.window.actions_["history"].isChecked()

    def test_the_next_window_has_it_too(self, history_desk: Desk, make_desk, tmp_path: Path) -> None:
        history_desk.wait_saved()
        assert history_desk.window.close()
        again = make_desk()
        again.open(tmp_path / "set")
        assert again.window.history_dock.isVisible()
        assert rows(again) == ["Opened"]
        again.window.actions_["reset_layout"].trigger()
        assert not again.window.history_dock.isVisible()

    def test_keys_lead_into_it_and_back(self, history_desk: Desk) -> None:
        stops = []
        for _ in range(6):
            history_desk.key(Key.Key_F6)
            stops.append(history_desk.window.focusWidget())
        assert panel(history_desk) in stops
        panel(history_desk).setFocus()
        QTest.keyClick(panel(history_desk), Key.Key_Escape)
        assert history_desk.window.focusWidget() is history_desk.window.view


def test_with_nothing_open_there_is_nowhere_to_go(desk: Desk) -> None:
    desk.window.undoing.go_to(0)
    panel(desk).step_wanted.emit(2)
    assert rows(desk) in ([], ["Opened"])
