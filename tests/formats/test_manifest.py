from __future__ import annotations

import json

import pytest

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ExportError
from labeler.formats.base import ExportOptions
from labeler.formats.manifest import (
    JOURNAL,
    MANIFEST,
    EarlierExport,
    ImageEntry,
    Journal,
    make_recipe,
    makes_same_images,
    manifest_blocks,
    read_earlier,
)

CLASSES = ClassTable((ClassRow(3, "cat", (1, 2, 3)),))
RECIPE = make_recipe(ExportOptions(), "labeler 0.1.0", CLASSES)
ENTRY = ImageEntry(
    id="a b",
    source="in/a b.jpg",
    size=(4, 3),
    annotation_sha256="12ab",
    image_sha256=None,
    files={"S/a b.png": "34cd", "J/a b.jpg": None},
    pixels={"0": 12},
    notices=("Words.",),
)


def begin(folder, earlier=None):
    blocks = Journal.beginning(earlier or EarlierExport(RECIPE), ("S/{}.png",), ["a b", "c"])
    (folder / JOURNAL).write_bytes(b"".join(blocks))
    return Journal(folder / JOURNAL)


def test_an_entry_reads_back_as_it_was_written():
    assert ImageEntry.of_line(ENTRY.to_line()) == ENTRY


def test_the_manifest_is_one_json_document_with_a_line_for_each_image(tmp_path):
    data = b"".join(manifest_blocks(RECIPE, {"labelmap.txt": "ee"}, [ENTRY.to_line(), ENTRY.to_line()]))
    content = json.loads(data)
    assert content["classes"][1] == {"index": 3, "name": "cat", "color": "#010203"}
    assert content["images"][0]["pixels"] == {"0": 12}
    assert data.count(b'\n{"id"') == 2


def test_an_export_without_images_has_a_manifest_too(tmp_path):
    assert json.loads(b"".join(manifest_blocks(RECIPE, {}, [])))["images"] == []


def test_the_recipe_changes_with_colours_names_and_options_and_not_with_the_order_of_the_table():
    two = ClassTable((ClassRow(3, "cat", (1, 2, 3)), ClassRow(1, "dog", (4, 5, 6))))
    turned = ClassTable(tuple(reversed(two.rows)))
    recipe = make_recipe(ExportOptions(), "labeler 1", two)
    assert make_recipe(ExportOptions(), "labeler 1", turned) == recipe
    assert make_recipe(ExportOptions(void_border=1), "labeler 1", two) != recipe
    for other in (two.recolored(1, (4, 5, 7)), two.renamed(1, "fox"), two.reindexed(1, 2)):
        assert not makes_same_images(make_recipe(ExportOptions(), "labeler 1", other), recipe)


def test_workers_and_overwriting_are_no_part_of_the_recipe_and_the_split_is_not_the_images_matter():
    def recipe(**options):
        return make_recipe(ExportOptions(**options), "labeler 1", CLASSES)

    assert recipe(workers=7, overwrite="update") == recipe()
    for options in ({"seed": 1}, {"ratios": {"train": 1.0}}, {"lists": "lists"}):
        assert recipe(**options) != recipe()
        assert makes_same_images(recipe(**options), recipe())
    assert not makes_same_images(recipe(has_grey=True), recipe())
    assert not makes_same_images(make_recipe(ExportOptions(), "labeler 2", CLASSES), recipe())


def test_a_manifest_tells_its_files_and_images(tmp_path):
    blocks = manifest_blocks(RECIPE, {"labelmap.txt": "ee"}, [ENTRY.to_line()])
    (tmp_path / MANIFEST).write_bytes(b"".join(blocks))
    earlier = read_earlier(tmp_path)
    assert earlier.files == {MANIFEST, "labelmap.txt", "S/a b.png", "J/a b.jpg"}
    assert earlier.recipe == RECIPE
    assert ImageEntry.of_line(earlier.lines["a b"]) == ENTRY
    assert not earlier.is_interrupted


def test_a_folder_without_manifest_and_journal_tells_nothing(tmp_path):
    assert read_earlier(tmp_path) is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"name": "an app"}', '{"images": [{}], "files": {}}'])
def test_a_foreign_manifest_is_refused(tmp_path, content):
    (tmp_path / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(ExportError, match=r"not a manifest of Labeler; choose another target"):
        read_earlier(tmp_path)


def test_a_foreign_journal_is_refused(tmp_path):
    (tmp_path / JOURNAL).write_text("Dear diary", encoding="utf-8")
    with pytest.raises(ExportError, match=r"not a journal of Labeler"):
        read_earlier(tmp_path)


def test_a_journal_owns_what_was_planned_before_it_was_written(tmp_path):
    begin(tmp_path).close()
    earlier = read_earlier(tmp_path)
    assert earlier.is_interrupted
    assert {"S/a b.png", "S/c.png", MANIFEST, JOURNAL} == earlier.files
    assert earlier.lines == {}


def test_a_journal_keeps_finished_images_although_its_last_line_was_cut_off(tmp_path):
    journal = begin(tmp_path)
    journal.add(ENTRY.to_line())
    journal.close()
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(b'{"done":{"id":"c","sour')
    earlier = read_earlier(tmp_path)
    assert ImageEntry.of_line(earlier.lines["a b"]) == ENTRY
    assert list(earlier.lines) == ["a b"]


def test_a_second_journal_hands_on_what_the_first_had_finished(tmp_path):
    first = begin(tmp_path)
    first.add(ENTRY.to_line())
    first.close()
    second = begin(tmp_path, read_earlier(tmp_path))
    assert list(second.finished()) == []
    second.close()
    assert ImageEntry.of_line(read_earlier(tmp_path).lines["a b"]) == ENTRY
