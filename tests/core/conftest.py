"""What tests of several parts of the core need."""

from __future__ import annotations

from typing import Any

import pytest

from labeler.core.compiled import Kernel

_MODULES = ("labeler.core.regions", "labeler.core.vectorizer", "labeler.core.gaps")


@pytest.fixture
def plain_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernels of regions run as plain Python, as where there is no compiler."""
    call = Kernel.__call__

    def call_plainly(kernel: Kernel, *arguments: Any) -> Any:
        if kernel.function.__module__ in _MODULES:
            return kernel.function(*arguments)
        return call(kernel, *arguments)

    monkeypatch.setattr(Kernel, "__call__", call_plainly)
