"""Review mode in the real window: predictions are compared, accepted and rejected by keys alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import labeler
from labeler.core.edits.classes import ReplaceClasses
from labeler.core.edits.shapes import delete_shapes
from labeler.gui.dialogs.prediction_dialog import Predictions
from labeler.gui.review import Shown
from tests.datasets import SIZE, make_dataset, square, write_photograph, write_shapes
from tests.flows.reviews import panel_of, pixels, prediction_of_first, rows, wait_for_rows
from tests.windows import LEFT, Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_the_list_has_what_differs_the_largest_first(reviewed):
    assert rows(reviewed) == [
        ("cat", "dog", "60 px"),
        ("background", "sky", "25 px"),
        ("cat", "background", "6 px"),
    ]
    assert panel_of(reviewed).table.hasFocus()
    detail = reviewed.window.review_dock.titleBarWidget().detail.text()
    assert detail.startswith("mIoU ")
    judged = SIZE[0] * SIZE[1] - 400
    assert detail.endswith(f"accuracy {np.floor(1000 * (judged - 91) / judged) / 10} %")


def test_the_list_fits_into_the_width_of_the_docks(reviewed):
    assert reviewed.window.review_dock.titleBarWidget().detail.text().count(".") == 2
    assert reviewed.window.review_dock.minimumSizeHint().width() <= 280


def test_keys_alone_accept_and_reject_and_the_label_map_is_the_predictions_where_it_was_accepted(reviewed):
    before = pixels(reviewed)
    for key in (Qt.Key.Key_Return, "y", "n", "y"):
        reviewed.key(key)
    expected = before.copy()
    predicted = prediction_of_first()
    for place in ((slice(4, 14), slice(4, 10)), (slice(22, 24), slice(20, 23))):
        expected[place] = predicted[place]
    np.testing.assert_array_equal(pixels(reviewed), expected)
    assert rows(reviewed) == []
    assert "all were rejected" in panel_of(reviewed).note.text()
    reviewed.key("z", CTRL)
    reviewed.key("z", CTRL)
    np.testing.assert_array_equal(pixels(reviewed), before)
    wait_for_rows(reviewed, 2)


def test_what_was_accepted_is_saved_and_exported(reviewed, review_set, tmp_path):
    QTest.mouseClick(panel_of(reviewed).accept_all, LEFT)
    wait_for_rows(reviewed, 0)
    assert "agrees" in panel_of(reviewed).note.text()
    assert reviewed.window.review_dock.titleBarWidget().detail.text() == "mIoU 100 %, accuracy 100 %"
    assert reviewed.document.undo_stack.undoText() == "Accept 3 regions"
    reviewed.wait_saved()
    labeler.export(review_set, tmp_path / "voc")
    exported, _ = labeler.read_label_png(tmp_path / "voc" / "SegmentationClass" / "a1.png")
    judged = exported != 255
    np.testing.assert_array_equal(exported[judged], prediction_of_first()[judged])
    reviewed.key("z", CTRL)
    wait_for_rows(reviewed, 3)


def test_enter_and_the_arrows_lead_to_a_region_in_a_ring(reviewed):
    view = reviewed.window.view
    reviewed.key(Qt.Key.Key_Return)
    assert view.scene.marked == (4, 4, 10, 14)
    reviewed.key(Qt.Key.Key_Down)
    assert view.scene.marked == (10, 30, 15, 35)
    middle = view.scene.viewport.to_device(12.5, 0)[0]
    assert middle == pytest.approx(view.scene.viewport.size[0] / 2, abs=2)
    reviewed.key("y")
    assert view.scene.marked == (20, 22, 23, 24)
    reviewed.key("y")
    assert view.scene.marked == (4, 4, 10, 14)
    reviewed.key(Qt.Key.Key_Escape)
    assert view.hasFocus()


def test_a_rejected_region_stays_out_for_its_image_and_can_be_seen_and_taken_back(reviewed):
    panel = panel_of(reviewed)
    reviewed.key(Qt.Key.Key_Return)
    reviewed.key("n")
    assert [row[2] for row in rows(reviewed)] == ["25 px", "6 px"]
    reviewed.key("d")
    reviewed.wait_for_image()
    reviewed.qtbot.waitUntil(lambda: reviewed.window.opening.position == 1)
    reviewed.key("a")
    reviewed.wait_for_image()
    wait_for_rows(reviewed, 2)
    panel.show_rejected.click()
    assert len(rows(reviewed)) == 3
    panel.table.setFocus()
    panel.mark(-1)
    reviewed.key(Qt.Key.Key_Return)
    assert panel.reject.text() == "Take back"
    reviewed.key("n")
    panel.show_rejected.click()
    assert len(rows(reviewed)) == 3


def test_space_goes_through_what_the_canvas_shows(reviewed):
    labels = reviewed.window.view.scene.base.labels
    seen = []
    for _ in range(3):
        seen.append(labels.review.shown)
        reviewed.key(Qt.Key.Key_Space)
    assert seen == [Shown.TRUTH, Shown.PREDICTION, Shown.DIFFERENCES]
    assert labels.review.shown is Shown.TRUTH
    np.testing.assert_array_equal(labels.review.prediction, prediction_of_first())


def color_at(desk: Desk, x: float, y: float) -> tuple[int, int, int]:
    picture = desk.window.view.grab().toImage()
    return picture.pixelColor(desk.place(x, y) * picture.devicePixelRatio()).getRgb()[:3]


def test_the_canvas_shows_annotation_prediction_or_differences(reviewed):
    window, panel = reviewed.window, panel_of(reviewed)
    window.actions_["view_labels"].trigger()
    window.actions_["show_shapes"].trigger()
    colors = {row.name: row.color for row in reviewed.document.classes}
    assert color_at(reviewed, 7.5, 8.5) == colors["cat"]
    panel.show_view(Shown.PREDICTION)
    assert color_at(reviewed, 7.5, 8.5) == colors["dog"]
    assert color_at(reviewed, 15.5, 10.5) == colors["cat"]
    panel.show_view(Shown.DIFFERENCES)
    assert color_at(reviewed, 7.5, 8.5) == colors["dog"]
    assert color_at(reviewed, 15.5, 10.5) not in colors.values()
    window.actions_["review"].trigger()
    assert color_at(reviewed, 7.5, 8.5) == colors["cat"]


def test_the_list_is_of_one_pair_of_classes_or_of_large_regions_only(reviewed):
    panel = panel_of(reviewed)
    texts = [panel.pairs.itemText(place) for place in range(panel.pairs.count())]
    assert texts == ["All pairs (3)", "cat → dog (1)", "background → sky (1)", "cat → background (1)"]
    panel.pairs.setCurrentIndex(2)
    assert [row[0] for row in rows(reviewed)] == ["background"]
    panel.least.setValue(30)
    assert rows(reviewed) == []
    assert "No region of this pair" in panel.note.text()
    panel.pairs.setCurrentIndex(0)
    assert [row[2] for row in rows(reviewed)] == ["60 px"]
    QTest.mouseClick(panel.accept_all, LEFT)
    assert reviewed.document.undo_stack.undoText() == "Accept region"


def test_an_edit_on_the_canvas_is_followed(reviewed):
    reviewed.document.push(delete_shapes(reviewed.document.annotation, [0]))
    wait_for_rows(reviewed, 3)
    assert rows(reviewed)[0] == ("background", "cat", "334 px")
    reviewed.document.undo_stack.undo()
    wait_for_rows(reviewed, 3)
    assert rows(reviewed)[0] == ("cat", "dog", "60 px")


def test_a_region_that_was_just_drawn_over_is_not_accepted_twice(reviewed):
    reviewed.key(Qt.Key.Key_Return)
    reviewed.key("y")
    count = len(reviewed.shapes)
    reviewed.key("z", CTRL)
    reviewed.key("z", CTRL | SHIFT)
    wait_for_rows(reviewed, 2)
    assert len(reviewed.shapes) == count


def test_another_image_brings_its_own_regions_and_the_keys_stay_in_the_list(reviewed):
    reviewed.key("d")
    reviewed.wait_for_image()
    reviewed.qtbot.waitUntil(lambda: reviewed.window.opening.position == 1)
    reviewed.qtbot.waitUntil(lambda: panel_of(reviewed).model.rowCount() > 0)
    assert rows(reviewed)[0][:2] == ("background", "cat")
    assert panel_of(reviewed).table.hasFocus()
    assert reviewed.window.view.scene.marked is None


def test_an_index_without_a_class_is_refused_with_the_remedy(desk, review_set, predictions):
    prediction = prediction_of_first()
    prediction[40:44, 30:40] = 9
    np.save(predictions / "a1.npy", prediction)
    (predictions / "a1.png").unlink()
    desk.open(review_set)
    desk.window.reviewing.start(Predictions(predictions))
    wait_for_rows(desk, 4)
    assert rows(desk)[1] == ("background", "index 9", "40 px")
    QTest.mouseClick(panel_of(desk).accept_all, LEFT)
    assert "1 region cannot be accepted. The class table has no class" in desk.window.status.hint.text()
    wait_for_rows(desk, 1)
    desk.key(Qt.Key.Key_Return)
    desk.key("y")
    assert "no class of the index 9" in desk.window.status.hint.text()
    assert len(rows(desk)) == 1


def test_a_locked_class_is_refused_in_the_status_line(reviewed):
    session = reviewed.window.session
    row = session.classes.find("dog")
    session.push_classes(
        ReplaceClasses(session.classes, session.classes.with_row(row.index, row.with_lock(True)), "Lock")
    )
    before = pixels(reviewed)
    reviewed.key(Qt.Key.Key_Return)
    reviewed.key("y")
    assert '"dog" is locked' in reviewed.window.status.hint.text()
    np.testing.assert_array_equal(pixels(reviewed), before)


def test_the_status_line_says_what_the_keys_of_the_list_do_while_they_are_its(reviewed):
    hint = reviewed.window.status.hint
    assert "Y accepts" in hint.text()
    reviewed.key(Qt.Key.Key_Return)
    reviewed.qtbot.waitUntil(lambda: "Y accepts" in hint.text())
    reviewed.key(Qt.Key.Key_Escape)
    reviewed.qtbot.waitUntil(lambda: "Y accepts" not in hint.text())


def test_another_name_and_colour_of_a_class_are_shown(reviewed):
    session = reviewed.window.session
    row = replace(session.classes.find("dog"), name="hound", color=(1, 2, 3))
    session.push_classes(
        ReplaceClasses(session.classes, session.classes.with_row(row.index, row), "Rename class")
    )
    assert rows(reviewed)[0][:2] == ("cat", "hound")
    assert panel_of(reviewed).pairs.itemText(1) == "cat → hound (1)"


def test_the_list_is_not_there_in_the_full_screen_and_survives_a_reset_of_the_layout(reviewed):
    actions, dock = reviewed.window.actions_, reviewed.window.review_dock
    actions["full_screen"].trigger()
    reviewed.qtbot.waitUntil(lambda: not dock.isVisible())
    actions["full_screen"].trigger()
    reviewed.qtbot.waitUntil(dock.isVisible)
    actions["reset_layout"].trigger()
    reviewed.qtbot.waitUntil(dock.isVisible)
    actions["review"].trigger()
    reviewed.qtbot.waitUntil(lambda: reviewed.window.shape_dock.isVisible() and not dock.isVisible())


def test_a_noisy_prediction_of_tens_of_thousands_of_regions_is_listed_whole_and_walked(desk, tmp_path):
    folder, size = make_dataset(tmp_path / "set", 1), (480, 360)
    write_photograph(folder / "a1.jpg", size)
    write_shapes(folder / "a1.jpg", [square("cat", 0, 0, 300)], size)
    noise = np.random.default_rng(0).choice([0, 1, 2, 7], size[::-1]).astype(np.uint8)
    (tmp_path / "p").mkdir()
    np.save(tmp_path / "p" / "a1.npy", noise)
    desk.open(folder)
    desk.window.reviewing.start(Predictions(tmp_path / "p"))
    model = panel_of(desk).model
    desk.qtbot.waitUntil(lambda: model.rowCount() > 40_000)
    count = model.rowCount()
    desk.key(Qt.Key.Key_Return)
    for _ in range(3):
        desk.key("y")
    assert model.rowCount() == count - 3
    panel_of(desk).least.setValue(12)
    assert 0 < model.rowCount() < count
    before = (pixels(desk) != noise).sum()
    QTest.mouseClick(panel_of(desk).accept_all, LEFT)
    desk.qtbot.waitUntil(lambda: (pixels(desk) != noise).sum() < before, timeout=60_000)
    desk.wait_for_jobs()
