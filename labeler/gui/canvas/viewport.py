"""Where the image lies on the canvas: the transform between image and device pixels. Plain numbers, no Qt.

`scale` is device pixels per image pixel; the image's top left corner lies on a whole device pixel, so that a
pan shifts the picture without drawing it anew. Below 100 % the scale is chosen so that Qt steps through the
image in exact 16.16 fixed point: any part drawn alone then equals that part of the whole picture.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.geometry import Bounds, PixelRect

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST_SCALE = 64.0

# Steps in which Qt counts source pixels (16.16 fixed point, qdrawhelper.cpp).
_FIXED_ONE = 65536


def exact_scale(scale: float) -> float:
    """The scale next to `scale` whose inverse, seen from its mip level, is a whole number of Qt's steps."""
    if scale >= 1:
        return scale
    level = mip_level(scale)
    step = 1 / (scale * 2**level)
    return float(_FIXED_ONE / (round(step * _FIXED_ONE) * 2**level))


def mip_level(scale: float) -> int:
    """How often the image is halved before it is drawn at `scale`: it is then shrunk by less than 2."""
    return max(0, math.floor(math.log2(1 / scale) + 1e-9)) if scale < 1 else 0


def smallest_scale(fit_scale: float) -> float:
    """The smallest scale at which an image is shown that fits at `fit_scale`: half of that, 100 % at most."""
    return min(fit_scale / 2, 1.0)


class Place(NamedTuple):
    """A scale, and the point of the image in the middle of the canvas as fractions of width and height."""

    scale: float
    x: float
    y: float


