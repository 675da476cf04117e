"""`labeler remap PATH... --map FILE`: other indices for the pixels of label PNGs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from labeler.cli.class_option import add_classes_option, class_table_of
from labeler.cli.convert import checked_workers
from labeler.cli.parser import named_path
from labeler.core.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labeler.cli.parser import Parser
    from labeler.core.classes import ClassTable
    from labeler.core.mapping_file import MappingRow
    from labeler.jobs.remap import RemapTally


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `remap` with its options."""
    parser = subparsers.add_parser(
        "remap",
        help="give the pixels of label PNGs other indices",
        description="Translate the indices of label PNGs by a CSV file of old_index,new_index. Without "
        "--target the files change in place, all of them or, when one cannot be changed, none.",
    )
    parser.add_argument(
        "paths", metavar="PATH", type=named_path, nargs="+", help="label PNG, or folder with label PNGs in it"
    )
    parser.add_argument(
        "--map",
        metavar="FILE",
        type=named_path,
        required=True,
        help="CSV with the header old_index,new_index (old_name,new_name are for the reader)",
    )
    add_classes_option(parser, is_required=False)
    parser.add_argument("--target", metavar="DIR", type=named_path, help="write there, and change no source")
    parser.add_argument("--overwrite", action="store_true", help="replace other files in the target")
    parser.add_argument(
        "--strict", action="store_true", help="refuse files with an index that the mapping does not name"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say which pixels of each file would change, and write nothing"
    )
    parser.add_argument("--workers", metavar="N", type=int, help="files at a time (default: one a processor)")


def run(options: argparse.Namespace) -> int:
    """Translate the indices, and say how it went and what became what."""
    from labeler.cli.progress import run_job
    from labeler.core.mapping_file import read_mapping
    from labeler.core.remapping import Remapping
    from labeler.jobs.remap import RemapOptions, RemapTally, remap

    rows = read_mapping(options.map)
    classes = None if options.classes is None else class_table_of(options.classes)
    if classes is not None:
        _check_new_indices(rows, classes)
    how = RemapOptions(
        target=options.target,
        known=frozenset(row.old_index for row in rows) if options.strict else None,
        overwrites=options.overwrite,
        is_dry_run=options.dry_run,
        workers=checked_workers(options.workers),
    )
    remapping = Remapping.of({row.old_index: row.new_index for row in rows})
    palette = None if classes is None else classes.palette()
    tally = RemapTally()
    status = run_job(tally.counted(remap(options.paths, remapping, palette, how)))
    _print_tally(tally, rows, classes)
    return status


def _check_new_indices(rows: Sequence[MappingRow], classes: ClassTable) -> None:
    """Raise OptionError for a new index that no class has."""
    lost = sorted({row.new_index for row in rows if classes.at(row.new_index) is None})
    if lost:
        raise OptionError(
            f"--map: no class has the new index {', '.join(map(str, lost))}. Correct the mapping, or add the "
            f"class to the class table."
        )


def _print_tally(tally: RemapTally, rows: Sequence[MappingRow], classes: ClassTable | None) -> None:
    """One line for each pair of old and new index that occurred."""
    names = {row.old_index: (row.old_name, row.new_name) for row in rows}
    for (old, new), pixels in sorted(tally.pixels.items()):
        old_name, new_name = names[old]
        row = None if classes is None else classes.at(new)
        new_name = row.name if row is not None else new_name
        files = tally.files[old, new]
        told = "1 file" if files == 1 else f"{files:,} files"
        print(f"{_named(old, old_name)} -> {_named(new, new_name)}: {told}, {pixels:,} px")


def _named(index: int, name: str) -> str:
    return f"{index} {name}" if name else str(index)
