"""Work shared by processes, some items at a time."""

from __future__ import annotations

import os
from functools import partial

import pytest

from labeler.jobs.in_batches import Crew, in_batches


def doubled(number: int) -> int:
    return 2 * number


def process_of(_number: int) -> int:
    return os.getpid()


def ending_at(fatal: int, number: int) -> int:
    if number == fatal:
        os._exit(3)
    return number


@pytest.mark.parametrize("crew", [Crew(1, 1, 1), Crew(2, 100, 3), Crew(2, 1, 3), Crew(None, 1, 50)])
def test_results_come_in_the_order_of_the_items(crew):
    assert list(in_batches(doubled, range(20), crew, lambda _error: -1)) == list(range(0, 40, 2))


def test_one_worker_is_this_process_and_few_items_stay_in_it():
    assert set(in_batches(process_of, range(5), Crew(1, 1, 1), lambda _error: -1)) == {os.getpid()}
    assert set(in_batches(process_of, range(5), Crew(2, 6, 1), lambda _error: -1)) == {os.getpid()}
    assert os.getpid() not in set(in_batches(process_of, range(6), Crew(2, 6, 1), lambda _error: -1))


def test_a_process_that_ends_loses_one_item_only():
    results = in_batches(partial(ending_at, 4), range(8), Crew(2, 1, 4), lambda _error: -1)
    assert list(results) == [0, 1, 2, 3, -1, 5, 6, 7]


def test_it_may_be_closed_early():
    results = in_batches(doubled, range(1000), Crew(2, 1, 10), lambda _error: -1)
    assert next(results) == 0
    results.close()


def test_nothing_to_do_is_nothing():
    assert list(in_batches(doubled, [], Crew(2, 0, 1), lambda _error: -1)) == []


@pytest.mark.parametrize("crew", [Crew(1, 1, 1), Crew(2, 100, 3), Crew(2, 1, 3)])
def test_results_can_be_taken_as_soon_as_they_are_there_in_this_process(crew):
    taken = {}

    def take(item: int, result: int) -> int:
        taken[item] = (result, os.getpid())
        return -result

    assert list(in_batches(doubled, range(20), crew, lambda _error: -1, take)) == list(range(0, -40, -2))
    assert taken == {item: (2 * item, os.getpid()) for item in range(20)}


def test_what_is_said_of_a_lost_item_is_taken_too():
    def take(item: int, result: str) -> str:
        return f"{item} {result}"

    lost, other = in_batches(partial(ending_at, 2), range(2, 4), Crew(2, 1, 2), str, take)
    assert lost.startswith("2 ")
    assert "exit status 3" in lost
    assert other == "3 3"


def test_an_error_of_who_takes_ends_it_all():
    def take(item: int, result: int) -> int:
        if item == 3:
            raise OSError("The disk is full.")
        return result

    for crew in (Crew(1, 1, 1), Crew(2, 100, 1), Crew(2, 1, 2)):
        with pytest.raises(OSError, match="disk is full"):
            list(in_batches(doubled, range(20), crew, lambda _error: -1, take))
