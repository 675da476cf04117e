"""Shared borders in the real window: one is repainted, a common vertex dragged, and both shapes follow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.datasets import CLASSES, shape, write_photograph, write_shapes
from tests.flows.test_drawing_tools import CTRL, SHIFT, Key, drag, move
from tests.windows import Desk

SIZE = (160, 120)
LEFT_PART = [(0, 0), (80, 0), (80, 120), (0, 120)]
RIGHT_PART = [(80, 0), (160, 0), (160, 120), (80, 120)]


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on a photograph that two shapes cover between them."""
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "classes.csv").write_text(CLASSES, encoding="utf-8")
    shapes = [shape("dog", LEFT_PART), shape("cat", RIGHT_PART)]
    write_shapes(write_photograph(folder / "a1.jpg", SIZE), shapes, SIZE)
    desk.open(folder)
    desk.window.view.setFocus()
    return desk


def rings(desk: Desk) -> list[list[tuple[float, float]]]:
    return [[tuple(place) for place in shape.points.tolist()] for shape in desk.shapes]


def saved(desk: Desk) -> list:
    desk.wait_saved()
    text = desk.document.image.path.with_suffix(".json").read_text(encoding="utf-8")
    return [[tuple(place) for place in shape["points"]] for shape in json.loads(text)["shapes"]]


def is_covered(desk: Desk) -> bool:
    return bool((desk.document.label_map.label_map > 0).all())


def test_a_border_is_repainted_with_clicks_for_both_shapes(desk):
    before = rings(desk)
    desk.key(Key.Key_O)
    assert desk.window.view.tool.name == "border"
    for place in [(80, 20), (100, 60), (80, 100)]:
        desk.click(*place)
    dog, cat = rings(desk)
    line = [place for place in dog if place[0] >= 80]
    assert len(line) == 5
    assert set(line) <= set(cat)
    assert is_covered(desk)
    assert saved(desk) == [dog, cat]
    desk.key(Key.Key_Z, CTRL)
    assert rings(desk) == before
    desk.key(Key.Key_Z, CTRL | SHIFT)
    assert rings(desk) == [dog, cat]


def test_a_border_is_repainted_in_one_drag_and_the_other_part_with_a_key(desk):
    desk.key(Key.Key_O)
    drag(desk, (80, 30), (90, 40), (95, 60), (90, 80), (80, 90))
    assert is_covered(desk)
    assert max(x for x, _ in rings(desk)[0]) > 90
    count = len(rings(desk)[1])
    desk.click(80, 10)
    desk.click(100, 10)
    move(desk, 100, 0)
    assert len(desk.window.view.tool.draft.run) == 3
    desk.key(Key.Key_Y)
    assert len(desk.window.view.tool.draft.run) == count + 1
    desk.key(Key.Key_Escape)
    assert desk.window.view.tool.draft is None or not desk.window.view.tool.draft.points


def test_a_vertex_that_two_shapes_share_is_dragged_in_both(desk):
    before = rings(desk)
    desk.key(Key.Key_V)
    desk.click(40, 60)
    drag(desk, (80, 0), (85, 0), (100, 0))
    (moved,) = set(rings(desk)[0]) - set(before[0])
    assert moved == pytest.approx((100, 0), abs=0.5)
    assert rings(desk) == [
        [(0, 0), moved, (80, 120), (0, 120)],
        [moved, (160, 0), (160, 120), (80, 120)],
    ]
    assert is_covered(desk)
    assert saved(desk) == rings(desk)
    desk.key(Key.Key_Z, CTRL)
    assert rings(desk) == before


def test_a_locked_neighbour_holds_the_border(desk):
    before = rings(desk)
    desk.key(Key.Key_V)
    desk.click(120, 60)
    desk.window.actions_["lock_shapes"].trigger()
    desk.key(Key.Key_O)
    for place in [(80, 20), (60, 60), (80, 100)]:
        desk.click(*place)
    assert rings(desk) == before
    assert "would have to follow" in desk.window.status.hint.text() + desk.message("tool")
