from __future__ import annotations

import io
import struct
import threading
import tracemalloc
import warnings

import numpy as np
import pytest
from PIL import Image, ImageFile

from labeler.core import images
from labeler.core.errors import FileUnreadableError, ImageError, ImageTooLargeError
from labeler.core.images import image_size, memory_needed, read_header, read_image

RGB = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)
SMOOTH = np.add.outer(np.arange(40), np.arange(60))[..., None].repeat(3, axis=2).astype(np.uint8) * 2
GREY16 = (np.arange(40 * 60, dtype=np.uint16) * 3 + 500).reshape(40, 60)


def saved(tmp_path, pixels, name, **options):
    path = tmp_path / name
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    image.save(path, **options)
    return path


def with_orientation(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif", "a.TIFF", "a.webp"])
def test_lossless_colour_images_give_their_pixels(tmp_path, name):
    options = {"lossless": True} if name == "a.webp" else {}
    path = saved(tmp_path, RGB, name, **options)
    loaded = read_image(path)
    assert loaded.pixels.dtype == np.uint8
    assert loaded.pixels.flags.c_contiguous
    assert np.array_equal(loaded.pixels, RGB)
    assert loaded.notices == ()
    assert image_size(path) == (60, 40)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_jpegs_of_every_colour_space_look_as_pillow_shows_them(tmp_path, mode, progressive):
    path = saved(tmp_path, Image.fromarray(SMOOTH).convert(mode), "a.jpg", progressive=progressive)
    with Image.open(path) as image:
        assert np.array_equal(read_image(path).pixels, np.asarray(image.convert("RGB")))


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.bmp", "a.tif"])
def test_palette_images_give_their_colours(tmp_path, name):
    palette_image = Image.fromarray(SMOOTH).quantize(16)
    path = saved(tmp_path, palette_image, name)
    assert np.array_equal(read_image(path).pixels, np.asarray(palette_image.convert("RGB")))


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif"])
@pytest.mark.parametrize("mode", ["L", "1"])
def test_grey_and_black_and_white_images_are_grey(tmp_path, name, mode):
    grey = Image.fromarray(SMOOTH).convert(mode)
    assert np.array_equal(read_image(saved(tmp_path, grey, name)).pixels, np.asarray(grey.convert("RGB")))


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp"])
def test_transparency_is_ignored_and_colours_count_as_stored(tmp_path, name):
    alpha = np.arange(40 * 60, dtype=np.uint8).reshape(40, 60, 1)
    options = {"lossless": True, "exact": True} if name == "a.webp" else {}
    path = saved(tmp_path, np.concatenate((RGB, alpha), axis=2), name, **options)
    assert np.array_equal(read_image(path).pixels, RGB)


def test_a_palette_with_transparent_colours_makes_no_warning(tmp_path):
    palette_image = Image.fromarray(SMOOTH).quantize(16)
    path = saved(tmp_path, palette_image, "a.png", transparency=bytes(range(16)))
    assert np.array_equal(read_image(path).pixels, np.asarray(palette_image.convert("RGB")))


def test_grey_with_transparency_is_grey(tmp_path):
    path = saved(tmp_path, Image.fromarray(RGB[..., 0]).convert("LA"), "a.png")
    assert np.array_equal(read_image(path).pixels, RGB[..., :1].repeat(3, axis=2))


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_16_bit_grey_is_stretched_and_says_so(tmp_path, name):
    path = saved(tmp_path, GREY16, name)
    loaded = read_image(path)
    assert loaded.pixels.min() == 0
    assert loaded.pixels.max() == 255
    assert np.all(np.diff(loaded.pixels[..., 0].ravel().astype(int)) >= 0)
    assert loaded.notices == ("The values 506 to 7691 are shown as black to white.",)


@pytest.mark.parametrize("dtype", [np.float32, np.int32])
def test_float_and_32_bit_tiffs_are_stretched(tmp_path, dtype):
    path = saved(tmp_path, GREY16.astype(dtype), "a.tif")
    loaded = read_image(path)
    assert (loaded.pixels.min(), loaded.pixels.max()) == (0, 255)
    assert len(loaded.notices) == 1


def test_a_tiff_with_its_bytes_the_other_way_round_is_stretched_alike(tmp_path):
    little, big = tmp_path / "little.tif", tmp_path / "big.tif"
    Image.fromarray(GREY16).save(little)
    Image.frombytes("I;16B", (60, 40), GREY16.astype(">u2").tobytes()).save(big)
    assert np.array_equal(read_image(little).pixels, read_image(big).pixels)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
def test_exif_orientation_is_applied_once(tmp_path, name, orientation):
    upright = np.zeros((40, 60, 3), np.uint8)
    upright[:20, :30] = (255, 0, 0)
    upright[20:, :30] = (0, 255, 0)
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.swapaxes(0, 1),
        6: np.rot90(upright, 1),
        7: upright[::-1, ::-1].swapaxes(0, 1),
        8: np.rot90(upright, -1),
    }[orientation]
    path = saved(tmp_path, np.ascontiguousarray(stored), name, exif=with_orientation(orientation))
    assert image_size(path) == (60, 40)
    pixels = read_image(path).pixels
    assert pixels.shape == upright.shape
    assert np.abs(pixels.astype(int) - upright)[5:15, 5:25].max() < 30
    assert np.abs(pixels.astype(int) - upright)[25:35, 5:25].max() < 30
    assert np.abs(pixels.astype(int) - upright)[5:35, 35:55].max() < 30


