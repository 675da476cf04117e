"""What is drawn of selection, hover and draft."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from labeler.core.handles import Handle
from labeler.core.shapes import Shape, ShapeKind, as_points, polygon
from labeler.gui import theme
from labeler.gui.canvas.draft_layer import paint_draft, paint_swatch
from labeler.gui.canvas.shape_layer import ShapeLayer
from labeler.gui.canvas.viewport import Viewport
from labeler.tools.base import Draft, Hover
from tests.gui.canvas.conftest import document_of, rgb

# Texts need the fonts of an application.
pytestmark = pytest.mark.usefixtures("qapp")

SQUARE = ((10, 10), (50, 10), (50, 30), (10, 30))
GREY = (120, 120, 120)


def viewport_of(scale: float, ratio: float = 1.0) -> Viewport:
    viewport = Viewport()
    viewport.ratio = ratio
    viewport.resize((400, 300))
    viewport.show_image((60, 40))
    viewport.zoom_to(scale)
    return viewport


class Sheet:
    """Grey paper of 400 x 300 with one document, on which layers draw."""

    def __init__(self, *shapes: Shape, scale=6.0, ratio=1.0) -> None:
        self.document = document_of(*shapes)
        self.viewport = viewport_of(scale, ratio)
        self.layer = ShapeLayer()

    def drawn(self, paint) -> np.ndarray:
        image = QImage(400, 300, QImage.Format.Format_RGB32)
        image.fill(QColor(*GREY))
        with QPainter(image) as painter:
            paint(painter)
        return rgb(image)

    def selection(self) -> np.ndarray:
        return self.drawn(
            lambda painter: self.layer.paint(painter, self.viewport, self.document, self.document.palette)
        )

    def hover(self, hover: Hover) -> np.ndarray:
        palette = self.document.palette
        return self.drawn(
            lambda painter: self.layer.paint_hover(painter, self.viewport, self.document, palette, hover)
        )

    def draft(self, draft: Draft) -> np.ndarray:
        return self.drawn(lambda painter: paint_draft(painter, self.viewport, draft, QColor(0, 0, 200)))

    def around(self, pixels: np.ndarray, x: float, y: float, reach: int = 4) -> np.ndarray:
        """The pixels around a place of the image."""
        left, top = (round(value) for value in self.viewport.to_device(x, y))
        return pixels[top - reach : top + reach + 1, left - reach : left + reach + 1]


def is_changed(pixels: np.ndarray) -> np.ndarray:
    return (pixels != GREY).any(axis=2)


def white(pixels: np.ndarray) -> int:
    return int((pixels == 255).all(axis=2).sum())


def test_nothing_selected_draws_nothing():
    assert not is_changed(Sheet(polygon("car", SQUARE)).selection()).any()


def test_a_selected_shape_has_an_outline_and_a_square_at_each_vertex():
    sheet = Sheet(polygon("car", SQUARE))
    sheet.document.select((0,))
    pixels = sheet.selection()
    assert [white(sheet.around(pixels, *place)) for place in SQUARE] == [25] * 4
    assert (sheet.around(pixels, 20, 10, 1)[1] == (128, 0, 0)).all()


@pytest.mark.parametrize(("ratio", "side"), [(1.0, 7), (2.0, 14)])
def test_handles_are_as_large_on_a_sharper_screen(ratio, side):
    sheet = Sheet(polygon("car", SQUARE), ratio=ratio)
    sheet.document.select((0,))
    around = sheet.around(sheet.selection(), 10, 10, 20)
    square = (around[:, 20] == 255).all(axis=1) | (around[:, 20] == 40).all(axis=1)
    assert square.sum() == side


def test_the_selection_is_filled_only_over_the_label_map():
    sheet = Sheet(polygon("car", SQUARE))
    sheet.document.select((0,))
    assert not is_changed(sheet.around(sheet.selection(), 30, 20)).any()
    sheet.layer.overlay = 0.45
    filled = sheet.around(sheet.selection(), 30, 20)
    share = 0.15 / 0.55
    assert np.abs(filled - (np.array(GREY) * (1 - share) + np.array((128, 0, 0)) * share)).max() <= 1.5


def test_a_hole_of_the_selection_is_not_filled():
    sheet = Sheet(polygon("car", SQUARE, [((25, 15), (35, 15), (35, 25), (25, 25))]))
    sheet.document.select((0,))
    sheet.layer.overlay = 0.45
    assert not is_changed(sheet.around(sheet.selection(), 30, 20)).any()


def test_the_middles_of_edges_are_marked_from_four_times_zoom_on():
    for scale, is_marked in ((6.0, True), (3.0, False)):
        sheet = Sheet(polygon("car", SQUARE), scale=scale)
        sheet.document.select((0,))
        pixels = sheet.selection()
        middle, beside = sheet.around(pixels, 30, 10), sheet.around(pixels, 22, 10)
        assert (middle != beside).any() == is_marked


def test_a_line_has_no_mark_between_its_ends():
    line = Shape("car", as_points(((10, 10), (50, 10), (50, 30))), ShapeKind.LINESTRIP)
    sheet = Sheet(line)
    sheet.document.select((0,))
    assert not is_changed(sheet.around(sheet.selection(), 30, 20)).any()


def test_vertices_without_room_share_a_square():
    crowd = [(10 + step / 10, 10) for step in range(100)]
    sheet = Sheet(polygon("car", [*crowd, (20, 30)]))
    sheet.document.select((0,))
    assert white(sheet.selection()) < 15 * 25


def test_vertices_off_the_canvas_cost_nothing():
    sheet = Sheet(polygon("car", ((-5000, -5000), (-4000, -5000), (30, 20))), scale=64.0)
    sheet.document.select((0,))
    assert is_changed(sheet.selection()).any()


def test_very_many_selected_shapes_are_boxes():
    corners = (((left, 10), (left + 4, 10), (left + 4, 13)) for left in (0, 8, 16, 24))
    shapes = [polygon("car", triangle) for triangle in corners]
    sheet = Sheet(*shapes)
    sheet.document.select(range(4))
    sheet.layer.limit = 3
    pixels = sheet.selection()
    accent = theme.current().accent.getRgb()[:3]
    assert ((pixels == accent).all(axis=2) == is_changed(pixels)).all()
    sheet.document.select(range(3))
    assert (sheet.selection() != pixels).any()


def test_many_selected_shapes_have_no_handles():
    sheet = Sheet(polygon("car", SQUARE), polygon("car", np.array(SQUARE) - 5))
    sheet.document.select((0, 1))
    with_handles = white(sheet.selection())
    sheet.layer.handle_limit = 1
    assert white(sheet.selection()) < with_handles


def test_hidden_shapes_show_neither_selection_nor_hover():
    sheet = Sheet(polygon("car", SQUARE))
    sheet.document.select((0,))
    sheet.layer.is_on = False
    assert not is_changed(sheet.selection()).any()
    sheet.document.select(())
    assert not is_changed(sheet.hover(Hover(0))).any()


def test_a_hovered_shape_has_an_outline_without_squares():
    sheet = Sheet(polygon("car", SQUARE))
    pixels = sheet.hover(Hover(0))
    assert (sheet.around(pixels, 20, 10, 1)[1] == (128, 0, 0)).all()
    assert white(sheet.around(pixels, 10, 10)) < 25


def test_the_handle_under_the_pointer_is_a_larger_square():
    sheet = Sheet(polygon("car", SQUARE))
    sheet.document.select((0,))
    pixels = sheet.hover(Hover(0, Handle(0, 0, 2)))
    assert white(pixels) == 64
    assert white(sheet.around(pixels, 50, 30, 6)) == 64


@pytest.mark.parametrize("handle", [Handle(0, 0, 9), Handle(0, 3, 0)])
def test_a_handle_that_is_not_there_any_more_is_not_drawn(handle):
    sheet = Sheet(polygon("car", SQUARE))
    sheet.document.select((0,))
    assert not is_changed(sheet.hover(Hover(0, handle))).any()


def test_the_middle_of_the_edge_under_the_pointer_is_marked_and_filled_when_it_can_be_grabbed():
    sheet = Sheet(polygon("car", SQUARE))
    near = sheet.around(sheet.hover(Hover(None, None, Handle(0, 0, 1), (30, 10))), 30, 10)
    assert is_changed(near).any()
    assert not is_changed(near)[4, 4]
    grabbed = sheet.around(sheet.hover(Hover(None, None, Handle(0, 0, 1), (30, 10), (30, 10))), 30, 10)
    assert grabbed[4, 4].tolist() == [255, 255, 255]


def test_a_draft_is_solid_between_its_vertices_and_dashed_to_the_cursor():
    sheet = Sheet()
    pixels = sheet.draft(Draft(((10, 10), (50, 10)), (50, 35)))
    solid = sheet.around(pixels, 30, 10, 10)[10]
    assert (solid == (0, 0, 200)).all()
    dashed = sheet.around(pixels, 50, 22, 12)[:, 12]
    assert len(np.unique(dashed, axis=0)) > 1


def test_the_first_vertex_gets_a_ring_when_a_click_would_close():
    sheet = Sheet()
    points = ((10, 10), (50, 10), (50, 30))
    ring = sheet.draft(Draft(points, (10.5, 10), closes=True))
    plain = sheet.draft(Draft(points, (10.5, 10)))
    beside = (10 - 7 / 6, 10)
    assert sheet.around(ring, *beside, 1)[:, 1].min() > 200
    assert (sheet.around(plain, *beside, 1) == GREY).all()


def test_length_and_angle_stand_beside_the_cursor_when_asked_for():
    sheet = Sheet()
    plain = sheet.draft(Draft(((10, 10),), (30, 20)))
    measured = sheet.draft(Draft(((10, 10),), (30, 20), is_measured=True))
    panel = theme.current().panel.getRgb()[:3]
    assert not (plain == panel).all(axis=2).any()
    assert (measured == panel).all(axis=2).sum() > 300


def test_a_selection_box_is_drawn_thinly_over_the_picture():
    sheet = Sheet()
    pixels = sheet.draft(Draft(box=(10, 10, 50, 30)))
    inside = sheet.around(pixels, 30, 20, 1)
    assert is_changed(inside).all()
    assert np.abs(inside - GREY).max() < 40


def test_the_class_in_the_hand_is_a_swatch_beside_the_cursor():
    sheet = Sheet()
    pixels = sheet.drawn(lambda painter: paint_swatch(painter, QPointF(100, 100), QColor(0, 128, 0), 1.0))
    assert (pixels[115:123, 115:123] == (0, 128, 0)).all()
    assert not is_changed(pixels[96:104, 96:104]).any()
