"""`labeler classes list|show|init|import|export`: ready class tables, yours, and those of other programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.cli import class_changes
from labeler.cli.parser import named_path
from labeler.core.errors import LabelerError, OptionError

if TYPE_CHECKING:
    from labeler.cli.parser import Parser
    from labeler.core.classes import ClassTable

# Those of core/table_formats that can be written; named here so that --help imports nothing.
FORMATS = ("csv", "labels", "labelmap", "cvat", "id2label", "gpl", "yaml")

_ONLY_TABLE = "Only the table was changed: labeler classes reindex, merge and delete change files with it."


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `classes` with its actions."""
    parser = subparsers.add_parser(
        "classes",
        help="class tables: ready ones, those of other programs, one for a dataset that has none",
        description="Class tables (index, name, colour) of public datasets, of other programs, and your own.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_ready(actions)
    _add_init(actions)
    _add_exchange(actions)
    class_changes.add_actions(actions)


def _add_ready(actions: argparse._SubParsersAction[Parser]) -> None:
    find = actions.add_parser("list", help="name the ready tables, with their number of classes")
    find.add_argument("search", metavar="SEARCH", nargs="*", help="words of a table's name or of its classes")
    show = actions.add_parser("show", help="print a class table")
    show.add_argument(
        "name", metavar="NAME|FILE", nargs="+", help="a ready table, words that find it, a file"
    )


def _add_init(actions: argparse._SubParsersAction[Parser]) -> None:
    init = actions.add_parser(
        "init",
        help="write classes.csv for a dataset that has none",
        description="Write classes.csv for a dataset that has none: the classes of its labels.txt, if it has "
        "one, and then those that its annotations name, in alphabetical order.",
    )
    init.add_argument("dataset", metavar="DATASET", type=named_path, help="folder of images and annotations")
    init.add_argument("--from", dest="name", metavar="NAME", help="begin with this ready table")


def _add_exchange(actions: argparse._SubParsersAction[Parser]) -> None:
    take = actions.add_parser(
        "import",
        help="write classes.csv for a dataset from the class table of another program",
        description="Write classes.csv for a dataset from labels.txt, labelmap.txt, CVAT's labels, "
        "id2label.json, a .gpl palette, the YAML of ultralytics, or the palette of a label PNG.",
    )
    take.add_argument("file", metavar="FILE", type=named_path, help="class table in any of these formats")
    take.add_argument("dataset", metavar="DATASET", type=named_path, help="folder of images and annotations")
    give = actions.add_parser(
        "export",
        help="write a class table to a file, for Labeler or another program",
        description="Write a ready table, or that of a file or a dataset, to a file. What the file cannot "
        "hold is said.",
    )
    give.add_argument(
        "source", metavar="NAME|FILE|DATASET", help="ready table, class table, or dataset folder"
    )
    give.add_argument("file", metavar="FILE", type=named_path, help="file to write, e.g. labelmap.txt")
    give.add_argument(
        "--format", choices=FORMATS, help="its format, where the name of the file does not tell"
    )
    for action in (take, give):
        action.add_argument("--overwrite", action="store_true", help="replace a file that exists")


def run(options: argparse.Namespace) -> int:
    """Do what was asked for; 1 when a search finds nothing."""
    actions = {"list": _list, "show": _show, "export": _export, "import": _import, "init": _init}
    actions |= dict.fromkeys(class_changes.ACTIONS, class_changes.run)
    return actions[options.action](options)


def _list(options: argparse.Namespace) -> int:
    from labeler.core.ready_search import find_ready_tables

    found = find_ready_tables(" ".join(options.search))
    width = max((len(each.table.name) for each in found), default=0)
    for each in found:
        print(f"{each.table.name:{width}}  {each.table.class_count:3} classes{_told(each.class_names)}")
    if not found:
        print(
            f"labeler: no ready table, and no class of one, is called {' '.join(options.search)!r}.",
            file=sys.stderr,
        )
    return 0 if found else 1


def _show(options: argparse.Namespace) -> int:
    from labeler.core.palette import color_to_hex

    for row in _searched(" ".join(options.name)):
        print(f"{row.index:3}  {color_to_hex(row.color)}  {row.name}")
    return 0


def _searched(text: str) -> ClassTable:
    """The table of a file, the ready table of a name, or the only one that words find."""
    from labeler.cli.class_option import class_table_of
    from labeler.core.class_file import read_ready_table
    from labeler.core.ready_search import find_ready_tables

    found = find_ready_tables(text)
    if not found or Path(text).exists() or any(each.table.name == text for each in found):
        return class_table_of(text)
    chosen = [each for each in found if not each.class_names] or found
    if len(chosen) > 1:
        names = ", ".join(each.table.name for each in chosen)
        raise OptionError(f"Several ready tables are found for {text!r}. Choose one of: {names}.")
    return read_ready_table(chosen[0].table.name)


def _export(options: argparse.Namespace) -> int:
    from labeler.cli.class_option import class_table_of
    from labeler.cli.opened_dataset import opened_dataset
    from labeler.core.table_formats import write_table

    is_folder = Path(options.source).is_dir()
    table = opened_dataset(Path(options.source)).classes if is_folder else class_table_of(options.source)
    _refuse_existing(options.file, is_overwritten=options.overwrite)
    notices = write_table(options.file, table, options.format)
    _say_written(options.file, table, notices)
    return 0


def _import(options: argparse.Namespace) -> int:
    from labeler.core.class_file import read_classes, write_classes
    from labeler.core.dataset import CLASS_FILE
    from labeler.core.several_classes import index_changes, with_columns_of
    from labeler.core.table_formats import read_any_table

    if not options.dataset.is_dir():
        raise OptionError(f"{options.dataset}: is no folder. Name the folder of the images.")
    path = options.dataset / CLASS_FILE
    read = read_any_table(options.file)
    _refuse_existing(path, is_overwritten=options.overwrite)
    table, notices = read.table, read.notices
    with suppress(LabelerError):  # none, or one that is to be replaced because it is wrong
        old = read_classes(path)
        table = with_columns_of(table, old)
        changes = index_changes(old, table)
        notices = (*notices, *changes, *([_ONLY_TABLE] if changes else []))
    write_classes(path, table)
    _say_written(path, table, notices)
    return 0


def _init(options: argparse.Namespace) -> int:
    from labeler.cli.opened_dataset import opened_dataset
    from labeler.core.class_file import read_ready_table, write_classes
    from labeler.core.dataset import missing_classes

    ready = None if options.name is None else read_ready_table(options.name)
    dataset = opened_dataset(options.dataset, ready)
    dataset.classes = dataset.classes.with_names(missing_classes(dataset))
    _refuse_existing(dataset.class_file)
    write_classes(dataset.class_file, dataset.classes)
    _say_written(dataset.class_file, dataset.classes)
    return 0


def _refuse_existing(path: Path, *, is_overwritten: bool = False) -> None:
    if path.exists() and not is_overwritten:
        raise OptionError(f"{path}: exists already. Choose another file, or move this one away first.")


def _say_written(path: Path, table: ClassTable, notices: Iterable[str] = ()) -> None:
    for notice in notices:
        print(notice)
    print(f"{path}: {len(table)} classes written.")


def _told(names: tuple[str, ...]) -> str:
    """The first classes that were found, and how many more."""
    if not names:
        return ""
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return f"  ({', '.join(names[:4])}{more})"
