"""Lists of images that exist nowhere, for models."""

from __future__ import annotations

from collections.abc import Iterable

from labeler.core.dataset import DatasetImage


def images(names: Iterable[str]) -> list[DatasetImage]:
    """One image for each name without suffix."""
    return [DatasetImage(f"{name}.jpg", name, f"/x/{name}.jpg", f"/x/{name}.json") for name in names]
