"""An image is marked done, and the mark is taken back."""

from __future__ import annotations

from labeler.core.annotation import Annotation, ImageState
from labeler.core.change import StateChanged
from labeler.core.edits.state import SetDone


def test_the_mark_is_set_and_taken_back() -> None:
    annotation = Annotation((4, 4))
    edit = SetDone(True)
    assert edit.apply(annotation) == StateChanged()
    assert annotation.state is ImageState.DONE
    assert edit.revert(annotation) == StateChanged()
    assert annotation.state is ImageState.UNLABELLED


def test_it_says_what_it_does_and_merges_with_nothing() -> None:
    assert SetDone(True).text == "Mark done"
    assert SetDone(False).text == "Mark not done"
    assert SetDone(True).merged(SetDone(False)) is None
    assert SetDone(True).renamed("a", "b") == SetDone(True)
