"""The words of `labeler check`: findings by code, what would be repaired, the table of codes, and JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.text import as_one_line
from labeler.jobs.check.codes import CODES, code_named
from labeler.jobs.check.finding import Severity
from labeler.jobs.check.layout import LayoutKind

if TYPE_CHECKING:
    from labeler.jobs.check.finding import Code, Finding
    from labeler.jobs.check.fixing import FixStep
    from labeler.jobs.check.job import Report


def print_report(report: Report, most: int | None) -> None:
    """What was looked at, and what was found, the worst first; of each code the first `most` findings."""
    print(as_one_line(_looked_at(report)))
    if report.layout.kind is LayoutKind.DATASET and not report.layout.has_annotations:
        print("There are no annotations. If these are label images, name their folder: --labels DIR.")
    for name, findings in report.by_code.items():
        code = code_named(name)
        if code is not None:
            _print_code(report, code, findings[:most])
    print()
    print(_sum(report))


def print_plan(planned: Mapping[str, Sequence[str]], most: int | None) -> None:
    """What a repair is going to do, and to which files, of which the first `most` are named."""
    print()
    if not planned:
        print("Nothing can be repaired safely.")
    for words, files in planned.items():
        named = ", ".join(map(as_one_line, files[:most]))
        more = "" if most is None or len(files) <= most else f" and {len(files) - most:,} more"
        print(f"Repair: {as_one_line(words)}\n  {named}{more}")


def print_repaired(steps: Sequence[FixStep], originals: Path | None) -> None:
    """How a repair went: what failed, and how many files are, or would be, repaired."""
    failed = [step for step in steps if step.has_failed]
    for step in failed:
        print(f"failed: {as_one_line(step.name)}: {as_one_line(step.message)}", file=sys.stderr)
    count = len(steps) - len(failed)
    verb = "would be repaired" if originals is None else "repaired"
    told = f", {len(failed):,} failed" if failed else ""
    kept = "" if originals is None or not count else f" The originals are in {originals}."
    print(f"{count:,} {verb}{told}.{kept}")


def print_codes(*, as_json: bool) -> None:
    """The table of all codes."""
    if as_json:
        keys = ("code", "severity", "title", "fix", "remedy")
        rows = [(code.name, code.severity.word, code.title, code.fix, code.remedy) for code in CODES]
        print(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], indent=2))
        return
    width = max(len(code.name) for code in CODES)
    for code in CODES:
        fix = " [--fix]" if code.can_be_fixed else ""
        print(f"{code.name:{width}}  {code.severity.word:7}  {code.title}{fix}")


def print_json(report: Report, repaired: Sequence[FixStep], *, is_dry: bool) -> None:
    """Everything in one JSON document; `is_dry`: whether the repairs were only tried."""
    layout = report.layout
    document = {
        "path": str(layout.root),
        "kind": layout.kind.value,
        "items": len(layout.items),
        "class_file": None if layout.class_file is None else str(layout.class_file),
        "counts": dict(report.counts),
        "findings": [finding.as_data() for finding in report.findings],
        "is_dry_run": is_dry,
        "repairs": [
            {"file": step.name, "codes": step.codes, "status": step.status.value, "message": step.message}
            for step in repaired
        ],
    }
    print(json.dumps(document, indent=2))


def _looked_at(report: Report) -> str:
    """As in `VOC dataset: 12 images, 12 label images, classes of classes.csv.`"""
    layout = report.layout
    counts = {
        "image": sum(item.image is not None for item in layout.items),
        "label image": sum(item.label is not None for item in layout.items),
        "annotation": sum(item.annotation is not None for item in layout.items),
        "list": len(layout.image_sets),
    }
    told = (f"{count:,} {what}{'' if count == 1 else 's'}" for what, count in counts.items() if count)
    parts = list(told) or ["nothing"]
    if layout.class_file is not None:
        parts.append(f"classes of {layout.shown(layout.class_file)}")
    return f"{layout.root} ({layout.kind.value}): {', '.join(parts)}."


def _print_code(report: Report, code: Code, shown: Sequence[Finding]) -> None:
    count = report.counts[code.name]
    print(f"\n{code.severity.word} {code.name} ({count:,}): {code.title}")
    for finding in shown:
        where = finding.place.words
        place = f" ({where})" if where else ""
        path = report.layout.shown(finding.path)
        print(f"  {as_one_line(path)}{place}: {as_one_line(finding.text)}")
    if count > len(shown):
        print(f"  and {count - len(shown):,} more (--all names them)")
    fixable = report.fixable[code.name]
    if fixable:
        number = "" if fixable == count else f"{fixable:,} of them: "
        print(f"  --fix: {number}{code.fix}.")
    if fixable < count:
        print(f"  {code.remedy}")


def _sum(report: Report) -> str:
    if not report.counts:
        return "Nothing is wrong."
    words = [
        f"{count:,} {severity.word}{'' if count == 1 else 's'}"
        for severity in sorted(Severity, reverse=True)
        if (count := report.severities[severity])
    ]
    fixable = sum(report.fixable.values())
    repair = f" {fixable:,} can be repaired by --fix." if fixable else ""
    return f"{', '.join(words)}.{repair}"
