"""The check itself: every item by several workers, then the set as a whole; findings come step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from labeler.core.transaction import recover_around
from labeler.jobs.check import codes
from labeler.jobs.check.checkers import ITEM_CHECKERS, SET_CHECKERS, Fact, ItemChecker, SetChecker
from labeler.jobs.check.codes import CODES, code_named
from labeler.jobs.check.find_layout import find_layout
from labeler.jobs.check.finding import Finding, Severity
from labeler.jobs.check.opened import OpenItem
from labeler.jobs.check.options import CheckOptions
from labeler.jobs.in_batches import Crew, in_batches
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.jobs.check.fixing import FixStep
    from labeler.jobs.check.layout import Item, Layout


# From so many items on it pays to start other processes, which do not wait for each other as threads do; they
# are given some items at a time.
_MANY, _AT_ONCE = 1000, 4

Seen: TypeAlias = tuple[tuple[Finding, ...], list[Fact]]


@dataclass(frozen=True, slots=True)
class CheckStep(Step):
    """One item, or the whole set, was looked at: what was found there."""

    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Report:
    """All findings: those of items in their order, then those of the set.

    `counts` has the number of findings of each code by name, `fixable` of those that `--fix` repairs;
    `findings` lacks those beyond `most_per_code`. `repairs` says what is to be repaired in each file.
    `recovered` tells of a change of classes that had been broken off, and was put in order before.
    """

    layout: Layout
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    fixable: Counter[str] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)
    repairs: dict[str, Repair] = field(default_factory=dict)
    recovered: str = ""

    def add(self, findings: Iterable[Finding], item: Item | None, most_per_code: int | None) -> None:
        """Take in what was found at one step."""
        for finding in findings:
            name = finding.code.name
            self.counts[name] += 1
            self.severities[finding.severity] += 1
            if most_per_code is None or self.counts[name] <= most_per_code:
                self.findings.append(finding)
            if finding.is_fixable:
                self.fixable[name] += 1
                self.repairs.setdefault(finding.path, Repair(item, Counter())).codes[name] += 1

    def at_least(self, severity: Severity) -> int:
        """The number of findings of this severity or a worse one."""
        return sum(count for each, count in self.severities.items() if each >= severity)

    def left(self, severity: Severity, repaired: Iterable[FixStep]) -> int:
        """The number of findings of this severity or a worse one that are left after a repair."""
        gone = sum(
            count
            for step in repaired
            if not step.has_failed
            for name, count in self.repairs[step.path].codes.items()
            if (code := code_named(name)) is not None and code.severity >= severity
        )
        return self.at_least(severity) - gone

    @property
    def by_code(self) -> dict[str, list[Finding]]:
        """The kept findings of each code, the worst codes first, and otherwise in the order of `CODES`."""
        groups: dict[str, list[Finding]] = {
            code.name: [] for code in sorted(CODES, key=lambda code: -code.severity) if self.counts[code.name]
        }
        for finding in self.findings:
            groups[finding.code.name].append(finding)
        return groups


class Repair(NamedTuple):
    """What is to be repaired in one file: its item (None: the set), and the number of findings by code."""

    item: Item | None
    codes: Counter[str]


def check(path: Path | str, options: CheckOptions | None = None) -> Generator[CheckStep, None, Report]:
    """Check a dataset, a folder or a label image: a step for each item, one for the set; returns the report.

    What a change of classes left that was broken off is put in order first: half of it would be findings.
    Closing the generator cancels it. At its first step it raises DatasetError, ClassTableError,
    TransactionError or FileUnreadableError when it cannot be found out what there is to check; all else is a
    finding.
    """
    options = options or CheckOptions()
    recovered = recover_around(Path(path))
    layout = find_layout(Path(path), options)
    report = Report(layout, recovered=recovered)
    looking = _Looking(layout, options)
    total = len(layout.items) + 1
    facts: list[list[Fact]] = [[] for _ in looking.set_checkers]
    # Other processes are told everything but the items, which may be 100,000.
    work = _Looking(layout.without_items(), options).at
    with closing(in_batches(work, layout.items, Crew(options.workers, _MANY, _AT_ONCE), str)) as looked:
        for done, (item, seen) in enumerate(zip(layout.items, looked, strict=True), 1):
            findings, collected = looking.lost(item, seen) if isinstance(seen, str) else seen
            for known, fact in zip(facts, collected, strict=True):
                known.append(fact)
            report.add(findings, item, options.most_per_code)
            yield _step(done, total, item.name, findings)
    findings = tuple(looking.at_all(facts))
    report.add(findings, None, options.most_per_code)
    yield _step(total, total, str(layout.root), findings)
    return report


def _step(done: int, total: int, name: str, findings: tuple[Finding, ...]) -> CheckStep:
    message = " ".join(finding.text for finding in findings)
    return CheckStep(done, total, name, StepStatus.LOOKED_AT, message, findings)


class _Looking:
    """The checkers of one run; `at` may be called in several threads and processes."""

    def __init__(self, layout: Layout, options: CheckOptions) -> None:
        self._layout = layout
        self._options = options
        wanted = set(options.wanted)
        self.item_checkers: list[ItemChecker] = [
            each for each in ITEM_CHECKERS if not wanted.isdisjoint(each.codes)
        ]
        self.set_checkers: list[SetChecker] = [
            each for each in SET_CHECKERS if not wanted.isdisjoint(each.codes)
        ]

    def at(self, item: Item) -> Seen | str:
        """What is found at one item, and what the set checkers want to know of it; or why nobody knows."""
        try:
            return self._looked_at(item)
        except MemoryError:
            return "There is not enough memory to check it. Close other programs, or check with --workers 1."

    def lost(self, item: Item, reason: str) -> Seen:
        """The finding for an item that could not be looked at, for lack of memory say."""
        finding = Finding(codes.IMAGE_UNREADABLE, reason, item.path, image=item.name)
        return tuple(self._wanted([finding])), [None] * len(self.set_checkers)

    def _looked_at(self, item: Item) -> Seen:
        opened = OpenItem(item, self._layout, self._options)
        # Facts first: what they open and cannot read is a finding of the items' own checkers.
        facts = [None if each.collect is None else each.collect(opened) for each in self.set_checkers]
        found = (finding for checker in self.item_checkers for finding in checker.look(opened))
        return tuple(self._wanted(found)), facts

    def at_all(self, facts: list[list[Fact]]) -> Iterator[Finding]:
        """What is found in the set as a whole."""
        for checker, known in zip(self.set_checkers, facts, strict=True):
            yield from self._wanted(checker.look(self._layout, known, self._options))

    def _wanted(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        return (finding for finding in findings if self._options.wants(finding.code))
