"""Small pictures of images, kept in a folder so that each is decoded once.

A thumbnail is a JPEG named after its image's path, time and size: a changed image has another name, and what
is not asked for any more goes when there are too many.
"""

from __future__ import annotations

import hashlib
import io
import os
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.display_image import read_small_image, rgb_of_words
from labeler.core.errors import FileUnwritableError, LabelerError
from labeler.core.files import make_folder, write_atomically

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from labeler.core.image_file import IsWanted

# The folder of thumbnails in the cache folder.
THUMBNAILS = "thumbnails"

# The longer side of a thumbnail, in pixels.
SIDE = 128

_QUALITY = 88

# So many files are kept, about 100 MB; so many are written before they are counted again.
_MOST_FILES = 20_000
_COUNTED_EVERY = 500


class ThumbnailFiles:
    """The thumbnails in a folder. Safe to use from one thread at a time."""

    def __init__(self, folder: Path, most: int = _MOST_FILES) -> None:
        self._folder = folder
        self._most = most
        self._written = 0

    def find(self, path: Path) -> NDArray[np.uint32] | None:
        """(h, w) RGB32 words of the thumbnail of an image, None when there is none or it is outdated."""
        place = self._place(path)
        if place is None or not place.exists():
            return None
        with suppress(LabelerError):
            kept = read_small_image(place, SIDE, is_exact=True)
            if kept is not None:
                # Its time says when it was last asked for.
                with suppress(OSError):
                    os.utime(place)
                return kept.words
        return None

    def make(self, path: Path, is_wanted: IsWanted = lambda: True) -> NDArray[np.uint32] | None:
        """The thumbnail of an image, from the folder or decoded and kept there.

        None for an image that cannot be read, that is too large to be decoded for a thumbnail, or that is no
        longer wanted.
        """
        found = self.find(path)
        if found is not None:
            return found
        place = self._place(path)
        with suppress(LabelerError, MemoryError, CancelledError):
            made = read_small_image(path, SIDE, is_wanted, is_exact=True)
            if made is not None:
                if place is not None:
                    self._keep(place, made.words)
                return made.words
        return None

    def _place(self, path: Path) -> Path | None:
        """The file of a thumbnail; None for an image that cannot be found."""
        try:
            found = path.stat()
        except OSError:
            return None
        told = f"{path.absolute()}\0{found.st_mtime_ns}\0{found.st_size}\0{SIDE}"
        name = hashlib.sha1(os.fsencode(told), usedforsecurity=False).hexdigest()
        return self._folder / name[:2] / f"{name}.jpg"

    def _keep(self, place: Path, words: NDArray[np.uint32]) -> None:
        from PIL import Image

        data = io.BytesIO()
        Image.fromarray(rgb_of_words(words)).save(data, "JPEG", quality=_QUALITY)
        # A full disk, or a folder that nobody may write to: then it is decoded anew next time.
        with suppress(FileUnwritableError):
            make_folder(place.parent)
            write_atomically(place, data.getvalue(), durable=False)
        if self._written % _COUNTED_EVERY == 0:
            self._drop_oldest()
        self._written += 1

    def _drop_oldest(self) -> None:
        """Bring the folder down to nine tenths of what it may hold, once it holds more."""
        found: list[tuple[float, Path]] = []
        for each in self._folder.glob("??/*.jpg"):
            with suppress(OSError):
                found.append((each.stat().st_mtime, each))
        if len(found) <= self._most:
            return
        for _, each in sorted(found)[: len(found) - self._most * 9 // 10]:
            with suppress(OSError):
                each.unlink()
