"""Label images that are files: inspected and converted from dialogs, after a preview."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.class_file import read_ready_table
from labeler.core.label_png import read_label_png, write_label_png
from labeler.gui.dialogs.job_dialog import JobDialog
from tests.windows import Desk

LEFT = Qt.MouseButton.LeftButton
VOC = read_ready_table("voc21")
MAP = np.repeat(np.array([[0, 1, 15, 255]], np.uint8), 12, axis=0).repeat(5, axis=1)


@pytest.fixture
def built(desk: Desk) -> Desk:
    desk.window.build()
    return desk


@pytest.fixture
def masks(tmp_path: Path) -> Path:
    """Two RGB masks in VOC's colours, one of which has a colour too many."""
    folder = tmp_path / "masks"
    folder.mkdir()
    rgb = VOC.palette()[MAP]
    Image.fromarray(rgb).save(folder / "a.png")
    rgb[0, 0] = (1, 2, 3)
    Image.fromarray(rgb).save(folder / "b.png")
    return folder


def open_dialog(desk: Desk, name: str) -> JobDialog:
    desk.window.actions_[name].trigger()
    return next(each for each in desk.window.findChildren(JobDialog) if each.isVisible())


def run(desk: Desk, dialog: JobDialog, button) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)
    desk.qtbot.waitUntil(lambda: not dialog.is_running)


def conversion(desk: Desk, masks: Path) -> JobDialog:
    dialog = open_dialog(desk, "convert")
    dialog.form.source.set_paths(masks)
    dialog.form.target_field.set_paths(masks.parent / "out")
    dialog.form.classes.box.setCurrentText("voc21 (22 classes)")
    return dialog


def test_a_conversion_is_previewed_and_done(built: Desk, masks: Path) -> None:
    dialog = conversion(built, masks)
    run(built, dialog, dialog.preview_button)
    assert not (masks.parent / "out").exists()
    assert dialog.headline.text() == "Nothing is written yet: 1 would be written, 1 failed."
    assert dialog.run_button.text() == "Convert 1 file"
    assert [dialog.results.item(row, 0).text() for row in range(2)] == ["a.png", "b.png"]
    assert "#010203" in dialog.results.item(1, 2).text()
    run(built, dialog, dialog.run_button)
    label_map, palette = read_label_png(masks.parent / "out" / "a.png")
    assert np.array_equal(label_map, MAP)
    assert np.array_equal(palette, VOC.palette())
    assert not (masks.parent / "out" / "b.png").exists()


def test_other_colours_become_what_was_chosen(built: Desk, masks: Path) -> None:
    dialog = conversion(built, masks)
    dialog.form.off_palette.setCurrentIndex(dialog.form.off_palette.findData("void"))
    run(built, dialog, dialog.preview_button)
    assert dialog.run_button.text() == "Convert 2 files"
    run(built, dialog, dialog.run_button)
    assert read_label_png(masks.parent / "out" / "b.png")[0][0, 0] == 255


def test_the_ready_table_is_found_by_its_colours(built: Desk, masks: Path) -> None:
    dialog = conversion(built, masks)
    dialog.form.classes.box.setCurrentIndex(0)
    assert dialog.form.classes.is_automatic
    run(built, dialog, dialog.preview_button)
    told = dialog.problem.text() or dialog.headline.text()
    assert "would be written" in told or "voc21" in told


def test_a_changed_field_forgets_what_the_preview_counted(built: Desk, masks: Path) -> None:
    dialog = conversion(built, masks)
    run(built, dialog, dialog.preview_button)
    QTest.mouseClick(dialog.back_button, LEFT)
    dialog.form.off_palette.setCurrentIndex(1)
    assert dialog.form.action_text() == "Convert"


def test_colours_that_classes_share_are_asked_for(built: Desk, masks: Path) -> None:
    dialog = conversion(built, masks)
    form = dialog.form
    assert not form.shared.isVisible()
    form.classes.box.setCurrentIndex(form.classes.box.findData("kitti35"))
    assert form.shared.isVisible()
    assert form.problem() == "Say which class each shared colour means."
    assert not dialog.preview_button.isEnabled()
    for box in form.shared.boxes.values():
        box.setCurrentIndex(1)
    assert form.problem() == ""
    assert form.shared.resolved == {color: box.currentData() for color, box in form.shared.boxes.items()}


def test_what_is_missing_is_said(built: Desk, masks: Path) -> None:
    dialog = open_dialog(built, "convert")
    assert dialog.problem.text() == "Choose what to convert."
    dialog.form.source.set_paths(masks)
    assert dialog.problem.text() == "Choose the folder to write."
    assert not dialog.preview_button.isEnabled()


def test_a_class_file_that_is_none_is_said(built: Desk, masks: Path) -> None:
    (masks / "classes.csv").write_text("nothing of the kind")
    dialog = conversion(built, masks)
    dialog.form.classes.choose_file(masks / "classes.csv")
    assert "classes.csv" in dialog.problem.text()
    dialog.form.classes.box.setCurrentIndex(dialog.form.classes.box.findData("voc21"))
    assert dialog.problem.text() == ""


