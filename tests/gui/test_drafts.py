"""Drafts wait for their images, and the newest of an image wins."""

from __future__ import annotations

import pytest

from labeler.core.dataset import DatasetImage
from labeler.core.recovery import KeptDraft
from labeler.gui.document import Document
from labeler.gui.drafts import Drafts, draft_of
from labeler.tools.polygon import PolygonTool
from tests.gui.documents import SIZE, Choice, document_of

IMAGE = DatasetImage("a.jpg", "a", "/set/a.jpg", "/set/a.json")
OLD, NEW = (KeptDraft("tool_polygon", "cat", {"points": [[x, 2]]}) for x in (1, 3))


@pytest.fixture
def document(qtbot) -> Document:
    return Document(IMAGE, document_of().annotation, SIZE, Choice())


def test_a_draft_that_was_left_waits_for_its_image(qtbot, document: Document):
    drafts = Drafts()
    assert drafts.of(document) is None
    with qtbot.waitSignal(drafts.left) as left:
        drafts.leave(document, NEW)
    assert left.args == [IMAGE, NEW]
    assert drafts.of(document) == NEW
    assert drafts.has(IMAGE)
    drafts.drop(IMAGE)
    assert not drafts.has(IMAGE)
    assert drafts.of(None) is None


def test_a_draft_of_an_earlier_session_does_not_replace_one_of_this(qtbot, document: Document):
    drafts = Drafts()
    with qtbot.waitSignal(drafts.came):
        drafts.give(IMAGE, OLD)
    assert drafts.of(document) == OLD
    drafts.drop(IMAGE)
    drafts.leave(document, NEW)
    drafts.give(IMAGE, OLD)
    assert drafts.of(document) == NEW


def test_a_tool_without_unfinished_work_has_no_draft(document: Document):
    tool = PolygonTool(document)
    assert draft_of("tool_polygon", tool, "cat") is None
    assert draft_of("tool_polygon", None, "cat") is None
    tool.restore(NEW.state)
    assert draft_of("tool_polygon", tool, "cat") == KeptDraft("tool_polygon", "cat", {"points": [[3, 2]]})
