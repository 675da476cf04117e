"""Lists as they were read, with what their names mean."""

from __future__ import annotations

from pathlib import Path

from labeler.core.list_lines import Spelling
from labeler.jobs.check.layout import Item, Layout, LayoutKind
from labeler.jobs.check.read_sets import members, read_sets


def layout(folder: Path, **lists: bytes) -> Layout:
    """A layout of the images a, b and sub/c."""
    items = tuple(Item(f"{stem}.jpg", stem, f"{stem}.jpg") for stem in ("a", "b", "sub/c"))
    for name, data in lists.items():
        (folder / f"{name}.txt").write_bytes(data)
    paths = {name: folder / f"{name}.txt" for name in lists}
    return Layout(LayoutKind.DATASET, folder, items, image_sets=paths)


def test_names_are_turned_into_the_stems_of_items(tmp_path):
    sets = read_sets(layout(tmp_path, train=b"a.jpg\nsub/c\nB\nx\na\n"))
    train = sets["train"]
    assert dict(train.meant) == {
        "a.jpg": ("a", Spelling.SUFFIX),
        "sub/c": ("sub/c", Spelling.EXACT),
        "B": ("b", Spelling.CASE),
        "a": ("a", Spelling.EXACT),
    }
    assert train.respelled == {"a.jpg": "a", "B": "b"}
    assert dict(train.line_of) == {"a": 1, "sub/c": 2, "b": 3, "x": 4}
    assert [train.stem_of(name) for name in ("a.jpg", "x")] == ["a", "x"]
    assert members(sets) == {"train": ["a", "sub/c", "b", "x"]}


def test_a_list_that_cannot_be_read_has_an_error_and_no_members(tmp_path):
    made = layout(tmp_path, train=b"\xff", val=b"a\n")
    (tmp_path / "val.txt").unlink()
    sets = made.sets
    assert all(each.look is None for each in sets.values())
    assert "UTF-8" in str(sets["train"].error)
    assert str(tmp_path / "val.txt") in str(sets["val"].error)
    assert members(sets) == {}
    assert made.sets is sets  # read once


def test_a_layout_without_lists_has_no_sets(tmp_path):
    assert layout(tmp_path).sets == {}
