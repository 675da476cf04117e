"""How well what is typed fits a text: whole words before parts of words, parts before scattered letters."""

from __future__ import annotations

# What a word is worth that begins the text, begins a word in it, stands in it, or gives the first letters of
# its words; letters that only follow one another are worth less the more others stand between.
_BEGINS, _BEGINS_WORD, _INSIDE, _INITIALS, _SCATTERED = 100, 80, 60, 50, 40


def fitness(word: str, text: str) -> int:
    """How well a word fits a text, both in lower case: from 1 on, or 0 when its letters are not in it.

    They may stand apart, but in the order of the word.
    """
    if text.startswith(word):
        return _BEGINS
    if f" {word}" in text:
        return _BEGINS_WORD
    if word in text:
        return _INSIDE
    if "".join(part[0] for part in text.split()).startswith(word):
        return _INITIALS
    spans = [
        span for start in range(len(text)) if text[start] == word[0] and (span := _span(word, text, start))
    ]
    return max(1, _SCATTERED - 2 * (min(spans) - len(word))) if spans else 0


def _span(word: str, text: str, start: int) -> int:
    """How many letters of the text, from `start` on, hold the letters of the word; 0 when they do not."""
    place = start - 1
    for letter in word:
        place = text.find(letter, place + 1)
        if place < 0:
            return 0
    return place + 1 - start
