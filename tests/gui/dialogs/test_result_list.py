"""The list of results names what has something to say, and leads to the image."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.gui.dialogs import result_list
from labeler.gui.dialogs.result_list import ResultList
from labeler.jobs.step import Step, StepStatus

FOLDER = Path("/data/set")
FAILED = Step(1, 3, "a1.jpg", StepStatus.FAILED, f"{FOLDER}/a1.json: line 3 is no JSON.")
PLAIN = Step(2, 3, "a2.jpg", StepStatus.WRITTEN)
NOTICE = Step(3, 3, "sub/a3.jpg", StepStatus.WRITTEN, "1 shape gives no pixels.")


@pytest.fixture
def results(qtbot) -> ResultList:
    results = ResultList(FOLDER)
    qtbot.addWidget(results)
    results.resize(600, 300)
    return results


def texts(results: ResultList) -> list[list[str]]:
    return [[results.item(row, column).text() for column in range(3)] for row in range(results.rowCount())]


def test_only_what_has_something_to_say_is_listed(results: ResultList) -> None:
    results.add(PLAIN)
    assert not results.isVisible()
    for step in (FAILED, NOTICE):
        results.add(step)
    assert texts(results) == [
        ["a1.jpg", "failed", "a1.json: line 3 is no JSON."],
        ["sub/a3.jpg", "written", "1 shape gives no pixels."],
    ]
    assert results.isVisible()


def test_the_whole_path_is_in_the_tooltip(results: ResultList) -> None:
    results.add(FAILED)
    assert results.item(0, 2).toolTip() == f"{FAILED.message}\nDouble click opens the image."


def test_a_double_click_anywhere_in_a_row_names_its_image(results: ResultList, qtbot) -> None:
    for step in (FAILED, NOTICE):
        results.add(step)
    results.fit()
    for column in range(3):
        place = results.visualItemRect(results.item(1, column)).center()
        with qtbot.waitSignal(results.image_wanted) as signal:
            QTest.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=place)
            QTest.mouseDClick(results.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert signal.args == ["sub/a3.jpg"]


def test_enter_does_it_too(results: ResultList, qtbot) -> None:
    results.add(FAILED)
    results.setCurrentCell(0, 2)
    with qtbot.waitSignal(results.image_wanted) as signal:
        QTest.keyClick(results, Qt.Key.Key_Return)
    assert signal.args == ["a1.jpg"]


def test_a_flood_of_failures_is_cut_off(results: ResultList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_list, "_MOST_ROWS", 5)
    for _ in range(9):
        results.add(FAILED)
    assert results.rowCount() == 5


def test_a_new_run_begins_with_an_empty_list(results: ResultList) -> None:
    results.add(FAILED)
    results.start()
    assert results.rowCount() == 0
    assert not results.isVisible()
