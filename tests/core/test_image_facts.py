"""What is known of images adds up."""

from __future__ import annotations

from collections import Counter

from labeler.core.annotation import ImageState
from labeler.core.image_facts import UNKNOWN, UNLABELLED, ImageFacts, class_totals


def test_facts_keep_each_class_with_its_count() -> None:
    facts = ImageFacts.of(ImageState.IN_WORK, Counter({"cat": 2, "sky": 1}))
    assert dict(zip(facts.classes, facts.counts, strict=True)) == {"cat": 2, "sky": 1}
    assert not facts.problem


def test_classes_are_counted_over_all_images() -> None:
    cats = ImageFacts.of(ImageState.DONE, {"cat": 2})
    both = ImageFacts.of(ImageState.IN_WORK, {"cat": 1, "sky": 5})
    assert class_totals([cats, UNKNOWN, both, UNLABELLED]) == {"cat": 3, "sky": 5}


def test_nothing_known_is_not_the_same_as_nothing_drawn() -> None:
    assert UNKNOWN.state is None
    assert UNLABELLED.state is ImageState.UNLABELLED
