from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from labeler.core.annotation import Annotation
from labeler.core.classes import ClassTable
from labeler.core.difference_regions import difference_regions
from labeler.core.edits.accept import Permits, Predicted, accept_in_steps, accept_regions
from labeler.core.edits.sequence import parts_of
from labeler.core.geometry import PixelRect
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.rasterizer import rasterize
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import polygon

CLASSES = ClassTable().with_names(["cat", "dog", "sky"])
SIZE = (24, 18)


class Scene:
    """An annotation with what follows it, as a document does."""

    def __init__(self, *shapes, classes=CLASSES):
        self.annotation = Annotation(SIZE, list(shapes))
        self.index = ShapeIndex(self.annotation.shapes)
        self.live = LiveLabelMap(self.annotation, SIZE, classes, self.index)

    @property
    def pixels(self):
        return self.live.label_map.copy()

    def do(self, edit):
        for part in parts_of(edit):
            self._follow(part.apply(self.annotation))

    def undo(self, edit):
        for part in reversed(parts_of(edit)):
            self._follow(part.revert(self.annotation))

    def _follow(self, change):
        self.index.update(change)
        self.live.update(change)


def box(class_name, left, top, right, bottom, **fields):
    return polygon(class_name, [(left, top), (right, top), (right, bottom), (left, bottom)], **fields)


def regions_of(scene, prediction):
    found = difference_regions(scene.live.label_map, prediction)
    return [
        Predicted(found.mask(number), region.rect, region.predicted_index)
        for number, region in enumerate(found)
    ]


def predicted(index, left, top, right, bottom):
    return Predicted(np.ones((bottom - top, right - left), bool), PixelRect(left, top, right, bottom), index)


def accept(scene, *regions, permits=None):
    made = accept_regions(scene.live, regions, permits or Permits())
    if made.edit is not None:
        scene.do(made.edit)
    return made


corner = st.tuples(st.integers(-2, 26), st.integers(-2, 20))
# Not on a lattice only: outlines that pass beside the centres of pixels are cut as exactly.
rough = st.tuples(st.floats(-2, 26), st.floats(-2, 20))
drawn_shapes = st.lists(
    st.builds(
        lambda name, ring, group: polygon(name, ring, group_id=group),
        st.sampled_from(["cat", "dog", "sky", "void", "background", "unknown"]),
        st.lists(corner | rough, min_size=3, max_size=6),
        st.sampled_from([None, None, 3]),
    ),
    max_size=6,
)
predictions = arrays(np.uint8, SIZE[::-1], elements=st.sampled_from([0, 1, 2, 3, 255]))


@settings(deadline=None, max_examples=60)  # the first call compiles
@given(drawn_shapes, predictions, st.data())
def test_the_accepted_regions_are_the_predictions_the_rest_stays_and_undo_restores_all(drawn, noise, data):
    scene = Scene(*drawn)
    blocks = np.kron(noise[::3, ::3], np.ones((3, 3), np.uint8))
    prediction = data.draw(st.sampled_from([noise, blocks]))
    before, shapes_before = scene.pixels, list(scene.annotation.shapes)
    regions = regions_of(scene, prediction)
    wanted = data.draw(st.sampled_from([regions, regions[:1], regions[::3]]))
    expected = before.copy()
    for mask, rect, index in wanted:
        expected[rect.top : rect.bottom, rect.left : rect.right][mask] = index
    made = accept(scene, *wanted)
    assert made.count == len(wanted)
    assert not made.refusals
    np.testing.assert_array_equal(scene.pixels, expected)
    known = [shape for shape in scene.annotation.shapes if shape.class_name != "unknown"]
    np.testing.assert_array_equal(rasterize(known, SIZE, CLASSES), expected)
    if made.edit is not None:
        scene.undo(made.edit)
    np.testing.assert_array_equal(scene.pixels, before)
    assert all(now is then for now, then in zip(scene.annotation.shapes, shapes_before, strict=True))


def test_a_predicted_class_becomes_one_polygon_of_the_instance_that_it_borders():
    scene = Scene(box("cat", 2, 2, 8, 8), box("cat", 14, 2, 20, 8))
    made = accept(scene, predicted(1, 8, 3, 11, 6))
    assert made.edit.text == "Accept region"
    first, second, new = scene.annotation.shapes
    assert (new.class_name, new.kind) == ("cat", "polygon")
    assert sorted(map(tuple, new.points.tolist())) == [(8, 3), (8, 6), (11, 3), (11, 6)]
    assert (first.group_id, second.group_id, new.group_id) == (1, None, 1)


def test_a_locked_neighbour_gets_no_group_and_one_that_has_a_group_shares_it():
    scene = Scene(box("cat", 2, 2, 8, 8), box("dog", 12, 2, 18, 8, group_id=7))
    permits = Permits(is_editable=lambda _: False)
    accept(scene, predicted(1, 8, 3, 10, 6), predicted(2, 18, 3, 20, 6), permits=permits)
    assert [shape.group_id for shape in scene.annotation.shapes] == [None, 7, None, 7]


