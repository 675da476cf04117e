"""A check of the dataset is a list to walk: Enter leads to the place, and what is safe is repaired."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.label_png import write_label_png
from labeler.gui.dialogs.job_dialog import JobDialog
from labeler.gui.panels.finding_panel import severities
from labeler.jobs.check.finding import Severity
from tests.datasets import make_dataset
from tests.windows import Desk

LEFT = Qt.MouseButton.LeftButton
CROSSING = [[10, 10], [40, 40], [40, 10], [10, 40]]


def shape(points, name="car") -> dict:
    return {"label": name, "points": points, "shape_type": "polygon", "flags": {}, "group_id": None}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three images: the second has a shape that crosses itself and one that is there twice."""
    folder = make_dataset(tmp_path / "set", 3)
    images = sorted(folder.glob("*.jpg")) or sorted(folder.glob("*.png"))
    path = images[1].with_suffix(".json")
    twice = [[5, 5], [30, 5], [30, 20]]
    text = json.loads(path.read_text()) if path.exists() else {"version": "5", "flags": {}, "imageData": None}
    text |= {"shapes": [shape(CROSSING), shape(twice), shape(twice)], "imagePath": images[1].name}
    path.write_text(json.dumps(text))
    return folder


@pytest.fixture
def open_desk(desk: Desk, folder: Path) -> Desk:
    desk.open(folder)
    return desk


def dialog(desk: Desk) -> JobDialog:
    return next(each for each in desk.window.findChildren(JobDialog) if each.isVisible())


def check(desk: Desk) -> None:
    desk.window.actions_["check"].trigger()
    QTest.mouseClick(dialog(desk).run_button, LEFT)
    desk.qtbot.waitUntil(desk.window.finding_dock.isVisible)
    desk.wait_for_jobs()


def codes(desk: Desk) -> list[str]:
    model = desk.window.finding_panel.model
    return [model.finding_at(row).code.name for row in range(model.rowCount())]


def mark(desk: Desk, code: str) -> None:
    panel = desk.window.finding_panel
    panel.step(codes(desk).index(code) - panel.table.currentIndex().row())
    assert panel.current.code.name == code


def test_the_dialog_proposes_the_dataset_that_is_open(open_desk: Desk, folder: Path) -> None:
    open_desk.window.actions_["check"].trigger()
    assert dialog(open_desk).form.path.path() == folder
    assert dialog(open_desk).run_button.isEnabled()


def test_without_a_dataset_something_must_be_named(desk: Desk) -> None:
    desk.window.build()
    desk.window.actions_["check"].trigger()
    assert not dialog(desk).run_button.isEnabled()
    assert dialog(desk).problem.text() == "Choose what to check."


def test_the_list_takes_over_from_the_dialog(open_desk: Desk) -> None:
    check(open_desk)
    assert {"crossing-shape", "double-shape"} <= set(codes(open_desk))
    open_desk.qtbot.waitUntil(
        lambda: not any(d.isVisible() for d in open_desk.window.findChildren(JobDialog))
    )
    open_desk.qtbot.waitUntil(open_desk.window.finding_panel.table.hasFocus)


def test_enter_leads_to_the_image_and_the_shape(open_desk: Desk) -> None:
    check(open_desk)
    mark(open_desk, "crossing-shape")
    scale = open_desk.window.view.scene.viewport.scale
    QTest.keyClick(open_desk.window.finding_panel.table, Qt.Key.Key_Return)
    open_desk.qtbot.waitUntil(lambda: open_desk.document.selection == (0,))
    assert open_desk.document.image.name == open_desk.window.session.dataset.images[1].name
    open_desk.qtbot.waitUntil(lambda: open_desk.window.view.scene.viewport.scale > scale)


def test_a_finding_of_the_image_in_sight_is_shown_at_once(open_desk: Desk) -> None:
    open_desk.go_to(1)
    check(open_desk)
    mark(open_desk, "double-shape")
    QTest.keyClick(open_desk.window.finding_panel.table, Qt.Key.Key_Return)
    assert len(open_desk.document.selection) == 1
    assert open_desk.document.selection[0] in (1, 2)


