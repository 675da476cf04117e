"""Images that are there twice, or nearly: across splits, where they spoil the measuring, and within one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.alike_images import alike_across, alike_groups
from labeler.core.image_hash import Look, look_of
from labeler.core.set_check import SPLITS, split_of
from labeler.jobs.check import codes
from labeler.jobs.check.finding import Finding
from labeler.jobs.check.read_sets import members
from labeler.jobs.check.wording import a_few

if TYPE_CHECKING:
    from labeler.jobs.check.checkers import Fact
    from labeler.jobs.check.layout import Layout
    from labeler.jobs.check.opened import OpenItem
    from labeler.jobs.check.options import CheckOptions

CODES = (codes.SAME_IN_SPLITS, codes.ALIKE_IN_SPLITS, codes.SAME_IMAGE, codes.ALIKE_IMAGES)


def look_of_item(opened: OpenItem) -> Fact:
    """What the image of an item looks like; nothing for one without an image that can be read."""
    greys = opened.small_image
    if greys is None or opened.image is None:
        return None
    return look_of(greys, opened.image.orientation)


def look_for_alike(layout: Layout, facts: Sequence[Fact], options: CheckOptions) -> Iterator[Finding]:
    """Images that look like one of an earlier split, and groups of images within a split or in none."""
    looks: dict[int, Look] = {place: fact for place, fact in enumerate(facts) if fact is not None}
    splits = split_of(members(layout.sets))
    split_at = {
        place: SPLITS.index(splits[layout.items[place].stem])
        for place in looks
        if layout.items[place].stem in splits
    }
    for place, other, _ in alike_across(looks, split_at, options.alike_bits):
        yield _across(layout, (place, other), (split_at[place], split_at[other]))
    for split in (*range(len(SPLITS)), None):
        mine = {place: look for place, look in looks.items() if split_at.get(place) == split}
        for group in alike_groups(mine, options.alike_bits):
            yield from _within(layout, group)


def _across(layout: Layout, places: tuple[int, int], splits: tuple[int, int]) -> Finding:
    item, other = (layout.items[place] for place in places)
    mine, its = (SPLITS[split] for split in splits)
    is_same = len(_distinct([item.path, other.path])) == 1
    code = codes.SAME_IN_SPLITS if is_same else codes.ALIKE_IN_SPLITS
    verb = "is the same file as" if is_same else "looks nearly like"
    text = f"It is in {mine} and {verb} {other.name!r}, which is in {its}."
    return Finding(code, text, item.path, image=item.name)


def _within(layout: Layout, group: Sequence[int]) -> Iterator[Finding]:
    """The copies in a group, each by itself, and what is left as one finding."""
    items = {layout.items[place].path: layout.items[place] for place in group}
    distinct = _distinct(list(items))
    for first, *copies in distinct.values():
        for path in copies:
            text = f"It is the same file as {items[first].name!r}."
            yield Finding(codes.SAME_IMAGE, text, path, image=items[path].name)
    first, *others = [paths[0] for paths in distinct.values()]
    if others:
        text = f"It looks nearly like {a_few([items[path].name for path in others])}."
        yield Finding(codes.ALIKE_IMAGES, text, first, image=items[first].name)


def _distinct(paths: Sequence[str]) -> Mapping[object, list[str]]:
    """The files by content, in order; only those of one size are read. One that is gone is like no other."""
    by_size: dict[int | str, list[str]] = defaultdict(list)
    for path in paths:
        by_size[_size(path)].append(path)
    contents: dict[object, list[str]] = defaultdict(list)
    for path in paths:
        size = _size(path)
        alone = len(by_size[size]) == 1
        contents[size if alone else (size, _digest(path))].append(path)
    return contents


def _size(path: str) -> int | str:
    try:
        return Path(path).stat().st_size
    except OSError:
        return path


def _digest(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "blake2b").digest()
    except OSError:
        return path.encode(errors="surrogateescape")
