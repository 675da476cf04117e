import numpy as np
import pytest

from labeler.core.errors import GeometryError, InstanceError, UnknownClassError
from labeler.core.instance_map import instance_map, objects_of
from labeler.core.shapes import Shape, ShapeKind, polygon

SIZE = (60, 20)
CLASSES = {"background": 0, "cat": 1, "dog": 2, "void": 255}


def square(class_name, left, top=2, side=4, **fields):
    corners = [(left, top), (left + side, top), (left + side, top + side), (left, top + side)]
    return polygon(class_name, corners, **fields)


def test_objects_are_numbered_in_painting_order():
    shapes = [square("dog", 0), square("cat", 10), square("cat", 20)]
    numbers = instance_map(shapes, SIZE, CLASSES)
    assert numbers.dtype == np.uint8
    assert [numbers[3, column] for column in (1, 11, 21, 31)] == [1, 2, 3, 0]
    assert objects_of(shapes, CLASSES) == [[0], [1], [2]]


def test_shapes_of_one_class_and_group_are_one_object():
    shapes = [
        square("cat", 0, group_id=7),
        square("dog", 10, group_id=7),
        square("cat", 20),
        square("cat", 30, group_id=7),
        square("cat", 40, group_id=0),
        square("cat", 50, group_id=0),
    ]
    numbers = instance_map(shapes, SIZE, CLASSES)
    assert [numbers[3, column] for column in (1, 11, 21, 31, 41, 51)] == [1, 2, 3, 1, 4, 4]
    assert objects_of(shapes, CLASSES) == [[0, 3], [1], [2], [4, 5]]


def test_void_paints_void_and_background_paints_nothing_over_what_lies_below():
    shapes = [
        square("cat", 0, side=8),
        square("void", 2, side=2),
        square("background", 5, side=2),
        square("__ignore__", 20),
        square("_background_", 0, 8, side=2),
        square("dog", 30),
    ]
    numbers = instance_map(shapes, SIZE, CLASSES)
    assert [numbers[3, column] for column in (1, 3, 6, 21, 31)] == [1, 255, 0, 255, 2]
    assert numbers[9, 1] == 0
    assert objects_of(shapes, CLASSES) == [[0], [5]]


def test_a_covered_object_keeps_its_number():
    numbers = instance_map([square("cat", 0), square("dog", 0), square("cat", 10)], SIZE, CLASSES)
    assert sorted(np.unique(numbers)) == [0, 2, 3]


def test_points_and_lines_are_no_objects():
    line = Shape(class_name="nobody", points=np.array([(1, 1), (5, 5)]), kind=ShapeKind.LINE)
    shapes = [line, square("cat", 0)]
    assert objects_of(shapes, CLASSES) == [[1]]
    assert instance_map(shapes, SIZE, CLASSES).max() == 1


def test_pixels_under_no_shape_are_void_where_the_dataset_says_so():
    numbers = instance_map([square("cat", 0)], SIZE, CLASSES, background=255)
    assert (numbers[3, 1], numbers[3, 30]) == (1, 255)


def many(count):
    return [square("cat", number % 60, number // 60, side=1) for number in range(count)]


def test_254_objects_fit_and_255_are_an_error_that_offers_sixteen_bits(tmp_path):
    assert instance_map(many(254), SIZE, CLASSES).max() == 254
    with pytest.raises(InstanceError, match=r"255 objects.*254.*16-bit"):
        instance_map(many(255), SIZE, CLASSES)
    with pytest.raises(InstanceError, match=r"a\.json: the image has"):
        instance_map(many(300), SIZE, CLASSES, path=tmp_path / "a.json")


def test_sixteen_bits_number_every_object_and_keep_void_apart():
    shapes = [*many(300), square("void", 0, 15)]
    numbers = instance_map(shapes, SIZE, CLASSES, wide=True, background=255)
    assert numbers.dtype == np.uint16
    assert np.array_equal(numbers[:5].reshape(-1), np.arange(1, 301))
    assert numbers[16, 1] == 65535
    assert numbers[19, 59] == 65535


def test_even_sixteen_bits_have_an_end():
    with pytest.raises(InstanceError, match=r"65,535 objects.*65,534.*groups"):
        instance_map(many(65535), (4, 4), CLASSES, wide=True)


def test_what_cannot_be_rasterized_is_an_error_here_too():
    with pytest.raises(UnknownClassError):
        instance_map([square("cow", 0)], SIZE, CLASSES)
    with pytest.raises(GeometryError):
        instance_map([square("cat", np.nan)], SIZE, CLASSES)
