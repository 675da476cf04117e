"""Label images imported from the dialog: previewed, made into shapes, and shown in the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.annotation_file import read_annotation
from labeler.core.class_file import read_classes
from labeler.core.edits.shapes import InsertShapes
from labeler.core.label_png import write_label_png
from labeler.core.shapes import polygon
from labeler.gui.dialogs.job_dialog import JobDialog
from tests.windows import Desk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two images with label images in a folder beside, and one that has none."""
    data = tmp_path / "data"
    for name in ("a", "b", "c"):
        data.mkdir(exist_ok=True)
        Image.new("RGB", (60, 40), (90, 120, 90)).save(data / f"{name}.jpg")
    label_map = np.zeros((40, 60), np.uint8)
    label_map[10:30, 10:40] = 1
    label_map[20:25, 20:25] = 255
    (tmp_path / "masks").mkdir()
    for name in ("a", "b", "nobody"):
        write_label_png(tmp_path / "masks" / f"{name}.png", label_map)
    return data


@pytest.fixture
def opened(desk: Desk, folder: Path) -> Desk:
    desk.open(folder)
    return desk


def draw(desk: Desk) -> None:
    """A triangle of a new class."""
    desk.window.classes.add(["mine"])
    shape = polygon("mine", [(0, 0), (9, 0), (9, 9)])
    desk.document.push(InsertShapes((0,), (shape,), "Draw"))


def open_dialog(desk: Desk, folder: Path) -> JobDialog:
    desk.window.actions_["import_labels"].trigger()
    dialog = next(each for each in desk.window.findChildren(JobDialog) if each.isVisible())
    dialog.form.source.set_paths(folder.parent / "masks")
    return dialog


def run(desk: Desk, dialog: JobDialog, button) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)
    desk.qtbot.waitUntil(lambda: not dialog.is_running)


def choose(box, value: object) -> None:
    box.setCurrentIndex(box.findData(value))


def test_an_import_is_previewed_and_done_and_the_canvas_follows(opened: Desk, folder: Path) -> None:
    dialog = open_dialog(opened, folder)
    dialog.form.adds_classes.setChecked(True)
    run(opened, dialog, dialog.preview_button)
    assert dialog.headline.text().startswith("Nothing is written yet: 2 would be written, 1 failed. 4 shapes")
    assert dialog.run_button.text() == "Import 2 images"
    assert not (folder / "a.json").exists()
    run(opened, dialog, dialog.run_button)
    assert len(read_annotation(folder / "a.json").shapes) == 2
    assert [row.name for row in read_classes(folder / "classes.csv").user_rows] == ["class 1"]
    session = opened.window.session
    opened.qtbot.waitUntil(lambda: len(session.document.annotation.shapes) == 2)
    assert [row.name for row in session.classes.user_rows] == ["class 1"]


def test_what_fails_is_listed_and_an_image_of_the_list_opens(opened: Desk, folder: Path) -> None:
    dialog = open_dialog(opened, folder)
    run(opened, dialog, dialog.preview_button)
    rows = {dialog.results.item(row, 0).text(): row for row in range(dialog.results.rowCount())}
    assert set(rows) == {"a.jpg", "b.jpg", "nobody.png"}
    assert "indices without a class: 1" in dialog.results.item(rows["a.jpg"], 2).text()
    dialog.results.itemActivated.emit(dialog.results.item(rows["b.jpg"], 0))
    session = opened.window.session
    opened.qtbot.waitUntil(lambda: session.document is not None and session.document.image.name == "b.jpg")


def test_what_was_drawn_is_saved_first_and_refused_to_be_lost(opened: Desk, folder: Path) -> None:
    draw(opened)
    dialog = open_dialog(opened, folder)
    run(opened, dialog, dialog.preview_button)
    assert len(read_annotation(folder / "a.json").shapes) == 1
    run(opened, dialog, dialog.run_button)
    told = [dialog.results.item(row, 2).text() for row in range(dialog.results.rowCount())]
    assert any("It has 1 shape already" in text for text in told)
    assert [shape.class_name for shape in opened.document.annotation.shapes] == ["mine"]


