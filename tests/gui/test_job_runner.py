"""Jobs run in threads, tell their steps in the window's thread, and end in exactly one way."""

from __future__ import annotations

import logging
import threading

import pytest

from labeler.core.errors import LabelerError
from labeler.gui.job_runner import JobRunner, RunningJob
from labeler.jobs.step import Step, StepStatus


def step(done: int, total: int = 3) -> Step:
    return Step(done, total, f"image {done}", StepStatus.WRITTEN)


class Ending:
    """How a job ended, in the order of its signals."""

    def __init__(self, job: RunningJob) -> None:
        self.told: list[object] = []
        self.threads: set[str] = set()
        job.progressed.connect(lambda steps: [self.note(each.done) for each in steps])
        job.finished.connect(lambda result: self.note(("finished", result)))
        job.failed.connect(lambda error: self.note(("failed", str(error))))
        job.cancelled.connect(lambda: self.note("cancelled"))
        job.ended.connect(lambda: self.note("ended"))

    def note(self, what: object) -> None:
        self.told.append(what)
        self.threads.add(threading.current_thread().name)


@pytest.fixture
def runner(qtbot) -> JobRunner:
    return JobRunner()


def test_steps_come_in_order_then_the_result(runner: JobRunner, qtbot) -> None:
    ran_in = []

    def job():
        ran_in.append(threading.current_thread().name)
        yield step(1)
        yield step(2)
        return "result"

    running = runner.start(job())
    ending = Ending(running)
    with qtbot.waitSignal(running.ended):
        pass
    assert ending.told == [1, 2, ("finished", "result"), "ended"]
    assert ending.threads == {threading.main_thread().name}
    assert ran_in == ["job"]
    assert not runner.is_busy


def test_an_error_of_ours_is_told_in_its_own_words(runner: JobRunner, qtbot) -> None:
    def job():
        yield step(1)
        raise LabelerError("The folder is gone.")

    running = runner.start(job())
    ending = Ending(running)
    with qtbot.waitSignal(running.ended):
        pass
    assert ending.told == [1, ("failed", "The folder is gone."), "ended"]


def test_an_error_that_nobody_expected_is_told_and_logged(runner: JobRunner, qtbot, caplog) -> None:
    def job():
        yield step(1)
        raise ZeroDivisionError("oh")

    with caplog.at_level(logging.ERROR):
        running = runner.start(job())
        ending = Ending(running)
        with qtbot.waitSignal(running.ended):
            pass
    assert ending.told[1] == ("failed", "Something went wrong inside Labeler: ZeroDivisionError('oh').")
    assert "Traceback" in caplog.text


def test_cancelling_stops_after_the_step_at_work_and_closes_the_job(runner: JobRunner, qtbot) -> None:
    is_at_work, goes_on, closed = threading.Event(), threading.Event(), []

    def job():
        try:
            yield step(1)
            is_at_work.set()
            goes_on.wait(5)
            yield step(2)
            yield step(3)
        finally:
            closed.append(True)

    running = runner.start(job())
    ending = Ending(running)
    with qtbot.waitSignal(running.progressed):
        pass
    # The first step is told before the second is begun, and a job cancelled in between begins none.
    assert is_at_work.wait(5)
    running.cancel()
    with qtbot.waitSignal(running.ended):
        goes_on.set()
    assert ending.told == [1, 2, "cancelled", "ended"]
    assert closed == [True]


def test_a_job_waits_for_the_one_it_comes_after(runner: JobRunner, qtbot) -> None:
    goes_on, order = threading.Event(), []

    def first():
        goes_on.wait(5)
        order.append("first")
        yield step(1)

    def second():
        order.append("second")
        yield step(1)

    before = runner.start(first())
    after = runner.start(second(), after=before)
    goes_on.set()
    with qtbot.waitSignal(after.ended):
        pass
    assert order == ["first", "second"]


def test_closing_cancels_everything_and_waits(runner: JobRunner, qtbot) -> None:
    began = threading.Event()

    def endless():
        while True:
            began.set()
            yield step(1)

    running = runner.start(endless())
    assert began.wait(5)
    runner.cancel_all()
    assert running.wait(0)
    qtbot.waitUntil(lambda: not runner.is_busy)


def test_many_quick_steps_come_in_few_batches(runner: JobRunner, qtbot) -> None:
    running = runner.start(step(done, 20_000) for done in range(1, 20_001))
    batches: list[list[int]] = []
    running.progressed.connect(lambda steps: batches.append([each.done for each in steps]))
    with qtbot.waitSignal(running.ended):
        pass
    assert [done for batch in batches for done in batch] == list(range(1, 20_001))
    assert len(batches) < 200
