"""A frame paints no more of the screen than has changed, and never less."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication

from labeler.core.edits.shapes import add_shape, delete_shapes, set_class
from labeler.core.geometry import Bounds
from labeler.core.shapes import polygon
from labeler.gui.canvas.extent import extent_of_work, screen_rect
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.view import CanvasView
from labeler.gui.canvas.viewport import Viewport
from labeler.tools.base import Draft, Hover
from labeler.tools.polygon import PolygonTool
from labeler.tools.select import SelectTool
from tests.gui.canvas.conftest import LEFT, Hand, document_of, photograph, rgb

SIZE = (120, 90)
SQUARE = polygon("car", ((20, 20), (40, 22), (38, 40), (22, 38)))
OTHER = polygon("road", ((70, 50), (100, 50), (95, 80), (72, 74)))


@pytest.fixture
def view(qtbot) -> CanvasView:
    """A canvas of 400 x 300 with two polygons of 120 x 90 pixels."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.set_pyramid(ImagePyramid.of(photograph(*SIZE)))
    document = document_of(SQUARE, OTHER, size=SIZE)
    document.setParent(view)
    view.set_document(document)
    view.set_tool(SelectTool(document))
    view.show()
    qtbot.waitExposed(view)
    QApplication.processEvents()
    return view


class Painted:
    """Which parts of the screen a canvas paints."""

    def __init__(self, view: CanvasView, monkeypatch: pytest.MonkeyPatch) -> None:
        self._view = view
        self._region = QRegion()
        paint = view.paintEvent

        def follow(event) -> None:
            self._region = self._region.united(event.region())
            paint(event)

        monkeypatch.setattr(view, "paintEvent", follow)

    def after(self, act) -> QRect:
        """The box around what is painted because of something."""
        settle()
        self._region = QRegion()
        act()
        settle()
        return self._region.boundingRect()


def settle() -> None:
    """Let every frame come."""
    for _ in range(6):
        QApplication.processEvents()


def on_screen(view: CanvasView) -> np.ndarray:
    """What the screen shows of it, frame upon frame."""
    settle()
    return rgb(view.screen().grabWindow(view.winId()).toImage())


def test_a_hover_paints_the_shapes_that_it_leaves_and_reaches(view, monkeypatch):
    hand, painted = Hand(view), Painted(view, monkeypatch)
    hand.move(*hand.at(60, 45))
    reached = painted.after(lambda: hand.move(*hand.at(30, 30)))
    assert reached.contains(QRect(*map(round, hand.at(20, 20)), 50, 40))
    assert reached.width() < 120
    changed = painted.after(lambda: hand.move(*hand.at(85, 60)))
    assert changed.contains(reached)
    assert changed.right() >= hand.at(100, 50)[0]
    assert painted.after(lambda: hand.move(*hand.at(86, 61))).isEmpty()


def test_a_drag_paints_the_edges_that_move(view, monkeypatch):
    hand, painted = Hand(view), Painted(view, monkeypatch)
    view.scene.document.select((0,))
    hand.press(*hand.at(20, 20))
    hand.move(*hand.at(18, 18), LEFT)
    moved = painted.after(lambda: hand.move(*hand.at(17, 18), LEFT))
    assert not moved.isEmpty()
    assert moved.right() < hand.at(60, 0)[0]


def test_a_pan_a_selection_and_another_view_paint_everything(view, monkeypatch):
    painted = Painted(view, monkeypatch)
    everything = view.rect()
    assert painted.after(lambda: view.zoom_by(2)) == everything
    assert painted.after(lambda: view.scene.document.select((1,))) == everything
    assert painted.after(lambda: view.display.set_mode("labels")) == everything


def test_when_outlines_go_out_everywhere_that_is_seen(view, monkeypatch):
    painted, document = Painted(view, monkeypatch), view.scene.document
    view.scene.base.outlines.limit = 3
    extra = polygon("tree", ((5, 5), (9, 5), (9, 9)))
    assert painted.after(lambda: document.push(add_shape(document.annotation, extra))) == view.rect()
    assert painted.after(document.undo_stack.undo) == view.rect()


def test_a_measured_segment_has_room_for_its_text(qapp):
    viewport, document = viewport_of(1.0), document_of(SQUARE, size=SIZE)
    tool = PolygonTool(document)
    tool_draft = Draft(points=((10, 10),), cursor=(60, 40))

    class Drawing(PolygonTool):
        draft = tool_draft
        hover = Hover()

    without = extent_of_work(Drawing(document), viewport, document, None)
    tool_draft = Draft(points=((10, 10),), cursor=(60, 40), is_measured=True)
    Drawing.draft = tool_draft
    assert extent_of_work(Drawing(document), viewport, document, None).width() > without.width()
    assert extent_of_work(None, viewport, document, None).isEmpty()
    assert extent_of_work(tool, viewport, None, None).isEmpty()
    assert extent_of_work(tool, viewport, document, QPointF(100, 100)).contains(120, 120)


def viewport_of(ratio: float) -> Viewport:
    viewport = Viewport()
    viewport.ratio = ratio
    viewport.resize((round(400 * ratio), round(300 * ratio)))
    viewport.show_image(SIZE)
    return viewport


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_extents_are_in_screen_pixels(ratio):
    viewport = viewport_of(ratio)
    rect = screen_rect(Bounds(20, 20, 40, 40), viewport)
    left, top = (place / ratio for place in viewport.to_device(20, 20))
    assert rect.contains(round(left) - 10, round(top) - 10)
    assert not rect.contains(round(left) - 16, round(top))
    assert screen_rect(Bounds.around(()), viewport).isEmpty()
    assert screen_rect(Bounds(900, 900, 950, 950), viewport).isEmpty()


def test_whatever_is_done_the_screen_shows_what_painting_everything_shows(view):
    hand, generator, document = Hand(view), np.random.default_rng(7), view.scene.document
    view.zoom_by(1.3)
    for step in range(120):
        x, y = generator.uniform(0, (400, 300)).tolist()
        count = len(document.annotation.shapes)
        match int(generator.integers(9)):
            case 0 | 1 | 2:
                hand.move(x, y)
            case 3:
                hand.click(x, y)
            case 4:
                places = [(x + each, y - each) for each in (0, 6, 13)]
                hand.press(*places[0])
                for place in places[1:]:
                    hand.move(*place, LEFT)
                    settle()
                hand.release(*places[-1])
            case 5:
                points = generator.uniform(0, 90, (4, 2))
                document.push(add_shape(document.annotation, polygon("tree", points)))
            case 6 if count > 1:
                document.push(delete_shapes(document.annotation, (int(generator.integers(count)),)))
            case 7 if count:
                edit = set_class(document.annotation, (0,), ("car", "road")[step % 2])
                if edit is not None:
                    document.push(edit)
            case 8:
                document.undo_stack.undo()
        shown = on_screen(view)
        # Thin lines drawn in part may differ by a trace from those drawn as a whole.
        assert np.abs(shown - rgb(view.grab().toImage())).max() <= 3, step


def test_while_a_polygon_is_drawn_the_screen_shows_all_of_its_draft(view):
    hand, generator, document = Hand(view), np.random.default_rng(8), view.scene.document
    view.set_tool(PolygonTool(document))
    for step in range(60):
        x, y = generator.uniform(0, (400, 300)).tolist()
        hand.held = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier)[step % 5 == 4]
        hand.move(x, y)
        if step % 4 == 1:
            hand.click(x, y)
        if step % 17 == 16:
            view.act(view.tool.finish)
        shown = on_screen(view)
        assert np.abs(shown - rgb(view.grab().toImage())).max() <= 3, step
