"""The folder an export goes to: which files in it are ours, and how they are written, kept and removed.

Ours is what the manifest or the journal of an earlier export names. Any other file is never overwritten and
never removed, whatever the overwrite policy.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from labeler.core.errors import ExportError
from labeler.core.files import is_leftover, make_folder, remove_leftovers, write_atomically
from labeler.formats.base import Overwrite
from labeler.formats.manifest import (
    JOURNAL,
    MANIFEST,
    EarlierExport,
    ImageEntry,
    Journal,
    Recipe,
    makes_same_images,
    manifest_blocks,
    read_earlier,
)
from labeler.formats.target_files import TargetFiles, unwritable


class ExportFolder:
    """A target that has been claimed for one export, from the journal's first line to the manifest.

    Paths of files are posix, relative to the target. `files` writes those of images, from any thread or
    process; all else here belongs to the one that runs the export.
    """

    def __init__(self, path: Path, earlier: EarlierExport, overwrite: Overwrite) -> None:
        self.path = path
        self.files = TargetFiles(path)
        self._recipe = earlier.recipe
        self._earlier = earlier
        self._overwrite = overwrite
        self._common: dict[str, str] = {}
        self._journal: Journal | None = None

    @classmethod
    def claim(cls, path: Path, recipe: Recipe, overwrite: Overwrite) -> ExportFolder:
        """The folder, unless its content forbids the export (ExportError); nothing is written yet.

        An export that was interrupted is no reason to refuse the same export again: it goes on from there.
        """
        with unwritable(path):
            if path.exists() and not path.is_dir():
                raise ExportError(f"{path} is a file; name a folder to export to.")
            earlier = read_earlier(path)
            goes_on = earlier is not None and earlier.is_interrupted and earlier.recipe == recipe
            if overwrite is Overwrite.REFUSE and not goes_on and _holds_anything(path):
                raise ExportError(_refusal(path, earlier))
        if earlier is None:
            earlier = EarlierExport(recipe)
        if overwrite is Overwrite.REPLACE or not makes_same_images(earlier.recipe, recipe):
            earlier.lines.clear()
        return cls(path, EarlierExport(recipe, earlier.files, earlier.lines), overwrite)

    def refuse_foreign(self, patterns: Sequence[str], common: Sequence[str], ids: Iterable[str]) -> None:
        """Raise ExportError when a file that would be written (see `begin`) exists and is not ours."""
        with unwritable(self.path):
            found = set(_files_in(self.path, _folders_of((*patterns, *common)))) - self._earlier.files
        foreign = sorted(found.intersection((*common, *_paths(patterns, ids)))) if found else []
        if foreign:
            more = f" (and {len(foreign) - 1} more)" if len(foreign) > 1 else ""
            raise ExportError(
                f"{self.path / foreign[0]}{more} exists and was not written by an export of Labeler; "
                "export to another folder, or move what is there away."
            )

    def begin(self, patterns: tuple[str, ...], common: tuple[str, ...], ids: list[str]) -> None:
        """Write the journal and make the folders. From here on the target counts as interrupted.

        `common` are the files of the whole dataset, `patterns` those of an image, with `{}` for its id.
        """
        self._earlier.files.update((*common, MANIFEST, JOURNAL))
        make_folder(self.path)
        write_atomically(self.path / JOURNAL, Journal.beginning(self._earlier, patterns, ids))
        # A manifest stands for a complete export; while one is made, the journal stands in.
        is_replaced = self._overwrite is Overwrite.REPLACE
        self._remove(self._earlier.files - {JOURNAL} if is_replaced else {MANIFEST})
        for folder in _folders_of((*patterns, *common, MANIFEST)):
            make_folder(self.path / folder)
            remove_leftovers(self.path / folder)
        self._journal = Journal(self.path / JOURNAL)

    def earlier_entry(self, image_id: str) -> ImageEntry | None:
        """What an earlier export with the same classes and options says about an image."""
        line = self._earlier.lines.get(image_id)
        return None if line is None else ImageEntry.of_line(line)

    def write_common(self, path: str, data: bytes) -> None:
        """Write a file of the whole dataset and name it in the manifest."""
        self.files.write(path, data)
        self._common[path] = hashlib.sha256(data).hexdigest()

    def record(self, entry: ImageEntry) -> None:
        """Note that an image is finished; the manifest lists images in the order of these calls."""
        assert self._journal is not None
        self._journal.add(entry.to_line())

    def finish(self, patterns: Sequence[str], ids: Iterable[str]) -> None:
        """Remove files of earlier exports that this one did not write; then the manifest, then no journal."""
        assert self._journal is not None
        if stale := self._earlier.files - self._common.keys() - {MANIFEST, JOURNAL}:
            stale.difference_update(_paths(patterns, ids))
            self._remove(stale)
        blocks = manifest_blocks(self._recipe, self._common, self._journal.finished())
        write_atomically(self.path / MANIFEST, blocks)
        self.close()
        self._remove([JOURNAL])

    def close(self) -> None:
        """Let go of the journal; unless `finish` came first it stays, and an update can take over."""
        if self._journal is not None:
            self._journal.close()

    def _remove(self, paths: Iterable[str]) -> None:
        """Remove files of ours and the folders that become empty by it."""
        folders: set[Path] = set()
        for path in paths:
            target = self.path / path
            # A manifest may come from anywhere: what it names outside the target is not ours.
            if ".." in Path(path).parts or Path(path).is_absolute():
                continue
            with unwritable(target):
                if target.is_symlink() or target.is_file():
                    target.unlink()
                    folders.add(target.parent)
        for folder in folders:
            _remove_empty(folder, self.path)


def _holds_anything(path: Path) -> bool:
    """Whether a folder exists and has an entry besides what a killed writer left."""
    return path.exists() and not all(is_leftover(entry.name) for entry in path.iterdir())


def _refusal(path: Path, earlier: EarlierExport | None) -> str:
    if earlier is None:
        return (
            f"{path} is not empty. Export to another folder, or allow it by updating the folder "
            "(--overwrite update)."
        )
    if earlier.is_interrupted:
        return (
            f"{path} holds an interrupted export with other classes or options. Complete it with these by "
            "updating the folder (--overwrite update)."
        )
    return (
        f"{path} already holds an export. Update it (--overwrite update: rewrites what has changed), or "
        "replace it (--overwrite replace: makes it anew)."
    )


def _remove_empty(folder: Path, within: Path) -> None:
    """Remove a folder and those above it, as far as they are empty and lie below `within`."""
    with contextlib.suppress(OSError):
        while folder != within:
            folder.rmdir()
            folder = folder.parent


def _paths(patterns: Iterable[str], ids: Iterable[str]) -> Iterator[str]:
    patterns = tuple(patterns)
    return (pattern.format(image_id) for image_id in ids for pattern in patterns)


def _folders_of(paths: Iterable[str]) -> list[str]:
    return sorted({Path(path).parent.as_posix() for path in paths})


def _files_in(target: Path, folders: Iterable[str]) -> Iterator[str]:
    """The paths of all files that lie in these folders of the target."""
    for folder in folders:
        with (
            contextlib.suppress(FileNotFoundError, NotADirectoryError),
            os.scandir(target / folder) as entries,
        ):
            for entry in entries:
                if entry.is_symlink() or entry.is_file():
                    yield (Path(folder) / entry.name).as_posix()
