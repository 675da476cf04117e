"""Many regions are accepted beside the window, a few at once."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject

from labeler.core.edits.accept import Predicted
from labeler.core.edits.shapes import delete_shapes
from labeler.core.geometry import PixelRect
from labeler.core.shapes import polygon
from labeler.gui.accepting import Accepting, permits_of
from labeler.gui.job_runner import JobRunner
from tests.gui.canvas.conftest import document_of

CAR = polygon("car", [(0, 0), (20, 0), (20, 10), (0, 10)])


def predicted(count: int) -> list[Predicted]:
    """Squares of 2 x 2 pixels of the second class, side by side."""
    return [Predicted(np.ones((2, 2), bool), PixelRect(4 * at, 14, 4 * at + 2, 16), 2) for at in range(count)]


class Listener:
    """What is told of a document's regions."""

    def __init__(self, qtbot) -> None:
        self.parent = QObject()
        self.qtbot = qtbot
        self.runner = JobRunner(self.parent)
        self.accepting = Accepting(self.runner, self.parent)
        self.made: list = []
        self.dropped: list[str] = []
        self.accepting.made.connect(self.made.append)
        self.accepting.dropped.connect(self.dropped.append)
        self.document = document_of(CAR, size=(60, 30))

    def make(self, count: int) -> None:
        self.accepting.make(self.document, predicted(count))

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.accepting.is_busy and not self.runner.is_busy)


@pytest.fixture
def listener(qtbot):
    listener = Listener(qtbot)
    yield listener
    listener.accepting.cancel()
    listener.runner.cancel_all()


def test_a_few_are_made_at_once(listener):
    listener.make(2)
    (made,) = listener.made
    assert made.count == 2
    listener.document.push(made.edit)
    assert np.count_nonzero(listener.document.label_map.label_map == 2) == 8


def test_many_are_made_beside_the_window_with_a_name_for_the_status_line(listener):
    names: list[str] = []
    listener.runner.started.connect(lambda job: names.append(job.name))
    listener.make(12)
    assert listener.accepting.is_busy
    assert listener.made == []
    listener.wait()
    assert listener.made[0].count == 12
    assert names == ["Accepting 12 regions"]


def test_an_edit_meanwhile_drops_what_is_made_and_says_so(listener):
    listener.make(12)
    listener.document.push(delete_shapes(listener.document.annotation, [0]))
    assert not listener.accepting.is_busy
    listener.wait()
    assert listener.made == []
    assert "changed meanwhile" in listener.dropped[0]


def test_going_elsewhere_drops_it_without_a_word(listener):
    listener.make(12)
    listener.accepting.cancel()
    listener.wait()
    assert (listener.made, listener.dropped) == ([], [""])
    listener.document.push(delete_shapes(listener.document.annotation, [0]))


def test_what_may_be_changed_is_what_is_neither_locked_nor_hidden(listener):
    permits = permits_of(listener.document)
    assert permits.is_editable(0)
    assert permits.is_class_visible("car")
