"""A review at its edges: what is hidden, drafts, files that change, and going elsewhere meanwhile."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.edits.shapes import delete_shapes
from labeler.gui.dialogs.prediction_dialog import Predictions
from tests.flows.reviews import panel_of, pixels, prediction_of_first, rows, wait_for_rows
from tests.windows import LEFT

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_hidden_shape_loses_no_pixels(reviewed):
    window = reviewed.window
    window.visibility.hide_shapes([0], True)
    before = pixels(reviewed)
    panel_of(reviewed).choose_pair((1, 0))
    reviewed.key(Qt.Key.Key_Return)
    reviewed.key("y")
    assert "is locked or hidden" in window.status.hint.text()
    np.testing.assert_array_equal(pixels(reviewed), before)
    window.visibility.show_all()
    reviewed.key("y")
    assert (pixels(reviewed) != before).sum() == 6


def test_an_annotation_of_another_size_is_refused_in_words(reviewed):
    reviewed.document.annotation.size = (10, 10)
    before = pixels(reviewed)
    reviewed.key(Qt.Key.Key_Return)
    reviewed.key("y")
    assert "its annotation was made for 10 × 10" in reviewed.window.status.hint.text()
    np.testing.assert_array_equal(pixels(reviewed), before)


def test_a_prediction_that_was_written_anew_is_read_when_its_image_comes_again(reviewed, predictions):
    (predictions / "a1.png").unlink()
    np.save(predictions / "a1.npy", prediction_of_first())
    reviewed.go_to(1)
    reviewed.go_to(0)
    reviewed.qtbot.waitUntil(lambda: "a1.png" in panel_of(reviewed).note.text())
    reviewed.window.reviewing.start(Predictions(predictions))
    wait_for_rows(reviewed, 3)


def test_going_to_another_image_at_once_shows_only_its_own_regions(reviewed):
    for position in (1, 2, 3, 0):
        reviewed.window.opening.go_to(position)
    reviewed.wait_for_image()
    wait_for_rows(reviewed, 3)
    assert rows(reviewed)[0] == ("cat", "dog", "60 px")


def test_the_keys_of_the_window_work_from_the_list(reviewed):
    reviewed.key("2")
    assert reviewed.window.session.current_class == "dog"
    QTest.mouseClick(panel_of(reviewed).accept_all, LEFT)
    panel_of(reviewed).table.setFocus()
    reviewed.key("z", CTRL)
    wait_for_rows(reviewed, 3)


def test_y_without_a_marked_region_does_nothing(reviewed):
    before = pixels(reviewed)
    reviewed.key("y")
    reviewed.key("n")
    assert len(rows(reviewed)) == 3
    np.testing.assert_array_equal(pixels(reviewed), before)


def test_closing_the_review_ends_what_it_was_at(reviewed):
    reviewing = reviewed.window.reviewing
    reviewed.go_to(1)
    reviewed.window.actions_["review"].trigger()
    assert not reviewing.finder.is_busy
    reviewed.wait_for_jobs()
    assert panel_of(reviewed).model.rowCount() == 0
    assert reviewed.window.view.scene.marked is None


def test_a_region_that_the_mark_came_to_by_itself_is_shown_before_a_key_accepts_it(reviewed):
    view, panel = reviewed.window.view, panel_of(reviewed)
    reviewed.key(Qt.Key.Key_Return)
    assert view.scene.marked == (4, 4, 10, 14)
    reviewed.document.push(delete_shapes(reviewed.document.annotation, [0]))
    wait_for_rows(reviewed, 3)
    assert rows(reviewed)[0][:2] == ("background", "cat")
    assert view.scene.marked is None
    before = pixels(reviewed)
    for key in ("y", "n"):
        panel.mark(0)
        reviewed.window.reviewing.work._shown = None
        reviewed.key(key)
        assert view.scene.marked is not None
        assert len(rows(reviewed)) == 3
        np.testing.assert_array_equal(pixels(reviewed), before)
    reviewed.key("y")
    assert (pixels(reviewed) != before).sum() == 334


def test_the_ring_goes_with_a_region_that_a_filter_takes_out_of_the_list(reviewed):
    view = reviewed.window.view
    reviewed.key(Qt.Key.Key_Return)
    panel_of(reviewed).pairs.setCurrentIndex(2)
    assert view.scene.marked is None
    panel_of(reviewed).table.setFocus()
    reviewed.key("y")
    assert view.scene.marked == (10, 30, 15, 35)
    assert len(rows(reviewed)) == 1


def test_after_a_look_at_the_gaps_the_region_is_shown_again_before_a_key_accepts_it(reviewed):
    view, before = reviewed.window.view, pixels(reviewed)
    reviewed.key(Qt.Key.Key_Return)
    reviewed.window.actions_["coverage"].trigger()
    reviewed.wait_for_jobs()
    reviewed.window.actions_["coverage"].trigger()
    assert view.scene.marked is None
    panel_of(reviewed).table.setFocus()
    reviewed.key("y")
    np.testing.assert_array_equal(pixels(reviewed), before)
    assert view.scene.marked == (4, 4, 10, 14)
    reviewed.key("y")
    assert (pixels(reviewed) != before).sum() == 60
