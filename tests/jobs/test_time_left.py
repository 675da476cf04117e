"""The time that a job will still take is judged by its pace of the last seconds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.jobs.time_left import TimeLeft


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def after(pace: float, steps: int, total: int) -> TimeLeft:
    """A job that does `pace` steps in a second, after so many steps."""
    clock = Clock()
    left = TimeLeft(clock)
    for done in range(1, steps + 1):
        clock.now += 1 / pace
        left.note(done, total)
    return left


def test_nothing_is_told_at_first() -> None:
    left = TimeLeft()
    assert left.seconds is None
    assert left.text == ""
    assert after(pace=10, steps=5, total=1000).text == "", "half a second tells nothing"


@given(st.floats(0.5, 500), st.integers(100, 100_000))
def test_at_an_even_pace_it_is_what_the_rest_takes(pace: float, total: int) -> None:
    steps = min(total, int(3 * pace) + 3)
    left = after(pace, steps, total)
    if left.seconds is None:
        assert steps / pace < 3
    else:
        assert left.seconds == pytest.approx((total - steps) / pace, rel=0.01)


@pytest.mark.parametrize(
    ("pace", "total", "text"),
    [
        (10, 35, ""),
        (10, 70, "about 4 s left"),
        (10, 360, "about 35 s left"),
        (10, 750, "about 1 min left"),
        (10, 5000, "about 8 min left"),
        (10, 36_000, "about 1 h left"),
        (10, 48_000, "about 1 h 20 min left"),
    ],
)
def test_it_is_said_in_round_numbers(pace: float, total: int, text: str) -> None:
    assert after(pace, 30, total).text == text


def test_what_an_earlier_run_had_done_already_misleads_only_for_seconds() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    for done in range(1, 901):  # skipped at once
        clock.now += 0.001
        left.note(done, 1000)
    for done in range(901, 931):  # the real pace: one in a second
        clock.now += 1.0
        left.note(done, 1000)
    assert left.seconds == pytest.approx(70, rel=0.1)


def test_steps_may_take_minutes_each() -> None:
    assert after(pace=1 / 120, steps=5, total=20).text == "about 30 min left"


def test_a_job_that_stands_still_tells_nothing() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    left.note(3, 10)
    clock.now += 60
    left.note(3, 10)
    assert left.text == ""


def test_steps_beyond_the_total_are_no_reason_to_count_backwards() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    for done in (1, 5, 12):
        clock.now += 2
        left.note(done, 10)
    assert left.seconds is None
