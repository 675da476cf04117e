"""Which digit key picks which class."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from labeler.core.errors import ClassTableError

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable

KEYS = "1234567890"


def class_keys(classes: ClassTable) -> dict[str, str]:
    """The name of the class for each digit key that picks one.

    A table whose file has a column `key` says it itself (the first class wins a key named twice); otherwise
    the classes 1..254 have the keys in the order of the table.
    """
    named = {
        row.columns["key"].strip(): row.name
        for row in reversed(classes.rows)
        if row.columns.get("key", "").strip() in set(KEYS)
    }
    if named:
        return {key: named[key] for key in KEYS if key in named}
    return {key: row.name for key, row in zip(KEYS, classes.user_rows, strict=False)}


def with_key(classes: ClassTable, index: int, key: str) -> ClassTable:
    """The table in which this digit key picks the class with `index`; an empty key takes its key away.

    A class that had the key has none from then on. From the first key that is given the column `key` decides
    for all: keys that came from the order are written into it, so that no other key is lost by it. Raises
    ClassTableError for anything but one digit.
    """
    key = key.strip()
    if key and key not in set(KEYS):
        raise ClassTableError(f"{key!r} is no key for a class; type one digit, 1 to 9 or 0.")
    key_of = {name: each for each, name in class_keys(classes).items()}
    rows = []
    for row in classes:
        own = key if row.index == index else key_of.get(row.name, "")
        if row.index != index and own == key:
            own = ""
        rows.append(replace(row, columns={**row.columns, "key": own}))
    return replace(classes, rows=tuple(rows))
