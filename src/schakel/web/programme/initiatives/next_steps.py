# SPDX-License-Identifier: EUPL-1.2
"""What can be done next about an initiative, by those who may."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from schakel.programme.models import Continuity, InitiativeRelation, Stage
from schakel.programme.queries.initiative_sheet import InitiativeSheet
from schakel.programme.transitions import ENDED
from schakel.web.reading import Reading
from schakel.web.rights.visitor import Visitor


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step: what it is, and the page and address on which it is done."""

    text: str
    page: str
    url: str


def next_steps(
    sheet: InitiativeSheet, reading: Reading, visitor: Visitor, *, has_update: bool
) -> list[NextStep]:
    """Return the steps that the state of an initiative asks for and this reader may take."""
    code = sheet.initiative.code
    return [
        NextStep(text, page, reading.url(page, code))
        for page, text in _wanted(sheet, has_update=has_update)
        if visitor.may(page, "write", {"initiative": code})
    ]


def _wanted(sheet: InitiativeSheet, *, has_update: bool) -> Iterator[tuple[str, str]]:
    initiative = sheet.initiative
    if initiative.relation == InitiativeRelation.EXTERNAL:
        if not sheet.links:
            yield "initiative-links", _("Link it to the initiatives of ours that it has to do with")
        return
    late = initiative.exit_on is not None and initiative.exit_on < sheet.today
    if initiative.stage == Stage.UNKNOWN:
        yield "initiative-stage", _("Record in which stage it is")
    elif initiative.stage == Stage.QUARTERMASTER and late:
        yield "initiative-stage", _("End the preparation, or extend it with a reason")
    if initiative.stage not in ENDED:
        yield from _wanted_while_it_runs(sheet)
        if not has_update:
            yield "initiative-update", _("Tell how it goes, in five minutes")


def _wanted_while_it_runs(sheet: InitiativeSheet) -> Iterator[tuple[str, str]]:
    if sheet.money.is_cliff and sheet.initiative.continuity != Continuity.ARRANGED:
        yield "initiative-embedding", _("Arrange what carries it when its money ends")
    if not sheet.roles.has_accountable:
        yield "initiative-responsibilities", _("Name the partner who answers for it")
    if not sheet.embedding.is_asked:
        yield "initiative-embedding", _("Answer the six questions on embedding")
    if not sheet.participations:
        yield "initiative-partners", _("Say which partners take part, in which role")
