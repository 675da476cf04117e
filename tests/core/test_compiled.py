import subprocess
import sys
import threading

import numpy as np
import pytest

from labeler.core import compiled as module
from labeler.core import machine_code
from labeler.core.compiled import Kernel, compiled, inlined, is_ready, needs_stand_in, warm_up


@inlined
def twice(value):
    return value * 2


@inlined
def four_times(value):
    return twice(twice(value))


def add_up(numbers, factor):
    total = 0
    for row in range(numbers.shape[0]):
        for column in range(numbers.shape[1]):
            total += numbers[row, column] * four_times(factor)
    return total


@pytest.fixture(autouse=True)
def only_these_kernels(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "_kernels", [])
    monkeypatch.setattr(module, "_FIRST_MODULES", ())
    monkeypatch.setattr(machine_code, "cache_folder", lambda: tmp_path)


def test_a_kernel_is_compiled_for_each_combination_of_types():
    kernel = compiled(add_up)
    numbers = np.arange(12).reshape(3, 4)
    assert not is_ready(kernel)
    assert kernel(numbers, 2) == 66 * 8
    assert is_ready(kernel)
    assert kernel(numbers.astype(float), 0.5) == 132.0
    assert kernel(numbers.astype(np.uint8), 2) == 66 * 8
    assert isinstance(kernel(numbers.astype(float), 0.5), float)
    assert len(kernel._runs) == 3
    assert not kernel.is_hopeless


def test_strided_and_unaligned_arrays_are_read_where_they_lie():
    kernel = compiled(add_up)
    numbers = np.arange(24.0).reshape(4, 6)
    for view in (numbers[:, ::2], numbers.T, numbers[::-1]):
        assert kernel(view, 0.25) == view.sum()
    unaligned = np.frombuffer(b"x" + numbers.tobytes(), np.float64, offset=1).reshape(4, 6)
    assert kernel(unaligned, 0.25) == numbers.sum()


def test_a_kernel_writes_into_its_arrays_and_may_give_nothing_back():
    @compiled("uint8[:], int64")
    def fill(array, value):
        for place in range(array.shape[0]):
            array[place] = value

    array = np.zeros(9, np.uint8)
    assert fill(array[2:5], 7) is None
    assert array.tolist() == [0, 0, 7, 7, 7, 0, 0, 0, 0]


def test_warming_up_readies_every_kernel_that_names_its_types():
    named = compiled("float64[:, :], int64", "uint8[:, :], float64")(add_up)
    unnamed = compiled(add_up)
    warm_up()
    assert is_ready(named)
    assert not is_ready(unnamed)
    assert named(np.ones((2, 2)), 1) == 16
    assert named(np.ones((2, 2), np.uint8), 1.5) == 24
    assert len(named._runs) == 2


def test_warming_up_needs_nothing_imported_before():
    code = (
        "from labeler.core.compiled import warm_up; warm_up();"
        "from labeler.core.scanline import paint_rings; print(paint_rings.is_ready)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_names_and_words_of_the_function_are_kept():
    kernel = compiled(add_up)
    assert isinstance(kernel, Kernel)
    assert kernel.__name__ == "add_up"
    assert twice(4) == 8


def test_helpers_are_found_through_one_another():
    assert set(module._helpers_of(add_up)) == {twice, four_times}


def test_without_a_compiler_a_kernel_runs_as_plain_python(monkeypatch):
    monkeypatch.setattr(module, "machine_code", lambda *_: None)
    kernel = compiled("float64[:, :], float64")(add_up)
    assert kernel(np.ones((2, 2)), 0.5) == 8.0
    assert kernel.is_hopeless
    assert needs_stand_in(kernel)
    assert not is_ready(kernel)


def test_types_that_cannot_be_compiled_leave_the_others_alone():
    kernel = compiled(add_up)
    assert kernel(np.ones((2, 2)), 0.25) == 4
    assert kernel(np.ones((2, 2), object), 0.25) == 4
    assert not kernel.is_hopeless
    assert kernel(np.ones((3, 2)), 0.25) == 6


def test_a_stand_in_is_needed_while_another_thread_warms_up_only(monkeypatch):
    kernel = compiled("float64[:, :], float64")(add_up)
    asked, go_on = threading.Event(), threading.Event()
    original = module.machine_code

    def slow(*arguments):
        asked.set()
        assert go_on.wait(60)
        return original(*arguments)

    monkeypatch.setattr(module, "machine_code", slow)
    assert not needs_stand_in(kernel)
    thread = threading.Thread(target=warm_up)
    thread.start()
    assert asked.wait(60)
    assert needs_stand_in(kernel)
    go_on.set()
    thread.join()
    assert not needs_stand_in(kernel)
    assert is_ready(kernel)


def test_the_thread_that_warms_up_needs_no_stand_in():
    kernel = compiled("float64[:, :], float64")(add_up)
    with module._is_warming():
        assert not needs_stand_in(kernel)
    assert module._warming == []


def test_threads_that_call_at_once_compile_once():
    kernel = compiled(add_up)
    results = []
    numbers = np.ones((30, 40))
    threads = [threading.Thread(target=lambda: results.append(kernel(numbers, 0.25))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [1200.0] * 8
    assert len(kernel._runs) == 1
