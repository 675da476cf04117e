"""One annotation becomes another in steps that can be undone, and shapes that both have stay themselves."""

from __future__ import annotations

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation, UnreadableShape
from labeler.core.annotation_compare import compare_annotations
from labeler.core.classes import ClassTable
from labeler.core.edits.content import ReplaceParts, edits_to_become
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.rasterizer import rasterize
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import polygon
from tests.core.shape_edits import shape_lists

CLASSES = ClassTable().with_names(["car", "tree", "road"])
SIZE = (16, 12)

parts = st.fixed_dictionaries(
    {
        "is_done": st.booleans(),
        "flags": st.dictionaries(st.sampled_from("ab"), st.booleans()),
        "size": st.sampled_from([None, (16, 12), (4, 4)]),
        "extra": st.dictionaries(st.sampled_from("xy"), st.integers()),
        "unreadable": st.lists(st.builds(UnreadableShape, st.integers(0, 3), st.integers(), st.just("?"))),
    }
)
annotations = st.builds(lambda shapes, fields: Annotation(shapes=shapes, **fields), shape_lists, parts)


def fields_of(annotation: Annotation) -> dict:
    return {name: copy.copy(getattr(annotation, name)) for name in Annotation.__slots__ if name != "shapes"}


@settings(max_examples=200, deadline=None)
@given(annotations, annotations)
def test_the_edits_lead_there_and_back_with_label_map_and_index(annotation, other):
    before, fields = list(annotation.shapes), fields_of(annotation)
    index = ShapeIndex(annotation.shapes)
    live = LiveLabelMap(annotation, SIZE, CLASSES, index)
    edits = edits_to_become(annotation, other)

    def follow(change) -> None:
        index.update(change)
        live.update(change)

    for edit in edits:
        follow(edit.apply(annotation))
    assert compare_annotations(annotation, other).is_equal
    assert fields_of(annotation) == fields_of(other)
    assert (live.label_map == rasterize(other.shapes, SIZE, CLASSES)).all()
    for edit in reversed(edits):
        follow(edit.revert(annotation))
    assert all(a is b for a, b in zip(annotation.shapes, before, strict=True))
    assert fields_of(annotation) == fields
    assert (live.label_map == rasterize(before, SIZE, CLASSES)).all()


def test_shapes_that_both_have_stay_the_same_objects():
    a, b = polygon("car", [(0, 0), (4, 0), (4, 4)]), polygon("tree", [(1, 1), (4, 1), (4, 4)])
    annotation = Annotation(shapes=[a, b])
    new = polygon("road", [(0, 0), (9, 0), (9, 9)])
    other = Annotation(shapes=[copy.copy(b), new, copy.copy(a)])
    for edit in edits_to_become(annotation, other):
        edit.apply(annotation)
    assert annotation.shapes[0] is b
    assert annotation.shapes[1] is new
    assert annotation.shapes[2] is a


def test_of_an_equal_annotation_only_the_parts_are_taken():
    annotation = Annotation(shapes=[polygon("car", [(0, 0), (4, 0), (4, 4)])])
    other = Annotation(shapes=list(annotation.shapes), is_done=True)
    (edit,) = edits_to_become(annotation, other)
    assert isinstance(edit, ReplaceParts)
    assert edit.merged(edit) is None
    assert edit.renamed("car", "truck") is edit
