"""The result of work that is done in steps."""

from __future__ import annotations

import pytest

from labeler.core.draining import drained


class Work:
    """Counts to three and returns the sum; keeps whether it was ended early."""

    def __init__(self):
        self.was_closed = False

    def steps(self):
        try:
            yield from (1, 2, 3)
        except GeneratorExit:
            self.was_closed = True
            raise
        return 6


def test_what_a_generator_returns_comes_after_all_its_steps():
    assert drained(Work().steps()) == 6


def test_every_step_is_told_in_its_order():
    told = []
    assert drained(Work().steps(), told.append) == 6
    assert told == [1, 2, 3]


def test_work_without_steps_has_a_result_too():
    def at_once():
        yield from ()
        return "done"

    assert drained(at_once(), pytest.fail) == "done"


def test_whoever_is_told_can_end_the_work():
    work = Work()

    def refuse(step):
        if step == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drained(work.steps(), refuse)
    assert work.was_closed


def test_an_error_of_the_work_is_raised_as_it_is():
    def failing():
        yield 1
        raise OSError("The disk is full.")

    with pytest.raises(OSError, match="disk is full"):
        drained(failing())
