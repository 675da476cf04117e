"""Chosen vertices and shared ones, as they are drawn, and where the canvas is painted anew for them."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.handles import Handle
from labeler.core.shapes import polygon
from labeler.gui import theme
from labeler.gui.canvas.aim_mark import paint_aim
from labeler.gui.canvas.extent import extent_of_work
from labeler.tools.base import Hover, Tool
from labeler.tools.select import SelectTool
from tests.gui.canvas.conftest import document_of
from tests.gui.canvas.test_layers import SQUARE, Sheet, is_changed, viewport_of

pytestmark = pytest.mark.usefixtures("qapp")

BESIDE = ((50, 10), (58, 10), (58, 30), (50, 30))


def accent() -> tuple[int, int, int]:
    color = theme.current().accent
    return (color.red(), color.green(), color.blue())


def has_accent(pixels: np.ndarray) -> bool:
    return bool((pixels == accent()).all(axis=2).any())


def test_a_chosen_vertex_is_filled_with_the_accent_and_the_others_are_not():
    sheet = Sheet(polygon("car", SQUARE))
    pixels = sheet.hover(Hover(vertices=(Handle(0, 0, 0),)))
    assert has_accent(sheet.around(pixels, 10, 10))
    assert not has_accent(sheet.around(pixels, 50, 10))


def test_vertices_of_holes_and_of_several_shapes_are_drawn():
    hole = ((20, 15), (30, 15), (30, 25))
    sheet = Sheet(polygon("car", SQUARE, [hole]), polygon("road", BESIDE))
    pixels = sheet.hover(Hover(vertices=(Handle(0, 1, 2), Handle(1, 0, 1))))
    assert has_accent(sheet.around(pixels, 30, 25))
    assert has_accent(sheet.around(pixels, 58, 10))
    assert not has_accent(sheet.around(pixels, 10, 10))


def test_of_shapes_off_the_canvas_nothing_is_drawn():
    sheet = Sheet(polygon("car", SQUARE), scale=60.0)
    pixels = sheet.hover(Hover(vertices=(Handle(0, 0, 0),)))
    assert not is_changed(pixels).any()


def test_a_vertex_that_shapes_share_has_a_frame():
    sheet = Sheet(polygon("car", SQUARE), polygon("road", BESIDE))
    alone = sheet.hover(Hover(0, Handle(0, 0, 1)))
    shared = sheet.hover(Hover(0, Handle(0, 0, 1), others=(Handle(1, 0, 0),)))
    assert not has_accent(sheet.around(alone, 50, 10, 12))
    assert has_accent(sheet.around(shared, 50, 10, 12))


def test_the_pointer_of_the_keys_leaves_its_place_free():
    sheet = Sheet()
    pixels = sheet.drawn(lambda painter: paint_aim(painter, sheet.viewport, (30, 20)))
    assert not is_changed(sheet.around(pixels, 30, 20, 2)).any()
    assert has_accent(sheet.around(pixels, 30, 20, 12))


class Shows(Tool):
    """A tool that shows chosen vertices."""

    vertices: tuple[Handle, ...] = ()
    has_nudges = True

    @property
    def hover(self) -> Hover:
        return Hover(vertices=self.vertices)


class TestExtent:
    def extent(self, *vertices: Handle):
        document, viewport = document_of(polygon("car", SQUARE), polygon("road", BESIDE)), viewport_of(6.0)
        tool = Shows(document)
        tool.vertices = vertices
        return extent_of_work(tool, viewport, document, None), viewport

    def test_it_holds_the_shapes_of_all_chosen_vertices(self):
        extent, viewport = self.extent(Handle(0, 0, 0), Handle(1, 0, 1))
        for place in ((10, 10), (58, 10)):
            assert extent.contains(*(round(length) for length in viewport.to_device(*place)))

    def test_of_very_many_it_is_the_canvas(self):
        extent, _ = self.extent(*[Handle(0, 0, 0)] * 501)
        assert extent.width() >= 400
        assert extent.height() >= 300

    def test_a_shape_that_is_gone_has_none(self):
        extent, _ = self.extent(Handle(7, 0, 0))
        assert extent.isEmpty()

    def test_with_the_select_tool_the_mouse_has_no_extent_of_its_own(self):
        document = document_of(polygon("car", SQUARE))
        assert extent_of_work(SelectTool(document), viewport_of(6.0), document, None).isEmpty()
