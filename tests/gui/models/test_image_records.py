"""What is known of images, and which of them a filter lets through."""

from __future__ import annotations

import pytest

from labeler.core.annotation import ImageState
from labeler.core.dataset import DatasetImage
from labeler.core.image_facts import UNLABELLED, ImageFacts
from labeler.gui.models.image_records import ImageFilter, ImageRecords, Mark
from tests.gui.models.images import images


@pytest.fixture
def records() -> ImageRecords:
    names = ["city/Street1", "city/street2", "field/Gras", "field/ß10"]
    records = ImageRecords(images(names))
    records.take(
        {
            0: ImageFacts.of(ImageState.IN_WORK, {"car": 2, "road": 1}),
            1: ImageFacts.of(ImageState.DONE, {"road": 4}),
            2: UNLABELLED,
        }
    )
    return records


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ImageFilter(), [0, 1, 2, 3]),
        (ImageFilter("street"), [0, 1]),
        (ImageFilter("Street"), [0]),
        (ImageFilter("city/"), [0, 1]),
        (ImageFilter("SS1"), []),
        (ImageFilter("ss1"), [3]),
        (ImageFilter("ß"), [3]),
        (ImageFilter(".jpg"), [0, 1, 2, 3]),
        (ImageFilter("nothing"), []),
        (ImageFilter(marks=frozenset((Mark.DONE, Mark.UNLABELLED))), [1, 2]),
        (ImageFilter(marks=frozenset((Mark.UNKNOWN,))), [3]),
        (ImageFilter(class_name="road"), [0, 1]),
        (ImageFilter("2", frozenset((Mark.DONE,)), "road", True), [1]),
        (ImageFilter(has_shapes=True), [0, 1]),
        (ImageFilter(has_shapes=False), [2]),
    ],
)
def test_a_filter_lets_through_what_has_all_that_it_asks(records, wanted, found) -> None:
    assert list(records.matching(wanted)) == found


def test_a_filter_says_whether_it_is_on_and_what_it_depends_on() -> None:
    assert not ImageFilter().is_on
    assert ImageFilter("a").is_on
    assert not ImageFilter("a").asks_facts
    for wanted in (
        ImageFilter(marks=frozenset((Mark.DONE,))),
        ImageFilter(class_name="car"),
        ImageFilter(has_shapes=False),
    ):
        assert wanted.is_on
        assert wanted.asks_facts


def test_shapes_that_cannot_be_read_are_shapes() -> None:
    records = ImageRecords(images("ab"))
    records.take({0: ImageFacts(ImageState.IN_WORK), 1: ImageFacts(ImageState.DONE)})
    assert list(records.matching(ImageFilter(has_shapes=True))) == [0]


def test_marks_are_counted(records: ImageRecords) -> None:
    assert records.counts == {Mark.IN_WORK: 1, Mark.DONE: 1, Mark.UNLABELLED: 1, Mark.UNKNOWN: 1}
    records.take_problem(1, "no photograph")
    assert records.counts[Mark.PROBLEM] == 1
    assert records.counts[Mark.DONE] == 0


def test_what_changed_is_told(records: ImageRecords) -> None:
    same = {position: records.facts[position] for position in range(4)}
    assert records.take(same) == []
    more_cars = ImageFacts.of(ImageState.IN_WORK, {"car": 3, "road": 1})
    assert records.take({0: more_cars}) == []  # nothing that a row shows
    assert records.facts[0] == more_cars
    assert records.take({0: ImageFacts(problem="a"), 2: ImageFacts(ImageState.DONE)}) == [0, 2]
    assert records.take({0: ImageFacts(problem="b")}) == [0]
    assert records.problem(0) == "b"


def test_an_image_is_found_by_its_name(records: ImageRecords) -> None:
    assert records.position("field/Gras.jpg") == 2
    assert records.position("nothing.jpg") is None


def test_all_classes_that_any_image_has_are_known(records: ImageRecords) -> None:
    assert records.class_names() == {"car", "road"}


def test_names_are_looked_up_anew_in_another_list() -> None:
    assert list(ImageRecords(images("ab")).matching(ImageFilter("b"))) == [1]
    assert list(ImageRecords([DatasetImage("b", "b", "b", "b")]).matching(ImageFilter("b"))) == [0]
