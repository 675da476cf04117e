"""`labeler import SOURCE DATASET`: annotations from label images that are there already."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from labeler.cli.class_option import class_table_of
from labeler.cli.parser import named_path
from labeler.core.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from labeler.cli.parser import Parser
    from labeler.core.dataset import Dataset
    from labeler.jobs.import_labels import ImportOptions, ImportTotals
    from labeler.jobs.step import Step


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `import` with its options."""
    parser = subparsers.add_parser(
        "import",
        help="make polygons of label images: old masks, predictions",
        description="Make annotations of label images: polygons with holes along the edges of pixels. Each "
        "is drawn and compared before it is written, so that it gives the identical label image again.",
    )
    parser.add_argument(
        "source", metavar="SOURCE", type=named_path, help="label image, folder of them, or VOC dataset"
    )
    parser.add_argument("dataset", metavar="DATASET", type=named_path, help="folder of the images")
    parser.add_argument("--format", default="label-png", help="label-png (the default)")
    parser.add_argument(
        "--classes", metavar="FILE", help="class table for a dataset without one: a file, or a ready table"
    )
    parser.add_argument(
        "--add-classes", action="store_true", help="give indices without a class one: `class 7`"
    )
    _add_shape_options(parser)
    parser.add_argument(
        "--overwrite",
        choices=("refuse", "replace", "append", "skip"),
        default="refuse",
        help="images that have shapes already: refuse them (the default), replace the shapes, draw on top of "
        "them, or leave the images out",
    )
    parser.add_argument("--done", action="store_true", help="mark the images as done")
    parser.add_argument(
        "--ending", metavar="TEXT", default="", help="what label images have after the name, as _mask"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.add_argument(
        "--workers", metavar="N", type=int, help="images at a time (default: one a processor)"
    )


def _add_shape_options(parser: Parser) -> None:
    parser.add_argument(
        "--simplify",
        metavar="PX",
        type=float,
        default=0.0,
        help="straight borders that may move by PX pixels, as a hand draws them (0.8 takes the stairs away); "
        "default 0: along the edges of pixels, exactly",
    )
    parser.add_argument(
        "--void",
        choices=("shapes", "unlabelled"),
        default="shapes",
        help="what void (255) becomes (default: shapes of the class void)",
    )
    parser.add_argument(
        "--unlabelled",
        choices=("background", "void"),
        default="background",
        help="what pixels under no shape mean in the dataset; they get no shape",
    )
    objects = parser.add_mutually_exclusive_group()
    objects.add_argument(
        "--instances", metavar="DIR", type=named_path, help="folder of instance maps (default: that of VOC)"
    )
    objects.add_argument("--no-instances", action="store_true", help="no objects, though VOC has them")


def run(options: argparse.Namespace) -> int:
    """Import, and say how it went."""
    from labeler.cli.opened_dataset import opened_dataset
    from labeler.cli.progress import run_job
    from labeler.jobs.import_labels import find_import_format

    kind = find_import_format(options.format)
    how = _options(options)
    dataset = opened_dataset(options.dataset)
    if options.classes is not None:
        _set_classes(dataset, options.classes)
    told: list[ImportTotals] = []
    try:
        status = run_job(_noting(kind.job(options.source, dataset, how), told))
    except KeyboardInterrupt:
        print("labeler: interrupted; the same command completes the import.", file=sys.stderr)
        return 1
    for totals in told:
        print(totals.text[0].upper() + totals.text[1:])
    return status


def _options(options: argparse.Namespace) -> ImportOptions:
    from labeler.core.classes import BACKGROUND, VOID
    from labeler.core.label_import import ShapeOptions
    from labeler.jobs.import_labels import ImportOptions

    return ImportOptions(
        shapes=ShapeOptions(
            unlabelled=VOID if options.unlabelled == "void" else BACKGROUND,
            void=options.void,
            tolerance=options.simplify,
        ),
        existing=options.overwrite,
        adds_classes=options.add_classes,
        has_instances=not options.no_instances,
        instances=options.instances,
        ending=options.ending,
        is_done=options.done,
        is_dry_run=options.dry_run,
        workers=options.workers,
    )


def _set_classes(dataset: Dataset, text: str) -> None:
    """Give a dataset without classes a table; one that has another keeps it, or its indices would change."""
    table = class_table_of(text)
    if dataset.class_file.exists() and dataset.classes != table:
        raise OptionError(
            f"{dataset.class_file}: the dataset has a class table, which --classes does not replace. Leave "
            "the option out, or move the file away."
        )
    dataset.classes = table


def _noting(steps: Generator[Step, None, ImportTotals], told: list[ImportTotals]) -> Iterator[Step]:
    """The steps; what they came to is noted when they are done."""
    told.append((yield from steps))
