"""`labeler check` on the command line."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from labeler.__main__ import main
from labeler.core.class_file import read_ready_table
from labeler.jobs.check.codes import CODES
from tests.core.staged_files import all_new, leave_marked, make_files
from tests.datasets import tree
from tests.jobs.check import bad_labels
from tests.jobs.check.clean_sets import clean_pairs, clean_voc


def check(*words):
    return main(["check", *map(str, words)])


def test_a_clean_set_is_said_to_be_clean(tmp_path, capsys):
    folder = clean_voc(tmp_path / "set")
    assert check(folder) == 0
    out, err = capsys.readouterr()
    assert out == (
        f"{folder} (VOC dataset): 4 images, 3 label images, 2 lists, classes of classes.csv.\n"
        "\nNothing is wrong.\n"
    )
    assert err == ""


def test_a_change_that_was_broken_off_is_put_in_order_before_and_told(tmp_path, capsys, monkeypatch):
    folder = clean_voc(tmp_path / "set")
    paths = make_files(folder / "more")
    leave_marked(folder, paths, monkeypatch)
    assert check(folder / "SegmentationClass") == 0
    assert all_new(paths)
    out, err = capsys.readouterr()
    assert "Nothing is wrong." in out
    assert err == "labeler: A change of classes that was broken off has been completed in 4 files.\n"


def test_findings_are_told_by_code_with_what_to_do_and_the_status_is_1(tmp_path, capsys):
    made = bad_labels.unknown_index(tmp_path / "set")
    assert check(made.folder) == 1
    out = capsys.readouterr().out
    assert (
        "error unknown-index (1): Pixels have an index that the class table lacks\n"
        "  masks/a2.png (x 5, y 20): 100 px have an index that no class has: 9 (100 px).\n"
        "  Add the class, or give the pixels another index: labeler remap.\n"
    ) in out
    assert out.endswith("\n1 error.\n")


def test_the_worst_findings_come_first_and_few_of_each(tmp_path, capsys):
    made = bad_labels.grey_label(tmp_path / "set")
    for name in ("a1", "a3"):
        path = made.folder / "masks" / f"{name}.png"
        path.write_bytes((made.folder / "masks" / "a2.png").read_bytes())
    for number in range(4, 6):
        other = made.folder / "masks" / f"b{number}.png"
        other.write_bytes((made.folder / "masks" / "a2.png").read_bytes())
    assert check(made.folder) == 1
    out = capsys.readouterr().out
    assert out.index("error missing-image (2)") < out.index("warning grey-label (5)")
    assert "  and 2 more (--all names them)\n" in out
    assert "masks/a1.png" in out
    assert "masks/b5.png: It is a grey PNG" not in out
    assert out.endswith("2 errors, 5 warnings. 5 can be repaired by --fix.\n")
    check(made.folder, "--all")
    out = capsys.readouterr().out
    assert "more (--all" not in out
    assert "b5.png: It is a grey PNG" in out


def test_fix_tells_its_plan_repairs_and_names_the_originals(tmp_path, capsys):
    made = bad_labels.rgb_label(tmp_path / "set")
    assert check(made.folder, "--fix") == 0
    out = capsys.readouterr().out
    assert "Repair: It becomes a palette PNG with the indices that its colours mean.\n  masks/a2.png\n" in out
    assert "1 repaired. The originals are in " in out
    [kept] = (made.folder / ".labeler" / "originals").glob("*/masks/a2.png")
    assert str(kept.parents[1]) in out
    assert check(made.folder) == 0


def test_a_dry_run_changes_nothing_and_keeps_the_status(tmp_path, capsys):
    made = bad_labels.rgb_label(tmp_path / "set")
    before = tree(made.folder)
    assert check(made.folder, "--fix", "--dry-run") == 1
    out = capsys.readouterr().out
    assert "  masks/a2.png\n1 would be repaired.\n" in out
    assert tree(made.folder) == before


def test_fix_with_nothing_to_repair_says_so(tmp_path, capsys):
    made = bad_labels.unknown_index(tmp_path / "set")
    assert check(made.folder, "--fix") == 1
    assert "Nothing can be repaired safely.\n" in capsys.readouterr().out
    assert not (made.folder / ".labeler").exists()


def test_a_repair_that_fails_is_named_and_the_status_is_1(tmp_path, capsys):
    made = bad_labels.grey_label(tmp_path / "set")
    (made.folder / ".labeler").write_text("in the way", encoding="utf-8")
    assert check(made.folder, "--fix", "--fail-on", "error") == 1
    out, err = capsys.readouterr()
    assert out.endswith("0 repaired, 1 failed.\n")
    assert err.startswith("failed: masks/a2.png: ")
    assert "cannot be written" in err


def test_a_long_plan_names_a_few_files_of_each_repair(tmp_path, capsys):
    made = bad_labels.grey_label(tmp_path / "set")
    data = (made.folder / "masks" / "a2.png").read_bytes()
    for name in ("a1", "a3", "b1", "b2"):
        (made.folder / "masks" / f"{name}.png").write_bytes(data)
    assert check(made.folder, "--dry-run") == 1
    out = capsys.readouterr().out
    assert "  masks/a1.png, masks/a2.png, masks/a3.png and 2 more\n5 would be repaired.\n" in out


@pytest.mark.parametrize(("limit", "status"), [("note", 1), ("warning", 1), ("error", 0)])
def test_the_status_depends_on_the_severity_asked_for(tmp_path, limit, status):
    made = bad_labels.grey_label(tmp_path / "set")
    assert check(made.folder, "--fail-on", limit) == status


def test_codes_can_be_chosen_and_ignored(tmp_path, capsys):
    made = bad_labels.rgb_label(tmp_path / "set")
    assert check(made.folder, "--only", "grey-label") == 0
    assert check(made.folder, "--ignore", "rgb-label") == 0
    capsys.readouterr()
    assert check(made.folder, "--only", "nothing") == 2
    assert "No finding has the code 'nothing'; labeler check --codes lists them." in capsys.readouterr().err


def test_json_is_one_document_with_every_finding_and_repair(tmp_path, capsys):
    made = bad_labels.rgb_label(tmp_path / "set")
    assert check(made.folder, "--json", "--fix") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["kind"] == "images and label images"
    assert document["counts"] == {"rgb-label": 1}
    assert document["is_dry_run"] is False
    [finding] = document["findings"]
    assert finding["path"] == str(made.folder / "masks" / "a2.png")
    assert (finding["severity"], finding["is_fixable"], finding["image"]) == ("error", True, "a2.jpg")
    [repair] = document["repairs"]
    assert (repair["file"], repair["codes"], repair["status"]) == ("masks/a2.png", ["rgb-label"], "written")


def test_codes_are_listed_without_a_path(capsys):
    assert check("--codes") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CODES)
    assert lines[3].split(maxsplit=2) == ["not-png", "error", "The label image is no PNG"]
    assert check("--codes", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in rows] == [code.name for code in CODES]


def test_what_cannot_be_checked_is_one_line(tmp_path, capsys):
    assert check() == 2
    assert "What is to be checked?" in capsys.readouterr().err
    assert check(tmp_path / "none") == 2
    assert "there is no such file or folder" in capsys.readouterr().err
    assert check(clean_pairs(tmp_path / "set"), "--workers", "0") == 2
    assert "give 1 or more" in capsys.readouterr().err


def test_masks_that_look_like_photographs_can_be_named(tmp_path, capsys):
    noise = np.random.default_rng(0).integers(0, 3, (48, 64), np.uint8)
    Image.fromarray(read_ready_table("voc21").palette()[noise]).save(tmp_path / "a.png")
    assert check(tmp_path, "--classes", "voc21") == 0
    assert "If these are label images, name their folder: --labels DIR.\n" in capsys.readouterr().out
    assert check(tmp_path, "--classes", "voc21", "--labels", tmp_path) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{tmp_path} (label images): 1 label image.\n")
    assert "rgb-label (1)" in out


def test_folders_and_a_ready_table_can_be_named(tmp_path, capsys):
    folder = clean_pairs(tmp_path / "set")
    (folder / "classes.csv").unlink()
    words = ("--images", folder / "images", "--labels", folder / "masks", "--classes", "voc21")
    assert check(folder, *words, "--workers", "1") == 0
    assert "palette-differs (3)" in capsys.readouterr().out
