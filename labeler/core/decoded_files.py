"""Decoded photographs in files that are mapped into memory, for images that memory does not hold.

A file holds the words of an image and of its halves (see display_image) behind a page that says of what image
they are. The system reads the pages that are drawn and drops them again when it needs the room.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.errors import FileUnwritableError, ImageTooLargeError
from labeler.core.files import make_folder, open_temporary, remove_leftovers
from labeler.core.memory import shown_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.image_file import IsWanted

# (width, height) of an image or of one of its halves.
Size = tuple[int, int]

_SUFFIX = ".pixels"
_MAGIC = "labeler decoded image 1"
_HEAD = 16_384  # bytes; a whole number of pages on every machine
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_ZEROS = bytes(1 << 20)

# What a disk must have left when a file is on it.
_DISK_RESERVE = 512 << 20

# While an image is decoded, its pages are let go after so many strips.
_STRIPS_KEPT = 8


class DecodedFile:
    """A mapped file: its levels, (h, w) uint32 words each, and what is to be told about the image.

    A new one has another name until it is kept, and is removed when it is dropped.
    """

    def __init__(self, descriptor: int, sizes: list[Size], place: Path, facts: dict[str, Any]) -> None:
        self._place = place
        self._facts = facts
        self._temporary: Path | None = None
        self._given = 0
        self._strips = 0
        access = mmap.ACCESS_READ if "notices" in facts else mmap.ACCESS_WRITE
        self._map = mmap.mmap(descriptor, _HEAD + _byte_count(sizes), access=access)
        self.levels: list[NDArray[np.uint32]] = []
        offset = _HEAD
        for width, height in sizes:
            words = np.frombuffer(self._map, np.uint32, width * height, offset)
            self.levels.append(words.reshape(height, width))
            offset += words.nbytes

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know about the image."""
        return tuple(self._facts["notices"])

    def allocate(self, height: int, width: int) -> NDArray[np.uint32]:
        """The next level, all zeros, to be filled; its size is known beforehand."""
        level = self.levels[self._given]
        if level.shape != (height, width):
            raise ValueError(f"{width} x {height} is not the size of level {self._given}")
        self._given += 1
        return level

    def watched(self, is_wanted: IsWanted) -> IsWanted:
        """The same question; whoever asks it strip by strip keeps few pages of the file in memory."""

        def ask() -> bool:
            self._strips += 1
            if self._strips % _STRIPS_KEPT == 0:
                self.let_go()
            return is_wanted()

        return ask

    def let_go(self) -> None:
        """Leave it to the system which pages of the file stay in memory."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def keep(self, notices: tuple[str, ...]) -> None:
        """Give the whole file its name; it stays mapped. One that cannot be renamed serves until it goes."""
        assert self._temporary is not None
        self._facts = {**self._facts, "notices": list(notices)}
        self._map[:_HEAD] = json.dumps(self._facts).encode().ljust(_HEAD)
        with contextlib.suppress(OSError):
            if not self._facts["boot"]:
                with self._temporary.open("rb+") as file:
                    os.fsync(file.fileno())
            self._temporary.replace(self._place)
            self._temporary = None
        self.let_go()

    def drop(self) -> None:
        """Remove a file that was not kept; where a mapped file can be removed, it goes on serving."""
        if self._temporary is not None:
            with contextlib.suppress(OSError):
                self._temporary.unlink()

    @classmethod
    def new(cls, place: Path, sizes: list[Size], facts: dict[str, Any]) -> DecodedFile:
        """A new file of zeros beside its place; raises OSError."""
        descriptor, temporary = open_temporary(place)
        try:
            _reserve(descriptor, _HEAD + _byte_count(sizes))
            made = cls(descriptor, sizes, place, facts)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        finally:
            os.close(descriptor)
        made._temporary = temporary
        return made


class DecodedFiles:
    """The decoded files in a folder, about `limit` bytes of them; what was used longest ago goes first."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit

    def find(self, path: Path, variant: str = "") -> DecodedFile | None:
        """The decoded file of an image as it is now; None when there is none. An outdated one is removed.

        `variant` says how it was decoded, where there are several ways.
        """
        place = self._place(path)
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            facts = json.loads(_head(place))
            now = (_MAGIC, _boot(), [*_stamp(path), variant])
            if (facts["magic"], facts["boot"], facts["stamp"]) == now:
                with place.open("rb") as file:
                    sizes = [(int(width), int(height)) for width, height in facts["sizes"]]
                    found = DecodedFile(file.fileno(), sizes, place, facts)
                os.utime(place)
                return found
        with contextlib.suppress(OSError):
            place.unlink()
        return None

    def create(self, path: Path, sizes: list[Size], variant: str = "") -> DecodedFile:
        """A new file for an image and its halves of these sizes; old ones make room for it.

        Raises ImageTooLargeError when the disk has no room, FileUnwritableError.
        """
        needed = _HEAD + _byte_count(sizes)
        make_folder(self.folder)
        self.make_room(needed)
        try:
            free = shutil.disk_usage(self.folder).free
            if needed + _DISK_RESERVE > free:
                raise _no_room(path, sizes[0], needed, free, self.folder)
            stamp = [*_stamp(path), variant]
            facts = {"magic": _MAGIC, "boot": _boot(), "stamp": stamp, "sizes": sizes}
            return DecodedFile.new(self._place(path), sizes, facts)
        except OSError as error:
            raise FileUnwritableError(self.folder, error) from error

    def _place(self, path: Path) -> Path:
        name = hashlib.sha1(os.fsencode(path.absolute()), usedforsecurity=False).hexdigest()
        return self.folder / f"{name}{_SUFFIX}"

    def make_room(self, needed: int = 0) -> None:
        """Remove what a killed program left, and the files used longest ago until as much fits in."""
        remove_leftovers(self.folder)
        found: list[tuple[float, int, Path]] = []
        for each in self.folder.glob(f"*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                status = each.stat()
                found.append((status.st_mtime, status.st_size, each))
        total = sum(size for _, size, _ in found)
        for _, size, each in sorted(found):
            if total + needed <= self.limit:
                break
            with contextlib.suppress(OSError):
                each.unlink()
                total -= size


def _byte_count(sizes: list[Size]) -> int:
    return sum(4 * width * height for width, height in sizes)


def _stamp(path: Path) -> list[int]:
    """What changes when the image file is written; raises OSError."""
    found = path.stat()
    return [found.st_mtime_ns, found.st_size]


def _boot() -> str:
    """Which start of the machine this is, empty where the system does not tell.

    After a power cut a file may have its name and not its content; so it counts until the machine is started
    anew, and need not be waited for until it is on the disk.
    """
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _head(place: Path) -> bytes:
    with place.open("rb") as file:
        return file.read(_HEAD)


def _reserve(descriptor: int, size: int) -> None:
    """Make a file of zeros that has its room on the disk.

    A mapped file that runs out of room while it is filled would end the process.
    """
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
        return
    for _ in range(0, size, len(_ZEROS)):
        os.write(descriptor, _ZEROS)
    os.truncate(descriptor, size)


def _no_room(path: Path, size: Size, needed: int, free: int, folder: Path) -> ImageTooLargeError:
    return ImageTooLargeError(
        f"{path}: {size[0]} x {size[1]} pixels are more than memory holds. Decoded they take "
        f"{shown_bytes(needed)} in {folder}, and the disk has {shown_bytes(free)} free. Close other "
        "programs, make room on the disk, or cut the image into tiles."
    )
