"""Shapes cross the clipboard as they are, and every text that holds none is told in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import clipboard_text
from labeler.core.annotation_compare import same_shapes
from labeler.core.annotation_file import parse_annotation
from labeler.core.clipboard_text import shapes_of_text, text_of_shapes
from labeler.core.errors import ClipboardError, GeometryError
from labeler.core.geometry import ellipse_ring
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, polygon
from tests.datasets import square

RING = [(0.25, 0.0), (10.0, 0.0), (10.0, 1 / 3)]


def mask() -> Shape:
    pixels = np.array([[True, False, True], [True, True, True]])
    return Shape("cat", [(4, 5), (6, 6)], ShapeKind.MASK, bitmap=Bitmap(pixels))


SHAPES = {
    "polygon": polygon("cat", RING),
    "polygon with holes": polygon("dog", [(0, 0), (9, 0), (9, 9)], [[(1, 1), (2, 1), (2, 2)]]),
    "of a group, with note and flags": polygon(
        "cat", RING, group_id=7, description="far", flags={"truncated": True}, is_locked=True
    ),
    "with keys that we do not know": polygon("cat", RING, extra={"score": 0.5, "other": [1, {"a": None}]}),
    "rectangle": Shape("sky", [(1, 2), (30, 40.5)], ShapeKind.RECTANGLE),
    "circle": Shape("sky", [(10, 10), (13, 14)], ShapeKind.CIRCLE),
    "ellipse": Shape(
        "sky", ellipse_ring(20, 20, 5, 3, 30), ShapeKind.ELLIPSE, ellipse=Ellipse(20.0, 20.0, 5.0, 3.0, 30.0)
    ),
    "mask": mask(),
    "point": Shape("cat", [(3, 4)], ShapeKind.POINT),
    "line strip outside the image": Shape("cat", [(-300, 4), (5e6, 5), (6, 7)], ShapeKind.LINESTRIP),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_shape_comes_back_as_it_was(shape: Shape) -> None:
    (back,) = shapes_of_text(text_of_shapes([shape], (64, 48), "a.jpg"))
    assert same_shapes([shape], [back]) == [(0, 0)]
    assert (back.kind, back.ellipse, back.is_locked) == (shape.kind, shape.ellipse, shape.is_locked)


@settings(max_examples=30)
@given(
    st.lists(st.lists(st.tuples(*[st.floats(-1e9, 1e9)] * 2), min_size=3, max_size=6), min_size=1, max_size=4)
)
def test_places_are_kept_to_the_last_bit(rings: list[list[tuple[float, float]]]) -> None:
    shapes = [polygon("cat", ring) for ring in rings]
    back = shapes_of_text(text_of_shapes(shapes, None, ""))
    assert all(np.array_equal(a.points, b.points) for a, b in zip(shapes, back, strict=True))


def test_the_text_is_an_annotation_file_that_names_the_image() -> None:
    text = text_of_shapes(list(SHAPES.values()), (64, 48), "a.jpg")
    annotation = parse_annotation(Path("clipboard"), text.encode())
    assert (annotation.size, annotation.image_path, annotation.problems) == ((64, 48), "a.jpg", [])
    assert [shape["label"] for shape in json.loads(text)["shapes"]] == [
        each.class_name for each in SHAPES.values()
    ]


@pytest.mark.parametrize("has_all", [True, False], ids=["a file", "its list of shapes"])
def test_what_another_program_copied_is_read_too(has_all: bool) -> None:
    content = {"version": "5.5.0", "shapes": [square("cat", 2, 3), square("none", 1, 1)], "imageData": "AAAA"}
    text = json.dumps(content if has_all else content["shapes"], indent=3)
    assert [shape.class_name for shape in shapes_of_text(text)] == ["cat", "none"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "hello", "{", "[]", "{}", "12", "null", '"shapes"', '{"shapes": []}', '{"shapes": {}}'),
        *('{"shapes": null}', "[NaN]", "\ud800", "\0", "x,y\n1,2\n"),
    ],
)
def test_a_text_without_shapes_is_told_so(text: str) -> None:
    with pytest.raises(ClipboardError, match=r"^The clipboard holds no shapes\. Copy shapes first"):
        shapes_of_text(text)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (12, "must be an object"),
        ({"label": "cat"}, "points must be a list"),
        (square("cat", 1, 1) | {"points": [[1, 2], [3, 4]]}, "3 or more points"),
        (square("cat", 1, 1) | {"points": [[1, 2], [3, 4], ["5", 6]]}, "holds \\['5', 6\\]"),
        (square("cat", 1, 1) | {"label": 5}, "label must be text"),
        (square("cat", 1, 1) | {"shape_type": "star"}, "shape_type must be one of"),
        (
            square("cat", 1, 1) | {"shape_type": "mask", "points": [[1, 1], [2, 2]], "mask": "??"},
            "mask must be",
        ),
    ],
)
def test_of_a_broken_shape_number_and_reason_are_told(broken: object, reason: str) -> None:
    text = json.dumps([square("cat", 2, 3), broken])
    with pytest.raises(
        ClipboardError, match=rf"^Shape 2 on the clipboard is broken \(.*{reason}.*Nothing was pasted\.$"
    ):
        shapes_of_text(text)


def test_too_much_text_is_neither_copied_nor_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of_shapes([polygon("cat", RING)], (64, 48), "a.jpg")
    monkeypatch.setattr(clipboard_text, "MOST_BYTES", len(text))
    assert len(shapes_of_text(text)) == 1
    monkeypatch.setattr(clipboard_text, "MOST_BYTES", len(text) - 1)
    with pytest.raises(ClipboardError, match="Copy fewer shapes"):
        shapes_of_text(text)
    with pytest.raises(ClipboardError, match="Nothing was copied"):
        text_of_shapes([polygon("cat", RING)], (64, 48), "a.jpg")


def test_a_vertex_that_is_no_number_is_not_copied() -> None:
    with pytest.raises(GeometryError, match="no finite number"):
        text_of_shapes([polygon("cat", [(0, 0), (1, 0), (np.nan, 1)])], (64, 48), "a.jpg")
