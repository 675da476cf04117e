"""Regions of a review as rows."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from labeler.core.classes import ClassTable
from labeler.gui import theme
from labeler.gui.models.region_model import PIXELS, PREDICTED, TRUTH, RegionModel
from tests.gui.regions import CLASSES, reviewed

_ROLE = Qt.ItemDataRole


@pytest.fixture
def model(qtbot) -> RegionModel:
    model = RegionModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return model


def show(model: RegionModel, numbers=(0, 1, 2, 3), rejected=(False,) * 4) -> None:
    model.set_regions(reviewed().regions, np.array(numbers, np.intp), np.array(rejected), CLASSES)


def texts(model: RegionModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in (TRUTH, PREDICTED, PIXELS)]


def test_a_row_says_what_it_is_what_was_predicted_and_how_large_it_is(model):
    show(model)
    assert (model.rowCount(), model.columnCount()) == (4, 3)
    assert texts(model, 0) == ["cat", "dog", "40 px"]
    assert texts(model, 1) == ["background", "cat", "6 px"]
    assert texts(model, 3) == ["cat", "index 9", "2 px"]
    assert model.index(0, PIXELS).data(_ROLE.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    tooltip = model.index(1, TRUTH).data(_ROLE.ToolTipRole)
    assert tooltip == "6 px of background, predicted as cat, at x 5, y 15."


def test_swatches_show_both_classes_hollow_for_background_and_none_without_a_class(model, qapp):
    show(model)

    def color(row: int, column: int):
        icon = model.index(row, column).data(_ROLE.DecorationRole)
        return icon.pixmap(16, 16).toImage().pixelColor(8, 8)

    assert color(0, TRUTH).getRgb()[:3] == CLASSES.at(1).color
    assert color(0, PREDICTED).getRgb()[:3] == CLASSES.at(2).color
    assert color(1, TRUTH).alpha() == 0
    assert model.index(3, PREDICTED).data(_ROLE.DecorationRole) is None
    assert model.index(0, PIXELS).data(_ROLE.DecorationRole) is None


def test_only_the_chosen_regions_are_rows(model):
    show(model, (1, 3))
    assert [model.number_at(row) for row in (-1, 0, 1, 2)] == [None, 1, 3, None]
    assert [model.row_of(number) for number in (0, 1, 2, 3, 4)] == [None, 0, None, 1, None]
    assert texts(model, 1) == ["cat", "index 9", "2 px"]
    model.set_regions(None, np.empty(0, np.intp), np.empty(0, np.bool_), ClassTable())
    assert model.rowCount() == 0


def test_what_was_rejected_is_dim_and_says_so(model, qapp):
    show(model, rejected=(False, True, False, False))
    dim = theme.current().dim_text
    assert model.index(1, TRUTH).data(_ROLE.ForegroundRole) == dim
    assert model.index(0, TRUTH).data(_ROLE.ForegroundRole) is None
    assert model.index(1, TRUTH).data(_ROLE.ToolTipRole).startswith("Rejected. ")