def test_a_jpeg_is_upright_by_content_not_by_name(tmp_path):
    assert read_header(saved(tmp_path, SMOOTH, "plain.jpg")).is_upright_jpeg
    assert read_header(saved(tmp_path, SMOOTH, "one.jpg", exif=with_orientation(1))).is_upright_jpeg
    assert not read_header(saved(tmp_path, SMOOTH, "six.jpg", exif=with_orientation(6))).is_upright_jpeg
    assert not read_header(saved(tmp_path, SMOOTH, "is_png.jpg", format="PNG")).is_upright_jpeg
    assert read_header(saved(tmp_path, SMOOTH, "is_jpeg.png", format="JPEG")).is_upright_jpeg


def test_the_size_of_a_png_is_told_without_decoding_it(tmp_path, monkeypatch):
    path = saved(tmp_path, SMOOTH, "a.png")
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("it was decoded"))
    assert image_size(path) == (60, 40)


def test_the_orientation_of_a_png_may_stand_behind_its_pixels(tmp_path):
    path = saved(tmp_path, SMOOTH, "a.png", exif=with_orientation(6))
    data = path.read_bytes()
    start = data.index(b"eXIf") - 4
    end = start + 12 + int.from_bytes(data[start : start + 4], "big")
    last = data.index(b"IEND") - 4
    path.write_bytes(data[:start] + data[end:last] + data[start:end] + data[last:])
    assert image_size(path) == (40, 60)
    assert np.array_equal(read_image(path).pixels, np.rot90(SMOOTH, -1))


def test_exif_that_cannot_be_read_means_upright(tmp_path):
    path = saved(tmp_path, SMOOTH, "a.jpg", exif=b"Exif\0\0nonsense")
    assert image_size(path) == (60, 40)
    assert read_image(path).notices == ()


