"""Many files worked on by several processes, some at a time; few of them by threads of this one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from labeler.core.errors import WorkerError
from labeler.jobs.in_order import in_order, processor_count
from labeler.jobs.worker_process import can_start, in_processes

Item = TypeVar("Item")
Result = TypeVar("Result")


class Crew(NamedTuple):
    """How work is shared: `workers` at a time (None: one a processor), processes from `many` items on.

    Processes take a quarter of a second to start. They are given `at_once` items, so that handing over costs
    little beside the work.
    """

    workers: int | None
    many: int
    at_once: int


def in_batches(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    crew: Crew,
    on_lost: Callable[[WorkerError], Result],
    take: Callable[[Item, Result], Result] | None = None,
) -> Generator[Result, None, None]:
    """The results of `work` on all items, in their order, or what `take` hands on of each.

    `take` gets item and result in one of several threads of this process, as soon as they are there: where
    results are large, they need not wait for their turn.

    `work`, items and results can be pickled; an exception ends everything. An item whose process ended
    unexpectedly has the result of `on_lost`, and the others of its batch are done nonetheless. Closing the
    generator waits for what has been begun.
    """
    workers = crew.workers or processor_count()
    each_of = _EachOf(work)
    with ExitStack() as stack:
        call: Callable[[Sequence[Item]], list[Result]] = each_of
        count = 1
        if workers > 1 and len(items) >= crew.many and can_start():
            call = stack.enter_context(in_processes(each_of, workers))
            count = crew.at_once
        batches = (items[at : at + count] for at in range(0, len(items), count))
        if workers == 1:
            for item in items:
                yield work(item) if take is None else take(item, work(item))
            return
        results_of = partial(_taken, call, on_lost, take)
        for results in stack.enter_context(closing(in_order(results_of, batches, workers))):
            yield from results


@dataclass(frozen=True, slots=True)
class _EachOf(Generic[Item, Result]):
    """The work on each of some items; can be handed to another process."""

    work: Callable[[Item], Result]

    def __call__(self, items: Sequence[Item]) -> list[Result]:
        return list(map(self.work, items))


def _taken(
    call: Callable[[Sequence[Item]], list[Result]],
    on_lost: Callable[[WorkerError], Result],
    take: Callable[[Item, Result], Result] | None,
    items: Sequence[Item],
) -> list[Result]:
    """What is handed on of the results of some items."""
    results = _survived(call, on_lost, items)
    return results if take is None else list(map(take, items, results))


def _survived(
    call: Callable[[Sequence[Item]], list[Result]],
    on_lost: Callable[[WorkerError], Result],
    items: Sequence[Item],
) -> list[Result]:
    """The results of some items. When their process ends, each is tried alone: only one is lost."""
    try:
        return call(items)
    except WorkerError as error:
        if len(items) == 1:
            return [on_lost(error)]
        return [result for item in items for result in _survived(call, on_lost, [item])]
