"""The limits of `labeler check`: what is told is above or below numbers that the user chooses."""

from __future__ import annotations

import json
import re

import pytest

from labeler.__main__ import main
from labeler.jobs.check.options import CheckOptions
from tests.jobs.check import bad_annotations, bad_sets


def codes_of(capsys, *words):
    assert main(["check", "--json", *map(str, words)]) in (0, 1)
    return json.loads(capsys.readouterr().out)["counts"]


def test_the_void_limit(tmp_path, capsys):
    folder = bad_sets.MAKERS["void-share"](tmp_path / "set").folder
    assert codes_of(capsys, folder)["void-share"] == 1
    assert codes_of(capsys, folder, "--void-limit", "0.9").get("void-share", 0) == 0


def test_the_size_of_tiny_shapes(tmp_path, capsys):
    folder = bad_annotations.MAKERS["tiny-shape"](tmp_path / "set").folder
    assert codes_of(capsys, folder)["tiny-shape"] == 1
    assert codes_of(capsys, folder, "--tiny", "5").get("tiny-shape", 0) == 0


def test_how_many_bits_may_differ(tmp_path, capsys):
    folder = bad_sets.MAKERS["same-in-splits"](tmp_path / "set").folder
    assert codes_of(capsys, folder, "--alike-bits", "0")["same-in-splits"] == 1


@pytest.mark.parametrize("words", [("--void-limit", "7"), ("--tiny", "-1"), ("--alike-bits", "13")])
def test_numbers_that_mean_nothing_are_wrong_usage(tmp_path, capsys, words):
    folder = bad_sets.MAKERS["one-value"](tmp_path / "set").folder
    assert main(["check", str(folder), *words]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "give" in err


def test_the_defaults_that_help_names_are_those_of_the_job(capsys):
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    help_text = " ".join(capsys.readouterr().out.partition("options:")[2].split())
    told = {
        name: re.search(rf"--{name} .*?\(default ([\d.]+)", help_text)[1]
        for name in ("void-limit", "tiny", "alike-bits")
    }
    chosen = CheckOptions()
    assert told == {
        "void-limit": f"{chosen.void_limit:g}",
        "tiny": f"{chosen.tiny}",
        "alike-bits": f"{chosen.alike_bits}",
    }


def test_a_list_is_told_with_its_line(tmp_path, capsys):
    folder = bad_sets.MAKERS["list-absent"](tmp_path / "set").folder
    assert main(["check", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "ImageSets/Segmentation/train.txt (line 3): No image is called 'a9'." in out


def test_a_repair_of_a_list_is_planned_and_done(tmp_path, capsys):
    made = bad_sets.MAKERS["list-line-ends"](tmp_path / "set")
    assert main(["check", str(made.folder), "--dry-run"]) == 0
    assert (made.folder / bad_sets.LISTS / made.file).read_bytes() == b"a1\r\na2\r\n"
    assert main(["check", str(made.folder), "--fix"]) == 0
    assert (made.folder / bad_sets.LISTS / made.file).read_bytes() == b"a1\na2\n"
    assert "1 repaired. The originals are in " in capsys.readouterr().out
