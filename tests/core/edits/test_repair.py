"""Repairs: no fault is left, no pixel changes, and nothing that was drawn is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation, UnreadableShape
from labeler.core.annotation_file import annotation_bytes, read_annotation
from labeler.core.edits.repair import repair_shapes, repair_unreadable, repaired
from labeler.core.edits.sequence import parts_of
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Bitmap, Shape, ShapeKind, polygon
from labeler.core.validity import faults_of

SIZE = (12, 12)
CLASSES = {"car": 1, "road": 2}
SQUARE = [(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (0.0, 8.0)]
BOW_TIE = [(0, 0), (8, 8), (8, 0), (0, 8)]


def pixels(shapes: list[Shape]) -> np.ndarray:
    return rasterize(shapes, SIZE, CLASSES)


def done(annotation: Annotation, edit) -> None:
    for part in parts_of(edit):
        part.apply(annotation)


def undone(annotation: Annotation, edit) -> None:
    for part in reversed(parts_of(edit)):
        part.revert(annotation)


def test_a_doubled_vertex_goes_and_the_others_stay_bit_for_bit() -> None:
    (shape,) = repaired(polygon("car", [SQUARE[0], *SQUARE, SQUARE[3]]))
    assert shape.points.tolist() == [list(place) for place in SQUARE]


def test_what_crosses_itself_becomes_the_pieces_that_it_covers_as_one_instance() -> None:
    annotation = Annotation(SIZE, [polygon("road", SQUARE), polygon("car", BOW_TIE, description="far")])
    before = pixels(annotation.shapes)
    edit = repair_shapes(annotation, [0, 1])
    done(annotation, edit)
    assert [shape.class_name for shape in annotation.shapes] == ["road", "car", "car"]
    assert annotation.shapes[1].group_id == annotation.shapes[2].group_id is not None
    assert {shape.description for shape in annotation.shapes[1:]} == {"far"}
    assert not any(faults_of(shape) for shape in annotation.shapes)
    assert (pixels(annotation.shapes) == before).all()
    undone(annotation, edit)
    assert [len(shape.points) for shape in annotation.shapes] == [4, 4]


def test_a_hole_outside_becomes_a_piece_of_its_own() -> None:
    shape = polygon("car", SQUARE, [[(9, 9), (12, 9), (12, 12), (9, 12)]])
    pieces = repaired(shape)
    assert len(pieces) == 2
    assert (pixels(pieces) == pixels([shape])).all()


def test_a_hole_without_area_goes_and_the_others_stay() -> None:
    hole = [(2, 2), (4, 2), (4, 4)]
    (shape,) = repaired(polygon("car", SQUARE, [[(5, 5), (6, 6)], hole]))
    assert [each.tolist() for each in shape.holes] == [[list(place) for place in hole]]


@pytest.mark.parametrize(
    ("shape", "kind", "places"),
    [
        (polygon("car", [(1, 1), (3, 3), (5, 5)]), ShapeKind.LINESTRIP, [[1, 1], [3, 3], [5, 5]]),
        (polygon("car", [(1, 1), (3, 3), (3, 3)]), ShapeKind.LINE, [[1, 1], [3, 3]]),
        (polygon("car", [(1, 1), (3, 3)]), ShapeKind.LINE, [[1, 1], [3, 3]]),
        (polygon("car", [(3, 3), (3, 3), (3, 3)]), ShapeKind.POINT, [[3, 3]]),
        (Shape("car", [(1, 1), (5, 1)], ShapeKind.RECTANGLE), ShapeKind.LINE, None),
        (Shape("car", [(5, 5), (5, 5)], ShapeKind.CIRCLE), ShapeKind.POINT, [[5, 5]]),
        (
            Shape("car", [(1, 1), (2, 2)], ShapeKind.MASK, bitmap=Bitmap(np.zeros((2, 2), bool))),
            ShapeKind.LINE,
            [[1, 1], [2, 2]],
        ),
    ],
)
def test_what_has_no_area_stays_as_a_line_or_a_point(shape, kind, places) -> None:
    (line,) = repaired(shape)
    assert line.kind is kind
    assert places is None or line.points.tolist() == places
    assert not faults_of(line)
    assert (pixels([line]) == pixels([shape])).all()


def test_without_a_fault_there_is_nothing_to_do() -> None:
    annotation = Annotation(SIZE, [polygon("car", SQUARE)])
    assert repair_shapes(annotation, [0]) is None


def content(points: list, **more) -> dict:
    return {"label": "car", "points": points, "shape_type": "polygon", **more}


def test_polygons_of_the_file_with_two_vertices_come_back_as_lines_where_they_stood() -> None:
    unreadable = [
        UnreadableShape(0, content([[1, 1]]), "too few"),
        UnreadableShape(1, content([[1, 1], [2, 2]], score=3), "too few"),
        UnreadableShape(2, content([["a", 1]]), "no numbers"),
        UnreadableShape(4, content([[5, 5], [6, 6]]), "too few"),
    ]
    annotation = Annotation(SIZE, [polygon("road", SQUARE)], unreadable=list(unreadable))
    edit = repair_unreadable(annotation)
    assert edit is not None
    done(annotation, edit)
    assert [shape.kind.name for shape in annotation.shapes] == ["POINT", "LINE", "POLYGON", "LINE"]
    assert annotation.shapes[1].extra == {"score": 3}
    assert annotation.unreadable == [unreadable[2]]
    assert edit.selects == (0, 1, 3)
    undone(annotation, edit)
    assert annotation.unreadable == unreadable
    assert len(annotation.shapes) == 1


def test_what_was_repaired_is_read_again_from_the_file(tmp_path) -> None:
    annotation = Annotation(SIZE, [], unreadable=[UnreadableShape(0, content([[1, 1], [2, 2]]), "too few")])
    done(annotation, repair_unreadable(annotation))
    path = tmp_path / "a.json"
    path.write_bytes(annotation_bytes(annotation))
    again = read_annotation(path)
    assert not again.unreadable
    assert again.shapes[0].kind is ShapeKind.LINE


def test_nothing_is_made_of_what_cannot_be_read_at_all() -> None:
    for bad in (7, content([]), content([[1, 1, 1]]), {"label": "x", "points": 3}):
        annotation = Annotation(SIZE, [], unreadable=[UnreadableShape(0, bad, "bad")])
        assert repair_unreadable(annotation) is None


PLACES = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda place: (place[0] / 1, place[1] / 2))
RINGS = st.lists(PLACES, min_size=1, max_size=8)


@given(RINGS, st.lists(st.lists(PLACES, min_size=3, max_size=5), max_size=2))
@settings(max_examples=150, deadline=None)
def test_any_polygon_keeps_its_pixels_and_loses_its_faults(ring, holes) -> None:
    shape = polygon("car", ring, holes)
    pieces = repaired(shape)
    assert not any(faults_of(piece) for piece in pieces)
    assert (pixels(pieces) == pixels([shape])).all()
