"""The bar above the images shows the shares, and the numbers when asked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from labeler.gui import theme
from labeler.gui.models.image_records import Mark
from labeler.gui.panels.progress_strip import ProgressStrip


@pytest.fixture
def strip(qtbot) -> ProgressStrip:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    strip.resize(224, 10)  # 200 px of bar
    strip.show()
    return strip


def colors(strip: ProgressStrip) -> list[str]:
    """The colours of the bar from left to right, each once."""
    picture = strip.grab().toImage()
    found: list[str] = []
    for x in range(12, 212):
        color = picture.pixelColor(x, 5).name()
        if not found or found[-1] != color:
            found.append(color)
    return found


def test_shares_stand_one_after_the_other(strip: ProgressStrip) -> None:
    strip.show_counts({Mark.DONE: 50, Mark.IN_WORK: 25, Mark.PROBLEM: 5, Mark.UNLABELLED: 20})
    now = theme.current()
    assert colors(strip) == [each.name() for each in (now.good, now.accent, now.warning, now.hairline)]
    picture = strip.grab().toImage()
    assert picture.pixelColor(12 + 99, 5) == now.good
    assert picture.pixelColor(12 + 101, 5) == now.accent


def test_one_of_many_is_still_seen(strip: ProgressStrip) -> None:
    strip.show_counts({Mark.DONE: 1, Mark.UNLABELLED: 100_000})
    now = theme.current()
    assert colors(strip) == [now.good.name(), now.hairline.name()]


def test_all_done_fills_the_bar_and_no_image_leaves_it_empty(strip: ProgressStrip) -> None:
    assert colors(strip) == [theme.current().hairline.name()]
    strip.show_counts({Mark.DONE: 3})
    assert colors(strip) == [theme.current().good.name()]


def test_the_numbers_are_told_in_words(strip: ProgressStrip) -> None:
    strip.show_counts({Mark.UNLABELLED: 1298, Mark.DONE: 12, Mark.IN_WORK: 0, Mark.PROBLEM: 2})
    words = "12 done, 2 with problems, 1,298 unlabelled"
    assert strip.words() == words
    assert strip.accessibleName() == words
    QApplication.sendEvent(
        strip, QHelpEvent(QEvent.Type.ToolTip, QPoint(50, 5), strip.mapToGlobal(QPoint(50, 5)))
    )
    assert QToolTip.text() == words
    QToolTip.hideText()
