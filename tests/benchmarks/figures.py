"""What a benchmark gives back: figures, each beside its target, its floor and its peers."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any, Literal, NamedTuple


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    `value`, `target`, `floor` and the values of `peers` are all in `unit`. The floor is what the machine
    needs at the very least (a copy of the same memory, say); a peer is another program's way of doing the
    same. `better` says on which side of the target the value should lie. `p95` is what 95 of 100 rounds stay
    within, where `value` is their median.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    floor: float | None = None
    peers: Mapping[str, float] = field(default_factory=dict)
    better: Literal["lower", "higher"] = "lower"
    p95: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None without a target."""
        if self.target is None:
            return None
        return self.value <= self.target if self.better == "lower" else self.value >= self.target


class Timing(NamedTuple):
    """What many rounds of the same took, in milliseconds."""

    median: float
    p95: float

    @classmethod
    def of(cls, taken: Sequence[float]) -> Timing:
        """The timing of rounds that took so many milliseconds each."""
        ordered = sorted(taken)
        return cls(median(ordered), ordered[math.ceil(0.95 * len(ordered)) - 1])

    def figure(self, name: str, target: float | None = None, **more: Any) -> Figure:
        """The figure of this timing: its median beside the target, and its p95."""
        return Figure(name, self.median, "ms", target, p95=self.p95, **more)


def timed(
    call: Callable[[], object], rounds: int = 31, prepare: Callable[[], object] = lambda: None
) -> Timing:
    """Call `rounds` times after one that is not counted; `prepare` comes before each and is not timed."""
    taken = []
    for _ in range(rounds + 1):
        prepare()
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return Timing.of(taken[1:])


def median_ms(call: Callable[[], object], rounds: int = 7) -> float:
    """The median time of `call` in milliseconds, after one round that is not counted."""
    return medians_ms([call], rounds)[0]


def medians_ms(calls: list[Callable[[], object]], rounds: int = 7) -> list[float]:
    """The median times of several calls in milliseconds, taken in turns so that they share the weather.

    Each is called once just before it is timed, so that it finds its own data in the cache and not its
    neighbour's, as in a loop over images.
    """
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, taken in zip(calls, times, strict=True):
            call()
            start = time.perf_counter()
            call()
            taken.append((time.perf_counter() - start) * 1000)
    return [median(taken) for taken in times]


def as_table(figures: list[Figure]) -> str:
    """The figures as a table of plain text, one row each, peers at the end of the row."""
    head = ("figure", "value", "p95", "target", "", "floor", "peers")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def as_data(figures: list[Figure]) -> list[dict[str, object]]:
    """The figures as JSON would hold them, `is_met` included."""
    return [asdict(figure) | {"is_met": figure.is_met} for figure in figures]


def _row(figure: Figure) -> tuple[str, ...]:
    sign = "<=" if figure.better == "lower" else ">="
    target = "" if figure.target is None else f"{sign} {_number(figure.target)}"
    met = {None: "", True: "met", False: "MISSED"}[figure.is_met]
    p95 = "" if figure.p95 is None else _number(figure.p95)
    floor = "" if figure.floor is None else _number(figure.floor)
    peers = ", ".join(f"{name} {_number(value)}" for name, value in figure.peers.items())
    return (figure.name, f"{_number(figure.value)} {figure.unit}", p95, target, met, floor, peers)


def _number(value: float) -> str:
    """Three digits that count, thousands set apart."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
