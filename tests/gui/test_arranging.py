"""Order, groups, locks and eyes of the selection, each a step to undo, or a sentence that says why not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.datasets import make_dataset
from tests.windows import Desk

COMMANDS = (
    *("to_front", "to_back", "group", "ungroup", "select_group"),
    *("lock_shapes", "hide_shapes", "unlock_all"),
)


@pytest.fixture
def shape_desk(desk: Desk, tmp_path: Path) -> Desk:
    """An image with a cat, a dog over it, and void."""
    desk.open(make_dataset(tmp_path / "set", 1))
    return desk


def do(desk: Desk, name: str, *places: int) -> str:
    """Act on these shapes, and return what the status line says."""
    desk.document.select(places)
    desk.window.status.end_refusal()
    desk.window.actions_[name].trigger()
    return desk.window.status.hint.text()


def classes(desk: Desk) -> list[str]:
    return [shape.class_name for shape in desk.shapes]


def groups(desk: Desk) -> list[int | None]:
    return [shape.group_id for shape in desk.shapes]


def change(desk: Desk, place: int, **fields) -> None:
    desk.shapes[place] = replace(desk.shapes[place], **fields)


@pytest.mark.parametrize(
    ("name", "places", "after", "selected"),
    [
        ("to_front", (0,), ["dog", "void", "cat"], (2,)),
        ("to_front", (0, 1), ["void", "cat", "dog"], (1, 2)),
        ("to_back", (2,), ["void", "cat", "dog"], (0,)),
        ("raise", (0,), ["dog", "cat", "void"], (1,)),
    ],
)
def test_shapes_change_their_place_and_stay_selected(shape_desk: Desk, name, places, after, selected) -> None:
    do(shape_desk, name, *places)
    assert (classes(shape_desk), shape_desk.document.selection) == (after, selected)
    shape_desk.window.actions_["undo"].trigger()
    assert classes(shape_desk) == ["cat", "dog", "void"]


def test_the_label_map_follows_the_order(shape_desk: Desk) -> None:
    before = shape_desk.document.label_map.label_map.copy()
    do(shape_desk, "to_front", 0)
    after = shape_desk.document.label_map.label_map
    assert (after[8, 8], before[8, 8]) == (1, 2)
    shape_desk.window.actions_["undo"].trigger()
    assert (after == before).all()


@pytest.mark.parametrize(
    ("name", "places", "words"),
    [
        ("to_front", (2,), "over all other shapes already"),
        ("to_back", (0, 1), "under all other shapes already"),
        ("ungroup", (0,), "Nothing that is selected is in a group"),
        ("select_group", (0,), "in no group with others"),
        ("unlock_all", (), "No shape of the image is locked"),
    ],
)
def test_what_would_change_nothing_is_said_and_no_step(shape_desk: Desk, name, places, words) -> None:
    assert words in do(shape_desk, name, *places)
    assert shape_desk.document.undo_stack.count() == 0


def test_shapes_of_one_class_become_one_instance(shape_desk: Desk) -> None:
    change(shape_desk, 1, class_name="cat")
    said = do(shape_desk, "group", 0, 1)
    assert groups(shape_desk) == [1, 1, None]
    assert "stay" not in said
    assert "one group already" in do(shape_desk, "group", 0, 1)
    assert shape_desk.document.undo_stack.count() == 1


def test_classes_in_one_group_stay_instances_of_their_own_and_that_is_said(shape_desk: Desk) -> None:
    said = do(shape_desk, "group", 0, 1, 2)
    assert said == "One group; cat, dog, void stay 3 instances, for an instance has one class."
    assert groups(shape_desk) == [1, 1, 1]


def test_a_group_is_selected_whole_as_far_as_it_is_seen_and_taken_apart(shape_desk: Desk) -> None:
    for place in (0, 2):
        change(shape_desk, place, group_id=5)
    do(shape_desk, "select_group", 0)
    assert shape_desk.document.selection == (0, 2)
    shape_desk.window.visibility.hide_shapes([2], True)
    do(shape_desk, "select_group", 0)
    assert shape_desk.document.selection == (0,)
    shape_desk.window.visibility.show_all()
    do(shape_desk, "ungroup", 0, 2)
    assert groups(shape_desk) == [None, None, None]
    shape_desk.window.actions_["undo"].trigger()
    assert groups(shape_desk) == [5, None, 5]


def test_locked_shapes_stay_until_all_are_unlocked(shape_desk: Desk) -> None:
    do(shape_desk, "lock_shapes", 0, 1)
    assert [shape.is_locked for shape in shape_desk.shapes] == [True, True, False]
    assert "locked already" in do(shape_desk, "lock_shapes", 0)
    for name in ("to_front", "to_back", "group", "ungroup", "delete"):
        assert "locked or hidden" in do(shape_desk, name, 0, 1)
    assert shape_desk.document.undo_stack.count() == 1
    do(shape_desk, "unlock_all")
    assert not any(shape.is_locked for shape in shape_desk.shapes)
    assert shape_desk.document.undo_stack.undoText() == "Unlock 2 shapes"


def test_hidden_shapes_are_not_selected_any_more(shape_desk: Desk) -> None:
    assert do(shape_desk, "hide_shapes", 0, 2).startswith("2 shapes hidden")
    assert shape_desk.window.visibility.hidden_shapes == (0, 2)
    assert shape_desk.document.selection == ()
    assert shape_desk.document.undo_stack.count() == 0
    shape_desk.window.actions_["show_all"].trigger()
    assert shape_desk.window.visibility.hides_nothing


def test_a_read_only_image_refuses_every_change(shape_desk: Desk) -> None:
    shape_desk.document.read_only_reason = "This image is read-only."
    for name in ("to_front", "to_back", "group", "ungroup", "lock_shapes"):
        assert do(shape_desk, name, 0, 1) == "This image is read-only."
    assert shape_desk.document.undo_stack.count() == 0


def test_without_an_image_or_a_selection_nothing_happens(desk: Desk, tmp_path: Path) -> None:
    def all_of_them() -> None:
        for name in COMMANDS:
            desk.window.actions_[name].setEnabled(True)
            desk.window.actions_[name].trigger()

    all_of_them()
    desk.open(make_dataset(tmp_path / "set", 1))
    all_of_them()
    assert desk.document.undo_stack.count() == 0
