"""An annotation is brought to the size of its image, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.annotation import Annotation, UnreadableShape
from labeler.core.change import StateChanged
from labeler.core.edits.image_size import scale_to, take_size
from labeler.core.errors import GeometryError
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.rasterizer import rasterize
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import polygon
from tests.core.shape_edits import shape_lists

CLASSES = {"car": 1, "tree": 2, "road": 3}
sizes = st.tuples(st.integers(1, 30), st.integers(1, 30))


@given(shape_lists, sizes, sizes, st.booleans())
def test_undone_everything_is_as_it_was(shapes, before, after, is_scaled):
    annotation = Annotation(before, list(shapes))
    edit = (scale_to if is_scaled else take_size)(annotation, after)
    edit.apply(annotation)
    assert annotation.size == after
    done = list(annotation.shapes)
    assert is_scaled or done == shapes
    edit.revert(annotation)
    assert (annotation.size, annotation.shapes) == (before, shapes)
    edit.apply(annotation)
    assert (annotation.size, annotation.shapes) == (after, done)


@given(shape_lists, sizes, sizes)
def test_index_and_label_map_follow(shapes, before, after):
    from labeler.core.classes import ClassTable

    table = ClassTable().with_names(list(CLASSES))
    annotation = Annotation(before, list(shapes))
    index = ShapeIndex(annotation.shapes)
    live = LiveLabelMap(annotation, after, table, index)
    edit = scale_to(annotation, after)
    for act in (edit.apply, edit.revert):
        change = act(annotation)
        index.update(change)
        live.update(change)
        assert (live.label_map == rasterize(annotation.shapes, after, table)).all()


def test_keeping_the_shapes_changes_no_pixel():
    annotation = Annotation((4, 4), [polygon("car", [(0, 0), (2, 0), (2, 2)])])
    assert take_size(annotation, (8, 8)).apply(annotation) == StateChanged()


def test_shapes_that_could_not_be_read_are_not_left_behind():
    annotation = Annotation((4, 4), unreadable=[UnreadableShape(0, {}, "Shape 1.")])
    with pytest.raises(GeometryError, match="cannot be read"):
        scale_to(annotation, (8, 8))


def test_it_says_what_it_does_merges_with_nothing_and_follows_a_rename():
    annotation = Annotation((4, 4), [polygon("car", [(0, 0), (2, 0), (2, 2)])])
    edit, other = scale_to(annotation, (8, 8)), take_size(annotation, (8, 8))
    assert (edit.text, other.text) == ("Scale shapes to image", "Take image size")
    assert edit.merged(other) is None
    assert edit.renamed("car", "bus").shapes.after[0].class_name == "bus"
    assert other.renamed("car", "bus") is other
