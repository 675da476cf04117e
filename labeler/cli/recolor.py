"""`labeler recolor PATH...`: the colours of a class table for label PNGs that are already written."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from labeler.cli.class_option import add_classes_option, class_table_of
from labeler.cli.convert import checked_workers
from labeler.cli.parser import named_path

if TYPE_CHECKING:
    from labeler.cli.parser import Parser


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `recolor` with its options."""
    parser = subparsers.add_parser(
        "recolor",
        help="give palette PNGs the colours of a class table; pixels stay untouched",
        description="Rewrite the palette of label PNGs to the colours of a class table. No pixel changes, "
        "and each file is replaced whole or not at all.",
    )
    parser.add_argument(
        "paths", metavar="PATH", type=named_path, nargs="+", help="label PNG, or folder with label PNGs in it"
    )
    add_classes_option(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="say which files would change, and write nothing"
    )
    parser.add_argument(
        "--workers", metavar="N", type=int, default=1, help="processes for many files (default 1)"
    )


def run(options: argparse.Namespace) -> int:
    """Recolour, and say how it went."""
    from labeler.cli.progress import run_job
    from labeler.jobs.recolor import recolor

    workers = checked_workers(options.workers) or 1
    palette = class_table_of(options.classes).palette()
    return run_job(recolor(options.paths, palette, is_dry_run=options.dry_run, workers=workers))
