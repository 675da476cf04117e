from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.classes import ClassTable
from labeler.core.edits.gaps import bordering_shape, give_gaps
from labeler.core.edits.sequence import parts_of
from labeler.core.gaps import find_gaps, gap_mask
from labeler.core.instance_map import instance_map
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.rasterizer import rasterize
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import polygon

CLASSES = ClassTable().with_names(["cat", "dog", "sky"])
SIZE = (40, 30)


class Scene:
    """An annotation with what follows it, as a document does."""

    def __init__(self, *shapes, size=SIZE):
        self.annotation = Annotation(size, list(shapes))
        self.index = ShapeIndex(self.annotation.shapes)
        self.live = LiveLabelMap(self.annotation, size, CLASSES, self.index)

    @property
    def pixels(self):
        return self.live.label_map.copy()

    def give(self, *gifts):
        edit = give_gaps(self.live, gifts)
        for part in parts_of(edit):
            self._follow(part.apply(self.annotation))
        return edit

    def take_back(self, edit):
        for part in reversed(parts_of(edit)):
            self._follow(part.revert(self.annotation))

    def _follow(self, change):
        self.index.update(change)
        self.live.update(change)


def box(class_name, left, top, right, bottom, **fields):
    return polygon(class_name, [(left, top), (right, top), (right, bottom), (left, bottom)], **fields)


def ring(class_name, left, top, right, bottom, margin, **fields):
    hole = [(left + margin, top + margin), (right - margin, top + margin)]
    hole += [(right - margin, bottom - margin), (left + margin, bottom - margin)]
    return replace(box(class_name, left, top, right, bottom, **fields), holes=(np.array(hole, float),))


corner = st.tuples(st.integers(-2, 42), st.integers(-2, 32))
shapes = st.lists(
    st.builds(
        lambda name, ring, group: polygon(name, ring, group_id=group),
        st.sampled_from(["cat", "dog", "sky", "void", "background"]),
        st.lists(corner, min_size=3, max_size=6),
        st.sampled_from([None, None, 3]),
    ),
    max_size=7,
)


@settings(deadline=None)  # the first call compiles
@given(shapes, st.data())
def test_exactly_the_pixels_of_the_gaps_change_and_undo_restores_everything(drawn, data):
    scene = Scene(*drawn)
    before, shapes_before = scene.pixels, list(scene.annotation.shapes)
    gaps = find_gaps(before, below=data.draw(st.integers(1, 30)))
    gifts = [(gap, data.draw(st.sampled_from([1, 2, 3, 255]))) for gap in gaps]
    expected = before.copy()
    for gap, index in gifts:
        rect = gap.box
        expected[rect.top : rect.bottom, rect.left : rect.right][gap_mask(before, gap)] = index
    if give_gaps(scene.live, gifts) is None:
        np.testing.assert_array_equal(expected, before)
        return
    edit = scene.give(*gifts)
    np.testing.assert_array_equal(scene.pixels, expected)
    np.testing.assert_array_equal(rasterize(scene.annotation.shapes, SIZE, CLASSES), expected)
    given_shapes = scene.annotation.shapes[len(drawn) :]
    assert all(shape.points.min() >= 0 for shape in given_shapes)
    scene.take_back(edit)
    np.testing.assert_array_equal(scene.pixels, before)
    assert all(now is then for now, then in zip(scene.annotation.shapes, shapes_before, strict=True))


def test_a_gap_becomes_one_polygon_of_the_same_instance_as_its_neighbour():
    scene = Scene(ring("cat", 2, 2, 12, 12, 3), box("cat", 20, 2, 30, 12))
    (gap,) = find_gaps(scene.pixels, below=17)
    edit = scene.give((gap, 1))
    assert edit.text == "Give sliver"
    first, second, new = scene.annotation.shapes
    assert (first.group_id, second.group_id, new.group_id) == (1, None, 1)
    numbers = instance_map(scene.annotation.shapes, SIZE, CLASSES)
    assert numbers[7, 7] == numbers[2, 2] == 1
    assert numbers[7, 25] == 2


