"""What a subcommand says while a job runs: progress on a terminal, remarks as they come, a sum at the end."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

from labeler.core.text import as_one_line
from labeler.jobs.step import Step, StepStatus, Summary
from labeler.jobs.time_left import TimeLeft

REFRESH_SECONDS = 0.1


class Progress:
    """One line on a terminal that says how far a job is; says nothing where the stream is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_shown = stream.isatty()
        self._next_time = 0.0
        self._is_drawn = False
        self._time_left = TimeLeft()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def show(self, step: Step) -> None:
        """Draw the line for a step, at most ten times a second."""
        self._time_left.note(step.done, step.total)
        now = time.monotonic()
        if not self._is_shown or (now < self._next_time and step.done < step.total):
            return
        self._next_time = now + REFRESH_SECONDS
        share = 100 * step.done // max(1, step.total)
        parts = (
            f"{share:3d} %",
            f"{step.done} of {step.total}",
            self._time_left.text,
            as_one_line(step.name),
        )
        text = "  ".join(part for part in parts if part)
        # One column stays free: a full line would make the terminal begin another.
        self._draw(text[: shutil.get_terminal_size().columns - 1])

    def tell(self, step: Step) -> None:
        """Draw the line, and print what the step has to say: failures to stderr, all else to stdout."""
        self.show(step)
        if step.message or step.has_failed:
            self.clear()
            _print_remark(step)

    def clear(self) -> None:
        """Take the line away, so that something else can be printed."""
        if self._is_drawn:
            self._draw("")
            self._is_drawn = False

    def _draw(self, text: str) -> None:
        self._stream.write(f"\r\x1b[K{text}")
        self._stream.flush()
        self._is_drawn = True


def run_job(steps: Iterable[Step]) -> int:
    """Run a job, print what it has to say, and return the exit status: 1 when any step failed, else 0.

    Failures go to stderr; notices, what was left out, and the sum go to stdout.
    """
    summary = Summary()
    with Progress(sys.stderr) as progress:
        for step in steps:
            summary.add(step)
            progress.tell(step)
    print(summary.text)
    return 1 if summary.has_failures else 0


def _print_remark(step: Step) -> None:
    stream = sys.stderr if step.has_failed else sys.stdout
    word = f"{step.status}: " if step.status in (StepStatus.FAILED, StepStatus.LEFT_OUT) else ""
    print(f"{word}{as_one_line(step.name)}: {as_one_line(step.message)}", file=stream)
