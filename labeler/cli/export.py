"""`labeler export DATASET TARGET`: a dataset as networks read it."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

from labeler.cli.class_option import class_table_of
from labeler.cli.parser import named_path
from labeler.core.errors import OptionError

if TYPE_CHECKING:
    from labeler.cli.parser import Parser

SPLIT = "train=0.8,val=0.2"


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `export` with its options."""
    parser = subparsers.add_parser(
        "export",
        help="write palette PNGs, photographs, lists and boxes that networks train on",
        description="Write a dataset for training. Images that fail are named and never stop the others; an "
        "export that was interrupted is completed by the same command again.",
    )
    parser.add_argument(
        "dataset", metavar="DATASET", type=named_path, help="folder of images and annotations"
    )
    parser.add_argument(
        "target", metavar="TARGET", type=named_path, help="folder to write, e.g. VOCdevkit/VOC2012"
    )
    parser.add_argument("--format", default="voc", help="voc (the default)")
    parser.add_argument(
        "--classes", metavar="FILE", help="class table other than the dataset's: a file, or a ready table"
    )
    sets = parser.add_mutually_exclusive_group()
    sets.add_argument("--split", default=SPLIT, help=f"image sets and their shares (default {SPLIT})")
    sets.add_argument(
        "--lists", metavar="DIR", type=named_path, help="folder of list files (train.txt, ...) to keep to"
    )
    parser.add_argument("--seed", type=int, default=0, help="which images go to which set (default 0)")
    parser.add_argument(
        "--void-border", metavar="R", type=float, default=0.0, help="void within R pixels of boundaries"
    )
    parser.add_argument("--no-instances", action="store_true", help="no SegmentationObject")
    parser.add_argument(
        "--wide-instances", action="store_true", help="16-bit instance maps, for > 254 objects"
    )
    parser.add_argument("--no-boxes", action="store_true", help="no Annotations")
    parser.add_argument(
        "--grey", action="store_true", help="also plain grey index PNGs: SegmentationClassRaw"
    )
    parser.add_argument("--images", choices=("copy", "link", "none"), default="copy", help="the photographs")
    parser.add_argument("--include-unlabelled", action="store_true", help="images without shapes, too")
    parser.add_argument(
        "--unlabelled", choices=("background", "void"), default="background", help="pixels under no shape"
    )
    parser.add_argument(
        "--overwrite",
        choices=("refuse", "update", "replace"),
        default="refuse",
        help="a target that is not empty: refuse it, rewrite what has changed, or make it anew",
    )
    parser.add_argument(
        "--workers", metavar="N", type=int, help="images at a time (default: one a processor)"
    )


def run(options: argparse.Namespace) -> int:
    """Export, and say how it went."""
    from labeler.cli.opened_dataset import opened_dataset
    from labeler.cli.progress import run_job
    from labeler.jobs.export import ExportOptions, export

    classes = None if options.classes is None else class_table_of(options.classes)
    dataset = opened_dataset(options.dataset, classes)
    for rows in dataset.classes.same_colors():
        names = ", ".join(repr(row.name) for row in rows)
        print(f"These classes have one colour, and readers of colours cannot tell them apart: {names}.")
    try:
        with closing(export(dataset, options.target, ExportOptions(**_fields(options)))) as steps:
            return run_job(steps)
    except KeyboardInterrupt:
        print("labeler: interrupted; the same command again completes the export.", file=sys.stderr)
        return 1


def _fields(options: argparse.Namespace) -> dict[str, Any]:
    """The options under the names of ExportOptions."""
    return {
        "format": options.format,
        "ratios": parse_split(options.split),
        "lists": options.lists,
        "seed": options.seed,
        "void_border": options.void_border,
        "unlabelled": options.unlabelled,
        "has_instances": not options.no_instances,
        "has_wide_instances": options.wide_instances,
        "has_boxes": not options.no_boxes,
        "has_grey": options.grey,
        "images": options.images,
        "includes_unlabelled": options.include_unlabelled,
        "overwrite": options.overwrite,
        "workers": options.workers,
    }


def parse_split(text: str) -> dict[str, float]:
    """The shares that `train=0.8,val=0.2` names; raises OptionError."""
    shares: dict[str, float] = {}
    for part in text.split(","):
        name, equals, share = part.strip().partition("=")
        try:
            value = float(share)
        except ValueError:
            equals = ""
            value = 0.0
        if not equals or not name or name in shares:
            raise OptionError(f"--split {text!r} is not a list of shares such as {SPLIT}.")
        shares[name] = value
    return shares
