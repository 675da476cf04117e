"""Which folder an export proposes: the last one that the same dataset was exported to."""

from __future__ import annotations

from pathlib import Path

from labeler.settings import LAST_EXPORT_FOLDER, LAST_EXPORTED_DATASET, Settings


def proposed_target(settings: Settings, dataset: Path) -> Path:
    """Where the dataset was exported to last; a folder beside it if another dataset was, or none.

    The folder of another dataset is never proposed: updating or replacing it would be one click away.
    """
    folder = settings.get(LAST_EXPORT_FOLDER)
    if folder and settings.get(LAST_EXPORTED_DATASET) == str(dataset):
        return Path(folder)
    return dataset.with_name(f"{dataset.name}-voc")


def remember_target(settings: Settings, dataset: Path, target: Path) -> None:
    """Propose `target` for this dataset from now on."""
    settings.set(LAST_EXPORTED_DATASET, str(dataset))
    settings.set(LAST_EXPORT_FOLDER, str(target))
