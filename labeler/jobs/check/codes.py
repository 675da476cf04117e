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
RGB_LABEL = Code("rgb-label", ERROR, "The label image holds colours, not class indices", _CONVERT, "it becomes a palette PNG with the indices that its colours mean")
GREY_LABEL = Code("grey-label", WARNING, "The label image is grey: it trains, but looks black", _CONVERT, "it becomes a palette PNG with the same indices")
BLACK_WHITE = Code("black-white", ERROR, "The label image has only 0 and 255, background and void: nothing is learned from it", "If white is a class: labeler convert ... --grey colors, with a class table in which it is white.")
DEEP_LABEL = Code("deep-label", ERROR, "The label image has 16 bits a value", _CONVERT)
LOW_DEPTH = Code("low-depth", WARNING, "The label image has 1, 2 or 4 bits a pixel", _CONVERT, _REENCODE)
INTERLACED = Code("interlaced", WARNING, "The label image is interlaced", _CONVERT, _REENCODE)
TRANSPARENT = Code("transparent", WARNING, "The palette has transparency (tRNS): OpenCV reads four channels", _CONVERT, _REENCODE)

# What a label image holds.
UNKNOWN_INDEX = Code("unknown-index", ERROR, "Pixels have an index that the class table lacks", "Add the class, or give the pixels another index: labeler remap.")
UNKNOWN_COLOR = Code("unknown-color", ERROR, "Pixels have a colour that the class table lacks", "Add the class, or choose what such pixels become: labeler convert ... --off-palette CHOICE.")
ANTIALIASED = Code("antialiased", ERROR, "Values between two classes stand along their border", "Convert it: labeler convert ... --off-palette majority; resize label images without smoothing.")
PALETTE_ORDER = Code("palette-order", ERROR, "The palette has the table's colours at other indices", "Convert it by its colours if they are right, else recolour it.")
PALETTE_DIFFERS = Code("palette-differs", WARNING, "The palette has other colours than the class table", "Recolour it: labeler recolor PATH --classes FILE.", "it gets the colours of the class table; no pixel changes")

# Label image, image and annotation together.
SIZE_DIFFERS = Code("size-differs", ERROR, "Label image and image have different sizes", "Find the image that was labelled, or label it again.")
ORIENTATION = Code("orientation", ERROR, "The label image lies on its side: it was made before the EXIF orientation", "Turn the label image, or store the image upright.")
EXIF_IMAGE = Code("exif-image", NOTE, "The image has an EXIF orientation, which not all trainers apply", "Store the image upright.")
LABEL_STALE = Code("label-stale", ERROR, "The annotation was changed after the label image was made", "Export again: labeler export ... --overwrite update.", "it is made anew from the annotation")
LABEL_DIFFERS = Code("label-differs", WARNING, "The label image differs from its annotation", "Find out which one is right; then export again or import the label image.")

# Partners.
STEM_COLLISION = Code("stem-collision", ERROR, "Several files have one name but for their suffix", "Rename all but one of them.")
STEM_SHARED = Code("stem-shared", NOTE, "Images of a dataset have one name but for their suffix", "Nothing has to be done in Labeler, whose exports tell them apart; labelme would mix them up.")
MISSING_LABEL = Code("missing-label", WARNING, "An image has no label image", "Label it, or move it away.")
MISSING_IMAGE = Code("missing-image", ERROR, "A label image or an annotation has no image", "Bring the image back, or move the file away.")
NO_CLASSES = Code("no-classes", NOTE, "There is no class table: indices and colours cannot be compared with one", "Put a classes.csv there, or name one: --classes FILE.")
# Annotations.
UNKNOWN_CLASS = Code("unknown-class", ERROR, "A shape has a class that the class table lacks", "Add the class, or give the shape another one.")
UNREADABLE_SHAPE = Code("unreadable-shape", ERROR, "A shape of the file breaks the format and is not drawn", "Correct it in a text editor, or delete it there.")
FAR_SHAPE = Code("far-shape", ERROR, "A shape lies too far away to be drawn", "Delete it, or correct its numbers in a text editor.")
ANNOTATION_SIZE = Code("annotation-size", ERROR, "The annotation is made for an image of another size", "Put the image back that was labelled, or label this one.")
ANNOTATION_TURNED = Code("annotation-turned", ERROR, "The annotation lies on its side: it was made before the EXIF orientation", "Turn the image back, or label it upright.")
NO_SIZE = Code("no-size", NOTE, "The annotation does not tell the size of its image", "Save it once in Labeler.", "the size of the image is written into it")
IMAGE_PATH = Code("image-path", WARNING, "imagePath names another file than the image beside it: labelme opens that, or none", "Correct imagePath, or move the annotation to its image.", "imagePath is set to the image, if the file that it names does not exist")
CROSSING_SHAPE = Code("crossing-shape", WARNING, "The outline of a shape crosses itself", "Draw it again, or move the vertices.")
MISPLACED_HOLE = Code("misplaced-hole", WARNING, "A hole does not lie inside its shape", "Delete the hole, or move it.")
FLAT_SHAPE = Code("flat-shape", WARNING, "A shape has no area", "Delete it, or draw it again.")
NO_PIXEL = Code("no-pixel", WARNING, "A shape covers the centre of no pixel, and so nothing in a label image", "Delete it, or draw it larger.")
TINY_SHAPE = Code("tiny-shape", NOTE, "A shape covers fewer pixels than --tiny", "Delete it if it was drawn by accident.")
OUTSIDE_IMAGE = Code("outside-image", WARNING, "A shape lies wholly outside the image", "Delete it, or find out which image it belongs to.")
BEYOND_IMAGE = Code("beyond-image", NOTE, "A shape reaches out of the image; what is outside is not exported", "Nothing has to be done; labelme and others cut it as well.")
DOUBLE_SHAPE = Code("double-shape", WARNING, "A shape is there twice", "Delete one of them.", "the one below is removed if both say the same; no pixel changes")
TWO_CLASSES = Code("two-classes", WARNING, "Two shapes of different classes have the same outline", "Delete the one of the wrong class.")
COVERED_SHAPE = Code("covered-shape", NOTE, "Later shapes cover all of a shape", "Raise it, or delete it.")
REPEATED_VERTEX = Code("repeated-vertex", NOTE, "A shape has a vertex twice in a row", "Delete one of them.", "the vertex stands there once; no pixel changes")
DONE_EMPTY = Code("done-empty", WARNING, "The image is marked done and has no shapes", "Label it, or take the mark away; leave it if there is nothing to see.")
NOT_LABELLED = Code("not-labelled", NOTE, "Images have no shapes", "Label them, or leave them out of the export.")
NEVER_DONE = Code("not-done", NOTE, "Images have shapes and are not marked done, as others are", "Look at them, and mark them done.")

