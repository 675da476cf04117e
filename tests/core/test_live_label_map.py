from dataclasses import replace

import numpy as np
import pytest

from labeler.core.annotation import Annotation
from labeler.core.change import StateChanged
from labeler.core.classes import ClassTable
from labeler.core.edits.classes import ReplaceClasses
from labeler.core.edits.shapes import (
    DeleteShapes,
    InsertShapes,
    ReorderShapes,
    ReplaceShapes,
    add_shape,
    set_class,
)
from labeler.core.geometry import Bounds, PixelRect
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.rasterizer import rasterize
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Bitmap, Shape, ShapeKind, polygon

SIZE = (60, 45)
NAMES = ["cat", "dog", "sky", "void", "background"]
KINDS = [ShapeKind.RECTANGLE, ShapeKind.CIRCLE]
CLASSES = ClassTable().with_names(NAMES[:3])
SQUARE = [(5, 5), (15, 5), (15, 15), (5, 15)]


class Document:
    """An annotation, its index and its live label map, followed by hand as the window's document does."""

    def __init__(self, shapes=(), classes=CLASSES, background=0):
        self.annotation = Annotation(SIZE, list(shapes))
        self.classes = classes
        self.background = background
        self.index = ShapeIndex(self.annotation.shapes)
        self.live = LiveLabelMap(self.annotation, SIZE, classes, self.index, background=background)

    def follow(self, change):
        self.index.update(change)
        return self.live.update(change)

    def apply(self, edit):
        return self.follow(edit.apply(self.annotation))

    def fresh(self):
        known = [shape for shape in self.annotation.shapes if self.classes.find(shape.class_name)]
        return rasterize(known, SIZE, self.classes, background=self.background)

    @property
    def is_true(self):
        return np.array_equal(self.live.label_map, self.fresh())


def random_shape(rng):
    centre = rng.uniform(-10, 60, 2)
    name, kind = rng.choice(NAMES), rng.integers(6)
    points = centre + rng.uniform(-12, 12, (rng.integers(1, 8), 2))
    if rng.random() < 0.5:
        points = np.round(points * 2) / 2
    if kind == 0:
        pixels = rng.random((rng.integers(1, 9), rng.integers(1, 9))) < 0.6
        return Shape(class_name=name, points=points[:1], kind=ShapeKind.MASK, bitmap=Bitmap(pixels))
    if kind == 1:
        two = centre + rng.uniform(-9, 9, (2, 2))
        return Shape(class_name=name, points=two, kind=KINDS[rng.integers(2)])
    if kind == 2:
        return Shape(class_name=name, points=points, kind=ShapeKind.LINESTRIP)
    # Holes may reach out of the exterior.
    holes = [centre + rng.uniform(-15, 15, (4, 2)) for _ in range(kind - 3)]
    return polygon(name, points, holes)


def random_edit(rng, shapes):
    count = len(shapes)
    some = (
        tuple(sorted(rng.choice(count, rng.integers(1, min(count, 4) + 1), replace=False).tolist()))
        if count
        else ()
    )
    kind = rng.integers(5)
    if not some or kind == 0:
        new = rng.integers(1, 4)
        places = tuple(sorted(rng.choice(count + new, new, replace=False).tolist()))
        return InsertShapes(places, tuple(random_shape(rng) for _ in places))
    before = tuple(shapes[place] for place in some)
    if kind == 1 and count > 3:
        return DeleteShapes(some, before)
    if kind == 2:
        moved = tuple(int(place) for place in rng.permutation(count))
        return ReorderShapes(moved, Bounds.around(shape.bounds for shape in shapes))
    if kind == 3:
        after = tuple(replace(shape, class_name=str(rng.choice(NAMES))) for shape in before)
    else:
        after = tuple(random_shape(rng) for _ in before)
    return ReplaceShapes(some, before, after)


@pytest.mark.parametrize("seed", range(12))
def test_after_any_edits_undone_and_redone_it_equals_a_fresh_rasterization(seed):
    rng = np.random.default_rng(seed)
    document = Document([random_shape(rng) for _ in range(8)], background=int(rng.choice([0, 255])))
    array = document.live.label_map
    history, undone = [], []
    for _ in range(80):
        choice = rng.random()
        before = array.copy()
        if choice < 0.25 and history:
            undone.append(history.pop())
            rect = document.follow(undone[-1].revert(document.annotation))
        elif choice < 0.4 and undone:
            history.append(undone.pop())
            rect = document.apply(history[-1])
        else:
            history.append(random_edit(rng, document.annotation.shapes))
            undone.clear()
            rect = document.apply(history[-1])
        assert document.is_true
        before[rect.top : rect.bottom, rect.left : rect.right] = 0
        outside = array.copy()
        outside[rect.top : rect.bottom, rect.left : rect.right] = 0
        assert np.array_equal(before, outside)
    while history:
        document.follow(history.pop().revert(document.annotation))
    assert document.is_true
    assert document.live.label_map is array


