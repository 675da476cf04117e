"""How long a job will still take, judged by its pace of the last seconds; for command line and window."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

# The pace is that of so many seconds, told by a sample now and then.
_WINDOW = 12.0
_BETWEEN = 0.4
# Before so many seconds have gone nothing is told: the first steps are not like the others.
_SILENCE = 1.0


class TimeLeft:
    """Follows the steps of one job; one that hurries over what was done before misleads it for seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque()
        self._started: float | None = None
        self._now = (0.0, 0, 0)

    def note(self, done: int, total: int) -> None:
        """So many steps of so many are done now."""
        now = self._clock()
        if self._started is None:
            self._started = now
        if not self._samples or now - self._samples[-1][0] >= _BETWEEN:
            self._samples.append((now, done))
        # The newest of those that are too old stays: steps may take longer than that.
        while len(self._samples) > 2 and now - self._samples[1][0] > _WINDOW:
            self._samples.popleft()
        self._now = (now, done, total)

    @property
    def seconds(self) -> float | None:
        """The time that is left by the pace at the last step; None while there is no telling."""
        now, done, total = self._now
        if self._started is None or now - self._started < _SILENCE:
            return None
        then, done_then = self._samples[0]
        if done <= done_then or now <= then or done > total:
            return None
        return (total - done) * (now - then) / (done - done_then)

    @property
    def text(self) -> str:
        """`about 3 min left`; empty while there is no telling, and when it is next to nothing."""
        seconds = self.seconds
        return "" if seconds is None or seconds < 1 else f"about {_in_words(seconds)} left"


def _in_words(seconds: float) -> str:
    if seconds < 55:
        step = 1 if seconds < 10 else 5
        return f"{step * max(1, round(seconds / step))} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
