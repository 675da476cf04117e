"""How much memory the machine has to give, and the control group (container, user session) that we run in."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

_MEMINFO = Path("/proc/meminfo")
_GROUPS = Path("/proc/self/cgroup")
_MOUNT = Path("/sys/fs/cgroup")


class _Names(NamedTuple):
    """What a version of control groups calls its files, and the pages of files that it can drop."""

    limit: str
    used: str
    droppable: str


# Version 1 writes 2**63, rounded down to a page, for no limit.
_NO_LIMIT = 1 << 62

# https://docs.kernel.org/admin-guide/cgroup-v2.html and .../cgroup-v1/memory.html
_NAMES_1 = _Names("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
_NAMES_2 = _Names("memory.max", "memory.current", "inactive_file")


def available_memory() -> int | None:
    """Bytes that can be taken without pushing other programs out; None where the system does not say."""
    found = [amount for amount in (_of_machine(), _of_groups()) if amount is not None]
    return min(found, default=None)


def give_back() -> None:
    """Return to the system what was freed and kept for later, in a few milliseconds, where glibc can."""
    with suppress(OSError, AttributeError, TypeError):  # no such function; Windows has no such library
        ctypes.CDLL(None).malloc_trim(0)


def shown_bytes(count: int) -> str:
    """A number of bytes in words: `3.6 GB`."""
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"


def _of_machine() -> int | None:
    with suppress(OSError, ValueError):
        for line in _MEMINFO.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf, macOS not this number
        return None


def _of_groups() -> int | None:
    """What the tightest of the control groups that we are in leaves; None without any."""
    left: list[int] = []
    with suppress(OSError):
        for line in _GROUPS.read_text(encoding="utf-8", errors="replace").splitlines():
            number, _, rest = line.partition(":")
            controllers, _, path = rest.partition(":")
            if number == "0" and not controllers:
                left += _left_in(_MOUNT, path, _NAMES_2) + _left_in(_MOUNT / "unified", path, _NAMES_2)
            elif "memory" in controllers.split(","):
                left += _left_in(_MOUNT / "memory", path, _NAMES_1)
    return min(left, default=None)


def _left_in(mount: Path, path: str, names: _Names) -> list[int]:
    """Bytes that a group and those around it leave free; a container sees only some of them."""
    inside = PurePosixPath(path.lstrip("/"))
    left = []
    for each in (inside, *inside.parents):
        folder = mount / each
        with suppress(OSError, ValueError):  # "max" is no number: no limit
            limit = int((folder / names.limit).read_text(encoding="ascii"))
            used = int((folder / names.used).read_text(encoding="ascii"))
            if limit < _NO_LIMIT:
                left.append(max(0, limit - used + _statistic(folder / "memory.stat", names.droppable)))
    return left


def _statistic(file: Path, name: str) -> int:
    with suppress(OSError, ValueError):
        for line in file.read_text(encoding="ascii").splitlines():
            if line.startswith(f"{name} "):
                return int(line.split()[1])
    return 0
