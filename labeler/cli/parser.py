"""The argument parser of the command line: a wrong option is an OptionError, said in one line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from labeler.core.errors import OptionError


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that raises instead of printing its usage and leaving the program."""

    def error(self, message: str) -> NoReturn:
        """Raise OptionError with the words of argparse and where help is found."""
        raise OptionError(f"{message} (see: {self.prog} --help)")


def named_path(text: str) -> Path:
    """The type of an argument that names a file or folder: an empty one (an unset variable) names nothing."""
    if not text:
        raise argparse.ArgumentTypeError("an empty name is no file or folder")
    return Path(text)
