"""All formats, listed once: a new one is a module and a line here."""

from __future__ import annotations

from labeler.core.errors import OptionError
from labeler.formats.base import Format
from labeler.formats.voc import Voc

FORMATS: tuple[Format, ...] = (Voc(),)


def find_format(name: str) -> Format:
    """The format of this name; raises OptionError for one that does not exist."""
    for each in FORMATS:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in FORMATS)
    raise OptionError(f"There is no format {name!r}; the formats are: {known}.")