# Lists.
LIST_UNREADABLE = Code("list-unreadable", ERROR, "A list cannot be read as text", "Save it as UTF-8.")
LIST_EMPTY = Code("list-empty", WARNING, "A list names no image", "Fill it, or remove it.")
LIST_ENCODING = Code("list-encoding", ERROR, "A list begins with a byte order mark or is UTF-16", "Save it as UTF-8 without one.", "the list is written as UTF-8 without byte order mark, with LF, each name once")
LIST_LINE_ENDS = Code("list-line-ends", WARNING, "A list has other line ends than LF, or none at its end", "Save it with LF.", "the list is written with LF, each name once")
LIST_BLANK_LINE = Code("list-blank-line", ERROR, "A list has blank lines: torchvision looks for an image without name", "Delete them.", "blank lines are taken out")
LIST_BLANKS = Code("list-blanks", ERROR, "A list has blanks around names, which readers take for a part of them", "Delete them.", "blanks around names are taken away")
LIST_COMMENT = Code("list-comment", WARNING, "A list has comments, which most readers take for images", "Delete them.", "comments are taken out")
LIST_REPEATED = Code("list-repeated", WARNING, "A list has a name twice", "Delete one of them.", "each name stands there once")
LIST_SPELLING = Code("list-spelling", WARNING, "A list names images with suffix, with folder, or in other upper and lower case", "Write the name of the image without suffix.", "the names are those of the images, without suffix")
LIST_ABSENT = Code("list-absent", ERROR, "A list names an image that does not exist", "Bring the image back, or delete the line.")
LIST_NO_LABEL = Code("list-no-label", ERROR, "A list names an image that has no label image", "Label the image and export, or delete the line.")
SPLIT_OVERLAP = Code("split-overlap", ERROR, "An image is in two of train, val and test", "Decide for one of them and delete the other line.")
TRAINVAL_DIFFERS = Code("trainval-differs", WARNING, "trainval does not hold the images of train and val", "Write it anew from both.")
UNLISTED = Code("unlisted", NOTE, "A labelled image is in no list", "Add it to one, or leave it out on purpose.")

# What the set as a whole holds.
VOID_SHARE = Code("void-share", WARNING, "More of the image is void than --void-limit", "Label more of it, or leave the image out.")
ONE_VALUE = Code("one-value", NOTE, "All pixels of a label image have one index", "Look whether it was labelled at all.")
CLASS_NOT_IN_SPLIT = Code("class-not-in-split", WARNING, "A class is in one split and absent from another", "Split anew, or label more images of it.")
UNUSED_CLASS = Code("unused-class", NOTE, "Classes of the table are in no image", "Delete them if they are not wanted; indices stay as they are.")
SAME_IN_SPLITS = Code("same-in-splits", ERROR, "The same image file is in two splits under different names", "Keep it in one of them.")
ALIKE_IN_SPLITS = Code("alike-in-splits", WARNING, "Nearly the same image is in two splits", "Put both into one split, or keep one of them.")
SAME_IMAGE = Code("same-image", WARNING, "The same image file is there twice under different names", "Keep one of them.")
ALIKE_IMAGES = Code("alike-images", NOTE, "Images look nearly the same, as frames of a video do", "Keep them in one split.")
# fmt: on

CODES: tuple[Code, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Code))


def code_named(name: str) -> Code | None:
    """The code of this name, or None."""
    return next((code for code in CODES if code.name == name), None)