def test_only_the_rectangle_of_a_change_is_redrawn():
    document = Document([polygon("cat", SQUARE)])
    document.live.label_map[30, 30] = 77
    rect = document.apply(add_shape(document.annotation, polygon("dog", [(10.5, 10.5), (20, 12), (12, 20)])))
    assert rect == PixelRect(10, 10, 20, 20)
    assert document.live.label_map[30, 30] == 77


def test_a_change_off_the_image_redraws_nothing():
    document = Document()
    assert document.apply(
        add_shape(document.annotation, polygon("cat", [(99, 99), (120, 99), (99, 120)]))
    ).is_empty
    assert not document.live.label_map.any()


def test_the_array_is_one_of_numpys_own_in_c_order():
    array = Document().live.label_map
    assert array.dtype == np.uint8
    assert array.shape == SIZE[::-1]
    assert array.flags.c_contiguous
    assert array.flags.owndata


def test_an_unknown_class_is_left_out_and_named_until_the_table_has_it():
    line = Shape(class_name="wire", points=np.array(SQUARE, float), kind=ShapeKind.LINESTRIP)
    cow, hen = polygon("cow", SQUARE), polygon("hen", [(20, 5), (30, 5), (30, 15)])
    document = Document([cow, hen, line, polygon("__ignore__", [(1, 1), (3, 1), (3, 3)])])
    assert document.live.unknown_classes == ("cow", "hen")
    assert set(np.unique(document.live.label_map)) == {0, 255}
    edit = ReplaceClasses(CLASSES, CLASSES.with_class("cow"))
    document.classes = edit.after
    assert document.follow(edit.apply(document)) == PixelRect(0, 0, *SIZE)
    assert document.live.unknown_classes == ("hen",)
    assert document.is_true
    document.apply(set_class(document.annotation, [1], "cat"))
    assert document.live.unknown_classes == ()
    assert document.is_true


def test_new_indices_redraw_everything_and_new_colors_nothing():
    document = Document([polygon("cat", SQUARE), polygon("dog", [(20, 5), (30, 5), (30, 15)])])
    for table, is_redrawn in (
        (CLASSES.recolored(1, (1, 2, 3)), False),
        (CLASSES.with_class("bird"), False),
        (CLASSES.reindexed(3, 77), False),
        (CLASSES.reindexed(1, 99), True),
        (CLASSES.without(2), True),
    ):
        before, document.classes = document.classes, CLASSES
        document.follow(ReplaceClasses(before, CLASSES).apply(document))
        rect = document.follow(ReplaceClasses(CLASSES, table).apply(document))
        assert rect.is_empty != is_redrawn
        assert document.is_true


def test_a_renamed_class_keeps_its_pixels_and_takes_in_shapes_that_waited_for_the_name():
    document = Document([polygon("cat", SQUARE), polygon("lion", [(20, 5), (30, 5), (30, 15)])])
    before = document.live.label_map.copy()
    edit = ReplaceClasses(CLASSES, CLASSES.renamed(1, "lion"), renamed=("cat", "lion"))
    document.annotation.shapes[0] = replace(document.annotation.shapes[0], class_name="lion")
    document.follow(edit.apply(document))
    assert document.is_true
    assert np.array_equal(document.live.label_map[:, :16], before[:, :16])
    assert document.live.label_map[7, 27] == 1


def test_a_shape_too_far_away_to_be_drawn_does_not_stop_the_others():
    far = polygon("dog", [(0, 0), (1e300, 0), (9, 9)])
    document = Document([polygon("cat", SQUARE), far, polygon("dog", [(0, 0), (np.nan, 0), (9, 9)])])
    assert np.count_nonzero(document.live.label_map == 1) == 100
    assert np.count_nonzero(document.live.label_map == 2) == 0


def test_a_state_changes_no_pixel():
    document = Document([polygon("cat", SQUARE)])
    assert document.follow(StateChanged()).is_empty
