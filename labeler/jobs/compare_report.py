"""A comparison as one HTML file that needs no network: figures, classes, matrix, and the worst images."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import FileUnreadableError
from labeler.core.files import read_bytes, write_atomically
from labeler.core.images import IMAGE_SUFFIXES
from labeler.core.palette import color_to_hex
from labeler.core.resource_files import resource
from labeler.jobs.compare_pictures import image_pictures, matrix_svg
from labeler.jobs.label_files import label_files

if TYPE_CHECKING:
    from labeler.jobs.comparison import Comparison, ImageComparison

NAME = "comparison.html"

# Images beyond are in the other files only: a page of 100,000 rows nobody reads.
_MOST_IMAGES = 1000
_CONFUSIONS = 20
_NAMED = 50
_PHOTOGRAPHS = "JPEGImages"


def write_report(comparison: Comparison, path: Path, *, worst: int = 10, images: Path | None = None) -> Path:
    """Write the report to a file, or as `comparison.html` into a folder; returns the file.

    `worst`: how many of the worst images are shown, over their photographs where `images` (by default the
    JPEGImages of a VOC dataset) has them under the same name. Raises FileUnreadableError for `images`,
    FileUnwritableError.
    """
    file = path / NAME if path.is_dir() else path
    write_atomically(file, report_html(comparison, worst=worst, images=images).encode(), durable=False)
    return file


def report_html(comparison: Comparison, *, worst: int = 10, images: Path | None = None) -> str:
    """The page itself; what names and files are called is escaped."""
    template = read_bytes(resource("report", "compare.html")).decode()
    title = f"{_called(comparison.prediction)} compared with {_called(comparison.truth)}"
    body = "\n".join(
        (
            f"<h1>{escape(title)}</h1>",
            _summary(comparison),
            _problems(comparison),
            _figures(comparison),
            _classes(comparison),
            _matrix(comparison),
            _confusions(comparison),
            _worst(comparison, worst, images),
            _images(comparison),
            _definitions(comparison),
        )
    )
    before, after = template.replace("{{title}}", escape(title).replace("{", "&#123;")).split("{{body}}")
    return before + body + after


def _called(path: Path | None) -> str:
    return "arrays" if path is None else str(path)


def _summary(comparison: Comparison) -> str:
    parts = [f"{len(comparison.images):,} images, {comparison.scores.pixels:,} pixels judged."]
    if comparison.predicted_void:
        parts.append(
            f"The prediction is void in {comparison.predicted_void:,} of them, which count as wrong."
        )
    if comparison.unnamed:
        told = ", ".join(map(str, comparison.unnamed[:_NAMED]))
        parts.append(f"The class table does not have every index that occurs: {told}.")
    return f'<p class="dim">{" ".join(parts)}</p>'


def _problems(comparison: Comparison) -> str:
    """What could not be compared, by name."""
    groups = (
        ("failed", [f"{failure.name}: {failure.message}" for failure in comparison.failed]),
        ("without a prediction", [str(path) for path in comparison.only_truth]),
        ("without a label image", [str(path) for path in comparison.only_prediction]),
        ("with several files of one name", list(comparison.collisions)),
        ("in the list and not in the truth", comparison.unlisted),
    )
    parts = []
    for what, names in groups:
        if names:
            rows = "".join(f"<li>{escape(name)}</li>" for name in names[:_NAMED])
            more = f"<li>and {len(names) - _NAMED:,} more</li>" if len(names) > _NAMED else ""
            parts.append(f"<h3>{len(names):,} {what}</h3><ul>{rows}{more}</ul>")
    return f'<div class="problems">{"".join(parts)}</div>' if parts else ""


def _figures(comparison: Comparison) -> str:
    scores = comparison.scores
    figures = [
        ("mIoU", scores.mean_iou),
        ("Pixel accuracy", scores.pixel_accuracy),
        ("Mean accuracy", scores.mean_accuracy),
        ("Frequency-weighted IoU", scores.frequency_weighted_iou),
        ("Mean Dice", scores.mean_dice),
    ]
    if comparison.options.has_boundary:
        figures.append(("Mean boundary F-score", scores.mean_boundary))
    tiles = "".join(f"<div><b>{_percent(value)}</b>{name}</div>" for name, value in figures)
    return f'<div class="figures">{tiles}</div>'


def _classes(comparison: Comparison) -> str:
    """The table of classes, with bars of their IoU."""
    scores = comparison.scores
    columns = [scores.dice, scores.precision, scores.recall]
    titles = ["Dice", "Precision", "Recall"]
    if scores.boundary is not None:
        columns.append(scores.boundary)
        titles.append("Boundary F")
    rows = []
    for place, index in enumerate(scores.indices.tolist()):
        cells = [
            f"<td>{index}</td>",
            f'<td class="text">{_swatch(comparison, index)}{escape(comparison.name_of(index))}</td>',
            _bar(float(scores.iou[place])),
            *(_cell(float(column[place])) for column in columns),
            _cell(float(scores.truth[place]) / scores.pixels if scores.pixels else math.nan),
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads = _heads(["Index", "Class", "IoU", *titles, "Share of the truth"], text={"Class"})
    return f"<h2>Classes</h2>{_table(heads, rows)}"


def _matrix(comparison: Comparison) -> str:
    svg = matrix_svg(comparison)
    if not svg:
        return ""
    return (
        "<section><h2>Confusion matrix</h2>"
        '<p class="dim">Each row is a class of the truth, each column what was predicted; a cell shows its '
        'share of the row in per cent.</p><p id="cell">Point at a cell for its pixels.</p>'
        f'<div class="scroll">{svg}</div></section>'
    )


def _confusions(comparison: Comparison) -> str:
    totals = comparison.matrix.sum(1)
    rows = [
        f'<tr><td class="text">{_swatch(comparison, truth)}{escape(comparison.name_of(truth))}</td>'
        f'<td class="text">{_swatch(comparison, predicted)}{escape(comparison.name_of(predicted))}</td>'
        f'<td data-value="{pixels}">{pixels:,}</td>{_cell(pixels / int(totals[truth]))}</tr>'
        for truth, predicted, pixels in comparison.confusions(_CONFUSIONS)
    ]
    if not rows:
        return ""
    heads = _heads(["Class", "Taken for", "Pixels", "Share of the class"], text={"Class", "Taken for"})
    return f"<h2>Most often taken for another class</h2>{_table(heads, rows)}"


def _worst(comparison: Comparison, count: int, images: Path | None) -> str:
    """The worst images, each with truth, prediction and differences."""
    worst = comparison.worst(count)
    if not worst:
        return ""
    photographs = _photographs(comparison, images)
    cards = "".join(_card(image, comparison, photographs.get(image.name)) for image in worst)
    return f'<h2>The worst images</h2><div class="cards">{cards}</div>'


def _card(image: ImageComparison, comparison: Comparison, photograph: Path | None) -> str:
    scores = image.scores
    head = (
        f'<h3>{escape(image.name)} <span class="dim">mIoU {_percent(scores.mean_iou)}, '
        f"pixel accuracy {_percent(scores.pixel_accuracy)}</span></h3>"
    )
    pictures = image_pictures(image, comparison, photograph)
    if pictures.problem:
        return f'<div class="card">{head}<p class="dim">{escape(pictures.problem)}</p></div>'
    figures = "".join(
        f'<figure><img src="{source}" alt="{what}"><figcaption>{what}</figcaption></figure>'
        for source, what in (
            (pictures.truth, "Truth"),
            (pictures.prediction, "Prediction"),
            (pictures.differences, "Wrong (red); left out (blue)"),
        )
    )
    return f'<div class="card">{head}<div class="pictures">{figures}</div></div>'


def _photographs(comparison: Comparison, images: Path | None) -> dict[str, Path]:
    """The photographs by their path without suffix."""
    folder = images
    if folder is None and comparison.photographs:
        return comparison.photographs
    if folder is None:
        root = comparison.truth
        beside = [] if root is None else [root / _PHOTOGRAPHS, root.parent / _PHOTOGRAPHS]
        folder = next((each for each in beside if each.is_dir()), None)
    if folder is None:
        return {}
    if not folder.exists():
        raise FileUnreadableError(folder, "there is no such folder")
    if not folder.is_dir():
        return {image.name: folder for image in comparison.images[:1]}
    return {
        file.relative_to(folder).with_suffix("").as_posix(): file
        for file in label_files(folder, IMAGE_SUFFIXES)
    }


def _images(comparison: Comparison) -> str:
    """The table of images, the worst first."""
    images = comparison.worst(_MOST_IMAGES)
    if len(images) < 2:
        return ""
    titles = ["mIoU", "Pixel accuracy", *(["Boundary F"] if comparison.options.has_boundary else [])]
    rows = []
    for image in images:
        scores = image.scores
        cells = [_bar(scores.mean_iou), _cell(scores.pixel_accuracy)]
        if comparison.options.has_boundary:
            cells.append(_cell(scores.mean_boundary))
        rows.append(f'<tr><td class="text">{escape(image.name)}</td>{"".join(cells)}</tr>')
    left = len(comparison.images) - len(images)
    more = f'<p class="dim">{left:,} more are in the JSON and CSV of the command.</p>' if left else ""
    return f"<h2>Images</h2>{_table(_heads(['Image', *titles], text={'Image'}), rows)}{more}"


def _definitions(comparison: Comparison) -> str:
    options = comparison.options
    radius = (
        "0.75 % of the diagonal" if options.boundary_radius is None else f"{options.boundary_radius:g} px"
    )
    over = "in the truth or the prediction" if options.mean_over == "present" else "in the truth"
    ignored = ", ".join(map(str, options.ignored))
    return (
        '<h2>What the figures mean</h2><p class="dim">With t pixels of a class in the truth, p predicted and '
        "c both: IoU = c / (t + p &minus; c), Dice = 2c / (t + p), precision = c / p, recall = c / t. Mean "
        f"accuracy is the mean recall. Means of IoU, Dice and boundary F are over the classes {over}. Pixels "
        f"whose index in the truth is {ignored} are left out. The boundary F-score (Csurka et al., 2013) is "
        f"taken within {radius}, image by image.</p>"
    )


def _table(heads: str, rows: Sequence[str]) -> str:
    body = "".join(rows)
    head = f"<thead><tr>{heads}</tr></thead>"
    return f'<div class="scroll"><table>{head}<tbody>{body}</tbody></table></div>'


def _heads(titles: Sequence[str], text: set[str]) -> str:
    kinds = [' class="text"' if title in text else "" for title in titles]
    return "".join(
        f'<th scope="col"{kind}><button>{title}</button></th>'
        for title, kind in zip(titles, kinds, strict=True)
    )


def _bar(value: float) -> str:
    share = 0.0 if math.isnan(value) else 100 * value
    return (
        f'<td class="bar" data-value="{_value(value)}"><span><i style="width:{share:.2f}%"></i></span>'
        f"<b>{_percent(value)}</b></td>"
    )


def _cell(value: float) -> str:
    return f'<td data-value="{_value(value)}">{_percent(value)}</td>'


def _value(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.9g}"


def _percent(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.2f} %"


def _swatch(comparison: Comparison, index: int) -> str:
    return f'<span class="swatch" style="background:{color_to_hex(comparison.color_of(index))}"></span>'
