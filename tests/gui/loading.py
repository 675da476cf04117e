"""An image loader for tests, what it answers, and a gate that holds its photographs back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from labeler.gui import pictures
from labeler.gui.image_loader import ImageLoader
from labeler.gui.opened import Opened
from labeler.gui.pictures import PictureReader


@pytest.fixture
def read() -> list[Path]:
    """The annotation files that the loader said it would read."""
    return []


@pytest.fixture
def loader(qtbot, read: list[Path]):
    made = ImageLoader(read.append)
    yield made
    made.close()


class Answers:
    """What a loader has answered, in order."""

    def __init__(self, loader: ImageLoader) -> None:
        self.all: list[object] = []
        loader.pictured.connect(self.all.append)
        loader.opened.connect(self.all.append)
        loader.failed.connect(lambda position, error: self.all.append((position, error)))

    @property
    def pictures(self) -> list[pictures.Picture]:
        return [each for each in self.all if isinstance(each, pictures.Picture)]

    @property
    def opened(self) -> list[Opened]:
        return [each for each in self.all if isinstance(each, Opened)]

    @property
    def failures(self) -> list[tuple]:
        return [each for each in self.all if isinstance(each, tuple)]

    @property
    def is_whole(self) -> bool:
        return bool(self.opened) and any(not each.is_preview for each in self.pictures)


@pytest.fixture
def answers(loader: ImageLoader) -> Answers:
    return Answers(loader)


class Gate:
    """Holds every photograph back until it is opened."""

    def __init__(self, monkeypatch) -> None:
        self.goes_on = threading.Event()
        self.read: list[str] = []
        whole = PictureReader.whole

        def gated(reader: PictureReader):
            self.read.append(reader._path.name)
            assert self.goes_on.wait(5)
            return whole(reader)

        monkeypatch.setattr(PictureReader, "whole", gated)


@pytest.fixture
def gate(monkeypatch) -> Gate:
    return Gate(monkeypatch)


def opened(loader: ImageLoader, qtbot, dataset, position: int, document=None) -> Opened:
    answers = Answers(loader)
    loader.open(dataset, position, document)
    qtbot.waitUntil(lambda: answers.is_whole)
    return answers.opened[0]
