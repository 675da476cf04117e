"""Files and folders are typed or chosen, one or several."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from labeler.gui.dialogs.path_field import PathField, Wanted


@pytest.fixture
def make(qtbot):
    def made(wanted=Wanted.FOLDER, kinds=""):
        field = PathField("Label images", wanted, kinds)
        qtbot.addWidget(field)
        return field

    return made


def buttons(field) -> dict[str, QPushButton]:
    return {button.text(): button for button in field.findChildren(QPushButton)}


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        (Wanted.FOLDER, ["Browse…"]),
        (Wanted.FILE, ["Browse…"]),
        (Wanted.NEW_FILE, ["Browse…"]),
        (Wanted.FILE | Wanted.FOLDER, ["File…", "Folder…"]),
        (Wanted.FILES | Wanted.FOLDER, ["Files…", "Folder…"]),
    ],
)
def test_there_is_a_button_for_each_way_to_choose(make, wanted, texts) -> None:
    assert list(buttons(make(wanted))) == texts


def test_an_empty_field_names_nothing(make) -> None:
    field = make()
    assert field.path() is None
    assert field.paths() == []
    field.edit.setText("   ")
    assert field.path() is None


def test_what_is_typed_is_told_and_the_home_folder_is_known(make) -> None:
    field, changes = make(), []
    field.changed.connect(lambda: changes.append(field.path()))
    field.edit.setText("~/masks")
    assert changes == [Path.home() / "masks"]


def test_several_files_stand_in_one_field(make) -> None:
    field = make(Wanted.FILES)
    field.set_paths(Path("/a b/1.png"), Path("/c/2.png"))
    assert field.paths() == [Path("/a b/1.png"), Path("/c/2.png")]
    assert field.path() == Path("/a b/1.png")


@pytest.mark.parametrize(
    ("wanted", "asked", "answer", "found"),
    [
        (Wanted.FOLDER, "getExistingDirectory", "/masks", ["/masks"]),
        (Wanted.FILE, "getOpenFileName", ("/a.png", ""), ["/a.png"]),
        (Wanted.NEW_FILE, "getSaveFileName", ("/new.csv", ""), ["/new.csv"]),
        (Wanted.FILES, "getOpenFileNames", (["/a.png", "/b.png"], ""), ["/a.png", "/b.png"]),
    ],
)
def test_the_systems_dialog_fills_the_field(make, monkeypatch, wanted, asked, answer, found) -> None:
    calls = []
    monkeypatch.setattr(QFileDialog, asked, lambda *given: calls.append(given) or answer)
    field = make(wanted, "Images (*.png)")
    buttons(field)["Browse…"].click()
    assert [str(path) for path in field.paths()] == found
    assert wanted is Wanted.FOLDER or calls[0][-1] == "Images (*.png)"


@pytest.mark.parametrize(
    ("wanted", "asked", "answer"),
    [
        (Wanted.FOLDER, "getExistingDirectory", ""),
        (Wanted.FILE, "getOpenFileName", ("", "")),
        (Wanted.FILES, "getOpenFileNames", ([], "")),
    ],
)
def test_a_choice_that_is_cancelled_changes_nothing(make, monkeypatch, wanted, asked, answer) -> None:
    monkeypatch.setattr(QFileDialog, asked, lambda *_: answer)
    field = make(wanted)
    field.edit.setText("/before")
    buttons(field)["Browse…"].click()
    assert field.path() == Path("/before")


def test_the_keys_go_to_the_field_of_text(make) -> None:
    field = make()
    field.show()
    field.setFocus()
    assert field.focusProxy() is field.edit
    assert field.edit.accessibleName() == "Label images"


def test_a_name_that_is_no_utf_8_stays_what_it_is(make, tmp_path) -> None:
    field = make()
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 \xff"))
    field.set_paths(odd, tmp_path)
    assert field.paths() == [odd, tmp_path]
    assert "\ufffd" in field.edit.text()
    field.edit.setText(str(tmp_path / "typed"))
    assert field.paths() == [tmp_path / "typed"]
