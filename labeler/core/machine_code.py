"""Machine code of kernels: numba makes it once, a folder keeps it, and LLVM alone loads it ever after.

Importing numba and loading a kernel from numba's own cache takes 0.4 s, 0.8 s where SciPy is installed,
and some 100 MB in every process. The object code of a kernel that neither allocates nor raises needs
nothing of numba at run time: LLVM links it in a few milliseconds (docs/decisions/kernels.md).
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from labeler.core.errors import FileUnreadableError, FileUnwritableError
from labeler.core.files import make_folder, read_bytes, write_atomically

Function = Callable[..., Any]

# What a file of machine code holds, and how a kernel is called: another number for another way.
_FORMAT = 1
_SYMBOL = "labeler_kernel"
# C functions that LLVM may call in place of a loop; every process has them.
_C_FUNCTIONS = frozenset({"memset", "memcpy", "memmove", "memcmp", "bcmp", "floor", "ceil", "rint", "trunc"})

# A bare function: no exceptions from arithmetic, no entry points for Python or C, no allocation.
_OPTIONS: dict[str, Any] = {
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "_nrt": False,
}

# How numba hands over a place for the result and for an exception, and then an array, member by member
# (numba/core/datamodel/models.py, ArrayModel). Checked at compiling, for nobody promises it.
_RESULT_WORDS = ("ptr", "ptr")
_ARRAY_MEMBERS = ("meminfo", "parent", "nitems", "itemsize", "data", "shape", "strides")

_engines: list[Any] = []  # LLVM frees the code of an engine that nobody holds
_registered: set[Function] = set()


class ArgumentType(NamedTuple):
    """The type of one argument: a number when `ndim` is 0, else an array.

    `dtype` is numpy's name of the type of the number or of the items.
    """

    dtype: str
    ndim: int = 0
    is_contiguous: bool = True
    is_aligned: bool = True

    @property
    def words(self) -> list[str]:
        """LLVM's types of what is handed over for it: the members of an array, or the number."""
        if self.ndim:
            return ["ptr", "ptr", "i64", "i64", "ptr", *["i64"] * (2 * self.ndim)]
        return ["double" if self.dtype == "float64" else "i64"]


class MachineCode(NamedTuple):
    """An object file with one function, and numba's name of the type of its result (`none` for nothing)."""

    returns: str
    object_file: bytes


def machine_code(
    function: Function, helpers: Iterable[Function], arguments: tuple[ArgumentType, ...]
) -> MachineCode | None:
    """The machine code of a kernel for these types of arguments: kept from an earlier run, or made now.

    None where numba is missing, switched off (NUMBA_DISABLE_JIT) or unable to compile it. A folder that
    cannot be read or written, or a damaged file in it, costs only the time of compiling.
    """
    path = _path_for(function, helpers, arguments)
    code = None if path is None else _read(path)
    if code is None:
        code = _compile(function, helpers, arguments)
        if code is not None and path is not None:
            _write(path, code)
    return code


def load(code: MachineCode) -> int:
    """The address of the function, ready to be called for the rest of the process."""
    from llvmlite import binding

    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), _target_machine())
    engine.add_object_file(binding.ObjectFileRef.from_data(code.object_file))
    engine.finalize_object()
    _engines.append(engine)
    return int(engine.get_function_address(_SYMBOL))


@cache
def cache_folder() -> Path:
    """Where machine code is kept: `kernels` in the user's cache folder of Labeler."""
    from platformdirs import user_cache_path

    return user_cache_path("labeler", appauthor=False) / "kernels"


def _path_for(
    function: Function, helpers: Iterable[Function], arguments: tuple[ArgumentType, ...]
) -> Path | None:
    """A name that differs whenever the machine code could: by source, types, processor and LLVM."""
    import llvmlite

    about = repr((_FORMAT, llvmlite.__version__, sys.platform, _processor(), arguments))
    paths = {each.__code__.co_filename for each in (function, *helpers)}
    try:
        sources = [read_bytes(path) for path in sorted(paths)]
    except FileUnreadableError:
        return None
    key = hashlib.sha256(about.encode())
    for source in sources:
        key.update(hashlib.sha256(source).digest())
    return cache_folder() / f"{function.__name__.strip('_')}-{key.hexdigest()[:32]}.bin"


