"""The sheet that says how the photograph is shown."""

from __future__ import annotations

import pytest

from labeler.core.adjustment import Adjustment, Channel
from labeler.gui.dialogs.adjust_popup import AdjustPopup


@pytest.fixture
def popup(qtbot):
    popup = AdjustPopup()
    qtbot.addWidget(popup)
    return popup


@pytest.fixture
def told(popup):
    told: list[Adjustment] = []
    popup.changed.connect(told.append)
    return told


def test_it_shows_an_adjustment_and_tells_nobody(popup, told):
    adjustment = Adjustment(30, -20, 2.0, Channel.GREEN, is_stretched=True, clipped=1.5, by_channel=True)
    popup.show_adjustment(adjustment)
    assert (popup.brightness.value(), popup.contrast.value(), popup.gamma.value()) == (30, -20, 100)
    assert popup.channel.currentText() == "Green alone"
    assert popup.stretch.isChecked()
    assert popup.by_channel.isChecked()
    assert popup.clipped.value() == 1.5
    assert told == []


def test_every_field_tells_its_step_at_once(popup, told):
    popup.brightness.setValue(10)
    popup.contrast.setValue(-5)
    popup.gamma.setValue(-100)
    popup.channel.setCurrentIndex(3)
    popup.stretch.setChecked(True)
    popup.by_channel.setChecked(True)
    popup.clipped.setValue(2)
    assert len(told) == 7
    assert told[-1] == Adjustment(10, -5, 0.5, Channel.BLUE, is_stretched=True, clipped=2, by_channel=True)


def test_a_button_resets_all_of_it(popup, told):
    popup.show_adjustment(Adjustment(brightness=30))
    popup.reset.click()
    assert told == [Adjustment()]
    assert popup.brightness.value() == 0
    assert not popup.reset.isEnabled()


def test_what_has_no_effect_cannot_be_chosen(popup):
    assert not popup.by_channel.isEnabled()
    popup.stretch.setChecked(True)
    assert popup.by_channel.isEnabled()


@pytest.mark.parametrize(("value", "text"), [(-40, "−40"), (0, "0"), (25, "+25")])
def test_numbers_are_shown_with_their_sign(popup, value, text):
    popup.show_adjustment(Adjustment(brightness=value))
    assert popup._values[popup.brightness].text() == text


def test_a_drag_of_the_gamma_comes_back_to_the_middle(popup, told):
    popup.gamma.setValue(37)
    popup.gamma.setValue(0)
    assert told[-1] == Adjustment()
