"""What is said of lists, at which line, and what a repair makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.core.image_set import read_image_set
from labeler.jobs.check.fixing import fix, originals_folder
from tests.jobs.check.bad_sets import LISTS, dataset_with_lists, with_list
from tests.jobs.check.clean_sets import checked, clean_voc, found


def of_list(folder: Path, **options: object) -> list[tuple[str, int | None, str]]:
    """Code, line and text of the findings on lists."""
    return [
        (finding.code.name, finding.place.line, finding.text)
        for finding in found(folder, **options)
        if finding.code.name.startswith(("list-", "split-", "trainval-"))
    ]


def repaired(folder: Path, **options: object) -> dict[str, bytes]:
    """The lists after a repair."""
    steps = list(fix(checked(folder, **options), originals_folder(folder)))
    assert not any(step.has_failed for step in steps)
    return {path.stem: path.read_bytes() for path in sorted((folder / LISTS).glob("*.txt"))}


def test_each_line_is_told(tmp_path):
    folder = with_list(tmp_path / "set", b"a1 \r\n\r\n# x\r\na1\r\na2.jpg\r\nZ\r\n\r\n").folder
    assert of_list(folder) == [
        (
            "list-line-ends",
            None,
            "Its line ends are not LF: readers that take LF alone away keep a CR at the end of each name.",
        ),
        ("list-blank-line", 2, "Lines 2 and 7 are blank."),
        ("list-blanks", 1, "Line 1 has blanks around the name."),
        ("list-comment", 3, "Line 3 is a comment."),
        ("list-repeated", 4, "The name 'a1' stands in line 1 already."),
        (
            "list-spelling",
            5,
            "Line 5 names an image with its suffix, to which readers add another: 'a2.jpg' means 'a2'.",
        ),
        ("list-absent", 6, "No image is called 'Z'."),
    ]


def test_a_repair_writes_what_was_meant_and_decides_nothing(tmp_path):
    folder = with_list(tmp_path / "set", b"\xef\xbb\xbfa1 \r\n\r\n# x\r\na1\r\na2.jpg\r\na3\r\nZ").folder
    assert repaired(folder) == {"train": b"a1\na2\na3\nZ\n", "val": b"a3\n"}
    assert read_image_set(folder / LISTS / "train.txt") == ["a1", "a2", "a3", "Z"]
    left = [
        ("list-absent", 4, "No image is called 'Z'."),
        ("split-overlap", 1, "The image 'a3' is in train too: what is measured on val was seen in training."),
    ]
    assert of_list(folder) == left


def test_a_repair_of_some_findings_leaves_the_others(tmp_path):
    folder = with_list(tmp_path / "set", b"a1.jpg\n\na2\n").folder
    assert repaired(folder, only=("list-blank-line",))["train"] == b"a1.jpg\na2\n"
    assert repaired(folder, only=("list-spelling",))["train"] == b"a1\na2\n"


def test_a_utf_16_list_is_read_and_repaired(tmp_path):
    folder = with_list(tmp_path / "set", "a1\r\na2\r\n".encode("utf-16")).folder
    assert [code for code, *_ in of_list(folder)] == ["list-encoding", "list-line-ends"]
    assert of_list(folder)[0][2] == "It is UTF-16, which most readers cannot read."
    assert repaired(folder)["train"] == b"a1\na2\n"


def test_a_missing_line_end_is_told_as_such(tmp_path):
    folder = with_list(tmp_path / "set", b"a1\na2").folder
    ((code, _, text),) = of_list(folder)
    assert (code, text[:31]) == ("list-line-ends", "Its last line has no line end: ")
    assert repaired(folder)["train"] == b"a1\na2\n"


@pytest.mark.parametrize(
    ("written", "words"),
    [(b"JPEGImages/a1.jpg\na2\n", "with its folder"), (b"A1\na2\n", "in other upper and lower case")],
)
def test_other_ways_to_write_a_name(tmp_path, written, words):
    folder = with_list(tmp_path / "set", written).folder
    ((code, line, text),) = of_list(folder)
    assert (code, line) == ("list-spelling", 1)
    assert words in text
    assert repaired(folder)["train"] == b"a1\na2\n"


def test_the_images_of_test_need_no_label_image(tmp_path):
    folder = with_list(tmp_path / "set", b"other\n", "test").folder
    assert of_list(folder) == []


def test_trainval_is_compared_with_both(tmp_path):
    folder = with_list(tmp_path / "set", b"a2\na1\na3\n", "trainval").folder
    assert of_list(folder) == []
    (folder / LISTS / "trainval.txt").write_bytes(b"a2\na1\nother\n")
    assert ("trainval-differs", None) in [(code, line) for code, line, _ in of_list(folder)]
    text = next(text for code, _, text in of_list(folder) if code == "trainval-differs")
    assert text == "It lacks a3 and has other besides, compared with train and val together."


def test_overlap_of_val_and_test_says_nothing_of_training(tmp_path):
    folder = with_list(tmp_path / "set", b"a3\n", "test").folder
    assert of_list(folder) == [("split-overlap", 1, "The image 'a3' is in val too.")]


def test_photographs_without_label_image_need_no_list_in_a_voc_folder(tmp_path):
    folder = clean_voc(tmp_path / "set")
    (folder / LISTS / "train.txt").write_bytes(b"a1\n")
    unlisted = [(each.code.name, each.image) for each in found(folder, only=("unlisted",))]
    assert unlisted == [("unlisted", "a2.jpg")]


def test_lists_of_a_dataset_name_images_too(tmp_path):
    folder = dataset_with_lists(tmp_path / "set")
    names = [each.code.name for each in found(folder, ignore=("unused-class", "not-labelled"))]
    assert names == []
    (folder / "val.txt").write_bytes(b"a3\na4\nb\n")
    assert of_list(folder) == [("list-absent", 2, "No image is called 'a4'.")]
    (folder / "a3.txt").write_bytes(b"no list\n")
    assert of_list(folder, lists=folder)[0][0] == "list-absent"


def test_findings_lead_to_the_image(tmp_path):
    folder = with_list(tmp_path / "set", b"a1\na2\na3.jpg\n").folder
    images = {each.code.name: each.image for each in found(folder)}
    assert images["list-spelling"] == images["split-overlap"] == "a3.jpg"
