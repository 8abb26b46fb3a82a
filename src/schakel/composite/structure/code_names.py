# SPDX-License-Identifier: EUPL-1.2
"""Short codes for units, indicators and branches that so far have only a name (COINr: ``names_to_codes``)."""

import re
import unicodedata
from collections.abc import Sequence

from schakel.composite.bad_input import N_, BadInput
from schakel.composite.spreadsheets.cells import UNKNOWN_WORDS

LONGEST_CODE = 12
WORD = re.compile(r"[A-Za-z]+|[0-9]+")
# letters taken of each word, by the number of words
LETTERS = {1: 8, 2: 5, 3: 4, 4: 3}
LETTERS_OF_MANY = 2
SMALL_ENGLISH = "a an and as at by for from in into of on or per than that the to with"
SMALL_DUTCH = (
    "aan bij dat de den der die door een en het in met naar of om onder op over per te tot uit van voor"
)
SMALL_WORDS = frozenset(f"{SMALL_ENGLISH} {SMALL_DUTCH}".split())
# letters that have no accent to take off
PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d"}
    | {"Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i"}
)
WITHOUT_LETTERS = "Code"
BEFORE_A_DIGIT = "N"


class NameEmpty(BadInput):
    """A name without anything in it."""

    template = N_("Name number {number} is empty.")
    cure = N_("Give every unit, indicator and branch a name.")


def codes_from_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return a short, readable code for every name, in the same order.

    A code is the beginning of each word that carries meaning, one after the other: "Share of young people"
    becomes SharYounPeop. It starts with a letter, has letters and digits only (no accents), and at
    most 12 of them; no two differ in capitals only. What would be the same gets a number: the first keeps
    the code, the next ones get 2, 3 and so on. The same names always give the same codes, but a code can
    depend on the names before it: make codes once and keep them.

    Raises
    ------
    NameEmpty
        For a name without anything in it.
    """
    for number, name in enumerate(names, start=1):
        if not name.strip():
            raise NameEmpty(number=number)
    wished = [_shorten(name) for name in names]
    plain = {code.casefold() for code in wished}
    taken = set(UNKNOWN_WORDS)
    codes = []
    for code in wished:
        unique, number = code, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{code[: LONGEST_CODE - len(str(number))]}{number}"
            if unique.casefold() in plain:
                unique = code
        taken.add(unique.casefold())
        codes.append(unique)
    return tuple(codes)


def _shorten(name: str) -> str:
    """Return the beginnings of the words of a name, without accents and small words."""
    bare = unicodedata.normalize("NFKD", name.translate(PLAIN))
    words = WORD.findall("".join(letter for letter in bare if not unicodedata.combining(letter)))
    told = [word for word in words if word.lower() not in SMALL_WORDS or word.isupper()] or words
    letters = LETTERS.get(len(told), LETTERS_OF_MANY)
    code = "".join(_begin(word, letters) for word in told) or WITHOUT_LETTERS
    if code[0].isdigit():
        code = BEFORE_A_DIGIT + code
    return code[:LONGEST_CODE]


def _begin(word: str, letters: int) -> str:
    """Return the beginning of a word, where it is cut up to a consonant; digits and capitals stay."""
    if word.isdigit():
        return word
    begin = word[:letters]
    if len(word) > letters >= LETTERS[3]:
        begin = begin.rstrip("aeiouAEIOU") or begin
    return begin if word.isupper() else begin.capitalize()
