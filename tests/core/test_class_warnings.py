"""What troubles the users of a class table is told, with the classes it is about."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.class_file import read_ready_table
from labeler.core.class_warnings import (
    WarningKind,
    index_warnings,
    photograph_warnings,
    table_warnings,
    usage_warnings,
)
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.perception import Vision

DISTINCT = [(255, 0, 0), (0, 85, 255), (255, 213, 0)]


def table(*classes):
    rows = [ClassRow(place, name, color) for place, (name, color) in enumerate(classes, 1)]
    return ClassTable(tuple(rows))


def kinds(warnings):
    return [warning.kind for warning in warnings]


def test_a_table_of_clear_colours_and_names_has_none():
    names = ("car", "road", "sky")
    assert table_warnings(table(*zip(names, DISTINCT, strict=True))) == []


def test_equal_colours_are_told_once_with_all_their_classes():
    (warning,) = table_warnings(table(("car", DISTINCT[0]), ("bus", DISTINCT[0]), ("van", DISTINCT[0])))
    assert warning.kind is WarningKind.EQUAL_COLORS
    assert [row.name for row in warning.rows] == ["car", "bus", "van"]
    assert "car, bus and van" in warning.text


def test_colours_that_look_alike_are_told():
    (warning,) = table_warnings(table(("car", (200, 40, 40)), ("bus", (203, 40, 42))))
    assert warning.kind is WarningKind.ALIKE_COLORS
    assert [row.name for row in warning.rows] == ["car", "bus"]


def test_colours_that_only_some_take_for_each_other_name_their_vision():
    # Two colours of the VOC colour map.
    warnings = table_warnings(table(("sofa", (0, 192, 0)), ("train", (128, 192, 0))))
    (warning,) = [each for each in warnings if each.kind is WarningKind.ALIKE_TO_SOME]
    assert Vision.PROTAN in warning.text
    assert Vision.DEUTAN in warning.text
    assert Vision.TRITAN not in warning.text


def test_what_everybody_takes_for_each_other_comes_first_and_the_most_alike_before_others():
    warnings = table_warnings(read_ready_table("voc21"))
    normal = [each.kind is WarningKind.ALIKE_COLORS for each in warnings]
    assert normal == sorted(normal, reverse=True)
    assert warnings[0].text.startswith("The colours of bicycle and cow ")


def test_background_and_void_count():
    (warning,) = table_warnings(table(("night", (2, 2, 2))))
    assert [row.name for row in warning.rows] == ["background", "night"]


@pytest.mark.parametrize("other", ["Car", "car ", "C ar", "c_ar", "c-AR"])
def test_names_that_differ_in_case_or_blanks_only_are_told(other):
    warnings = table_warnings(table(("car", DISTINCT[0]), (other, DISTINCT[1])))
    assert kinds(warnings) == [WarningKind.ALIKE_NAMES]
    assert repr(other) in warnings[0].text


def test_names_that_differ_otherwise_are_not():
    assert not table_warnings(table(("car", DISTINCT[0]), ("cars", DISTINCT[1])))


def photograph(*shares):
    """A photograph whose rows have these colours, each so many of a hundred."""
    rows = [np.full((share, 100, 3), color, np.uint8) for color, share in shares]
    return np.concatenate(rows)


def test_a_class_of_the_colour_of_much_of_the_photograph_is_told():
    green = (60, 120, 50)
    classes = table(("grass", green), ("car", DISTINCT[0]))
    (warning,) = photograph_warnings(classes, photograph((green, 40), ((200, 220, 240), 60)))
    assert warning.kind is WarningKind.LIKE_PHOTOGRAPH
    assert [row.name for row in warning.rows] == ["grass"]
    assert warning.text.startswith("40 % of the photograph")


def test_a_colour_that_little_of_the_photograph_has_is_no_trouble():
    green = (60, 120, 50)
    assert not photograph_warnings(table(("grass", green)), photograph((green, 10), ((0, 0, 255), 90)))


def test_background_is_never_told_of_a_photograph():
    assert not photograph_warnings(ClassTable(), np.zeros((100, 100, 3), np.uint8))


def test_a_photograph_of_one_pixel_is_one():
    assert len(photograph_warnings(table(("a", (9, 9, 9))), np.full((1, 1, 3), 9, np.uint8))) == 1


def test_classes_that_no_shape_has_are_told():
    classes = table(("car", DISTINCT[0]), ("bus", DISTINCT[1]))
    (warning,) = usage_warnings(classes, {"car": 3, "lorry": 2})
    assert (warning.kind, warning.rows[0].name) == (WarningKind.UNUSED, "bus")
    assert len(usage_warnings(classes, {})) == 2


def test_indices_without_a_class_are_told_with_their_pixels():
    (warning,) = index_warnings(table(("car", DISTINCT[0])), {0: 5, 1: 5, 7: 1234, 9: 0, 255: 1})
    assert (warning.kind, warning.index) == (WarningKind.MISSING, 7)
    assert "1,234 px of the index 7" in warning.text


def test_names_that_are_one_word_written_with_other_characters_are_told():
    rows = [ClassRow(1, "caf\u00e9", (200, 0, 0)), ClassRow(2, "cafe\u0301", (0, 0, 200))]
    rows += [ClassRow(3, "traffic-light", (0, 200, 0)), ClassRow(4, "Traffic_Light", (200, 200, 0))]
    found = [each for each in table_warnings(ClassTable(tuple(rows))) if each.kind is WarningKind.ALIKE_NAMES]
    assert [tuple(row.index for row in each.rows) for each in found] == [(1, 2), (3, 4)]
    assert found[1].text.endswith("differ in upper and lower case, blanks or hyphens only.")
