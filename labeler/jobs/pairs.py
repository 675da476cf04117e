"""Which file of one folder belongs to which of another: those of one path but for the suffix."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from labeler.core.errors import OptionError
from labeler.jobs.label_files import label_files


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that belong together, and their path in the folders without suffix, with forward slashes."""

    name: str
    first: Path
    second: Path


@dataclass(frozen=True, slots=True)
class Pairs:
    """What belongs together, and what is alone; `collisions`: names of several files of a side."""

    pairs: list[Pair]
    only_first: list[Path]
    only_second: list[Path]
    collisions: dict[str, list[Path]]


def paired(
    first: Path, second: Path, first_suffixes: Collection[str], second_suffixes: Collection[str]
) -> Pairs:
    """Pair the files below two folders, in natural order; two files are a pair whatever they are called.

    A name that several files of a folder have is in `collisions` and in no pair. Raises FileUnreadableError,
    and OptionError for a folder with a file.
    """
    if first.is_dir() != second.is_dir():
        raise OptionError(
            f"{first}, {second}: one is a folder and one is not. Name two folders or two files."
        )
    if not first.is_dir():
        files = [label_files(path, ()) for path in (first, second)]
        return Pairs([Pair(first.stem, files[0][0], files[1][0])], [], [], {})
    left = _by_name(first, label_files(first, first_suffixes))
    right = _by_name(second, label_files(second, second_suffixes))
    collisions = {name: files for side in (left, right) for name, files in side.items() if len(files) > 1}
    pairs = [
        Pair(name, files[0], right[name][0])
        for name, files in left.items()
        if name in right and name not in collisions
    ]
    return Pairs(pairs, _alone(left, right), _alone(right, left), collisions)


def _by_name(folder: Path, files: Iterable[Path]) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for file in files:
        found.setdefault(file.relative_to(folder).with_suffix("").as_posix(), []).append(file)
    return found


def _alone(these: dict[str, list[Path]], others: dict[str, list[Path]]) -> list[Path]:
    return [file for name, files in these.items() if name not in others for file in files]
