"""Words that findings have in common."""

from __future__ import annotations

from collections.abc import Sequence


def a_few(names: Sequence[str], most: int = 5) -> str:
    """As in `a, b, c, d, e and 12 more`; one name more than `most` is told rather than counted."""
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most:,} more"
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def lines_of(numbers: Sequence[int], one: str, several: str) -> str:
    """As in `Line 3 is blank`, or `Lines 3, 5 and 9 are blank`."""
    words = a_few([f"{number:,}" for number in numbers])
    return f"Line {words} {one}" if len(numbers) == 1 else f"Lines {words} {several}"


def count_of(number: int, singular: str, plural: str = "") -> str:
    """As in `1 pixel` or `12 pixels`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
