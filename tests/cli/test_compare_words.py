"""The words and tables of `labeler compare`, line by line."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from labeler.cli.compare_words import class_table, percent, print_comparison
from labeler.core.classes import ClassRow, ClassTable
from labeler.jobs.compare import compare_all
from labeler.jobs.comparison import Comparison, Failure

TRUTH = np.array([[1, 1, 1, 1, 2, 2, 255, 255]], np.uint8)
PREDICTION = np.array([[1, 1, 1, 2, 2, 255, 1, 2]], np.uint8)


@pytest.fixture
def comparison():
    table = ClassTable(
        (ClassRow(1, "road", (1, 2, 3)), ClassRow(2, "a name that is much too long", (4, 5, 6)))
    )
    return compare_all(TRUTH, PREDICTION, classes=table, has_boundary=False)


def printed(comparison: Comparison, capsys, worst: int = 10) -> tuple[list[str], list[str]]:
    print_comparison(comparison, worst)
    output = capsys.readouterr()
    return output.out.splitlines(), output.err.splitlines()


@pytest.mark.parametrize(("share", "text"), [(0, "0.00"), (1, "100.00"), (0.12345, "12.35"), (math.nan, "-")])
def test_shares_are_per_cent_with_two_digits(share, text):
    assert percent(share) == text


def test_the_table_has_a_line_a_class_in_straight_columns(comparison):
    assert class_table(comparison) == [
        "Idx  Class                        IoU    Dice   Prec.  Recall   Truth",
        "  1  road                       75.00   85.71  100.00   75.00   66.67",
        "  2  a name that is much too…   33.33   50.00   50.00   50.00   33.33",
    ]


def test_boundary_scores_are_a_column_more_within_80(comparison):
    whole = compare_all(TRUTH, PREDICTION)
    lines = class_table(whole)
    assert lines[0].endswith("  Recall  Bound.   Truth")
    assert {len(line) for line in lines} == {77}


def test_a_class_that_only_the_prediction_has_has_no_recall():
    comparison = compare_all(np.array([[1, 1]], np.uint8), np.array([[1, 2]], np.uint8), has_boundary=False)
    assert class_table(comparison)[2].split() == ["2", "index", "2", "0.00", "0.00", "0.00", "-", "0.00"]


def test_figures_say_what_they_are_over(comparison, capsys):
    lines, errors = printed(comparison, capsys)
    assert lines[0] == "1 image compared, 6 px judged."
    assert "mIoU                     54.17 %  (classes in truth or prediction)" in lines
    assert "Pixel accuracy           66.67 %" in lines
    assert errors == []


def test_predicted_void_is_told_and_stands_among_the_confusions(comparison, capsys):
    lines, _ = printed(comparison, capsys)
    assert "The prediction is void in 1 px, which count as wrong." in lines
    at = lines.index("Most often taken for another class:")
    assert lines[at + 1].split() == [
        "road",
        "as",
        "a",
        "name",
        "that",
        "is",
        "much",
        "too",
        "long",
        "1",
        "px",
        "25.00",
        "%",
    ]
    assert lines[at + 2].split()[-4:] == ["1", "px", "50.00", "%"]
    assert "as void" in lines[at + 2]


def test_other_ignored_indices_and_unnamed_ones_are_told(capsys):
    comparison = compare_all(TRUTH, PREDICTION, ignored=[1], classes=ClassTable())
    lines, _ = printed(comparison, capsys)
    assert "Left out like void: 1." in lines
    assert "The class table does not have every index that occurs: 2." in lines


def test_many_unnamed_indices_are_cut_short(capsys):
    truth = np.arange(1, 40, dtype=np.uint8)[None]
    lines, _ = printed(compare_all(truth, truth, classes=ClassTable()), capsys)
    assert "The class table does not have every index that occurs: 1, 2, 3, 4, 5, 6, 7, 8, ..." in lines[1]


def test_a_perfect_prediction_has_no_confusions(capsys):
    lines, _ = printed(compare_all(TRUTH, TRUTH), capsys)
    assert not any("taken for" in line for line in lines)
    assert any(line.startswith("mIoU                    100.00 %") for line in lines)


def test_the_worst_images_are_as_many_as_asked_for(capsys):
    comparison = compare_all(np.stack([TRUTH] * 3), np.stack([TRUTH, PREDICTION, TRUTH]))
    lines, _ = printed(comparison, capsys, worst=2)
    at = lines.index("The worst images (mIoU, pixel accuracy):")
    assert [line.split()[-1] for line in lines[at + 1 :]] == ["1", "0"]
    lines, _ = printed(comparison, capsys, worst=1)
    assert "The worst image (mIoU, pixel accuracy):" in lines
    lines, _ = printed(comparison, capsys, worst=0)
    assert not any("worst" in line for line in lines)


def test_problems_go_to_stderr_with_the_first_names(comparison, capsys):
    comparison.failed = [Failure("b\nc", "It is damaged.")]
    comparison.only_truth = [Path(f"{number}.png") for number in range(1234)]
    comparison.only_prediction = [Path("x.npy")]
    comparison.collisions = {"both": []}
    comparison.unlisted = ["gone"]
    _, errors = printed(comparison, capsys)
    assert errors == [
        "failed: b?c: It is damaged.",
        "1,234 without a prediction: 0.png, 1.png, 2.png, 3.png, 4.png and 1,229 more",
        "1 without a label image: x.npy",
        "1 with several files of that name on one side: both",
        "1 in the list and not in the truth: gone",
    ]
