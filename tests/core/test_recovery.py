"""Snapshots and drafts come back exactly as they were kept, and what is no longer needed goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labeler.core.annotation import Annotation, UnreadableShape
from labeler.core.annotation_compare import compare_annotations
from labeler.core.annotation_file import read_annotation
from labeler.core.errors import FileUnwritableError, GeometryError
from labeler.core.file_stamp import FileStamp
from labeler.core.recovery import KeptDraft, RecoveryFolder, copied, recovery_folder, snapshot_now
from labeler.core.shapes import polygon

TRIANGLE = [(0.1, 0.2), (30.7, 1 / 3), (8, 9)]


def annotation_of(**fields) -> Annotation:
    shapes = [polygon("cat", TRIANGLE, [[(1, 1), (2, 1), (2, 2)]], group_id=4)]
    return Annotation((64, 48), shapes, "cat.jpg", labeler_extra={"ours": 1}, **fields)


def paths(*names: str) -> dict[str, Path]:
    return {name: Path("/set") / f"{Path(name).stem}.json" for name in names}


@pytest.fixture
def folder(tmp_path: Path) -> RecoveryFolder:
    return RecoveryFolder(tmp_path / "recovery" / "set-12" / "window")


def test_a_snapshot_comes_back_whole(folder: RecoveryFolder):
    base = FileStamp(12, 34, b"digest")
    kept = snapshot_now("deep/cat.jpg", annotation_of(is_done=True, flags={"a": True}), base)
    folder.keep(kept)
    (found,) = folder.snapshots(paths("deep/cat.jpg"))
    assert (found.image_name, found.base, found.taken) == (kept.image_name, base, kept.taken)
    assert compare_annotations(found.annotation, kept.annotation).is_equal
    assert found.annotation.image_path == "cat.jpg"


def test_a_snapshot_holds_the_moment_it_was_taken():
    annotation = annotation_of()
    snapshot = snapshot_now("cat.jpg", annotation, None)
    annotation.shapes.clear()
    annotation.flags["late"] = True
    assert len(snapshot.annotation.shapes) == 1
    assert snapshot.annotation.flags == {}


def test_a_snapshot_is_an_annotation_file_that_a_person_can_rescue(folder: RecoveryFolder):
    folder.keep(snapshot_now("cat.jpg", annotation_of(), None))
    (path,) = folder.path.glob("*.json")
    assert read_annotation(path).shapes[0].class_name == "cat"
    assert json.loads(path.read_text())["labeler"]["recovery"]["image"] == "cat.jpg"


def test_the_later_snapshot_of_an_image_takes_the_place_of_the_earlier(folder: RecoveryFolder):
    folder.keep(snapshot_now("cat.jpg", annotation_of(), None))
    folder.keep(snapshot_now("cat.jpg", Annotation((64, 48)), None))
    (found,) = folder.snapshots(paths("cat.jpg"))
    assert found.annotation.shapes == []
    assert found.base is None


def test_shapes_that_cannot_be_read_survive_and_name_their_own_file(folder: RecoveryFolder):
    unreadable = [UnreadableShape(1, {"label": "cat", "points": "?"}, "old words")]
    folder.keep(snapshot_now("cat.jpg", annotation_of(unreadable=unreadable), None))
    (found,) = folder.snapshots(paths("cat.jpg"))
    assert found.annotation.unreadable[0].content == unreadable[0].content
    assert found.annotation.unreadable[0].problem.startswith("/set/cat.json: shape 2: ")
    assert found.annotation.labeler_extra == {"ours": 1}


def test_drafts_come_back_exactly(folder: RecoveryFolder):
    draft = KeptDraft("tool_polygon", "cat", {"points": [[0.1, 1 / 3], [2, 3]]})
    folder.keep_draft("cat.jpg", draft)
    assert folder.drafts() == {"cat.jpg": draft}
    folder.drop_draft("cat.jpg")
    assert folder.drafts() == {}


def test_snapshot_and_draft_of_one_image_do_not_meet(folder: RecoveryFolder):
    folder.keep(snapshot_now("cat.jpg", annotation_of(), None))
    folder.keep_draft("cat.jpg", KeptDraft("tool_polygon", None, {}))
    folder.drop("cat.jpg")
    assert list(folder.snapshots(paths("cat.jpg"))) == []
    assert list(folder.drafts()) == ["cat.jpg"]
    assert not folder.is_empty


def test_what_cannot_be_read_is_passed_over_and_stays(folder: RecoveryFolder):
    folder.keep(snapshot_now("cat.jpg", annotation_of(), None))
    (folder.path / "broken.json").write_text("{")
    (folder.path / "strange.json").write_text('{"shapes": []}')
    (folder.path / "odd.json").write_text('{"shapes": [], "labeler": {"recovery": 3}}')
    (folder.path / "broken.draft").write_text("[]")
    (folder.path / "odd.draft").write_text('{"image": "cat.jpg", "tool": "x", "class": null, "state": 3}')
    assert [each.image_name for each in folder.snapshots(paths("cat.jpg"))] == ["cat.jpg"]
    assert folder.drafts() == {}
    assert len(list(folder.path.iterdir())) == 6


def test_snapshots_of_images_that_are_gone_are_left_alone(folder: RecoveryFolder):
    folder.keep(snapshot_now("cat.jpg", annotation_of(), None))
    assert list(folder.snapshots(paths("dog.jpg"))) == []
    assert not folder.is_empty


def test_the_folder_goes_with_what_it_kept(folder: RecoveryFolder):
    assert folder.is_empty
    folder.keep(snapshot_now("cat.jpg", annotation_of(), None))
    leftover = folder.path / ".labeler-0123456789abcdef.tmp"
    leftover.write_bytes(b"half")
    folder.tidy()
    assert not leftover.exists()
    assert not folder.is_empty
    folder.drop("cat.jpg")
    folder.tidy()
    assert not folder.path.parent.exists()
    folder.drop("cat.jpg")
    folder.tidy()


def test_what_cannot_be_kept_says_so(folder: RecoveryFolder, tmp_path: Path):
    broken = Annotation((8, 8), [polygon("cat", [(0, 0), (float("nan"), 1), (2, 2)])])
    with pytest.raises(GeometryError):
        folder.keep(snapshot_now("cat.jpg", broken, None))
    (tmp_path / "recovery").write_text("a file in the way")
    with pytest.raises(FileUnwritableError):
        folder.keep(snapshot_now("cat.jpg", annotation_of(), None))


def test_each_dataset_has_its_place_whatever_way_leads_to_it(tmp_path: Path):
    (tmp_path / "a" / "set").mkdir(parents=True)
    (tmp_path / "b" / "set").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a" / "set")
    root = tmp_path / "recovery"
    first, second = (recovery_folder(root, tmp_path / name / "set") for name in "ab")
    assert first != second
    assert first.name.startswith("set-")
    assert recovery_folder(root, tmp_path / "link") == first
    assert recovery_folder(root, tmp_path / "a" / "set" / ".." / "set") == first


def test_names_that_are_no_unicode_have_a_place(folder: RecoveryFolder):
    name = b"caf\xe9.jpg".decode(errors="surrogateescape")
    folder.drop(name)
    assert folder.is_empty


def test_a_copy_is_not_reached_by_later_edits():
    annotation = annotation_of()
    copy = copied(annotation)
    annotation.shapes.append(annotation.shapes[0])
    annotation.unreadable.append(UnreadableShape(0, {}, ""))
    assert (len(copy.shapes), copy.unreadable) == (1, [])
