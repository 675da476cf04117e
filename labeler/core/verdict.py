"""Whether a label image can train, why not, and the command that mends it: the words of `labeler inspect`."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.decoders import luma
from labeler.core.inspection import (
    ARRAY,
    COLOR_PNG,
    DAMAGED,
    FOLDER,
    GREY_PNG,
    IMAGE,
    NO_IMAGE,
    PALETTE_PNG,
    Inspection,
)
from labeler.core.known_tables import equally_good, has_near, only_choice, recognise
from labeler.core.palette import voc_palette

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_CLASSES = 256
_MANY_GREYS = 100
_DARK = 40  # greys below it look black on a screen
_VOC_CLASSES = 21
_INSTANCE_FOLDER = "SegmentationObject"
_LOSSY = ("JPEG", "WEBP")
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether trainers get class indices of a file, sentences that say why, and commands that mend it."""

    can_train: bool
    sentences: tuple[str, ...]
    commands: tuple[str, ...] = ()


def verdict_on(found: Inspection) -> Verdict:
    """The verdict on a file that was looked at."""
    if found.path.parent.name == _INSTANCE_FOLDER and found.kind in (PALETTE_PNG, GREY_PNG):
        words = f"It lies in {_INSTANCE_FOLDER}: its numbers count objects and are no classes."
        return Verdict(False, (words,))
    return {
        PALETTE_PNG: _on_palette,
        GREY_PNG: _on_grey,
        COLOR_PNG: _on_colors,
        IMAGE: _on_image,
        ARRAY: _on_array,
        DAMAGED: _on_damaged,
        NO_IMAGE: _on_no_image,
        FOLDER: _on_folder,
    }[found.kind](found)


def _on_palette(found: Inspection) -> Verdict:
    if found.problem:
        return _on_damaged(found)
    sentences = [
        "Every pixel stores a class index; the colours are only a table in the file's head. Pillow gives the "
        "indices (PyTorch, torchvision, mmsegmentation, Hugging Face)."
    ]
    commands: list[str] = []
    faults = _form_faults(found)
    if faults:
        sentences.append(f"It is better without {' and '.join(faults)}.")
        commands.append(f"labeler check {_quoted(found)} --fix")
    if found.palette is not None and max(found.indices) >= len(found.palette):
        sentences.append(f"Its palette ends before the index {max(found.indices)}, which shows as black.")
    if set(found.indices) == {BACKGROUND, VOID}:
        sentences.append("Only 0 and 255 occur, background and void: nothing is learned of this file.")
    if not found.unknown:
        sentences.append(
            "OpenCV and TensorFlow decode the colours: give them a grey twin (labeler export --grey)."
        )
    return _with_indices(found, sentences, commands)


def _form_faults(found: Inspection) -> list[str]:
    faults = []
    if found.has_transparency:
        faults.append("transparency (tRNS; OpenCV reads 4 channels)")
    if found.depth < 8:
        faults.append(f"its {found.depth}-bit pixels, which not all readers know")
    if found.is_interlaced:
        faults.append("interlacing")
    return faults


def _on_grey(found: Inspection) -> Verdict:
    if found.problem:
        return _on_damaged(found)
    convert = _convert(found)
    if found.depth == 16:
        words = (
            "Its values have 16 bits: TensorFlow and OpenCV's grey take the upper 8, and most losses refuse."
        )
        if max(found.indices) <= VOID:
            return Verdict(False, (words,), (convert,))
        many = f"It has values up to {max(found.indices)}: instance numbers, perhaps, and no class indices."
        return Verdict(False, (words, many))
    if found.depth < 8:
        factor = 255 // (2**found.depth - 1)
        bits = "1 bit" if found.depth == 1 else f"{found.depth} bits"
        words = f"It has {bits} a pixel, which every reader scales: index 1 arrives as {factor}."
        return Verdict(False, (words,), (convert,))
    if set(found.indices) - {BACKGROUND} == {VOID}:
        words = "Only 0 and 255 occur: background and void, of which nothing is learned. Is white a class?"
        return Verdict(False, (words,), (f"{_convert(found, 'FILE')} --grey colors",))
    if _looks_like_luma(found):
        words = (
            "Its values are the brightness of VOC's colours and no indices: a palette PNG was made grey. "
            "Make it anew from that, or translate the values."
        )
        return Verdict(False, (words,), (f"labeler remap {_quoted(found)} --map mapping.csv",))
    if len(found.indices) > _MANY_GREYS and found.names is None:
        words = f"It has {len(found.indices)} greys: a photograph or blurred edges, and no class indices."
        return Verdict(False, (words,))
    is_dark = max(set(found.indices) - {VOID}, default=0) < _DARK
    look = " It looks black, since indices are small: that is no fault." if is_dark else ""
    sentences = [f"Every value is a class index, in every reader.{look}"]
    return _with_indices(found, sentences, [])


def _looks_like_luma(found: Inspection) -> bool:
    """Whether all values are greys of VOC's colours, as libpng or Pillow makes them, and no class indices."""
    values = set(found.indices)
    colors = voc_palette()[[*range(_VOC_CLASSES), VOID]]
    by_pillow = [(19595 * r + 38470 * g + 7471 * b + 0x8000) >> 16 for r, g, b in colors.tolist()]
    is_index = max(values - {VOID}, default=0) < _VOC_CLASSES
    return len(values) > 2 and not is_index and values <= {*luma(colors), *by_pillow}


