"""Photographs that take their time: what is on the canvas meanwhile, and what stays when they arrive."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from labeler.core.display_image import read_display_image
from labeler.core.errors import ImageError
from labeler.gui import arrival, pictures
from labeler.gui.pictures import PictureReader
from tests.datasets import make_dataset, square, write_photograph, write_shapes
from tests.windows import Desk

SIZE = (640, 480)


class Gate:
    """Holds whole photographs back, but for the first image of a folder, until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.goes_on = threading.Event()
        self.error: Exception | None = None
        self.read: list[str] = []
        whole = PictureReader.whole

        def gated(reader: PictureReader) -> pictures.Picture:
            self.read.append(reader._path.name)
            while reader._path.name != "a1.jpg" and not self.goes_on.wait(0.01):
                if not reader._is_wanted():
                    raise CancelledError
            if reader._path.name != "a1.jpg" and self.error is not None:
                raise self.error
            return whole(reader)

        monkeypatch.setattr(PictureReader, "whole", gated)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(monkeypatch)
    yield made
    made.goes_on.set()


@pytest.fixture
def large_desk(desk: Desk, gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A window on a small image, with five after it that count as large."""
    monkeypatch.setattr(pictures, "_LEAST_FOR_PREVIEW", 300_000)
    # Nothing comes before it is asked for.
    monkeypatch.setattr("labeler.gui.image_loader._AHEAD_BYTES", 20_000)
    folder = make_dataset(tmp_path / "set", 1)
    for number in range(2, 7):
        image = write_photograph(folder / f"a{number}.jpg", SIZE, seed=number)
        write_shapes(image, [square("cat", 20, 20, 100)], SIZE)
    desk.open(folder)
    return desk


def pyramid(desk: Desk):
    return desk.window.view.scene.base.image.pyramid


def ask(desk: Desk, position: int) -> None:
    desk.window.opening.go_to(position)


def wait_for_document(desk: Desk, name: str) -> None:
    window = desk.window
    desk.qtbot.waitUntil(
        lambda: window.session.document is not None and window.session.document.image.name == name
    )


def wait_for_preview(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: pyramid(desk) is not None and pyramid(desk).is_preview)


def test_an_image_is_labelled_before_its_photograph_is_there(large_desk: Desk, gate: Gate) -> None:
    ask(large_desk, 1)
    wait_for_document(large_desk, "a2.jpg")
    wait_for_preview(large_desk)
    large_desk.choose("dog")
    large_desk.draw((200, 200), (300, 200), (300, 300), (200, 300))
    assert [shape.class_name for shape in large_desk.shapes] == ["cat", "dog"]
    gate.goes_on.set()
    large_desk.wait_for_image()
    large_desk.qtbot.waitUntil(lambda: not pyramid(large_desk).is_preview)
    assert [shape.class_name for shape in large_desk.shapes] == ["cat", "dog"]
    assert large_desk.document.label_map.label_map[250, 250] == 2
    large_desk.key("z", Qt.KeyboardModifier.ControlModifier)
    assert [shape.class_name for shape in large_desk.shapes] == ["cat"]


@pytest.mark.parametrize("is_zoomed", [False, True])
def test_view_and_zoom_stay_when_the_photograph_arrives(large_desk: Desk, gate: Gate, is_zoomed) -> None:
    ask(large_desk, 1)
    wait_for_document(large_desk, "a2.jpg")
    wait_for_preview(large_desk)
    viewport = large_desk.window.view.scene.viewport
    if is_zoomed:
        large_desk.window.view.zoom_to(3)
        viewport.pan(-70, -40)
    assert viewport.image_size == SIZE
    before = (viewport.scale, viewport.origin)
    early = large_desk.window.view.grab().toImage()
    gate.goes_on.set()
    large_desk.qtbot.waitUntil(lambda: not pyramid(large_desk).is_preview)
    assert (viewport.scale, viewport.origin) == before
    assert large_desk.window.view.grab().toImage() != early


def test_what_was_zoomed_before_anything_of_the_photograph_came_stays(
    large_desk: Desk, gate: Gate, monkeypatch
) -> None:
    monkeypatch.setattr(pictures, "_LEAST_FOR_PREVIEW", 1 << 40)
    ask(large_desk, 1)
    wait_for_document(large_desk, "a2.jpg")
    assert pyramid(large_desk) is None
    large_desk.window.view.zoom_to(2)
    viewport = large_desk.window.view.scene.viewport
    before = (viewport.scale, viewport.origin)
    gate.goes_on.set()
    large_desk.wait_for_image()
    assert (viewport.scale, viewport.origin) == before


def test_the_image_before_leaves_when_the_next_takes_its_time(
    large_desk: Desk, gate: Gate, monkeypatch
) -> None:
    monkeypatch.setattr(pictures, "_LEAST_FOR_PREVIEW", 1 << 40)
    monkeypatch.setattr("labeler.gui.image_loader.prepared", pause_until(gate))
    ask(large_desk, 1)
    window = large_desk.window
    assert large_desk.document.image.name == "a1.jpg"
    large_desk.qtbot.waitUntil(lambda: window.session.document is None)
    assert pyramid(large_desk) is None
    assert window.view.scene.empty_text == "Opening a2.jpg …"
    assert window.view.scene.viewport.is_empty
    gate.goes_on.set()
    large_desk.wait_for_image()


def pause_until(gate: Gate):
    from labeler.gui.opened import prepared

    def slow(*arguments):
        assert gate.goes_on.wait(5)
        return prepared(*arguments)

    return slow


def test_a_large_photograph_leaves_before_the_next_is_decoded(
    large_desk: Desk, gate: Gate, monkeypatch
) -> None:
    monkeypatch.setattr(arrival, "_LARGE", 1000)
    ask(large_desk, 1)
    assert pyramid(large_desk) is None
    assert large_desk.window.session.document is None
    assert large_desk.window.view.scene.empty_text == "Opening a2.jpg …"


def test_a_photograph_that_fails_takes_its_preview_along(large_desk: Desk, gate: Gate) -> None:
    ask(large_desk, 1)
    wait_for_document(large_desk, "a2.jpg")
    wait_for_preview(large_desk)
    gate.error = ImageError("a2.jpg: cannot be decoded.")
    gate.goes_on.set()
    large_desk.qtbot.waitUntil(lambda: bool(large_desk.message("image:failed")))
    assert pyramid(large_desk) is None
    assert large_desk.window.session.document is None
    assert large_desk.window.view.scene.empty_text == ""
    ask(large_desk, 0)
    large_desk.wait_for_image()
    assert large_desk.message("image:failed") == ""


def test_what_the_decoder_changed_is_told_when_the_photograph_comes(large_desk: Desk, gate: Gate) -> None:
    path = Path(large_desk.window.session.dataset.images[1].file)
    path.write_bytes(path.read_bytes()[:-1500])
    ask(large_desk, 1)
    wait_for_document(large_desk, "a2.jpg")
    assert large_desk.message("image:notices") == ""
    gate.goes_on.set()
    large_desk.qtbot.waitUntil(lambda: bool(large_desk.message("image:notices")))
    assert "damaged or incomplete" in large_desk.message("image:notices")
    ask(large_desk, 0)
    large_desk.wait_for_image()
    assert large_desk.message("image:notices") == ""


def test_hurrying_on_leaves_no_work_behind(large_desk: Desk, gate: Gate) -> None:
    for position in (1, 2, 3, 4, 3, 4, 5):
        ask(large_desk, position)
    gate.goes_on.set()
    large_desk.wait_for_image()
    assert large_desk.document.image.name == "a6.jpg"
    assert gate.read[-1] == "a6.jpg"
    # Two at a time; the others were dropped before they began.
    assert len(gate.read) <= 5


def test_closing_does_not_wait_for_the_photograph(large_desk: Desk, gate: Gate) -> None:
    ask(large_desk, 1)
    large_desk.qtbot.waitUntil(lambda: "a2.jpg" in gate.read)
    start = time.perf_counter()
    assert large_desk.window.close()
    assert time.perf_counter() - start < 3
    assert not gate.goes_on.is_set()


def test_a_real_decoder_is_interrupted_within_the_image(tmp_path: Path) -> None:
    Image.effect_noise((2500, 2500), 90).convert("RGB").save(tmp_path / "a.bmp")
    asked: list[int] = []

    def is_wanted() -> bool:
        asked.append(1)
        return len(asked) < 10

    with pytest.raises(CancelledError):
        read_display_image(tmp_path / "a.bmp", is_wanted=is_wanted)


def test_an_image_replaced_on_the_disk_is_shown_as_it_is_now(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 2)
    desk.open(folder)
    desk.go_to(1)
    write_photograph(folder / "a1.jpg", (80, 60), seed=7)
    desk.go_to(0)
    assert pyramid(desk).size == (80, 60)


def test_an_image_behind_a_link_is_opened(desk: Desk, tmp_path: Path) -> None:
    photograph = write_photograph(tmp_path / "elsewhere" / "x.jpg", SIZE)
    folder = make_dataset(tmp_path / "set", 1)
    (folder / "a2.jpg").symlink_to(photograph)
    desk.open(folder)
    desk.go_to(1)
    assert pyramid(desk).size == SIZE


class TestAhead:
    """The next images in the direction of travel are made ready."""

    def test_both_ways(self, desk: Desk, tmp_path: Path) -> None:
        desk.open(make_dataset(tmp_path / "set", 9))
        kept, images = desk.window.loader._kept, desk.window.session.dataset.images

        def ready() -> set[int]:
            classes = desk.window.session.classes
            return {at for at, image in enumerate(images) if kept.has_opened(image, classes)}

        desk.go_to(4)
        desk.qtbot.waitUntil(lambda: {3, 5, 6, 7} <= ready())
        desk.window.loader.forget()
        desk.go_to(3)
        desk.qtbot.waitUntil(lambda: {0, 1, 2} <= ready())

    def test_the_next_image_is_there_with_the_key(self, desk: Desk, tmp_path: Path) -> None:
        desk.open(make_dataset(tmp_path / "set", 3))
        window = desk.window
        image = window.session.dataset.images[1]
        desk.qtbot.waitUntil(lambda: window.loader._kept.has_opened(image, window.session.classes))
        window.view.setFocus()
        desk.key("d")
        assert desk.document.image == image
        assert pyramid(desk) is not None

    def test_a_document_with_a_history_keeps_it(self, desk: Desk, tmp_path: Path) -> None:
        desk.open(make_dataset(tmp_path / "set", 3))
        desk.choose("dog")
        desk.draw((2, 30), (20, 30), (20, 45))
        edited = desk.document
        desk.go_to(1)
        kept, image = desk.window.loader._kept, edited.image
        desk.qtbot.waitUntil(lambda: kept.picture(image.path) is not None)
        desk.window.view.setFocus()
        desk.key("a")
        desk.wait_for_image()
        assert desk.document is edited
        desk.key("z", Qt.KeyboardModifier.ControlModifier)
        assert len(desk.shapes) == 3

    def test_what_was_saved_meanwhile_is_not_shown_as_it_was(self, desk: Desk, tmp_path: Path) -> None:
        folder = make_dataset(tmp_path / "set", 2)
        desk.open(folder)
        window = desk.window
        image = window.session.dataset.images[1]
        desk.qtbot.waitUntil(lambda: window.loader._kept.has_opened(image, window.session.classes))
        write_shapes(folder / "a2.jpg", [square("dog", 1, 1)])
        desk.go_to(1)
        assert [shape.class_name for shape in desk.shapes] == ["dog"]


def test_a_photograph_past_memory_is_labelled_from_a_decoded_file(
    desk: Desk, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("LABELER_DECODED_FILES", "always")
    folder = make_dataset(tmp_path / "set", 2)
    desk.open(folder)
    desk.go_to(1)
    cache = tmp_path / "config" / "cache" / "decoded"
    desk.qtbot.waitUntil(lambda: len(list(cache.glob("*.pixels"))) >= 1)
    desk.choose("dog")
    desk.draw((2, 30), (20, 30), (20, 45))
    assert desk.document.label_map.label_map[35, 17] == 2
    desk.go_to(0)
    assert pyramid(desk).size == (64, 48)
