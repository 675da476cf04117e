"""The option --classes of the commands that need a class table and no dataset."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labeler.cli.parser import Parser
    from labeler.core.classes import ClassTable


def add_classes_option(parser: Parser, *, is_required: bool = True) -> None:
    """Add --classes, which must be given unless the command can do without."""
    parser.add_argument(
        "--classes",
        metavar="FILE",
        required=is_required,
        help="class table: a classes.csv or that of another program, or the name of a ready table "
        "(labeler classes list)",
    )


def class_table_of(text: str) -> ClassTable:
    """The class table that --classes means: a file where there is one, else the ready table of that name.

    What was odd in a file of another program is said on stderr.
    """
    from labeler.core.class_file import read_ready_table
    from labeler.core.table_formats import read_any_table

    path = Path(text)
    if not (path.exists() or path.suffix or path.name != text):
        return read_ready_table(text)
    read = read_any_table(path)
    for notice in read.notices:
        print(f"{path}: {notice}", file=sys.stderr)
    return read.table