def _with_indices(found: Inspection, sentences: list[str], commands: list[str]) -> Verdict:
    """What the class table says of the indices in use."""
    if found.unknown:
        assert found.names is not None
        told = _listed(f"{index} ({count:,} px)" for index, count in found.unknown.items())
        plural = "indices" if len(found.unknown) > 1 else "index"
        words = f"{found.names.source} lacks the {plural} {told}: a loss over its classes fails there."
        remap = f"labeler remap {_quoted(found)} --map mapping.csv"
        return Verdict(False, (words, *sentences), (remap, *commands))
    if len(found.indices) == 1:
        sentences = [*sentences, "All pixels have one index: was it labelled at all?"]
    return Verdict(True, tuple(sentences), tuple(commands))


def _on_colors(found: Inspection) -> Verdict:
    if found.problem:
        words = f"It cannot be taken as class colours: it {found.problem}."
        return Verdict(False, (words,), ("Save it as RGB PNG of 8 bits a channel, then convert it.",))
    channels = "values" if found.color_type == 4 else "colours"
    sentences = [
        f"Its pixels are {channels}, not class indices: it looks like a palette PNG, but trainers get "
        "an array of three or four channels in place of one index a pixel."
    ]
    if found.is_grey_rgb:
        sentences.append(
            "Its channels are equal: perhaps the values are indices, saved as RGB. Save one channel of it."
        )
    return _to_convert(found, sentences)


def _to_convert(found: Inspection, sentences: list[str]) -> Verdict:
    """Which table the colours are of, and the command that makes indices of them."""
    if found.names is not None and set(found.colors) <= {row.color for row in found.names.table}:
        sentences.append(f"All its colours are those of {found.names.source}.")
        return Verdict(False, tuple(sentences), (_convert(found),))
    blurred = "nearest" if found.format in _LOSSY else "majority"
    if found.names is not None and has_near(found.colors, found.names.table):
        sentences.append(f"Its colours are those of {found.names.source}, but for pixels that were blurred.")
        return Verdict(False, tuple(sentences), (f"{_convert(found)} --off-palette {blurred}",))
    matches = recognise(found.colors)
    choice = only_choice(matches, found.colors)
    if matches:
        likeliest = equally_good(matches)[:2] if choice is None else [choice]
        told = " or ".join(match.in_words for match in likeliest)
        sentences.append(f"It looks like {told}.")
    elif len(found.colors) > _MOST_CLASSES:
        sentences.append(
            f"It has {len(found.colors):,} colours, more than there are classes: a photograph, or edges "
            "blurred by JPEG, resizing or antialiasing."
        )
    command = _convert(found, choice.name if choice is not None else "FILE")
    if found.format in _LOSSY or (matches and matches[0].distance):
        command += f" --off-palette {blurred}"
    return Verdict(False, tuple(sentences), (command,))


def _on_image(found: Inspection) -> Verdict:
    if found.problem:
        return Verdict(False, (f"It holds no classes: it {found.problem}.",))
    loss = {
        "JPEG": "JPEG changes pixel values, so that neither indices nor colours stay as they were written.",
        "WEBP": "WebP is no format of label images, and may have changed the values.",
    }
    sentences = [
        loss.get(found.format, f"{found.format} is no format of label images: readers disagree on it.")
    ]
    if found.colors:
        return _to_convert(found, sentences)
    return Verdict(False, tuple(sentences), (_convert(found),))


def _on_array(found: Inspection) -> Verdict:
    if found.problem:
        return Verdict(
            False, (f"It is no label map: {found.problem}. Of scores, argmax over the classes is.",)
        )
    sentences = ["An array of class indices, for code that reads it by numpy.load; image readers cannot."]
    return _with_indices(found, sentences, [_convert(found)])


def _on_damaged(found: Inspection) -> Verdict:
    if found.kind != DAMAGED:
        return Verdict(False, (f"Its pixels cannot be looked at: it {found.problem}.",))
    problem = found.problem.removeprefix("is damaged: ")
    return Verdict(False, (f"It is damaged: {problem}. Replace it by a whole copy, or write it anew.",))


def _on_no_image(found: Inspection) -> Verdict:
    return Verdict(False, (f"It is no image: {found.problem}.",))


def _on_folder(found: Inspection) -> Verdict:
    return Verdict(False, ("It is a folder, and not a label image.",), (f"labeler check {_quoted(found)}",))


def _convert(found: Inspection, table: str = "") -> str:
    """The command, by the class table that gave the names where none is named."""
    own = "FILE" if found.names is None else shlex.quote(found.names.option)
    return f"labeler convert {_quoted(found)} TARGET --classes {table or own}"


def _quoted(found: Inspection) -> str:
    return shlex.quote(str(found.path))


def _listed(told: Iterable[str]) -> str:
    words = list(told)
    return ", ".join(words[:_NAMED]) + (f" and {len(words) - _NAMED} more" if len(words) > _NAMED else "")
