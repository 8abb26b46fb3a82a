# SPDX-License-Identifier: EUPL-1.2
"""A text in Dutch and English."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Label:
    """The same words in Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in ``language`` ("nl" or "en")."""
        return self.en if language == "en" else self.nl
