"""The frame around shapes that are scaled and turned, as it is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.geometry import Bounds
from labeler.core.shapes import polygon
from labeler.core.transforms import turning
from labeler.gui.canvas.extent import extent_of_work
from labeler.gui.canvas.frame_layer import bounds_of_frame
from labeler.tools.base import Draft
from labeler.tools.frame import Frame
from labeler.tools.transform import TransformTool
from tests.gui.canvas.conftest import document_of
from tests.gui.canvas.test_draft_marks import accent, box_of, changed, is_near, place
from tests.gui.canvas.test_layers import Sheet

pytestmark = pytest.mark.usefixtures("qapp")

# In an image with no room above it.
FRAME = Frame.around(Bounds(10, 8, 50, 28), (60, 400))


def white(pixels: np.ndarray) -> np.ndarray:
    return is_near(pixels, (255, 255, 255))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_lines_handles_and_knob_are_drawn_where_they_are_taken_hold_of(ratio):
    sheet = Sheet(ratio=ratio)
    pixels = sheet.draft(Draft(frame=FRAME))
    scale = sheet.viewport.scale / sheet.viewport.ratio
    for handle in FRAME.handles(scale):
        row, column = place(sheet, *handle.place)
        assert white(pixels)[row, column]
    _, knob = FRAME.knob(scale)
    row, column = place(sheet, *knob)
    if row < len(pixels):
        assert white(pixels)[row, column]
    row, column = place(sheet, 20, 8)
    assert is_near(pixels, accent())[row - 1 : row + 2, column].any()


def test_marks_are_as_large_at_any_zoom():
    sizes = []
    for scale in (4.0, 8.0):
        sheet = Sheet(scale=scale)
        pixels = sheet.draft(Draft(frame=FRAME))
        row, column = place(sheet, 10, 8)
        part = white(pixels)[max(row - 8, 0) : row + 9, max(column - 8, 0) : column + 9]
        sizes.append(int(part.sum()))
    assert sizes[0] == sizes[1] > 0


def test_nothing_is_drawn_beyond_its_extent():
    sheet = Sheet()
    document = document_of(polygon("car", ((20, 14), (40, 14), (40, 24), (20, 24))))
    tool = TransformTool(document)
    document.select((0,))
    pixels = sheet.draft(tool.draft)
    extent = extent_of_work(tool, sheet.viewport, document, None)
    left, top, right, bottom = box_of(changed(pixels))
    assert extent.left() <= left
    assert extent.top() <= top
    assert right <= extent.right()
    assert bottom <= extent.bottom()


def test_a_turned_frame_reaches_as_far_as_its_corners_and_its_knob():
    sheet = Sheet()
    turned = FRAME.moved(turning(FRAME.centre, 45))
    bounds = bounds_of_frame(turned, sheet.viewport)
    xs, ys = zip(*turned.corners, turned.knob(sheet.viewport.scale / sheet.viewport.ratio)[1], strict=True)
    assert tuple(bounds) == (min(xs), min(ys), max(xs), max(ys))


def test_vertices_have_no_handles_in_a_frame(view_with):
    view = view_with
    view.scene.document.select((0,))
    before = view.grab().toImage()
    view.set_tool(TransformTool(view.scene.document))
    after = view.grab().toImage()
    assert before != after
    assert not view.scene.shapes.has_handles
    view.set_tool(None)
    view.grab()
    assert view.scene.shapes.has_handles


@pytest.fixture
def view_with(qtbot):
    from labeler.gui.canvas.view import CanvasView

    view = CanvasView()
    view.resize(400, 300)
    qtbot.addWidget(view)
    view.set_document(document_of(polygon("car", ((20, 10), (40, 10), (40, 30), (20, 30)))))
    view.show()
    qtbot.waitExposed(view)
    yield view
    view.set_document(None)
