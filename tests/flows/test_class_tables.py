"""A folder of another program, from its class table to a label map that other programs read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from labeler.core.class_file import read_classes
from labeler.core.table_formats import read_any_table
from labeler.gui.table_offers import OFFER
from tests.datasets import square, write_photograph, write_shapes
from tests.windows import Desk

LABELMAP = "# label:color_rgb:parts:actions\nbackground:0,0,0::\ncat:10,20,30::\ndog:40,50,60::\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two labelled images as another program leaves them, with a class table of CVAT."""
    for name in ("a1", "a2"):
        image = write_photograph(tmp_path / "set" / f"{name}.jpg")
        write_shapes(image, [square("cat", 3, 3), square("dog", 20, 20)])
    (tmp_path / "set" / "labelmap.txt").write_text(LABELMAP)
    return tmp_path / "set"


def test_the_table_that_is_offered_gives_shapes_their_indices_and_colours(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    assert desk.message("classes:missing").startswith("Annotations name cat, dog")
    assert not desk.document.label_map.label_map.any()
    desk.press_remedy(OFFER, "Take them")
    assert not desk.message("classes:missing")
    assert set(desk.document.label_map.label_map.flat) == {0, 1, 2}
    assert desk.window.view.scene.base.labels.palette[1].tolist() == [10, 20, 30]
    assert read_classes(folder / "classes.csv").find("dog").index == 2


def test_undo_takes_the_table_back_only_while_no_shape_needs_it(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    desk.press_remedy(OFFER, "Take them")
    desk.window.classes.undo()
    desk.wait_for_jobs()
    assert "has 2 shapes in 2 images" in desk.message("classes:refused")
    assert [row.name for row in desk.window.session.classes.user_rows] == ["cat", "dog"]


def test_what_was_drawn_goes_out_for_another_program(
    desk: Desk, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open(folder)
    desk.press_remedy(OFFER, "Take them")
    desk.window.classes.add(["cow"])
    desk.choose("cow")
    desk.draw((5, 30), (30, 30), (20, 45))
    desk.wait_saved()
    target = tmp_path / "id2label.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Id2label (*.json)"))
    desk.window.actions_["export_classes"].trigger()
    assert json.loads(target.read_text()) == {"0": "background", "1": "cat", "2": "dog", "3": "cow"}
    assert read_any_table(target).table.find("cow").index == 3


def test_the_next_session_reads_classes_csv_and_offers_nothing(make_desk, folder: Path) -> None:
    first = make_desk()
    first.open(folder)
    first.press_remedy(OFFER, "Take them")
    first.wait_for_jobs()
    assert first.window.close()
    (folder / "labelmap.txt").write_text("background:0,0,0::\nother:1,1,1::\n")
    second = make_desk()
    second.open(folder)
    assert not second.message(OFFER)
    assert [row.name for row in second.window.session.classes.user_rows] == ["cat", "dog"]
