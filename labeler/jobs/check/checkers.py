"""Who looks for what: every checker of single items and of the whole set, one line each.

A checker is run when any of its codes is wanted; findings of codes that are not wanted are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from labeler.jobs.check import (
    alike,
    annotated,
    codes,
    content,
    fitting,
    label_form,
    label_values,
    lists,
    partners,
    readable,
    staleness,
)

if TYPE_CHECKING:
    from labeler.jobs.check.finding import Code, Finding
    from labeler.jobs.check.layout import Layout
    from labeler.jobs.check.opened import OpenItem
    from labeler.jobs.check.options import CheckOptions

# What a set checker wants to know of one item: small, for there may be 100,000.
Fact: TypeAlias = Any

Look = Callable[["OpenItem"], Iterator["Finding"]]
LookAtAll = Callable[["Layout", Sequence[Fact], "CheckOptions"], Iterator["Finding"]]


class ItemChecker(NamedTuple):
    """Looks at single items, in several threads or processes at once: `look` is a function of a module."""

    codes: tuple[Code, ...]
    look: Look


class SetChecker(NamedTuple):
    """Looks at the whole set after all items.

    `collect`, a function of a module, takes from each item a fact that can be pickled, where the item is
    looked at; `look` gets them in the order of `layout.items` (each None without `collect`).
    """

    codes: tuple[Code, ...]
    look: LookAtAll
    collect: Callable[[OpenItem], Fact] | None = None


ITEM_CHECKERS: tuple[ItemChecker, ...] = (
    ItemChecker(readable.CODES, readable.look_for_unreadable),
    ItemChecker(label_form.CODES, label_form.look_at_form),
    ItemChecker(label_values.VALUE_CODES, label_values.look_at_values),
    ItemChecker(label_values.PALETTE_CODES, label_values.look_at_palette),
    ItemChecker(fitting.CODES, fitting.look_at_size),
    ItemChecker(staleness.CODES, staleness.look_for_stale),
    ItemChecker(partners.CODES, partners.look_for_partners),
    ItemChecker(annotated.SHAPE_CODES, annotated.look_at_shapes),
    ItemChecker(annotated.FILE_CODES, annotated.look_at_file),
    ItemChecker(content.PIXEL_CODES, content.look_at_pixels),
)

SET_CHECKERS: tuple[SetChecker, ...] = (
    SetChecker((codes.STEM_COLLISION, codes.STEM_SHARED), partners.look_for_collisions),
    SetChecker((codes.NO_CLASSES,), partners.look_for_class_table),
    SetChecker(annotated.PROGRESS_CODES, annotated.look_at_progress, annotated.progress_of),
    SetChecker(lists.LINE_CODES, lists.look_at_lists),
    SetChecker(lists.SET_CODES, lists.look_between_lists),
    SetChecker(content.CLASS_CODES, content.look_at_classes, content.indices_in),
    SetChecker(alike.CODES, alike.look_for_alike, alike.look_of_item),
)
