"""What is drawn of outlines, freehand lines, borders to take over, snaps and words of a draft."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from labeler.core.shapes import polygon
from labeler.gui import theme
from labeler.gui.canvas.extent import extent_of_work
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.view import CanvasView
from labeler.tools.base import Draft, Tool
from labeler.tools.ellipse import EllipseTool
from labeler.tools.freehand import FreehandTool
from labeler.tools.polygon import PolygonTool
from labeler.tools.rectangle import RectangleTool
from tests.gui.canvas.conftest import LEFT, Hand, document_of, photograph, rgb
from tests.gui.canvas.test_layers import GREY, Sheet

pytestmark = pytest.mark.usefixtures("qapp")

SQUARE = ((10, 10), (30, 10), (30, 30), (10, 30))


def accent() -> tuple[int, int, int]:
    color = theme.current().accent
    return (color.red(), color.green(), color.blue())


def is_near(pixels: np.ndarray, color) -> np.ndarray:
    return np.abs(pixels - np.array(color)).max(axis=2) <= 40


def changed(pixels: np.ndarray) -> np.ndarray:
    return np.abs(pixels - np.array(GREY)).max(axis=2) > 3


def box_of(mask: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


def place(sheet: Sheet, x: float, y: float) -> tuple[int, int]:
    left, top = sheet.viewport.to_device(x, y)
    return round(top), round(left)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_snap_is_an_accent_ring_of_12_pixels(ratio):
    sheet = Sheet(ratio=ratio)
    pixels = sheet.draft(Draft(snap=(20, 20)))
    row, column = place(sheet, 20, 20)
    left, top, right, bottom = box_of(is_near(pixels, accent()))
    assert 11 * ratio <= right - left <= 15 * ratio
    assert (left + right) / 2 == pytest.approx(column, abs=1.5)
    assert (top + bottom) / 2 == pytest.approx(row, abs=1.5)
    assert tuple(pixels[row, column]) == GREY


@pytest.mark.parametrize("name", ["dark", "light"])
def test_a_run_is_drawn_in_accent_in_the_place_of_the_dashed_line(qapp, name):
    theme.apply(qapp, name)
    sheet = Sheet()
    draft = Draft(((10, 10),), (30, 30), run=((10, 10), (30, 10), (30, 30)))
    pixels = sheet.draft(draft)
    for x, y in ((20, 10), (30, 20)):
        assert is_near(pixels, accent())[place(sheet, x, y)]
    assert tuple(pixels[place(sheet, 20, 20)]) == GREY
    theme.apply(qapp, "dark")


def test_rings_are_closed_outlines_in_the_colour_of_the_class():
    sheet = Sheet()
    pixels = sheet.draft(Draft(rings=(SQUARE,)))
    for x, y in ((20, 10), (30, 20), (20, 30), (10, 20)):
        assert is_near(pixels, (0, 0, 200))[place(sheet, x, y)]
    assert tuple(pixels[place(sheet, 20, 20)]) == GREY


def test_a_freehand_line_has_no_vertices_and_is_dashed_to_where_it_closes():
    sheet = Sheet()
    line = tuple((10 + each / 2, 10.0) for each in range(40))
    pixels = sheet.draft(Draft(cursor=(10, 30), trail=line))
    assert is_near(pixels, (0, 0, 200))[place(sheet, 20, 10)]
    assert not is_near(pixels, (255, 255, 255))[place(sheet, 20, 10)]
    assert changed(pixels)[place(sheet, 19.75, 20)]


def test_vertices_that_stand_close_together_leave_the_line_to_be_seen():
    sheet = Sheet()
    points = tuple((10 + each / 4, 20.0) for each in range(80))
    row = is_near(sheet.draft(Draft(points)), (255, 255, 255))[place(sheet, 20, 20)[0]]
    assert 20 < np.count_nonzero(row) < 110


@pytest.mark.parametrize("at", [(20, 20), (59.5, 20), (20, 0.5), (59.5, 0.5), (0.5, 39.5)], ids=str)
def test_words_stand_beside_the_pointer_and_on_the_canvas(at):
    sheet = Sheet()
    pixels = sheet.draft(Draft(cursor=at, text="1234 × 5678 px"))
    left, top, right, bottom = box_of(changed(pixels))
    assert left >= 0
    assert top >= 0
    assert right <= 399
    assert bottom <= 299
    assert right - left > 80
    row, column = place(sheet, *at)
    assert not (left <= column <= right and top <= row <= bottom)


@pytest.mark.parametrize(
    "draft",
    [
        Draft(snap=(20, 20)),
        Draft(cursor=(20, 20), rings=(SQUARE,), text="20 × 20 px"),
        Draft(cursor=(50, 5), trail=((10, 10), (50, 38), (12, 30))),
        Draft(((10, 10),), (30, 30), run=((10, 10), (55, 2), (30, 30)), snap=(30, 30)),
        Draft(cursor=(59, 1), text="a long line of words"),
        Draft(((10, 10),), (30, 30), is_measured=True),
    ],
    ids=["snap", "rings", "trail", "run", "text", "measure"],
)
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_nothing_is_drawn_beyond_the_extent(draft, ratio):
    sheet = Sheet(ratio=ratio)

    class Shown(Tool):
        @property
        def draft(self) -> Draft:
            return draft

    extent = extent_of_work(Shown(sheet.document), sheet.viewport, sheet.document, None)
    left, top, right, bottom = (each / ratio for each in box_of(changed(sheet.draft(draft))))
    assert extent.left() <= left
    assert extent.top() <= top
    assert right <= extent.right() + 1
    assert bottom <= extent.bottom() + 1


@pytest.fixture
def view(qtbot) -> CanvasView:
    """A canvas of 400 x 300 with two polygons of 120 x 90 pixels."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.set_pyramid(ImagePyramid.of(photograph(120, 90)))
    shapes = (
        polygon("road", ((20, 20), (40, 22), (38, 40), (22, 38))),
        polygon("car", ((60, 50), (90, 80), (60, 80))),
    )
    document = document_of(*shapes, size=(120, 90))
    document.setParent(view)
    view.set_document(document)
    view.show()
    qtbot.waitExposed(view)
    return view


