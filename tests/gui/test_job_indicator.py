"""Long jobs show in the status line: name, bar, time left, and a way to cancel them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QStatusBar

from labeler.gui import job_indicator
from labeler.gui.job_indicator import JobIndicator
from labeler.gui.job_runner import JobRunner
from labeler.jobs.step import Step, StepStatus


class Work:
    """A job whose steps the test lets happen."""

    def __init__(self, total: int = 4) -> None:
        self.total = total
        self._may_go = threading.Semaphore(0)

    def __call__(self) -> Iterator[Step]:
        for done in range(1, self.total + 1):
            self._may_go.acquire(timeout=10)
            yield Step(done, self.total, f"image {done}", StepStatus.WRITTEN)

    def go(self, steps: int = 1) -> None:
        for _ in range(steps):
            time.sleep(0.04)  # steps that come closer together are told together
            self._may_go.release()


@pytest.fixture
def status(qtbot, monkeypatch: pytest.MonkeyPatch) -> QStatusBar:
    monkeypatch.setattr(job_indicator, "PATIENCE", 20)
    status = QStatusBar()
    status.addWidget(QLabel("hint"), 1)
    qtbot.addWidget(status)
    status.resize(900, 24)
    status.show()
    return status


@pytest.fixture
def runner(qtbot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    assert not runner.is_busy


@pytest.fixture
def indicator(status: QStatusBar, runner: JobRunner) -> JobIndicator:
    indicator = JobIndicator(status)
    indicator.watch(runner)
    return indicator


def test_a_job_that_takes_its_time_is_shown_until_it_ends(
    indicator: JobIndicator, runner: JobRunner, qtbot
) -> None:
    work = Work()
    job = runner.start(work(), name="Renaming car to bus")
    assert not indicator.isVisible()
    qtbot.waitUntil(indicator.isVisible)
    assert indicator.name.text() == "Renaming car to bus"
    assert indicator.bar.maximum() == 0, "no step yet: a bar that runs on"
    work.go(3)
    qtbot.waitUntil(lambda: indicator.bar.value() == 3)
    assert indicator.bar.maximum() == 4
    with qtbot.waitSignal(job.ended):
        work.go()
    assert not indicator.isVisible()


def test_a_quick_job_is_not_worth_a_look(indicator: JobIndicator, runner: JobRunner, qtbot) -> None:
    job = runner.start(iter(()), name="Opening")
    with qtbot.waitSignal(job.ended):
        pass
    qtbot.wait(60)
    assert not indicator.isVisible()


def test_a_job_without_a_name_is_nobodys_business(indicator: JobIndicator, runner: JobRunner, qtbot) -> None:
    work = Work()
    job = runner.start(work())
    qtbot.wait(60)
    assert not indicator.isVisible()
    with qtbot.waitSignal(job.ended):
        work.go(4)


def test_the_time_left_is_the_jobs_own(indicator: JobIndicator, runner: JobRunner, qtbot) -> None:
    work = Work(1000)
    job = runner.start(work(), name="Exporting")
    qtbot.waitUntil(indicator.isVisible)
    work.go()
    qtbot.waitUntil(lambda: job.done == 1)
    clock = [0.0]
    job.time_left._clock = lambda: clock[0]
    job.time_left._started = 0.0
    job.time_left._samples.clear()
    for steps in (1, 2):
        clock[0] += 60.0
        work.go()
        qtbot.waitUntil(lambda steps=steps: job.done == 1 + steps)
    assert indicator.time_left.text() == job.time_left.text == "about 16 h 37 min left"
    job.cancel()
    with qtbot.waitSignal(job.ended):
        work.go()


def test_cancel_ends_it_after_the_step_at_work(indicator: JobIndicator, runner: JobRunner, qtbot) -> None:
    work = Work()
    job = runner.start(work(), name="Exporting")
    qtbot.waitUntil(indicator.isVisible)
    QTest.mouseClick(indicator.cancel_button, Qt.MouseButton.LeftButton)
    assert job.is_cancelled
    assert indicator.time_left.text() == "cancelling"
    assert not indicator.cancel_button.isEnabled()
    with qtbot.waitSignal(job.ended):
        work.go()
    assert not indicator.isVisible()


def test_of_several_jobs_the_oldest_is_shown_and_the_others_are_counted(
    indicator: JobIndicator, runner: JobRunner, qtbot
) -> None:
    first, second = Work(), Work()
    jobs = [runner.start(first(), name="Renaming"), runner.start(second(), name="Exporting")]
    qtbot.waitUntil(lambda: indicator.name.text() == "Renaming, and 1 more")
    assert indicator.name.toolTip() == "Renaming\nExporting"
    with qtbot.waitSignal(jobs[0].ended):
        first.go(4)
    assert indicator.name.text() == "Exporting"
    with qtbot.waitSignal(jobs[1].ended):
        second.go(4)
    assert not indicator.isVisible()


def test_the_hint_keeps_its_place_at_the_left(indicator: JobIndicator, status: QStatusBar, qtbot) -> None:
    hint = status.findChild(QLabel)
    indicator.show()
    qtbot.wait(20)
    assert hint.x() < indicator.x()
