"""CVAT's labels and id2label.json, told apart by their content."""

from __future__ import annotations

import json

import pytest

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.table_formats import read_any_table, write_table


def read(tmp_path, document, name="labels.json"):
    text = document if isinstance(document, str) else json.dumps(document)
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_any_table(tmp_path / name)


def rows(table):
    return [(row.index, row.name) for row in table]


def test_labels_of_cvat_are_numbered_by_their_order_and_not_by_their_ids(tmp_path):
    found = read(
        tmp_path,
        [
            {"name": "car", "id": 4711, "color": "#ff007c", "type": "any", "attributes": []},
            {"name": "road", "id": 17, "color": "", "attributes": [{"name": "wet"}]},
            {"name": "person", "color": None, "sublabels": [{"name": "nose"}]},
        ],
    )
    assert found.format == "CVAT labels"
    assert rows(found.table) == [(0, "background"), (1, "car"), (2, "road"), (3, "person"), (255, "void")]
    assert found.table.find("car").color == (255, 0, 124)
    assert found.table.find("road").color == (0, 128, 0)
    assert found.notices == (
        "The file has no background, so that its first class, 'car', has index 1.",
        "Attributes and parts are not kept (road, person).",
        "No colour is given for road, person; the VOC colour map has one for each index.",
    )


def test_labels_for_cvat_can_be_pasted_there(tmp_path):
    write_table(tmp_path / "labels.json", ClassTable().with_names(["cat"]))
    assert json.loads((tmp_path / "labels.json").read_text()) == [
        {"name": "background", "color": "#000000", "attributes": []},
        {"name": "cat", "color": "#800000", "attributes": []},
        {"name": "void", "color": "#e0e0c0", "attributes": []},
    ]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([{"color": "#ff0000"}], r"labels.json, label 1: has no name. Write it like this:"),
        (["cat"], "label 1: has no name"),
        ([{"name": "cat"}, {"name": "dog", "color": "red"}], "label 2: 'red' is not a colour.*like #80c0ff"),
        ("[\n{]", r"labels.json, line 2: is no JSON \(.*\). Correct the line."),
        ([], "names no classes"),
        ("[" * 100_000, "is nested too deeply|is no JSON"),
    ],
)
def test_labels_that_are_none_are_an_error_that_names_the_place(tmp_path, document, words):
    with pytest.raises(ClassTableError, match=words):
        read(tmp_path, document)


def test_id2label_has_indices_as_text(tmp_path):
    found = read(tmp_path, {"0": "background", "2": "dog", "1": "cat", "255": "ignore"}, "id2label.json")
    assert found.format == "id2label"
    assert rows(found.table) == [(0, "background"), (2, "dog"), (1, "cat"), (255, "ignore")]
    assert found.notices == ()


@pytest.mark.parametrize(
    "document",
    [
        {"model_type": "segformer", "id2label": {"0": "wall", "1": "floor"}},
        {"label2id": {"wall": 0, "floor": 1}},
        {"wall": 0, "floor": 1},
    ],
)
def test_a_config_of_a_model_and_the_other_direction_are_read_too(tmp_path, document):
    found = read(tmp_path, document, "config.json")
    assert rows(found.table) == [(0, "wall"), (1, "floor"), (255, "void")]
    assert found.notices == ("Index 0, which pixels under no shape have, is called 'wall' here.",)


def test_id2label_names_every_index_so_that_a_model_has_enough_outputs(tmp_path):
    table = ClassTable((ClassRow(2, "cat", (9, 9, 9)),))
    notices = write_table(tmp_path / "id2label.json", table)
    assert json.loads((tmp_path / "id2label.json").read_text()) == {
        "0": "background",
        "1": "__unused_1__",
        "2": "cat",
    }
    assert notices == (
        "The index 1 is without a class: named __unused_1__ and so on.",
        "The file holds no colours: those of cat are lost.",
        "The file does not name 'void' (255), which trainers are told to ignore.",
    )


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ('{"1": "cat", "1": "dog"}', r"id2label.json, entry '1': the index 1 stands in entry '1' already"),
        ({"300": "cat"}, "has the index 300"),
        ({"-1": "cat"}, "has the index -1"),
        ({"shapes": []}, "entry 'shapes': is no index with a name"),
        ({"id2label": ["cat"]}, "is no index with a name"),
        ({"cat": True}, "is no index with a name"),
        ("{", "line 1: is no JSON"),
        ({}, "names no classes"),
    ],
)
def test_an_object_that_is_no_table_is_an_error(tmp_path, document, words):
    with pytest.raises(ClassTableError, match=words):
        read(tmp_path, document, "id2label.json")
