"""Many gifts are made bit by bit."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import add_shape
from labeler.core.edits.state import SetDone
from labeler.core.gaps import find_gaps
from labeler.gui import gifts as module
from labeler.gui.document import Document
from labeler.gui.gifts import Gifts
from tests.gui.documents import box, document_of


class Made:
    """What was made, and how far it was told to be."""

    def __init__(self, gifts: Gifts) -> None:
        self.edits: list[EditSequence | None] = []
        self.shares: list[float] = []
        gifts.made.connect(self.edits.append)
        gifts.progressed.connect(self.shares.append)


@pytest.fixture
def document(qtbot) -> Document:
    """A cat with twelve holes of 2 x 2 pixels."""
    return document_of(box("cat", 0, 0, 64), *(box("background", 4 + 5 * x, 10, 2) for x in range(12)))


@pytest.fixture
def gifts(document: Document) -> Gifts:
    return Gifts(document)


@pytest.fixture
def made(gifts: Gifts) -> Made:
    return Made(gifts)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """One gap at a time, as if each took long."""
    ticks = iter(range(10_000))
    monkeypatch.setattr(module.time, "monotonic", lambda: next(ticks))
    monkeypatch.setattr(module, "_SECONDS", 1.5)


def all_of(document: Document) -> list:
    return [(gap, gap.neighbour) for gap in find_gaps(document.label_map.label_map)]


def test_few_gifts_are_made_at_once(document, gifts, made, monkeypatch):
    monkeypatch.setattr(module, "_SECONDS", 60)
    gifts.make(document, all_of(document))
    assert [edit.text for edit in made.edits] == ["Give 12 gaps"]
    assert not gifts.is_busy
    document.push(made.edits[0])
    assert (document.label_map.label_map == 1).all()


def test_many_are_made_while_the_window_goes_on_and_the_edit_is_the_same(
    document, gifts, made, slowly, qtbot
):
    gifts.make(document, all_of(document))
    assert made.edits == []
    assert gifts.is_busy
    qtbot.waitUntil(lambda: len(made.edits) == 1)
    assert made.shares == sorted(made.shares)
    assert len(made.shares) >= 10
    document.push(made.edits[0])
    assert (document.label_map.label_map == 1).all()


@pytest.mark.parametrize("touches_pixels", [True, False])
def test_nothing_is_made_for_an_image_that_changes_meanwhile(
    document, gifts, made, slowly, qtbot, touches_pixels
):
    gifts.make(document, all_of(document))
    before = document.label_map.label_map.copy()
    document.push(add_shape(document.annotation, box("cat", 1, 1, 3)) if touches_pixels else SetDone(True))
    assert made.edits == [None]
    assert not gifts.is_busy
    qtbot.wait(20)
    assert made.edits == [None]
    np.testing.assert_array_equal(document.label_map.label_map, before)


def test_what_is_begun_anew_drops_what_was_begun(document, gifts, made, slowly, qtbot):
    every = all_of(document)
    gifts.make(document, every)
    gifts.make(document, every[:3])
    qtbot.waitUntil(lambda: len(made.edits) == 1)
    assert made.edits[0].text == "Give 3 gaps"
    gifts.make(document, every)
    gifts.cancel()
    qtbot.wait(20)
    assert len(made.edits) == 1


def test_gaps_that_are_gone_make_no_edit(document, gifts, made):
    every = all_of(document)
    document.push(add_shape(document.annotation, box("cat", 0, 0, 64)))
    gifts.make(document, every)
    assert made.edits == [None]
