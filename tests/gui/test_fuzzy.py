"""What is typed finds the commands that one means, the likeliest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.gui.fuzzy import fitness


@pytest.mark.parametrize(
    ("word", "better", "worse"),
    [
        ("zoom", "zoom in", "previous zoom"),
        ("class", "find class", "subclasses"),
        ("hide", "hide class", "show what is hidden exclusively"),
        ("btf", "bring to front", "brightness of the photograph far"),
        ("pg", "pixel grid", "paste at the edge again"),
        ("undo", "undo", "unlock the door"),
    ],
)
def test_the_text_that_is_meant_fits_better(word: str, better: str, worse: str) -> None:
    assert fitness(word, better) > fitness(word, worse)


@pytest.mark.parametrize(
    ("word", "text"), [("xyz", "paste"), ("tsap", "paste"), ("pastes", "paste"), ("a", "")]
)
def test_letters_that_are_missing_or_in_another_order_do_not_fit(word: str, text: str) -> None:
    assert fitness(word, text) == 0


def test_scattered_letters_fit_where_they_are_closest_together() -> None:
    assert fitness("pse", "pxxxxxxxs pase") > fitness("pse", "pxxxxxxxs pxxxse")


@given(st.text("abc ", max_size=20), st.data())
def test_every_subsequence_fits_and_nothing_else_does(text: str, data: st.DataObject) -> None:
    letters = [place for place, letter in enumerate(text) if letter != " "]
    if not letters:
        return
    places = sorted(data.draw(st.sets(st.sampled_from(letters), min_size=1)))
    word = "".join(text[place] for place in places)
    assert fitness(word, text) > 0
    assert fitness(word + "d", text) == 0
