from __future__ import annotations

from labeler.core.annotation import Annotation, ImageState, UnreadableShape
from labeler.core.shapes import polygon

SHAPE = polygon("car", [[0, 0], [1, 0], [0, 1]])


def test_an_image_is_unlabelled_until_something_is_drawn():
    annotation = Annotation()
    assert annotation.state is ImageState.UNLABELLED
    annotation.shapes.append(SHAPE)
    assert annotation.state is ImageState.IN_WORK


def test_an_image_whose_shapes_cannot_be_read_is_in_work():
    annotation = Annotation(unreadable=[UnreadableShape(0, {}, "shape 1 is broken")])
    assert annotation.state is ImageState.IN_WORK
    assert annotation.problems == ["shape 1 is broken"]


def test_an_image_without_shapes_can_be_done():
    assert Annotation(is_done=True).state is ImageState.DONE


def test_two_annotations_share_nothing():
    Annotation().shapes.append(SHAPE)
    assert Annotation().shapes == []


def test_it_tells_whether_these_very_shapes_stand_at_their_positions():
    twin = polygon("car", SHAPE.points)
    annotation = Annotation(shapes=[SHAPE, twin])
    assert annotation.has_at((0, 1), (SHAPE, twin))
    assert not annotation.has_at((0,), (twin,))
    assert not annotation.has_at((2,), (SHAPE,))
    assert annotation.has_at((), ())
