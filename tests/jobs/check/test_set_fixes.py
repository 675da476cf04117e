"""Whatever stands in a list or an annotation: what a repair writes, strict readers read, and it stays so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labeler.core.annotation_file import parse_annotation, read_annotation
from labeler.core.errors import LabelerError
from labeler.core.image_set import read_image_set
from labeler.jobs.check import set_fixes
from labeler.jobs.check.finding import Severity
from labeler.jobs.check.fixes import FIXES, Damaged
from labeler.jobs.check.fixing import fix, originals_folder
from labeler.jobs.check.layout import Item, Layout, LayoutKind
from tests.datasets import square, tree, write_photograph, write_shapes
from tests.jobs.check.bad_sets import LISTS
from tests.jobs.check.clean_sets import checked, clean_voc, found

FORM = (
    *("list-encoding", "list-line-ends", "list-blank-line", "list-blanks", "list-comment", "list-repeated"),
    "list-spelling",
)

a_name = st.sampled_from(
    ["a1", "a2", "A1", "a1.jpg", "JPEGImages/a2.jpg", "nobody", " a1", "a2\t", "", "#x", "é"]
)
a_list = st.builds(
    lambda names, end, coding, is_ended: (end.join(names) + end * is_ended).encode(coding),
    st.lists(a_name, max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
)


@pytest.fixture(scope="module")
def voc(tmp_path_factory):
    return clean_voc(tmp_path_factory.mktemp("voc") / "set")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a_list)
def test_every_list_is_good_in_form_after_a_repair(voc, data):
    path = voc / LISTS / "train.txt"
    path.write_bytes(data)
    report = checked(voc, only=FORM)
    list(fix(report, originals_folder(voc)))
    assert [finding.code.name for finding in found(voc, only=FORM)] == []
    names = read_image_set(path)
    meant = {"A1": "a1", "a1.jpg": "a1", "JPEGImages/a2.jpg": "a2"}
    written = data.decode("utf-16" if data[:1] in (b"\xff", b"\xfe") else "utf-8-sig")
    told = [name.strip() for name in written.splitlines() if name.strip() and not name.startswith("#")]
    assert names == list(dict.fromkeys(meant.get(name, name) for name in told))


def test_a_repair_touches_no_other_file(tmp_path):
    folder = clean_voc(tmp_path / "set")
    (folder / LISTS / "train.txt").write_bytes(b"a1\r\na2\r\n")
    before = tree(folder)
    steps = list(fix(checked(folder), originals_folder(folder)))
    assert [(step.name, step.codes) for step in steps] == [(f"{LISTS}/train.txt", ("list-line-ends",))]
    after = tree(folder)
    changed = {name for name in after if after[name] != before.get(name)}
    (copy,) = (name for name in changed if name.startswith(".labeler/"))
    assert changed == {f"{LISTS}/train.txt", copy}
    assert after[copy] == before[f"{LISTS}/train.txt"]


def test_a_dry_repair_changes_nothing(tmp_path):
    folder = clean_voc(tmp_path / "set")
    (folder / LISTS / "train.txt").write_bytes(b"a1\n\na2")
    before = tree(folder)
    (step,) = fix(checked(folder), None)
    assert set(step.codes) == {"list-line-ends", "list-blank-line"}
    assert "LF" in step.message
    assert tree(folder) == before


def damaged(tmp_path: Path, *shapes: dict, **keys: object) -> Damaged:
    image = write_photograph(tmp_path / "images" / "a.jpg")
    path = write_shapes(image, shapes, **keys)
    item = Item("a.jpg", "a", str(image), annotation=str(path))
    return Damaged(str(path), item, Layout(LayoutKind.DATASET, tmp_path, (item,)))


REPAIRS = (
    set_fixes.with_one_of_each,
    set_fixes.with_plain_outlines,
    set_fixes.with_size,
    set_fixes.with_image_path,
)


@pytest.mark.parametrize("repair", REPAIRS)
def test_a_repair_of_an_annotation_keeps_what_it_does_not_know(tmp_path, repair):
    bad = {"label": "cat", "points": 7}
    shape = square("cat", 2, 2, further={"a": [1]}, description="seen")
    what = damaged(tmp_path, shape, bad, mine=None, labeler={"state": "done", "other": 1})
    after = json.loads(repair(what, Path(what.path).read_bytes()))
    assert after["shapes"][1] == bad
    assert after["shapes"][0]["further"] == {"a": [1]}
    assert after["shapes"][0]["description"] == "seen"
    assert after["mine"] is None
    assert after["labeler"] == {"other": 1, "state": "done"}


@pytest.mark.parametrize("repair", REPAIRS)
def test_a_repair_of_a_good_annotation_is_what_we_write_anyway(tmp_path, repair):
    what = damaged(tmp_path, square("cat", 2, 2))
    once = repair(what, Path(what.path).read_bytes())
    assert repair(what, once) == once
    (shape,) = parse_annotation(what.path, once).shapes
    assert shape.points.tolist() == [[2, 2], [12, 2], [12, 12], [2, 12]]


def test_the_size_is_that_of_the_image_and_the_path_leads_to_it(tmp_path):
    what = damaged(tmp_path, imageWidth=None, imageHeight=None, imagePath="D:\\a.jpg")
    data = set_fixes.with_image_path(what, set_fixes.with_size(what, Path(what.path).read_bytes()))
    annotation = parse_annotation(what.path, data)
    assert annotation.size == (64, 48)
    assert annotation.image_path == "a.jpg"


def test_an_annotation_in_another_folder_gets_the_way_to_its_image(tmp_path):
    folder = tmp_path / "set"
    image = write_photograph(folder / "images" / "a.jpg")
    notes = folder / "notes"
    notes.mkdir()
    path = write_shapes(notes / "a.jpg", [square("cat", 2, 2)], imagePath="old.jpg")
    report = checked(folder / "images", annotations=notes)
    assert "image-path" in report.counts
    list(fix(report, originals_folder(folder / "images")))
    assert read_annotation(path).image_path == "../images/a.jpg"
    assert image.exists()
    assert "image-path" not in checked(folder / "images", annotations=notes).counts


def test_an_image_that_went_meanwhile_stops_the_repair_and_nothing_else(tmp_path):
    what = damaged(tmp_path, imageWidth=None)
    Path(what.item.image).unlink()
    with pytest.raises(LabelerError):
        set_fixes.with_size(what, Path(what.path).read_bytes())


def test_a_list_that_is_no_text_any_more_is_left_alone(tmp_path):
    what = damaged(tmp_path)
    with pytest.raises(LabelerError):
        set_fixes.rewritten_list(what, b"\xff\xff")


def test_every_repair_here_belongs_to_a_code():
    used = {function for function in FIXES.values() if function.__module__ == set_fixes.__name__}
    assert used >= {*REPAIRS, set_fixes.rewritten_list, set_fixes.respelled_list}


def test_what_needs_a_decision_is_never_repaired(tmp_path):
    folder = clean_voc(tmp_path / "set")
    (folder / LISTS / "val.txt").write_bytes(b"a3\na1\nnobody\n")
    (folder / LISTS / "trainval.txt").write_bytes(b"a1\n")
    before = tree(folder)
    report = checked(folder)
    assert {"split-overlap", "list-absent", "trainval-differs"} <= set(report.counts)
    assert list(fix(report, originals_folder(folder))) == []
    assert tree(folder) == before
    assert report.left(Severity.ERROR, ()) > 0
