from __future__ import annotations

import pytest

from labeler.core.classes import ClassTable
from labeler.core.errors import OptionError
from labeler.formats.base import ExportOptions
from labeler.formats.registry import FORMATS, find_format


def test_every_format_is_found_by_its_name():
    assert [find_format(each.name) for each in FORMATS] == list(FORMATS)
    assert len({each.name for each in FORMATS}) == len(FORMATS)


def test_every_format_has_words_for_the_window_and_makes_a_writer():
    for each in FORMATS:
        assert each.title
        writer = each.writer(ClassTable(), ExportOptions())
        assert all("{}" in pattern for pattern in writer.patterns())


def test_an_unknown_format_is_an_error_that_lists_the_known_ones():
    with pytest.raises(OptionError, match=r"no format 'coco'; the formats are: voc"):
        find_format("coco")
