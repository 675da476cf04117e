"""Where the class table of a check comes from, and what an export says about its label images."""

from __future__ import annotations

import json

import pytest

from labeler.core.class_file import read_ready_table, write_classes
from labeler.core.classes import ClassTable
from labeler.core.table_formats.registry import write_table
from labeler.jobs.check.class_table import Classes, find_classes, find_raster
from labeler.jobs.check.layout import Raster
from labeler.jobs.export import export_dataset
from tests.datasets import make_dataset

VOC = read_ready_table("voc21")


@pytest.fixture
def exported(tmp_path):
    make_dataset(tmp_path / "data", 1)
    export_dataset(tmp_path / "data", tmp_path / "voc", void_border=1.5, unlabelled="void")
    return tmp_path / "voc"


def test_the_table_that_was_chosen_comes_before_all_others(exported):
    write_classes(exported / "classes.csv", ClassTable().with_class("other"))
    assert find_classes(exported, [], VOC, find_raster([exported])) == Classes(None, VOC)


def test_a_classes_csv_comes_before_the_manifest_and_this_before_other_programs(exported):
    write_table(exported / "labels.txt", VOC)
    export = find_raster([exported])
    assert find_classes(exported, [], None, export).file == exported / "manifest.json"
    write_classes(exported / "classes.csv", VOC)
    assert find_classes(exported, [], None, export).file == exported / "classes.csv"
    assert find_classes(exported, [], None, None).file == exported / "classes.csv"


def test_a_table_is_found_in_folders_and_above_them_as_far_as_the_path(tmp_path):
    deep = tmp_path / "set" / "train" / "masks"
    deep.mkdir(parents=True)
    assert find_classes(tmp_path / "set", [deep], None, None) == Classes()
    write_classes(tmp_path / "classes.csv", VOC)
    assert find_classes(tmp_path / "set", [deep], None, None) == Classes()
    write_classes(tmp_path / "set" / "train" / "classes.csv", VOC)
    assert find_classes(tmp_path / "set", [deep], None, None).file.parent == deep.parent


@pytest.mark.parametrize(
    ("name", "has_colors"),
    [("labelmap.txt", True), ("labels.txt", False), ("id2label.json", False), ("palette.gpl", True)],
)
def test_tables_of_other_programs_tell_colours_or_do_not(tmp_path, name, has_colors):
    write_table(tmp_path / name, VOC)
    found = find_classes(tmp_path, [], None, None)
    assert found.file == tmp_path / name
    assert found.has_colors == has_colors
    assert [row.name for row in found.table.user_rows] == [row.name for row in VOC.user_rows]


def test_a_manifest_gives_classes_and_options_of_its_export(exported, tmp_path):
    export = find_raster([tmp_path, exported])
    assert export.file == exported / "manifest.json"
    assert export.raster == Raster(1.5, 255)
    assert {row.index: row.color for row in export.classes}[7] == (0x12, 0x34, 0x56)


def test_an_export_that_was_interrupted_says_the_same(exported):
    manifest = json.loads((exported / "manifest.json").read_bytes())
    recipe = {key: value for key, value in manifest.items() if key not in ("images", "files")}
    (exported / "export.journal").write_text(json.dumps({"recipe": recipe}, separators=(",", ":")) + "\n")
    (exported / "manifest.json").unlink()
    assert find_raster([exported]).raster == Raster(1.5, 255)


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        '{"images": [], "files": {}}',
        '{"images": [], "files": {}, "raster_rule": "", "classes": []}',
        '{"images": [], "files": {}, "raster_rule": "", "classes": 7, "options": {}}',
        '{"images": [], "files": {}, "raster_rule": "", "classes": [{"index": 1}], "options": {}}',
    ],
)
def test_a_manifest_of_another_kind_says_nothing(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    assert find_raster([tmp_path]) is None
