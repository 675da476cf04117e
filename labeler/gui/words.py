"""Small turns of phrase that several messages share."""

from __future__ import annotations

from collections.abc import Sequence

from labeler.core.text import counted

__all__ = ["counted", "listed"]


def listed(names: Sequence[str], most: int = 3) -> str:
    """The first names, and how many more there are: `a, b, c and 4 more`."""
    return ", ".join(names[:most]) + (f" and {len(names) - most:,} more" if len(names) > most else "")
