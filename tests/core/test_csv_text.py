"""What is written as CSV is read as it was."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.class_file import read_classes, write_classes
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.csv_text import csv_bytes

CELLS = st.text(st.sampled_from("a,\"\r\n ;'\t\u2028\x85\x0bé"), max_size=6)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4))
def test_every_cell_is_read_as_it_was_written(rows):
    data = csv_bytes(rows)
    assert list(csv.reader(io.StringIO(data.decode(), newline=""))) == rows


def test_rows_end_with_a_line_feed_and_few_cells_have_quotes():
    assert csv_bytes([["a", "b c"], [1, "d,e"], ["f\rg", ""]]) == b'a,b c\n1,"d,e"\n"f\rg",\n'


def test_class_names_and_notes_of_several_lines_are_kept(tmp_path):
    rows = (ClassRow(1, "cat\rdog", (1, 2, 3), {"notes": "two\r\nlines\rthree"}),)
    write_classes(tmp_path / "classes.csv", ClassTable(rows))
    row = read_classes(tmp_path / "classes.csv").at(1)
    assert row is not None
    assert (row.name, row.notes) == ("cat\rdog", "two\r\nlines\rthree")
