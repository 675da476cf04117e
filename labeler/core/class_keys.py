"""Which digit key picks which class."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