@pytest.mark.parametrize("value", [0, 9, 700])
def test_an_orientation_that_does_not_exist_means_upright(tmp_path, value):
    path = saved(tmp_path, SMOOTH, "a.jpg", exif=with_orientation(value))
    assert image_size(path) == (60, 40)
    assert read_header(path).is_upright_jpeg


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.jpg", {}),
        ("a.png", {}),
        ("a.bmp", {}),
        ("a.gif", {"interlace": 0}),
        ("a.tif", {}),
        ("a.tif", {"compression": "tiff_lzw"}),
        ("a.tif", {"compression": "tiff_adobe_deflate"}),
    ],
)
def test_a_truncated_file_shows_what_could_be_decoded(tmp_path, name, options):
    big = np.random.default_rng(0).integers(0, 256, (200, 300, 3), np.uint8)
    path = saved(tmp_path, big, name, **options)
    whole = read_image(path).pixels
    data = path.read_bytes()
    path.write_bytes(cut_tiff(path) if name == "a.tif" else data[: len(data) * 6 // 10])
    loaded = read_image(path)
    assert image_size(path) == (300, 200)
    assert loaded.pixels.shape == whole.shape
    [notice] = loaded.notices
    assert notice.startswith("The file is damaged or incomplete (")
    rows = slice(150, None) if name == "a.bmp" else slice(50)  # a BMP begins at the bottom
    assert np.array_equal(loaded.pixels[rows], whole[rows])


@pytest.mark.parametrize("into_tables", [-1, 3])
def test_a_truncated_progressive_jpeg_shows_the_whole_image_less_sharp(tmp_path, into_tables):
    path = saved(tmp_path, np.kron(SMOOTH, np.ones((8, 8, 1), np.uint8)), "a.jpg", progressive=True)
    whole = read_image(path).pixels
    data = path.read_bytes()
    path.write_bytes(data[: data.rfind(b"\xff\xc4") + into_tables])
    loaded = read_image(path)
    assert len(loaded.notices) == 1
    assert np.abs(loaded.pixels.astype(int) - whole).mean() < 8


def cut_tiff(path):
    """The file with its pixels cut off and its directory, which Pillow may put behind them, kept."""
    with Image.open(path) as image:
        offsets, counts = image.tag_v2[273], image.tag_v2[279]
    data = bytearray(path.read_bytes())
    end = offsets[-1] + counts[-1]
    if struct.unpack("<I", data[4:8])[0] < offsets[0]:
        return data[: offsets[0] + (end - offsets[0]) * 6 // 10]
    data[offsets[0] + (end - offsets[0]) * 6 // 10 : end] = bytes((end - offsets[0]) * 4 // 10 + 1)
    return data


def test_a_truncated_tiff_that_lies_on_its_side_is_upright(tmp_path):
    path = saved(tmp_path, SMOOTH, "a.tif", exif=with_orientation(6))
    path.write_bytes(cut_tiff(path))
    loaded = read_image(path)
    assert loaded.pixels.shape == (60, 40, 3)
    assert len(loaded.notices) == 1


def test_reading_a_truncated_file_leaves_pillow_strict(tmp_path):
    path = saved(tmp_path, RGB, "a.jpg")
    path.write_bytes(path.read_bytes()[:2000])
    assert read_image(path).notices
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"text that is no image at all", b"\xff\xd8\xff\xe0"])
def test_a_file_that_is_no_image_is_an_error(tmp_path, data):
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    for function in (image_size, read_image, read_header, memory_needed):
        with pytest.raises(ImageError, match=r"a\.jpg: is no image that Labeler reads"):
            function(path)


def test_formats_that_run_programs_are_not_tried(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n")
    with pytest.raises(ImageError):
        image_size(path)


def test_a_missing_file_or_a_folder_is_unreadable(tmp_path):
    with pytest.raises(FileUnreadableError):
        read_image(tmp_path / "nothing.jpg")
    with pytest.raises(FileUnreadableError):
        image_size(tmp_path)


def test_of_several_pages_the_first_is_shown_with_a_notice(tmp_path):
    pages = [Image.fromarray(RGB), Image.fromarray(SMOOTH)]
    for name in ("a.tif", "a.png", "a.gif", "a.webp"):
        path = saved(tmp_path, pages[0], name, save_all=True, append_images=pages[1:], lossless=True)
        loaded = read_image(path)
        assert loaded.notices == ("The file holds several pages or frames; the first is shown.",)
        assert loaded.pixels.shape == RGB.shape
        if name != "a.gif":
            assert np.array_equal(loaded.pixels, RGB)


def test_a_photograph_with_a_preview_in_it_gives_no_notice(tmp_path):
    preview = Image.fromarray(SMOOTH[::2, ::2])
    path = saved(
        tmp_path, Image.fromarray(SMOOTH), "a.jpg", format="MPO", save_all=True, append_images=[preview]
    )
    assert read_image(path).notices == ()
    assert read_header(path).is_upright_jpeg


def test_an_image_past_pillows_limit_opens_and_the_limit_stays(tmp_path, monkeypatch):
    for name in ("a.png", "a.tif", "a.jpg"):
        path = saved(tmp_path, SMOOTH, name)
        with monkeypatch.context() as patch:
            patch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
            assert image_size(path) == (60, 40)
            assert read_image(path).pixels.shape == (40, 60, 3)
            assert Image.MAX_IMAGE_PIXELS == 100


def test_an_image_past_the_memory_is_refused_with_both_numbers(tmp_path, monkeypatch):
    path = saved(tmp_path, SMOOTH, "a.png")
    monkeypatch.setattr(images, "available_memory", lambda: 10_000)
    with pytest.raises(ImageTooLargeError) as error:
        read_image(path)
    assert str(error.value) == (
        f"{path}: 60 x 40 pixels need about 0.0 MB of memory, and 0.0 MB are free. "
        "Close other programs, or cut the image into tiles."
    )


def test_a_system_that_does_not_tell_its_memory_refuses_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(images, "available_memory", lambda: None)
    assert read_image(saved(tmp_path, SMOOTH, "a.png")).pixels.shape == (40, 60, 3)


def test_memory_that_runs_out_while_decoding_is_an_error_of_the_image(tmp_path, monkeypatch):
    path = saved(tmp_path, SMOOTH, "a.png")

    def fail(_image):
        raise MemoryError

    monkeypatch.setattr(images, "_decoded", fail)
    with pytest.raises(ImageTooLargeError, match="that is not free"):
        read_image(path)


def test_numpy_needs_no_more_memory_than_the_display_image_and_a_strip(tmp_path):
    path = saved(tmp_path, Image.new("L", (3000, 2000)), "a.png")
    tracemalloc.start()
    pixels = read_image(path).pixels
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert pixels.nbytes == 18_000_000
    assert peak < pixels.nbytes + 20_000_000
    assert memory_needed(path) == 4 * 6_000_000


@pytest.mark.parametrize(
    ("mode", "name", "per_pixel"),
    [("RGB", "a.jpg", 7), ("L", "a.jpg", 4), ("RGB", "a.webp", 19), ("I;16", "a.png", 5), ("F", "a.tif", 7)],
)
def test_the_estimate_of_memory_counts_what_each_decoder_holds(tmp_path, mode, name, per_pixel):
    path = saved(tmp_path, Image.new(mode, (60, 40)), name)
    assert memory_needed(path) == per_pixel * 60 * 40


def test_a_progressive_jpeg_needs_more_memory(tmp_path):
    path = saved(tmp_path, SMOOTH, "a.jpg", progressive=True)
    assert memory_needed(path) == 13 * 60 * 40


def test_warnings_of_pillow_do_not_come_through(tmp_path):
    path = saved(tmp_path, SMOOTH, "a.tif")
    data = bytearray(path.read_bytes())
    # Three values for a tag that has one: Pillow warns of "too many entries".
    place = data.index(struct.pack("<HHI", 259, 3, 1))
    data[place : place + 8] = struct.pack("<HHI", 259, 3, 2)
    path.write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert image_size(path) == (60, 40)
        assert np.array_equal(read_image(path).pixels, SMOOTH)


def test_many_threads_read_at_once(tmp_path, monkeypatch):
    paths = [saved(tmp_path, RGB, f"{number}.png") for number in range(4)]
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 3000)
    results = []

    def read():
        results.extend(np.array_equal(read_image(path).pixels, RGB) for path in paths * 5)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 80
    assert all(results)
    assert Image.MAX_IMAGE_PIXELS == 3000


def test_a_png_of_16_bit_colours_shows_their_upper_8_bits(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(png_rgb16(RGB.astype(np.uint16) * 256 + 77))
    assert np.array_equal(read_image(path).pixels, RGB)


def png_rgb16(values):
    """A PNG of 16-bit RGB, which Pillow cannot write."""
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = values.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    file = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    file.seek(8)
    file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)))
    file.write(chunk(b"IDAT", zlib.compress(rows)))
    file.write(chunk(b"IEND", b""))
    return file.getvalue()
