"""Kernels: loops over pixels and vertices that are written in Python and run as machine code.

A kernel is compiled at its first call, or by `warm_up`; it lets go of Python's lock while it runs. It may
read and write arrays and numbers and call functions marked `@inlined`; it may not allocate, raise or
call other kernels, and its constants stand in its own module.
"""

from __future__ import annotations

import ctypes
import functools
import importlib
import re
import threading
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

from labeler.core.machine_code import ArgumentType, load, machine_code

if TYPE_CHECKING:
    from collections.abc import Iterator

Function = Callable[..., Any]
AnyFunction = TypeVar("AnyFunction", bound=Function)

_ARRAY_HEAD = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_ssize_t, ctypes.c_void_p)
_RESULTS: dict[str, Any] = {
    "int64": ctypes.c_int64,
    "uint64": ctypes.c_uint64,
    "float64": ctypes.c_double,
    "bool": ctypes.c_bool,
}

# What a window draws with at once; other modules are warmed up when they happen to be imported already.
_FIRST_MODULES = ("labeler.core.scanline", "labeler.core.overlay", "labeler.core.void_border")

_kernels: list[Kernel] = []
_helpers: set[Function] = set()
_lock = threading.RLock()
_warming: list[int] = []  # identities of the threads that are warming up


class Kernel:
    """A function that runs as machine code, compiled for each combination of types it is called with.

    Arrays are numpy's, numbers Python's (int64 and float64). Where there is no compiler the function
    runs as plain Python: the same result, slowly.
    """

    def __init__(self, function: Function, signatures: tuple[str, ...]) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.signatures = signatures
        self.is_hopeless = False
        self._runs: dict[tuple[Any, ...], Function] = {}
        _kernels.append(self)

    def __call__(self, *arguments: Any) -> Any:
        """Run it; the first call with new types of arguments compiles or loads it before."""
        kinds = tuple(map(_kind_of, arguments))
        run = self._runs.get(kinds) or self._prepared(kinds)
        return run(*arguments)

    @property
    def is_ready(self) -> bool:
        """Whether machine code is there for the first signature it was declared with, or for any types."""
        return _kinds_of_signature(self.signatures[0]) in self._runs if self.signatures else bool(self._runs)

    def warm_up(self, turn: int) -> None:
        """Compile or load the machine code for one of the declared signatures, if there are that many."""
        for signature in self.signatures[turn : turn + 1]:
            self._prepared(_kinds_of_signature(signature))

    def _prepared(self, kinds: tuple[Any, ...]) -> Function:
        with _lock:
            if kinds not in self._runs and not self.is_hopeless:
                types = tuple(ArgumentType(np.dtype(kind[0]).name, *kind[1:]) for kind in kinds)
                code = machine_code(self.function, _helpers_of(self.function), types)
                if code is None:
                    self.is_hopeless = not self._runs
                else:
                    self._runs[kinds] = _caller(load(code), types, code.returns)
            return self._runs.get(kinds, self.function)


@overload
def compiled(function: Function, /) -> Kernel: ...
@overload
def compiled(*signatures: str) -> Callable[[Function], Kernel]: ...
def compiled(*marks: Any) -> Any:
    """Make a `Kernel` of a function: `@compiled`, or `@compiled("uint8[:, :], float64[:], int64")`.

    Signatures name the types of the arguments (arrays in C order), the most used first, so that `warm_up` can
    compile the kernel before it is called.
    """
    if marks and callable(marks[0]):
        return Kernel(marks[0], ())
    return lambda function: Kernel(function, marks)


def inlined(function: AnyFunction) -> AnyFunction:
    """Mark a plain Python function that kernels may call; outside of kernels it stays what it is."""
    _helpers.add(function)
    return function


def is_ready(kernel: Kernel) -> bool:
    """Whether a call runs at once, without compiling or loading first."""
    return kernel.is_ready


def needs_stand_in(kernel: Kernel) -> bool:
    """Whether something slower should do the kernel's work now, instead of waiting for it.

    So it is while another thread warms up, and for good where the kernel cannot be compiled.
    """
    if kernel.is_hopeless:
        return True
    return bool(_warming) and threading.get_ident() not in _warming and not kernel.is_ready


def warm_up() -> None:
    """Compile or load the kernels of label maps, and all of modules that were imported; safe in any thread.

    Kernels that were declared without a signature wait for their first call.
    """
    with _is_warming():
        for module in _FIRST_MODULES:
            importlib.import_module(module)
        kernels = tuple(_kernels)
        for turn in range(max((len(kernel.signatures) for kernel in kernels), default=0)):
            for kernel in kernels:
                kernel.warm_up(turn)


@contextmanager
def _is_warming() -> Iterator[None]:
    identity = threading.get_ident()
    _warming.append(identity)
    try:
        yield
    finally:
        _warming.remove(identity)


def _kind_of(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        flags = argument.flags
        return (argument.dtype, argument.ndim, flags.c_contiguous, flags.aligned)
    return _FLOAT if isinstance(argument, float | np.floating) else _INTEGER


_INTEGER = (np.dtype(np.int64),)
_FLOAT = (np.dtype(np.float64),)


@functools.cache
def _kinds_of_signature(signature: str) -> tuple[Any, ...]:
    kinds: list[Any] = []
    for name, axes in re.findall(r"(\w+)(\[[:, ]*\])?", signature):
        kinds.append((np.dtype(name), axes.count(":"), True, True) if axes else (np.dtype(name),))
    return tuple(kinds)


def _helpers_of(function: Function) -> list[Function]:
    """The marked functions that a function calls, and those that they call."""
    found: dict[Function, None] = {}
    waiting = [function]
    while waiting:
        each = waiting.pop()
        for name in each.__code__.co_names:
            called = each.__globals__.get(name)
            if callable(called) and called in _helpers and called not in found:
                found[called] = None
                waiting.append(called)
    return list(found)


def _caller(address: int, types: tuple[ArgumentType, ...], returns: str) -> Function:
    """A function of Python arguments that calls machine code the way numba lays arguments out.

    A place for the result and one for an exception come first; an array is nine words or more: two that
    only numba's own memory needs, item count and size, address, shape and strides
    (numba/core/datamodel/models.py, ArrayModel).
    """
    layout: list[Any] = [ctypes.c_void_p, ctypes.c_void_p]
    for each in types:
        if each.ndim:
            layout += [*_ARRAY_HEAD, *[ctypes.c_ssize_t] * (2 * each.ndim)]
        else:
            layout.append(ctypes.c_double if each.dtype == "float64" else ctypes.c_int64)
    run = ctypes.CFUNCTYPE(ctypes.c_int32, *layout)(address)
    result_type = _RESULTS.get(returns, ctypes.c_int64)

    def call(*arguments: Any) -> Any:
        result, exception = result_type(), ctypes.c_void_p()
        words: list[Any] = [ctypes.addressof(result), ctypes.addressof(exception)]
        for argument in arguments:
            if isinstance(argument, np.ndarray):
                address = argument.__array_interface__["data"][0]
                words += (0, 0, argument.size, argument.itemsize, address, *argument.shape, *argument.strides)
            else:
                words.append(argument)
        run(*words)
        return None if returns == "none" else result.value

    return call
