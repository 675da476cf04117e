"""The warnings of the class table as lines with remedies; many of one kind become one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labeler.core.class_warnings import WarningKind
from labeler.gui.dialogs.warning_strip import StripLine
from labeler.gui.messages import Remedy
from labeler.gui.words import counted, listed

if TYPE_CHECKING:
    from labeler.core.class_warnings import ClassWarning

# More warnings of one kind than these are told in one line.
_MOST_OF_A_KIND = 3

_OF_COLORS = {
    WarningKind.EQUAL_COLORS: "share their colour with another",
    WarningKind.ALIKE_COLORS: "have colours that are hardly told apart",
    WarningKind.ALIKE_TO_SOME: "have colours that are hardly told apart by some of the colour blind",
    WarningKind.LIKE_PHOTOGRAPH: "have colours of which the photograph is full",
}


@dataclass(frozen=True)
class Remedies:
    """What can be done, each with the classes (by index) or the names that it is done to.

    `visible` gives colours that are distinct from those of the photograph too.
    """

    distinct: Callable[[list[int]], object]
    visible: Callable[[list[int]], object]
    rename: Callable[[int], object]
    delete: Callable[[list[int]], object]
    show: Callable[[list[int]], object]
    add: Callable[[list[str]], object]
    add_index: Callable[[int], object]


def lines_of(
    warnings: Iterable[ClassWarning], missing: dict[str, int], remedies: Remedies
) -> list[StripLine]:
    """The lines for these warnings, and for names of annotations (with their shapes) that no class has."""
    of_kind: dict[WarningKind, list[ClassWarning]] = {}
    for warning in warnings:
        of_kind.setdefault(warning.kind, []).append(warning)
    lines = [_missing(missing, remedies)] if missing else []
    for kind in WarningKind:
        found = of_kind.get(kind, [])
        if kind is WarningKind.UNUSED and len(found) > 1:
            lines.append(_unused(found, remedies))
        elif kind in _OF_COLORS and len(found) > _MOST_OF_A_KIND:
            lines.append(_many(kind, found, remedies))
        else:
            lines += [StripLine(each.text, _remedies_of(each, remedies)) for each in found]
    return lines


def _missing(missing: dict[str, int], remedies: Remedies) -> StripLine:
    names, shapes = sorted(missing), sum(missing.values())
    text = f"Annotations name {listed(names)}, not in the table ({counted(shapes, 'shape')})."
    return StripLine(text, (Remedy("Add to the table", lambda: remedies.add(names)),))


def _many(kind: WarningKind, found: list[ClassWarning], remedies: Remedies) -> StripLine:
    indices = _indices(found)
    text = f"{len(indices)} classes {_OF_COLORS[kind]}."
    return StripLine(text, _color_remedies(kind, indices, remedies))


def _unused(found: list[ClassWarning], remedies: Remedies) -> StripLine:
    indices = _indices(found)
    names = listed([warning.rows[0].name for warning in found])
    text = f"No shape of the dataset is one of {len(found)} classes: {names}."
    return StripLine(text, _unused_remedies(indices, remedies))


def _remedies_of(warning: ClassWarning, remedies: Remedies) -> tuple[Remedy, ...]:
    indices = [row.index for row in warning.rows]
    if warning.kind is WarningKind.UNUSED:
        return _unused_remedies(indices, remedies)
    if warning.kind is WarningKind.ALIKE_NAMES:
        return (
            Remedy("Rename", lambda: remedies.rename(indices[-1])),
            Remedy("Show", lambda: remedies.show(indices)),
        )
    if warning.kind in _OF_COLORS:
        return _color_remedies(warning.kind, indices, remedies)
    index = warning.index
    assert index is not None
    return (Remedy("Add to the table", lambda: remedies.add_index(index)),)


def _color_remedies(kind: WarningKind, indices: list[int], remedies: Remedies) -> tuple[Remedy, ...]:
    """New colours for all but the first, as one of those that look alike may keep its own."""
    is_photograph = kind is WarningKind.LIKE_PHOTOGRAPH
    changed = indices if is_photograph else indices[1:]
    recolor = remedies.visible if is_photograph else remedies.distinct
    text = "Give it a distinct colour" if len(indices) == 1 else "Give them distinct colours"
    return Remedy(text, lambda: recolor(changed)), Remedy("Show", lambda: remedies.show(indices))


def _unused_remedies(indices: list[int], remedies: Remedies) -> tuple[Remedy, ...]:
    return (
        Remedy("Delete unused", lambda: remedies.delete(indices)),
        Remedy("Show", lambda: remedies.show(indices)),
    )


def _indices(found: Iterable[ClassWarning]) -> list[int]:
    return list(dict.fromkeys(row.index for warning in found for row in warning.rows))
