"""The dialog shows what was compared, comes closer to a row, and names the button that was pressed."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from labeler.core.geometry import Bounds, PixelRect
from labeler.gui import theme
from labeler.gui.comparing import Compared
from labeler.gui.dialogs.compare_dialog import CompareDialog
from labeler.gui.dialogs.difference_picture import DifferencePicture
from tests.gui.documents import box
from tests.gui.test_comparing import CLASSES, SIDES, compared, compared_classes

MINE = [box("cat", 0, 0), box("dog", 20, 3)]
THEIRS = [box("cat", 0, 0), box("sky", 40, 0, 4)]


@pytest.fixture
def shown(qtbot):
    """A dialog on two annotations."""

    def make(found: Compared) -> CompareDialog:
        dialog = CompareDialog(found, ("Keep mine", "Take the file's"))
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def test_counts_pixels_and_rows_are_there(shown):
    dialog = shown(compared(MINE, THEIRS))
    assert dialog.windowTitle() == "Compare a1.jpg"
    assert "2 shapes differ" in dialog.headline.text()
    assert "pixels differ" in dialog.detail.text()
    assert [dialog.table.item(row, 0).text() for row in range(2)] == ["dog", "sky"]
    headers = [dialog.table.horizontalHeaderItem(column).text() for column in range(5)]
    assert headers == ["Class", "Difference", "On the canvas", "In the file", "Place"]


def test_a_row_comes_closer_and_says_where(shown, qtbot):
    dialog = shown(compared(MINE, THEIRS))
    before = dialog.pictures[0]._part
    with qtbot.waitSignal(dialog.jump_wanted) as jump:
        dialog.table.selectRow(1)
    assert jump.args[0] == (40, 0, 44, 4)
    assert dialog.pictures[0]._part != before
    dialog.table.clearSelection()
    assert dialog.pictures[0]._part == before


def test_a_button_names_the_choice_and_closes(shown, qtbot):
    dialog = shown(compared(MINE, THEIRS))
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.mouseClick(dialog.buttons["Take the file's"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["Take the file's"]
    assert not dialog.isVisible()


def test_enter_takes_the_first_choice_and_escape_none(shown, qtbot):
    dialog = shown(compared(MINE, THEIRS))
    with qtbot.assertNotEmitted(dialog.chosen):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    again = shown(compared(MINE, THEIRS))
    with qtbot.waitSignal(again.chosen) as chosen:
        QTest.keyClick(again, Qt.Key.Key_Return)
    assert chosen.args == ["Keep mine"]


def test_without_pixels_there_are_no_pictures(shown):
    assert shown(compared(MINE, MINE, is_done=True)).pictures == []
    dialog = shown(compared_classes(CLASSES, CLASSES.without(2), SIDES))
    assert dialog.pictures == []
    assert dialog.detail.isHidden()
    assert dialog.table.item(0, 1).text() == "2"


def picture(qtbot) -> DifferencePicture:
    """4 x 2 pixels of class 1, of which the left half differs, 200 x 100 screen pixels large."""
    label_map = np.full((2, 4), 1, np.uint8)
    differs = np.array([[True, True, False, False]] * 2)
    made = DifferencePicture(label_map, differs, PixelRect(10, 20, 14, 22), 1, CLASSES.palette())
    qtbot.addWidget(made)
    made.resize(200, 100)
    return made


def color_at(made: DifferencePicture, x: int, y: int):
    return made.grab().toImage().pixelColor(QPoint(x, y)).getRgb()[:3]


def test_what_differs_has_its_colour_and_the_rest_is_faint(qtbot):
    made = picture(qtbot)
    cat = CLASSES.find("cat").color
    assert color_at(made, 20, 50) == cat
    faint = color_at(made, 180, 50)
    ground = theme.current().canvas.getRgb()[:3]
    expected = [int(back + (front - back) * 0.25) for back, front in zip(ground, cat, strict=True)]
    assert np.abs(np.array(faint) - expected).max() <= 1


def test_the_picture_comes_closer_to_a_box_and_back(qtbot):
    made = picture(qtbot)
    whole = made._part
    made.show_box(Bounds(13, 20, 14, 21))
    assert made._part == whole  # so small an image is shown whole
    made.show_box(Bounds(500, 500, 600, 600))
    assert made._part == whole
    made.show_box(None)
    assert made._part == whole


def test_an_empty_picture_is_only_ground(qtbot):
    empty = np.zeros((0, 0), np.uint8)
    made = DifferencePicture(empty, empty.astype(bool), PixelRect(0, 0, 0, 0), 1, CLASSES.palette())
    qtbot.addWidget(made)
    made.resize(50, 50)
    assert color_at(made, 25, 25) == theme.current().canvas.getRgb()[:3]
