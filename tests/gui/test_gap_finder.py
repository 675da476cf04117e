"""Gaps are looked for in a thread, again after each edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.core.edits.shapes import add_shape, delete_shapes
from labeler.gui.gap_finder import GapFinder
from labeler.gui.session import Session
from tests.gui.documents import box, session_on, show


class Finds:
    """What a finder has found, one list of sizes after the other."""

    def __init__(self, finder: GapFinder) -> None:
        self.sizes: list[list[int]] = []
        self.shares: list[float] = []
        finder.found.connect(lambda gaps: self.sizes.append([gap.pixels for gap in gaps]))
        finder.progressed.connect(self.shares.append)


@pytest.fixture
def session(tmp_path: Path, qtbot) -> Session:
    """A session on an image of 64 x 48 that a cat covers all but a square of 5 x 5 of."""
    session = session_on(tmp_path / "set")
    session.push_classes(_with(session, "cat", "dog"))
    document = show(session, 0)
    for shape in (box("cat", 0, 0, 64), box("background", 10, 10, 5)):
        document.push(add_shape(document.annotation, shape))
    return session


def _with(session: Session, *names: str):
    from labeler.core.edits.classes import ReplaceClasses

    return ReplaceClasses(session.classes, session.classes.with_names(names), "Add classes")


@pytest.fixture
def finder(session: Session, qtbot):
    finder = GapFinder(session, session)
    yield finder
    finder.close()


@pytest.fixture
def finds(finder: GapFinder) -> Finds:
    return Finds(finder)


def test_the_gaps_of_the_image_are_found(session, finder, finds, qtbot):
    finder.search(20)
    qtbot.waitUntil(lambda: finds.sizes == [[25]])
    assert all(0 < share < 1 for share in finds.shares)


def test_they_are_looked_for_again_after_edits_and_undo(session, finder, finds, qtbot):
    finder.search(20)
    qtbot.waitUntil(lambda: len(finds.sizes) == 1)
    document = session.document
    for left in (30, 40):
        document.push(add_shape(document.annotation, box("background", left, 10, 2)))
    qtbot.waitUntil(lambda: finds.sizes[1:] == [[25, 4, 4]])
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: finds.sizes[2:] == [[25, 4]])


def test_a_change_that_leaves_every_pixel_alone_asks_for_no_other_look(session, finder, finds, qtbot):
    from labeler.core.edits.state import SetDone

    finder.search(20)
    qtbot.waitUntil(lambda: len(finds.sizes) == 1)
    session.document.push(SetDone(True))
    assert not finder._timer.isActive()


def test_what_is_found_while_the_image_changes_is_dropped(session, finder, finds, qtbot):
    finder.search(20)
    document = session.document
    document.push(delete_shapes(document.annotation, [len(document.annotation.shapes) - 1]))
    qtbot.waitUntil(lambda: len(finds.sizes) == 1)
    qtbot.wait(50)
    assert finds.sizes == [[]]


def test_a_sliver_that_was_drawn_so_small_is_not_among_them(session, finder, finds, qtbot):
    document = session.document
    document.push(add_shape(document.annotation, box("dog", 30, 10, 3)))
    finder.search(20)
    qtbot.waitUntil(lambda: finds.sizes == [[25]])


def test_nothing_is_looked_for_when_it_is_off_or_nothing_is_open(session, finder, finds, qtbot):
    finder.search(20)
    finder.search(None)
    session.document.push(add_shape(session.document.annotation, box("background", 30, 10, 2)))
    qtbot.wait(250)
    assert finds.sizes == []
    session.show(None)
    finder.search(20)
    qtbot.wait(50)
    assert finds.sizes == []
