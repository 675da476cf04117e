"""Class tables of other programs: offered, imported and exported in the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from labeler.core.class_file import read_classes
from labeler.core.label_png import write_label_png
from labeler.core.table_formats import read_any_table
from labeler.gui.table_offers import OFFER, SAID, TableOffers
from tests.datasets import make_dataset, write_photograph
from tests.windows import Desk

LABELMAP = "background:0,0,0::\ncat:1,2,3::\ndog:4,5,6:head:\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_photograph(tmp_path / "set" / "a.jpg")
    return tmp_path / "set"


def names(desk: Desk) -> list[str]:
    return [row.name for row in desk.window.session.classes.user_rows]


def offers(desk: Desk) -> TableOffers:
    found = desk.window.findChild(TableOffers)
    assert isinstance(found, TableOffers)
    return found


def choose(monkeypatch: pytest.MonkeyPatch, way: str, path: Path, kind: str = "") -> None:
    monkeypatch.setattr(QFileDialog, way, lambda *_, **__: (str(path), kind))


def test_a_folder_with_a_label_map_offers_its_classes(desk: Desk, folder: Path) -> None:
    (folder / "labelmap.txt").write_text(LABELMAP)
    desk.open(folder)
    assert desk.message(OFFER) == "labelmap.txt names 2 classes."
    assert not names(desk)
    desk.press_remedy(OFFER, "Take them")
    assert names(desk) == ["cat", "dog"]
    assert read_classes(folder / "classes.csv").find("cat").color == (1, 2, 3)
    assert not desk.message(OFFER)
    assert desk.message(SAID) == "labelmap.txt: Parts and actions are not kept (dog)."


def test_taking_another_table_keeps_notes_and_further_columns(desk: Desk, folder: Path) -> None:
    (folder / "classes.csv").write_text("index,name,color,notes,mine\n1,cat,#010101,furry,x\n")
    (folder / "labelmap.txt").write_text(LABELMAP)
    desk.open(folder)
    offers(desk).take(folder / "labelmap.txt")
    desk.wait_for_jobs()
    assert names(desk) == ["cat", "dog"]
    assert "1,cat,#010203,furry,x" in (folder / "classes.csv").read_text()


def test_taking_them_is_one_step_to_undo(desk: Desk, folder: Path) -> None:
    (folder / "labelmap.txt").write_text(LABELMAP)
    desk.open(folder)
    desk.press_remedy(OFFER, "Take them")
    assert desk.window.session.class_history.count() == 1
    desk.window.classes.undo()
    desk.wait_for_jobs()
    assert not names(desk)
    desk.window.classes.redo()
    desk.wait_for_jobs()
    assert names(desk) == ["cat", "dog"]


def test_of_several_files_each_is_offered(desk: Desk, folder: Path) -> None:
    (folder / "labelmap.txt").write_text(LABELMAP)
    (folder / "id2label.json").write_text('{"0": "background", "1": "cow"}')
    desk.open(folder)
    assert desk.message(OFFER) == "labelmap.txt names 2 classes, id2label.json names 1 class."
    desk.press_remedy(OFFER, "Take id2label.json")
    assert names(desk) == ["cow"]


def test_labels_txt_is_read_as_ever_and_offered_to_be_kept(desk: Desk, folder: Path) -> None:
    (folder / "labels.txt").write_text("__ignore__\n_background_\ncat\n")
    desk.open(folder)
    assert names(desk) == ["cat"]
    assert desk.message(OFFER).startswith("The classes are those of labels.txt;")
    desk.press_remedy(OFFER, "Keep as classes.csv")
    assert read_classes(folder / "classes.csv").find("cat").index == 1
    assert not desk.message(OFFER)


def test_beside_labels_txt_what_says_more_is_offered_too(desk: Desk, folder: Path) -> None:
    (folder / "labels.txt").write_text("cat\n")
    (folder / "labelmap.txt").write_text(LABELMAP)
    desk.open(folder)
    assert desk.message(OFFER).endswith("labelmap.txt names 2 classes.")
    desk.press_remedy(OFFER, "Take labelmap.txt")
    desk.wait_for_jobs()
    assert names(desk) == ["cat", "dog"]


def test_a_dataset_with_classes_csv_is_offered_nothing(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    (folder / "labelmap.txt").write_text(LABELMAP)
    desk.open(folder)
    assert not desk.message(OFFER)


def test_the_offer_goes_with_the_first_class_and_with_the_dataset(
    desk: Desk, folder: Path, tmp_path: Path
) -> None:
    (folder / "labelmap.txt").write_text(LABELMAP)
    desk.open(folder)
    desk.window.classes.add(["tree"])
    assert not desk.message(OFFER)
    (folder / "classes.csv").unlink()
    desk.open(make_dataset(tmp_path / "other", 1))
    desk.open(folder)
    assert desk.message(OFFER)
    desk.open(tmp_path / "other")
    assert not desk.message(OFFER)


def test_a_file_that_is_gone_or_broken_by_now_is_an_error_in_words(desk: Desk, folder: Path) -> None:
    (folder / "labelmap.txt").write_text(LABELMAP)
    desk.open(folder)
    (folder / "labelmap.txt").write_text("cat:1:2:3\n")
    desk.press_remedy(OFFER, "Take them")
    assert "line 1: '1' is no colour" in desk.message(SAID)
    assert not names(desk)


def test_classes_are_imported_from_a_file(desk: Desk, folder: Path, tmp_path: Path, monkeypatch) -> None:
    desk.open(folder)
    write_label_png(tmp_path / "mask.png", np.array([[0, 3, 7]], np.uint8))
    choose(monkeypatch, "getOpenFileName", tmp_path / "mask.png")
    desk.window.actions_["import_classes"].trigger()
    assert names(desk) == ["class 3", "class 7"]
    assert "A palette has no names" in desk.message(SAID)
    desk.window.actions_["import_classes"].trigger()
    assert desk.message(SAID) == "mask.png has the classes that are here already."
    choose(monkeypatch, "getOpenFileName", Path())
    desk.window.class_panel.no_classes.import_button.click()
    assert names(desk) == ["class 3", "class 7"]


def test_a_used_class_keeps_its_row_and_its_index(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    before = desk.window.session.classes
    (tmp_path / "labels.json").write_text('[{"name": "dog"}, {"name": "cow"}]')
    offers(desk).take(tmp_path / "labels.json")
    desk.wait_for_jobs()
    assert "has 1 shape in 1 image" in desk.message("classes:refused")
    assert desk.window.session.classes == before
    (tmp_path / "more.csv").write_text("index,name,color\n1,cat,#800000\n2,dog,#010203\n9,cow,#040506\n")
    offers(desk).take(tmp_path / "more.csv")
    desk.wait_for_jobs()
    assert names(desk) == ["cat", "dog", "cow"]


def test_classes_are_exported_and_what_is_lost_is_said(desk: Desk, tmp_path: Path, monkeypatch) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    target = tmp_path / "map.txt"
    choose(monkeypatch, "getSaveFileName", target, "CVAT label map (*.txt)")
    desk.window.actions_["export_classes"].trigger()
    assert read_any_table(target).format == "CVAT label map"
    assert desk.message(SAID).startswith("map.txt is written.")
    target = tmp_path / "classes.gpl"
    choose(monkeypatch, "getSaveFileName", target, "CVAT label map (*.txt)")
    desk.window.actions_["export_classes"].trigger()
    assert read_any_table(target).format == "GIMP palette"
    assert read_any_table(target).table.find("cat") == desk.window.session.classes.find("cat")


def test_a_file_that_cannot_be_written_is_told(desk: Desk, tmp_path: Path, monkeypatch) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    choose(monkeypatch, "getSaveFileName", tmp_path / "none" / "a.gpl")
    desk.window.actions_["export_classes"].trigger()
    assert "cannot be written" in desk.message(SAID)
    choose(monkeypatch, "getSaveFileName", Path())
    desk.window.actions_["export_classes"].trigger()


def test_without_a_dataset_nothing_can_be_imported(desk: Desk) -> None:
    assert not desk.window.actions_["import_classes"].isEnabled()
    assert not desk.window.actions_["export_classes"].isEnabled()
    offers(desk).import_file()
    offers(desk).export_file()


def test_what_is_named_has_its_button_and_the_rest_is_counted(desk: Desk, folder: Path) -> None:
    (folder / "labelmap.txt").write_text(LABELMAP)
    (folder / "id2label.json").write_text('{"0": "background", "1": "cow"}')
    (folder / "colours.gpl").write_text("GIMP Palette\nName: x\n#\n0 0 0 background\n200 0 0 hen\n")
    (folder / "data.yaml").write_text("names:\n  0: person\n  1: bicycle\n")
    desk.open(folder)
    assert desk.message(OFFER).endswith(" and 1 more.")
    buttons = [button.text() for button in desk.window.messages.row(OFFER).buttons]
    named = desk.message(OFFER).removesuffix(" and 1 more.").split(", ")
    assert buttons == [f"Take {each.split()[0]}" for each in named]
    assert len(buttons) == 3
