from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.text import as_one_line, is_one_line


@pytest.mark.parametrize("text", ["", "a b", "Bär 犬", "10.00\u202fAM", "a\xa0b", "👩‍🚀"])
def test_letters_and_blanks_of_any_kind_are_one_line(text):
    assert is_one_line(text)
    assert as_one_line(text) == text


@pytest.mark.parametrize("text", ["a\nb", "a\r", "\x1b[2J", "a\x85b", "a\u2028b", "\x00", "a\tb"])
def test_line_ends_and_control_characters_are_not(text):
    assert not is_one_line(text)
    assert is_one_line(as_one_line(text))


@given(st.text())
def test_one_line_is_one_line_to_python(text):
    assert len(as_one_line(text).splitlines()) <= 1
    assert len(as_one_line(text)) == len(text)
