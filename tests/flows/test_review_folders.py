"""Where the predictions of a review come from: the folder, its files, and why an image has none."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.gui.dialogs.prediction_dialog import PredictionDialog, Predictions
from labeler.settings import PREDICTIONS
from tests.datasets import SIZE, make_dataset
from tests.flows.reviews import panel_of, prediction_of_first, rows, wait_for_rows
from tests.windows import LEFT, Desk

SHIFT, F9 = Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F9


def dialog_of(desk: Desk) -> PredictionDialog | None:
    window = QApplication.activeModalWidget()
    return window if isinstance(window, PredictionDialog) else None


@pytest.mark.parametrize(
    ("position", "words"),
    [(2, "7 × 5 pixels, but the image has 64 × 48"), (3, "a4.jpg has no prediction in")],
)
def test_why_there_are_no_regions_is_said_in_the_list(reviewed, position, words):
    reviewed.go_to(position)
    reviewed.qtbot.waitUntil(lambda: words in panel_of(reviewed).note.text())
    assert rows(reviewed) == []
    assert reviewed.window.review_dock.titleBarWidget().detail.text() == ""


def test_two_files_for_one_image_are_told(desk, review_set, predictions):
    np.save(predictions / "a1.npy", prediction_of_first())
    desk.open(review_set)
    desk.window.reviewing.start(Predictions(predictions))
    desk.qtbot.waitUntil(lambda: "Keep one of them" in panel_of(desk).note.text())


def test_a_folder_without_label_images_is_told(desk, review_set, tmp_path):
    desk.open(review_set)
    (tmp_path / "empty").mkdir()
    desk.window.reviewing.start(Predictions(tmp_path / "empty"))
    desk.qtbot.waitUntil(lambda: "holds no label images" in panel_of(desk).note.text())


def test_a_coloured_prediction_is_told_with_the_remedy(desk, review_set, predictions):
    Image.new("RGB", SIZE).save(predictions / "a1.png")
    desk.open(review_set)
    desk.window.reviewing.start(Predictions(predictions))
    desk.qtbot.waitUntil(lambda: "a1.png" in panel_of(desk).note.text())


def test_names_may_have_an_ending(desk, review_set, tmp_path):
    made = tmp_path / "p"
    made.mkdir()
    np.save(made / "a1_pred.npy", prediction_of_first())
    desk.open(review_set)
    desk.window.reviewing.start(Predictions(made, "_pred"))
    wait_for_rows(desk, 3)


def test_an_ending_that_was_not_given_is_named(desk, review_set, tmp_path):
    made = tmp_path / "p"
    made.mkdir()
    for name in ("a1_pred", "a10", "a20"):
        np.save(made / f"{name}.npy", prediction_of_first())
    desk.open(review_set)
    desk.window.reviewing.start(Predictions(made))
    words = "There is a1_pred: choose Folder…, and give _pred as the end of names"
    desk.qtbot.waitUntil(lambda: words in panel_of(desk).note.text())
    desk.go_to(1)
    desk.qtbot.waitUntil(lambda: "a2.jpg has no prediction in" in panel_of(desk).note.text())


def test_the_key_asks_for_the_folder_once_and_remembers_it_for_the_dataset(desk, review_set, predictions):
    desk.open(review_set)
    desk.window.view.setFocus()
    desk.key(F9, SHIFT)
    desk.qtbot.waitUntil(lambda: dialog_of(desk) is not None)
    dialog = dialog_of(desk)
    assert not dialog.review.isEnabled()
    dialog.folder.set_paths(predictions / "nowhere")
    assert dialog.problem.text() == "There is no such folder."
    dialog.folder.set_paths(predictions)
    QTest.mouseClick(dialog.review, LEFT)
    wait_for_rows(desk, 3)
    assert desk.window.settings.get(PREDICTIONS) == {str(review_set): [str(predictions), ""]}
    desk.key(F9, SHIFT)
    assert not desk.window.review_dock.isVisible()
    assert desk.window.view.hasFocus()
    assert desk.window.view.scene.base.labels.review is None
    desk.key(F9, SHIFT)
    wait_for_rows(desk, 3)
    assert desk.window.review_dock.isVisible()


def test_without_a_folder_there_is_no_review(desk, review_set):
    desk.open(review_set)
    desk.window.actions_["review"].trigger()
    desk.qtbot.waitUntil(lambda: dialog_of(desk) is not None)
    QTest.keyClick(dialog_of(desk), Qt.Key.Key_Escape)
    assert not desk.window.actions_["review"].isChecked()
    assert not desk.window.review_dock.isVisible()


def test_another_folder_is_chosen_from_the_list(reviewed, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    np.save(other / "a1.npy", np.full(SIZE[::-1], 2, np.uint8))
    QTest.mouseClick(panel_of(reviewed).folder, LEFT)
    reviewed.qtbot.waitUntil(lambda: dialog_of(reviewed) is not None)
    dialog_of(reviewed).folder.set_paths(other)
    QTest.mouseClick(dialog_of(reviewed).review, LEFT)
    wait_for_rows(reviewed, 2)
    assert {row[1] for row in rows(reviewed)} == {"dog"}


def test_another_dataset_ends_the_review(reviewed, tmp_path):
    reviewed.open(make_dataset(tmp_path / "more", 1))
    assert not reviewed.window.actions_["review"].isChecked()
    assert not reviewed.window.review_dock.isVisible()
