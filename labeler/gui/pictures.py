"""Photographs made ready to be drawn: a preview first where that is quick, the whole in memory or in a file.

Everything here runs in threads and touches no widget.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.decoded_files import DecodedFiles
from labeler.core.display_image import display_facts, read_display_image, read_small_image, resized
from labeler.core.errors import ImageTooLargeError
from labeler.core.intensity import CLIPPED
from labeler.core.memory import available_memory, shown_bytes
from labeler.core.thumbnail_files import THUMBNAILS, ThumbnailFiles
from labeler.gui.canvas.pyramid import ImagePyramid, level_sizes
from labeler.settings import DECODED_LIMIT, cache_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from labeler.core.decoded_files import DecodedFile
    from labeler.core.display_image import DisplayFacts
    from labeler.core.image_file import IsWanted
    from labeler.settings import Settings

# Images of fewer pixels are decoded whole as soon as small.
_LEAST_FOR_PREVIEW = 6_000_000

# The part of the width that a preview has, the smallest that a JPEG is decoded at.
_PART = 8

# What is left to the machine when an image is decoded into memory, as a share of what is free.
_RESERVE = 0.1

# "always" in this variable decodes every image into a file, as if memory held none.
_VARIABLE = "LABELER_DECODED_FILES"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A photograph ready to be drawn, what the user should know about it, and the time of its file.

    `clipped` is the share of values at each end that its stretch clipped; None when nothing was stretched.
    """

    pyramid: ImagePyramid
    notices: tuple[str, ...]
    modified: int
    clipped: float | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pyramid.size

    @property
    def is_preview(self) -> bool:
        """Whether the picture itself is still on its way."""
        return self.pyramid.is_preview


class PictureReader:
    """Reads one photograph: its facts when it is made, then a preview, then the whole.

    Raises ImageError, FileUnreadableError, and CancelledError once the image is not wanted any more.
    """

    def __init__(
        self, path: Path, files: DecodedFiles | None, is_wanted: IsWanted, clipped: float = CLIPPED
    ) -> None:
        self._path = path
        self._files = files
        self._is_wanted = is_wanted
        self._modified = modified(path)
        self._facts: DisplayFacts = display_facts(path)
        self._clipped = clipped

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._facts.size

    def preview(self) -> Picture | None:
        """The photograph less sharp, None when there is no quick way to it, or the whole is as quick."""
        width, height = self.size
        if width * height < _LEAST_FOR_PREVIEW or (not self._fits() and self._found() is not None):
            return None
        words = self._scaled() if self._facts.is_scalable else self._thumbnail()
        if words is None:
            return None
        # What is to be told comes with the photograph itself.
        return Picture(ImagePyramid.over(words, preview_of=self.size), (), self._modified)

    def whole(self) -> Picture:
        """The photograph, in memory if that holds it, else in a decoded file."""
        if self._fits():
            image = read_display_image(self._path, is_wanted=self._is_wanted, clipped=self._clipped)
            return self._picture(ImagePyramid.over(image.words, is_wanted=self._is_wanted), image.notices)
        found = self._found()
        if found is not None:
            return self._picture(ImagePyramid.of_levels(found.levels), found.notices)
        assert self._files is not None
        return self._decoded_into(self._files.create(self._path, level_sizes(self.size), self._variant))

    @property
    def _variant(self) -> str:
        return f"clipped {self._clipped:g}" if self._facts.is_deep else ""

    def _found(self) -> DecodedFile | None:
        return None if self._files is None else self._files.find(self._path, self._variant)

    def _scaled(self) -> NDArray[np.uint32] | None:
        small = read_small_image(self._path, max(self.size) // _PART, self._is_wanted)
        return None if small is None else small.words

    def _thumbnail(self) -> NDArray[np.uint32] | None:
        """The thumbnail of the list of images, as large as the smallest level; None if there is none yet."""
        kept = ThumbnailFiles(cache_folder() / THUMBNAILS).find(self._path)
        return None if kept is None else resized(kept, level_sizes(self.size)[-1])

    def _picture(self, pyramid: ImagePyramid, notices: tuple[str, ...]) -> Picture:
        return Picture(pyramid, notices, self._modified, self._clipped if self._facts.is_deep else None)

    def _decoded_into(self, file: DecodedFile) -> Picture:
        is_wanted = file.watched(self._is_wanted)
        try:
            image = read_display_image(self._path, file.allocate, is_wanted, self._clipped)
            pyramid = ImagePyramid.over(image.words, file.allocate, is_wanted)
        except BaseException:
            file.drop()
            raise
        file.keep(image.notices)
        return self._picture(pyramid, image.notices)

    def _fits(self) -> bool:
        """Whether memory holds the picture; raises ImageTooLargeError when it does not even hold the rest."""
        width, height = self.size
        beside = self._facts.memory_beside + width * height  # the label map
        words = 4 * sum(width * height for width, height in level_sizes(self.size))
        if self._files is not None and os.environ.get(_VARIABLE) == "always":
            return False
        available = available_memory()
        if available is None or words + beside <= (room := int(available * (1 - _RESERVE))):
            return True
        needed = words + beside if self._files is None else beside
        if needed > room:
            raise ImageTooLargeError(
                f"{self._path}: {width} x {height} pixels need about {shown_bytes(needed)} of memory to be "
                f"labelled, and {shown_bytes(room)} are free. Close other programs, or cut the image into "
                "tiles."
            )
        return False


def decoded_files(settings: Settings) -> DecodedFiles:
    """The place of photographs that memory does not hold; its limit follows the settings."""
    files = DecodedFiles(cache_folder() / "decoded", 0)

    def set_limit(gigabytes: int) -> None:
        files.limit = gigabytes * 1_000_000_000

    settings.follow(DECODED_LIMIT, set_limit)
    return files


def modified(path: Path) -> int:
    """The time of a file, 0 when it cannot be found."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
