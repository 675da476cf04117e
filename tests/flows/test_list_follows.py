"""The list of images follows what is found in an image and what is done to classes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labeler.gui.models.image_records import ImageFilter
from tests.datasets import make_dataset, square, write_shapes
from tests.windows import Desk


@pytest.fixture
def list_desk(desk: Desk, tmp_path: Path) -> Desk:
    """Four images, of which the last has a class of its own."""
    folder = make_dataset(tmp_path / "set", 4)
    write_shapes(folder / "a4.jpg", [square("sky", 1, 1)])
    desk.open(folder)
    return desk


def model_of(desk: Desk):
    return desk.window.opening.file_model


def marks(desk: Desk) -> list[str]:
    return [mark.value for mark in model_of(desk).records.marks]


def names(desk: Desk) -> list[str]:
    model = model_of(desk)
    return [model.records.images[position].name for position in model.shown.positions]


def test_a_filter_for_a_class_follows_its_new_name(list_desk: Desk) -> None:
    model_of(list_desk).set_filter(ImageFilter(text="a", class_name="sky"))
    list_desk.window.classes.rename(list_desk.window.session.classes.find("cat").index, "tiger")
    assert model_of(list_desk).filter.class_name == "sky"
    list_desk.window.classes.rename(list_desk.window.session.classes.find("sky").index, "heaven")
    assert model_of(list_desk).filter == ImageFilter(text="a", class_name="heaven")
    list_desk.wait_for_jobs()
    list_desk.window.opening.surveying.look_again()
    list_desk.qtbot.waitUntil(lambda: names(list_desk) == ["a4.jpg"])


def test_an_image_with_a_shape_that_cannot_be_read_is_a_problem(list_desk: Desk) -> None:
    file = Path(list_desk.window.session.dataset.folder) / "a2.json"
    content = json.loads(file.read_text())
    content["shapes"][0]["shape_type"] = "spline"
    file.write_text(json.dumps(content))
    list_desk.go_to(1)
    assert marks(list_desk)[1] == "problem"
    assert "spline" in model_of(list_desk).records.problem(1)
    list_desk.window.actions_["mark_done"].trigger()
    assert marks(list_desk)[1] == "problem"
