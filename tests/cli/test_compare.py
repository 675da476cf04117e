"""`labeler compare` as a user types it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from labeler.cli import main
from labeler.cli.compare_words import percent
from labeler.core.label_png import write_label_png
from labeler.jobs.compare import compare_all
from tests.jobs.compared_folders import CLASSES, write_pairs


@pytest.fixture
def folders(tmp_path):
    return write_pairs(tmp_path)


def compare(folders, *options):
    return main(["compare", *map(str, folders), *map(str, options)])


def test_the_figures_and_a_table_of_classes_are_printed_within_80_columns(folders, capsys):
    assert compare(folders) == 0
    text = capsys.readouterr().out
    scores = compare_all(*folders).scores
    assert f"4 images compared, {scores.pixels:,} px judged." in text
    assert f"mIoU                   {percent(scores.mean_iou):>7} %  (classes in truth or prediction)" in text
    for name in (
        "Pixel accuracy",
        "Mean accuracy",
        "Frequency-weighted IoU",
        "Mean Dice",
        "boundary F-score",
    ):
        assert name in text
    assert "  0  index 0 " in text
    assert "Most often taken for another class:" in text
    assert "The worst images" in text
    assert max(map(len, text.splitlines())) <= 80


def test_names_come_from_a_class_table(folders, capsys, tmp_path):
    (tmp_path / "my.csv").write_text(CLASSES, encoding="utf-8")
    assert compare(folders, "--classes", tmp_path / "my.csv") == 0
    text = capsys.readouterr().out
    assert "  1  car " in text
    assert "does not have every index that occurs: 5, 7." in text
    assert compare(folders, "--classes", "voc21") == 0
    assert "aeroplane" in capsys.readouterr().out


def test_long_names_are_cut_and_strange_ones_stay_on_their_line(folders, capsys, tmp_path):
    table = f"index,name,color\n1,{'very ' * 20}long,#ff0000\n"
    (tmp_path / "my.csv").write_text(table, encoding="utf-8")
    assert compare(folders, "--classes", tmp_path / "my.csv") == 0
    text = capsys.readouterr().out
    assert "very very very very ver…" in text
    assert max(map(len, text.splitlines())) <= 80


def test_json_is_one_document(folders, capsys):
    assert compare(folders, "--json") == 0
    output = capsys.readouterr()
    data = json.loads(output.out)
    assert data["figures"]["mean_iou"] == compare_all(*folders).scores.mean_iou
    assert output.err == ""


def test_csv_and_html_are_written_and_named(folders, capsys, tmp_path):
    assert compare(folders, "--csv", tmp_path / "f.csv", "--html", tmp_path, "--worst", 2) == 0
    text = capsys.readouterr().out
    for name in ("f.csv", "f-images.csv", "f-matrix.csv", "comparison.html"):
        assert f"{tmp_path / name}: written." in text
        assert (tmp_path / name).stat().st_size > 0


def test_with_json_the_written_files_are_told_elsewhere(folders, capsys, tmp_path):
    assert compare(folders, "--json", "--html", tmp_path / "r.html") == 0
    output = capsys.readouterr()
    json.loads(output.out)
    assert "r.html: written." in output.err


def test_the_options_reach_the_job(folders, capsys, tmp_path):
    (tmp_path / "val.txt").write_text("1\n2\n", encoding="utf-8")
    options = (
        "--list",
        tmp_path / "val.txt",
        "--ignore",
        0,
        "--mean-over",
        "truth",
        "--boundary",
        2,
        "--workers",
        1,
    )
    assert compare(folders, *options) == 0
    text = capsys.readouterr().out
    expected = compare_all(
        *folders, list_file=tmp_path / "val.txt", ignored=[0], mean_over="truth", boundary_radius=2
    )
    assert "2 images compared" in text
    assert f"{percent(expected.scores.mean_iou)} %  (classes in the truth)" in text
    assert f"{percent(expected.scores.mean_boundary)} %  (within 2 px)" in text
    assert "Left out like void: 0." in text


def test_without_boundary_the_table_is_narrower(folders, capsys):
    assert compare(folders, "--no-boundary") == 0
    text = capsys.readouterr().out
    assert "oundary" not in text
    assert "Bound." not in text


def test_failures_and_missing_partners_are_named_and_make_the_status_1(folders, capsys):
    (folders[1] / "0.png").unlink()
    write_label_png(folders[1] / "1.png", np.zeros((5, 7), np.uint8))
    write_label_png(folders[1] / "new.png", np.zeros((5, 7), np.uint8))
    assert compare(folders) == 1
    output = capsys.readouterr()
    assert "failed: 1: The truth has 64 x 48 pixels and the prediction 7 x 5" in output.err
    assert "1 without a prediction: " in output.err
    assert "1 without a label image: " in output.err
    assert "2 images compared" in output.out


def test_one_pair_of_files_has_no_list_of_worst_images(folders, capsys):
    assert main(["compare", str(folders[0] / "0.png"), str(folders[1] / "0.png")]) == 0
    text = capsys.readouterr().out
    assert "1 image compared" in text
    assert "worst" not in text


def test_void_in_the_prediction_is_told(folders, capsys):
    write_label_png(folders[1] / "0.png", np.full((48, 64), 255, np.uint8))
    assert compare(folders) == 0
    assert "The prediction is void in" in capsys.readouterr().out


def test_where_all_is_void_nothing_is_judged(tmp_path, capsys):
    write_label_png(tmp_path / "a.png", np.full((4, 4), 255, np.uint8))
    assert main(["compare", str(tmp_path / "a.png"), str(tmp_path / "a.png")]) == 0
    text = capsys.readouterr().out
    assert "0 px judged" in text
    assert "mIoU                         - %" in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--boundary", "-1"], "boundary radius"),
        (["--boundary", "1", "--no-boundary"], "not allowed with"),
        (["--ignore", "300"], "cannot be ignored"),
        (["--list", "none.txt"], "cannot be read"),
        (["--classes", "nonsense"], "nonsense"),
        (["--workers", "0"], "0 workers"),
        (["--images", "none"], "there is no such folder"),
        (["--csv", "none/f.csv"], "there is no folder none"),
        (["--html", "none/f.html"], "there is no folder none"),
    ],
)
def test_wrong_options_are_one_line_and_status_2(folders, capsys, options, words):
    assert compare(folders, *options) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_a_folder_without_partners_says_what_it_has(folders, capsys, tmp_path):
    (tmp_path / "other").mkdir()
    write_label_png(tmp_path / "other" / "x.png", np.zeros((2, 2), np.uint8))
    assert compare((folders[0], tmp_path / "other")) == 2
    assert "No label image has a prediction of the same name" in capsys.readouterr().err
