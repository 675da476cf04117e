"""The tables of a comparison."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt

from labeler.core.classes import ClassTable
from labeler.gui import theme
from labeler.gui.dialogs.comparison_tables import (
    class_table,
    confusion_table,
    fill_classes,
    fill_confusions,
    fill_images,
    image_table,
    index_of,
    share_item,
)
from labeler.jobs.compare import compare_all
from labeler.jobs.comparison import Comparison

CLASSES = ClassTable().with_class("cat", 1, (200, 10, 10)).with_class("dog", 2)


@pytest.fixture
def comparison() -> Comparison:
    """Two images of 10 x 10 pixels: a cat of 50, once predicted rightly and once 20 of it as dog."""
    truth = np.zeros((10, 10), np.uint8)
    truth[:5] = 1
    wrong = truth.copy()
    wrong[:2] = 2
    return compare_all([truth, truth], [truth, wrong], classes=CLASSES)


def texts(table, row: int) -> list[str]:
    return [table.item(row, column).text() for column in range(table.columnCount())]


def test_classes_have_their_figures_in_per_cent(qtbot, comparison):
    table = class_table()
    qtbot.addWidget(table)
    fill_classes(table, comparison)
    assert table.rowCount() == 3
    assert texts(table, 1)[:5] == ["cat", "80.00", "88.89", "100.00", "80.00"]
    assert texts(table, 1)[-1] == "100"
    assert texts(table, 2)[1:5] == ["0.00", "0.00", "0.00", "–"]
    fill_classes(table, comparison)
    assert table.rowCount() == 3


def test_without_a_boundary_score_its_column_is_not_there(qtbot, comparison):
    table = class_table()
    qtbot.addWidget(table)
    fill_classes(table, comparison)
    assert not table.isColumnHidden(5)
    plain = np.ones((4, 4), np.uint8)
    fill_classes(table, compare_all(plain, plain, has_boundary=False))
    assert table.isColumnHidden(5)


def test_confusions_know_their_indices(qtbot, comparison):
    table = confusion_table()
    qtbot.addWidget(table)
    fill_confusions(table, comparison, 10)
    assert texts(table, 0) == ["cat", "dog", "20", "20.00"]
    assert (index_of(table, 0, 0), index_of(table, 0, 1)) == (1, 2)
    assert table.rowCount() == 1


def test_images_come_the_worst_first(qtbot, comparison):
    table = image_table()
    qtbot.addWidget(table)
    fill_images(table, comparison)
    assert [texts(table, row)[0] for row in range(2)] == ["1", "0"]
    assert texts(table, 1)[1:] == ["100.00", "100.00"]


@pytest.mark.parametrize(("share", "text"), [(0.5, "50.00"), (0.0, "0.00"), (1.0, "100.00"), (math.nan, "–")])
def test_a_share_is_a_number_or_a_dash(share, text):
    item = share_item(share)
    assert item.text() == text
    assert item.textAlignment() & Qt.AlignmentFlag.AlignRight


def test_a_bar_is_as_long_as_its_share(qtbot, comparison):
    table = class_table()
    qtbot.addWidget(table)
    fill_classes(table, comparison)
    table.resize(700, 200)
    table.show()
    qtbot.waitExposed(table)
    picture = table.viewport().grab().toImage()

    def length(row: int) -> int:
        rect = table.visualItemRect(table.item(row, 1))
        line = [picture.pixelColor(x, rect.bottom() - 1) for x in range(rect.left(), rect.right())]
        return sum(color.rgb() == theme.current().accent.rgb() for color in line)

    assert length(1) == pytest.approx(0.8 * length(0), abs=2)
    assert length(0) > 20
    assert length(2) == 0
