"""A dataset without classes says how to get some, and finds the ready tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.class_file import read_classes, read_ready_table, ready_tables
from labeler.gui.panels.no_classes import NoClasses
from tests.datasets import make_dataset, write_photograph
from tests.windows import Desk, answers, garbage_is_collected_here, make_desk, settings

__all__ = ["answers", "garbage_is_collected_here", "make_desk", "settings"]


@pytest.fixture
def bare_desk(make_desk, tmp_path: Path) -> Desk:
    """A window on one photograph, with nothing but background and void."""
    write_photograph(tmp_path / "set" / "a.jpg")
    desk = make_desk()
    desk.open(tmp_path / "set")
    return desk


def page(desk: Desk) -> NoClasses:
    return desk.window.class_panel.no_classes


def texts(desk: Desk) -> list[str]:
    found = page(desk).found
    return [found.item(row).text() for row in range(found.count())]


def test_it_is_there_until_the_first_class_is(bare_desk: Desk) -> None:
    assert page(bare_desk).isVisible()
    bare_desk.window.classes.add(["tree"])
    assert not page(bare_desk).isVisible()
    bare_desk.window.classes.undo()
    bare_desk.wait_for_jobs()
    assert page(bare_desk).isVisible()


def test_a_dataset_with_classes_does_not_show_it(make_desk, tmp_path: Path) -> None:
    desk = make_desk()
    desk.open(make_dataset(tmp_path / "set", 1))
    assert not page(desk).isVisible()


def test_the_ready_tables_are_listed_when_they_are_asked_for(bare_desk: Desk) -> None:
    assert not page(bare_desk).found.isVisible()
    page(bare_desk).ready_button.click()
    assert texts(bare_desk) == [f"{table.name}   {table.class_count}" for table in ready_tables()]
    assert page(bare_desk).field.hasFocus()
    assert not page(bare_desk).ready_button.isVisible()


def test_typing_finds_tables_by_name_and_by_class(bare_desk: Desk) -> None:
    page(bare_desk).ready_button.click()
    QTest.keyClicks(page(bare_desk).field, "Rider")
    assert "cityscapes_trainIds19   20: rider" in texts(bare_desk)
    page(bare_desk).field.setText("suim")
    assert [text.split()[0] for text in texts(bare_desk)] == ["suim8"]
    page(bare_desk).field.setText("unicorn")
    assert page(bare_desk).nothing.isVisible()
    assert not page(bare_desk).found.isVisible()
    page(bare_desk).field.clear()
    assert page(bare_desk).found.count() == len(ready_tables())


def test_enter_takes_the_table_that_is_marked_and_writes_it(bare_desk: Desk, tmp_path: Path) -> None:
    page(bare_desk).ready_button.click()
    QTest.keyClicks(page(bare_desk).field, "voc")
    names = [text.split()[0] for text in texts(bare_desk)]
    QTest.keyClick(page(bare_desk).field, Qt.Key.Key_Down)
    for _ in range(names.index("voc21") - page(bare_desk).found.currentRow()):
        QTest.keyClick(page(bare_desk).found, Qt.Key.Key_Down)
    for _ in range(page(bare_desk).found.currentRow() - names.index("voc21")):
        QTest.keyClick(page(bare_desk).found, Qt.Key.Key_Up)
    QTest.keyClick(page(bare_desk).found, Qt.Key.Key_Return)
    assert bare_desk.window.session.classes == read_ready_table("voc21")
    assert read_classes(tmp_path / "set" / "classes.csv") == read_ready_table("voc21")
    assert not page(bare_desk).isVisible()


def test_enter_in_the_field_takes_the_first_that_is_found(bare_desk: Desk) -> None:
    page(bare_desk).ready_button.click()
    QTest.keyClicks(page(bare_desk).field, "suim")
    QTest.keyClick(page(bare_desk).field, Qt.Key.Key_Return)
    assert bare_desk.window.session.classes == read_ready_table("suim8")


def test_taking_ready_classes_is_one_step_to_undo(bare_desk: Desk) -> None:
    page(bare_desk).ready_wanted.emit("suim8")
    bare_desk.window.classes.undo()
    bare_desk.wait_for_jobs()
    assert not bare_desk.window.session.classes.user_rows
