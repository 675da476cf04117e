"""The command line: one module for each subcommand, which is options, one call, and words.

Exit status: 0 done; 1 done, but something failed or was found (each named), or interrupted; 2 wrong usage or
input, with one line on stderr.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Any

from labeler import __version__
from labeler.cli.parser import Parser
from labeler.core.errors import LabelerError

# Every subcommand is labeler/cli/<name>.py (import_.py, for `import` is a word of Python) with
# `add_parser(subparsers)` and `run(options) -> int`.
COMMANDS = ("export", "convert", "recolor", "remap", "inspect", "check", "compare", "import", "classes")

DONE, FINDINGS, WRONG = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Run one subcommand and return the exit status; prints errors as one line, never a traceback."""
    _print_any_name()
    try:
        options = make_parser().parse_args(arguments)
        status: int = _module(options.command).run(options)
        sys.stdout.flush()
    except LabelerError as error:
        print(f"labeler: {error}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("labeler: interrupted.", file=sys.stderr)
        return FINDINGS
    except BrokenPipeError:
        # Whoever read our output has gone (`labeler ... | head`).
        _drop_output()
        return FINDINGS
    except OSError as error:
        if error.errno != errno.ENOSPC or error.filename is not None:
            raise
        _drop_output()
        print(f"labeler: what was to be printed could not be written ({error.strerror}).", file=sys.stderr)
        return WRONG
    return status


def make_parser() -> Parser:
    """The parser of the whole command line, with a parser for each subcommand."""
    parser = Parser(
        prog="labeler",
        description="Label images for semantic segmentation. Without a command the window opens: "
        "labeler [FOLDER|IMAGE]. A folder that has the name of a command is opened as ./NAME.",
    )
    parser.add_argument("--version", action="version", version=f"labeler {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    for name in COMMANDS:
        _module(name).add_parser(subparsers)
    return parser


def _module(command: str) -> Any:
    """The module of a subcommand."""
    return import_module(f"labeler.cli.{command}_" if iskeyword(command) else f"labeler.cli.{command}")


def _drop_output() -> None:
    """Send what stdout still holds nowhere, so that nothing is flushed to a broken one at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_any_name() -> None:
    """Let file names that are not valid in the terminal's encoding be printed with escapes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
