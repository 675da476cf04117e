from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.errors import FileUnreadableError, ImageSetError, OptionError
from labeler.core.image_set import image_set_bytes, read_image_set, split_names

NAMES = [f"street_{number}" for number in range(1000)]
HALVES = {"train": 0.8, "val": 0.2}


def test_a_list_is_a_name_a_line_with_unix_line_ends():
    assert image_set_bytes(["a", "b c", "d/e"]) == b"a\nb c\nd/e\n"
    assert image_set_bytes([]) == b""


def test_a_list_keeps_its_order_and_skips_blank_lines_and_comments(tmp_path):
    path = tmp_path / "train.txt"
    path.write_bytes("\ufeffb\r\n\r\n  a c \n# note\nStraße".encode())
    assert read_image_set(path) == ["b", "a c", "Straße"]


def test_a_name_that_stands_twice_is_an_error_that_names_both_lines(tmp_path):
    path = tmp_path / "train.txt"
    path.write_text("a\nb\n\na\n")
    with pytest.raises(ImageSetError, match=r"train\.txt, line 4: 'a' stands in line 1 already"):
        read_image_set(path)


def test_a_list_that_is_no_text_or_missing_is_an_error(tmp_path):
    path = tmp_path / "train.txt"
    path.write_bytes(b"caf\xe9\n")
    with pytest.raises(ImageSetError, match="byte 4"):
        read_image_set(path)
    with pytest.raises(FileUnreadableError):
        read_image_set(tmp_path / "val.txt")


@pytest.mark.parametrize("name", ["", " a", "a ", "a\nb", "#a", "a\u2028b", "a\x0bb"])
def test_a_name_that_a_list_cannot_hold_is_refused(name):
    with pytest.raises(ImageSetError, match="cannot stand in a list file"):
        image_set_bytes(["x", name])


def test_sets_have_their_exact_shares_and_every_name_once():
    sets = split_names(NAMES, HALVES, 0)
    assert [len(sets["train"]), len(sets["val"])] == [800, 200]
    assert sorted(sets["train"] + sets["val"]) == sorted(NAMES)


def test_the_same_seed_gives_the_same_sets_whatever_the_order():
    forward, backward = split_names(NAMES, HALVES, 7), split_names(NAMES[::-1], HALVES, 7)
    assert {name: set(names) for name, names in forward.items()} == {
        name: set(names) for name, names in backward.items()
    }
    assert forward["val"] == [name for name in NAMES if name in set(forward["val"])]


def test_another_seed_gives_other_sets():
    assert split_names(NAMES, HALVES, 0) != split_names(NAMES, HALVES, 1)


def test_a_split_of_today_is_the_split_of_tomorrow():
    assert split_names("abcdefgh", {"train": 0.5, "val": 0.5}, 0) == {
        "train": ["b", "c", "f", "g"],
        "val": ["a", "d", "e", "h"],
    }


def test_most_names_stay_where_they_are_when_names_are_added():
    before = set(split_names(NAMES, HALVES, 0)["val"])
    after = set(split_names([*NAMES, *(f"new_{number}" for number in range(10))], HALVES, 0)["val"])
    assert len(before - after) <= 10


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, [0, 0]), (1, [1, 0]), (2, [1, 1]), (3, [2, 1]), (5, [4, 1])]
)
def test_no_set_is_empty_while_there_are_enough_names(count, sizes):
    assert [len(names) for names in split_names(NAMES[:count], HALVES, 0).values()] == sizes


def test_a_share_of_nothing_is_an_empty_set():
    assert split_names("abc", {"train": 1.0, "test": 0.0}, 0) == {"train": ["a", "b", "c"], "test": []}


@pytest.mark.parametrize(
    "ratios",
    [{}, {"train": 0.8}, {"train": 0.8, "val": 0.3}, {"train": 1.2, "val": -0.2}, {"train": float("nan")}],
)
def test_shares_that_make_no_split_are_refused(ratios):
    with pytest.raises(OptionError, match=r"do not add up to 1|from 0 to 1"):
        split_names(NAMES, ratios, 0)


@given(st.integers(0, 60), st.lists(st.integers(0, 10), min_size=1, max_size=4).filter(any), st.integers())
def test_every_split_is_exact_to_one_name_and_fills_every_set_it_can(count, weights, seed):
    ratios = {str(place): weight / sum(weights) for place, weight in enumerate(weights)}
    sets = split_names(NAMES[:count], ratios, seed)
    assert sorted(name for names in sets.values() for name in names) == sorted(NAMES[:count])
    wanted = [name for name, ratio in ratios.items() if ratio]
    for name, names in sets.items():
        assert abs(len(names) - count * ratios[name]) < len(wanted)
        assert bool(names) == (name in wanted) or count < len(wanted)