def test_a_file_of_the_list_is_shown_in_its_folder(built: Desk, masks: Path, monkeypatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr("labeler.gui.job_window.reveal", lambda path: shown.append(path) or "")
    dialog = conversion(built, masks)
    run(built, dialog, dialog.preview_button)
    dialog.results.itemActivated.emit(dialog.results.item(1, 0))
    assert shown == [masks / "b.png"]
    assert "shows the file" in dialog.results.item(1, 0).toolTip()


def test_files_are_inspected_and_told_in_words(built: Desk, masks: Path) -> None:
    write_label_png(masks / "p.png", MAP, VOC.palette())
    dialog = open_dialog(built, "inspect")
    assert dialog.problem.text() == "Choose label images."
    dialog.form.files.set_paths(masks / "a.png", masks / "p.png")
    assert dialog.run_button.text() == "Inspect 2 files"
    run(built, dialog, dialog.run_button)
    text = dialog.report.toPlainText()
    assert text.index("a.png") < text.index("p.png")
    assert "RGB" in text
    assert dialog.headline.text() == "2 files looked at."


def test_a_file_that_cannot_be_read_is_listed(built: Desk, masks: Path) -> None:
    dialog = open_dialog(built, "inspect")
    dialog.form.files.set_paths(masks / "a.png", masks / "c.png")
    run(built, dialog, dialog.run_button)
    assert dialog.headline.text() == "2 files looked at; 1 file cannot be read."
    assert dialog.results.rowCount() == 1


def test_another_dialog_of_the_same_job_takes_the_place_of_the_first(built: Desk, masks: Path) -> None:
    first = open_dialog(built, "convert")
    built.window.actions_["convert"].trigger()
    built.qtbot.waitUntil(
        lambda: len([each for each in built.window.findChildren(JobDialog) if each.isVisible()]) == 1
    )
    assert first is not open_dialog(built, "inspect")


def test_palettes_are_changed_and_no_pixel(built: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_label_png(path, MAP)
    dialog = open_dialog(built, "recolor")
    assert dialog.problem.text() == "Choose label PNGs, or a folder with label PNGs in it."
    dialog.form.files.set_paths(path)
    dialog.form.classes.box.setCurrentIndex(dialog.form.classes.box.findData("camvid11"))
    before = path.read_bytes()
    run(built, dialog, dialog.preview_button)
    assert path.read_bytes() == before
    assert dialog.run_button.text() == "Recolour 1 file"
    run(built, dialog, dialog.run_button)
    label_map, palette = read_label_png(path)
    assert np.array_equal(label_map, MAP)
    assert np.array_equal(palette, read_ready_table("camvid11").palette())


@pytest.fixture
def remapping(built: Desk, tmp_path: Path) -> JobDialog:
    """Two label images of which class 15 is to become class 7."""
    (tmp_path / "labels").mkdir()
    for name in ("a.png", "b.png"):
        write_label_png(tmp_path / "labels" / name, MAP)
    (tmp_path / "map.csv").write_text("old_index,new_index,old_name,new_name\n15,7,person,human\n")
    dialog = open_dialog(built, "remap")
    dialog.form.files.set_paths(tmp_path / "labels")
    return dialog


def test_indices_are_changed_in_place_after_a_preview_with_numbers(
    built: Desk, remapping: JobDialog, tmp_path: Path
) -> None:
    assert remapping.problem.text() == "Choose the file that says which index becomes which."
    remapping.form.mapping.set_paths(tmp_path / "map.csv")
    run(built, remapping, remapping.preview_button)
    pixels = 2 * int((MAP == 15).sum())
    assert remapping.headline.text().splitlines()[1] == f"15 person → 7 human: 2 files, {pixels} px"
    assert np.array_equal(read_label_png(tmp_path / "labels" / "a.png")[0], MAP)
    run(built, remapping, remapping.run_button)
    expected = np.where(MAP == 15, 7, MAP)
    assert np.array_equal(read_label_png(tmp_path / "labels" / "b.png")[0], expected)


def test_another_folder_keeps_the_sources(built: Desk, remapping: JobDialog, tmp_path: Path) -> None:
    remapping.form.mapping.set_paths(tmp_path / "map.csv")
    remapping.form.into.set_paths(tmp_path / "new")
    run(built, remapping, remapping.preview_button)
    run(built, remapping, remapping.run_button)
    assert np.array_equal(read_label_png(tmp_path / "labels" / "a.png")[0], MAP)
    assert (tmp_path / "new" / "a.png").exists()
    assert remapping.folder_button.isVisible()


def test_an_index_that_the_mapping_does_not_name_is_refused_on_wish(
    built: Desk, remapping: JobDialog, tmp_path: Path
) -> None:
    remapping.form.mapping.set_paths(tmp_path / "map.csv")
    remapping.form.is_strict.setChecked(True)
    run(built, remapping, remapping.preview_button)
    assert remapping.summary.has_failures


def test_a_mapping_that_is_none_is_said(built: Desk, remapping: JobDialog, tmp_path: Path) -> None:
    (tmp_path / "map.csv").write_text("from,to\n1,2\n")
    remapping.form.mapping.set_paths(tmp_path / "map.csv")
    run(built, remapping, remapping.preview_button)
    assert "map.csv, line 1" in remapping.problem.text()
    assert remapping.form.isVisible()


def test_a_mapping_without_names_and_of_many_indices_keeps_the_dialog_on_the_screen(
    built: Desk, remapping: JobDialog, tmp_path: Path
) -> None:
    every = np.tile(np.arange(200, dtype=np.uint8), (3, 1))
    write_label_png(tmp_path / "labels" / "b.png", every)
    (tmp_path / "labels" / "a.png").unlink()
    rows = "".join(f"{index},{(index + 1) % 200},,\n" for index in range(200))
    (tmp_path / "map.csv").write_text(f"old_index,new_index,old_name,new_name\n{rows}")
    remapping.form.mapping.set_paths(tmp_path / "map.csv")
    run(built, remapping, remapping.preview_button)
    lines = remapping.headline.text().splitlines()
    assert lines[1] == "0 → 1: 1 file, 3 px"
    assert lines[-1] == "192 more changes: 576 px"
    assert len(lines) == 10
