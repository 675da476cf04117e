"""The run of a check: steps in order, facts for the set, memory, cancelling; and the report."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from labeler.core.errors import OptionError
from labeler.core.geometry import PixelRect
from labeler.jobs.check import codes, job
from labeler.jobs.check.checkers import ItemChecker, SetChecker
from labeler.jobs.check.finding import Finding, Place, Severity
from labeler.jobs.check.job import check
from labeler.jobs.check.options import CheckOptions
from labeler.jobs.step import StepStatus
from tests.core.png_files import raw_png
from tests.jobs.check import bad_labels
from tests.jobs.check.clean_sets import checked, clean_pairs, clean_voc


def test_every_item_is_a_step_and_the_set_is_the_last(tmp_path):
    made = bad_labels.rgb_label(tmp_path / "set")
    steps = list(check(made.folder))
    assert [(step.done, step.total, step.name) for step in steps] == [
        (1, 4, "a1.jpg"),
        (2, 4, "a2.jpg"),
        (3, 4, "a3.jpg"),
        (4, 4, str(made.folder)),
    ]
    assert [len(step.findings) for step in steps] == [0, 1, 0, 0]
    assert {step.status for step in steps} == {StepStatus.LOOKED_AT}  # to find a fault is no failure
    assert steps[1].message == steps[1].findings[0].text


def test_a_check_writes_nothing_and_can_be_closed_at_any_step(tmp_path):
    folder = clean_pairs(tmp_path / "set")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    steps = check(folder, CheckOptions(workers=2))
    next(steps)
    steps.close()
    list(check(folder))
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_findings_are_the_same_with_any_number_of_workers(tmp_path):
    made = bad_labels.smooth_edges(tmp_path / "set")
    reports = [checked(made.folder, workers=count).findings for count in (1, 2, 5)]
    assert reports[0] == reports[1] == reports[2]
    assert reports[0]


def test_set_checkers_get_the_facts_of_all_items_in_their_order(tmp_path, monkeypatch):
    def look(layout, facts, options):
        assert options == CheckOptions()
        yield Finding(codes.NO_CLASSES, " ".join(facts), str(layout.root))

    checker = SetChecker((codes.NO_CLASSES,), look, lambda opened: opened.item.stem)
    monkeypatch.setattr(job, "SET_CHECKERS", (checker,))
    report = checked(clean_voc(tmp_path / "set"))
    assert [finding.text for finding in report.findings] == ["a1 a2 a3 other"]


def test_checkers_whose_codes_nobody_wants_are_not_run(tmp_path, monkeypatch):
    def look(_):
        raise AssertionError

    monkeypatch.setattr(job, "ITEM_CHECKERS", (ItemChecker((codes.RGB_LABEL,), look),))
    checked(clean_pairs(tmp_path / "set"), ignore=("rgb-label",))
    with pytest.raises(AssertionError):
        checked(tmp_path / "set")


def test_an_item_without_enough_memory_is_a_finding_and_the_others_are_checked(tmp_path, monkeypatch):
    made = bad_labels.rgb_label(tmp_path / "set")

    def look(opened):
        if opened.item.stem == "a1":
            raise MemoryError
        yield from ()

    monkeypatch.setattr(job, "ITEM_CHECKERS", (*job.ITEM_CHECKERS, ItemChecker((codes.RGB_LABEL,), look)))
    report = checked(made.folder)
    assert [(finding.code.name, finding.image) for finding in report.findings] == [
        ("image-unreadable", "a1.jpg"),
        ("rgb-label", "a2.jpg"),
    ]
    assert "not enough memory" in report.findings[0].text


def test_other_processes_find_the_same(tmp_path, monkeypatch):
    made = bad_labels.other_label(tmp_path / "set")
    alone = checked(made.folder, workers=1)
    monkeypatch.setattr(job, "_MANY", 2)
    shared = checked(made.folder, workers=2)
    assert shared.findings == alone.findings
    assert shared.findings
    assert shared.layout.by_stem == alone.layout.by_stem


def test_an_item_whose_process_ends_is_a_finding_and_the_others_are_checked(tmp_path, monkeypatch):
    made = bad_labels.rgb_label(tmp_path / "set")
    monkeypatch.setattr(job, "_MANY", 2)
    checker = ItemChecker((codes.RGB_LABEL,), end_process_at_a1)
    monkeypatch.setattr(job, "ITEM_CHECKERS", (*job.ITEM_CHECKERS, checker))
    report = checked(made.folder, workers=2)
    assert [(finding.code.name, finding.image) for finding in report.findings] == [
        ("image-unreadable", "a1.jpg"),
        ("rgb-label", "a2.jpg"),
    ]
    assert "ended unexpectedly" in report.findings[0].text


def end_process_at_a1(opened):
    """A checker under which the system ends the process."""
    if opened.item.stem == "a1":
        os._exit(9)
    yield from ()


def test_of_many_findings_of_a_code_few_are_kept_and_all_counted(tmp_path):
    made = bad_labels.grey_label(tmp_path / "set")
    for name in ("a1", "a3"):
        (made.folder / "masks" / f"{name}.png").write_bytes((made.folder / "masks" / "a2.png").read_bytes())
    report = checked(made.folder, most_per_code=1)
    assert [Path(finding.path).name for finding in report.findings] == ["a1.png"]
    assert report.counts == {"grey-label": 3}
    assert report.fixable == {"grey-label": 3}
    assert len(report.repairs) == 3


def test_the_report_counts_by_severity_and_groups_by_code_the_worst_first(tmp_path):
    made = bad_labels.grey_label(tmp_path / "set")
    (made.folder / "images" / "a1.jpg").unlink()
    report = checked(made.folder)
    assert list(report.by_code) == ["missing-image", "grey-label"]
    assert [report.at_least(severity) for severity in Severity] == [2, 2, 1]
    assert report.left(Severity.WARNING, ()) == 2


def test_wrong_options_are_errors():
    with pytest.raises(OptionError, match="No finding has the code 'x'"):
        CheckOptions(only=("x",))
    with pytest.raises(OptionError, match="give 1 or more"):
        CheckOptions(workers=0)


def test_what_is_wanted_is_what_is_chosen_less_what_is_ignored():
    assert CheckOptions(only=("rgb-label", "grey-label"), ignore=("grey-label",)).wanted == (codes.RGB_LABEL,)


def test_places_are_told_in_words():
    assert Place().words == ""
    assert Place((3, 4), PixelRect(1, 2, 8, 9)).words == "x 3, y 4"
    assert Place(rect=PixelRect(1, 2, 8, 9), shape=7).words == "shape 7, x 1, y 2"
    assert Place(line=12).words == "line 12"


def test_a_finding_as_data_names_what_is_known_only():
    finding = Finding(codes.GREY_LABEL, "Text.", "a.png", Place((3, 4)), True, "a.jpg")
    assert finding.as_data() == {
        "code": "grey-label",
        "severity": "warning",
        "text": "Text.",
        "path": "a.png",
        "place": {"pixel": (3, 4)},
        "is_fixable": True,
        "image": "a.jpg",
    }


@pytest.mark.parametrize("size", [(100_000, 100_000), (0x7FFF0000, 5)])
@pytest.mark.parametrize("memory", [10**5, None])
def test_a_damaged_size_takes_no_memory_and_is_a_finding(tmp_path, monkeypatch, size, memory):
    monkeypatch.setattr("labeler.core.images.available_memory", lambda: memory)
    folder = clean_pairs(tmp_path / "set")
    (folder / "images" / "huge.png").write_bytes(raw_png(*size, 8, 2, bytes(100)))
    report = checked(folder, only=("image-unreadable",))
    assert [Path(finding.path).name for finding in report.findings] == ["huge.png"]
