"""The loupe beside the pointer."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from labeler.core.shapes import polygon
from labeler.gui import theme
from labeler.gui.canvas.loupe import Loupe
from labeler.gui.canvas.pyramid import ImagePyramid
from tests.gui.canvas.conftest import document_of, photograph, rgb

SIZE = (60, 40)
SQUARE = polygon("road", [(20, 10), (40, 10), (40, 30), (20, 30)])


@pytest.fixture
def loupe(view):
    view.resize(700, 500)
    view.set_document(document_of(SQUARE, size=SIZE))
    view.set_pyramid(ImagePyramid.of(photograph(*SIZE)))
    return Loupe(view)


def panes(loupe) -> tuple[np.ndarray, np.ndarray]:
    """The colours of the pixels in the middle of each cell: photograph, label map."""
    seen = rgb(loupe.grab().toImage())
    places = 1 + 5 + 10 * np.arange(17)
    return seen[places][:, places], seen[places][:, places + 171]


def test_it_is_there_while_it_is_held_and_the_pointer_is_on_the_image(view, hand, loupe):
    hand.move(*hand.at(30, 20))
    assert not loupe.isVisible()
    loupe.hold(is_held=True)
    assert loupe.isVisible()
    loupe.hold(is_held=False)
    assert not loupe.isVisible()


def test_beside_the_image_there_is_nothing_to_enlarge(view, hand, loupe):
    loupe.hold(is_held=True)
    hand.move(*hand.at(30, 20))
    assert loupe.isVisible()
    hand.move(1, 1)
    assert not loupe.isVisible()


def test_it_shows_true_pixels_of_the_photograph_around_the_pointer(view, hand, loupe):
    hand.move(*hand.at(30.5, 20.5))
    loupe.hold(is_held=True)
    pixels = rgb(photograph(*SIZE))
    photo, _ = panes(loupe)
    is_middle = np.zeros((17, 17), bool)
    is_middle[8, 8] = True
    assert (photo == pixels[12:29, 22:39]).all(axis=2)[~is_middle].all()


def test_beside_it_lies_the_label_map_in_full_colours(view, hand, loupe):
    hand.move(*hand.at(20.5, 10.5))
    loupe.hold(is_held=True)
    _, labels = panes(loupe)
    palette = view.scene.document.palette
    assert labels[4, 4].tolist() == palette[0].tolist()
    assert labels[12, 12].tolist() == palette[2].tolist()
    assert (labels[8:, 8:] == palette[2]).all(axis=2).sum() >= 80


def test_a_hidden_shape_is_not_in_the_label_map_of_the_loupe_either(view, hand, loupe):
    hidden = SimpleNamespace(hidden_shapes=(0,), is_shape_visible=lambda _: False)
    view.scene.document.visibility = hidden
    hand.move(*hand.at(30.5, 20.5))
    loupe.hold(is_held=True)
    _, labels = panes(loupe)
    assert (labels[3, 3] == theme.current().canvas.getRgb()[:3]).all()


def test_in_coverage_mode_the_photograph_stays_bare(view, hand, loupe):
    hand.move(*hand.at(8.5, 8.5))
    loupe.hold(is_held=True)
    bare, _ = panes(loupe)
    view.scene.base.labels.unlabelled_color = (255, 0, 200)
    loupe.follow()
    photo, labels = panes(loupe)
    assert (photo == bare).all()
    assert (labels[3, 3] == (255, 0, 200)).all()


def test_it_follows_the_pointer_and_keeps_away_from_it(view, hand, loupe):
    loupe.hold(is_held=True)
    for place in ((5, 5), (55, 5), (5, 35), (55, 35)):
        hand.move(*hand.at(*place))
        assert loupe.isVisible()
        assert view.rect().contains(loupe.geometry())
        x, y = hand.at(*place)
        assert not loupe.geometry().contains(round(x), round(y))


def test_it_says_what_the_pixel_is(view, hand, loupe):
    loupe.hold(is_held=True)
    hand.move(*hand.at(30.5, 20.5))
    assert loupe._text.split() == ["x", "30", "y", "20", "2", "road"]
