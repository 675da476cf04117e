"""`labeler check PATH`: what is wrong with a dataset or with label images, and `--fix` for what is safe."""

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
    from labeler.jobs.check.fixing import FixStep
    from labeler.jobs.check.job import Report
    from labeler.jobs.check.options import CheckOptions

_SHOWN = 3

# Numbers above or below which something is worth telling; the defaults are those of `CheckOptions`.
_LIMITS = (
    ("void-limit", float, "SHARE", "void above this share of an image is told (default 0.5)"),
    ("tiny", int, "PIXELS", "shapes of fewer pixels are told (default 10)"),
    (
        "alike-bits",
        int,
        "N",
        "images are near duplicates up to N of 64 differing bits (default 4, at most 12)",
    ),
)


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `check` with its options."""
    parser = subparsers.add_parser(
        "check",
        help="find what is wrong with a dataset or label images, and repair what is safe",
        description="Look at a dataset (images with annotations), a VOC folder, folders of images and label "
        "images, or label images alone, and say what is wrong, file by file. Exit status 1 with findings at "
        "or above --fail-on that were not repaired.",
    )
    parser.add_argument("path", metavar="PATH", type=named_path, nargs="?", help="folder, or one label image")
    parser.add_argument("--classes", metavar="FILE", help="class table: a file, or the name of a ready table")
    for name, what in (
        ("images", "images"),
        ("labels", "label images"),
        ("annotations", "annotations"),
        ("lists", "list files (train.txt, ...)"),
    ):
        parser.add_argument(f"--{name}", metavar="DIR", type=named_path, help=f"the folder of {what}")
    parser.add_argument("--fix", action="store_true", help="repair what is safe; the originals are kept")
    parser.add_argument("--dry-run", action="store_true", help="say what --fix would do, and do nothing")
    parser.add_argument("--only", metavar="CODE", action="append", default=[], help="these findings only")
    parser.add_argument("--ignore", metavar="CODE", action="append", default=[], help="not these findings")
    parser.add_argument(
        "--fail-on",
        choices=("note", "warning", "error"),
        default="error",
        help="exit status 1 from findings of this severity on (default error)",
    )
    for name, kind, metavar, what in _LIMITS:
        parser.add_argument(f"--{name}", metavar=metavar, type=kind, help=what)
    parser.add_argument("--all", action="store_true", help=f"every finding, not the first {_SHOWN} of a code")
    parser.add_argument("--json", action="store_true", help="one JSON document with every finding")
    parser.add_argument("--codes", action="store_true", help="list the codes of all findings")
    parser.add_argument("--workers", metavar="N", type=int, help="files at a time (default: processors)")


def run(options: argparse.Namespace) -> int:
    """Check, say what was found, repair if asked for, and say what was done."""
    from labeler.cli.check_report import print_codes, print_json, print_report
    from labeler.jobs.check.finding import Severity

    if options.codes:
        print_codes(as_json=options.json)
        return 0
    if options.path is None:
        raise OptionError("What is to be checked? Name a folder or a label image (see: labeler check --help)")
    chosen = _options(options)
    report = _checked(options, chosen)
    if report.recovered:
        print(f"labeler: {report.recovered}", file=sys.stderr)
    if not options.json:
        print_report(report, None if options.all else _SHOWN)
    repaired = _repaired(options, report) if options.fix or options.dry_run else []
    if options.json:
        print_json(report, repaired, is_dry=options.dry_run)
    is_done = options.fix and not options.dry_run
    limit = Severity[options.fail_on.upper()]
    left = report.left(limit, repaired if is_done else ())
    return 1 if left or any(step.has_failed for step in repaired) else 0


def _options(options: argparse.Namespace) -> CheckOptions:
    from labeler.jobs.check.options import CheckOptions

    fields: dict[str, Any] = {
        name: getattr(options, name) for name in ("images", "labels", "annotations", "lists", "workers")
    }
    limits = {name: getattr(options, name) for name in ("void_limit", "tiny", "alike_bits")}
    fields |= {name: value for name, value in limits.items() if value is not None}
    return CheckOptions(
        classes=None if options.classes is None else class_table_of(options.classes),
        only=tuple(options.only),
        ignore=tuple(options.ignore),
        most_per_code=None if options.all or options.json else _SHOWN,
        **fields,
    )


def _checked(options: argparse.Namespace, chosen: CheckOptions) -> Report:
    from labeler.cli.progress import Progress
    from labeler.core.draining import drained
    from labeler.jobs.check.job import check

    with Progress(sys.stderr) as progress:
        return drained(check(options.path, chosen), progress.show)


def _repaired(options: argparse.Namespace, report: Report) -> list[FixStep]:
    """Repair, or only try it; the plan is told before the first file is touched."""
    from labeler.cli.check_report import print_plan, print_repaired
    from labeler.cli.progress import Progress
    from labeler.jobs.check.fixing import fix, originals_folder, plan

    is_told = not options.json
    if is_told:
        print_plan(plan(report), None if options.all else _SHOWN)
    if not report.repairs:
        return []
    originals = None if options.dry_run else originals_folder(report.layout.root)
    steps: list[FixStep] = []
    with Progress(sys.stderr) as progress, closing(fix(report, originals, options.workers)) as fixing:
        for step in fixing:
            progress.show(step)
            steps.append(step)
    if is_told:
        print_repaired(steps, originals)
    return steps
