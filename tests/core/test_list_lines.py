"""A list file is looked at line by line, and what is written instead reads as what was meant."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labeler.core.errors import ImageSetError
from labeler.core.image_set import read_image_set
from labeler.core.list_lines import KnownNames, LineKind, ListLine, Spelling, clean_list, look_at_list

NAME, REPEATED, BLANK, COMMENT = LineKind.NAME, LineKind.REPEATED, LineKind.BLANK, LineKind.COMMENT


def look(data: bytes):
    return look_at_list("train.txt", data)


def test_a_good_list_has_nothing_but_names():
    found = look(b"a\nb c\n\xea\xb0\x80\n")
    assert found.lines == (
        ListLine(1, NAME, "a", False, 1),
        (2, NAME, "b c", False, 2),
        (3, NAME, "가", False, 3),
    )
    assert not (found.is_marked)
    assert not (found.is_wide)
    assert not (found.has_foreign_ends)
    assert found.is_ended
    assert clean_list(found, {}) == b"a\nb c\n\xea\xb0\x80\n"


def test_every_line_says_what_stands_there():
    found = look(b"a \n\n# other\n\tb\na\n   \n")
    assert found.lines == (
        (1, NAME, "a", True, 1),
        (2, BLANK, "", False, 0),
        (3, COMMENT, "# other", False, 0),
        (4, NAME, "b", True, 4),
        (5, REPEATED, "a", False, 1),
        (6, BLANK, "", False, 0),
    )
    assert found.names == ["a", "b"]
    assert [line.number for line in found.of_kind(BLANK)] == [2, 6]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", (False, True)),
        (b"a\n", (False, True)),
        (b"a\nb", (False, False)),
        (b"a\r\nb\r\n", (True, True)),
        (b"a\r\nb", (True, False)),
        (b"a\rb\r", (True, True)),
        (b"a\nb\r\n", (True, True)),
        (b"a\x0bb\n", (True, True)),
        ("a\u2028b\n".encode(), (True, True)),
        (b"a\r\n", (True, True)),
    ],
)
def test_line_ends(data, expected):
    found = look(data)
    assert (found.has_foreign_ends, found.is_ended) == expected


def test_what_windows_editors_add_is_noticed_and_left_out():
    found = look(b"\xef\xbb\xbfa\r\nb\r\n")
    assert found.is_marked
    assert found.names == ["a", "b"]
    wide = look("a\r\nb\r\n".encode("utf-16"))
    assert wide.is_wide
    assert not wide.is_marked
    assert wide.names == ["a", "b"]
    assert clean_list(wide, {}) == clean_list(found, {}) == b"a\nb\n"


def test_a_byte_order_mark_where_two_files_were_joined_is_a_blank():
    found = look("a\n\ufeffb\n".encode())
    assert found.lines[1] == (2, NAME, "b", True, 2)


@pytest.mark.parametrize("data", [b"\xff\n", b"\xff\xfea", b"caf\xe9\n"])
def test_a_file_that_is_no_text_is_refused(data):
    with pytest.raises(ImageSetError, match=r"train\.txt: is no UTF-8 text \(byte \d+\)"):
        look(data)


def test_other_names_are_written_once():
    found = look(b"a.jpg\nb\na\n")
    assert clean_list(found, {"a.jpg": "a"}) == b"a\nb\n"


line = st.text(alphabet=st.sampled_from("ab #\t\ufeff\r\n\x0b\x85\u2028é."), max_size=6)


@settings(max_examples=300)
@given(
    st.lists(line, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "utf-8-sig"])
)
@example(["", "\ufeffa"], "\n", "utf-8")
@example(["\ufeff\ufeff#", " \ufeff a"], "\n", "utf-8-sig")
def test_a_cleaned_list_reads_back_as_the_names_that_were_seen(tmp_path_factory, lines, end, encoding):
    found = look(end.join(lines).encode(encoding))
    data = clean_list(found, {})
    path = tmp_path_factory.getbasetemp() / "list.txt"
    path.write_bytes(data)
    assert read_image_set(path) == found.names
    again = look(data)
    assert again.names == found.names
    assert not (again.is_marked)
    assert not (again.has_foreign_ends)
    assert again.is_ended
    assert {each.kind for each in again.lines} <= {NAME}
    assert not any(each.is_padded for each in again.lines)
    assert clean_list(again, {}) == data


@given(st.lists(st.text(alphabet="abc_1", min_size=1, max_size=4), unique=True, max_size=8))
def test_a_list_of_an_export_is_left_as_it_is(names):
    data = "".join(f"{name}\n" for name in names).encode()
    found = look(data)
    assert found.names == names
    assert clean_list(found, {}) == data


KNOWN = KnownNames(["a", "a.b", "Street_1", "2007_000032", "x/y", "Ab", "aB"])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a", ("a", Spelling.EXACT)),
        ("a.b", ("a.b", Spelling.EXACT)),
        ("a.jpg", ("a", Spelling.SUFFIX)),
        ("a.b.PNG", ("a.b", Spelling.SUFFIX)),
        ("JPEGImages/2007_000032.jpg", ("2007_000032", Spelling.FOLDER)),
        ("C:\\images\\a.jpg", ("a", Spelling.FOLDER)),
        ("/JPEGImages/a", ("a", Spelling.FOLDER)),
        ("x/y.tif", ("x/y", Spelling.SUFFIX)),
        ("street_1", ("Street_1", Spelling.CASE)),
        ("STREET_1.jpg", ("Street_1", Spelling.CASE)),
        ("ab", None),
        ("a.c", None),
        ("b", None),
        ("", None),
        ("2007_000032 -1", None),
    ],
)
def test_names_are_found_as_people_write_them(written, expected):
    assert KNOWN.find(written) == expected
    assert len(KNOWN) == 7
