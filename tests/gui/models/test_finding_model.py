"""Findings are rows, the worst first, of all codes or of one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from labeler.gui.models.finding_model import CODE, NAME, SEVERITY, FindingModel, severity_icon
from labeler.jobs.check.codes import IMAGE_UNREADABLE, NO_PIXEL, TINY_SHAPE, UNKNOWN_CLASS
from labeler.jobs.check.finding import Finding

TINY = Finding(TINY_SHAPE, "It has 3 pixels.", "/set/a.json", image="a.jpg")
UNKNOWN = Finding(UNKNOWN_CLASS, "It is a lorry.", "/set/b.json", image="b.jpg")
NONE = Finding(NO_PIXEL, "It has none.", "/set/lists/train.txt")


@pytest.fixture
def model(qtbot, qtmodeltester) -> FindingModel:
    model = FindingModel()
    model.set_findings([TINY, UNKNOWN, NONE])
    qtmodeltester.check(model)
    return model


def texts(model, column) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_the_worst_stands_first(model) -> None:
    assert texts(model, CODE) == ["unknown-class", "no-pixel", "tiny-shape"]


def test_a_row_names_the_image_or_else_the_file(model) -> None:
    assert texts(model, NAME) == ["b.jpg", "train.txt", "a.jpg"]


def test_a_filter_leaves_one_code(model) -> None:
    model.set_code("tiny-shape")
    assert texts(model, NAME) == ["a.jpg"]
    assert model.finding_at(0) is TINY
    model.set_code("")
    assert model.rowCount() == 3


def test_there_is_no_finding_beyond_the_rows(model) -> None:
    assert model.finding_at(-1) is None
    assert model.finding_at(3) is None


def test_the_dot_of_a_row_is_told_to_screen_readers(model) -> None:
    words = [model.index(row, SEVERITY).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert words == ["error", "warning", "note"]
    assert not model.index(0, SEVERITY).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_the_three_severities_have_dots_of_their_own() -> None:
    colors = {
        severity_icon(word).pixmap(16, 16).toImage().pixelColor(8, 8).name()
        for word in ("error", "warning", "note")
    }
    assert len(colors) == 3


def test_the_whole_path_is_a_tooltip(model) -> None:
    assert model.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole) == "/set/b.json"


def test_a_remedy_that_the_sentence_names_is_not_said_twice() -> None:
    assert TINY.remedy == TINY_SHAPE.remedy
    said = Finding(IMAGE_UNREADABLE, "It cannot be decoded. Replace it by a whole copy.", "/set/a.jpg")
    assert said.remedy == ""
