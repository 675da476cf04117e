import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from labeler.core import machine_code
from labeler.core.machine_code import ArgumentType

# A module with a kernel, run as a program: it tells what the kernel gives, and how it came to be.
PROGRAM = """
import json, sys
from labeler.core.compiled import compiled, inlined
from labeler.core.machine_code import cache_folder

@inlined
def square(number):
    return number * number

@compiled
def sum_of_squares(numbers):
    total = 0.0
    for place in range(numbers.shape[0]):
        total += square(numbers[place])
    return total

if __name__ == "__main__":
    import numpy
    print(json.dumps({
        "sum": sum_of_squares(numpy.arange(5.0)),
        "is_hopeless": sum_of_squares.is_hopeless,
        "has_numba": "numba" in sys.modules,
        "folder": str(cache_folder()),
    }))
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    path = tmp_path_factory.mktemp("program") / "program.py"
    path.write_text(PROGRAM)
    return path


def answer_of(program, cache, **variables):
    """What a fresh process says whose cache folder lies in `cache`."""
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "LOCALAPPDATA": str(cache), "HOME": str(cache)}
    done = subprocess.run(
        [sys.executable, str(program)],
        env=environment | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    assert answer["sum"] == 30
    assert answer["folder"].startswith(str(cache))
    return answer


@pytest.fixture(scope="module")
def cache(program, tmp_path_factory):
    """A cache folder into which two processes compiled at once."""
    cache = tmp_path_factory.mktemp("cache")
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: answer_of(program, cache), range(2)))
    return cache


def kept(cache):
    return sorted(path for path in cache.rglob("*") if path.is_file() and "kernels" in path.parts)


def test_two_processes_that_compile_at_once_leave_one_good_file(cache):
    assert [path.suffix for path in kept(cache)] == [".bin"]


def test_a_kept_kernel_is_loaded_without_numba(program, cache):
    assert not answer_of(program, cache)["has_numba"]


@pytest.mark.parametrize("damage", [b"", b"\0" * 500, None], ids=["empty", "zeros", "cut"])
def test_a_damaged_file_costs_only_the_time_of_compiling(program, cache, damage):
    (path,) = kept(cache)
    good = path.read_bytes()
    path.write_bytes(good[:-7] if damage is None else damage)
    assert answer_of(program, cache)["has_numba"]
    assert path.read_bytes() == good
    assert not answer_of(program, cache)["has_numba"]


def test_a_cache_folder_that_cannot_be_written_costs_only_time(program, tmp_path):
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    assert not answer_of(program, blocked)["is_hopeless"]
    assert blocked.read_text() == "a file where the folder should be"


def test_without_a_compiler_the_function_runs_as_it_is(program, tmp_path):
    answer = answer_of(program, tmp_path, NUMBA_DISABLE_JIT="1")
    assert answer["is_hopeless"]
    assert kept(tmp_path) == []


def plain(numbers):
    numbers[0] = 1


def allocating(numbers):
    numbers[:] = numbers.copy()


def test_a_function_that_needs_the_run_time_of_numba_is_refused():
    assert machine_code._compile(allocating, [], (ArgumentType("float64", 1),)) is None


def test_a_function_that_numba_does_not_understand_is_refused():
    assert (
        machine_code._compile(lambda numbers: numbers.no_such_thing, [], (ArgumentType("int64", 1),)) is None
    )


def doubled(numbers, count):
    for place in range(count):
        numbers[place] = 2 * numbers[place]


@pytest.mark.parametrize(
    ("name", "other"), [("_RESULT_WORDS", ("ptr",)), ("_ARRAY_MEMBERS", ("data", "shape", "strides"))]
)
def test_a_numba_that_hands_arguments_over_in_another_way_is_not_trusted(monkeypatch, name, other):
    types = (ArgumentType("float64", 1), ArgumentType("int64"))
    assert machine_code._compile(doubled, [], types) is not None
    monkeypatch.setattr(machine_code, name, other)
    assert machine_code._compile(doubled, [], types) is None


def test_the_name_of_a_file_tells_types_sources_and_processor(monkeypatch):
    def name(*types, helpers=()):
        return machine_code._path_for(plain, helpers, types).name

    one = name(ArgumentType("uint8", 1))
    assert one.startswith("plain-")
    assert name(ArgumentType("uint8", 1)) == one
    assert name(ArgumentType("uint16", 1)) != one
    assert name(ArgumentType("uint8", 1, is_aligned=False)) != one
    assert name(ArgumentType("uint8", 1), helpers=[machine_code.load]) != one
    monkeypatch.setattr(machine_code, "_processor", lambda: ("another", ""))
    assert name(ArgumentType("uint8", 1)) != one


def test_a_function_without_a_source_file_is_not_kept():
    namespace = {}
    exec("def typed(numbers): numbers[0] = 1", namespace)
    assert machine_code._path_for(namespace["typed"], (), ()) is None