def test_a_file_that_is_no_image_of_the_dataset_is_shown_in_its_folder(
    open_desk: Desk, tmp_path: Path, monkeypatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr("labeler.gui.job_window.reveal", lambda path: shown.append(path) or "")
    masks = tmp_path / "masks"
    masks.mkdir()
    for name in ("a.png", "broken.png"):
        write_label_png(masks / name, np.tri(40, dtype=np.uint8))
    (masks / "broken.png").write_bytes((masks / "broken.png").read_bytes()[:-20])
    open_desk.window.actions_["check"].trigger()
    dialog(open_desk).form.path.set_paths(masks)
    QTest.mouseClick(dialog(open_desk).run_button, LEFT)
    open_desk.qtbot.waitUntil(open_desk.window.finding_dock.isVisible)
    mark(open_desk, "label-unreadable")
    table = open_desk.window.finding_panel.table
    table.clicked.emit(table.currentIndex())
    assert shown == []
    QTest.keyClick(table, Qt.Key.Key_Enter)
    assert shown == [masks / "broken.png"]


def test_one_code_can_be_looked_at_alone(open_desk: Desk) -> None:
    check(open_desk)
    panel = open_desk.window.finding_panel
    panel.codes.setCurrentIndex(panel.codes.findData("double-shape"))
    assert set(codes(open_desk)) == {"double-shape"}
    panel.codes.setCurrentIndex(0)
    assert len(set(codes(open_desk))) > 1


def test_the_marked_finding_is_told_in_words_with_its_remedy(open_desk: Desk) -> None:
    check(open_desk)
    mark(open_desk, "crossing-shape")
    words = open_desk.window.finding_panel.words.text()
    assert words.startswith("Shape 1 ")
    assert "move the vertices" in words


def test_what_is_safe_is_repaired_after_a_preview_and_the_canvas_follows(
    open_desk: Desk, folder: Path
) -> None:
    open_desk.go_to(1)
    check(open_desk)
    before = {path: path.read_bytes() for path in folder.rglob("*.json")}
    QTest.mouseClick(open_desk.window.finding_panel.repair, LEFT)
    repair = dialog(open_desk)
    QTest.mouseClick(repair.preview_button, LEFT)
    open_desk.qtbot.waitUntil(lambda: not repair.is_running)
    assert {path: path.read_bytes() for path in folder.rglob("*.json")} == before
    QTest.mouseClick(repair.run_button, LEFT)
    open_desk.qtbot.waitUntil(lambda: not repair.is_running)
    assert repair.folder_button.isVisible()
    originals = repair.form.target()
    assert {path.read_bytes() for path in originals.rglob("*.json")} <= set(before.values())
    open_desk.qtbot.waitUntil(lambda: len(open_desk.document.annotation.shapes) == 2)


def test_a_clean_folder_has_nothing_to_walk(desk: Desk, tmp_path: Path) -> None:
    desk.window.build()
    masks = tmp_path / "masks"
    masks.mkdir()
    write_label_png(masks / "a.png", np.tri(40, dtype=np.uint8))
    desk.window.actions_["check"].trigger()
    dialog(desk).form.path.set_paths(masks)
    dialog(desk).form.classes.box.setCurrentText("voc21 (22 classes)")
    QTest.mouseClick(dialog(desk).run_button, LEFT)
    desk.qtbot.waitUntil(lambda: bool(desk.window.finding_panel.words.text()))
    desk.wait_for_jobs()
    model = desk.window.finding_panel.model
    assert all(model.finding_at(row).severity is Severity.NOTE for row in range(model.rowCount()))


def test_severities_are_told_the_worst_first() -> None:
    assert severities({Severity.NOTE: 2, Severity.ERROR: 1, Severity.WARNING: 0}) == "1 error, 2 notes"
    assert severities({}) == ""


def test_the_list_goes_when_it_is_closed(open_desk: Desk) -> None:
    check(open_desk)
    QTest.mouseClick(open_desk.window.finding_panel.close_button, LEFT)
    assert not open_desk.window.finding_dock.isVisible()
    open_desk.qtbot.waitUntil(open_desk.window.view.hasFocus)


def test_a_window_that_is_opened_again_has_no_empty_list(make_desk, folder: Path) -> None:
    desk = make_desk()
    desk.open(folder)
    check(desk)
    desk.window.close()
    again = make_desk()
    again.open(folder)
    assert not again.window.finding_dock.isVisible()
