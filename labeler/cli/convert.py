"""`labeler convert SOURCE TARGET`: palette PNGs of label images in class colours or grey indices."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from labeler.cli.class_option import add_classes_option, class_table_of
from labeler.cli.parser import named_path
from labeler.core.errors import OptionError

if TYPE_CHECKING:
    from labeler.cli.parser import Parser
    from labeler.core.class_colors import OnUnknown
    from labeler.core.classes import ClassTable
    from labeler.core.palette import Color


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `convert` with its options."""
    parser = subparsers.add_parser(
        "convert",
        help="make palette PNGs of RGB or grey label images",
        description="Make palette PNGs of class indices from label images of class colours (RGB, RGBA, "
        "palette), of grey class indices, and from arrays of numpy (.npy) of either. A colour that no class "
        "has is an error that says how often and where it is. --classes auto takes the ready table that the "
        "colours are those of, where there is one and no other.",
    )
    parser.add_argument(
        "source", metavar="SOURCE", type=named_path, help="label image or .npy, or a folder of such files"
    )
    parser.add_argument(
        "target", metavar="TARGET", type=named_path, help="folder to write; a .png for one image"
    )
    add_classes_option(parser)
    _add_pixel_options(parser)
    parser.add_argument("--overwrite", action="store_true", help="replace files that have other content")
    parser.add_argument(
        "--dry-run", action="store_true", help="say of each file what it would become, and write nothing"
    )
    parser.add_argument(
        "--workers", metavar="N", type=int, help="images at a time (default: one a processor)"
    )


def _add_pixel_options(parser: Parser) -> None:
    """Add what pixels mean."""
    parser.add_argument(
        "--off-palette",
        choices=("error", "nearest", "majority", "void"),
        default="error",
        help="what pixels of other colours become: an error, the class of the nearest colour, the commonest "
        "class around them, or void (default error)",
    )
    parser.add_argument(
        "--tolerance",
        metavar="N",
        type=float,
        help="a colour at most N (in RGB) from a class colour means that class (default 0; any distance with "
        "--off-palette nearest)",
    )
    parser.add_argument(
        "--on-unknown", metavar="error|INDEX", default="error", help="index of pixels that mean no class"
    )
    parser.add_argument(
        "--resolve",
        metavar="#RRGGBB=INDEX",
        action="append",
        default=[],
        help="which class a colour means that several classes share; may be given several times",
    )
    parser.add_argument(
        "--grey",
        choices=("indices", "colors"),
        default="indices",
        help="what the values of grey images are (default indices)",
    )
    parser.add_argument(
        "--palette",
        choices=("colors", "indices"),
        default="colors",
        help="what counts in palette PNGs: their colours, or their numbers as indices (default colors)",
    )
    parser.add_argument("--bgr", action="store_true", help="red and blue of the images are exchanged")


def run(options: argparse.Namespace) -> int:
    """Convert, and say how it went."""
    from labeler.cli.progress import run_job
    from labeler.jobs.convert import ConvertOptions, convert

    how = ConvertOptions(
        tolerance=options.tolerance,
        on_unknown=parse_on_unknown(options.on_unknown),
        order="BGR" if options.bgr else "RGB",
        resolve=dict(map(parse_resolve, options.resolve)),
        grey=options.grey,
        overwrites=options.overwrite,
        off_palette=options.off_palette,
        palette=options.palette,
        is_dry_run=options.dry_run,
        workers=checked_workers(options.workers),
    )
    try:
        return run_job(convert(options.source, options.target, _class_table(options), how))
    except KeyboardInterrupt:
        print("labeler: interrupted; the same command completes it.", file=sys.stderr)
        return 1


def _class_table(options: argparse.Namespace) -> ClassTable:
    """The class table that was named, or with `auto` the one that fits, which is said."""
    if options.classes != "auto":
        return class_table_of(options.classes)
    from labeler.jobs.fitting_table import fitting_table

    match = fitting_table(options.source, "BGR" if options.bgr else "RGB")
    print(f"Class table: {match.in_words}.")
    return match.classes


def parse_on_unknown(text: str) -> OnUnknown:
    """The word `error`, or a class index."""
    if text == "error":
        return "error"
    try:
        return int(text)
    except ValueError:
        raise OptionError(f"--on-unknown: {text!r} is neither `error` nor a class index.") from None


def checked_workers(count: int | None) -> int | None:
    """A number of workers of at least one; None for one a processor."""
    if count is not None and count < 1:
        raise OptionError(f"--workers: {count} is no number of workers. Give 1 or more.")
    return count


def parse_resolve(text: str) -> tuple[Color, int]:
    """A colour and the index it means, from `#rrggbb=index`."""
    from labeler.core.palette import color_from_hex

    color, _, index = text.partition("=")
    try:
        return color_from_hex(color), int(index)
    except ValueError:
        raise OptionError(f"--resolve: {text!r} is not a colour and an index like #8c8c8c=7.") from None
