"""What is wrong with the lists of a dataset: how they are written, what they name, how they fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.list_lines import LineKind, ListLine, ListLook, Spelling
from labeler.core.set_check import TEST, TRAIN, TRAINVAL, VAL, overlaps, union_fault, unlisted
from labeler.jobs.check import codes
from labeler.jobs.check.finding import Code, Finding, Place
from labeler.jobs.check.read_sets import ReadSet, members
from labeler.jobs.check.wording import a_few, lines_of
from labeler.jobs.label_files import reason

if TYPE_CHECKING:
    from labeler.jobs.check.checkers import Fact
    from labeler.jobs.check.layout import Item, Layout
    from labeler.jobs.check.options import CheckOptions

LINE_CODES = (
    codes.LIST_UNREADABLE,
    codes.LIST_EMPTY,
    codes.LIST_ENCODING,
    codes.LIST_LINE_ENDS,
    codes.LIST_BLANK_LINE,
    codes.LIST_BLANKS,
    codes.LIST_COMMENT,
    codes.LIST_REPEATED,
    codes.LIST_SPELLING,
    codes.LIST_ABSENT,
    codes.LIST_NO_LABEL,
)
SET_CODES = (codes.SPLIT_OVERLAP, codes.TRAINVAL_DIFFERS, codes.UNLISTED)


def look_at_lists(layout: Layout, _: Sequence[Fact], __: CheckOptions) -> Iterator[Finding]:
    """What is wrong in each list by itself."""
    has_labels = any(item.label is not None for item in layout.items)
    for name, each in layout.sets.items():
        if each.look is None:
            yield Finding(codes.LIST_UNREADABLE, f"It {_reason(each)}", str(each.path))
            continue
        yield from _form(each.path, each.look)
        yield from _names(each, layout, needs_labels=has_labels and name != TEST)


def look_between_lists(layout: Layout, _: Sequence[Fact], __: CheckOptions) -> Iterator[Finding]:
    """How the lists fit one another and the images."""
    sets = members(layout.sets)
    for first, second, names in overlaps(sets):
        for name in names:
            more = f": what is measured on {second} was seen in training" if first == TRAIN else ""
            text = f"The image {name!r} is in {first} too{more}."
            yield _at_name(codes.SPLIT_OVERLAP, text, layout, second, name)
    fault = union_fault(sets)
    if fault is not None:
        told = [f"lacks {a_few(fault.lacking)}"] if fault.lacking else []
        told += [f"has {a_few(fault.besides)} besides"] if fault.besides else []
        text = f"It {' and '.join(told)}, compared with {TRAIN} and {VAL} together."
        yield Finding(codes.TRAINVAL_DIFFERS, text, str(layout.sets[TRAINVAL].path))
    yield from _unlisted(layout, sets)


def _reason(each: ReadSet) -> str:
    return "cannot be read." if each.error is None else reason(each.error, each.path)


def _form(path: Path, look: ListLook) -> Iterator[Finding]:
    """How a list is written: everything here can be repaired."""
    if not look.names:
        yield Finding(codes.LIST_EMPTY, "It names no image.", str(path))
    if look.is_wide or look.is_marked:
        text = "It begins with a byte order mark, which readers take for a part of the first name."
        if look.is_wide:
            text = "It is UTF-16, which most readers cannot read."
        yield Finding(codes.LIST_ENCODING, text, str(path), Place(line=1), is_fixable=True)
    if look.has_foreign_ends or not look.is_ended:
        text = "Its line ends are not LF: readers that take LF alone away keep a CR at the end of each name."
        if not look.has_foreign_ends:
            text = "Its last line has no line end: whoever adds a name writes it behind the last one."
        yield Finding(codes.LIST_LINE_ENDS, text, str(path), is_fixable=True)
    for code, lines, *words in (
        (codes.LIST_BLANK_LINE, look.of_kind(LineKind.BLANK), "is blank", "are blank"),
        (codes.LIST_BLANKS, [line for line in look.lines if line.is_padded], *_PADDED),
        (codes.LIST_COMMENT, look.of_kind(LineKind.COMMENT), "is a comment", "are comments"),
    ):
        if lines:
            text = f"{lines_of([line.number for line in lines], *words)}."
            yield Finding(code, text, str(path), Place(line=lines[0].number), is_fixable=True)
    for line in look.of_kind(LineKind.REPEATED):
        text = f"The name {line.name!r} stands in line {line.first} already."
        yield Finding(codes.LIST_REPEATED, text, str(path), Place(line=line.number), is_fixable=True)


def _names(each: ReadSet, layout: Layout, *, needs_labels: bool) -> Iterator[Finding]:
    """What the names of a list mean."""
    lines = [] if each.look is None else each.look.of_kind(LineKind.NAME)
    others = each.respelled
    respelled = [line for line in lines if line.name in others]
    if respelled:
        stem, spelling = each.meant[respelled[0].name]
        told = lines_of([line.number for line in respelled], "names", "name")
        text = f"{told} an image {_SPELLED[spelling]}: {respelled[0].name!r} means {stem!r}."
        place = Place(line=respelled[0].number)
        yield Finding(
            codes.LIST_SPELLING, text, str(each.path), place, is_fixable=True, image=_name(layout, stem)
        )
    for line in lines:
        if line.name not in each.meant:
            text = f"No image is called {line.name!r}."
            yield Finding(codes.LIST_ABSENT, text, str(each.path), Place(line=line.number))
        elif needs_labels:
            yield from _without_label(each, line, layout)


_PADDED = ("has blanks around the name", "have blanks around the names")
_SPELLED = {
    Spelling.SUFFIX: "with its suffix, to which readers add another",
    Spelling.FOLDER: "with its folder, to which readers add another",
    Spelling.CASE: "in other upper and lower case, which most systems tell apart",
}


def _without_label(each: ReadSet, line: ListLine, layout: Layout) -> Iterator[Finding]:
    item = _item(layout, each.stem_of(line.name))
    if item is not None and item.label is None:
        text = f"The image {line.name!r} has no label image."
        yield Finding(codes.LIST_NO_LABEL, text, str(each.path), Place(line=line.number), image=item.name)


def _unlisted(layout: Layout, sets: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Labelled images that no list names; images of other tasks, as in VOC, are none."""
    has_labels = any(item.label is not None for item in layout.items)
    labelled = [
        item.stem
        for item in layout.items
        if (item.label if has_labels else item.annotation) is not None and item.image is not None
    ]
    for stem in unlisted(labelled, sets):
        item = _item(layout, stem)
        if item is not None:
            yield Finding(codes.UNLISTED, "It is in no list.", item.path, image=item.name)


def _at_name(code: Code, text: str, layout: Layout, list_name: str, stem: str) -> Finding:
    """A finding at the line of a list that names an item."""
    each = layout.sets[list_name]
    return Finding(code, text, str(each.path), Place(line=each.line_of[stem]), image=_name(layout, stem))


def _item(layout: Layout, stem: str) -> Item | None:
    position = layout.by_stem.get(stem)
    return None if position is None else layout.items[position]


def _name(layout: Layout, stem: str) -> str:
    item = _item(layout, stem)
    return "" if item is None else item.name
