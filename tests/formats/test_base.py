from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import pytest

from labeler.core.errors import OptionError
from labeler.formats.base import ExportOptions, ImageMode, Overwrite, Unlabelled


def test_without_options_a_dataset_is_split_copied_and_never_overwritten():
    options = ExportOptions()
    assert options.ratios == {"train": 0.8, "val": 0.2}
    assert (options.images, options.overwrite) == (ImageMode.COPY, Overwrite.REFUSE)
    assert options.unlabelled is Unlabelled.BACKGROUND


def test_words_stand_for_enumerations_and_text_for_paths():
    options = ExportOptions(images="link", unlabelled="void", overwrite="update", lists="lists")
    assert options.images is ImageMode.LINK
    assert options.unlabelled is Unlabelled.VOID
    assert options.overwrite is Overwrite.UPDATE
    assert options.lists == Path("lists")


def test_equal_numbers_of_other_types_make_equal_options():
    assert ExportOptions(void_border=2, ratios={"train": 1}) == ExportOptions(
        void_border=2.0, ratios={"train": 1.0}
    )
    assert isinstance(ExportOptions(void_border=2).void_border, float)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"images": "move"}, "'move' is no value for images; give one of copy, link, none"),
        ({"unlabelled": "cat"}, "'cat' is no value for unlabelled; give one of background, void"),
        ({"overwrite": "yes"}, "'yes' is no value for overwrite; give one of refuse, update, replace"),
        ({"void_border": -1}, "The void border is -1"),
        ({"void_border": float("nan")}, "The void border is nan"),
        ({"workers": 0}, "The number of workers is 0"),
        ({"has_wide_instances": True, "has_instances": False}, "drop one"),
    ],
)
def test_a_wrong_value_is_an_error_that_names_it(options, reason):
    with pytest.raises(OptionError) as error:
        ExportOptions(**options)
    assert reason in str(error.value)


def test_options_cannot_be_changed_and_go_to_other_processes():
    options = ExportOptions(void_border=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        options.void_border = 2
    assert pickle.loads(pickle.dumps(options)) == options
