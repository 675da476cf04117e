"""The edit that scales, turns and mirrors shapes, and how it merges and goes back."""

from __future__ import annotations

from labeler.core.annotation import Annotation
from labeler.core.edits.transform import transform_shapes
from labeler.core.shapes import polygon
from labeler.core.transforms import scaling, turning

SQUARE = ((2, 2), (10, 2), (10, 10), (2, 10))


def annotation() -> Annotation:
    return Annotation((40, 30), [polygon("car", SQUARE), polygon("road", SQUARE), polygon("sky", SQUARE)])


def test_the_shapes_at_the_positions_change_and_come_back():
    shapes = annotation()
    before = list(shapes.shapes)
    edit = transform_shapes(shapes, (0, 2), scaling((2, 2), 2, 1), "Scale")
    assert edit.apply(shapes).positions == (0, 2)
    assert shapes.shapes[0].points.tolist() == [[2, 2], [18, 2], [18, 10], [2, 10]]
    assert shapes.shapes[1] is before[1]
    edit.revert(shapes)
    assert all(now is then for now, then in zip(shapes.shapes, before, strict=True))


def test_during_a_drag_each_map_counts_from_its_beginning_and_all_are_one_step():
    shapes = annotation()
    start = (shapes.shapes[0],)
    steps = []
    for factor in (2.0, 3.0, 0.5):
        steps.append(
            transform_shapes(shapes, (0,), scaling((2, 2), factor, 1), "Scale", start=start, gesture=1)
        )
        steps[-1].apply(shapes)
    assert shapes.shapes[0].points[1].tolist() == [6, 2]
    whole = steps[0].merged(steps[1]).merged(steps[2])
    whole.revert(shapes)
    assert shapes.shapes[0] is start[0]


def test_the_words_of_the_menu_count():
    assert transform_shapes(annotation(), (0,), turning((0, 0), 5), "Turn").text == "Turn shape"
    assert transform_shapes(annotation(), (0, 1), turning((0, 0), 5), "Turn").text == "Turn 2 shapes"


def test_the_box_that_is_drawn_anew_holds_both():
    edit = transform_shapes(annotation(), (0,), scaling((2, 2), -1, 1), "Mirror")
    box = edit.apply(annotation()).bounds
    assert (box.left, box.right) == (-6, 10)
