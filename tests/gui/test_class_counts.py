"""Shapes and pixels of each class in the image on the canvas, live."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from labeler.core.edits.arrange import raise_shapes
from labeler.core.edits.classes import ReplaceClasses
from labeler.core.edits.shapes import ReplaceShapes, add_shape, delete_shapes, set_class
from labeler.core.edits.state import SetDone
from labeler.gui import class_counts
from labeler.gui.class_counts import ClassCounts
from labeler.gui.document import Document
from labeler.gui.session import Session
from tests.gui.documents import box, session_on, show


@pytest.fixture
def session(qapp, tmp_path: Path) -> Session:
    return session_on(tmp_path / "set")


@pytest.fixture
def counts(session: Session) -> ClassCounts:
    return ClassCounts(session)


@pytest.fixture
def document(session: Session, counts: ClassCounts) -> Document:
    return show(session, 0)


def truth(document: Document) -> list[int]:
    return np.bincount(document.label_map.label_map.reshape(-1), minlength=256).tolist()


def shapes_of(counts: ClassCounts, document: Document) -> dict[str, int]:
    names = {shape.class_name for shape in document.annotation.shapes} | {"cat", "dog", "sky", "void"}
    return {name: counts.shapes_of(name) for name in names if counts.shapes_of(name)}


def test_without_an_image_nothing_is_known(counts: ClassCounts) -> None:
    assert counts.pixels is None
    assert counts.pixels_of(1) is None
    assert counts.unlabelled_share is None
    assert counts.shapes_of("cat") == 0


def test_a_small_image_is_counted_as_soon_as_it_is_shown(counts, session, qtbot) -> None:
    with qtbot.waitSignal(counts.changed):
        document = show(session, 0)
    assert counts.pixels.tolist() == truth(document)
    assert shapes_of(counts, document) == {"cat": 1, "dog": 1, "void": 1}
    assert counts.pixels_of(255) == 16
    assert counts.share_of(255) == 16 / (64 * 48)
    assert counts.unlabelled_share == truth(document)[0] / (64 * 48)


def test_pixels_follow_an_edit_shortly_after_it(counts, document, qtbot) -> None:
    before = counts.pixels.tolist()
    document.push(add_shape(document.annotation, box("sky", 20, 30)))
    document.push(add_shape(document.annotation, box("sky", 30, 30)))
    assert counts.pixels.tolist() == before
    qtbot.waitUntil(lambda: counts.pixels.tolist() == truth(document))
    assert counts.pixels[7] == 128
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: counts.pixels[7] == 64)


def test_shapes_are_counted_at_once_through_every_edit_and_its_undo(counts, document, qtbot) -> None:
    annotation = document.annotation
    edits = (
        lambda: add_shape(annotation, box("sky", 20, 30)),
        lambda: set_class(annotation, (0, 3), "dog"),
        lambda: raise_shapes(annotation, (0,)),
        lambda: delete_shapes(annotation, (1, 2)),
        lambda: ReplaceShapes(
            (0,), (annotation.shapes[0],), (dataclasses.replace(annotation.shapes[0], class_name="sky"),)
        ),
    )
    seen = []
    for make in edits:
        document.push(make())
        seen.append(shapes_of(counts, document))
    assert seen == [
        {"cat": 1, "dog": 1, "void": 1, "sky": 1},
        {"dog": 3, "void": 1},
        {"dog": 3, "void": 1},
        {"dog": 2},
        {"dog": 1, "sky": 1},
    ]
    for expected in reversed(seen[:-1]):
        document.undo_stack.undo()
        assert shapes_of(counts, document) == expected


def test_many_shapes_at_once_are_counted_too(counts, document, monkeypatch) -> None:
    monkeypatch.setattr(class_counts, "_MANY_SHAPES", 2)
    document.push(delete_shapes(document.annotation, (0, 1, 2)))
    assert shapes_of(counts, document) == {}
    document.undo_stack.undo()
    assert shapes_of(counts, document) == {"cat": 1, "dog": 1, "void": 1}


def test_labelmes_names_count_for_background_and_void(counts, document) -> None:
    before = counts.shapes_of("void")
    for name in ("__ignore__", "void", "_background_"):
        document.push(add_shape(document.annotation, box(name, 1, 1)))
    assert (counts.shapes_of("void"), counts.shapes_of("background")) == (before + 2, 1)
    assert counts.shapes_of("no such class") == 0


def test_what_changes_no_number_tells_nobody(counts, document, qtbot) -> None:
    annotation = document.annotation
    shape = annotation.shapes[0]
    with qtbot.assertNotEmitted(counts.changed):
        document.push(SetDone(True))
        document.push(ReplaceShapes((0,), (shape,), (dataclasses.replace(shape, description="x"),)))


def test_a_renamed_class_keeps_its_shapes(counts, document, session) -> None:
    table = session.classes
    after = table.renamed(1, "lynx")
    session.push_classes(ReplaceClasses(table, after, "Rename class", ("cat", "lynx")))
    assert counts.shapes_of("lynx") == 1
    assert counts.shapes_of("cat") == 0


def test_another_index_is_counted_where_it_is_now(counts, document, session, qtbot) -> None:
    table = session.classes
    session.push_classes(ReplaceClasses(table, table.reindexed(1, 99), "Change index"))
    qtbot.waitUntil(lambda: counts.pixels[99] > 0)
    assert counts.pixels.tolist() == truth(document)


@pytest.fixture
def always_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_counts, "_TILES_AT_ONCE", 0)


@pytest.mark.usefixtures("always_aside")
def test_a_large_image_is_counted_in_a_thread(counts, session, qtbot) -> None:
    document = show(session, 0)
    assert counts.pixels is None
    assert counts.shapes_of("cat") == 1
    document.push(delete_shapes(document.annotation, (0,)))
    assert counts.pixels is None
    qtbot.waitUntil(lambda: counts.pixels is not None and counts.pixels.tolist() == truth(document))


@pytest.mark.usefixtures("always_aside")
def test_what_was_counted_of_the_image_before_is_dropped(counts, session, qtbot) -> None:
    show(session, 0)
    document = show(session, 1)
    qtbot.waitUntil(lambda: counts.pixels is not None)
    assert counts.pixels.tolist() == truth(document)
    session.show(None)
    assert counts.pixels is None


@pytest.mark.usefixtures("always_aside")
def test_closing_waits_for_the_thread(counts, session) -> None:
    counts.close()  # there is none yet
    show(session, 0)
    counts.close()
    assert not any(thread.is_alive() for thread in counts._worker._threads)
