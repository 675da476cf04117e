"""A line that the hand draws is painted at its new end, and the screen shows all of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from labeler.gui.canvas import strokes
from labeler.gui.canvas.growth import grown_region
from labeler.gui.canvas.viewport import Viewport
from labeler.tools.base import Draft
from labeler.tools.freehand import FreehandTool
from labeler.tools.polygon import PolygonTool
from tests.gui.canvas.conftest import LEFT, rgb
from tests.gui.canvas.test_extent import on_screen, settle

# Thin lines drawn in part may differ by a trace from those drawn as a whole.
_TRACE = 8

LINE = ((10.0, 10.0), (20.0, 10.0), (50.0, 12.0))


@pytest.fixture
def viewport(qapp) -> Viewport:
    viewport = Viewport()
    viewport.resize((800, 600))
    viewport.show_image((80, 60))
    return viewport


def device(viewport: Viewport, x: float, y: float) -> QPoint:
    return QPoint(*map(round, viewport.to_device(x, y)))


class TestRegion:
    def test_a_longer_trail_changes_its_end_and_the_lines_to_the_cursor(self, viewport):
        before = Draft(trail=LINE, cursor=(10, 40))
        region = grown_region(before, replace(before, trail=(*LINE, (52.0, 14.0))), viewport)
        assert region is not None
        for place in ((50, 12), (52, 14), (30, 26), (31, 27), (10, 40)):
            assert region.contains(device(viewport, *place))
        assert not region.contains(device(viewport, 10, 10))
        assert not region.contains(device(viewport, 50, 35))

    @pytest.mark.parametrize(
        "changed",
        [
            {"trail": LINE[:2]},
            {"trail": ((0.0, 0.0), *LINE)},
            {"trail": (*LINE, (1.0, 1.0)), "snap": (1.0, 1.0)},
            {"trail": (*LINE, (1.0, 1.0)), "text": "far"},
            {"trail": (*LINE, (1.0, 1.0)), "is_measured": True},
            {"trail": (*LINE, (1.0, 1.0)), "points": LINE},
        ],
    )
    def test_of_any_other_change_nothing_is_known(self, viewport, changed):
        before = Draft(trail=LINE, cursor=LINE[0])
        assert grown_region(before, replace(before, **changed), viewport) is None

    def test_without_a_line_before_or_after_nothing_is_known(self, viewport):
        draft = Draft(trail=LINE)
        assert grown_region(None, draft, viewport) is None
        assert grown_region(draft, None, viewport) is None
        assert grown_region(Draft(), draft, viewport) is None


class TestTrail:
    @pytest.mark.parametrize("ratio", [1.0, 1.5])
    def test_what_lies_far_from_the_clip_is_left_out_and_nothing_else(self, viewport, ratio, monkeypatch):
        viewport.ratio = ratio
        points = np.random.default_rng(3).random((300, 2)) * (800, 600)
        clip = QRegion(100, 100, 60, 40).united(QRegion(300, 20, 50, 500))
        counts: list[int] = []

        def drawn() -> np.ndarray:
            image = QImage(800, 600, QImage.Format.Format_RGB32)
            image.fill(QColor(90, 90, 90))
            with QPainter(image) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setClipRegion(clip)
                runs = strokes._runs_near(points, painter, viewport)
                counts.append(sum(len(run) - 1 for run in runs))
                strokes.draw_trail(painter, points, viewport, QColor(255, 0, 0))
            return rgb(image)

        near = drawn()
        monkeypatch.setattr(strokes, "_runs_near", lambda points, painter, viewport: [points])
        assert np.array_equal(near, drawn())
        assert 0 < counts[0] < counts[1] == 299

    def test_it_leaves_the_outlines_of_shapes_that_are_kept(self, viewport, monkeypatch):
        kept = strokes._Outlines()
        monkeypatch.setattr(strokes, "_outlines", kept)
        image = QImage(80, 60, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            strokes.draw_trail(painter, np.array(LINE), viewport, QColor(255, 0, 0))
        assert len(kept) == 0


@pytest.mark.parametrize("kind", [FreehandTool, PolygonTool])
def test_while_a_line_is_drawn_by_hand_the_screen_shows_all_of_it(view, hand, take, kind):
    take(tool=kind)
    shift = Qt.KeyboardModifier.ShiftModifier
    generator = np.random.default_rng(4)
    x, y = 150.0, 150.0
    hand.move(x, y)
    hand.click(x, y) if kind is PolygonTool else hand.press(x, y)
    hand.held = shift if kind is PolygonTool else hand.held
    button = Qt.MouseButton.NoButton if kind is PolygonTool else LEFT
    for step in range(40):
        x, y = np.clip(generator.normal((x, y), 25), 5, 290).tolist()
        hand.move(x, y, button)
        assert np.abs(on_screen(view) - rgb(view.grab().toImage())).max() <= _TRACE, step
    assert len(view.tool.draft.trail) > 20
    view.act(view.tool.cancel)
    assert np.abs(on_screen(view) - rgb(view.grab().toImage())).max() <= _TRACE


def test_a_move_paints_the_new_end_alone(view, hand, take, monkeypatch):
    take(tool=FreehandTool)
    hand.press(100, 60)
    for place in ((300, 60), (300, 200), (110, 200)):
        hand.move(*place, LEFT)
        settle()
    regions, paint = [], view.paintEvent

    def follow(event) -> None:
        regions.append(QRegion(event.region()))
        paint(event)

    monkeypatch.setattr(view, "paintEvent", follow)
    hand.move(100, 200, LEFT)
    settle()
    assert regions
    for region in regions:
        assert region.contains(QPoint(100, 200))
        assert region.contains(QPoint(102, 130))
        assert not region.contains(QPoint(300, 100))
