from __future__ import annotations

import pytest

from labeler.core.draining import drained
from labeler.jobs.step import Step, StepStatus, Summary, in_hundredths


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


def test_large_numbers_can_be_read() -> None:
    steps = (Step(done, 2000, "a.png", StepStatus.WRITTEN) for done in range(2000))
    assert Summary.of(steps).text == "2,000 written."


def test_work_that_tells_its_share_is_told_in_hundredths():
    def work():
        yield 0.004
        yield 1 / 3
        yield 1.0
        return "made"

    told = []
    assert drained(in_hundredths(work()), told.append) == "made"
    assert [(step.done, step.total) for step in told] == [(0, 100), (33, 100), (100, 100)]
    assert {step.status for step in told} == {StepStatus.UNCHANGED}


def test_work_that_is_told_in_hundredths_ends_with_them():
    was_closed = []

    def work():
        try:
            yield 0.5
            pytest.fail("it went on")
        except GeneratorExit:
            was_closed.append(True)
            raise

    steps = in_hundredths(work())
    next(steps)
    steps.close()
    assert was_closed
