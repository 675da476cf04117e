"""A comparison as JSON and CSV: the same figures, nothing lost, and nothing said where there is none."""

from __future__ import annotations

import csv
import json
import math

import numpy as np
import pytest

from labeler.core.errors import FileUnwritableError
from labeler.core.label_png import write_label_png
from labeler.jobs.compare import compare_all
from labeler.jobs.compare_files import CLASS_COLUMNS, FIGURES, as_data, class_rows, write_csv
from tests.jobs.compared_folders import CLASSES, write_pairs


@pytest.fixture
def comparison(tmp_path):
    truth, prediction = write_pairs(tmp_path)
    (truth / "classes.csv").write_text(CLASSES, encoding="utf-8")
    return compare_all(truth, prediction)


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_the_data_is_json_and_holds_every_figure(comparison):
    data = json.loads(json.dumps(as_data(comparison), allow_nan=False))
    for name in FIGURES:
        assert data["figures"][name] == getattr(comparison.scores, name)
    assert [row["iou"] for row in data["classes"]] == comparison.scores.iou.tolist()
    assert [row["name"] for row in data["classes"]][:2] == ["background", "car"]
    assert data["classes"][1]["color"] == "#ff0000"
    indices = data["matrix"]["indices"]
    assert data["matrix"]["pixels"] == comparison.matrix[np.ix_(indices, indices)].tolist()
    assert sum(map(sum, data["matrix"]["pixels"])) == comparison.scores.pixels
    assert [image["name"] for image in data["images"]] == ["0", "1", "2", "3"]
    assert data["options"] == {
        "ignored": [255],
        "mean_over": "present",
        "boundary": True,
        "boundary_radius": None,
    }


def test_every_image_has_its_figures_and_its_iou_by_index(comparison):
    first = as_data(comparison)["images"][0]
    scores = comparison.images[0].scores
    assert first["figures"]["mean_iou"] == scores.mean_iou
    assert first["iou"] == dict(zip(map(str, scores.indices.tolist()), scores.iou.tolist(), strict=True))
    assert (first["width"], first["height"]) == (64, 48)
    assert first["truth"].endswith("0.png")


def test_a_figure_that_does_not_exist_is_null_and_an_empty_cell(tmp_path):
    truth, prediction = np.array([[1, 1]], np.uint8), np.array([[1, 2]], np.uint8)
    comparison = compare_all(truth, prediction, has_boundary=False)
    data = as_data(comparison)
    assert data["truth"] is None
    assert data["figures"]["mean_boundary"] is None
    assert data["classes"][1]["recall"] is None
    assert data["classes"][0]["boundary"] is None
    write_csv(comparison, tmp_path / "x.csv")
    assert rows_of(tmp_path / "x.csv")[2][CLASS_COLUMNS.index("recall")] == ""


def test_what_could_not_be_compared_is_in_the_data(tmp_path):
    truth, prediction = write_pairs(tmp_path)
    (prediction / "1.png").unlink()
    write_label_png(prediction / "3.png", np.zeros((2, 2), np.uint8))
    write_label_png(prediction / "new.png", np.zeros((2, 2), np.uint8))
    data = as_data(compare_all(truth, prediction))
    assert [failure["name"] for failure in data["failed"]] == ["3"]
    assert data["only_truth"] == [str(truth / "1.png")]
    assert data["only_prediction"] == [str(prediction / "new.png")]


def test_three_tables_are_written_with_all_digits(comparison, tmp_path):
    written = write_csv(comparison, tmp_path / "figures.csv")
    assert [path.name for path in written] == ["figures.csv", "figures-images.csv", "figures-matrix.csv"]
    head, *classes = rows_of(written[0])
    assert tuple(head) == CLASS_COLUMNS
    assert [float(row[3]) for row in classes] == comparison.scores.iou.tolist()
    assert [tuple(map(str, row[:3])) for row in class_rows(comparison)] == [tuple(row[:3]) for row in classes]
    head, *images = rows_of(written[1])
    at = head.index("mean_iou")
    assert [float(row[at]) for row in images] == [image.scores.mean_iou for image in comparison.images]
    column = head.index("IoU car")
    own = comparison.images[0].scores
    assert float(images[0][column]) == own.iou[own.indices.tolist().index(1)]
    head, *matrix = rows_of(written[2])
    assert head[:3] == ["truth \\ predicted", "background", "car"]
    assert int(matrix[0][1]) == comparison.matrix[0, 0]


def test_void_that_was_predicted_has_a_column_in_the_matrix(tmp_path):
    comparison = compare_all(np.ones((2, 2), np.uint8), np.array([[1, 255], [1, 1]], np.uint8))
    write_csv(comparison, tmp_path / "x.csv")
    assert rows_of(tmp_path / "x-matrix.csv") == [
        ["truth \\ predicted", "index 1", "void"],
        ["index 1", "3", "1"],
        ["void", "0", "0"],
    ]
    assert len(rows_of(tmp_path / "x.csv")) == 2


def test_names_with_commas_and_quotes_come_back(tmp_path):
    truth, prediction = write_pairs(tmp_path, 1)
    table = 'index,name,color\n1,"lorry, ""big""",#ff0000\n'
    (truth / "classes.csv").write_text(table, encoding="utf-8")
    write_csv(compare_all(truth, prediction), tmp_path / "x.csv")
    assert rows_of(tmp_path / "x.csv")[2][1] == 'lorry, "big"'


def test_where_nothing_is_judged_the_tables_have_heads_only(tmp_path):
    void = np.full((2, 2), 255, np.uint8)
    comparison = compare_all(void, void)
    assert math.isnan(comparison.scores.mean_iou)
    assert as_data(comparison)["figures"]["mean_iou"] is None
    write_csv(comparison, tmp_path / "x.csv")
    assert len(rows_of(tmp_path / "x.csv")) == 1


def test_a_folder_that_does_not_exist_is_an_error(comparison, tmp_path):
    with pytest.raises(FileUnwritableError):
        write_csv(comparison, tmp_path / "none" / "x.csv")
