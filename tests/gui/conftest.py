"""The window and its parts."""

from __future__ import annotations

from tests.windows import answers, desk, full_disk, garbage_is_collected_here, make_desk, settings

__all__ = ["answers", "desk", "full_disk", "garbage_is_collected_here", "make_desk", "settings"]
