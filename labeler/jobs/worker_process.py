"""Other Python processes that call one function for this one, for work that holds Python's lock too much.

`multiprocessing` would do the same but for two things: its children import the main program again, which
turns a script without `if __name__ == "__main__"` into an endless row of processes, and they share the
terminal's Ctrl+C. These import labeler only, and end when their parent closes the pipe or is gone.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Generic, TypeVar

from labeler.core.errors import WorkerError

Item = TypeVar("Item")
Result = TypeVar("Result")

# The child looks for modules where this process does, and finds the same ones.
_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from labeler.jobs.worker_process import serve; serve()"

# numpy's linear algebra would start threads, which nobody needs here and which take a tenth of a second.
# glibc would give the memory of each image back to the system and get it again page by page, which in a
# virtual machine takes longer than the work on a label image (mallopt(3)); other systems do not ask for this.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "MALLOC_TOP_PAD_": str(16 << 20),
}


@contextmanager
def in_processes(function: Callable[[Item], Result], count: int) -> Iterator[Callable[[Item], Result]]:
    """A function that has `count` processes call `function`; for as many threads to call at a time.

    `function`, items and results are pickled. WorkerError is raised for an item whose process ended (an
    exception ends it, with its traceback on stderr); the next item gets a new process.
    """
    idle: SimpleQueue[_Worker[Item, Result]] = SimpleQueue()
    workers = [_Worker(function) for _ in range(count)]
    for worker in workers:
        idle.put(worker)

    def call(item: Item) -> Result:
        worker = idle.get()
        try:
            return worker.call(item)
        finally:
            idle.put(worker)

    try:
        yield call
    finally:
        for worker in workers:
            worker.close()


def can_start() -> bool:
    """Whether this program is run by an interpreter that other processes can be started with."""
    name = Path(sys.executable or "").stem.lower()
    return name.startswith(("python", "pypy")) and not getattr(sys, "frozen", False)


def serve() -> None:
    """What a worker process does: the first message is the function, each further one an item for it."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints must not get into the answers
    with suppress(EOFError, BrokenPipeError), sink:
        function = pickle.load(source)
        while True:
            result = function(pickle.load(source))
            pickle.dump(result, sink, pickle.HIGHEST_PROTOCOL)
            sink.flush()


class _Worker(Generic[Item, Result]):
    """One process, started again when it has ended."""

    def __init__(self, function: Callable[[Item], Result]) -> None:
        self._function = function
        self._process = self._started()

    def call(self, item: Item) -> Result:
        """The function's result for an item."""
        try:
            self._send(self._process, item)
            result: Result = pickle.load(_pipe(self._process.stdout))
        except (EOFError, OSError, pickle.UnpicklingError):
            status = self.close()
            self._process = self._started()
            raise WorkerError(status) from None
        return result

    def close(self) -> int:
        """End the process after what it is doing; its exit status."""
        with suppress(OSError):
            _pipe(self._process.stdin).close()
        _pipe(self._process.stdout).close()
        return self._process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl+C in the terminal is for the parent, which then closes the pipes.
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _CHILD, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if sys.stderr is None else None,
            env=os.environ | _ENVIRONMENT,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._send(process, self._function)
        return process

    @staticmethod
    def _send(process: subprocess.Popen[bytes], message: Any) -> None:
        pipe = _pipe(process.stdin)
        pickle.dump(message, pipe, pickle.HIGHEST_PROTOCOL)
        pipe.flush()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream
