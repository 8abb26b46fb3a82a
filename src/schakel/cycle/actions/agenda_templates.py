# SPDX-License-Identifier: EUPL-1.2
"""Keep the usual agenda of a body, so that a meeting starts with its lines and minutes."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from schakel.cycle.models import AgendaTemplate, ItemKind
from schakel.cycle.queries.agenda_templates import TemplateLine
from schakel.koers.failures import N_, Failure
from schakel.programme.models import Body
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class TemplateWithoutLines(Failure):
    """A standard agenda without a line."""

    template = N_("A standard agenda needs at least one line.")
    cure = N_("Write a line for each item, with its minutes.")


class WrongTemplateLine(Failure):
    """A line of a standard agenda that cannot become an item."""

    template = N_("Line {n} of the standard agenda is not right: “{line}”.")
    cure = N_("Give it a title, more than 0 minutes, and say whether it is to decide, discuss or inform.")


def add_template(
    *, title: str, lines: Iterable[TemplateLine], by: Actor, at: datetime, body: str = Body.BOARD
) -> AgendaTemplate:
    """Keep a standard agenda.

    Raises
    ------
    TemplateWithoutLines, WrongTemplateLine
        When its lines cannot become items.
    """
    template = AgendaTemplate(body=body, title=title, lines=_as_data(lines))
    return add_record(template, action="template.add", by=by, at=at)


def change_template(
    *,
    template: AgendaTemplate,
    expected_version: int | None,
    title: str,
    body: str,
    lines: Iterable[TemplateLine],
    by: Actor,
    at: datetime,
) -> AgendaTemplate:
    """Change a standard agenda; meetings that were made with it stay as they are."""
    return change_record(
        template,
        action="template.change",
        expected_version=expected_version,
        by=by,
        at=at,
        changes={"title": title, "body": body, "lines": _as_data(lines)},
    )


def remove_template(
    *, template: AgendaTemplate, expected_version: int | None, by: Actor, at: datetime
) -> None:
    """Remove a standard agenda; meetings that were made with it stay as they are."""
    remove_record(template, action="template.remove", expected_version=expected_version, by=by, at=at)


def _as_data(lines: Iterable[TemplateLine]) -> list[dict[str, object]]:
    found = list(lines)
    if not found:
        raise TemplateWithoutLines
    for n, line in enumerate(found, start=1):
        wrong_minutes = line.minutes is not None and line.minutes <= 0
        if not line.title.strip() or wrong_minutes or line.kind not in ItemKind.values:
            raise WrongTemplateLine(n=n, line=line.title)
    return [asdict(line) | {"kind": str(line.kind)} for line in found]
