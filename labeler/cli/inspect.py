"""`labeler inspect FILE...`: what label images are, and whether they can train."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from labeler.cli.class_option import class_table_of
from labeler.cli.parser import named_path

if TYPE_CHECKING:
    from labeler.cli.parser import Parser
    from labeler.jobs.inspect import Inspected


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `inspect` with its options."""
    parser = subparsers.add_parser(
        "inspect",
        help="say what a label image is, and whether it can train",
        description="Say what label images are: kind, palette, indices with their classes, what Pillow, "
        "OpenCV and TensorFlow read of them, whether they can train, and what mends them. Exit status 1 when "
        "a file cannot train.",
    )
    parser.add_argument("files", metavar="FILE", type=named_path, nargs="+", help="label image of any kind")
    parser.add_argument(
        "--classes",
        metavar="FILE",
        help="class table: a file, or the name of a ready table (default: the one beside the label image)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON document for all files")


def run(options: argparse.Namespace) -> int:
    """Look at the files and say what they are; 1 when one cannot train or cannot be read."""
    from labeler.jobs.inspect import inspect

    classes = None if options.classes is None else class_table_of(options.classes)
    steps = inspect(options.files, classes, options.classes or "")
    say = _print_json if options.json else _print
    return 0 if say(steps) else 1


def _print(steps: Iterable[Inspected]) -> bool:
    """Print a screen for each file; whether all can train."""
    from labeler.core.inspection_report import report_lines

    can_train = True
    for step in steps:
        if step.done > 1:
            print()
        if step.inspection is None or step.verdict is None:
            sys.stdout.flush()
            print(f"failed: {step.name}: {step.message}", file=sys.stderr)
        else:
            print("\n".join(report_lines(step.inspection, step.verdict)))
        can_train = can_train and step.verdict is not None and step.verdict.can_train
    return can_train


def _print_json(steps: Iterable[Inspected]) -> bool:
    from labeler.core.inspection_report import as_json

    files = []
    can_train = True
    for step in steps:
        if step.inspection is None:
            files.append({"path": step.name, "error": step.message, "can_train": False})
        else:
            files.append(as_json(step.inspection, step.verdict))
        can_train = can_train and step.verdict is not None and step.verdict.can_train
    print(json.dumps({"files": files}, indent=2, ensure_ascii=False))
    return can_train
