"""From a folder of photographs to a dataset: every step with mouse and keys in the real window."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.cli import main as run_command
from labeler.core.label_png import read_label_png
from labeler.gui.dialogs.export_dialog import ExportDialog
from tests.datasets import make_dataset, tree, write_photograph
from tests.windows import LEFT, Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_person_names_a_class_draws_undoes_and_finds_it_saved(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "photographs"
    write_photograph(folder / "field.jpg")
    desk.open(folder)
    window = desk.window

    window.class_panel.new_name.setFocus()
    QTest.keyClicks(window.class_panel.new_name, "cow")
    QTest.keyClick(window.class_panel.new_name, Qt.Key.Key_Return)
    assert window.session.current_class == "cow"
    assert "1,cow,#800000" in (folder / "classes.csv").read_text()

    desk.draw((10, 10), (30, 10), (30, 25), (10, 25))
    assert [shape.class_name for shape in desk.shapes] == ["cow"]
    label_map = desk.document.label_map.label_map
    assert (label_map == 1).sum() == pytest.approx(20 * 15, abs=40)

    window.view.setFocus()
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.shapes == []
    assert not label_map.any()
    desk.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert len(desk.shapes) == 1

    desk.wait_saved()
    saved = json.loads((folder / "field.json").read_text())
    assert [shape["label"] for shape in saved["shapes"]] == ["cow"]
    assert saved["imagePath"] == "field.jpg"
    assert (saved["imageWidth"], saved["imageHeight"]) == (64, 48)
    assert saved["shapes"][0]["points"] == desk.shapes[0].points.tolist()


def test_what_was_drawn_is_there_again_in_the_next_session(make_desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 2)
    first = make_desk()
    first.open(folder)
    first.choose("sky")
    first.draw((20, 20), (50, 22), (35, 40))
    drawn = first.document.label_map.label_map.copy()
    points = first.shapes[-1].points
    assert first.window.close()
    second = make_desk()
    second.open(folder)
    assert (second.document.label_map.label_map == drawn).all()
    assert (second.shapes[-1].points == points).all()
    assert second.shapes[-1].class_name == "sky"


def test_the_dialog_and_the_command_line_write_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 4)
    desk.open(folder)
    desk.choose("sky")
    desk.draw((5, 30), (60, 30), (60, 45), (5, 45))
    dialog = open_export(desk)
    dialog.form._target.edit.setText(str(tmp_path / "by window"))
    dialog.form.void_border.setValue(1.5)
    dialog.form.has_grey.setChecked(True)
    assert dialog.run_button.text() == "Export 4 images"
    QTest.mouseClick(dialog.run_button, LEFT)
    desk.qtbot.waitUntil(lambda: not dialog.is_running, timeout=20_000)
    assert dialog.summary.text == "4 written."
    dialog.close()

    target = tmp_path / "by command"
    arguments = ["export", str(folder), str(target), "--void-border", "1.5", "--grey"]
    assert run_command(arguments) == 0
    assert tree(tmp_path / "by window") == tree(target)


def test_the_overlay_is_the_exported_png_pixel_for_pixel(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    desk.choose("sky")
    desk.draw((3, 28), (41, 22), (58, 44), (20, 46))
    window = desk.window
    window.actions_["view_labels"].trigger()
    window.actions_["show_shapes"].trigger()
    desk.document.select(())
    window.actions_["tool_select"].trigger()
    QTest.mouseMove(window.view, desk.place(0, 0) - desk.place(0.2, 0.2) + desk.place(0, 0))
    window.view.zoom_to(1.0)
    shown = window.view.grab().toImage()
    target = tmp_path / "voc"
    assert window.saving.may_leave(window, window.settings)
    assert run_command(["export", str(folder), str(target)]) == 0
    label_map, palette = read_label_png(target / "SegmentationClass" / "a1.png")
    assert (label_map == desk.document.label_map.label_map).all()
    assert palette is not None
    corner = desk.place(0, 0)
    for y, x in np.ndindex(label_map.shape):
        if label_map[y, x] == 255:
            continue  # void is hatched, so that it cannot be mistaken for a class
        color = shown.pixelColor(corner.x() + x, corner.y() + y)
        assert (color.red(), color.green(), color.blue()) == tuple(palette[label_map[y, x]]), (x, y)


def open_export(desk: Desk) -> ExportDialog:
    desk.window.actions_["export"].trigger()
    dialog = desk.window.findChild(ExportDialog)
    assert dialog is not None
    return dialog
