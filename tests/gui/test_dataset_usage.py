"""Shapes of a dataset are counted once in its files, and live where images are open."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.core.edits.shapes import add_shape, delete_shapes
from labeler.gui.dataset_usage import DatasetUsage
from labeler.gui.job_runner import JobRunner
from labeler.gui.session import Session
from tests.datasets import make_dataset, square, write_shapes
from tests.gui.documents import box, session_on, show


@pytest.fixture
def session(qapp, tmp_path: Path) -> Session:
    return session_on(tmp_path / "set")


@pytest.fixture
def usage(session: Session, qtbot) -> DatasetUsage:
    return DatasetUsage(session, JobRunner(session))


def count(usage: DatasetUsage, qtbot) -> dict[str, int]:
    with qtbot.waitSignal(usage.changed):
        usage.count()
    assert usage.counts is not None
    return dict(usage.counts)


def test_nothing_is_known_before_it_was_counted(usage: DatasetUsage, qtbot) -> None:
    assert usage.counts is None
    assert count(usage, qtbot) == {"cat": 3, "dog": 3, "void": 3}


def test_an_image_counts_as_it_is_when_it_is_opened_later(usage, session, qtbot) -> None:
    count(usage, qtbot)
    document = show(session, 1)
    assert usage.counts["cat"] == 3
    document.push(add_shape(document.annotation, box("cat", 20, 20)))
    usage.look_again()
    assert usage.counts["cat"] == 4
    document.push(delete_shapes(document.annotation, [0]))
    usage.look_again()
    assert usage.counts["cat"] == 3


def test_an_image_that_is_open_already_is_not_counted_twice(usage, session, qtbot) -> None:
    document = show(session, 0)
    document.push(add_shape(document.annotation, box("sky", 20, 20)))
    assert count(usage, qtbot) == {"cat": 3, "dog": 3, "void": 3, "sky": 1}
    show(session, 1)
    usage.look_again()
    assert usage.counts["sky"] == 1
    assert usage.counts["cat"] == 3


def test_labelmes_names_count_for_background_and_void(usage, session, qtbot) -> None:
    image = session.dataset.images[2].path
    write_shapes(image, [square("__ignore__", 3, 3), square("_background_", 20, 3), square("fish", 30, 3)])
    assert count(usage, qtbot) == {"cat": 2, "dog": 2, "void": 3, "background": 1, "fish": 1}


def test_another_dataset_begins_anew(usage, session, qtbot, tmp_path: Path) -> None:
    count(usage, qtbot)
    other = session_on(make_dataset(tmp_path / "other", 1), 1).dataset
    with qtbot.waitSignal(usage.changed):
        session.open(other)
    assert usage.counts is None
    assert count(usage, qtbot) == {"cat": 1, "dog": 1, "void": 1}


def test_what_is_being_counted_for_a_dataset_that_was_left_is_dropped(usage, session, qtbot) -> None:
    usage.count()
    usage.count()  # one at a time
    session.open(None)
    qtbot.wait(200)
    assert usage.counts is None
    usage.count()
    usage.look_again()
    assert usage.counts is None


def test_a_rename_moves_the_count_and_adding_a_class_does_not_count_anew(usage, session, qtbot) -> None:
    from labeler.core.edits.classes import ReplaceClasses

    count(usage, qtbot)
    table = session.classes
    session.push_classes(ReplaceClasses(table, table.renamed(1, "lion"), renamed=("cat", "lion")))
    assert (usage.counts["lion"], usage.counts["cat"]) == (3, 0)
    session.push_classes(ReplaceClasses(session.classes, session.classes.with_class("cow")))
    assert usage._job is None
