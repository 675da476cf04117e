"""Image sets: the list files of VOC (`train.txt` and so on), and how a dataset is split into them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from labeler.core.errors import ImageSetError, OptionError
from labeler.core.files import read_bytes


def read_image_set(path: Path | str) -> list[str]:
    """The names in a list file, one a line, in its order.

    Blank lines and comments (`#`) are left out, line ends and a byte order mark do not matter. Raises
    ImageSetError for a name that stands there twice and for a file that is no UTF-8 text,
    FileUnreadableError.
    """
    try:
        lines = read_bytes(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ImageSetError(f"{path}: is no UTF-8 text (byte {error.start + 1}). Save it as UTF-8.") from None
    line_of: dict[str, int] = {}
    for line, text in enumerate(lines, 1):
        name = text.strip()
        if not name or name.startswith("#"):
            continue
        if name in line_of:
            raise ImageSetError(
                f"{path}, line {line}: {name!r} stands in line {line_of[name]} already. Delete one of them."
            )
        line_of[name] = line
    return list(line_of)


def image_set_bytes(names: Iterable[str]) -> bytes:
    """The content of a list file: a name a line, LF, no blank line.

    Raises ImageSetError for a name that `read_image_set` would not give back.
    """
    lines = list(names)
    for name in lines:
        if name != name.strip() or name.startswith("#") or name.splitlines() != [name]:
            raise ImageSetError(f"{name!r} cannot stand in a list file. Rename the image.")
    return "".join(f"{name}\n" for name in lines).encode()


def split_names(names: Iterable[str], ratios: Mapping[str, float], seed: int) -> dict[str, list[str]]:
    """Which names go into which set, e.g. `split_names(names, {"train": 0.8, "val": 0.2}, seed=0)`.

    The order in which names are dealt out depends on the seed and each name alone (SHA-256), not on the
    others or on the machine. Sizes are the ratios' exact shares, rounded by largest remainder; a set whose
    ratio is not 0 gets at least one name while there are enough. Within a set names keep their order. Raises
    OptionError for ratios that are negative or do not add up to 1.
    """
    _check_ratios(ratios)
    given = list(names)
    dealt = sorted(given, key=lambda name: hashlib.sha256(f"{seed}/{name}".encode()).digest())
    set_of: dict[str, str] = {}
    for set_name, size in _sizes(len(given), ratios).items():
        set_of.update(dict.fromkeys(dealt[len(set_of) : len(set_of) + size], set_name))
    return {set_name: [name for name in given if set_of[name] == set_name] for set_name in ratios}


def _check_ratios(ratios: Mapping[str, float]) -> None:
    for name, ratio in ratios.items():
        if not 0 <= ratio <= 1:
            raise OptionError(f"The share of {name!r} is {ratio:g}; give a number from 0 to 1.")
    if abs(math.fsum(ratios.values()) - 1) > 1e-6:
        shares = ", ".join(f"{name}={ratio:g}" for name, ratio in ratios.items())
        raise OptionError(f"The shares {shares} do not add up to 1. Change one of them.")


def _sizes(count: int, ratios: Mapping[str, float]) -> dict[str, int]:
    """The number of names in each set."""
    sizes = {name: math.floor(count * ratio) for name, ratio in ratios.items()}
    by_remainder = sorted(ratios, key=lambda name: sizes[name] - count * ratios[name])
    for name in by_remainder[: count - sum(sizes.values())]:
        sizes[name] += 1
    wanted = [name for name, ratio in ratios.items() if ratio > 0]
    for name in wanted:
        largest = max(wanted, key=sizes.__getitem__)
        if sizes[name] == 0 and sizes[largest] > 1:
            sizes[largest] -= 1
            sizes[name] = 1
    return sizes
