"""Every test runs offscreen and without the user's own settings, caches and folders."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
