"""Commands act on the selected shapes that may be changed, and on nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from labeler.gui.session import Session
from labeler.gui.shape_commands import ShapeCommands
from tests.gui.documents import session_on, show


@pytest.fixture
def session(qtbot, tmp_path: Path) -> Session:
    session = session_on(tmp_path)
    show(session, 0)
    return session


@pytest.fixture
def commands(session: Session) -> ShapeCommands:
    return ShapeCommands(session)


def order(session: Session) -> list[str]:
    return [shape.class_name for shape in session.document.annotation.shapes]


def test_a_locked_shape_stays(session: Session, commands: ShapeCommands) -> None:
    shapes = session.document.annotation.shapes
    shapes[1] = replace(shapes[1], is_locked=True)
    commands.select_all()
    commands.pick_class("sky", is_drawing=False)
    assert order(session) == ["sky", "dog", "sky"]
    commands.delete()
    assert order(session) == ["dog"]
    commands.delete()
    commands.raise_()
    assert session.document.undo_stack.count() == 2


def test_without_a_selection_nothing_happens(session: Session, commands: ShapeCommands) -> None:
    for command in (commands.delete, commands.duplicate, commands.raise_, commands.lower):
        command()
    assert session.document.undo_stack.count() == 0


def test_a_class_that_all_have_already_is_no_step(session: Session, commands: ShapeCommands) -> None:
    session.document.select([0])
    commands.pick_class("cat", is_drawing=False)
    assert session.document.undo_stack.count() == 0


def test_a_pick_that_was_not_meant_leaves_no_trace(session: Session, commands: ShapeCommands) -> None:
    session.document.select([0])
    commands.pick_class("sky", is_drawing=False)
    commands.take_pick_back()
    assert order(session) == ["cat", "dog", "void"]
    assert session.document.undo_stack.count() == 0


def test_only_a_pick_that_changed_something_is_taken_back(session: Session, commands: ShapeCommands) -> None:
    session.document.select([0])
    commands.pick_class("sky", is_drawing=False)
    commands.pick_class("sky", is_drawing=False)  # changes nothing
    commands.take_pick_back()
    assert order(session) == ["sky", "dog", "void"]
    commands.pick_class("cat", is_drawing=False)
    commands.raise_()  # and is no longer the last step
    commands.take_pick_back()
    assert order(session) == ["dog", "cat", "void"]


def test_copies_can_be_copied_again(session: Session, commands: ShapeCommands) -> None:
    session.document.select([0, 1])
    commands.duplicate()
    commands.duplicate()
    assert order(session) == ["cat", "dog", "void", "cat", "dog", "cat", "dog"]
    first, last = (session.document.annotation.shapes[place].points[0] for place in (0, 5))
    assert (last - first).tolist() == [20, 20]


def test_a_read_only_image_is_left_alone(session: Session, commands: ShapeCommands) -> None:
    session.document.select([0])
    session.document.read_only_reason = "No."
    for command in (commands.delete, commands.duplicate, commands.raise_, commands.toggle_done):
        command()
    commands.pick_class("sky", is_drawing=False)
    assert order(session) == ["cat", "dog", "void"]
    assert session.current_class == "sky"


def test_what_is_not_done_to_a_selection_is_said(session: Session, commands: ShapeCommands) -> None:
    said: list[str] = []
    commands.refused.connect(said.append)
    commands.delete()
    commands.raise_()
    assert said == []  # nothing is selected
    session.document.select([2])
    commands.raise_()
    session.document.select([0])
    commands.lower()
    assert ["over all" in said[0], "under all" in said[1]] == [True, True]
    shapes = session.document.annotation.shapes
    shapes[0] = replace(shapes[0], is_locked=True)
    for command in (commands.delete, commands.raise_, commands.lower):
        command()
    assert all("locked" in text for text in said[2:])
    session.document.read_only_reason = "No."
    for command in (commands.delete, commands.duplicate, commands.toggle_done):
        command()
    assert said[5:] == ["No."] * 3


def test_with_nothing_open_every_command_is_harmless(qtbot) -> None:
    session = Session()
    commands = ShapeCommands(session)
    for command in (
        *(commands.delete, commands.duplicate, commands.raise_, commands.lower),
        *(commands.select_all, commands.toggle_done),
    ):
        command()
    commands.pick_class_of_key("1", is_drawing=False)
    assert session.current_class is None
