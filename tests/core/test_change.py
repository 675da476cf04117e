from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.change import (
    ClassesChanged,
    ShapesInserted,
    ShapesRemoved,
    ShapesReordered,
    ShapesReplaced,
    StateChanged,
    remapped,
)
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.geometry import Bounds
from tests.core.shape_edits import edits, shape_lists

BOX = Bounds(0, 0, 1, 1)
CAR = ClassTable((ClassRow(1, "car", (0, 0, 0)),))


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (ShapesInserted((0,), BOX), [1, 2, 4]),
        (ShapesInserted((1, 2), BOX), [0, 3, 5]),
        (ShapesInserted((4, 5), BOX), [0, 1, 3]),
        (ShapesRemoved((1,), BOX), [0, 2]),
        (ShapesRemoved((0, 2), BOX), [0, 1]),
        (ShapesReordered((3, 2, 1, 0), BOX), [0, 2, 3]),
        (ShapesReplaced((0, 1), BOX), [0, 1, 3]),
        (StateChanged(), [0, 1, 3]),
        (ClassesChanged(CAR, CAR), [0, 1, 3]),
    ],
)
def test_positions_follow_a_change(change, after):
    assert remapped([3, 0, 1], change) == after


@given(st.data(), shape_lists)
def test_positions_follow_the_shapes_themselves(data, shapes):
    annotation = Annotation(shapes=list(shapes))
    edit = data.draw(edits(len(shapes)))(shapes)
    change = edit.apply(annotation)
    places = {id(shape): place for place, shape in enumerate(annotation.shapes)}
    selection = data.draw(st.sets(st.sampled_from(range(len(shapes))))) if shapes else set()
    if isinstance(change, ShapesReplaced):
        expected = sorted(selection)
    else:
        expected = sorted(places[id(shapes[place])] for place in selection if id(shapes[place]) in places)
    assert remapped(selection, change) == expected
