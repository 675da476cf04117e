"""What a job reports: one step for each thing it was asked to do, and the sum of all steps.

A job is a generator of steps. Command line and window read the same steps; neither asks the job anything.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

Result = TypeVar("Result")


class StepStatus(StrEnum):
    """How one step of a job ended; PLANNED is for what a dry run would have written."""

    WRITTEN = "written"
    PLANNED = "would be written"
    UNCHANGED = "unchanged"
    COMPARED = "compared"
    LOOKED_AT = "looked at"
    LEFT_OUT = "left out"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """One finished step: `done` of `total` steps, what it was about, how it ended, and why.

    `message` is one or several sentences for the user: the reason when the step failed or was left out, a
    notice (shapes that give no pixels, say) when it was not; empty when there is nothing to say.
    """

    done: int
    total: int
    name: str
    status: StepStatus
    message: str = ""

    @property
    def has_failed(self) -> bool:
        """Whether the step failed, which makes the exit status of a command 1."""
        return self.status is StepStatus.FAILED


def in_hundredths(shares: Generator[float, None, Result]) -> Generator[Step, None, Result]:
    """Steps for work that tells the share of it that is done, from 0 to 1; returns what it returns."""
    with closing(shares):
        while True:
            try:
                share = next(shares)
            except StopIteration as stop:
                result: Result = stop.value
                return result
            yield Step(round(100 * share), 100, "", StepStatus.UNCHANGED)


@dataclass(slots=True)
class Summary:
    """The sum of steps: how many ended in each way, and those that have something to say.

    Steps without a message are counted and forgotten, so that a summary of 100,000 images stays small.
    """

    counts: dict[StepStatus, int] = field(default_factory=lambda: dict.fromkeys(StepStatus, 0))
    remarks: list[Step] = field(default_factory=list)

    @classmethod
    def of(cls, steps: Iterable[Step]) -> Summary:
        """The summary of all steps; runs the job when `steps` is a job's generator."""
        summary = cls()
        for step in steps:
            summary.add(step)
        return summary

    def add(self, step: Step) -> None:
        """Count one step more."""
        self.counts[step.status] += 1
        if step.message or step.has_failed:
            self.remarks.append(step)

    def with_status(self, status: StepStatus) -> list[Step]:
        """The steps with a message that ended in this way, in the order in which they came."""
        return [step for step in self.remarks if step.status is status]

    @property
    def failed(self) -> list[Step]:
        """The steps that failed, each with its reason."""
        return self.with_status(StepStatus.FAILED)

    @property
    def has_failures(self) -> bool:
        """Whether any step failed."""
        return self.counts[StepStatus.FAILED] > 0

    @property
    def text(self) -> str:
        """One line such as `12 written, 1 left out, 2 failed.`; ways that no step ended in are not named."""
        told = [f"{count:,} {status}" for status, count in self.counts.items() if count]
        return (", ".join(told) or "Nothing to do") + "."
