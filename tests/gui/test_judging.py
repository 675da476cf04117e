"""The dialog that compares with predictions: figures, tables, files, and the ways into the review."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

import labeler
from labeler.core.dataset import open_dataset
from labeler.gui.dialogs.comparison_form import ComparisonForm
from labeler.gui.dialogs.comparison_report import ComparisonReport
from labeler.gui.dialogs.job_dialog import JobDialog
from labeler.gui.dialogs.prediction_dialog import Predictions
from labeler.jobs.compare import compare_all
from labeler.jobs.comparison import Comparison
from tests.datasets import make_dataset
from tests.windows import LEFT, Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 3)


@pytest.fixture
def predictions(tmp_path: Path, folder: Path) -> Path:
    """Right but for a third of the cat of the second image, called sky, and a dog in the third."""
    labeler.export(folder, tmp_path / "voc")
    made = tmp_path / "predicted"
    made.mkdir()
    for path in sorted((tmp_path / "voc" / "SegmentationClass").glob("*.png")):
        prediction = labeler.read_label_png(path)[0].copy()
        prediction[prediction == 255] = 0
        if path.stem == "a2":
            prediction[3:6, 2:12][prediction[3:6, 2:12] == 1] = 7
        if path.stem == "a3":
            prediction[40:48, 0:3] = 2
        np.save(made / f"{path.stem}.npy", prediction)
    return made


@pytest.fixture
def dialog(desk: Desk, folder: Path, predictions: Path) -> JobDialog:
    """The dialog with its report, once the annotations have been compared."""
    desk.open(folder)
    made = open_dialog(desk)
    made.form.prediction.set_paths(predictions)
    run(desk, made)
    return made


def open_dialog(desk: Desk) -> JobDialog:
    desk.window.actions_["compare"].trigger()
    dialogs = [each for each in desk.window.findChildren(JobDialog) if each.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def run(desk: Desk, dialog: JobDialog) -> None:
    QTest.mouseClick(dialog.run_button, LEFT)
    desk.qtbot.waitUntil(lambda: not dialog.is_running)


def texts(table, row: int) -> list[str]:
    return [table.item(row, column).text() for column in range(table.columnCount())]


def comparison_of(dialog: JobDialog) -> Comparison:
    return dialog.report._comparison


def test_it_tells_what_is_missing(desk, folder):
    desk.open(folder)
    dialog = open_dialog(desk)
    assert dialog.problem.text() == "Choose the predictions."
    assert not dialog.run_button.isEnabled()
    form = dialog.form
    form.source.setCurrentIndex(1)
    assert dialog.problem.text() == "Choose the label images of the truth."
    assert form.truth.isVisible()
    assert not form.ending.isVisible()


def test_the_figures_are_those_of_the_exported_label_images(dialog, predictions, tmp_path):
    same = compare_all(tmp_path / "voc", predictions)
    np.testing.assert_array_equal(comparison_of(dialog).matrix, same.matrix)
    report = dialog.report
    assert dialog.headline.text() == "3 images compared."
    assert f"<b>{100 * same.scores.mean_iou:.2f}" in report.figures.text()
    assert "Boundary" in report.figures.text()
    names = [texts(report.classes, row)[0] for row in range(report.classes.rowCount())]
    assert names == ["background", "cat", "dog", "sky"]
    cat = texts(report.classes, 1)
    assert cat[1] == f"{100 * same.scores.iou[1]:.2f}"
    assert cat[-1] == f"{same.scores.truth[1]:,}"
    assert texts(report.classes, 3)[4] == "–"


def test_the_confusions_and_the_worst_images_come_first(dialog):
    report = dialog.report
    QTest.mouseClick(report.choice.buttons()[1], LEFT)
    assert report.pages.currentWidget() is report.confusions
    largest = texts(report.confusions, 0)
    assert largest[:2] == ["cat", "sky"]
    assert texts(report.confusions, 1)[:2] == ["background", "dog"]
    QTest.mouseClick(report.choice.buttons()[2], LEFT)
    assert [texts(report.images, row)[0] for row in range(3)] == ["a2.jpg", "a3.jpg", "a1.jpg"]


def test_an_image_of_the_report_is_reviewed_with_these_predictions(dialog, desk, predictions):
    table = dialog.report.images
    table.activated.emit(table.model().index(1, 0))
    desk.qtbot.waitUntil(lambda: desk.window.opening.position == 2)
    desk.wait_for_image()
    panel = desk.window.reviewing.panel
    desk.qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    assert desk.window.reviewing.predictions == Predictions(predictions)
    assert panel.model.index(0, 1).data() == "dog"


def test_a_confusion_is_reviewed_where_it_is_found_and_alone(dialog, desk):
    table = dialog.report.confusions
    dialog.report.choice.buttons()[1].click()
    table.setCurrentCell(0, 0)
    place = table.visualItemRect(table.item(0, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)
    QTest.mouseDClick(table.viewport(), LEFT, pos=place)
    desk.qtbot.waitUntil(lambda: desk.window.opening.position == 1)
    desk.wait_for_image()
    panel = desk.window.reviewing.panel
    desk.qtbot.waitUntil(lambda: panel.model.rowCount() > 0)
    assert panel.pair == (1, 7)
    assert panel.pairs.currentText().startswith("cat → sky (")


def test_the_report_is_saved_as_a_page_and_as_tables(dialog, desk, tmp_path, monkeypatch):
    report = dialog.report
    answers = [str(tmp_path / "page"), str(tmp_path / "figures.csv"), "", str(tmp_path / "no" / "page.html")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (answers.pop(0), ""))
    QTest.mouseClick(report.html, LEFT)
    desk.qtbot.waitUntil(lambda: report.saved.text() == "Written: page.html.")
    assert "mIoU" in (tmp_path / "page.html").read_text(encoding="utf-8")
    QTest.mouseClick(report.csv, LEFT)
    desk.qtbot.waitUntil(lambda: report.saved.text().startswith("Written: figures.csv, figures-images.csv"))
    assert (tmp_path / "figures-matrix.csv").exists()
    QTest.mouseClick(report.csv, LEFT)
    assert report.saved.text().startswith("Written: figures.csv")
    QTest.mouseClick(report.html, LEFT)
    desk.qtbot.waitUntil(lambda: "Writ" not in report.saved.text() and report.saved.text() != "")


def test_what_the_figures_do_not_say_is_said_beside_them(desk, folder, predictions):
    (predictions / "a1.npy").rename(predictions / "stranger.npy")
    wrong = np.load(predictions / "a2.npy")
    wrong[0, 0], wrong[0, 1] = 9, 255
    np.save(predictions / "a2.npy", wrong)
    np.save(predictions / "a3.npy", np.zeros((3, 3), np.uint8))
    desk.open(folder)
    dialog = open_dialog(desk)
    dialog.form.prediction.set_paths(predictions)
    run(desk, dialog)
    told = dialog.report.remarks.text()
    assert "1 file without a prediction: a1.jpg." in told
    assert "1 file without a truth: stranger.npy." in told
    assert "does not have the index 9" in told
    assert "1 px are predicted as void" in told
    assert dialog.headline.text() == "1 image compared, 1 failed."
    assert dialog.results.item(0, 0).text() == "a3.jpg"


def test_an_edit_that_was_not_saved_yet_is_compared_too(desk, folder, predictions):
    from labeler.core.edits.shapes import delete_shapes

    desk.open(folder)
    desk.document.push(delete_shapes(desk.document.annotation, [0, 1]))
    dialog = open_dialog(desk)
    dialog.form.prediction.set_paths(predictions)
    run(desk, dialog)
    assert comparison_of(dialog).matrix[0, 1] > 0


def test_label_images_are_compared_without_a_dataset(desk, folder, predictions, tmp_path):
    dialog = open_dialog(desk)
    form = dialog.form
    assert form.source.count() == 1
    form.truth.set_paths(tmp_path / "voc")
    form.prediction.set_paths(predictions)
    form.boundary.setChecked(False)
    assert not form.radius.isEnabled()
    run(desk, dialog)
    report = dialog.report
    assert [texts(report.images, row)[0] for row in range(3)] == ["a2", "a3", "a1"]
    assert report.classes.isColumnHidden(5)
    assert "Boundary" not in report.figures.text()
    assert texts(report.classes, 1)[0] == "cat"


def test_files_that_are_of_the_open_dataset_lead_to_its_images(desk, folder, predictions, tmp_path):
    desk.open(folder)
    dialog = open_dialog(desk)
    dialog.form.source.setCurrentIndex(1)
    dialog.form.truth.set_paths(tmp_path / "voc")
    dialog.form.prediction.set_paths(predictions)
    run(desk, dialog)
    dialog.report.image_wanted.emit("a3")
    desk.qtbot.waitUntil(lambda: desk.window.opening.position == 2)
    assert desk.window.actions_["review"].isChecked()


def test_a_file_that_is_none_of_the_dataset_is_shown_in_its_folder(desk, predictions, tmp_path, monkeypatch):
    shown: list[Path] = []
    monkeypatch.setattr("labeler.gui.job_window.reveal", lambda path: shown.append(path) or "")
    dialog = open_dialog(desk)
    dialog.form.truth.set_paths(tmp_path / "voc")
    dialog.form.prediction.set_paths(predictions)
    run(desk, dialog)
    dialog.report.image_wanted.emit("a2")
    assert shown == [predictions / "a2.npy"]
    assert not desk.window.actions_["review"].isChecked()


def test_the_predictions_that_were_reviewed_are_proposed(desk, folder, predictions):
    desk.open(folder)
    desk.window.reviewing.start(Predictions(predictions, "_pred"))
    form = open_dialog(desk).form
    assert form.prediction.path() == predictions
    assert form.ending.text() == "_pred"


def test_the_fields_are_the_options_of_the_job(qtbot, folder, tmp_path):
    form = ComparisonForm(open_dataset(folder), None, dict)
    qtbot.addWidget(form)
    assert form.options().boundary_radius is None
    assert form.options().classes.find("cat") is not None
    form.radius.setValue(2.5)
    form.list.set_paths(tmp_path / "val.txt")
    form.classes.box.setCurrentIndex(0)
    options = form.options()
    assert (options.boundary_radius, options.has_boundary) == (2.5, True)
    assert (options.list_file, options.classes) == (tmp_path / "val.txt", None)


def test_a_report_says_nothing_before_there_is_one(qtbot, desk):
    report = ComparisonReport(desk.window.jobs)
    qtbot.addWidget(report)
    report.save_csv()
    assert report.saved.text() == ""
    assert report.isHidden()
