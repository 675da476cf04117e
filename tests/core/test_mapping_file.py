"""Mapping files say which index became which, and every fault of one is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.errors import OptionError
from labeler.core.mapping_file import MappingRow, mapping_bytes, read_mapping

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8).map(str.strip)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.builds(MappingRow, st.integers(0, 255), st.integers(0, 255), NAMES, NAMES),
                     unique_by=lambda row: row.old_index))  # fmt: skip
def test_what_was_written_is_read(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("maps") / "mapping.csv"
    path.write_bytes(mapping_bytes(rows))
    assert read_mapping(path) == rows


def read(tmp_path, text):
    path = tmp_path / "mapping.csv"
    path.write_bytes(text.encode())
    return read_mapping(path)


def test_names_may_be_missing_and_columns_stand_in_any_order(tmp_path):
    assert read(tmp_path, "new_index,old_index\n7,3\n") == [MappingRow(3, 7)]


def test_a_byte_order_mark_line_ends_of_windows_and_blank_lines_do_not_matter(tmp_path):
    rows = read(tmp_path, "\ufeffold_index,new_index,old_name\r\n\r\n1,2,car\r\n,,\r\n")
    assert rows == [MappingRow(1, 2, "car")]


def test_further_columns_do_not_matter(tmp_path):
    assert read(tmp_path, "old_index,new_index,why\n1,2,because\n") == [MappingRow(1, 2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1"),
        ("from,to\n1,2\n", "old_index and new_index"),
        ("old_index,new_index\n1,\n", "line 2.*background"),
        ("old_index,new_index\n1,256\n", "256"),
        ("old_index,new_index\n-1,2\n", "-1"),
        ("old_index,new_index\n1\n", "line 2"),
        ("old_index,new_index\ncar,2\n", "car"),
        ("old_index,new_index\n1,2\n1,3\n", "line 3.*line 2"),
        ('old_index,new_index\n"1,2\n', "no CSV"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path, text, words):
    with pytest.raises(OptionError, match=words) as caught:
        read(tmp_path, text)
    assert "mapping.csv" in str(caught.value)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "mapping.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OptionError, match="UTF-8"):
        read_mapping(tmp_path / "mapping.csv")
