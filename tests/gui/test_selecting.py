"""None, all but these, all of a class: by menu, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.datasets import make_dataset, square, write_photograph, write_shapes
from tests.windows import Desk


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Desk:
    """A window on an image with two cats, a dog and a sky; nothing selected."""
    folder = make_dataset(tmp_path / "set", 1)
    photograph = write_photograph(folder / "a1.jpg")
    names = ("cat", "dog", "cat", "sky")
    write_shapes(photograph, [square(name, 10 * place, 5, 8) for place, name in enumerate(names)])
    desk.open(folder)
    desk.document.select(())
    return desk


def trigger(desk: Desk, name: str) -> tuple[int, ...]:
    desk.window.actions_[name].trigger()
    return desk.document.selection


def test_none(opened):
    opened.document.select((0, 1))
    assert trigger(opened, "select_none") == ()


def test_all_but_these(opened):
    opened.document.select((1,))
    assert trigger(opened, "invert_selection") == (0, 2, 3)
    assert trigger(opened, "invert_selection") == (1,)


def test_what_is_hidden_is_not_selected(opened):
    opened.window.visibility.hide_class("cat", True)
    assert trigger(opened, "invert_selection") == (1, 3)
    opened.choose("cat")
    assert trigger(opened, "select_class") == ()


def test_all_of_the_classes_of_the_selection(opened):
    opened.document.select((0, 3))
    assert trigger(opened, "select_same_class") == (0, 2, 3)


def test_all_of_the_current_class(opened):
    opened.choose("cat")
    assert trigger(opened, "select_class") == (0, 2)


def test_they_are_offered_where_they_can_be_done(opened):
    actions = opened.window.actions_
    assert not actions["select_same_class"].isEnabled()
    opened.document.select((0,))
    assert actions["select_same_class"].isEnabled()
    opened.window.session.choose_class(None)
    assert not actions["select_class"].isEnabled()


def test_the_class_of_many_shapes_is_changed_at_once(opened):
    opened.choose("cat")
    trigger(opened, "select_class")
    opened.window.commands.pick_class("dog", is_drawing=False)
    assert [shape.class_name for shape in opened.shapes] == ["dog", "dog", "dog", "sky"]
    opened.document.undo_stack.undo()
    assert [shape.class_name for shape in opened.shapes] == ["cat", "dog", "cat", "sky"]


def test_without_an_image_nothing_happens(desk):
    for name in ("select_none", "invert_selection", "select_same_class", "select_class"):
        desk.window.actions_[name].trigger()
    assert desk.window.session.document is None
