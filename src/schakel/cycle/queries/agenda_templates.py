# SPDX-License-Identifier: EUPL-1.2
"""The standard agendas: those that come with Schakel, and those that the bureau made itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pydantic
import yaml

from schakel.cycle.models import AgendaTemplate, ItemKind
from schakel.koers.entries import Code, Entry, Words
from schakel.programme.models import Body

FILE = Path(__file__).parents[1] / "standard_agendas.yaml"
Minutes = Annotated[int, pydantic.Field(gt=0, le=480)]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A line of a standard agenda, which becomes an item; ``minutes`` is ``None`` when left open."""

    title: str
    kind: str = ItemKind.DISCUSS
    minutes: int | None = None
    asked: str = ""


class StandardLine(Entry):
    """A line of an agenda that comes with Schakel."""

    label: Words
    kind: Literal["inform", "discuss", "decide"]
    minutes: Minutes
    asked: Words


class StandardAgenda(Entry):
    """An agenda that comes with Schakel, for a body and a meeting of some minutes."""

    code: Code
    body: str
    minutes: Minutes
    label: Words
    lines: tuple[StandardLine, ...]

    def in_language(self, language: str) -> tuple[TemplateLine, ...]:
        """Return its lines in a language."""
        return tuple(
            TemplateLine(
                line.label.in_language(language), line.kind, line.minutes, line.asked.in_language(language)
            )
            for line in self.lines
        )


@cache
def standard_agendas() -> tuple[StandardAgenda, ...]:
    """Return the agendas that come with Schakel."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found = tuple(
        StandardAgenda.model_validate(entry | {"lines": tuple(entry["lines"])}) for entry in data["agendas"]
    )
    unknown = {agenda.body for agenda in found} - set(Body.values)
    if unknown:
        raise ValueError(f"unknown bodies in {FILE.name}: {sorted(unknown)}")
    return found


def lines_of(template: AgendaTemplate) -> tuple[TemplateLine, ...]:
    """Return the lines of an agenda that the bureau made."""
    return tuple(_line(entry) for entry in template.lines)


def _line(entry: Mapping[str, Any]) -> TemplateLine:
    return TemplateLine(
        str(entry["title"]), str(entry["kind"]), entry.get("minutes"), str(entry.get("asked", ""))
    )


def list_templates() -> list[AgendaTemplate]:
    """Return the agendas that the bureau made, by body and title."""
    return list(AgendaTemplate.objects.order_by("body", "title", "pk"))
