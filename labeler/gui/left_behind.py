"""What windows that ended without saving have left behind for a dataset."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

from labeler.core.annotation_compare import Comparison, compare_annotations
from labeler.core.errors import LabelerError
from labeler.core.file_stamp import FileStamp
from labeler.core.recovery import RecoveryFolder, recovery_folder
from labeler.gui.safekeeping import LOCK
from labeler.gui.window_lock import take_lock

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset, DatasetImage
    from labeler.core.recovery import KeptDraft, Snapshot
    from labeler.jobs.step import Step


@dataclass(frozen=True, slots=True, eq=False)
class Rescued:
    """A snapshot that differs from the annotation file as it is now (`stamp`, and second of `comparison`)."""

    image: DatasetImage
    snapshot: Snapshot
    size: tuple[int, int]
    stamp: FileStamp
    comparison: Comparison
    folder: RecoveryFolder

    @property
    def is_outdated(self) -> bool:
        """Whether the file was written by another program after the snapshot was taken from it."""
        base = self.snapshot.base
        return base is not None and (base.size, base.digest) != (self.stamp.size, self.stamp.digest)


@dataclass(slots=True, eq=False)
class LeftBehind:
    """All of it. The locks keep other windows from offering the same; `release` ends that."""

    rescued: list[Rescued] = field(default_factory=list)
    drafts: list[tuple[DatasetImage, KeptDraft, RecoveryFolder]] = field(default_factory=list)
    claims: list[tuple[RecoveryFolder, QLockFile]] = field(default_factory=list)

    def release(self) -> None:
        """Leave what nobody decided about to the next window."""
        for folder, lock in self.claims:
            lock.unlock()
            folder.tidy()
        self.claims.clear()


def looking_back(root: Path, dataset: Dataset, own: Path | None) -> Generator[Step, None, LeftBehind]:
    """Look for it, as a job that has no steps. The folder `own` is passed over."""
    yield from ()
    left = LeftBehind()
    try:
        places = sorted(recovery_folder(root, dataset.folder).iterdir())
    except OSError:
        return left
    for place in places:
        lock = None if place == own or not place.is_dir() else take_lock(place / LOCK)
        if lock is not None:
            left.claims.append((RecoveryFolder(place), lock))
    images = {image.name: image for image in dataset.images} if left.claims else {}
    paths = {name: image.annotation_path for name, image in images.items()}
    for folder, _ in left.claims:
        left.drafts += [
            (images[name], draft, folder) for name, draft in folder.drafts().items() if name in images
        ]
        for snapshot in folder.snapshots(paths):
            rescued = _rescued(dataset, images[snapshot.image_name], snapshot, folder)
            if rescued is not None:
                left.rescued.append(rescued)
    order = {name: place for place, name in enumerate(images)}
    left.rescued = sorted(_newest(left.rescued), key=lambda each: order[each.image.name])
    return left


def _rescued(
    dataset: Dataset, image: DatasetImage, snapshot: Snapshot, folder: RecoveryFolder
) -> Rescued | None:
    """None for a snapshot whose content was saved after all, and for an image that cannot be opened now."""
    from labeler.core.images import image_size

    try:
        stamp = FileStamp.of(image.annotation_path)
        theirs = dataset.read_annotation(image)
        size = image_size(image.path)
    except LabelerError:
        return None
    comparison = compare_annotations(snapshot.annotation, theirs)
    if comparison.is_equal:
        folder.drop(image.name)
        return None
    return Rescued(image, snapshot, size, stamp, comparison, folder)


def _newest(found: list[Rescued]) -> list[Rescued]:
    """Of several snapshots of an image, left by several crashes, the last; others wait for another time."""
    last = {each.image.name: each for each in sorted(found, key=lambda each: each.snapshot.taken)}
    return [last[each.image.name] for each in found if last[each.image.name] is each]
