"""What is said of two states: in one line, in pixels, and row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from labeler.core.annotation import Annotation
from labeler.core.annotation_compare import compare_annotations
from labeler.core.classes import ClassTable
from labeler.core.draining import drained
from labeler.core.shapes import Shape, ShapeKind, polygon
from labeler.gui.comparing import Compared, Sides, compared_classes, comparing, short_difference
from tests.gui.documents import SIZE, box

CLASSES = ClassTable().with_names(["cat", "dog", "sky"])
SHUFFLED = [box("cat", 0, 0), box("dog", 2, 2)]
SIDES = Sides("On the canvas", "In the file")


def compared(mine: list[Shape], theirs: list[Shape], **fields) -> Compared:
    annotations = Annotation(SIZE, mine), Annotation(SIZE, theirs, **fields)
    return drained(comparing("a1.jpg", *annotations, SIDES, SIZE, CLASSES))


def short(mine: list[Shape], theirs: list[Shape], **fields) -> str:
    comparison = compare_annotations(Annotation(SIZE, mine), Annotation(SIZE, theirs, **fields))
    return short_difference(comparison, "the file")


def test_the_headline_counts_and_the_detail_tells_pixels():
    found = compared([box("cat", 0, 0), box("dog", 20, 0)], [box("cat", 0, 0), box("sky", 40, 0, 4)])
    assert found.title == "Compare a1.jpg"
    assert found.headline == "2 shapes differ: 1 only on the canvas, 1 only in the file; 1 are the same."
    assert found.detail == (
        "80 pixels differ: on the canvas dog 64, background 16; in the file background 64, sky 16."
    )


def test_each_difference_is_a_row_with_areas_and_place():
    found = compared([box("dog", 20, 3)], [box("sky", 40, 0, 4)])
    assert [(row.name, row.cells) for row in found.rows] == [
        ("dog", ("only on the canvas", "64 px", "–", "x 20  y 3")),
        ("sky", ("only in the file", "–", "16 px", "x 40  y 0")),
    ]
    assert found.rows[0].color == CLASSES.find("dog").color
    assert found.rows[0].bounds == (20, 3, 28, 11)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"class_name": "dog"}, "class"),
        ({"points": box("cat", 1, 1).points}, "outline"),
        ({"holes": (box("cat", 2, 2, 2).points,)}, "outline"),
        ({"class_name": "dog", "group_id": 3}, "class, group"),
        ({"description": "x"}, "note"),
        ({"is_locked": True}, "lock"),
        ({"extra": {"score": 1}}, "details"),
    ],
    ids=str,
)
def test_a_changed_shape_says_what_changed(changes, words):
    shape = box("cat", 0, 0)
    (row,) = compared([shape], [replace(shape, **changes)]).rows
    assert row.cells[0] == words


def test_the_state_of_the_image_is_told_without_a_row():
    found = compared([box("cat", 0, 0)], [box("cat", 0, 0)], is_done=True)
    assert found.headline == "The shapes are the same; also different: done mark."
    assert found.detail == "No pixel of the label map differs."
    assert found.rows == ()


def test_another_order_is_told():
    shapes = [box("cat", 0, 0), box("dog", 2, 2)]
    assert "the painting order is another" in compared(shapes, shapes[::-1]).headline


def test_shapes_without_pixels_say_so():
    point = Shape("cat", [(1, 1)], ShapeKind.POINT)
    broken = polygon("lost", [(0, 0), (float("nan"), 1), (2, 2)])
    found = compared([], [point, broken])
    assert [row.cells[2] for row in found.rows] == ["point", "not drawn"]
    assert found.rows[1].color is None
    assert found.rows[1].cells[3] == ""


@pytest.mark.parametrize(
    ("mine", "theirs", "fields", "words"),
    [
        ([box("cat", 0, 0)], [], {}, "1 shape more than the file"),
        ([], [box("cat", 0, 0), box("dog", 0, 20)], {}, "2 shapes fewer than the file"),
        ([box("cat", 0, 0)], [box("cat", 1, 0), box("sky", 30, 30)], {}, "2 shapes other than in the file"),
        ([], [], {"is_done": True}, "another done mark than the file"),
        (SHUFFLED, SHUFFLED[::-1], {}, "another painting order than the file"),
        ([], [], {}, "the same as the file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_difference_in_a_few_words(mine, theirs, fields, words):
    assert short(mine, theirs, **fields) == words


def test_class_tables_are_told_row_by_row():
    mine = CLASSES.recolored(1, (1, 2, 3))
    theirs = CLASSES.without(2)
    found = compared_classes(mine, theirs, Sides("Here", "There"))
    assert found.headline == "2 rows differ."
    assert [(row.name, row.cells) for row in found.rows] == [
        ("cat", ("1", "cat  #010203", "cat  #800000")),
        ("dog", ("2", "dog  #008000", "–")),
    ]