def test_a_group_that_the_neighbour_has_is_kept_and_a_new_one_is_free():
    scene = Scene(
        ring("cat", 2, 2, 12, 12, 3, group_id=5),
        ring("dog", 20, 2, 30, 12, 3),
        ring("dog", 20, 14, 30, 24, 3),
    )
    scene.give(*((gap, gap.neighbour) for gap in find_gaps(scene.pixels, below=17)))
    assert [shape.group_id for shape in scene.annotation.shapes] == [5, 1, 2, 5, 1, 2]


def test_several_gaps_of_one_shape_are_one_step_and_one_instance():
    frame = box("cat", 0, 0, 40, 30)
    holes = tuple(box("", left, 5, left + 4, 9).points for left in (5, 15, 25))
    scene = Scene(replace(frame, holes=holes))
    edit = scene.give(*((gap, 1) for gap in find_gaps(scene.pixels)))
    assert edit.text == "Give 3 gaps"
    assert [shape.group_id for shape in scene.annotation.shapes] == [1, 1, 1, 1]
    assert (scene.pixels == 1).all()


def test_the_neighbour_is_the_shape_on_top_with_the_longest_border():
    left, right = box("cat", 0, 0, 10, 30), box("cat", 14, 0, 40, 30)
    covered = box("cat", 8, 0, 16, 30)
    bridge = box("dog", 10, 0, 14, 30)
    hidden = Scene(covered, left, right, bridge)
    hidden.live.label_map[5:9, 11:14] = 0
    (gap,) = find_gaps(hidden.pixels)
    mask = gap_mask(hidden.pixels, gap)
    assert bordering_shape(hidden.live, gap.box, mask, 1) == 2
    assert bordering_shape(hidden.live, gap.box, mask, 2) == 3
    assert bordering_shape(hidden.live, gap.box, mask, 3) is None


def test_a_class_that_does_not_border_on_the_gap_makes_an_object_of_its_own():
    scene = Scene(ring("cat", 2, 2, 12, 12, 3))
    (gap,) = find_gaps(scene.pixels, below=5)
    edit = scene.give((gap, 3))
    assert len(parts_of(edit)) == 1
    assert [shape.group_id for shape in scene.annotation.shapes] == [None, None]
    assert scene.annotation.shapes[1].class_name == "sky"


def test_void_has_no_instances():
    scene = Scene(ring("void", 2, 2, 12, 12, 3))
    scene.give((find_gaps(scene.pixels)[0], 255))
    assert [shape.group_id for shape in scene.annotation.shapes] == [None, None]


def test_a_gap_with_an_island_becomes_a_polygon_with_a_hole():
    scene = Scene(ring("cat", 2, 2, 28, 28, 3), box("dog", 12, 12, 20, 20))
    (gap,) = find_gaps(scene.pixels, below=10)
    assert scene.give((gap, 1)).text == "Give gap"
    assert len(scene.annotation.shapes[2].holes) == 1
    assert (scene.pixels == 2).sum() == 64


def test_a_sliver_of_a_class_is_painted_over():
    scene = Scene(box("dog", 5, 5, 20, 8), box("cat", 0, 0, 30, 7), box("sky", 8, 4, 40, 9))
    slivers = [gap for gap in find_gaps(scene.pixels, below=10) if gap.index == 2]
    assert [gap.pixels for gap in slivers] == [3]
    scene.give((slivers[0], slivers[0].neighbour))
    assert (scene.pixels == 2).sum() == 0


def test_what_is_no_gap_any_more_is_left_out():
    scene = Scene(ring("cat", 2, 2, 12, 12, 3))
    (gap,) = find_gaps(scene.pixels, below=5)
    scene.give((gap, 1))
    assert give_gaps(scene.live, [(gap, 1)]) is None
    assert give_gaps(scene.live, []) is None
    # Nor is there anything to do for the class that it has, or for one that the table lacks.
    fresh = Scene(ring("cat", 2, 2, 12, 12, 3))
    assert give_gaps(fresh.live, [(gap, 0)]) is None
    assert give_gaps(fresh.live, [(gap, 77)]) is None
