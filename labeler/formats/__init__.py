"""One module for each file format; a format raises, it never asks or prints."""
