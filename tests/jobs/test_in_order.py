from __future__ import annotations

import threading
import time

import pytest

from labeler.jobs.in_order import AHEAD, in_order, processor_count


def test_results_come_in_the_order_of_the_items_however_long_each_takes():
    def slow_when_even(number):
        time.sleep(0.002 * (number % 2 == 0))
        return number * 10

    assert list(in_order(slow_when_even, range(50), 3)) == [number * 10 for number in range(50)]


def test_items_are_taken_only_a_little_ahead_of_the_results():
    taken = []

    def items():
        for number in range(1000):
            taken.append(number)
            yield number

    results = in_order(lambda number: number, items(), 2)
    next(results)
    assert len(taken) == 2 * AHEAD
    results.close()


def test_closing_waits_for_running_work_and_begins_no_more():
    begun, finished = [], []
    may_end = threading.Event()

    def work(number):
        begun.append(number)
        if number:
            may_end.wait(5)
        finished.append(number)

    results = in_order(work, range(1000), 2)
    threading.Timer(0.05, may_end.set).start()
    taken = iter(range(1))
    for _ in taken:
        next(results)
    results.close()
    assert sorted(begun) == sorted(finished)
    assert len(begun) <= 2 * AHEAD


def test_an_error_in_the_work_ends_the_results():
    def work(number):
        if number == 3:
            raise ValueError("three")
        return number

    results = in_order(work, range(100), 2)
    with pytest.raises(ValueError, match="three"):
        list(results)


def test_there_is_at_least_one_processor():
    assert processor_count() >= 1
