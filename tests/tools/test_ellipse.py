"""The ellipse tool: a box in, an ellipse out that stays one."""

from __future__ import annotations

import json

import numpy as np
import pytest

from labeler.core.handles import handle_rings, with_handle_moved, with_vertex_inserted
from labeler.core.shape_json import shape_from_json, shape_to_json
from labeler.core.shapes import Ellipse, ShapeKind
from labeler.tools.ellipse import EllipseTool
from tests.tools.desk import Desk


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.tool = EllipseTool(desk)
    return desk


@pytest.mark.parametrize(
    ("held", "end", "ellipse"),
    [
        ("", (60, 40), Ellipse(40, 30, 20, 10)),
        ("", (300, 300), Ellipse(60, 50, 40, 30)),
        ("shift", (60, 40), Ellipse(40, 40, 20, 20)),
        ("alt", (30, 26), Ellipse(20, 20, 10, 6)),
        ("shift alt", (30, 26), Ellipse(20, 20, 10, 10)),
    ],
    ids=str,
)
def test_it_touches_the_sides_of_the_box(desk, held, end, ellipse):
    desk.press(20, 20)
    desk.move(*end, held=held)
    desk.release(*end, held=held)
    (shape,) = desk.shapes
    assert shape.kind is ShapeKind.ELLIPSE
    assert shape.ellipse == ellipse
    assert tuple(shape.bounds) == pytest.approx(
        (
            ellipse.x - ellipse.radius_x,
            ellipse.y - ellipse.radius_y,
            ellipse.x + ellipse.radius_x,
            ellipse.y + ellipse.radius_y,
        ),
        abs=1e-9,
    )
    assert desk.steps[-1].text == "Add ellipse"


def test_its_handles_keep_the_kind_and_a_vertex_makes_it_a_polygon(desk):
    desk.drag((20, 20), (60, 40))
    (shape,) = desk.shapes
    assert len(handle_rings(shape)[0]) == 4
    moved = with_handle_moved(shape, 0, 0, 70, 30)
    assert moved.kind is ShapeKind.ELLIPSE
    assert moved.ellipse == Ellipse(40, 30, 30, 10)
    assert with_vertex_inserted(shape, 0, 1, 50, 50).kind is ShapeKind.POLYGON


def test_the_file_holds_a_polygon_for_labelme_and_the_ellipse_for_us(desk):
    desk.drag((20, 20), (60, 40))
    (shape,) = desk.shapes
    written = json.loads(json.dumps(shape_to_json(shape), default=np.ndarray.tolist))
    assert written["shape_type"] == "polygon"
    assert len(written["points"]) == len(shape.points)
    again = shape_from_json(written)
    assert again.kind is ShapeKind.ELLIPSE
    assert np.array_equal(again.points, shape.points)


def test_the_draft_is_the_curve(desk):
    desk.press(20, 20)
    desk.move(60, 40)
    (ring,) = desk.tool.draft.rings
    assert len(ring) > 16
    assert desk.tool.draft.text == "40 × 20 px"
