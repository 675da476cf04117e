"""The field, the menu and the chips ask for one filter together."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from labeler.gui.models.image_records import ImageFilter, Mark
from labeler.gui.panels.file_filter import FileFilter

LEFT = Qt.MouseButton.LeftButton


class Asked:
    """A filter row and the filter that it asked for last."""

    def __init__(self, qtbot) -> None:
        self.row = FileFilter(lambda: ["road", "car 10", "car 9", "R&D"])
        qtbot.addWidget(self.row)
        self.row.resize(280, 60)
        self.row.show()
        self.wanted = ImageFilter()
        self.row.changed.connect(self._on_changed)

    def _on_changed(self, wanted: ImageFilter) -> None:
        self.wanted = wanted
        self.row.show_filter(wanted)

    @property
    def chips(self) -> list[QToolButton]:
        QApplication.processEvents()  # a layout shows what is new in it a little later
        return [each for each in self.row.findChildren(QToolButton, "chip") if each.isVisible()]

    def choose(self, *path: str) -> None:
        """Choose an entry of the menu."""
        self.row.menu.aboutToShow.emit()
        menu: QMenu | None = self.row.menu
        for words in path:
            assert menu is not None
            action = self.entry(menu, words)
            menu = action.menu()
        action.trigger()

    @staticmethod
    def entry(menu: QMenu, words: str) -> QAction:
        return next(action for action in menu.actions() if action.text() == words)


@pytest.fixture
def asked(qtbot) -> Asked:
    return Asked(qtbot)


def test_what_is_typed_is_asked_for_at_once(asked: Asked) -> None:
    QTest.keyClicks(asked.row.field, "ab")
    assert asked.wanted == ImageFilter("ab")
    asked.row.field.clear()
    assert asked.wanted == ImageFilter()


def test_states_are_added_and_taken_away_one_by_one(asked: Asked) -> None:
    asked.choose("Done")
    asked.choose("Problem")
    assert asked.wanted.marks == {Mark.DONE, Mark.PROBLEM}
    asked.choose("Done")
    assert asked.wanted.marks == {Mark.PROBLEM}
    asked.row.menu.aboutToShow.emit()
    assert asked.entry(asked.row.menu, "Problem").isChecked()
    assert not asked.entry(asked.row.menu, "Done").isChecked()


def test_of_having_shapes_or_none_one_is_asked_at_most(asked: Asked) -> None:
    asked.choose("Has shapes")
    assert asked.wanted.has_shapes is True
    asked.choose("Has no shapes")
    assert asked.wanted.has_shapes is False
    asked.choose("Has no shapes")
    assert asked.wanted.has_shapes is None


def test_classes_stand_in_natural_order_and_one_is_asked_at_most(asked: Asked) -> None:
    asked.row.menu.aboutToShow.emit()
    classes = asked.entry(asked.row.menu, "Has the class").menu()
    assert [action.text() for action in classes.actions()] == ["car 9", "car 10", "R&&D", "road"]
    asked.choose("Has the class", "R&&D")
    assert asked.wanted.class_name == "R&D"
    asked.choose("Has the class", "road")
    asked.choose("Has the class", "road")
    assert asked.wanted.class_name is None


def test_all_parts_are_asked_together_and_told_by_chips(asked: Asked) -> None:
    QTest.keyClicks(asked.row.field, "a")
    for path in (("In work",), ("Has shapes",), ("Has the class", "road")):
        asked.choose(*path)
    assert asked.wanted == ImageFilter("a", frozenset((Mark.IN_WORK,)), "road", True)
    assert [chip.accessibleName() for chip in asked.chips] == [
        "Filter in work",
        "Filter shapes",
        "Filter road",
    ]
    assert all(chip.geometry().right() <= 272 for chip in asked.chips)
    for _ in range(3):
        QTest.mouseClick(asked.chips[0], LEFT)
    assert asked.wanted == ImageFilter("a")
    assert asked.chips == []


def test_a_chip_cuts_long_words_and_tells_them_whole(asked: Asked) -> None:
    words = frozenset((Mark.UNLABELLED, Mark.IN_WORK, Mark.DONE, Mark.PROBLEM))
    asked.row.changed.emit(ImageFilter(marks=words, class_name="car 9"))
    states, car = asked.chips
    assert "…" in states.text()
    assert "unlabelled, in work, done, problem" in states.toolTip()
    assert car.text().startswith("car 9 ")
    assert all(chip.geometry().right() <= 272 for chip in asked.chips)
    asked.row.resize(600, 60)
    assert "…" not in states.text()


def test_the_menu_takes_all_away(asked: Asked) -> None:
    asked.row.menu.aboutToShow.emit()
    assert not asked.entry(asked.row.menu, "Clear filter").isEnabled()
    asked.choose("Done")
    asked.choose("Clear filter")
    assert not asked.wanted.is_on


def test_other_buttons_find_a_place_in_the_row(asked: Asked) -> None:
    action = QAction("Thumbnails", asked.row)
    asked.row.add_button(action)
    assert any(each.defaultAction() is action for each in asked.row.findChildren(QToolButton))
