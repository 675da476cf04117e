"""The window, used as a person uses it."""

from __future__ import annotations

from tests.flows.reviews import predictions, review_set, reviewed
from tests.windows import answers, desk, full_disk, garbage_is_collected_here, make_desk, settings

__all__ = [
    "answers",
    "desk",
    "full_disk",
    "garbage_is_collected_here",
    "make_desk",
    "predictions",
    "review_set",
    "reviewed",
    "settings",
]
