"""Words, messages about an image, garbage, errors that nobody expected."""

from __future__ import annotations

import gc
import logging
import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication

from labeler.core.annotation import UnreadableShape
from labeler.core.dataset import DatasetImage
from labeler.core.errors import AnnotationError, ImageError
from labeler.gui import app, display, garbage
from labeler.gui.garbage import GarbageCollection
from labeler.gui.image_messages import image_failed, image_messages, read_only_reason
from labeler.gui.messages import Severity
from labeler.gui.retire import retire
from labeler.gui.words import counted, listed
from tests.gui.documents import box, document_of
from tests.windows import Desk


def test_numbers_are_counted_in_words() -> None:
    assert counted(1, "shape") == "1 shape"
    assert counted(0, "shape") == "0 shapes"
    assert counted(12_345, "image") == "12,345 images"


def test_lists_end_where_they_get_long() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b, c"
    assert listed(list("abcdef")) == "a, b, c and 3 more"
    assert listed(list("abcdef"), most=5) == "a, b, c, d, e and 1 more"


class TestImageMessages:
    """What is told when an image comes to the canvas."""

    @pytest.fixture
    def document(self, qtbot):
        document = document_of(box("cat", 1, 1))
        document.image = DatasetImage("a.jpg", "a", "/x/a.jpg", "/x/a.json")
        return document

    def test_nothing_is_told_of_an_image_in_order(self, document) -> None:
        assert image_messages(document, ()) == []

    def test_notices_of_the_decoder_can_be_closed(self, document) -> None:
        (message,) = image_messages(document, ("Truncated.", "16 bit."))
        assert message.text == "a.jpg: Truncated. 16 bit."
        assert message.severity is Severity.NOTICE
        assert message.can_be_closed

    def test_unreadable_shapes_are_numbered_from_one(self, document) -> None:
        document.annotation.unreadable = [
            UnreadableShape(place, {}, f"Shape {place + 1}.") for place in (0, 4)
        ]
        (message,) = image_messages(document, ())
        assert message.text == "2 shapes cannot be read (number 1, 5). Shape 1."

    def test_why_a_dataset_is_read_only_is_not_told_again_beside_them(self, document) -> None:
        document.annotation.unreadable = [UnreadableShape(0, {}, "Shape 1.")]
        document.read_only_reason = "Read-only: another window."
        (message,) = image_messages(document, (), "Read-only: another window.")
        assert "Shape 1." in message.text

    def test_a_size_that_differs_lasts(self, document) -> None:
        document.annotation.size = (10, 20)
        (message,) = image_messages(document, ())
        assert "64 × 48" in message.text
        assert "10 × 20" in message.text
        assert not message.can_be_closed
        assert [each.text for each in message.remedies] == [
            "Scale shapes to the image",
            "Keep shapes, take the image's size",
        ]

    def test_shapes_that_cannot_be_read_are_not_left_behind_by_scaling(self, document) -> None:
        document.annotation.size = (10, 20)
        document.annotation.unreadable = [UnreadableShape(0, {}, "Shape 1.")]
        message = image_messages(document, ())[-1]
        assert [each.text for each in message.remedies] == ["Keep shapes, take the image's size"]

    def test_what_cannot_be_drawn_on_says_why(self, document) -> None:
        document.read_only_reason = read_only_reason(AnnotationError("a.json is no JSON."))
        (message,) = image_messages(document, ())
        assert message.text.startswith("a.json is no JSON. Until then")
        assert message.severity is Severity.ERROR

    def test_a_photograph_that_fails_does_not_trouble_the_others(self) -> None:
        message = image_failed(ImageError("a.jpg: cannot be decoded."))
        assert message.text == "a.jpg: cannot be decoded. The other images are not affected."


@pytest.fixture
def given_back(monkeypatch) -> list[bool]:
    """Told when all is given back to the collection, which after thousands of tests takes seconds."""
    told: list[bool] = []
    monkeypatch.setattr(gc, "unfreeze", lambda: told.append(True))
    return told


class TestGarbage:
    """Garbage is collected in the window's thread."""

    class Circle:
        """Something that only the garbage collection can free."""

        def __init__(self, freed: list[str]) -> None:
            self.itself = self
            self.freed = freed

        def __del__(self) -> None:
            self.freed.append(threading.current_thread().name)

    def test_it_frees_circles_in_this_thread_and_in_no_other(self, qtbot, monkeypatch, given_back) -> None:
        monkeypatch.setattr(garbage, "_MILLISECONDS", 10)
        freed: list[str] = []
        collection = GarbageCollection(owner := QObject())
        try:
            assert not gc.isenabled()
            self.Circle(freed)
            worker = threading.Thread(target=lambda: [[] for _ in range(100_000)])
            worker.start()
            worker.join()
            keep = [[place] for place in range(gc.get_threshold()[0] + 1000)]
            qtbot.waitUntil(lambda: bool(freed))
        finally:
            collection.stop()
        assert gc.isenabled()
        gc.disable()
        assert freed == [threading.main_thread().name]
        assert keep
        assert owner


def test_the_window_soon_gets_the_interpreter() -> None:
    before = sys.getswitchinterval()
    try:
        garbage.favour_window()
        assert sys.getswitchinterval() < before
    finally:
        sys.setswitchinterval(before)


def test_modules_are_not_looked_through_for_garbage(qtbot, given_back) -> None:
    collection = GarbageCollection(owner := QObject())
    assert gc.get_freeze_count() > 1000
    assert not given_back
    collection.stop()
    assert given_back
    gc.disable()
    assert owner


def test_what_is_retired_is_deleted_by_qt_and_then_forgotten(qtbot) -> None:
    gone = []
    for number in range(3):
        thing = QObject()
        thing.destroyed.connect(lambda _, number=number: gone.append(number))
        retire(thing)
        del thing
    assert gone == []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert gone == [0, 1, 2]


def test_an_error_that_nobody_expected_is_shown_and_logged(desk: Desk, caplog, monkeypatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    app._catch_errors(desk.window)
    with caplog.at_level(logging.ERROR):
        try:
            raise ZeroDivisionError("oh")
        except ZeroDivisionError as error:
            sys.excepthook(ZeroDivisionError, error, error.__traceback__)
    assert desk.message("unexpected").startswith(
        "Something went wrong inside Labeler (ZeroDivisionError: oh)"
    )
    assert "ZeroDivisionError: oh" in caplog.text
    desk.press_remedy("unexpected", "Copy details")
    assert "Traceback" in QGuiApplication.clipboard().text()
    assert desk.message("unexpected")


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600"])
def test_platforms_without_a_display_need_none(platform: str, monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display.display_problem() == ""


def test_other_systems_always_have_one(monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    assert display.display_problem() == ""
