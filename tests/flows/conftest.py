"""The window, used as a person uses it."""

from __future__ import annotations

from tests.windows import answers as answers
from tests.windows import desk as desk
from tests.windows import make_desk as make_desk
from tests.windows import settings as settings