def test_shapes_are_replaced_on_the_canvas_when_asked(opened: Desk, folder: Path) -> None:
    draw(opened)
    dialog = open_dialog(opened, folder)
    choose(dialog.form.existing, "replace")
    run(opened, dialog, dialog.preview_button)
    run(opened, dialog, dialog.run_button)
    opened.qtbot.waitUntil(lambda: len(opened.document.annotation.shapes) == 2)
    told = opened.message(f"disk:{opened.document.image.name}")
    assert "a.jpg was changed by the import and has been read again" in told
    opened.window.actions_["undo"].trigger()
    assert [shape.class_name for shape in opened.document.annotation.shapes] == ["mine"]


def test_every_field_becomes_an_option(opened: Desk, folder: Path) -> None:
    form = open_dialog(opened, folder).form
    choose(form.objects, "folder")
    assert form.problem() == "Choose the folder of instance maps."
    form.instances.set_paths(folder.parent / "masks")
    choose(form.borders, True)
    form.tolerance.setValue(1.5)
    choose(form.void, "unlabelled")
    choose(form.existing, "append")
    form.ending.setText("_mask")
    form.is_done.setChecked(True)
    options = form.options(is_preview=True)
    assert (options.shapes.tolerance, options.shapes.void) == (1.5, "unlabelled")
    assert options.instances == folder.parent / "masks"
    assert (options.existing, options.ending) == ("append", "_mask")
    assert (options.is_done, options.is_dry_run, options.adds_classes) == (True, True, False)
    choose(form.objects, "none")
    choose(form.borders, False)
    options = form.options(is_preview=False)
    assert (options.instances, options.has_instances, options.shapes.tolerance) == (None, False, 0.0)


def test_a_field_that_changes_takes_the_count_back(opened: Desk, folder: Path) -> None:
    dialog = open_dialog(opened, folder)
    dialog.form.adds_classes.setChecked(True)
    run(opened, dialog, dialog.preview_button)
    dialog.form.is_done.setChecked(True)
    assert dialog.form.action_text() == "Import"


def test_nothing_is_started_without_label_images(opened: Desk, folder: Path) -> None:
    dialog = open_dialog(opened, folder)
    dialog.form.source.set_paths()
    assert dialog.problem.text() == "Choose the label images."
    assert not dialog.preview_button.isEnabled()
    dialog.form.source.set_paths(folder / "absent")
    run(opened, dialog, dialog.preview_button)
    assert "absent" in dialog.problem.text()


def test_the_class_table_is_asked_for_only_where_there_is_none(opened: Desk, folder: Path) -> None:
    dialog = open_dialog(opened, folder)
    assert dialog.form.classes.isVisible()
    dialog.form.classes.box.setCurrentText("voc21 (22 classes)")
    run(opened, dialog, dialog.preview_button)
    run(opened, dialog, dialog.run_button)
    assert read_classes(folder / "classes.csv").at(1).name == "aeroplane"
    assert opened.window.session.classes.at(1).name == "aeroplane"
    dialog.close()
    assert not open_dialog(opened, folder).form.classes.isVisible()


def test_a_voc_dataset_proposes_its_own_label_images(desk: Desk, folder: Path) -> None:
    (folder / "SegmentationClass").mkdir()
    desk.open(folder)
    desk.window.actions_["import_labels"].trigger()
    dialog = next(each for each in desk.window.findChildren(JobDialog) if each.isVisible())
    assert dialog.form.source.path() == folder


def test_a_dataset_that_may_not_be_changed_is_told(opened: Desk, folder: Path) -> None:
    opened.window.session.read_only_reason = "Another window has it."
    opened.window.actions_["import_labels"].trigger()
    assert opened.window.messages.message("import").text == "Another window has it."


def test_images_that_have_no_label_image_are_counted(opened: Desk, folder: Path) -> None:
    dialog = open_dialog(opened, folder)
    dialog.form.adds_classes.setChecked(True)
    run(opened, dialog, dialog.preview_button)
    assert "1 image without a label image" in dialog.headline.text()


def test_a_dataset_that_became_read_only_meanwhile_is_not_written(opened: Desk, folder: Path) -> None:
    dialog = open_dialog(opened, folder)
    dialog.form.adds_classes.setChecked(True)
    run(opened, dialog, dialog.preview_button)
    opened.window.session.read_only_reason = "Its classes are being changed."
    run(opened, dialog, dialog.run_button)
    assert dialog.problem.text() == "Its classes are being changed."
    assert not (folder / "a.json").exists()
