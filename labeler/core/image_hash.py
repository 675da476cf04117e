"""What a photograph looks like, in 64 bits and a thumbnail: near duplicates differ in few of the bits.

The hash is dHash (N. Krawetz, "Kind of Like That", hackerfactor.com, 2013): which of neighbouring pixels of
the picture at 9 x 8 pixels is the lighter one. It survives other sizes, JPEG qualities and brightness, not
cuts and mirroring. The libraries that compute it take a decoded image in full (dhash), or need SciPy and
PyWavelets besides (ImageHash); what is costly, the decoding at an eighth of the size, would be ours anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.orientation import as_stored, upright_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Pairs = NDArray[np.int64]
    Thumbnails = NDArray[np.uint8]

# In so many of the 64 bits two pictures of one thing may differ. With two the author of the library dhash has
# found duplicates; Krawetz calls more than ten another picture.
NEAR = 4

_BITS = 64
_SIDE = 16

# Two thumbnails are alike if their greys, each less its mean, differ by no more than this share of their
# spread (both as roots of mean squares), or by no more than rounding and JPEG make.
_SHARE = 0.25
_GREYS = 2.0


class Look(NamedTuple):
    """What is kept of an image: dHash as a number of 64 bits, and 16 x 16 greys, row by row."""

    hash: int
    thumbnail: bytes


def look_of(greys: NDArray[np.uint8], orientation: int = 1) -> Look:
    """What an image looks like, from its (h, w) uint8 greys as stored with this EXIF orientation."""
    from PIL import Image

    if orientation != 1:
        width, height = upright_size((greys.shape[1], greys.shape[0]), orientation)
        upright = np.empty((height, width), np.uint8)
        as_stored(upright, orientation)[:] = greys
        greys = upright
    picture = Image.fromarray(np.ascontiguousarray(greys))
    small, thumbnail = (
        np.asarray(picture.resize(size, Image.Resampling.BOX)) for size in ((9, 8), (_SIDE, _SIDE))
    )
    bits = np.packbits(small[:, 1:] > small[:, :-1])
    return Look(int.from_bytes(bits.tobytes(), "big"), thumbnail.tobytes())


def near_pairs(hashes: Hashes, most: int = NEAR) -> Pairs:
    """(n, 2): the positions of all pairs of hashes that differ in `most` bits or fewer, each pair once.

    No two hashes may be equal. Of `most` + 1 groups of bits two such hashes have one in common; so only
    hashes that share a group are compared. 100,000 hashes of photographs take a second.
    """
    found = [np.empty((0, 2), np.int64)]
    step = most + 1
    masks = [sum(1 << bit for bit in range(start, _BITS, step)) for start in range(step)]
    for number, mask in enumerate(masks):
        keys = hashes & np.uint64(mask)
        order = np.argsort(keys, kind="stable")
        for pairs in _neighbours(keys[order], order):
            differing = hashes[pairs[:, 0]] ^ hashes[pairs[:, 1]]
            is_near = np.bitwise_count(differing) <= most
            for earlier in masks[:number]:  # such a pair was found there
                is_near &= differing & np.uint64(earlier) != 0
            if is_near.any():
                found.append(pairs[is_near])
    pairs = np.concatenate(found)
    pairs.sort(axis=1)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _neighbours(keys: Hashes, order: NDArray[np.intp]) -> Iterator[Pairs]:
    """All pairs of items of `order` whose keys, which are sorted, are equal; those n apart at a time."""
    first = np.arange(len(keys) - 1)
    step = 1
    while True:
        first = first[: np.searchsorted(first, len(keys) - step)]
        first = first[keys[first] == keys[first + step]]
        if not len(first):
            return
        yield np.column_stack((order[first], order[first + step]))
        step += 1


def thumbnails(looks: Iterable[Look]) -> Thumbnails:
    """(n, 256) uint8: the thumbnail of each look."""
    return np.frombuffer(b"".join(look.thumbnail for look in looks), np.uint8).reshape(-1, _SIDE * _SIDE)


def are_alike(one: Thumbnails, other: Thumbnails) -> NDArray[np.bool_]:
    """(n,): which of two times (n, 256) thumbnails look alike, but for their brightness."""
    first, second = one.astype(np.float32), other.astype(np.float32)
    spread = np.maximum(first.var(axis=-1), second.var(axis=-1))
    is_alike: NDArray[np.bool_] = (first - second).var(axis=-1) <= np.maximum(_GREYS**2, _SHARE**2 * spread)
    return is_alike
