"""Every kind of finding, one line each: the table from which the documentation and the window's list are made.

The order is that of reports: what keeps a file from being read first, then label images, annotations, sets.
"""

# ruff: noqa: E501 - a table is read line by line

from __future__ import annotations

from labeler.jobs.check.finding import Code, Severity

NOTE, WARNING, ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR

_CONVERT = "Convert it: labeler convert SOURCE TARGET --classes FILE."
_REENCODE = "it is written anew as an 8-bit palette PNG with the same indices"

# fmt: off
# Files that cannot be read.
IMAGE_UNREADABLE = Code("image-unreadable", ERROR, "The image is damaged, truncated, or no image", "Replace it by a whole copy.")
LABEL_UNREADABLE = Code("label-unreadable", ERROR, "The label image is damaged, truncated, or of no kind that holds classes", "Replace it by a whole copy, or write it anew.")
ANNOTATION_UNREADABLE = Code("annotation-unreadable", ERROR, "The annotation file cannot be read", "Correct it in a text editor, or restore it.")

# What kind of file a label image is.
NOT_PNG = Code("not-png", ERROR, "The label image is no PNG", _CONVERT)
RGB_LABEL = Code("rgb-label", ERROR, "The label image holds colours, not class indices", _CONVERT, "a palette PNG, if all its colours are those of the class table")
GREY_LABEL = Code("grey-label", WARNING, "The label image is grey: it trains, but looks black", _CONVERT, "a palette PNG with the same indices, if the class table has them all")
DEEP_LABEL = Code("deep-label", ERROR, "The label image has 16 bits a value", _CONVERT)
LOW_DEPTH = Code("low-depth", WARNING, "The label image has 1, 2 or 4 bits a pixel", _CONVERT, _REENCODE)
INTERLACED = Code("interlaced", WARNING, "The label image is interlaced", _CONVERT, _REENCODE)
TRANSPARENT = Code("transparent", WARNING, "The palette has transparency (tRNS): OpenCV reads four channels", _CONVERT, _REENCODE)

# What a label image holds.
UNKNOWN_INDEX = Code("unknown-index", ERROR, "Pixels have an index that the class table lacks", "Add the class, or remap the index.")
UNKNOWN_COLOR = Code("unknown-color", ERROR, "Pixels have a colour that the class table lacks", "Add the class, or convert with a tolerance.")
ANTIALIASED = Code("antialiased", ERROR, "Values between two classes stand along their border", "Convert it by majority; resize label images without smoothing.")
PALETTE_ORDER = Code("palette-order", ERROR, "The palette has the table's colours at other indices", "Convert it by its colours if they are right, else recolour it.")
PALETTE_DIFFERS = Code("palette-differs", WARNING, "The palette has other colours than the class table", "Recolour it: labeler recolor PATH --classes FILE.", "the colours of the class table; no pixel changes")

# Label image, image and annotation together.
SIZE_DIFFERS = Code("size-differs", ERROR, "Label image and image have different sizes", "Find the image that was labelled, or label it again.")
ORIENTATION = Code("orientation", ERROR, "The label image lies on its side: it was made before the EXIF orientation", "Turn the label image, or store the image upright.")
EXIF_IMAGE = Code("exif-image", NOTE, "The image has an EXIF orientation, which not all trainers apply", "Store the image upright.")
LABEL_STALE = Code("label-stale", ERROR, "The annotation was changed after the label image was made", "Export again: labeler export ... --overwrite update.", "the label image is made anew from the annotation")
LABEL_DIFFERS = Code("label-differs", WARNING, "The label image differs from its annotation", "Find out which one is right; then export again or import the label image.")

# Partners.
STEM_COLLISION = Code("stem-collision", ERROR, "Several files have one name but for their suffix", "Rename all but one of them.")
MISSING_LABEL = Code("missing-label", WARNING, "An image has no label image", "Label it, or move it away.")
MISSING_IMAGE = Code("missing-image", ERROR, "A label image or an annotation has no image", "Bring the image back, or move the file away.")
NO_CLASSES = Code("no-classes", NOTE, "There is no class table: indices and colours cannot be compared with one", "Put a classes.csv there, or name one: --classes FILE.")
# fmt: on

CODES: tuple[Code, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Code))


def code_named(name: str) -> Code | None:
    """The code of this name, or None."""
    return next((code for code in CODES if code.name == name), None)
