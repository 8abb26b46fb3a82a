# SPDX-License-Identifier: EUPL-1.2
"""A standard agenda as lines of text, as a person writes them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schakel.cycle.models import ItemKind
from schakel.cycle.queries.agenda_templates import TemplateLine


def kind_names() -> dict[str, str]:
    """Return the word for each kind of item, as it is written in a line."""
    return {ItemKind.INFORM: _("know"), ItemKind.DISCUSS: _("discuss"), ItemKind.DECIDE: _("decide")}


def read_lines(text: str) -> list[TemplateLine]:
    """Return the lines that a text holds.

    Raises
    ------
    ValidationError
        With what is wrong in each line.
    """
    found, problems = [], []
    for n, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                found.append(_read(line))
            except ValueError as error:
                problems.append(_("Line %(n)s: %(problem)s") % {"n": n, "problem": error})
    if problems:
        raise ValidationError(problems)
    return found


def _read(line: str) -> TemplateLine:
    parts = [part.strip() for part in line.split(";", 3)]
    title, minutes, kind, asked = (*parts, *[""] * (4 - len(parts)))
    if not title:
        raise ValueError(_("the title is missing."))
    if minutes and not (minutes.isascii() and minutes.isdigit() and len(minutes) <= 3 and int(minutes)):
        raise ValueError(_("“%(found)s” is no number of minutes.") % {"found": minutes})
    kinds = {name: code for code, name in kind_names().items()}
    if kind and kind.lower() not in kinds:
        wanted = ", ".join(kinds)
        raise ValueError(_("“%(found)s” is none of: %(wanted)s.") % {"found": kind, "wanted": wanted})
    code = kinds.get(kind.lower(), ItemKind.DISCUSS)
    return TemplateLine(title[:200], str(code), int(minutes) if minutes else None, asked[:500])


def write_lines(lines: Iterable[TemplateLine]) -> str:
    """Return lines as text that :func:`read_lines` reads."""
    names = kind_names()
    return "\n".join(
        "; ".join(
            part
            for part in (
                line.title.replace(";", ","),
                str(line.minutes or ""),
                names.get(ItemKind(line.kind), ""),
                line.asked,
            )
        ).rstrip("; ")
        for line in lines
    )
