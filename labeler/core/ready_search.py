"""Find ready class tables by words of their names, or by the classes that they have."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from labeler.core.class_file import ReadyTable, read_ready_table, ready_tables


class FoundReady(NamedTuple):
    """A ready table that was looked for; `class_names` are its classes that the words were found in."""

    table: ReadyTable
    class_names: tuple[str, ...] = ()


def find_ready_tables(text: str = "") -> list[FoundReady]:
    """The ready tables that have all the words of `text` in their name, or each in one of both.

    Those that are called so come first, then those whose classes are, with the names of these classes. Upper
    and lower case are alike. Without words all tables are found.
    """
    words = text.casefold().split()
    by_name, by_class = [], []
    for table, names in _names_of_tables():
        title = table.name.casefold()
        if all(word in title for word in words):
            by_name.append(FoundReady(table))
            continue
        missing = [word for word in words if word not in title]
        found = tuple(name for name in names if any(word in name.casefold() for word in missing))
        if all(any(word in name.casefold() for name in found) for word in missing):
            by_class.append(FoundReady(table, found))
    return by_name + by_class


@cache
def _names_of_tables() -> tuple[tuple[ReadyTable, tuple[str, ...]], ...]:
    return tuple((table, tuple(row.name for row in read_ready_table(table.name))) for table in ready_tables())