def _read(path: Path) -> MachineCode | None:
    try:
        content = read_bytes(path)
    except FileUnreadableError:
        return None
    head, _, object_file = content.partition(b"\n")
    digest, _, returns = head.partition(b" ")
    if digest != hashlib.sha256(returns + object_file).hexdigest().encode():
        return None
    return MachineCode(returns.decode(), object_file)


def _write(path: Path, code: MachineCode) -> None:
    returns = code.returns.encode()
    digest = hashlib.sha256(returns + code.object_file).hexdigest().encode()
    try:
        make_folder(path.parent)
        write_atomically(path, digest + b" " + returns + b"\n" + code.object_file, durable=False)
    except FileUnwritableError:
        return


def _compile(
    function: Function, helpers: Iterable[Function], arguments: tuple[ArgumentType, ...]
) -> MachineCode | None:
    try:
        from numba import njit
        from numba.core import config
        from numba.core.errors import NumbaError
        from numba.extending import register_jitable
    except ImportError:
        return None
    if getattr(config, "DISABLE_JIT", False):
        return None
    for helper in helpers:
        if helper not in _registered:
            register_jitable(helper)
            _registered.add(helper)
    dispatcher: Any = njit(**_OPTIONS)(function)
    try:
        types = tuple(map(_numba_type, arguments))
        dispatcher.compile(types)
    except NumbaError:
        return None
    if not all(map(_has_known_layout, types)):
        return None
    result = dispatcher.overloads[types]
    words = [word for argument in arguments for word in argument.words]
    object_file = _object_file(dispatcher.inspect_llvm(types), result.fndesc.llvm_func_name, words)
    return None if object_file is None else MachineCode(str(result.signature.return_type), object_file)


def _has_known_layout(kind: Any) -> bool:
    """Whether numba lays an array out as kernels are called: another layout would read foreign memory."""
    from numba.core import datamodel

    models: Any = datamodel.default_manager  # type: ignore[attr-defined]  # numba exports it by a star
    members = getattr(models.lookup(kind), "_fields", None)
    return members in (None, _ARRAY_MEMBERS)


def _numba_type(argument: ArgumentType) -> Any:
    from numba import from_dtype
    from numba.core import types

    number: Any = from_dtype(np.dtype(argument.dtype))
    if argument.ndim == 0:
        return number
    if argument.is_contiguous:
        return types.Array(number, argument.ndim, "C", aligned=argument.is_aligned)
    return types.Array(number, argument.ndim, "A", aligned=argument.is_aligned)


def _object_file(assembly: str, symbol: str, words: list[str]) -> bytes | None:
    """None for a function that needs more at run time than every process has, because it allocates, say.

    None also for one that takes other `words` than kernels are called with, as another numba may do.
    """
    from llvmlite import binding

    module = binding.parse_assembly(assembly)
    for each in module.functions:
        # LLVM ends the process when it does not find a function at loading.
        if each.is_declaration and not each.name.startswith("llvm.") and each.name not in _C_FUNCTIONS:
            return None
    function = module.get_function(symbol)
    taken = ["ptr" if str(each.type).endswith("*") else str(each.type) for each in function.arguments]
    if taken != [*_RESULT_WORDS, *words]:
        return None
    function.name = _SYMBOL
    return bytes(_target_machine().emit_object(module))


@cache
def _target_machine() -> Any:
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    cpu, features = _processor()
    return binding.Target.from_default_triple().create_target_machine(
        cpu=cpu, features=features, opt=3, codemodel="jitdefault", jit=True
    )


@cache
def _processor() -> tuple[str, str]:
    """LLVM's name of the processor and of its features; none where LLVM does not know them."""
    from llvmlite import binding

    try:
        return binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    except RuntimeError:
        return "", ""
