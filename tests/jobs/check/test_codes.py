"""Every code of the registry has a maker of a bad file, which the check finds; clean sets give nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.jobs.check.checkers import ITEM_CHECKERS, SET_CHECKERS
from labeler.jobs.check.codes import CODES, code_named
from labeler.jobs.check.finding import Severity
from labeler.jobs.check.fixes import FIXES
from labeler.jobs.check.fixing import fix, originals_folder
from tests.jobs.check import bad_annotations, bad_labels, bad_sets
from tests.jobs.check.clean_sets import checked, clean_dataset, clean_pairs, clean_voc, found, told

MAKERS = {**bad_labels.MAKERS, **bad_annotations.MAKERS, **bad_sets.MAKERS}


def test_every_code_has_a_maker_of_a_bad_file():
    assert {code.name for code in CODES} == set(MAKERS)


@pytest.mark.parametrize("name", MAKERS)
def test_the_bad_file_is_found_and_said_to_be_repairable_or_not(tmp_path, name):
    made = MAKERS[name](tmp_path / "set")
    findings = [finding for finding in found(made.folder) if finding.code.name == name]
    assert [Path(finding.path).name for finding in findings] == [made.file]
    assert findings[0].is_fixable == made.is_fixable
    assert findings[0].text[0].isalnum()
    assert findings[0].text.endswith((".", "?"))


@pytest.mark.parametrize("name", [name for name in MAKERS if FIXES.get(name)])
def test_a_second_run_after_the_repair_does_not_find_it_again(tmp_path, name):
    made = MAKERS[name](tmp_path / "set")
    report = checked(made.folder)
    steps = list(fix(report, originals_folder(made.folder)))
    assert [step.has_failed for step in steps] == [False]
    assert name not in {finding.code.name for finding in found(made.folder)}
    assert report.left(Severity.NOTE, steps) == len(found(made.folder))


@pytest.mark.parametrize("maker", [clean_pairs, clean_dataset, clean_voc])
def test_a_clean_set_gives_nothing(tmp_path, maker):
    # In some of them the table has a class that nobody drew.
    assert told(maker(tmp_path / "set"), ignore=("unused-class",)) == []


def test_every_code_is_looked_for_by_one_checker():
    looked_for = [code for checker in (*ITEM_CHECKERS, *SET_CHECKERS) for code in checker.codes]
    assert sorted(looked_for) == sorted(CODES)


def test_codes_that_can_be_fixed_are_those_that_have_a_repair():
    assert {code.name for code in CODES if code.can_be_fixed} == set(FIXES)


def test_codes_are_found_by_their_names():
    assert all(code_named(code.name) is code for code in CODES)
    assert code_named("nothing") is None
