from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labeler.core.classes import ClassTable
from labeler.core.errors import ImageSizeError, LabelImportError, OptionError
from labeler.core.instance_map import instance_map
from labeler.core.label_import import ImportedShapes, ShapeOptions, import_shapes, missing_indices
from labeler.core.pixel_counts import pixel_counts
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import polygon
from labeler.core.validity import find_faults
from tests.reference.label_maps import label_maps

CLASSES = ClassTable().with_class("cat", 1).with_class("dog", 2)
EVERY_INDEX = ClassTable()
for _index in range(1, 255):
    EVERY_INDEX = EVERY_INDEX.with_class(f"class {_index}", _index)
STRAIGHT = ShapeOptions(tolerance=0.8)


def of_text(*rows):
    """A map of digits."""
    return np.array([[int(digit) for digit in row] for row in rows], np.uint8)


def drawn(imported, label_map, classes=CLASSES, unlabelled=0):
    return rasterize(imported.shapes, label_map.shape[::-1], classes, background=unlabelled)


def exported(imported, label_map, *, wide=False):
    return instance_map(imported.shapes, label_map.shape[::-1], CLASSES, wide=wide)


def renumbered(numbers, label_map):
    """The objects of an instance map in the order of their numbers as 1, 2, 3 ..."""
    cleaned = np.where((label_map == 0) | (label_map == 255), 0, numbers)
    present = [number for number in np.unique(cleaned).tolist() if number]
    result = np.where(label_map == 255, 255, 0).astype(np.uint8)
    for new, old in enumerate(present, 1):
        result[cleaned == old] = new
    return result


@settings(deadline=None, max_examples=60)
@given(label_maps(), st.sampled_from([0, 255]))
@example(np.ones((1, 1), np.uint8), 0)
@example(np.full((1, 1), 255, np.uint8), 255)
@example(np.indices((9, 8)).sum(axis=0).astype(np.uint8) % 2, 0)
def test_shapes_rasterize_to_the_identical_label_map(label_map, unlabelled):
    imported = import_shapes(label_map, CLASSES, ShapeOptions(unlabelled=unlabelled))
    np.testing.assert_array_equal(drawn(imported, label_map, unlabelled=unlabelled), label_map)
    assert imported.changed == 0


def test_all_256_indices_and_noise_come_back():
    label_map = np.random.default_rng(5).integers(0, 256, (60, 70)).astype(np.uint8)
    label_map[:16, :16] = np.arange(256).reshape(16, 16)
    imported = import_shapes(label_map, EVERY_INDEX)
    np.testing.assert_array_equal(drawn(imported, label_map, EVERY_INDEX), label_map)


@settings(deadline=None, max_examples=40)
@given(label_maps())
def test_void_stays_unlabelled_by_choice_and_is_counted(label_map):
    imported = import_shapes(label_map, CLASSES, ShapeOptions(void="unlabelled"))
    expected = np.where(label_map == 255, 0, label_map)
    np.testing.assert_array_equal(drawn(imported, label_map), expected)
    assert imported.void_left == np.count_nonzero(label_map == 255)
    assert "void" not in {shape.class_name for shape in imported.shapes}


def test_where_unlabelled_means_void_background_is_drawn_and_void_is_not():
    label_map = of_text("0011", "0011").astype(np.uint8)
    label_map[1, 0] = 255
    options = ShapeOptions(unlabelled=255, void="unlabelled")
    imported = import_shapes(label_map, CLASSES, options)
    assert [shape.class_name for shape in imported.shapes] == ["background", "cat"]
    assert imported.void_left == 0
    np.testing.assert_array_equal(drawn(imported, label_map, unlabelled=255), label_map)


def test_an_empty_label_map_gives_no_shapes():
    assert import_shapes(np.zeros((4, 3), np.uint8), CLASSES) == ImportedShapes([])


def test_shapes_come_in_reading_order_and_without_groups():
    imported = import_shapes(of_text("2011", "0000", "1022"), CLASSES)
    assert [shape.class_name for shape in imported.shapes] == ["dog", "cat", "cat", "dog"]
    assert {shape.group_id for shape in imported.shapes} == {None}


def test_objects_of_one_class_that_touch_become_shapes_of_their_own():
    label_map, numbers = of_text("1111", "1111"), of_text("2211", "2211")
    imported = import_shapes(label_map, CLASSES, instances=numbers)
    assert len(imported.shapes) == 2
    np.testing.assert_array_equal(exported(imported, label_map), numbers)


def test_pieces_of_one_object_share_a_group_and_an_object_of_one_piece_has_none():
    label_map = of_text("1010", "0000", "1022")
    numbers = of_text("3020", "0000", "3011")
    imported = import_shapes(label_map, CLASSES, instances=numbers)
    told = [(shape.class_name, shape.group_id) for shape in imported.shapes]
    assert told == [("dog", None), ("cat", None), ("cat", 3), ("cat", 3)]
    assert imported.objects == 3
    np.testing.assert_array_equal(exported(imported, label_map), numbers)


