"""Words that findings have in common."""

from __future__ import annotations

import pytest

from labeler.jobs.check.wording import a_few, count_of, lines_of


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("", ""),
        ("a", "a"),
        ("ab", "a and b"),
        ("abc", "a, b and c"),
        ("abcdef", "a, b, c, d, e and f"),
        ("abcdefg", "a, b, c, d, e and 2 more"),
    ],
)
def test_some_names_are_told_and_the_others_counted(names, expected):
    assert a_few(list(names)) == expected


def test_how_many_are_told_is_chosen():
    assert a_few(list("abcd"), 2) == "a, b and 2 more"
    assert a_few(list("abc"), 2) == "a, b and c"


def test_counts_and_lines_are_said_in_singular_and_plural():
    assert count_of(1, "pixel") == "1 pixel"
    assert count_of(1200, "pixel") == "1,200 pixels"
    assert count_of(2, "vertex", "vertices") == "2 vertices"
    assert lines_of([3], "is blank", "are blank") == "Line 3 is blank"
    assert lines_of([3, 1005], "is blank", "are blank") == "Lines 3 and 1,005 are blank"
