"""Del and Ins on chosen vertices, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from labeler.core.edits.shapes import InsertShapes
from labeler.core.handles import Handle
from labeler.core.shapes import polygon
from tests.datasets import CLASSES, write_photograph
from tests.windows import Desk

LEFT = [(5, 5), (30, 5), (30, 30), (5, 30)]
RIGHT = [(30, 5), (55, 5), (55, 30), (30, 30)]


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Desk:
    """A window on an image with two neighbours, the left one selected, the keys with the canvas."""
    folder = tmp_path / "data"
    write_photograph(folder / "a1.jpg")
    (folder / "classes.csv").write_text(CLASSES)
    desk.open(folder)
    desk.document.push(InsertShapes((0, 1), (polygon("cat", LEFT), polygon("dog", RIGHT))))
    desk.document.select((0,))
    desk.window.view.setFocus()
    return desk


def choose(desk: Desk, *vertices: int) -> None:
    desk.window.view.tool.chosen.choose(Handle(0, 0, vertex) for vertex in vertices)


def chosen(desk: Desk) -> list[int]:
    return [handle.vertex for handle in desk.window.view.tool.chosen.handles]


def points(desk: Desk, position: int = 0) -> list[list[float]]:
    return desk.shapes[position].points.tolist()


def test_del_deletes_the_chosen_vertices_and_then_the_shape(opened):
    choose(opened, 0)
    opened.key(Qt.Key.Key_Delete)
    assert points(opened) == [[30, 5], [30, 30], [5, 30]]
    assert chosen(opened) == []
    opened.key(Qt.Key.Key_Delete)
    assert [shape.class_name for shape in opened.shapes] == ["dog"]


def test_too_few_vertices_are_refused_in_words_and_the_shape_stays(opened):
    choose(opened, 0, 3)
    opened.key(Qt.Key.Key_Delete)
    assert len(opened.shapes) == 2
    assert len(points(opened)) == 4
    assert "at least three" in opened.window.status.hint.text()
    assert chosen(opened) == [0, 3]


def test_ins_adds_a_vertex_in_both_neighbours_and_chooses_it(opened):
    choose(opened, 1)
    opened.key(Qt.Key.Key_Insert)
    assert points(opened)[2] == [30, 17.5]
    assert [30, 17.5] in points(opened, 1)
    assert chosen(opened) == [2]
    opened.key(Qt.Key.Key_Right)
    assert points(opened)[2] == [31, 17.5]
    assert [31, 17.5] in points(opened, 1)


def test_undo_and_redo_go_step_by_step(opened):
    history = opened.document.undo_stack
    choose(opened, 1)
    opened.key(Qt.Key.Key_Insert)
    opened.key(Qt.Key.Key_Right)
    assert [history.text(step) for step in range(history.count())][1:] == ["Add vertex", "Move vertex"]
    history.undo()
    history.undo()
    assert len(points(opened)) == len(points(opened, 1)) == 4
    history.redo()
    assert points(opened)[2] == [30, 17.5]


def test_with_no_vertex_chosen_ins_says_what_to_do(opened):
    opened.key(Qt.Key.Key_Insert)
    assert "Choose a vertex first" in opened.window.status.hint.text()


def test_a_locked_shape_keeps_its_vertices(opened):
    choose(opened, 0)
    opened.choose("cat")
    opened.window.actions_["lock_class"].trigger()
    opened.window.view.setFocus()
    opened.key(Qt.Key.Key_Delete)
    assert len(points(opened)) == 4
    assert "locked" in opened.window.status.hint.text()


def test_with_a_drawing_tool_del_means_the_selection(opened):
    choose(opened, 0)
    opened.window.actions_["tool_polygon"].trigger()
    opened.document.select((0,))
    opened.window.actions_["delete"].trigger()
    assert len(opened.shapes) == 1
    opened.window.actions_["insert_vertex"].trigger()
    assert len(opened.shapes) == 1
