"""`labeler compare TRUTH PREDICTION`: how right the label maps of a network are."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.cli.class_option import class_table_of
from labeler.cli.parser import named_path
from labeler.core.errors import FileUnreadableError, FileUnwritableError

if TYPE_CHECKING:
    from labeler.cli.parser import Parser
    from labeler.jobs.comparison import CompareOptions, Comparison

_WORST = 10


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `compare` with its options."""
    parser = subparsers.add_parser(
        "compare",
        help="judge predictions: IoU, accuracy, confusion matrix, boundaries, the worst images",
        description="Compare label images with predictions of them: palette PNGs, grey PNGs or .npy, paired "
        "by their path without suffix. Void (255) of the truth is left out; void of a prediction is wrong. "
        "Exit status 1 when an image failed or lacks a partner.",
    )
    for name, what in (
        ("truth", "label image, folder of them, or VOC dataset"),
        ("prediction", "the same of predictions"),
    ):
        parser.add_argument(name, metavar=name.upper(), type=named_path, help=what)
    parser.add_argument(
        "--classes",
        metavar="FILE",
        help="class table: a file, or a ready table (default: one that lies with TRUTH)",
    )
    parser.add_argument("--list", metavar="FILE", type=named_path, help="only the images of a list (val.txt)")
    parser.add_argument(
        "--ignore",
        metavar="INDEX",
        type=int,
        action="append",
        default=[],
        help="left out like void; repeatable",
    )
    parser.add_argument(
        "--mean-over",
        choices=("present", "truth"),
        default="present",
        help="means over classes in truth or prediction (present, the default), or in the truth only",
    )
    boundary = parser.add_mutually_exclusive_group()
    boundary.add_argument(
        "--boundary",
        metavar="R",
        type=float,
        help="radius of the boundary F-score in pixels (default 0.75 %% of the diagonal)",
    )
    boundary.add_argument(
        "--no-boundary", action="store_true", help="no boundary F-score, which takes half the time"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document with every figure")
    parser.add_argument(
        "--csv", metavar="FILE", type=named_path, help="classes to FILE; images and matrix beside it"
    )
    parser.add_argument(
        "--html", metavar="FILE|DIR", type=named_path, help="one page with matrix, bars and the worst images"
    )
    parser.add_argument("--images", metavar="DIR", type=named_path, help="photographs to show in the page")
    parser.add_argument(
        "--worst",
        metavar="N",
        type=int,
        default=_WORST,
        help=f"how many of the worst images (default {_WORST})",
    )
    parser.add_argument("--workers", metavar="N", type=int, help="images at a time (default: processors)")


def run(options: argparse.Namespace) -> int:
    """Compare, say what was found, and write the files that were asked for."""
    from labeler.cli.compare_words import print_comparison
    from labeler.jobs.compare_files import as_data

    _check_places(options)
    comparison = _compared(options)
    written = _written(options, comparison)
    if options.json:
        print(json.dumps(as_data(comparison), indent=2))
    else:
        print_comparison(comparison, options.worst)
    for path in written:
        print(f"{path}: written.", file=sys.stderr if options.json else sys.stdout)
    return 0 if comparison.is_complete else 1


def _check_places(options: argparse.Namespace) -> None:
    """Refuse at once what would fail when the work is done."""
    if options.images is not None and not options.images.exists():
        raise FileUnreadableError(options.images, "there is no such folder")
    for path in (options.csv, options.html):
        if path is not None and not path.parent.is_dir():
            raise FileUnwritableError(path, f"there is no folder {path.parent}")


def _compared(options: argparse.Namespace) -> Comparison:
    from labeler.cli.progress import Progress
    from labeler.core.draining import drained
    from labeler.jobs.compare import compare

    with Progress(sys.stderr) as progress:
        return drained(compare(options.truth, options.prediction, _options(options)), progress.show)


def _options(options: argparse.Namespace) -> CompareOptions:
    from labeler.jobs.comparison import CompareOptions

    return CompareOptions(
        classes=None if options.classes is None else class_table_of(options.classes),
        ignored=tuple(options.ignore),
        mean_over=options.mean_over,
        has_boundary=not options.no_boundary,
        boundary_radius=options.boundary,
        list_file=options.list,
        workers=options.workers,
    )


def _written(options: argparse.Namespace, comparison: Comparison) -> list[Path]:
    """The files that were asked for, written."""
    from labeler.jobs.compare_files import write_csv
    from labeler.jobs.compare_report import write_report

    written: list[Path] = []
    if options.csv is not None:
        written += write_csv(comparison, options.csv)
    if options.html is not None:
        written.append(write_report(comparison, options.html, worst=options.worst, images=options.images))
    return written
