"""A tolerant look at a list file (train.txt and so on): what is wrong in which line, and the file put right.

`image_set` reads such files as an export has to, and stops at the first thing that is wrong; here all of it
is told. What trainers trip over: a blank line is the image `.jpg` to torchvision, a blank behind a name
belongs to it for who only splits lines, and so does the CR of CRLF for who only strips LF (deeplab).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from labeler.core.errors import ImageSetError
from labeler.core.image_set import image_set_bytes
from labeler.core.images import IMAGE_SUFFIXES

_BOM = "\ufeff"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# A byte order mark in the middle, where two files were joined, counts as a blank.
_AROUND = re.compile(rf"^[\s{_BOM}]+|[\s{_BOM}]+$")


class LineKind(StrEnum):
    """What stands in a line."""

    NAME = "a name"
    REPEATED = "a name that stands in an earlier line"
    BLANK = "nothing"
    COMMENT = "a comment"


class ListLine(NamedTuple):
    """One line: its number from 1, what stands there, and whether blanks stand around the name.

    `first` is the line in which a repeated name stands first.
    """

    number: int
    kind: LineKind
    name: str = ""
    is_padded: bool = False
    first: int = 0


@dataclass(frozen=True, slots=True)
class ListLook:
    """A list file as it was found.

    `is_marked`: begins with a byte order mark; `is_wide`: is UTF-16; `has_foreign_ends`: has line ends other
    than LF; `is_ended`: the last line has its line end.
    """

    lines: tuple[ListLine, ...]
    is_marked: bool = False
    is_wide: bool = False
    has_foreign_ends: bool = False
    is_ended: bool = True

    @property
    def names(self) -> list[str]:
        """Each name once, in the order of the file."""
        return [line.name for line in self.lines if line.kind is LineKind.NAME]

    def of_kind(self, kind: LineKind) -> list[ListLine]:
        """The lines of a kind."""
        return [line for line in self.lines if line.kind is kind]


def look_at_list(path: Path | str, data: bytes) -> ListLook:
    """What stands in the bytes of a list file; `path` is for the words of the error.

    UTF-16, which Windows editors write, is read as well. Raises ImageSetError for a file that is no text.
    """
    is_wide = data.startswith(_UTF_16)
    try:
        text = data.decode("utf-16" if is_wide else "utf-8")
    except UnicodeDecodeError as error:
        raise ImageSetError(f"{path}: is no UTF-8 text (byte {error.start + 1}). Save it as UTF-8.") from None
    pieces = text.removeprefix(_BOM).splitlines(keepends=True)
    has_foreign_ends = any(not piece.endswith("\n") or piece.endswith("\r\n") for piece in pieces[:-1])
    last = pieces[-1] if pieces else "\n"
    is_ended = last.splitlines() != [last]
    return ListLook(
        _lines(pieces),
        is_marked=text.startswith(_BOM) and not is_wide,
        is_wide=is_wide,
        has_foreign_ends=has_foreign_ends or (is_ended and (last.endswith("\r\n") or last[-1] != "\n")),
        is_ended=is_ended,
    )


def clean_list(look: ListLook, names: Mapping[str, str]) -> bytes:
    """The list as every reader takes it: a name a line, each once, LF; `names` tells other names for some."""
    return image_set_bytes(dict.fromkeys(names.get(name, name) for name in look.names))


def _lines(pieces: list[str]) -> tuple[ListLine, ...]:
    first: dict[str, int] = {}
    lines: list[ListLine] = []
    for number, piece in enumerate(pieces, 1):
        written = piece.splitlines()[0]
        name = _AROUND.sub("", written)
        if not name:
            lines.append(ListLine(number, LineKind.BLANK))
        elif name.startswith("#"):
            lines.append(ListLine(number, LineKind.COMMENT, name))
        else:
            before = first.setdefault(name, number)
            kind = LineKind.NAME if before == number else LineKind.REPEATED
            lines.append(ListLine(number, kind, name, name != written, before))
    return tuple(lines)


class Spelling(StrEnum):
    """How a list names an image that exists."""

    EXACT = "exact"
    SUFFIX = "with its suffix"
    FOLDER = "with its folder"
    CASE = "in other upper and lower case"


class KnownNames:
    """The names by which lists may call the images of a dataset, and what others mean by them."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)
        self._folded: dict[str, list[str]] = {}
        for name in sorted(self._names):
            self._folded.setdefault(name.casefold(), []).append(name)

    def __len__(self) -> int:
        return len(self._names)

    def find(self, written: str) -> tuple[str, Spelling] | None:
        """The name that is meant and how it is written; None when no image, or more than one, can be meant.

        `JPEGImages/a.jpg` and `A` mean the image `a`, if there is no other.
        """
        if written in self._names:
            return written, Spelling.EXACT
        stem = _without_suffix(written)
        if stem in self._names:
            return stem, Spelling.SUFFIX
        short = _without_suffix(written.replace("\\", "/").rpartition("/")[2])
        if short in self._names:
            return short, Spelling.FOLDER
        for text in (written, stem):
            alike = self._folded.get(text.casefold(), ())
            if len(alike) == 1:
                return alike[0], Spelling.CASE
        return None


def _without_suffix(name: str) -> str:
    """The name without the suffix of an image; other dots belong to it."""
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and f".{suffix.lower()}" in IMAGE_SUFFIXES else name
