"""The words of `labeler compare`: figures of the set, a table of classes, confusions, the worst images."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from labeler.core.text import as_one_line

if TYPE_CHECKING:
    from labeler.core.segmentation_scores import Scores
    from labeler.jobs.comparison import Comparison

_NAME_WIDTH = 24
_CONFUSIONS = 5
_NAMED = 5


def print_comparison(comparison: Comparison, worst: int) -> None:
    """Everything that fits on a screen; what failed and what lacks a partner goes to stderr."""
    _print_problems(comparison)
    scores = comparison.scores
    count = len(comparison.images)
    print(f"{count:,} image{'' if count == 1 else 's'} compared, {scores.pixels:,} px judged.")
    for remark in _remarks(comparison):
        print(as_one_line(remark))
    print()
    print("\n".join(_figures(comparison)))
    if len(scores.indices):
        print()
        print("\n".join(class_table(comparison)))
    _print_confusions(comparison)
    _print_worst(comparison, worst)


def class_table(comparison: Comparison) -> list[str]:
    """The lines of the table of classes: 80 columns with the boundary score, 71 without."""
    scores = comparison.scores
    titles = ["IoU", "Dice", "Prec.", "Recall"]
    columns = [scores.iou, scores.dice, scores.precision, scores.recall]
    if scores.boundary is not None:
        titles.append("Bound.")
        columns.append(scores.boundary)
    head = "".join(f"{title:>8}" for title in [*titles, "Truth"])
    lines = [f"{'Idx':>3}  {'Class':{_NAME_WIDTH}}{head}"]
    for place, index in enumerate(scores.indices.tolist()):
        name = _cut(as_one_line(comparison.name_of(index)), _NAME_WIDTH)
        figures = "".join(f"{percent(float(column[place])):>8}" for column in columns)
        share = percent(float(scores.truth[place]) / scores.pixels) if scores.pixels else "-"
        lines.append(f"{index:3}  {name:{_NAME_WIDTH}}{figures}{share:>8}")
    return lines


def percent(share: float) -> str:
    """A share as per cent with two digits; `-` where there is none."""
    return "-" if math.isnan(share) else f"{100 * share:.2f}"


def _figures(comparison: Comparison) -> list[str]:
    scores, options = comparison.scores, comparison.options
    radius = (
        "0.75 % of the diagonal" if options.boundary_radius is None else f"{options.boundary_radius:g} px"
    )
    over = "in truth or prediction" if options.mean_over == "present" else "in the truth"
    rows = [
        ("mIoU", scores.mean_iou, f"classes {over}"),
        ("Pixel accuracy", scores.pixel_accuracy, ""),
        ("Mean accuracy", scores.mean_accuracy, "classes in the truth"),
        ("Frequency-weighted IoU", scores.frequency_weighted_iou, ""),
        ("Mean Dice", scores.mean_dice, ""),
    ]
    if options.has_boundary:
        rows.append(("Mean boundary F-score", scores.mean_boundary, f"within {radius}"))
    return [f"{name:23}{percent(value):>7} %{note and f'  ({note})'}" for name, value, note in rows]


def _remarks(comparison: Comparison) -> list[str]:
    remarks = []
    if comparison.class_file is not None:
        remarks.append(f"Names from {comparison.class_file}.")
    if comparison.unnamed:
        told = ", ".join(map(str, comparison.unnamed[:8])) + (", ..." if len(comparison.unnamed) > 8 else "")
        remarks.append(f"The class table does not have every index that occurs: {told}.")
    if comparison.predicted_void:
        remarks.append(f"The prediction is void in {comparison.predicted_void:,} px, which count as wrong.")
    others = [str(index) for index in comparison.options.ignored if index != 255]
    if others:
        remarks.append(f"Left out like void: {', '.join(others)}.")
    return remarks


def _print_confusions(comparison: Comparison) -> None:
    confusions = comparison.confusions(_CONFUSIONS)
    if not confusions:
        return
    print("\nMost often taken for another class:")
    totals = comparison.matrix.sum(1)
    for truth, predicted, pixels in confusions:
        names = f"{comparison.name_of(truth)} as {comparison.name_of(predicted)}"
        share = percent(pixels / int(totals[truth]))
        print(f"  {_cut(as_one_line(names), 48):48} {pixels:>13,} px {share:>7} %")


def _print_worst(comparison: Comparison, count: int) -> None:
    worst = comparison.worst(count) if len(comparison.images) > 1 else []
    if not worst:
        return
    print(f"\nThe worst image{'' if len(worst) == 1 else 's'} (mIoU, pixel accuracy):")
    for image in worst:
        scores: Scores = image.scores
        figures = f"{percent(scores.mean_iou):>6} % {percent(scores.pixel_accuracy):>7} %"
        print(f"  {figures}  {as_one_line(image.name)}")


def _print_problems(comparison: Comparison) -> None:
    for failure in comparison.failed:
        print(f"failed: {as_one_line(failure.name)}: {as_one_line(failure.message)}", file=sys.stderr)
    sides: tuple[tuple[Sequence[object], str], ...] = (
        (comparison.only_truth, "without a prediction"),
        (comparison.only_prediction, "without a label image"),
        (list(comparison.collisions), "with several files of that name on one side"),
        (comparison.unlisted, "in the list and not in the truth"),
    )
    for names, what in sides:
        if names:
            told = ", ".join(as_one_line(str(name)) for name in names[:_NAMED])
            more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
            print(f"{len(names):,} {what}: {told}{more}", file=sys.stderr)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
