"""No action is offered that would do nothing, and a key that leads nowhere says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.gui.showing import _OF_SELECTION
from tests.datasets import make_dataset
from tests.windows import Desk


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "set", 2))
    desk.window.view.setFocus()
    return desk


def offered(desk: Desk) -> set[str]:
    return {name for name in _OF_SELECTION if desk.window.actions_[name].isEnabled()}


def test_what_is_done_to_a_selection_is_offered_while_there_is_one(open_desk: Desk) -> None:
    assert offered(open_desk) == set()
    open_desk.document.select((0,))
    assert offered(open_desk) == set(_OF_SELECTION)
    open_desk.window.actions_["delete"].trigger()
    assert offered(open_desk) == set()
    open_desk.document.select((0,))
    open_desk.go_to(1)
    assert offered(open_desk) == set()


def test_zooming_to_a_class_is_offered_for_the_selection_and_for_the_current_class(
    open_desk: Desk,
) -> None:
    zoom = open_desk.window.actions_["zoom_class"]
    assert not zoom.isEnabled()
    open_desk.document.select((0,))
    assert zoom.isEnabled()
    open_desk.document.select(())
    assert not zoom.isEnabled()
    open_desk.choose("cat")
    assert zoom.isEnabled()


def test_the_ends_of_the_list_are_said(open_desk: Desk) -> None:
    hint = open_desk.window.status.hint
    open_desk.key("a")
    assert hint.text() == "This is the first image of the list."
    open_desk.go_to(1)
    open_desk.key("d")
    assert hint.text() == "This is the last image of the list."


def test_that_all_others_are_done_is_said(open_desk: Desk) -> None:
    open_desk.key("m")
    open_desk.go_to(1)
    open_desk.window.actions_["next_undone"].trigger()
    assert open_desk.window.status.hint.text() == "All other images of the list are done."
