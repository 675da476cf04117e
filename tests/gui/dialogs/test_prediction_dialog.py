"""The dialog that asks for the predictions."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from labeler.gui.dialogs.prediction_dialog import PredictionDialog, Predictions


@pytest.fixture
def parent(qtbot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


def test_without_a_folder_it_says_what_is_missing(parent):
    dialog = PredictionDialog(None, parent)
    assert dialog.problem.text() == "Choose the folder of predictions."
    assert not dialog.review.isEnabled()


@pytest.mark.parametrize("name", ["none", "file.png"])
def test_only_a_folder_that_exists_will_do(parent, tmp_path, name):
    (tmp_path / "file.png").touch()
    dialog = PredictionDialog(None, parent)
    dialog.folder.set_paths(tmp_path / name)
    assert dialog.problem.text() == "There is no such folder."
    assert not dialog.review.isEnabled()
    dialog.folder.set_paths(tmp_path)
    assert dialog.problem.text() == ""
    assert dialog.review.isEnabled()


def test_what_was_chosen_the_last_time_is_proposed(parent, tmp_path):
    known = Predictions(tmp_path, "_pred")
    dialog = PredictionDialog(known, parent)
    assert dialog.predictions == known
    assert dialog.review.isEnabled()


def test_a_folder_that_is_gone_is_told_at_once(parent, tmp_path):
    dialog = PredictionDialog(Predictions(tmp_path / "gone"), parent)
    assert dialog.problem.text() == "There is no such folder."


def test_the_ending_is_taken_without_blanks_and_enter_accepts(qtbot, parent, tmp_path):
    dialog = PredictionDialog(Predictions(tmp_path), parent)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.ending.setText(" _p ")
    QTest.keyClick(dialog.ending, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.predictions == Predictions(Path(tmp_path), "_p")