def settle() -> None:
    for _ in range(6):
        QApplication.processEvents()


@pytest.mark.parametrize("tool", [PolygonTool, RectangleTool, EllipseTool, FreehandTool])
def test_no_tool_leaves_anything_on_the_screen(view, tool):
    hand, generator = Hand(view), np.random.default_rng(9)
    view.set_tool(tool(view.scene.document))
    keys = Qt.KeyboardModifier
    corners = [(20, 20), (40, 22), (38, 40), (60, 50), (90, 80), (0, 0)]
    for step in range(70):
        x, y = generator.uniform(0, (400, 300)).tolist()
        if step % 3 == 0:  # where something snaps, and a border can be followed
            x, y = hand.at(*corners[int(generator.integers(len(corners)))])
        held = (keys.NoModifier, keys.ShiftModifier, keys.AltModifier, keys.ControlModifier)
        hand.held = held[0 if step % 4 else step // 4 % 4]
        match int(generator.integers(6)):
            case 0 | 1:
                hand.move(x, y)
            case 2:
                hand.click(x, y)
            case 3:
                hand.press(x, y)
                hand.move(x + 30, y + 9, LEFT)
                settle()
                hand.move(x + 35, y - 20, LEFT)
                hand.release(x + 35, y - 20)
            case 4:
                view.tool.flip()
                view.show_state()
            case 5:
                view.act(view.tool.finish if step % 2 else view.tool.cancel)
        settle()
        shown = rgb(view.screen().grabWindow(view.winId()).toImage())
        # Thin lines drawn in part may differ by a trace from those drawn as a whole.
        assert np.abs(shown - rgb(view.grab().toImage())).max() <= 3, step