@settings(deadline=None, max_examples=60)
@given(label_maps((1, 1, 2)), st.data())
def test_an_export_of_what_was_imported_has_the_same_objects(label_map, data):
    low = data.draw(label_maps((1, 2, 3, 200)))
    # An object has one class: numbers of dogs are others than those of cats.
    rows, columns = (np.minimum(one, other) for one, other in zip(label_map.shape, low.shape, strict=True))
    label_map = label_map[:rows, :columns]
    numbers = (low[:rows, :columns] + label_map * 20).astype(np.uint8)
    holes = data.draw(st.sampled_from([0, 255]))
    label_map = np.where(numbers % 7 == 0, holes, label_map).astype(np.uint8)
    imported = import_shapes(label_map, CLASSES, instances=numbers)
    np.testing.assert_array_equal(drawn(imported, label_map), label_map)
    np.testing.assert_array_equal(exported(imported, label_map), renumbered(numbers, label_map))
    assert imported.mixed == imported.without_object == 0


def test_numbers_of_16_bits_come_back():
    label_map = np.ones((20, 30), np.uint8)
    numbers = np.arange(1, 601, dtype=np.uint16).reshape(20, 30)
    imported = import_shapes(label_map, CLASSES, instances=numbers)
    assert imported.objects == 600
    np.testing.assert_array_equal(exported(imported, label_map, wide=True), numbers)


@pytest.mark.parametrize(("kind", "void"), [(np.uint8, 255), (np.uint16, 65535)])
def test_void_of_the_instance_map_is_no_object(kind, void):
    label_map = np.array([[1, 1, 255, 2]], np.uint8)
    numbers = np.array([[1, void, void, 2]], kind)
    imported = import_shapes(label_map, CLASSES, instances=numbers)
    assert (imported.objects, imported.without_object, imported.stray) == (2, 1, 0)
    np.testing.assert_array_equal(drawn(imported, label_map), label_map)


def test_a_class_beside_no_object_and_a_number_beside_no_class_are_counted():
    label_map, numbers = of_text("1100", "1100"), of_text("0050", "1100")
    imported = import_shapes(label_map, CLASSES, instances=numbers)
    assert (imported.without_object, imported.stray, imported.objects) == (2, 1, 1)
    np.testing.assert_array_equal(drawn(imported, label_map), label_map)


def test_an_object_of_two_classes_is_told():
    imported = import_shapes(of_text("12"), CLASSES, instances=of_text("44"))
    assert (imported.objects, imported.mixed) == (2, 1)


def test_an_index_without_a_class_is_refused_by_name():
    with pytest.raises(OptionError, match=r"without a class: 7 \(2 px\), 9 \(1 px\)"):
        import_shapes(of_text("077", "009"), CLASSES)
    assert missing_indices(pixel_counts(of_text("077", "009")), CLASSES) == {7: 2, 9: 1}


def test_maps_of_two_sizes_are_refused():
    with pytest.raises(ImageSizeError, match="2 x 1 pixels, and the label map 1 x 2"):
        import_shapes(of_text("1", "1"), CLASSES, instances=of_text("11"))


@pytest.mark.parametrize("wrong", [{"unlabelled": 3}, {"void": "no"}, {"tolerance": -1}, {"tolerance": 1e9}])
def test_options_that_mean_nothing_are_refused(wrong):
    with pytest.raises(OptionError):
        ShapeOptions(**wrong)


def test_shapes_that_do_not_give_the_map_are_an_error(monkeypatch):
    monkeypatch.setattr(
        "labeler.core.label_import._shapes",
        lambda *_: [polygon("cat", [(0, 0), (1, 0), (1, 1)])],
    )
    with pytest.raises(LabelImportError, match="label map differ from it in 3 px"):
        import_shapes(of_text("11", "11"), CLASSES)


def test_groups_that_do_not_give_the_objects_are_an_error(monkeypatch):
    monkeypatch.setattr("labeler.core.label_import._in_order", lambda outlines, regions: outlines[::-1])
    monkeypatch.setattr(
        "labeler.core.label_import._drawn_numbers", lambda shapes, outlines, regions, numbers: numbers * 0
    )
    with pytest.raises(LabelImportError, match="instance map differ from it in 4 px"):
        import_shapes(of_text("11", "11"), CLASSES, instances=of_text("12", "12"))


@settings(deadline=None, max_examples=30)
@given(label_maps((1, 1, 2, 255)), st.sampled_from([0.4, 0.8, 1.0, 3.0]))
def test_straight_borders_leave_no_pixel_to_none_or_two_and_never_cross(label_map, tolerance):
    imported = import_shapes(label_map, CLASSES, ShapeOptions(tolerance=tolerance))
    size = label_map.shape[::-1]
    first = drawn(imported, label_map)
    np.testing.assert_array_equal(first, rasterize(imported.shapes[::-1], size, CLASSES, background=77))
    assert imported.changed == np.count_nonzero(first != label_map)
    assert not find_faults(imported.shapes)


@settings(deadline=None, max_examples=30)
@given(label_maps((0, 0, 1, 2)))
def test_no_region_loses_all_its_pixels_to_straight_borders(label_map):
    imported = import_shapes(label_map, CLASSES, ShapeOptions(tolerance=5.0))
    for shape in imported.shapes:
        assert rasterize([shape], label_map.shape[::-1], CLASSES).any()
