"""Pixels that a tool is about to change look as they will, and only they are drawn anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.edits.shapes import add_shape
from labeler.core.geometry import Bounds
from labeler.core.shapes import polygon
from labeler.gui.canvas.edge_layer import bounds_of_edges
from labeler.gui.canvas.extent import screen_rect
from labeler.gui.canvas.label_layer import ViewMode
from labeler.gui.canvas.mask_layer import MaskLayer, rect_of
from labeler.tools.base import Cursor, Draft, DraftMask, Tool
from tests.gui.canvas.conftest import rgb

SQUARE = ((10, 10), (30, 10), (30, 20), (10, 20))
EMPTY = Bounds.around(())


class MaskTool(Tool):
    """Shows whatever draft it is given."""

    name = "mask"
    is_drawing = True
    shown: Draft | None = None

    @property
    def draft(self) -> Draft | None:
        return self.shown

    @property
    def cursor(self) -> Cursor:
        return Cursor.CROSS


def mask_over(left: int, top: int, right: int, bottom: int, *, erases: bool = False) -> DraftMask:
    return DraftMask(left, top, np.ones((bottom - top, right - left), bool), erases)


def picture(view) -> np.ndarray:
    return rgb(view.grab().toImage())


def show(view, mask: DraftMask | None) -> None:
    view.tool.shown = None if mask is None else Draft(mask=mask)
    view.show_state()


@pytest.mark.parametrize("mode", [ViewMode.OVERLAY, ViewMode.LABELS])
@pytest.mark.parametrize("class_name", ["car", "road", "void"])
@pytest.mark.parametrize("scale", [0.5, 1.0, 5.3])
def test_what_is_given_looks_as_the_label_map_will(view, take, mode, class_name, scale) -> None:
    document = take(polygon("road", ((0, 0), (20, 0), (20, 40), (0, 40))), tool=MaskTool)
    document._choice.current_class = class_name
    view.scene.base.outlines.is_on = False
    view.scene.base.labels.mode = mode
    view.zoom_to(scale)
    show(view, mask_over(10, 10, 30, 20))
    draft = picture(view)
    show(view, None)
    document.push(add_shape(document.annotation, polygon(class_name, SQUARE)))
    assert np.array_equal(draft, picture(view))


def test_one_sees_what_one_paints_where_labels_are_not_shown(view, take) -> None:
    take(tool=MaskTool)
    view.scene.base.labels.mode = ViewMode.IMAGE
    view.repaint_all()
    before = picture(view)
    show(view, mask_over(10, 10, 30, 20))
    assert not np.array_equal(before, picture(view))
    show(view, None)
    assert np.array_equal(before, picture(view))


def test_what_is_taken_is_hatched_light_and_dark(view, take, hand) -> None:
    take(polygon("car", SQUARE), tool=MaskTool)
    view.zoom_to(5)
    show(view, mask_over(10, 10, 30, 20, erases=True))
    x, y = (round(place) for place in hand.at(15, 12))
    part = picture(view)[y : y + 24, x : x + 48].sum(axis=2)
    assert part.min() < 400
    assert part.max() > 540
    assert 0.2 < (part > 500).mean() < 0.8


def test_only_what_differs_is_painted(view, take) -> None:
    take(tool=MaskTool)
    show(view, mask_over(10, 10, 30, 20))
    picture(view)
    pixels = np.ones((10, 20), bool)
    pixels[4, 7] = False
    show(view, DraftMask(10, 10, pixels))
    view.scene.base.updated(view.scene.viewport)
    (rect,) = view.scene.base.painted
    assert rect.width <= screen_rect(Bounds(17, 14, 18, 15), view.scene.viewport).width()


def test_a_draft_that_is_dropped_leaves_nothing(view, take) -> None:
    take(polygon("road", SQUARE), tool=MaskTool)
    before = picture(view)
    show(view, mask_over(0, 0, 60, 40, erases=True))
    assert not np.array_equal(before, picture(view))
    view.set_tool(None)
    assert np.array_equal(before, picture(view))


@settings(max_examples=60)
@given(*[st.tuples(*[st.integers(0, 8)] * 4, st.integers(0, 9))] * 2)
def test_the_box_of_a_change_holds_every_pixel_that_differs(one, other) -> None:
    masks, whole = [], np.zeros((20, 20), int)
    for place, (left, top, width, height, seed) in enumerate((one, other)):
        pixels = np.random.default_rng(seed).random((height + 1, width + 1)) < 0.5
        masks.append(DraftMask(left, top, pixels))
        whole[top : top + height + 1, left : left + width + 1] += pixels * (place + 1)
    layer = MaskLayer()
    assert layer.show(masks[0], 3) == Bounds(*rect_of(masks[0]))
    box = layer.show(masks[1], 3)
    rows, columns = np.nonzero((whole == 1) | (whole == 2))
    if len(rows):
        expected = Bounds(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert box == expected
    else:
        assert box == EMPTY
    assert layer.show(masks[1], 3) == EMPTY
    assert layer.show(masks[1], 4) == Bounds(*rect_of(masks[1]))
    assert layer.show(None, 4) == Bounds(*rect_of(masks[1]))


def test_thin_edges_are_light_in_a_dark_casing_on_whole_pixels(view, take, hand) -> None:
    take(polygon("car", ((0, 0), (60, 0), (60, 40), (0, 40))), tool=MaskTool)
    view.zoom_to(5)
    view.scene.base.labels.mode = ViewMode.LABELS
    view.repaint_all()
    view.tool.shown = Draft(edges=(((20.0, 15.0), (40.0, 15.0), (40.0, 25.0), (20.0, 25.0)),))
    view.show_state()
    x, y = (round(place) for place in hand.at(20, 15))
    row = picture(view)[y + 20, x - 4 : x + 5].sum(axis=1)
    assert row.argmax() == 4
    assert row[3] < row[0]
    assert row[5] < row[8]
    assert bounds_of_edges(view.tool.shown.edges) == Bounds(20, 15, 40, 25)
    assert bounds_of_edges(()) == EMPTY


def test_vertices_are_marked_only_for_tools_that_have_a_use_for_them(view, take) -> None:
    document = take(polygon("car", SQUARE), tool=MaskTool)
    document.select((0,))
    marked = picture(view)
    view.tool.has_vertices = False
    view.repaint_all()
    assert not np.array_equal(marked, picture(view))
    assert not view.scene.shapes.has_handles
