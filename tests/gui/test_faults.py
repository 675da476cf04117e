"""Faults of shapes in the real window: marked where they are, followed, gone to, and repaired."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labeler.core.edits.properties import set_locked
from labeler.core.edits.shapes import InsertShapes, ReplaceShapes, add_shape, delete_shapes
from labeler.core.shapes import polygon
from labeler.core.validity import find_faults
from labeler.gui import faults
from labeler.gui.faults import NONE_LEFT
from labeler.gui.models.shape_model import CLASS, FAULT_ROLE
from tests.datasets import make_dataset
from tests.windows import Desk

SQUARE = [(2, 2), (12, 2), (12, 12), (2, 12)]
BOW_TIE = [(20, 10), (40, 30), (40, 10), (20, 30)]


@pytest.fixture
def faulty(desk: Desk, tmp_path: Path) -> Desk:
    """An image with a square below a polygon that crosses itself at (30, 20)."""
    desk.open(make_dataset(tmp_path / "set", 2))
    annotation = desk.document.annotation
    shapes = (polygon("cat", SQUARE), polygon("dog", BOW_TIE))
    desk.document.push(InsertShapes(tuple(range(len(annotation.shapes), len(annotation.shapes) + 2)), shapes))
    settle(desk)
    return desk


def settle(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: desk.window.faults.is_settled)


def marks(desk: Desk) -> list[tuple[float, float]]:
    return list(desk.window.view.scene.faults)


def last(desk: Desk) -> int:
    return len(desk.shapes) - 1


def bent(desk: Desk, position: int, points: list) -> ReplaceShapes:
    before = desk.shapes[position]
    return ReplaceShapes((position,), (before,), (polygon(before.class_name, points),))


def test_a_fault_is_marked_where_it_is_and_told_in_the_list(faulty: Desk) -> None:
    assert marks(faulty) == [(30, 20)]
    model = faulty.window.shape_panel.model
    assert model.data(model.index(0, CLASS), FAULT_ROLE) == "The shape crosses itself."
    assert model.data(model.index(1, CLASS), FAULT_ROLE) == ""


def test_the_mark_goes_with_the_fault_and_comes_back_with_undo(faulty: Desk) -> None:
    faulty.document.push(bent(faulty, last(faulty), SQUARE))
    settle(faulty)
    assert marks(faulty) == []
    assert not faulty.window.actions_["repair"].isEnabled()
    faulty.document.undo_stack.undo()
    settle(faulty)
    assert marks(faulty) == [(30, 20)]
    assert faulty.window.actions_["repair"].isEnabled()


def test_the_mark_stays_with_its_shape_when_others_come_and_go(faulty: Desk) -> None:
    faulty.document.push(delete_shapes(faulty.document.annotation, [last(faulty) - 1]))
    assert list(faulty.window.faults.found) == [last(faulty)]
    faulty.document.push(add_shape(faulty.document.annotation, polygon("cat", SQUARE)))
    assert list(faulty.window.faults.found) == [last(faulty) - 1]
    settle(faulty)
    assert marks(faulty) == [(30, 20)]


def test_repair_is_one_step_and_leaves_the_pixels(faulty: Desk) -> None:
    before = faulty.document.label_map.label_map.copy()
    count = len(faulty.shapes)
    faulty.window.actions_["repair"].trigger()
    settle(faulty)
    assert len(faulty.shapes) == count + 1
    assert marks(faulty) == []
    assert (faulty.document.label_map.label_map == before).all()
    faulty.document.undo_stack.undo()
    assert len(faulty.shapes) == count


def test_with_a_selection_only_the_selection_is_repaired(faulty: Desk) -> None:
    faulty.document.select([last(faulty) - 1])
    faulty.window.actions_["repair"].trigger()
    assert faulty.window.status.hint.text() == "No selected shape has a fault."
    assert marks(faulty) == [(30, 20)]


def test_all_pieces_of_what_was_selected_are_selected(faulty: Desk) -> None:
    position = last(faulty)
    faulty.document.select((position,))
    faulty.window.actions_["repair"].trigger()
    assert list(faulty.document.selection) == [position, position + 1]


def test_a_locked_shape_is_not_repaired_and_the_user_is_told(faulty: Desk) -> None:
    faulty.document.push(set_locked(faulty.document.annotation, [last(faulty)], True))
    faulty.window.actions_["repair"].trigger()
    assert "locked" in faulty.window.status.hint.text()
    settle(faulty)
    assert marks(faulty) == [(30, 20)]


def test_next_fault_selects_it_and_goes_there(faulty: Desk) -> None:
    faulty.document.push(
        add_shape(faulty.document.annotation, polygon("cat", [(1, 1), (3, 3), (3, 1), (1, 3)]))
    )
    for expected in (last(faulty) - 1, last(faulty), last(faulty) - 1):
        faulty.window.actions_["next_fault"].trigger()
        assert faulty.document.selection == (expected,)
    viewport = faulty.window.view.scene.viewport
    x, y = viewport.to_device(30, 20)
    assert 0 < x < viewport.size[0]
    assert 0 < y < viewport.size[1]


def test_another_image_has_its_own_faults(faulty: Desk) -> None:
    faulty.go_to(1)
    settle(faulty)
    assert marks(faulty) == []
    faulty.go_to(0)
    settle(faulty)
    assert marks(faulty) == [(30, 20)]


def test_without_a_fault_the_user_is_told(faulty: Desk) -> None:
    faulty.document.push(bent(faulty, last(faulty), SQUARE))
    faulty.window.faults.go_to_next()
    assert faulty.window.status.hint.text() == NONE_LEFT


def test_marks_are_drawn_while_outlines_are(faulty: Desk) -> None:
    def red() -> int:
        picture = faulty.window.view.grab().toImage()
        place = faulty.place(30, 20)
        around = [(place.x() + dx, place.y() + dy) for dx in range(-9, 10) for dy in range(-9, 10)]
        colors = [picture.pixelColor(x, y) for x, y in around]
        return sum(color.red() > 200 and color.green() < 130 and color.blue() < 130 for color in colors)

    assert red() > 20
    faulty.window.actions_["show_shapes"].trigger()
    assert red() < 5


def test_polygons_of_two_vertices_in_the_file_are_offered_as_lines(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    path = desk.document.image.annotation_path
    desk.document.push(add_shape(desk.document.annotation, polygon("cat", SQUARE)))
    desk.wait_saved()
    content = json.loads(path.read_text())
    content["shapes"].append({"label": "cat", "points": [[1, 1], [9, 9]], "shape_type": "polygon"})
    desk.window.opening.go_to(0)
    path.write_text(json.dumps(content))
    desk.window.conflicts.check()
    desk.qtbot.waitUntil(lambda: bool(desk.document.annotation.unreadable))
    assert marks(desk) == [(1, 1)]
    desk.window.faults.repair()
    assert [shape.kind.value for shape in desk.shapes][-1] == "line"
    assert not desk.document.annotation.unreadable
    assert marks(desk) == []


def test_nothing_is_looked_for_while_the_hand_goes_on(faulty: Desk) -> None:
    timer = faulty.window.faults._timer
    faulty.document.push(bent(faulty, last(faulty), SQUARE))
    faulty.qtbot.wait(20)
    left = timer.remainingTime()
    faulty.document.push(bent(faulty, last(faulty) - 1, BOW_TIE))
    assert timer.remainingTime() > left
    assert marks(faulty) == [(30, 20)]
    settle(faulty)
    assert list(faulty.window.faults.found) == [last(faulty) - 1]


def test_a_drag_in_an_image_with_faults_shows_them_no_more_often_than_they_change(faulty: Desk) -> None:
    shown: list[int] = []
    faulty.window.faults.changed.connect(lambda: shown.append(1))
    for step in range(3):
        faulty.document.push(bent(faulty, last(faulty) - 1, [(2 + step, 2), *SQUARE[1:]]))
    settle(faulty)
    assert shown == []
    faulty.document.push(delete_shapes(faulty.document.annotation, [last(faulty) - 1]))
    assert shown == [1]


def test_large_shapes_are_looked_at_one_by_one_and_all_of_them(faulty: Desk, monkeypatch) -> None:
    monkeypatch.setattr(faults, "_VERTICES_AT_ONCE", 3)
    looked_at: list[list[int]] = []

    def find(shapes, places):
        looked_at.append(list(places))
        return find_faults(shapes, places)

    monkeypatch.setattr("labeler.core.validity.find_faults", find)
    faulty.go_to(1)
    faulty.go_to(0)
    settle(faulty)
    ours = [places for places in looked_at if places]
    assert ours[-len(faulty.shapes) :] == [[place] for place in range(len(faulty.shapes))]
    assert marks(faulty) == [(30, 20)]
