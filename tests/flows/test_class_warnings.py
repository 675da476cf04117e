"""What will trouble the users of a class table is told where it is edited, each with its remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

import labeler
from labeler.gui.models.class_table_model import NAME, WARNING_ROLE
from tests.datasets import SIZE, make_dataset, square, write_shapes
from tests.flows.class_table import Table, saved
from tests.windows import Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 2)


def write_table(folder: Path, *rows: str) -> None:
    (folder / "classes.csv").write_text("\n".join(["index,name,color", *rows]) + "\n")


def opened(desk: Desk, folder: Path) -> Table:
    desk.open(folder)
    return Table(desk)


def test_equal_colours_are_made_distinct_in_one_step(desk: Desk, folder: Path) -> None:
    write_table(folder, "1,cat,#800000", "2,dog,#800000", "3,sky,#00a0ff")
    table = opened(desk, folder)
    assert "cat and dog have the same colour" in table.warning("same colour").line.text
    model = table.dialog.model
    assert "same colour" in model.index(1, NAME).data(WARNING_ROLE)
    assert model.index(3, NAME).data(WARNING_ROLE) == ""
    table.remedy("same colour", "Give them distinct colours")
    assert saved(folder).at(1).color == (128, 0, 0)
    assert saved(folder).at(2).color != (128, 0, 0)
    desk.qtbot.waitUntil(lambda: not any("same" in row.line.text for row in table.dialog.warnings.rows))
    table.undo()
    assert saved(folder).at(2).color == (128, 0, 0)
    table.warning("same colour")


def test_colours_that_only_some_confuse_are_told_with_how_they_see(desk: Desk, folder: Path) -> None:
    write_table(folder, "1,cat,#b07020", "2,dog,#7c8a1e", "7,sky,#0040ff")
    table = opened(desk, folder)
    text = table.warning("hardly told apart").line.text
    assert "cat and dog" in text
    assert "anopia" in text


def test_names_that_differ_in_case_only_are_renamed_where_they_stand(desk: Desk, folder: Path) -> None:
    write_table(folder, "1,cat,#800000", "2,Cat,#008000", "3,dog,#0000ff")
    table = opened(desk, folder)
    table.remedy("upper and lower case", "Rename")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "Cat"
    table.type("tiger")
    assert saved(folder).at(2).name == "tiger"


def test_unused_classes_are_shown_and_deleted(desk: Desk, folder: Path) -> None:
    write_table(folder, "1,cat,#800000", "2,dog,#008000", "7,sky,#123456", "9,sea,#00ffff")
    table = opened(desk, folder)
    table.remedy("sky, sea", "Show")
    assert table.selected == ["sky", "sea"]
    table.remedy("sky, sea", "Delete unused")
    assert [row.name for row in saved(folder).user_rows] == ["cat", "dog"]
    table.undo()
    assert saved(folder).at(9).name == "sea"


def test_names_that_only_annotations_have_are_added(desk: Desk, folder: Path) -> None:
    write_shapes(folder / "a2.jpg", [square("fish", 3, 3), square("cat", 20, 3)])
    table = opened(desk, folder)
    assert "Annotations name fish" in table.warning("fish").line.text
    table.remedy("fish", "Add to the table")
    assert saved(folder).find("fish") is not None
    desk.qtbot.waitUntil(lambda: not any("name fish" in row.line.text for row in table.dialog.warnings.rows))


def test_a_colour_of_which_the_photograph_is_full_is_changed_for_another(desk: Desk, folder: Path) -> None:
    (folder / "a1.jpg").unlink()
    Image.fromarray(np.full((SIZE[1], SIZE[0], 3), (18, 52, 84), np.uint8)).save(folder / "a1.png")
    table = opened(desk, folder)
    table.remedy("of the photograph", "Give it a distinct colour")
    assert saved(folder).find("sky").color != (0x12, 0x34, 0x56)
    desk.qtbot.waitUntil(
        lambda: not any("of the photograph" in row.line.text for row in table.dialog.warnings.rows)
    )


def test_many_of_a_kind_are_one_line(desk: Desk, folder: Path) -> None:
    write_table(folder, *(f"{index},class {index},#0000{index:02x}" for index in range(1, 13)))
    table = opened(desk, folder)
    assert table.warning("hardly told apart").line.text.endswith("have colours that are hardly told apart.")
    assert len(table.dialog.warnings.rows) <= 4
    table.dialog.warnings.fold.click()
    assert not table.dialog.warnings._scroll.isVisible()


def test_the_counts_follow_what_is_drawn(desk: Desk, folder: Path) -> None:
    table = opened(desk, folder)
    table.warning("No shape of the dataset is sky")
    desk.choose("sky")
    desk.draw((5, 30), (30, 30), (20, 45))
    assert desk.window.class_table.usage.counts["sky"] == 1
    desk.qtbot.waitUntil(lambda: not any("is sky" in row.line.text for row in table.dialog.warnings.rows))
    desk.go_to(1)
    desk.document.select([0])
    desk.window.commands.delete()
    assert desk.window.class_table.usage.counts["cat"] == 1


def test_indices_of_label_images_that_the_table_lacks_are_added_and_named(
    desk: Desk, folder: Path, tmp_path: Path, monkeypatch
) -> None:
    labels = tmp_path / "masks"
    labels.mkdir()
    label_map = np.zeros((20, 30), np.uint8)
    label_map[3:5] = 17
    labeler.write_label_png(labels / "a.png", label_map)
    (labels / "b.png").write_bytes(b"no picture")
    table = opened(desk, folder)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(labels))
    table.dialog.label_images_wanted.emit()
    desk.wait_for_jobs()
    assert table.sentence.startswith("The label images of masks use the indices 0, 17. 1 file could not be")
    table.remedy("60 px of the index 17", "Add to the table")
    table.type("fish")
    assert (saved(folder).at(17).name, saved(folder).at(17).index) == ("fish", 17)
    desk.qtbot.waitUntil(lambda: not any("index 17" in row.line.text for row in table.dialog.warnings.rows))


def test_counts_follow_a_rename_and_a_table_from_the_disk(desk: Desk, folder: Path) -> None:
    table = opened(desk, folder)
    usage = desk.window.class_table.usage
    desk.window.classes.rename(1, "lion")
    desk.wait_for_jobs()
    assert usage.counts["lion"] == 2
    assert usage.counts["cat"] == 0
    write_table(folder, "1,lion,#800000", "5,dog,#008000")
    write_shapes(folder / "a2.jpg", [square("lion", 3, 3), square("lion", 20, 3), square("lion", 30, 3)])
    desk.window.session.reload_classes()
    desk.wait_for_jobs()
    assert usage.counts["lion"] == 4
    assert table.names == ["background", "lion", "dog", "void"]