class Viewport:
    """The part of an image that a canvas shows, in device pixels of the canvas.

    `image_size` and `size` (of the canvas) are (width, height). The centre of the canvas never leaves the
    image, so the image cannot be lost. While `is_fitted`, the whole image stays in view when sizes change.
    `margin` is what a fitted image leaves free on each side, in screen pixels, so that its borders can be
    reached.
    """

    def __init__(self, margin: int = 8) -> None:
        self.margin = margin
        self.image_size = (0, 0)
        self.size = (0, 0)
        self.scale = 1.0
        # Device pixels per screen pixel.
        self.ratio = 1.0
        self.is_fitted = True
        # The exact place of the top left corner: rounding it anew at each zoom step would add up.
        self._left = 0.0
        self._top = 0.0
        # Whether another image is shown as large as the one before, at the same part of it.
        self.keeps_zoom = False
        self._place_before: Place | None = None

    @property
    def origin(self) -> tuple[int, int]:
        """The device pixel at which the top left corner of the image lies."""
        return (round(self._left), round(self._top))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show, or no room to show it."""
        return 0 in self.image_size or 0 in self.size

    @property
    def fit_scale(self) -> float:
        """The largest scale at which the whole image is in view with a margin."""
        if self.is_empty:
            return 1.0
        room = (max(1.0, length - 2 * self.margin * self.ratio) for length in self.size)
        return min(LARGEST_SCALE, *(a / b for a, b in zip(room, self.image_size, strict=True)))

    def show_image(self, size: tuple[int, int], *, keeps_view: bool = False) -> None:
        """Another image of `size` is there; the view stays as it is only if asked, and if the size does.

        With `keeps_zoom` the scale and the part of the image stay, unless the image before was fitted.
        """
        is_kept = keeps_view and size == self.image_size
        if is_kept:
            return
        if not self.is_empty:
            self._place_before = None if self.is_fitted else self.place
        self.image_size = size
        if self.keeps_zoom and self._place_before is not None and not self.is_empty:
            self.go_to(self._place_before)
        else:
            self.fit()

    @property
    def place(self) -> Place:
        """What is shown: the scale, and the part of the image that lies in the middle."""
        x, y = (
            (length / 2 - start) / self.scale for length, start in zip(self.size, self.origin, strict=True)
        )
        width, height = self.image_size
        return Place(self.scale, x / width, y / height)

    def go_to(self, place: Place) -> None:
        """Show a place again."""
        self.zoom_to(place.scale)
        width, height = (length * self.scale for length in self.image_size)
        self._place(self.scale, self.size[0] / 2 - place.x * width, self.size[1] / 2 - place.y * height)

    def resize(self, size: tuple[int, int], ratio: float | None = None) -> None:
        """The canvas has another size; the image stays where it is, or fitted.

        On a screen of another ratio the same part of the image stays in view, as large to the eye.
        """
        before = None if self.is_fitted or self.is_empty else self.place
        growth = 1.0 if ratio is None else ratio / self.ratio
        self.size = size
        self.ratio = self.ratio if ratio is None else ratio
        if self.is_fitted:
            self.fit()
        elif growth != 1 and before is not None:
            self.go_to(before._replace(scale=before.scale * growth))
        else:
            self._place(self.scale, self._left, self._top)

    def fit(self) -> None:
        """Show the whole image, centred."""
        scale = exact_scale(self.fit_scale)
        (width, height), (image_width, image_height) = self.size, self.image_size
        self._place(scale, (width - image_width * scale) / 2, (height - image_height * scale) / 2)
        self.is_fitted = True

    def zoom_to(self, scale: float, anchor: tuple[float, float] | None = None) -> None:
        """Show at `scale`, within the limits; the image point at `anchor` (device pixels) stays there.

        Without an anchor, the centre of the canvas does.
        """
        scale = exact_scale(min(max(scale, smallest_scale(self.fit_scale)), LARGEST_SCALE))
        x, y = (self.size[0] / 2, self.size[1] / 2) if anchor is None else anchor
        growth = scale / self.scale
        self._place(scale, x - (x - self._left) * growth, y - (y - self._top) * growth)
        self.is_fitted = False

    def zoom_by(self, factor: float, anchor: tuple[float, float] | None = None) -> None:
        """Zoom in (factor above 1) or out; a step that would pass 100 % stops there."""
        scale = self.scale * factor
        if (self.scale - 1) * (scale - 1) < 0:
            scale = 1.0
        self.zoom_to(scale, anchor)

    def pan(self, dx: float, dy: float) -> None:
        """Move the image by (dx, dy) device pixels, as far as it may go."""
        self._place(self.scale, self._left + dx, self._top + dy)
        self.is_fitted = False

    def to_image(self, x: float, y: float) -> tuple[float, float]:
        """Image coordinates of a place on the canvas."""
        left, top = self.origin
        return ((x - left) / self.scale, (y - top) / self.scale)

    def to_device(self, x: float, y: float) -> tuple[float, float]:
        """The place on the canvas of image coordinates."""
        left, top = self.origin
        return (x * self.scale + left, y * self.scale + top)

    @property
    def visible(self) -> Bounds:
        """The box of the canvas in image coordinates; it may reach beyond the image."""
        return Bounds(*self.to_image(0, 0), *self.to_image(*self.size))

    @property
    def image_rect(self) -> PixelRect:
        """The device pixels whose centre lies in the image, also those off the canvas."""
        left, top = self.origin
        width, height = (_length(pixels, self.scale) for pixels in self.image_size)
        return PixelRect(left, top, left + width, top + height)

    def device_rect(self, bounds: Bounds | PixelRect) -> PixelRect:
        """Every device pixel of the canvas that shows, or borders on, an image pixel that a box touches.

        Whole image pixels, for a shape gives all of a pixel whose centre it covers.
        """
        left, top = self.to_device(math.floor(bounds.left), math.floor(bounds.top))
        right, bottom = self.to_device(math.ceil(bounds.right), math.ceil(bounds.bottom))
        return Bounds(left, top, right, bottom).grown(1).pixels(self.size)

    def columns(self, left: int, right: int) -> NDArray[np.intp]:
        """The image column at the centre of each device column left..right-1."""
        return _sampled(left - self.origin[0], right - self.origin[0], self.scale)

    def rows(self, top: int, bottom: int) -> NDArray[np.intp]:
        """The image row at the centre of each device row top..bottom-1."""
        return _sampled(top - self.origin[1], bottom - self.origin[1], self.scale)

    def _place(self, scale: float, left: float, top: float) -> None:
        """Take scale and place, so that the centre of the canvas lies in the image."""
        self.scale = scale
        half_width, half_height = self.size[0] / 2, self.size[1] / 2
        self._left = min(max(left, half_width - self.image_size[0] * scale), half_width)
        self._top = min(max(top, half_height - self.image_size[1] * scale), half_height)


def place_of_box(
    box: Bounds | PixelRect, viewport: Viewport, share: float = 1.0, largest: float = LARGEST_SCALE
) -> Place:
    """The place with a box of the image in the middle, so large that it takes up this share of the canvas.

    No larger than at the scale `largest`, and nothing in the image makes it smaller than when all of it is
    in view: then all of it is.
    """
    sides = (max(1.0, box.right - box.left), max(1.0, box.bottom - box.top))
    room = min(share * length / side for length, side in zip(viewport.size, sides, strict=True))
    width, height = viewport.image_size
    scale = min(room, largest)
    is_inside = min(box.left, box.top) >= 0 and box.right <= width and box.bottom <= height
    if is_inside and scale <= viewport.fit_scale:
        return Place(viewport.fit_scale, 0.5, 0.5)
    middle = ((box.left + box.right) / 2 / width, (box.top + box.bottom) / 2 / height)
    return Place(scale, *middle)


def _sampled(start: int, end: int, scale: float) -> NDArray[np.intp]:
    """The image pixel at the centre of each device pixel start..end-1, counted from the image's corner."""
    centres = np.arange(start, end) + 0.5
    sampled: NDArray[np.intp] = np.floor(centres / scale).astype(np.intp)
    return sampled


def _length(pixels: int, scale: float) -> int:
    """How many device pixels have their centre in `pixels` image pixels."""
    length = max(0, math.ceil(pixels * scale - 0.5))
    while length and math.floor((length - 0.5) / scale) >= pixels:
        length -= 1
    return length
