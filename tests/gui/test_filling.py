"""Filling the rest beside the window: when it is dropped, cannot be done, or gives many pieces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from labeler.core.errors import GeometryError
from labeler.gui import filling
from labeler.gui.photograph import PhotographLoan
from tests.datasets import make_dataset, square, write_shapes
from tests.windows import Desk


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Desk:
    """A window on two images; on the first two cats leave background in between and around."""
    folder = make_dataset(tmp_path / "set", 2)
    write_shapes(folder / "a1.jpg", [square("cat", 0, 0, 20), square("cat", 30, 5, 20)])
    desk.open(folder)
    desk.choose("dog")
    return desk


@pytest.fixture
def refusals(opened: Desk) -> list[str]:
    """What the status line was told."""
    found: list[str] = []
    opened.window.findChild(filling.Filling).refused.connect(found.append)
    return found


def fill(desk: Desk) -> None:
    desk.window.actions_["fill_rest"].trigger()


def test_a_second_wish_waits_for_the_first(opened):
    fill(opened)
    fill(opened)
    opened.qtbot.waitUntil(lambda: len(opened.shapes) == 3)
    opened.wait_for_jobs()
    assert len(opened.shapes) == 3


def test_what_was_filled_for_an_image_that_was_left_is_dropped(opened):
    document = opened.document
    fill(opened)
    opened.go_to(1)
    opened.wait_for_jobs()
    assert len(document.annotation.shapes) == 2


def test_another_dataset_may_be_opened_while_one_fills(opened, tmp_path):
    fill(opened)
    opened.window.session.open(None)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    opened.wait_for_jobs()  # an error in the meantime would fail the test
    opened.open(make_dataset(tmp_path / "other", 1))
    count = len(opened.shapes)
    opened.choose("dog")
    fill(opened)
    opened.qtbot.waitUntil(lambda: len(opened.shapes) > count)


def test_a_job_that_is_cancelled_leaves_all_as_it_is_and_the_next_one_works(opened):
    fill(opened)
    opened.window.jobs.cancel_all()
    opened.wait_for_jobs()
    assert len(opened.shapes) in (2, 3)
    if len(opened.shapes) == 2:
        fill(opened)
        opened.qtbot.waitUntil(lambda: len(opened.shapes) == 3)


def test_why_it_cannot_be_done_stands_in_the_status_line(opened, refusals, monkeypatch):
    def failing(live, class_name):
        yield 0.0
        raise GeometryError("A shape lies too far away. Delete it.")

    monkeypatch.setattr("labeler.core.edits.fill.fill_rest_in_steps", failing)
    fill(opened)
    opened.qtbot.waitUntil(lambda: refusals == ["A shape lies too far away. Delete it."])
    assert len(opened.shapes) == 2


def test_an_image_that_may_not_be_changed_is_not_filled(opened, refusals):
    opened.document.read_only_reason = "Nobody may draw here."
    fill(opened)
    assert refusals == ["Nobody may draw here."]


def test_many_pieces_are_not_selected(opened, monkeypatch):
    monkeypatch.setattr(filling, "_MOST_SELECTED", 0)
    opened.document.select((0,))
    fill(opened)
    opened.qtbot.waitUntil(lambda: len(opened.shapes) == 3)
    assert opened.document.selection == ()


class _Arrival(QObject):
    picture_changed = Signal(object)


class _Pyramid:
    def __init__(self, height: int, width: int) -> None:
        words = np.arange(height * width, dtype=np.uint32).reshape(height, width)
        self.levels = [type("Level", (), {"pixels": words})]


class _Picture:
    def __init__(self, height: int, width: int, *, is_preview: bool = False) -> None:
        self.pyramid, self.is_preview = _Pyramid(height, width), is_preview


def test_a_photograph_is_lent_when_it_is_whole_and_of_the_size_of_the_document(opened):
    arrival = _Arrival()
    loan = PhotographLoan(opened.window.session, arrival)
    opened.go_to(1)
    document = opened.document
    for picture, is_lent in (
        (_Picture(48, 64, is_preview=True), False),
        (_Picture(48, 64), True),
        (_Picture(20, 64), False),
        (None, False),
    ):
        arrival.picture_changed.emit(picture)
        assert (document.photograph is not None) == is_lent
        if is_lent:
            assert document.photograph.base is not None, "no copy"
            assert document.photograph[0, 3].tolist() == [3, 0, 0, 0]
    assert loan.parent() is opened.window.session
