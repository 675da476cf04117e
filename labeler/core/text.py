"""What a line of text may hold that goes into a list, a table or a terminal, and a turn of phrase."""

from __future__ import annotations

import re

# Control characters, and what Python and terminals take for line ends.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def is_one_line(text: str) -> bool:
    """Whether a text holds no line end and no other control character."""
    return _CONTROL.search(text) is None


def as_one_line(text: str) -> str:
    """The text with a question mark for each line end and other control character."""
    return _CONTROL.sub("?", text)


def counted(count: int, noun: str) -> str:
    """`1 shape`, `2 shapes`, `1,200 shapes`."""
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
