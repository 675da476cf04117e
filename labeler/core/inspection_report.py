"""An inspection as one screen for people, 80 columns and at most 24 lines, and as JSON for scripts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from labeler.core.decoders import Gets, Reading
from labeler.core.inspection import FOLDER, GREY_PNG, NO_IMAGE, PALETTE_PNG, Inspection
from labeler.core.palette import color_to_hex
from labeler.core.palette_names import palette_in_words
from labeler.core.png_chunks import Header
from labeler.core.text import as_one_line
from labeler.core.verdict import Verdict, verdict_on

WIDTH, HEIGHT = 80, 24

_LABEL = 10  # the width of the words at the left
_FEWEST_ROWS = 2


def report_lines(found: Inspection, verdict: Verdict | None = None) -> list[str]:
    """The screen: path, kind, palette, values in use, what readers get, verdict, remedy."""
    verdict = verdict or verdict_on(found)
    head = [as_one_line(str(found.path)), *_labelled("Kind", kind_in_words(found))]
    if found.palette is not None:
        words = palette_in_words(found)
        head += _labelled("Palette", f"{len(found.palette)} colours: {words}")
    if found.orientation != 1:
        words = f"{found.orientation}: viewers turn it, most trainers do not. Store label images upright."
        head += _labelled("EXIF", words)
    readers = [_reading(each) for each in found.readings]
    word = "It can train. " if verdict.can_train else "It cannot train. "
    foot = _labelled("Verdict", word + " ".join(verdict.sentences))
    for command in verdict.commands[:2]:
        foot += [f"{'Remedy':{_LABEL}}{command}"]
    room = HEIGHT - len(head) - len(readers) - bool(readers) - len(foot)
    return [*head, *_values(found, max(room, _FEWEST_ROWS + 2)), *_titled("Readers", readers), *foot]


def kind_in_words(found: Inspection) -> str:
    """As in `8-bit palette PNG (colour type 3), 500 x 375 px, 3,452 bytes`."""
    width, height = found.size
    size = f", {width} x {height} px" if width else ""
    told = f"{size}, {found.byte_count:,} bytes" if found.byte_count else size
    if found.color_type is not None:
        kind = Header(width, height, 8, found.color_type).in_words.split(" ", 1)[1]
        extra = (", interlaced" if found.is_interlaced else "") + (", tRNS" if found.has_transparency else "")
        return f"{found.depth}-bit {kind} (colour type {found.color_type}){extra}{told}"
    if found.kind == FOLDER:
        return "folder"
    if found.kind == NO_IMAGE:
        return f"no image{told}"
    what = f" array of {found.array_type}" if found.array_type else " file" if not width else ""
    return f"{found.format}{what}{told}"


def as_json(found: Inspection, verdict: Verdict | None = None) -> dict[str, Any]:
    """The inspection for scripts; docs/label-images.md says what the keys mean."""
    verdict = verdict or verdict_on(found)
    width, height = found.size
    return {
        "path": str(found.path),
        "kind": found.kind,
        "format": found.format,
        "bytes": found.byte_count,
        "width": width,
        "height": height,
        "color_type": found.color_type,
        "bit_depth": found.depth if found.color_type is not None else None,
        "interlaced": found.is_interlaced,
        "transparency": found.has_transparency,
        "exif_orientation": found.orientation,
        "palette": _palette_json(found),
        "classes": None if found.names is None else found.names.source,
        "indices": [
            {"index": index, "name": _name(found, index), "pixels": count, "share": count / found.pixel_count}
            for index, count in found.indices.items()
        ],
        "color_count": len(found.colors),
        "colors": [
            {"color": color_to_hex(color), "pixels": count, "share": count / found.pixel_count}
            for color, count in list(found.colors.items())[:256]
        ],
        "readers": [_reading_json(each) for each in found.readings],
        "can_train": verdict.can_train,
        "verdict": list(verdict.sentences),
        "commands": list(verdict.commands),
    }


def _palette_json(found: Inspection) -> dict[str, Any] | None:
    if found.palette is None:
        return None
    colors = [color_to_hex((r, g, b)) for r, g, b in found.palette.tolist()]
    return {"is": palette_in_words(found), "colors": colors}


def _reading_json(each: Reading) -> dict[str, Any]:
    return {
        "reader": each.reader,
        "call": each.call,
        "gets": each.gets.value,
        "shape": list(each.shape),
        "dtype": each.dtype,
        "values": list(each.values),
    }


def _values(found: Inspection, room: int) -> list[str]:
    """The indices or colours in use, those with the most pixels where there is no room for all."""
    rows = list(_index_rows(found)) if found.indices else list(_color_rows(found))
    if not rows:
        return []
    source = "" if found.names is None else f" (names of {as_one_line(found.names.source)})"
    title = ("Indices" if found.kind in (PALETTE_PNG, GREY_PNG) or found.indices else "Colours") + source
    lines = [f"{title:44}{'pixels':>15}{'share':>10}"]
    fits = len(rows) + 1 <= room
    shown = rows if fits else rows[: max(room - 2, _FEWEST_ROWS)]
    lines += [text for _, text in sorted(shown)]
    if not fits:
        lines.append(f"  and {len(rows) - len(shown):,} more")
    return lines


def _index_rows(found: Inspection) -> Iterator[tuple[int, str]]:
    """Index and line, the commonest first."""
    for index, count in sorted(found.indices.items(), key=lambda item: -item[1]):
        name = _name(found, index)
        told = "not in the class table" if index in found.unknown else as_one_line(name)
        yield index, _row(f"  {index:5}  {told}", count, found)


def _color_rows(found: Inspection) -> Iterator[tuple[int, str]]:
    names = {row.color: row for row in found.names.table} if found.names is not None else {}
    for place, (color, count) in enumerate(found.colors.items()):
        row = names.get(color)
        told = "" if row is None else as_one_line(f"{row.name} ({row.index})")
        yield place, _row(f"  {color_to_hex(color)}  {told}", count, found)


def _row(text: str, count: int, found: Inspection) -> str:
    share = 100 * count / found.pixel_count
    told = f"{share:.1f} %" if share >= 0.05 else "< 0.1 %"
    return f"{_cut(text, 44):44}{count:>15,}{told:>10}"


def _name(found: Inspection, index: int) -> str:
    row = found.names.table.at(index) if found.names is not None else None
    return "" if row is None else row.name


def _reading(each: Reading) -> str:
    """`  Pillow      np.array(Image.open())  (375, 500) uint8     index 0 15 255`."""
    if each.gets is Gets.NOTHING:
        return f"  {each.reader:10}  {each.call:22}  cannot open it"
    values = " " + " ".join(map(str, each.values)) if each.values else ""
    what = {Gets.COLORS: "colours", Gets.SCALED: "scaled"}.get(each.gets, each.gets.value)
    if each.gets is Gets.COLORS and each.reader == "OpenCV":
        what += " (BGR)"
    shape = f"{'x'.join(map(str, each.shape))} {each.dtype}"
    return _cut(f"  {each.reader:10}  {each.call:22}  {shape:18} {what}{values}", WIDTH)


def _titled(title: str, lines: list[str]) -> list[str]:
    return (
        [f"{title:{_LABEL}}what each makes of it (height x width, kind, first values)", *lines]
        if lines
        else []
    )


def _labelled(label: str, text: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"{label:{_LABEL}}",
        subsequent_indent=" " * _LABEL,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 2] + " …"
