"""What is not saved yet, kept where a crash does not reach it: snapshots of annotations, and drafts.

Every window keeps a folder of its own below the user's data folder:

    recovery/<dataset>-<digest of its path>/<window>/<digest of the image name>.json    a snapshot
    recovery/<dataset>-<digest of its path>/<window>/<digest of the image name>.draft   a draft

A snapshot is an annotation file that labelme opens, with a `recovery` object of ours in its `labeler` object.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from labeler.core.annotation import Annotation
from labeler.core.annotation_file import annotation_bytes, parse_annotation
from labeler.core.errors import LabelerError
from labeler.core.file_stamp import FileStamp
from labeler.core.files import make_folder, read_bytes, remove_leftovers, write_atomically

_SNAPSHOT, _DRAFT = ".json", ".draft"
_KEY = "recovery"


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """An annotation as it was on the canvas.

    `base` is what the annotation file held when that was last known, `taken` when the snapshot was taken, in
    seconds since 1970.
    """

    image_name: str
    annotation: Annotation
    base: FileStamp | None
    taken: float


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """Unfinished work: the action of the tool, the class it drew with, and what the tool says of it."""

    tool: str
    class_name: str | None
    state: Mapping[str, Any]


def recovery_folder(root: Path, dataset_folder: Path) -> Path:
    """Where the windows on a dataset keep their folders, below the recovery folder `root`."""
    path = os.path.realpath(dataset_folder)
    return root / f"{Path(path).name[:40]}-{_digest(os.path.normcase(path))}"


class RecoveryFolder:
    """The folder of one window; it appears with the first thing that is kept and goes with the last."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, snapshot: Snapshot) -> None:
        """Write a snapshot in place of the last of its image; raises FileUnwritableError, GeometryError."""
        base = snapshot.base
        own = {
            "image": snapshot.image_name,
            "taken": snapshot.taken,
            "base": None if base is None else [base.modified, base.size, base.digest.hex()],
        }
        annotation = snapshot.annotation
        marked = replace(annotation, labeler_extra={**annotation.labeler_extra, _KEY: own})
        self._write(snapshot.image_name, _SNAPSHOT, annotation_bytes(marked))

    def keep_draft(self, image_name: str, draft: KeptDraft) -> None:
        """Write a draft in place of the last one of its image. Raises FileUnwritableError."""
        content = {"image": image_name, "tool": draft.tool, "class": draft.class_name, "state": draft.state}
        self._write(image_name, _DRAFT, orjson.dumps(content))

    def drop(self, image_name: str) -> None:
        """The snapshot of an image is not needed any more."""
        self._remove(image_name, _SNAPSHOT)

    def drop_draft(self, image_name: str) -> None:
        """The draft of an image is not needed any more."""
        self._remove(image_name, _DRAFT)

    def snapshots(self, annotation_paths: Mapping[str, Path]) -> Iterator[Snapshot]:
        """The snapshots of the images that are given by name, each with the path of its annotation file.

        What cannot be read is passed over: it stays where it is.
        """
        for path in self._files(_SNAPSHOT):
            with suppress(LabelerError, KeyError, TypeError, ValueError):
                snapshot = _read_snapshot(path, annotation_paths)
                if snapshot is not None:
                    yield snapshot

    def drafts(self) -> dict[str, KeptDraft]:
        """All drafts by the name of their image; what cannot be read is passed over."""
        found = {}
        for path in self._files(_DRAFT):
            with suppress(LabelerError, KeyError, TypeError, ValueError):
                content = orjson.loads(read_bytes(path))
                found[str(content["image"])] = KeptDraft(
                    str(content["tool"]), content["class"], dict(content["state"])
                )
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return not (self._files(_SNAPSHOT) or self._files(_DRAFT))

    def tidy(self) -> None:
        """Remove what a killed writer left, and the folder when nothing is kept in it."""
        remove_leftovers(self.path)
        with suppress(OSError):
            self.path.rmdir()
            self.path.parent.rmdir()

    def _files(self, suffix: str) -> list[Path]:
        try:
            return sorted(path for path in self.path.iterdir() if path.suffix == suffix)
        except OSError:
            return []

    def _write(self, image_name: str, suffix: str, data: bytes) -> None:
        make_folder(self.path)
        write_atomically(self.path / (_digest(image_name) + suffix), data)

    def _remove(self, image_name: str, suffix: str) -> None:
        with suppress(OSError):
            (self.path / (_digest(image_name) + suffix)).unlink(missing_ok=True)


def snapshot_now(image_name: str, annotation: Annotation, base: FileStamp | None) -> Snapshot:
    """A snapshot of this moment; later edits do not reach it."""
    return Snapshot(image_name, copied(annotation), base, time.time())


def copied(annotation: Annotation) -> Annotation:
    """A copy that later edits do not reach; shapes are immutable, so that their list is enough."""
    return replace(
        annotation,
        shapes=list(annotation.shapes),
        flags=dict(annotation.flags),
        unreadable=list(annotation.unreadable),
    )


def _read_snapshot(path: Path, annotation_paths: Mapping[str, Path]) -> Snapshot | None:
    """The snapshot of a file; None when it is of an image that is not asked for."""
    annotation = parse_annotation(path, data := read_bytes(path))
    own = annotation.labeler_extra.pop(_KEY)
    image_name = str(own["image"])
    if image_name not in annotation_paths:
        return None
    if annotation.unreadable:
        # Their problems name the file where they can be corrected.
        annotation = parse_annotation(annotation_paths[image_name], data)
        annotation.labeler_extra.pop(_KEY)
    base = own["base"]
    stamp = None if base is None else FileStamp(int(base[0]), int(base[1]), bytes.fromhex(base[2]))
    return Snapshot(image_name, annotation, stamp, float(own["taken"]))


def _digest(text: str) -> str:
    data = text.encode(errors="surrogatepass")
    return hashlib.blake2b(data, digest_size=10).hexdigest()
