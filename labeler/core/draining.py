"""Work done in steps by a generator that returns what it came to."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import TypeVar

Taken = TypeVar("Taken")
Result = TypeVar("Result")


def drained(
    steps: Generator[Taken, None, Result], on_step: Callable[[Taken], object] | None = None
) -> Result:
    """What a generator returns, once all its steps are done; `on_step` is called after each.

    An exception of `on_step` closes the generator and goes on.
    """
    with closing(steps):
        while True:
            try:
                step = next(steps)
            except StopIteration as stop:
                result: Result = stop.value
                return result
            if on_step is not None:
                on_step(step)
