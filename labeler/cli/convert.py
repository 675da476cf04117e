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
    from labeler.core.palette import Color


def add_parser(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """Add `convert` with its options."""
    parser = subparsers.add_parser(
        "convert",
        help="make palette PNGs of RGB or grey label images",
        description="Make palette PNGs of class indices from label images of class colours (RGB, palette) or "
        "of grey class indices. A colour that no class has is an error that says how often and where it is.",
    )
    parser.add_argument(
        "source", metavar="SOURCE", type=named_path, help="label image, or folder of label images"
    )
    parser.add_argument(
        "target", metavar="TARGET", type=named_path, help="folder to write; a .png for one image"
    )
    add_classes_option(parser)
    parser.add_argument(
        "--tolerance",
        metavar="N",
        type=float,
        default=0.0,
        help="a colour at most N (in RGB) from a class colour means that class (default 0)",
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
    parser.add_argument("--bgr", action="store_true", help="red and blue of the images are exchanged")
    parser.add_argument("--overwrite", action="store_true", help="replace files that have other content")


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
    )
    try:
        return run_job(convert(options.source, options.target, class_table_of(options.classes), how))
    except KeyboardInterrupt:
        print("labeler: interrupted; the same command completes it.", file=sys.stderr)
        return 1


def parse_on_unknown(text: str) -> OnUnknown:
    """The word `error`, or a class index."""
    if text == "error":
        return "error"
    try:
        return int(text)
    except ValueError:
        raise OptionError(f"--on-unknown: {text!r} is neither `error` nor a class index.") from None


def parse_resolve(text: str) -> tuple[Color, int]:
    """A colour and the index it means, from `#rrggbb=index`."""
    from labeler.core.palette import color_from_hex

    color, _, index = text.partition("=")
    try:
        return color_from_hex(color), int(index)
    except ValueError:
        raise OptionError(f"--resolve: {text!r} is not a colour and an index like #8c8c8c=7.") from None
