from __future__ import annotations

from labeler.jobs.step import Step, StepStatus, Summary


def steps():
    yield Step(1, 4, "a.jpg", StepStatus.WRITTEN)
    yield Step(2, 4, "b.jpg", StepStatus.WRITTEN, "Shape 1 is a point.")
    yield Step(3, 4, "c.jpg", StepStatus.FAILED, "c.jpg: cannot be read.")
    yield Step(4, 4, "d.jpg", StepStatus.LEFT_OUT, "It has no shapes.")


def test_a_summary_counts_steps_by_status():
    assert Summary.of(steps()).text == "2 written, 1 left out, 1 failed."


def test_a_summary_keeps_only_steps_that_have_something_to_say():
    assert [step.name for step in Summary.of(steps()).remarks] == ["b.jpg", "c.jpg", "d.jpg"]


def test_a_summary_names_failures_and_what_was_left_out():
    summary = Summary.of(steps())
    assert [step.name for step in summary.failed] == ["c.jpg"]
    assert [step.name for step in summary.with_status(StepStatus.LEFT_OUT)] == ["d.jpg"]
    assert summary.has_failures


def test_a_summary_of_no_steps_says_that_there_was_nothing_to_do():
    summary = Summary.of([])
    assert summary.text == "Nothing to do."
    assert not summary.has_failures
