"""A row that is too narrow loses what can be missed, in its order, and gets it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow, QToolBar, QToolButton

from labeler.core.classes import ClassTable
from labeler.gui.row_fit import RowFit
from tests.datasets import make_dataset
from tests.windows import Desk

WIDTH = 100


@pytest.fixture
def bar(qtbot) -> QToolBar:
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = QToolBar()
    bar.keeps_alive = window
    window.addToolBar(bar)
    window.show()
    return bar


@pytest.fixture
def labels(bar: QToolBar) -> list[QLabel]:
    """Four labels; the last one stays, the others give way from the left, the first two together."""
    labels = [QLabel(str(place)) for place in range(4)]
    for label in labels:
        label.setFixedWidth(WIDTH)
    actions = [bar.addWidget(label) for label in labels]
    bar.fit = RowFit(bar, (actions[:2], actions[2:3]))
    return labels


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 2)


def widen(bar: QToolBar, width: int) -> None:
    bar.window().resize(width, 60)
    QTest.qWait(20)


def shown(labels: list[QLabel]) -> list[str]:
    return [label.text() for label in labels if label.isVisible()]


def test_parts_give_way_one_group_after_the_other(bar: QToolBar, labels: list[QLabel]) -> None:
    for width, left in ((600, "0123"), (300, "23"), (170, "3"), (120, "3"), (300, "23"), (600, "0123")):
        widen(bar, width)
        assert "".join(shown(labels)) == left, width


def test_a_part_that_grows_pushes_others_out(bar: QToolBar, labels: list[QLabel]) -> None:
    widen(bar, 600)
    labels[3].setFixedWidth(400)
    QTest.qWait(20)
    assert shown(labels) == ["2", "3"]
    labels[3].setFixedWidth(WIDTH)
    QTest.qWait(20)
    assert shown(labels) == ["0", "1", "2", "3"]


@pytest.mark.parametrize("width", [1280, 853, 731])
def test_coverage_and_adjustments_are_there_in_every_window(desk: Desk, folder: Path, width: int) -> None:
    desk.open(folder)
    window = desk.window
    window.resize(width, 600)
    QTest.qWait(50)
    for name in ("coverage", "adjust", "view_image"):
        button = window.context_row.widgetForAction(window.actions_[name])
        assert button.isVisible()
        assert button.geometry().right() < window.context_row.width() <= width
    assert window.context_row.fit.hidden == {1280: 0}.get(width, window.context_row.fit.hidden)


def test_what_has_given_way_can_still_be_chosen_in_the_menus(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    window = desk.window
    window.resize(660, 600)
    QTest.qWait(50)
    fit = window.actions_["fit"]
    buttons = [each for each in window.context_row.findChildren(QToolButton) if each.defaultAction() is fit]
    assert [each.isVisible() for each in buttons] == [False]
    assert fit.isVisible()
    assert fit.isEnabled()
    window.view.zoom_to(8)
    QTest.keyClick(window.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.view.scene.viewport.scale < 8


def test_a_long_name_of_a_class_leaves_room_for_the_others(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    chip = desk.window.context_row.chip
    name = "a class whose name goes on and on and on and on"
    chip.show_class(name, ClassTable().with_names([name]))
    assert "…" in chip.text()
    assert chip.sizeHint().width() < 300
