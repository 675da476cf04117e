from __future__ import annotations

import operator
import os
import subprocess
import sys
import time
from functools import partial

import pytest

from labeler.core.errors import WorkerError
from labeler.jobs.in_order import in_order
from labeler.jobs.worker_process import can_start, in_processes


def test_the_function_is_called_in_other_processes():
    with in_processes(operator.methodcaller("__call__"), 2) as call:
        identities = set(in_order(call, [os.getpid] * 40, 2))
    assert len(identities) == 2
    assert os.getpid() not in identities


def test_results_are_those_of_the_function():
    with in_processes(partial(operator.mul, 3), 1) as call:
        assert [call(number) for number in (1, 2, 3)] == [3, 6, 9]


def test_what_the_function_prints_is_not_taken_for_a_result(capfd):
    with in_processes(print, 1) as call:
        assert call("words") is None
    assert capfd.readouterr().err == "words\n"


def test_a_process_that_ends_is_an_error_for_its_item_and_replaced_for_the_next():
    with in_processes(os._exit, 1) as call:
        for status in (3, 4):
            with pytest.raises(WorkerError, match=rf"ended unexpectedly \(exit status {status}\)"):
                call(status)


def test_an_exception_ends_the_process_with_its_traceback(capfd):
    with in_processes(int, 1) as call:
        with pytest.raises(WorkerError, match=r"exit status 1"):
            call("one")
        assert call("2") == 2
    assert "ValueError: invalid literal" in capfd.readouterr().err


@pytest.mark.skipif(not hasattr(os, "fork"), reason="looks for the process by its number")
def test_a_process_ends_without_a_word_where_warnings_are_errors(monkeypatch, capfd):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    with in_processes(str, 1) as call:
        assert call(5) == "5"
    assert capfd.readouterr().err == ""


def test_processes_end_with_a_parent_that_is_killed():
    code = (
        "import os, sys\n"
        "from labeler.jobs.worker_process import in_processes\n"
        "with in_processes(eval, 1) as call:\n"
        "    print(call('__import__(\"os\").getpid()'), flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as parent:
        worker = int(parent.stdout.readline())
        parent.kill()
    for _ in range(200):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("the worker is still there")


def test_a_module_in_the_current_folder_is_not_taken_for_one_of_pythons(tmp_path, monkeypatch):
    (tmp_path / "typing.py").write_text("raise SystemExit('the wrong typing')")
    monkeypatch.chdir(tmp_path)
    with in_processes(abs, 1) as call:
        assert call(-1) == 1


def test_a_script_without_a_main_guard_starts_no_endless_row_of_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from labeler.jobs.worker_process import in_processes\n"
        "print('begun')\n"
        "with in_processes(abs, 2) as call:\n"
        "    print(call(-5))\n"
    )
    answer = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert answer.stdout == "begun\n5\n"


@pytest.mark.parametrize(
    ("executable", "answer"),
    [("/usr/bin/python3.12", True), (r"C:\venv\python.exe", True), ("/opt/blender", False), ("", False)],
)
def test_processes_are_started_only_by_an_interpreter(monkeypatch, executable, answer):
    monkeypatch.setattr(sys, "executable", executable.replace("\\", "/"))
    assert can_start() is answer