def test_predicted_background_is_taken_from_every_shape_that_covers_it():
    scene = Scene(box("background", 0, 0, 24, 18), box("cat", 2, 2, 10, 10), box("dog", 4, 4, 12, 12))
    accept(scene, predicted(0, 5, 5, 8, 8))
    assert (scene.pixels[5:8, 5:8] == 0).all()
    backdrop, cat, dog = scene.annotation.shapes
    assert (len(backdrop.holes), len(cat.holes), len(dog.holes)) == (0, 1, 1)


def test_a_shape_that_loses_all_goes_and_one_that_falls_apart_is_a_group():
    scene = Scene(box("cat", 2, 2, 5, 5), box("dog", 8, 2, 20, 5))
    made = accept(scene, predicted(0, 2, 2, 5, 5), predicted(0, 12, 2, 14, 5), predicted(3, 0, 10, 3, 12))
    assert made.edit.text == "Accept 3 regions"
    assert [shape.class_name for shape in scene.annotation.shapes] == ["dog", "dog", "sky"]
    left, right, sky = scene.annotation.shapes
    assert left.group_id == right.group_id == 1
    assert sky.group_id is None


def test_predicted_void_becomes_a_shape_of_void_without_a_group():
    scene = Scene(box("void", 0, 0, 4, 4), box("cat", 4, 0, 10, 6))
    accept(scene, predicted(255, 4, 0, 6, 4))
    assert scene.annotation.shapes[-1].class_name == "void"
    assert scene.annotation.shapes[-1].group_id is None
    assert (scene.pixels[0:4, 0:6] == 255).all()


def test_what_the_annotation_has_already_is_nothing_to_do():
    scene = Scene(box("cat", 2, 2, 8, 8))
    made = accept(scene, predicted(1, 3, 3, 6, 6))
    assert (made.edit, made.count, dict(made.refusals)) == (None, 0, {})
    half = accept(scene, predicted(1, 6, 3, 10, 6))
    assert scene.annotation.shapes[-1].bounds == (8, 3, 10, 6)
    assert half.count == 1


def with_row(name, change):
    row = CLASSES.find(name)
    return CLASSES.with_row(row.index, change(row))


@pytest.mark.parametrize(
    ("classes", "region", "permits", "words"),
    [
        (CLASSES, predicted(9, 12, 2, 14, 4), Permits(), "no class of the index 9"),
        (
            with_row("dog", lambda row: row.with_lock(True)),
            predicted(2, 3, 3, 5, 5),
            Permits(),
            '"dog" is locked',
        ),
        (
            *(CLASSES, predicted(2, 3, 3, 5, 5)),
            *(Permits(is_class_visible=lambda name: name != "dog"), '"dog" is hidden'),
        ),
        (
            *(with_row("cat", lambda row: row.with_protection(True)), predicted(2, 3, 3, 5, 5)),
            *(Permits(), '"cat" is protected'),
        ),
        (
            *(with_row("cat", lambda row: row.with_protection(True)), predicted(0, 3, 3, 5, 5)),
            *(Permits(), '"cat" is protected, and would lose pixels'),
        ),
        (
            *(CLASSES, predicted(0, 3, 3, 5, 5)),
            *(Permits(is_editable=lambda place: place != 0), "is locked or hidden"),
        ),
    ],
)
def test_what_may_not_be_changed_is_refused_in_words_and_the_others_are_accepted(
    classes, region, permits, words
):
    scene = Scene(box("cat", 2, 2, 8, 8), classes=classes)
    before = scene.pixels
    alone = accept(scene, region, permits=permits)
    assert alone.edit is None
    ((sentence, count),) = alone.refusals.items()
    assert words in sentence
    assert count == 1
    np.testing.assert_array_equal(scene.pixels, before)
    both = accept(scene, region, predicted(3, 15, 10, 18, 12), permits=permits)
    assert both.count == 1
    assert (scene.pixels != before).sum() == 6


def test_a_locked_shape_beside_the_region_is_in_nobodys_way():
    scene = Scene(box("cat", 2, 2, 8, 8), replace(box("dog", 9, 2, 15, 8), is_locked=True))
    made = accept(scene, predicted(0, 3, 3, 12, 5)._replace(mask=np.arange(18).reshape(2, 9) % 9 < 3))
    assert made.count == 1
    permits = Permits(is_editable=lambda place: place != 1)
    assert (
        accept(
            scene,
            predicted(0, 2, 6, 10, 8)._replace(mask=np.arange(16).reshape(2, 8) % 8 < 3),
            permits=permits,
        ).count
        == 1
    )


def test_the_steps_tell_how_far_it_is():
    scene = Scene(box("cat", 2, 2, 8, 8))
    shares = list(
        accept_in_steps(scene.live, [predicted(2, 3, 3, 5, 5), predicted(3, 10, 3, 12, 5)], Permits())
    )
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] < 1
