"""What is told of classes that the table lacks follows what other programs write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.datasets import make_dataset
from tests.windows import Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 2)


def rename_by_another_program(folder: Path, before: str, after: str) -> None:
    for path in (*folder.glob("*.json"), folder / "classes.csv"):
        path.write_text(path.read_text().replace(before, after))


def test_a_class_that_another_window_renamed_everywhere_is_not_missing(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    desk.wait_for_jobs()
    rename_by_another_program(folder, "cat", "kitten")
    desk.window.conflicts.check()
    desk.window.opening.surveying.look_again()
    session = desk.window.session
    desk.qtbot.waitUntil(lambda: session.classes.find("kitten") is not None)
    desk.qtbot.waitUntil(lambda: any(shape.class_name == "kitten" for shape in desk.shapes))
    desk.wait_for_jobs()
    desk.qtbot.waitUntil(lambda: desk.message("classes:missing") == "")


def test_a_name_that_was_mended_elsewhere_is_not_told_any_more(desk: Desk, folder: Path) -> None:
    path = folder / "a2.json"
    good = path.read_text()
    path.write_text(good.replace('"cat"', '"ct"'))
    desk.open(folder)
    desk.wait_for_jobs()
    assert "Annotations name ct" in desk.message("classes:missing")
    path.write_text(good)
    desk.window.opening.surveying.look_again()
    desk.qtbot.waitUntil(lambda: desk.message("classes:missing") == "")
