"""PySide6 6.12.0 on Python 3.11 loses a reference to None on every void call of Qt, and ends the process.

From Python 3.12 on None is immortal, and the count says nothing.
"""

from __future__ import annotations

import sys

import pytest

from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.view import CanvasView
from tests.gui.canvas.conftest import photograph


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_painting_loses_no_reference_to_none(qtbot):
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(80, 60)
    view.set_pyramid(ImagePyramid.of(photograph(40, 30)))
    view.show()
    qtbot.waitExposed(view)
    for _ in range(20):
        view.repaint()
    before = sys.getrefcount(None)
    for _ in range(300):
        view.repaint()
    assert sys.getrefcount(None) - before > -100


def test_an_exception_while_painting_reaches_the_test_and_does_no_other_harm(qtbot, monkeypatch):
    view = CanvasView()
    qtbot.addWidget(view)
    view.set_pyramid(ImagePyramid.of(photograph(40, 30)))
    monkeypatch.setattr(view.scene, "paint", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        view.grab()
    monkeypatch.undo()
    assert not view.grab().isNull()
