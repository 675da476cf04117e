"""The canvas during a review: annotation, prediction, or where they differ."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.edits.shapes import add_shape
from labeler.core.geometry import PixelRect
from labeler.core.shapes import polygon
from labeler.gui.canvas.label_layer import LabelLayer, ViewMode
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.swipe import Swipe
from labeler.gui.canvas.viewport import Viewport
from labeler.gui.review import Review, Shown
from tests.gui.canvas.conftest import document_of, photograph, rgb

TRUTH = np.array([[0, 1, 1, 255], [0, 1, 2, 255]], np.uint8)
PREDICTION = np.array([[0, 1, 2, 1], [2, 0, 2, 255]], np.uint8)


def layer_of(shown: Shown, prediction: np.ndarray | None = PREDICTION) -> LabelLayer:
    layer = LabelLayer()
    layer.label_map, layer.mode = TRUTH, ViewMode.LABELS
    layer.review = Review(shown, prediction)
    return layer


def viewport() -> Viewport:
    made = Viewport(margin=0)
    made.resize((4, 2))
    made.show_image((4, 2))
    made.zoom_to(1.0)
    return made


def words(layer: LabelLayer) -> np.ndarray:
    return layer.words(viewport(), PixelRect(0, 0, 4, 2))


def plain(label_map: np.ndarray) -> np.ndarray:
    layer = LabelLayer()
    layer.label_map, layer.mode = label_map, ViewMode.LABELS
    return words(layer)


def test_the_truth_looks_as_it_does_without_a_review():
    assert np.array_equal(words(layer_of(Shown.TRUTH)), plain(TRUTH))


def test_the_prediction_stands_in_the_place_of_the_label_map():
    assert np.array_equal(words(layer_of(Shown.PREDICTION)), plain(PREDICTION))


@pytest.mark.parametrize("mode", [ViewMode.LABELS, ViewMode.OVERLAY])
def test_differences_are_drawn_as_predicted_background_too_and_what_agrees_or_is_void_is_not(mode):
    layer = layer_of(Shown.DIFFERENCES)
    layer.mode = mode
    drawn = words(layer) >> 24 > 0
    assert drawn.tolist() == [[False, False, True, False], [True, True, False, False]]
    if mode is ViewMode.LABELS:
        assert np.array_equal(words(layer)[drawn], plain(PREDICTION)[drawn])


def test_a_prediction_is_filled_also_where_classes_of_shapes_are_not():
    layer = layer_of(Shown.PREDICTION)
    layer.mode, layer.is_filled = ViewMode.OVERLAY, False
    assert layer.fill_alpha == layer.alpha > 0
    layer.review = Review(Shown.TRUTH, PREDICTION)
    assert layer.fill_alpha == 0


def test_until_the_prediction_is_known_nothing_is_shown_in_its_place():
    assert not layer_of(Shown.PREDICTION, None).shows(viewport())
    assert not layer_of(Shown.DIFFERENCES, np.zeros((3, 3), np.uint8)).shows(viewport())
    assert layer_of(Shown.TRUTH, None).shows(viewport())


@pytest.mark.parametrize(
    ("shown", "sides"),
    [
        (Shown.TRUTH, [Shown.TRUTH, Shown.PREDICTION]),
        (Shown.PREDICTION, [Shown.TRUTH, Shown.PREDICTION]),
        (Shown.DIFFERENCES, [Shown.TRUTH, Shown.DIFFERENCES]),
    ],
)
def test_a_line_divides_truth_and_prediction(shown, sides):
    layer = layer_of(shown)
    assert [side.review.shown for side in layer.sides()] == sides
    assert layer in layer.sides()


SIZE = (300, 200)


@pytest.fixture
def reviewed(view):
    """A canvas on a car at the left, predicted as wholly class 2."""
    view.resize(400, 300)
    view.set_document(document_of(polygon("car", [(0, 0), (150, 0), (150, 200), (0, 200)]), size=SIZE))
    view.set_pyramid(ImagePyramid.of(photograph(*SIZE)))
    view.display.set_mode("labels")
    view.display.set_outlines("none")
    view.scene.base.labels.review = Review(Shown.TRUTH, np.full(SIZE[::-1], 2, np.uint8))
    view.repaint_all()
    return view


def picture(view) -> np.ndarray:
    return rgb(view.scene.base.updated(view.scene.viewport)).copy()


def show(view, shown: Shown) -> None:
    labels = view.scene.base.labels
    labels.review = labels.review._replace(shown=shown)
    view.repaint_all()


def test_swiped_the_annotation_lies_at_the_left_and_the_prediction_at_the_right(reviewed):
    truth = picture(reviewed)
    show(reviewed, Shown.PREDICTION)
    prediction = picture(reviewed)
    assert not np.array_equal(truth, prediction)
    swipe = Swipe(reviewed)
    swipe.show_line(True)
    for shown in (Shown.PREDICTION, Shown.TRUTH):
        show(reviewed, shown)
        now = picture(reviewed)
        assert np.array_equal(now[:, :200], truth[:, :200])
        assert np.array_equal(now[:, 200:], prediction[:, 200:])


def test_painting_is_seen_at_once_among_the_differences(reviewed):
    show(reviewed, Shown.DIFFERENCES)
    before = picture(reviewed)
    document = reviewed.scene.document
    shape = polygon("road", [(20, 20), (60, 20), (60, 60), (20, 60)])
    assert document.classes.find("road").index == 2
    document.push(add_shape(document.annotation, shape))
    after = picture(reviewed)
    changed = (before != after).any(axis=2)
    left, top = (round(each) for each in reviewed.scene.viewport.to_device(40, 40))
    assert changed[top, left]
    reviewed.repaint_all()
    assert np.array_equal(after, picture(reviewed))


def test_another_image_has_no_prediction_yet(reviewed):
    reviewed.set_document(document_of(size=SIZE))
    assert reviewed.scene.base.labels.review == Review(Shown.TRUTH, None)
