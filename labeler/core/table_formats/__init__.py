"""Class tables of other programs: one module for each format, all of them listed in `registry`."""

from __future__ import annotations

from labeler.core.table_formats.base import ReadTable
from labeler.core.table_formats.registry import (
    FORMATS,
    FoundTable,
    find_table_format,
    format_for,
    read_any_table,
    tables_in,
    write_table,
)

__all__ = [
    "FORMATS",
    "FoundTable",
    "ReadTable",
    "find_table_format",
    "format_for",
    "read_any_table",
    "tables_in",
    "write_table",
]
