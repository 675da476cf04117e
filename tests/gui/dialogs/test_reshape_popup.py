"""The sheet that simplifies or smooths: its fields tell each step, its keys end it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from labeler.gui.dialogs.reshape_popup import SIMPLIFY, SMOOTH, ReshapePopup
from tests.windows import LEFT


class Canvas(QWidget):
    """What the sheet lies over; counts the presses that reach it."""

    presses = 0

    def mousePressEvent(self, event) -> None:  # noqa: N802 - Qt's name
        self.presses += 1


@pytest.fixture
def canvas(qtbot) -> Canvas:
    canvas = Canvas()
    canvas.resize(800, 600)
    qtbot.addWidget(canvas)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


@pytest.fixture
def popup(canvas) -> ReshapePopup:
    return ReshapePopup(canvas)


@pytest.fixture
def told(popup) -> list[str]:
    told: list[str] = []
    popup.changed.connect(lambda: told.append("changed"))
    popup.applied.connect(lambda: told.append("applied"))
    popup.cancelled.connect(lambda: told.append("cancelled"))
    return told


def test_it_comes_up_in_the_corner_with_its_amount_and_tells_nobody(popup, told, canvas):
    assert not popup.isVisible()
    popup.open_for(SIMPLIFY, 1.0, has_neighbours=True)
    assert popup.isVisible()
    assert popup.geometry().right() == canvas.width() - 13
    assert popup.geometry().top() == 12
    assert popup.amount.value() == 1.0
    assert 0 < popup.slider.value() < 200
    assert popup.slider.hasFocus()
    assert told == []


def test_it_shows_only_what_can_be_used(popup):
    popup.open_for(SIMPLIFY, 1.0, has_neighbours=False)
    assert not popup.corners.isVisible()
    assert not popup.neighbours.isVisible()
    low = popup.height()
    popup.open_for(SMOOTH, 2.0, has_neighbours=True)
    assert popup.corners.isVisible()
    assert not popup.corner.isEnabled()
    assert popup.neighbours.isVisible()
    assert popup.neighbours.isChecked()
    assert popup.height() > low
    popup.open_for(SIMPLIFY, 1.0, has_neighbours=False)
    assert popup.height() == low


def test_slider_and_number_follow_one_another_finer_at_the_beginning(popup, told):
    popup.open_for(SIMPLIFY, 1.0, has_neighbours=True)
    popup.slider.setValue(100)
    assert popup.amount.value() == 5.0
    popup.amount.setValue(20.0)
    assert popup.slider.value() == 200
    popup.amount.setValue(60.0)
    assert popup.slider.value() == 200
    assert popup.amount.value() == 60.0
    popup.slider.setValue(0)
    assert popup.amount.value() == 0.0
    assert told == ["changed"] * 4


def test_what_smooths_begins_at_half_a_pixel(popup):
    popup.open_for(SMOOTH, 0.0, has_neighbours=True)
    assert popup.amount.value() == 0.5
    assert popup.slider.value() == 0
    popup.slider.setValue(200)
    assert popup.amount.value() == 20.0


def test_the_other_fields_tell_their_steps(popup, told):
    popup.open_for(SMOOTH, 2.0, has_neighbours=True)
    popup.corners.setChecked(True)
    assert popup.corner.isEnabled()
    popup.corner.setValue(90)
    popup.neighbours.setChecked(False)
    assert told == ["changed"] * 3


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_applies_wherever_the_focus_is(popup, told, canvas, key):
    popup.open_for(SIMPLIFY, 1.0, has_neighbours=True)
    QTest.keyClick(popup.slider, key)
    canvas.setFocus()
    QTest.keyClick(canvas, key)
    assert told == ["applied", "applied"]


def test_esc_cancels_and_does_so_only_while_it_is_open(popup, told, canvas):
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert told == []
    popup.open_for(SIMPLIFY, 1.0, has_neighbours=True)
    QTest.keyClick(popup.amount, Qt.Key.Key_Escape)
    assert told == ["cancelled"]


def test_the_buttons_end_it_too(popup, told):
    popup.open_for(SIMPLIFY, 1.0, has_neighbours=True)
    QTest.mouseClick(popup.apply, LEFT)
    QTest.mouseClick(popup.cancel, LEFT)
    assert told == ["applied", "cancelled"]


def test_it_says_what_the_slider_came_to(popup):
    popup.open_for(SIMPLIFY, 1.0, has_neighbours=True)
    assert popup.vertices.text() == ""
    popup.show_vertices((1412, 96))
    popup.show_pixels(12345)
    assert popup.vertices.text() == "1,412 → 96 vertices"
    assert popup.pixels.text() == "12,345 px changed"
    popup.show_pixels(None)
    assert popup.pixels.text() == ""


def test_a_press_on_it_is_none_on_the_canvas(popup, canvas):
    popup.open_for(SIMPLIFY, 1.0, has_neighbours=True)
    QTest.mouseClick(popup, LEFT, pos=QPoint(4, 4))
    assert canvas.presses == 0


def test_everything_has_a_name_for_those_who_do_not_see_it(popup):
    popup.open_for(SMOOTH, 1.0, has_neighbours=True)
    for field in (popup.slider, popup.amount, popup.corner):
        assert field.accessibleName()
