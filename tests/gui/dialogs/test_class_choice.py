"""A class table is that of the dataset, a ready one, or one of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from labeler.core.class_file import read_ready_table, write_classes
from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError
from labeler.gui.dialogs.class_choice import ClassChoice

OWN = ClassTable().with_names(["car", "bus"])


@pytest.fixture
def make(qtbot):
    def made(own=None, **options):
        field = ClassChoice(own, **options)
        qtbot.addWidget(field)
        return field

    return made


def pick(field, text) -> None:
    field.box.setCurrentIndex(field.box.findText(text))


def test_the_table_of_the_dataset_is_proposed(make) -> None:
    field = make(OWN)
    assert field.box.currentText() == "This dataset (2 classes)"
    assert field.table() is OWN
    assert not field.is_automatic


@pytest.mark.parametrize("own", [None, ClassTable()])
def test_without_classes_of_its_own_a_ready_table_is(make, own) -> None:
    field = make(own)
    assert (
        field.box.findText(
            "This dataset",
        )
        == -1
    )
    assert field.table() == read_ready_table(field.box.currentData())


def test_every_ready_table_can_be_chosen(make) -> None:
    field, changes = make(OWN), []
    field.changed.connect(lambda: changes.append(1))
    pick(field, "voc21 (22 classes)")
    assert field.table() == read_ready_table("voc21")
    assert changes == [1]


def test_the_choice_can_be_left_to_the_job(make) -> None:
    field = make(None, automatic="The one that fits")
    assert field.is_automatic
    assert field.table() == ClassTable()
    assert not make(OWN, automatic="The one that fits").is_automatic


def test_a_file_can_be_chosen(make, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "classes.csv"
    write_classes(path, OWN)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    field = make()
    field.findChild(QPushButton).click()
    assert field.box.currentText() == "classes.csv"
    assert field.table() == OWN


def test_a_file_of_another_program_is_read(make, tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_text("__ignore__\n_background_\nroad\n")
    field = make()
    field.choose_file(tmp_path / "labels.txt")
    assert [row.name for row in field.table().user_rows] == ["road"]


def test_a_file_that_holds_no_table_is_told_when_it_is_read(make, tmp_path: Path) -> None:
    (tmp_path / "classes.csv").write_text("nothing of the kind")
    field = make()
    field.choose_file(tmp_path / "classes.csv")
    with pytest.raises(ClassTableError, match=r"classes\.csv"):
        field.table()


def test_what_a_format_does_not_tell_is_said(make, tmp_path: Path) -> None:
    lines = ("background:0,0,0::", "road:1,2,3::", "void:224,224,192::")
    (tmp_path / "labelmap.txt").write_text("\n".join(lines))
    field = make(OWN)
    assert not field.notice.isVisibleTo(field)
    field.choose_file(tmp_path / "labelmap.txt")
    assert "void" in field.notice.text()
    assert field.notice.isVisibleTo(field)
    field.box.setCurrentIndex(0)
    assert not field.notice.isVisibleTo(field)


def test_a_file_without_a_table_is_said_as_soon_as_it_is_chosen(make, tmp_path: Path) -> None:
    (tmp_path / "classes.csv").write_text("nothing of the kind")
    field = make(OWN)
    field.choose_file(tmp_path / "classes.csv")
    assert "classes.csv" in field.notice.text()
