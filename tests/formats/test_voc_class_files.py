from __future__ import annotations

import pytest

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ExportError
from labeler.formats.voc_class_files import check_class_names, class_names_text

TABLE = ClassTable((ClassRow(4, "tv monitor", (1, 2, 3)), ClassRow(2, "cat", (0, 128, 0))))


def test_line_numbers_of_class_names_are_indices_even_where_an_index_is_unused():
    names = class_names_text(TABLE).splitlines()
    assert names == ["background", "__unused_1__", "cat", "__unused_3__", "tv monitor"]


def test_a_table_without_classes_names_the_background():
    assert class_names_text(ClassTable()) == "background\n"


@pytest.mark.parametrize("name", ["a:b", "#1", "two\nlines", " blank", "bell\a"])
def test_a_name_that_the_files_cannot_hold_is_refused_with_its_reason(name):
    with pytest.raises(ExportError, match=r"Rename the class") as refusal:
        check_class_names(ClassTable((ClassRow(1, name, (9, 9, 9)),)))
    assert repr(name) in str(refusal.value)


@pytest.mark.parametrize("name", ["tv/monitor", "Straße", "a, b", "<&>\"'"])
def test_other_names_pass(name):
    check_class_names(ClassTable((ClassRow(1, name, (9, 9, 9)),)))
