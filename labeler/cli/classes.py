"""`labeler classes list|show|export|init`: ready class tables, and a table for a new dataset."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.cli.parser import named_path
from labeler.core.errors import OptionError

if TYPE_CHECKING:
    from labeler.cli.parser import Parser
    from labeler.core.classes import ClassTable


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `classes` with its actions."""
    parser = subparsers.add_parser(
        "classes",
        help="ready class tables, and a table for a dataset that has none",
        description="Class tables (index, name, colour) of public datasets, and a table for your own.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="name all ready tables, with their number of classes")
    show = actions.add_parser("show", help="print a ready table")
    show.add_argument("name", metavar="NAME", help="a name that `labeler classes list` gives, e.g. voc21")
    export = actions.add_parser("export", help="write a ready table to a file")
    export.add_argument("name", metavar="NAME", help="a name that `labeler classes list` gives, e.g. voc21")
    export.add_argument("file", metavar="FILE", type=named_path, help="file to write, e.g. classes.csv")
    init = actions.add_parser(
        "init",
        help="write classes.csv for a dataset that has none",
        description="Write classes.csv for a dataset that has none: the classes of its labels.txt, if it has "
        "one, and then those that its annotations name, in alphabetical order.",
    )
    init.add_argument("dataset", metavar="DATASET", type=named_path, help="folder of images and annotations")
    init.add_argument("--from", dest="name", metavar="NAME", help="begin with this ready table")


def run(options: argparse.Namespace) -> int:
    """Do what was asked for."""
    actions = {"list": _list, "show": _show, "export": _export, "init": _init}
    actions[options.action](options)
    return 0


def _list(_options: argparse.Namespace) -> None:
    from labeler.core.class_file import ready_tables

    tables = ready_tables()
    width = max(len(table.name) for table in tables)
    for table in tables:
        print(f"{table.name:{width}}  {table.class_count:3} classes")


def _show(options: argparse.Namespace) -> None:
    from labeler.core.class_file import read_ready_table
    from labeler.core.palette import color_to_hex

    for row in read_ready_table(options.name):
        print(f"{row.index:3}  {color_to_hex(row.color)}  {row.name}")


def _export(options: argparse.Namespace) -> None:
    from labeler.core.class_file import read_ready_table

    _write(options.file, read_ready_table(options.name))


def _init(options: argparse.Namespace) -> None:
    from labeler.core.class_file import read_ready_table
    from labeler.core.dataset import missing_classes, open_dataset

    ready = None if options.name is None else read_ready_table(options.name)
    dataset = open_dataset(options.dataset, classes=ready)
    dataset.classes = dataset.classes.with_names(missing_classes(dataset))
    _write(dataset.class_file, dataset.classes)


def _write(path: Path, table: ClassTable) -> None:
    """Write a table to a file that does not exist yet, and say so."""
    from labeler.core.class_file import write_classes

    if path.exists():
        raise OptionError(f"{path}: exists already. Choose another file, or move this one away first.")
    write_classes(path, table)
    print(f"{path}: {len(table)} classes written.")
