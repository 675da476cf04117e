"""The file list opens what is picked and shows what is open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.dataset import DatasetImage
from labeler.gui.models.file_model import FileModel
from labeler.gui.panels.file_panel import FilePanel


@pytest.fixture
def panel(qtbot) -> FilePanel:
    model = FileModel()
    panel = FilePanel(model)
    model.setParent(panel)
    qtbot.addWidget(panel)
    model.set_images([DatasetImage(f"{n}.jpg", str(n), f"/x/{n}.jpg", f"/x/{n}.json") for n in range(200)])
    panel.resize(280, 240)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_a_click_and_the_arrow_keys_pick_an_image(panel: FilePanel, qtbot) -> None:
    place = panel.table.visualRect(panel._model.index(3, 0)).center()
    with qtbot.waitSignal(panel.image_chosen) as signal:
        QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert signal.args == [3]
    with qtbot.waitSignal(panel.image_chosen) as signal:
        QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert signal.args == [4]


def test_the_image_that_is_open_is_marked_and_in_sight(panel: FilePanel, qtbot) -> None:
    with qtbot.assertNotEmitted(panel.image_chosen):
        panel.show_current(150)
    assert panel.table.currentIndex().row() == 150
    visible = panel.table.visualRect(panel._model.index(150, 0))
    assert panel.table.viewport().rect().contains(visible.center())
    panel.show_current(None)
    assert not panel.table.selectionModel().hasSelection()


def test_rows_are_24_pixels_high(panel: FilePanel) -> None:
    assert panel.table.rowHeight(0) == 24
