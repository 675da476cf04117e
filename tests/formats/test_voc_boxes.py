from __future__ import annotations

from xml.etree import ElementTree

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.geometry import PixelRect
from labeler.core.shapes import polygon
from labeler.formats.voc_boxes import Box, boxes_of, boxes_xml

CLASSES = ClassTable((ClassRow(1, "cat", (1, 1, 1)), ClassRow(2, "<dog> & co", (2, 2, 2))))


def square(name, left, top, side, **fields):
    right, bottom = left + side, top + side
    return polygon(name, [(left, top), (right, top), (right, bottom), (left, bottom)], **fields)


SIZE = (40, 30)


def test_a_box_holds_exactly_the_visible_pixels():
    shapes = [square("cat", 2, 3, 10), square("cat", 7, 3, 10)]
    extents = [PixelRect(2, 3, 7, 13), PixelRect(7, 3, 17, 13)]
    assert [box.pixels for box in boxes_of(shapes, [[0], [1]], extents, SIZE, CLASSES)] == extents


def test_an_object_that_is_wholly_covered_has_no_box():
    shapes = [square("cat", 2, 3, 4), square("cat", 0, 0, 20)]
    extents = [PixelRect(0, 0, 0, 0), PixelRect(0, 0, 20, 20)]
    boxes = boxes_of(shapes, [[0], [1]], extents, SIZE, CLASSES)
    assert [box.pixels for box in boxes] == [PixelRect(0, 0, 20, 20)]


def test_the_parts_of_an_object_share_one_box():
    shapes = [square("cat", 2, 3, 4), square("cat", 20, 10, 5)]
    (box,) = boxes_of(shapes, [[0, 1]], [PixelRect(2, 3, 25, 15)], SIZE, CLASSES)
    assert box.pixels == PixelRect(2, 3, 25, 15)


def test_an_object_that_reaches_beyond_the_image_is_truncated():
    shapes = [square("cat", -3, 3, 10), square("cat", 0, 20, 10)]
    extents = [PixelRect(0, 3, 7, 13), PixelRect(0, 20, 10, 30)]
    boxes = boxes_of(shapes, [[0], [1]], extents, SIZE, CLASSES)
    assert [box.is_truncated for box in boxes] == [True, False]


def test_flags_of_a_shape_become_the_remarks_of_its_object():
    flags = {"difficult": True, "occluded": True, "truncated": False}
    shapes = [square("cat", 1, 1, 5, flags=flags)]
    (box,) = boxes_of(shapes, [[0]], [PixelRect(1, 1, 6, 6)], SIZE, CLASSES)
    assert (box.is_difficult, box.is_occluded, box.is_truncated) == (True, True, False)


def test_the_file_counts_pixels_from_1_with_both_ends_in_the_box():
    box = Box("cat", PixelRect(0, 2, 10, 30), True, False, True)
    root = ElementTree.fromstring(boxes_xml("a b.jpg", (40, 30), [box]))
    corners = [int(root.findtext(f"object/bndbox/{name}")) for name in ("xmin", "ymin", "xmax", "ymax")]
    assert corners == [1, 3, 10, 30]
    assert root.findtext("filename") == "a b.jpg"
    assert [int(root.findtext(f"size/{name}")) for name in ("width", "height", "depth")] == [40, 30, 3]
    remarks = [root.findtext(f"object/{name}") for name in ("truncated", "occluded", "difficult")]
    assert remarks == ["1", "0", "1"]


def test_names_with_markup_and_letters_of_any_language_are_read_back():
    box = Box('<dog> & "Bär"', PixelRect(0, 0, 1, 1), False, False, False)
    root = ElementTree.fromstring(boxes_xml("犬.jpg", (4, 4), [box]))
    assert root.findtext("object/name") == '<dog> & "Bär"'
    assert root.findtext("filename") == "犬.jpg"


def test_an_image_without_objects_has_a_file_without_boxes():
    root = ElementTree.fromstring(boxes_xml("a.jpg", (4, 4), []))
    assert root.findall("object") == []
