"""The command palette lists, marks and takes commands by keys and mouse, and says why one cannot be used."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from labeler.gui import theme
from labeler.gui.command_list import Command, commands_in
from labeler.gui.dialogs.command_palette import CommandPalette
from labeler.gui.icons import icon

Key = Qt.Key


class Bench:
    """A palette over a menu of some actions."""

    def __init__(self, qtbot, count: int = 30) -> None:
        self.parent = QWidget()
        self.parent.resize(900, 700)
        qtbot.addWidget(self.parent)
        self.parent.show()
        self.menu = QMenu("&Edit", self.parent)
        self.actions = [QAction(f"Act {number}", self.parent) for number in range(count)]
        for number, action in enumerate(self.actions):
            action.setObjectName(f"act_{number}")
            self.menu.addAction(action)
        self.actions[0].setShortcut(QKeySequence("Ctrl+K"))
        self.actions[1].setCheckable(True)
        self.actions[1].setChecked(True)
        self.actions[2].setEnabled(False)
        self.actions[3].setIcon(icon("undo"))
        self.palette = CommandPalette(lambda name: f"Not {name}.", self.parent)
        self.taken: list[str] = []
        self.palette.chosen.connect(lambda command: self.taken.append(command.name))

    def ask(self, recent: tuple[str, ...] = ()) -> None:
        self.palette.ask(commands_in([self.menu]), recent, QPoint(450, 60))

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.palette.field, key)

    @property
    def marked(self) -> str:
        index = self.palette.list.currentIndex()
        return self.palette.rows.command(index).name if index.isValid() else ""


@pytest.fixture
def bench(qtbot) -> Bench:
    bench = Bench(qtbot)
    bench.ask()
    return bench


def test_it_opens_on_the_first_command_ready_to_type(bench: Bench) -> None:
    assert bench.palette.isVisible()
    assert bench.palette.rows.rowCount() == 30
    assert bench.marked == "act_0"
    assert abs(bench.palette.geometry().center().x() - 450) <= 1


@pytest.mark.parametrize(
    ("keys", "marked"),
    [
        ([Key.Key_Down], "act_1"),
        ([Key.Key_Up], "act_29"),
        ([Key.Key_Up, Key.Key_Down], "act_0"),
        ([Key.Key_PageDown], "act_13"),
        ([Key.Key_PageDown] * 5, "act_29"),
        ([Key.Key_Down, Key.Key_PageUp], "act_0"),
    ],
)
def test_keys_move_the_mark_and_the_field_keeps_the_focus(bench: Bench, keys, marked: str) -> None:
    bench.press(*keys)
    assert bench.marked == marked
    QTest.keyClicks(bench.palette.field, "29")
    assert bench.marked == "act_29"


def test_enter_takes_the_marked_command_and_closes(bench: Bench) -> None:
    bench.press(Key.Key_Down, Key.Key_Return)
    assert (bench.taken, bench.palette.isVisible()) == (["act_1"], False)


def test_a_click_takes_a_command(bench: Bench) -> None:
    rect = bench.palette.list.visualRect(bench.palette.rows.index(4))
    QTest.mouseClick(bench.palette.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert bench.taken == ["act_4"]


def test_what_cannot_be_used_now_says_why_and_is_not_taken(bench: Bench) -> None:
    bench.press(Key.Key_Down, Key.Key_Down)
    assert bench.palette.hint.text() == "Not act_2."
    bench.press(Key.Key_Return)
    assert (bench.taken, bench.palette.isVisible()) == ([], True)


def test_esc_closes_and_takes_nothing(bench: Bench) -> None:
    bench.press(Key.Key_Escape)
    assert (bench.taken, bench.palette.isVisible()) == ([], False)


def test_what_no_command_is_called_is_said(bench: Bench) -> None:
    QTest.keyClicks(bench.palette.field, "nothing of the kind")
    assert bench.palette.hint.text() == "No command is called so."
    bench.press(Key.Key_Down, Key.Key_PageUp, Key.Key_Return)
    assert (bench.taken, bench.palette.isVisible()) == ([], True)
    bench.palette.field.clear()
    assert bench.marked == "act_0"


def test_it_begins_anew_each_time_with_what_was_used_last(bench: Bench) -> None:
    QTest.keyClicks(bench.palette.field, "1")
    bench.press(Key.Key_Escape)
    bench.ask(("act_7", "act_3"))
    assert bench.palette.field.text() == ""
    rows = bench.palette.rows
    assert [rows.command(rows.index(row)).name for row in range(3)] == ["act_7", "act_3", "act_0"]


def test_closed_it_keeps_no_action(qtbot) -> None:
    bench = Bench(qtbot)
    for _ in range(3):
        bench.ask()
        QTest.keyClicks(bench.palette.field, "act")
        bench.press(Key.Key_Escape)
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, Command)]
    assert bench.palette.rows.rowCount() == 0


@pytest.mark.parametrize("name", ["dark", "light"])
def test_rows_show_the_tick_the_icon_the_key_and_the_menu(bench: Bench, qapp, name: str) -> None:
    theme.apply(qapp, name)
    rows, view = bench.palette.rows, bench.palette.list
    picture = view.viewport().grab().toImage()

    def colors(row: int, left: int, right: int) -> int:
        rect = view.visualRect(rows.index(row))
        return len(
            {
                picture.pixel(x, y)
                for x in range(left, min(right, picture.width()))
                for y in range(rect.top() + 3, rect.bottom() - 2)
            }
        )

    width = picture.width()
    assert colors(1, 8, 24) > 1  # the tick
    assert colors(3, 8, 24) > 1  # the icon
    assert colors(4, 8, 24) == 1  # neither
    assert colors(0, width - 60, width - 8) > 1  # the key
    assert colors(4, width - 60, width - 8) == 1
    assert colors(4, 32, 200) > 1
    assert rows.data(rows.index(5)) == "Act 5"
    assert rows.data(rows.index(5), Qt.ItemDataRole.EditRole) is None
