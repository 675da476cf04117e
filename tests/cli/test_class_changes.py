"""`labeler classes rename|reindex|merge|delete|split`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labeler.cli import main
from labeler.core.class_file import read_classes
from labeler.core.dataset import open_dataset
from labeler.core.label_png import write_label_png
from labeler.core.rasterizer import rasterize
from tests.datasets import SIZE, indices, make_dataset, square, tree, write_shapes


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two images, their label images in `labels` beside it."""
    folder = make_dataset(tmp_path / "data", 2)
    dataset = open_dataset(folder)
    (tmp_path / "labels").mkdir()
    for image in dataset.images:
        label_map = rasterize(dataset.read_annotation(image).shapes, SIZE, dataset.classes)
        write_label_png(tmp_path / "labels" / f"{image.id}.png", label_map, dataset.classes.palette())
    return folder


def names(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def test_a_rename_is_told_in_numbers(data, capsys):
    assert main(["classes", "rename", str(data), "cat", "lion"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "2 annotations with 2 shapes, 0 label images with 0 pixels.",
        f"{data / 'mapping.csv'}: written.",
    ]
    assert names(data / "a1.json") == ["lion", "dog", "void"]


def test_a_dry_run_changes_nothing_and_tells_the_same(data, capsys):
    before = tree(data.parent)
    arguments = [
        "classes",
        "merge",
        str(data),
        "cat",
        "--into",
        "dog",
        "--labels",
        str(data.parent / "labels"),
    ]
    assert main([*arguments, "--dry-run"]) == 0
    dry = capsys.readouterr().out.splitlines()
    assert tree(data.parent) == before
    assert dry[-1] == "Nothing was changed (--dry-run)."
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines()[0] == dry[0]
    assert set(indices(data.parent / "labels" / "a1.png").flat) == {0, 2, 255}


def test_classes_exchange_their_indices(data):
    labels = data.parent / "labels"
    old = indices(labels / "a1.png")
    assert main(["classes", "reindex", str(data), "cat=2", "dog=1", "--labels", str(labels)]) == 0
    assert read_classes(data / "classes.csv").index_of_name["cat"] == 2
    assert ((indices(labels / "a1.png") == 2) == (old == 1)).all()


def test_several_classes_are_deleted_or_left_to_another(data):
    assert main(["classes", "delete", str(data), "cat"]) == 0
    assert names(data / "a1.json") == ["dog", "void"]
    assert main(["classes", "delete", str(data), "dog", "--shapes-to", "sky", "--pixels-to", "255"]) == 0
    assert names(data / "a1.json") == ["sky", "void"]


def test_a_part_becomes_a_class(data):
    write_shapes(data / "a1.jpg", [square("cat", 1, 1, flags={"wild": True}, group_id=3, description="big")])
    assert main(["classes", "split", str(data), "cat", "tabby", "--images", "a2"]) == 0
    assert (names(data / "a1.json")[0], names(data / "a2.json")[0]) == ("cat", "tabby")
    further = ["--flag", "wild", "--text", "BIG", "--group", "3", "--index", "9", "--color", "#010203"]
    assert main(["classes", "split", str(data), "cat", "lion", *further]) == 0
    assert names(data / "a1.json") == ["lion"]
    row = read_classes(data / "classes.csv").find("lion")
    assert (row.index, row.color) == (9, (1, 2, 3))


def test_each_file_is_told_on_request(data, capsys):
    labels = data.parent / "labels"
    arguments = ["classes", "delete", str(data), "cat", "--labels", str(labels), "--per-file", "--dry-run"]
    assert main(arguments) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"{data / 'a1.json'}: 1 shape deleted"
    pixels = int((indices(labels / "a1.png") == 1).sum())
    assert told[2] == f"{labels / 'a1.png'}: {pixels} px"
    assert told[-2].startswith("2 annotations with 2 shapes (2 deleted), 2 label images with")


def test_scripts_get_one_json_document(data, capsys):
    labels = data.parent / "labels"
    arguments = ["classes", "merge", str(data), "cat", "--into", "dog", "--labels", str(labels), "--json"]
    assert main([*arguments, "--per-file"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["is_done"] is True
    assert (told["annotations"], told["shapes"], told["deleted"], told["label_images"]) == (2, 2, 0, 2)
    assert told["mapping"][1] == {"old_index": 1, "new_index": 2, "old_name": "cat", "new_name": "dog"}
    assert told["mapping_files"] == [str(data / "mapping.csv"), str(labels / "mapping.csv")]
    assert [Path(file["path"]).name for file in told["files"]] == ["a1.json", "a2.json", "a1.png", "a2.png"]


def test_a_file_that_hinders_the_change_is_named_and_nothing_changes(data, capsys):
    (data / "a2.json").write_text("{ no JSON")
    before = tree(data)
    assert main(["classes", "delete", str(data), "cat"]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("failed: a2.jpg: ")
    assert captured.out.endswith("Nothing was changed: 1 file hinders it.\n")
    assert tree(data) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rename", "bird", "x"], "There is no class 'bird'"),
        (["reindex", "cat:3"], "is not a class and its index, like car=7"),
        (["reindex", "cat=x"], "is not a class and its index"),
        (["split", "cat", "x"], "Say which part of 'cat'"),
        (["split", "cat", "x", "--images", "none.jpg"], "has no image 'none.jpg'"),
        (["split", "cat", "x", "--flag", "f", "--color", "red"], "no colour like #8c8c8c"),
        (["merge", "cat"], "--into"),
        (["delete", "cat", "--workers", "0"], "0 workers"),
    ],
)
def test_wrong_requests_are_one_line_and_status_2(data, capsys, arguments, words):
    action, *rest = arguments
    assert main(["classes", action, str(data), *rest]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_a_part_that_nothing_belongs_to_is_told(data, capsys):
    assert main(["classes", "split", str(data), "cat", "lion", "--flag", "none", "--dry-run"]) == 0
    assert "Nothing belongs to the part that is split off" in capsys.readouterr().out
    assert main(["classes", "split", str(data), "cat", "lion", "--images", "a2", "--dry-run"]) == 0
    assert "Nothing belongs" not in capsys.readouterr().out
