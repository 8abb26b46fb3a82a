# SPDX-License-Identifier: EUPL-1.2
"""What a failure that a reader can cure looks like, in every room."""

from typing import ClassVar


def N_(text: str) -> str:
    """Mark an English source string for the message catalogue without translating it here."""
    return text


class Failure(Exception):  # noqa: N818
    """A failure that says what was found, where, what was expected and what to do.

    Subclasses live next to the function that raises them and set ``template`` and
    ``cure``: English source strings (marked with ``N_``) with ``{named}`` details.
    ``documents`` turns both into Dutch or English; ``str()`` gives the English text.
    """

    template: ClassVar[str] = N_("Something went wrong.")
    cure: ClassVar[str] = ""

    def __init__(self, **details: object) -> None:
        super().__init__(details)
        self.details = details

    def __str__(self) -> str:
        sentence = self.template.format(**self.details)
        return f"{sentence} {self.cure.format(**self.details)}".strip()
