from __future__ import annotations

from pathlib import Path

import pytest

from labeler.core.errors import ClassTableError
from labeler.core.table_formats.json_file import Pairs, parsed, starts_with

FILE = Path("labels.json")


def test_objects_keep_their_order_and_every_value_of_a_key():
    pairs = parsed(FILE, b'{"b": 1, "a": {"x": 2}, "b": 3}')
    assert pairs == [("b", 1), ("a", [("x", 2)]), ("b", 3)]
    assert isinstance(pairs, Pairs)
    assert pairs.value("b") == 3
    assert pairs.value("a").value("x") == 2
    assert pairs.value("c") is None


def test_lists_are_no_objects():
    assert parsed(FILE, b"\xef\xbb\xbf [1, 2]") == [1, 2]
    assert not isinstance(parsed(FILE, b"[]"), Pairs)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"a": 1,\n}', r"labels.json, line \d: is no JSON \(.*\). Correct the line."),
        (b"", "line 1: is no JSON"),
        (b"\xff", "is no UTF-8 text"),
    ],
)
def test_what_is_no_json_is_named_with_its_line(data, words):
    with pytest.raises(ClassTableError, match=words):
        parsed(FILE, data)


@pytest.mark.parametrize(
    ("data", "starts"),
    [
        (b"{}", True),
        (b"\xef\xbb\xbf\r\n\t {", True),
        (b"[{", False),
        (b"", False),
        (b" " * 5000 + b"{", False),
    ],
)
def test_the_first_character_tells_objects_from_lists(data, starts):
    assert starts_with(data, b"{") is starts
