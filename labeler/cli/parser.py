"""The argument parser of the command line: a wrong option is an OptionError, said in one line."""

from __future__ import annotations

import argparse
from typing import NoReturn

from labeler.core.errors import OptionError


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that raises instead of printing its usage and leaving the program."""

    def error(self, message: str) -> NoReturn:
        """Raise OptionError with the words of argparse and where help is found."""
        raise OptionError(f"{message} (see: {self.prog} --help)")
