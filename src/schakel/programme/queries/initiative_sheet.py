# SPDX-License-Identifier: EUPL-1.2
"""Everything that the sheet of one initiative tells, read once."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, QuerySet

from schakel.programme.models import (
    Continuity,
    Initiative,
    InitiativeName,
    LineageKind,
    Milestone,
    Participation,
    ParticipationRole,
)
from schakel.programme.queries.carried_promises import CarriedPromise, carried_promises
from schakel.programme.queries.embedding import EmbeddingState, checklist
from schakel.programme.queries.funding import MoneyUntil, money_until
from schakel.programme.queries.initiative_links import LinkedInitiative, recorded_links
from schakel.programme.queries.lineage import LineageGraph, lineage_graph
from schakel.programme.queries.readiness import Innovation, innovations
from schakel.programme.queries.responsibilities import SubjectRoles, responsibility_table
from schakel.programme.queries.stage_evidence import Evidence, best_evidence
from schakel.programme.queries.stages import Age, StageStep, age_of, stage_history, stage_since


@dataclass(frozen=True, slots=True)
class InitiativeSheet:
    """The sheet of an initiative on a day; lists are in the order in which they are shown."""

    initiative: Initiative
    today: date
    names: tuple[InitiativeName, ...]
    stages: tuple[StageStep, ...]
    stage_since: date | None
    age: Age | None
    lineage: LineageGraph
    participations: tuple[Participation, ...]
    roles: SubjectRoles
    links: tuple[LinkedInitiative, ...]
    embedding: EmbeddingState
    innovations: tuple[Innovation, ...]
    milestones: tuple[Milestone, ...]
    money: MoneyUntil
    evidence: Evidence | None
    carried: tuple[CarriedPromise, ...]


def initiative_sheet(initiative: Initiative, today: date) -> InitiativeSheet:
    """Read the sheet of one initiative; at most twenty-two queries, whatever its size.

    Updates, results, indicators, money and activities have queries of their own.
    """
    pk = initiative.pk
    changes = list(initiative.stage_changes.select_related("into"))
    initiative._prefetched_objects_cache = {"stage_changes": changes}  # type: ignore[attr-defined]
    lineage = lineage_graph()
    partners = Participation.objects.filter(initiative=pk).select_related("partner")
    readiness = initiative.readiness.select_related("owner", "initiative")
    sheet = InitiativeSheet(
        initiative=initiative,
        today=today,
        names=tuple(names_in_order(initiative)),
        stages=stage_history(changes, today),
        stage_since=stage_since(initiative),
        age=age_of(initiative, today),
        lineage=lineage,
        participations=tuple(partners.order_by("role", "partner__name", "pk")),
        roles=responsibility_table("initiative", [initiative.code], today)[0],
        links=recorded_links(initiative),
        embedding=checklist((), ()),
        innovations=innovations(readiness, today),
        milestones=tuple(Milestone.objects.filter(initiative=pk)),
        money=money_until(today, Initiative.objects.filter(pk=pk))[0],
        evidence=best_evidence([pk], today).get(pk),
        carried=carried_promises(lineage.ancestors(pk), today),
    )
    return replace(sheet, embedding=checklist(initiative.embedding.all(), _shown_by_register(sheet)))


def _shown_by_register(sheet: InitiativeSheet) -> frozenset[str]:
    """Return the questions of the checklist to which what was read for the sheet says yes."""
    initiative = sheet.initiative
    is_hosted = any(
        p.role == ParticipationRole.HOST and (p.ends_on is None or p.ends_on > sheet.today)
        for p in sheet.participations
    )
    is_part = any(s.kind == LineageKind.PART_OF for s in sheet.lineage.from_here(initiative.pk))
    shown = {
        "owner": initiative.owner_id is not None,
        "accountable": sheet.roles.has_accountable,
        "money": sheet.money.state == "structural",
        "place": is_hosted or is_part,
        "links": bool(sheet.links),
        "continuation": initiative.continuity == Continuity.ARRANGED,
    }
    return frozenset(question for question, is_shown in shown.items() if is_shown)


def names_in_order(initiative: Initiative) -> QuerySet[InitiativeName]:
    """Return the names of an initiative, first those of which the year is not known."""
    return initiative.names.order_by(F("since_year").asc(nulls_first=True), "name", "pk")
