"""Gaps as rows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from labeler.core.classes import ClassTable
from labeler.gui import theme
from labeler.gui.models.gap_model import KIND, NEIGHBOUR, PIXELS, GapModel
from tests.gui.gaps import gap

CLASSES = ClassTable().with_class("cat", 1).with_class("dog", 2)
_ROLE = Qt.ItemDataRole


@pytest.fixture
def model(qtbot) -> GapModel:
    model = GapModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return model


def texts(model: GapModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in (KIND, PIXELS, NEIGHBOUR)]


def test_a_row_says_what_it_is_how_large_and_where_it_would_go(model):
    model.set_gaps([gap(1234), gap(7, neighbours=((2, 9), (1, 1)))], frozenset(), CLASSES)
    assert (model.rowCount(), model.columnCount()) == (2, 3)
    assert texts(model, 0) == ["gap", "1,234 px", "cat"]
    assert texts(model, 1) == ["sliver", "7 px", "dog"]
    assert model.index(0, PIXELS).data(_ROLE.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_swatches_show_the_class_it_would_go_to_and_the_one_it_has(model, qapp):
    model.set_gaps([gap(neighbours=((2, 9),)), gap(8, index=1, neighbours=((0, 9),))], frozenset(), CLASSES)

    def color(row: int, column: int) -> str:
        icon = model.index(row, column).data(_ROLE.DecorationRole)
        return icon.pixmap(16, 16).toImage().pixelColor(8, 8).name()

    assert color(0, NEIGHBOUR) == "#{:02x}{:02x}{:02x}".format(*CLASSES.at(2).color)
    assert color(1, KIND) == "#{:02x}{:02x}{:02x}".format(*CLASSES.at(1).color)
    hollow = model.index(0, KIND).data(_ROLE.DecorationRole).pixmap(16, 16).toImage()
    assert hollow.pixelColor(8, 8).alpha() == 0
    assert model.index(1, NEIGHBOUR).data(_ROLE.DecorationRole) is None
    assert model.index(0, PIXELS).data(_ROLE.DecorationRole) is None


def test_without_a_labelled_neighbour_the_row_says_so_dimly(model):
    model.set_gaps([gap(8, index=1, neighbours=((0, 9),))], frozenset(), CLASSES)
    assert model.index(0, NEIGHBOUR).data() == "no neighbour"
    assert model.index(0, NEIGHBOUR).data(_ROLE.ForegroundRole) == theme.current().dim_text
    assert model.index(0, KIND).data(_ROLE.ForegroundRole) is None


def test_the_tooltip_tells_the_place_and_all_borders(model):
    model.set_gaps([gap(1234), gap(8, index=2)], frozenset([gap(8, index=2)]), CLASSES)
    assert model.index(0, KIND).data(_ROLE.ToolTipRole) == (
        "1,234 px of background at x 5, y 6. Borders: cat 12 px, dog 3 px."
    )
    assert model.index(1, PIXELS).data(_ROLE.ToolTipRole).startswith("Left as it is. 8 px of dog at x 5")


def test_a_gap_that_was_left_is_dim(model):
    model.set_gaps([gap(30), gap(25)], frozenset([gap(25)]), CLASSES)
    colors = [model.index(row, PIXELS).data(_ROLE.ForegroundRole) for row in (0, 1)]
    assert colors == [None, theme.current().dim_text]


def test_a_gap_is_found_again_by_its_first_pixel_when_it_has_changed(model):
    model.set_gaps([gap(30, (1, 1)), gap(25, (9, 9))], frozenset(), CLASSES)
    assert model.row_of(gap(25, (9, 9))) == 1
    assert model.row_of(gap(24, (9, 9))) == 1
    assert model.row_of(gap(30, (2, 2))) is None
    assert model.row_of(None) is None
    assert model.gap_at(1) == gap(25, (9, 9))
    assert model.gap_at(-1) is None
    assert model.gap_at(2) is None


def test_a_class_that_is_gone_is_no_neighbour(model):
    model.set_gaps([gap(neighbours=((9, 4),))], frozenset(), CLASSES)
    assert model.index(0, NEIGHBOUR).data() == "no neighbour"
    assert model.index(0, NEIGHBOUR).data(_ROLE.DecorationRole) is None
