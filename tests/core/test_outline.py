"""The outline of an annotation file agrees with what reading all of it says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from labeler.core.annotation import ImageState
from labeler.core.annotation_file import read_annotation, read_outline
from labeler.core.errors import AnnotationError, FileUnreadableError
from tests.datasets import shape, square, write_photograph, write_shapes


@pytest.mark.parametrize(
    ("shapes", "keys"),
    [
        ([], {}),
        ([], {"labeler": {"state": "done"}}),
        ([square("cat", 1, 1), square("dog", 1, 1), square("cat", 9, 9)], {}),
        ([square("cat", 1, 1)], {"labeler": {"state": "done", "mine": 1}}),
        ([square("cat", 1, 1)], {"labeler": {"state": "of a newer program"}}),
        ([shape("a line", [(1, 1), (2, 2)], "line")], {"labeler": None}),
        ([{"label": "cat", "points": "nonsense"}], {}),
    ],
)
def test_state_and_classes_are_those_of_the_annotation(tmp_path: Path, shapes, keys) -> None:
    path = write_shapes(write_photograph(tmp_path / "a.png"), shapes, **keys)
    outline, annotation = read_outline(path), read_annotation(path)
    assert outline.state is annotation.state
    readable = Counter(each.class_name for each in annotation.shapes)
    unreadable = Counter(each.content["label"] for each in annotation.unreadable)
    assert outline.classes == readable + unreadable


def test_what_is_no_annotation_is_refused_alike(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with pytest.raises(FileUnreadableError):
        read_outline(path)
    for text in ("{ no JSON", "[]", json.dumps({"shapes": {}}), json.dumps({"shapes": [], "labeler": 3})):
        path.write_text(text)
        for read in (read_outline, read_annotation):
            with pytest.raises(AnnotationError, match=r"a\.json"):
                read(path)


def test_an_image_with_an_unreadable_shape_is_in_work(tmp_path: Path) -> None:
    path = write_shapes(write_photograph(tmp_path / "a.png"), ["no shape at all"])
    assert read_outline(path).state is ImageState.IN_WORK
    assert read_outline(path).classes == Counter()
