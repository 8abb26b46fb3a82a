# SPDX-License-Identifier: EUPL-1.2
"""The message catalogue of this room: English source strings, Dutch from ``locale``.

The compiled ``.mo`` is made by ``make``; where it is absent or older than the ``.po``, the
``.po`` is compiled in memory, so that a sentence is never silently English.
"""

import gettext
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Say = Callable[..., str]
CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "documents"


class Words:
    """Translates an English source string and fills in its ``{named}`` details.

    Call it with literal strings only, since the catalogue is extracted from the code.
    """

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, source: str, /, **details: object) -> str:
        """Return ``source`` in the language, with the details filled in."""
        text = self._catalogue.gettext(source)
        return text.format(**details) if details else text

    def choose(self, singular: str, plural: str, n: int, /, **details: object) -> str:
        """Return the singular or plural sentence for ``n``; ``{n}`` is available in both."""
        return self._catalogue.ngettext(singular, plural, n).format(**({"n": n} | details))


@cache
def words(language: str) -> Words:
    """Return the translator for "nl" or "en".

    Raises
    ------
    ValueError
        When the language is another one.
    """
    if language == "en":
        return Words("en", gettext.NullTranslations())
    if language != "nl":
        raise ValueError(f'The language must be "nl" or "en", not {language!r}.')
    return Words("nl", _load(CATALOGUES / "nl" / "LC_MESSAGES" / f"{DOMAIN}.po"))


def _load(po_file: Path) -> gettext.GNUTranslations:
    """Open the compiled catalogue, or compile the source when that is newer."""
    mo_file = po_file.with_suffix(".mo")
    if mo_file.exists() and mo_file.stat().st_mtime >= po_file.stat().st_mtime:
        with mo_file.open("rb") as compiled:
            return gettext.GNUTranslations(compiled)
    with po_file.open("rb") as source:
        catalogue = read_po(source, locale="nl")
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)
