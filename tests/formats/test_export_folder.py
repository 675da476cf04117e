from __future__ import annotations

import pytest

from labeler.core.classes import ClassTable
from labeler.core.errors import ExportError
from labeler.formats.base import ExportOptions, Overwrite
from labeler.formats.export_folder import ExportFolder
from labeler.formats.manifest import JOURNAL, MANIFEST, ImageEntry, make_recipe
from labeler.formats.target_files import file_hash

RECIPE = make_recipe(ExportOptions(), "labeler 0.1.0", ClassTable())
OTHER = make_recipe(ExportOptions(void_border=1), "labeler 0.1.0", ClassTable())
PATTERNS = ("S/{}.png",)


def claim(path, overwrite=Overwrite.UPDATE, recipe=RECIPE):
    return ExportFolder.claim(path, recipe, overwrite)


def export(path, contents, overwrite=Overwrite.UPDATE, recipe=RECIPE):
    """One whole export of files S/<id>.png."""
    folder = claim(path, overwrite, recipe)
    folder.refuse_foreign(PATTERNS, ("names.txt",), contents)
    folder.begin(PATTERNS, ("names.txt",), list(contents))
    for image_id, data in contents.items():
        name = f"S/{image_id}.png"
        folder.files.write(name, data)
        folder.record(ImageEntry(image_id, "x", (1, 1), None, None, {name: file_hash(path / name)}, {}))
    folder.write_common("names.txt", b"names")
    folder.finish(PATTERNS, list(contents))


def names(path):
    return sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())


def test_an_export_leaves_files_and_manifest_and_no_journal(tmp_path):
    export(tmp_path / "new" / "out", {"a": b"1", "b": b"2"})
    assert names(tmp_path / "new" / "out") == ["S/a.png", "S/b.png", MANIFEST, "names.txt"]


def test_while_it_is_made_a_journal_stands_for_the_manifest(tmp_path):
    export(tmp_path, {"a": b"1"})
    folder = claim(tmp_path)
    folder.begin(PATTERNS, ("names.txt",), ["a"])
    folder.close()
    assert names(tmp_path) == ["S/a.png", JOURNAL, "names.txt"]
    assert claim(tmp_path, Overwrite.REFUSE).earlier_entry("a") is not None
    with pytest.raises(
        ExportError, match=r"an interrupted export with other classes or options.*--overwrite update"
    ):
        claim(tmp_path, Overwrite.REFUSE, OTHER)


def test_a_folder_that_is_not_empty_is_refused_unless_told(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(ExportError, match=r"is not empty"):
        claim(tmp_path, Overwrite.REFUSE)
    export(tmp_path, {"a": b"1"})
    assert (tmp_path / "letter.txt").read_text() == "dear"
    with pytest.raises(ExportError, match=r"already holds an export"):
        claim(tmp_path, Overwrite.REFUSE)


def test_an_empty_folder_is_not_refused(tmp_path):
    export(tmp_path, {"a": b"1"}, Overwrite.REFUSE)
    assert (tmp_path / MANIFEST).exists()


def test_a_target_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(ExportError, match=r"is a file; name a folder"):
        claim(tmp_path / "out")


@pytest.mark.parametrize("overwrite", [Overwrite.UPDATE, Overwrite.REPLACE])
def test_a_foreign_file_in_the_way_is_named_and_never_overwritten(tmp_path, overwrite):
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "b.png").write_bytes(b"mine")
    with pytest.raises(ExportError, match=r"b\.png exists and was not written by an export of Labeler"):
        export(tmp_path, {"a": b"1", "b": b"2"}, overwrite)
    assert names(tmp_path) == ["S/b.png"]
    assert (tmp_path / "S" / "b.png").read_bytes() == b"mine"


@pytest.mark.parametrize("overwrite", [Overwrite.UPDATE, Overwrite.REPLACE])
def test_what_an_earlier_export_wrote_and_this_one_does_not_goes_and_foreign_files_stay(tmp_path, overwrite):
    export(tmp_path, {"a": b"1", "b": b"2"})
    (tmp_path / "S" / "foreign.png").write_bytes(b"mine")
    export(tmp_path, {"b": b"3"}, overwrite)
    assert names(tmp_path) == ["S/b.png", "S/foreign.png", MANIFEST, "names.txt"]
    assert (tmp_path / "S" / "b.png").read_bytes() == b"3"


def test_folders_that_become_empty_go_with_their_last_file(tmp_path):
    export(tmp_path, {"a": b"1"})
    folder = claim(tmp_path)
    folder.begin(("T/{}.txt",), (), ["a"])
    folder.files.write("T/a.txt", b"1")
    folder.finish(("T/{}.txt",), ["a"])
    assert names(tmp_path) == ["T/a.txt", MANIFEST]
    assert not (tmp_path / "S").exists()


def test_a_manifest_cannot_make_us_remove_files_outside_the_target(tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_text("x")
    target = tmp_path / "out"
    export(target, {"a": b"1"})
    text = (target / MANIFEST).read_text()
    more = f'"../precious.txt":"0","{precious}":"0","names.txt"'
    (target / MANIFEST).write_text(text.replace('"names.txt"', more))
    export(target, {"b": b"1"}, Overwrite.REPLACE)
    assert precious.read_text() == "x"


def test_images_finished_with_other_options_are_not_taken_over(tmp_path):
    export(tmp_path, {"a": b"1"})
    assert claim(tmp_path).earlier_entry("a").files == {"S/a.png": file_hash(tmp_path / "S" / "a.png")}
    assert claim(tmp_path, recipe=OTHER).earlier_entry("a") is None
    assert claim(tmp_path, Overwrite.REPLACE).earlier_entry("a") is None


def test_what_a_killed_writer_left_is_swept(tmp_path):
    export(tmp_path, {"a": b"1"})
    leftover = tmp_path / "S" / ".labeler-0123456789abcdef.tmp"
    leftover.write_bytes(b"half")
    export(tmp_path, {"a": b"1"})
    assert not leftover.exists()


def test_a_folder_with_nothing_but_what_a_killed_writer_left_is_empty(tmp_path):
    (tmp_path / ".labeler-0123456789abcdef.tmp").write_bytes(b"half a journal")
    export(tmp_path, {"a": b"1"}, Overwrite.REFUSE)
    assert names(tmp_path) == ["S/a.png", MANIFEST, "names.txt"]
