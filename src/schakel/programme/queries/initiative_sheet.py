# SPDX-License-Identifier: EUPL-1.2
"""Everything that the sheet of one initiative tells, read once and shared by its parts."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Prefetch, QuerySet, prefetch_related_objects

from schakel.programme.models import (
    Claim,
    Continuity,
    Funding,
    IndicatorValue,
    Initiative,
    InitiativeName,
    LineageKind,
    Milestone,
    Participation,
    ParticipationRole,
    StageChange,
)
from schakel.programme.queries.carried_promises import CarriedPromise, carried_from
from schakel.programme.queries.claims import ClaimState, few_claim_states
from schakel.programme.queries.embedding import EmbeddingState, checklist
from schakel.programme.queries.funding import MoneyUntil, until_of
from schakel.programme.queries.initiative_links import LinkedInitiative, recorded_links
from schakel.programme.queries.ledger import Flow, current_entries, money_flows
from schakel.programme.queries.lineage import LineageGraph, lineage_graph
from schakel.programme.queries.milestones import list_milestones
from schakel.programme.queries.readiness import Innovation, innovations
from schakel.programme.queries.responsibilities import SubjectRoles, responsibility_table
from schakel.programme.queries.stage_evidence import (
    Evidence,
    best_of,
    evidence_in_claims,
    evidence_in_values,
)
from schakel.programme.queries.stages import Age, StageStep, age_of, stage_history, stage_since


@dataclass(frozen=True, slots=True)
class InitiativeSheet:
    """The sheet of an initiative on a day; lists are in the order in which they are shown.

    Attributes
    ----------
    claims, flows, values
        The results, the money and every value of an indicator (in whatever state) of the initiative itself.
    said
        What it, also under earlier names, said of its results.
    """

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
    fundings: tuple[Funding, ...]
    claims: tuple[ClaimState, ...]
    flows: tuple[Flow, ...]
    values: tuple[IndicatorValue, ...]
    said: tuple[Evidence, ...]
    carried: tuple[CarriedPromise, ...]

    @property
    def evidence(self) -> Evidence | None:
        """The best that is known of its results; ``None`` where nothing is."""
        return best_of(self.said)


@dataclass(frozen=True, slots=True)
class _Family:
    """What was read for an initiative together with those whose promises it carries on."""

    lineage: LineageGraph
    claims: tuple[ClaimState, ...]
    flows: tuple[Flow, ...]
    values: tuple[IndicatorValue, ...]
    same: frozenset[int]
    same_codes: frozenset[str]
    is_invented: bool

    def said(self, today: date) -> tuple[Evidence, ...]:
        """Return what the initiative said of its results, also under earlier names."""
        claims = [c for c in self.claims if c.initiative in self.same_codes]
        values = [v for v in self.values if v.initiative_id in self.same]
        said = (*evidence_in_claims(claims, today), *evidence_in_values(values, today))
        return tuple(e for e in said if e.may_be_of(is_invented=self.is_invented))


_OF_A_NAME = ("id", "name", "since_year", "until_year", "invented", "source")


def open_initiative(code: str) -> Initiative | None:
    """Return an initiative with its owner and its names, in one query."""
    rows = Initiative.objects.filter(code=code).select_related("owner")
    named = {f"name_{field}": F(f"names__{field}") for field in _OF_A_NAME}
    in_order = (F("names__since_year").asc(nulls_first=True), "names__name", "names__id")
    found = list(rows.annotate(**named).order_by(*in_order))
    if not found:
        return None
    initiative = found[0]
    names = [{field: getattr(row, f"name_{field}") for field in _OF_A_NAME} for row in found]
    initiative._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "names": [InitiativeName(initiative=initiative, **name) for name in names if name["id"] is not None]
    }
    return initiative


def initiative_sheet(initiative: Initiative, today: date) -> InitiativeSheet:
    """Read the sheet of one initiative; at most fifteen queries, whatever its size.

    Updates, activities, outputs, lessons and what it strengthens have queries of their own.
    """
    pk = initiative.pk
    prefetch_related_objects(
        [initiative],
        Prefetch("names", _oldest_first(InitiativeName.objects.all())),
        Prefetch("stage_changes", StageChange.objects.select_related("into")),
    )
    family = _read_family(initiative)
    fundings = tuple(initiative.fundings.select_related("programme").order_by("starts_on", "pk"))
    partners = Participation.objects.filter(initiative=pk).select_related("partner")
    readiness = initiative.readiness.select_related("owner", "initiative")
    sheet = InitiativeSheet(
        initiative=initiative,
        today=today,
        names=tuple(initiative.names.all()),
        stages=stage_history(initiative.stage_changes.all(), today),
        stage_since=stage_since(initiative),
        age=age_of(initiative, today),
        lineage=family.lineage,
        participations=tuple(partners.order_by("role", "partner__name", "pk")),
        roles=responsibility_table("initiative", [initiative.code], today)[0],
        links=recorded_links(initiative),
        embedding=checklist((), ()),
        innovations=innovations(readiness, today),
        milestones=tuple(list_milestones(initiative)),
        money=until_of(initiative, list(fundings), today),
        fundings=fundings,
        claims=tuple(c for c in family.claims if c.initiative == initiative.code),
        flows=tuple(f for f in family.flows if f.initiative == initiative.code),
        values=tuple(v for v in family.values if v.initiative_id == pk),
        said=family.said(today),
        carried=carried_from(family.lineage.ancestors(pk), family.claims, family.flows, today),
    )
    return replace(sheet, embedding=checklist(initiative.embedding.all(), _shown_by_register(sheet)))


def _read_family(initiative: Initiative) -> _Family:
    lineage = lineage_graph()
    earlier = [step for step in lineage.to_here(initiative.pk) if step.kind == LineageKind.RENAMED]
    keys = lineage.family(initiative.pk)
    values = IndicatorValue.objects.filter(initiative__in=keys).select_related("indicator", "period")
    return _Family(
        lineage=lineage,
        claims=few_claim_states(Claim.objects.filter(initiative__in=keys)),
        flows=money_flows(current_entries().filter(initiative__in=keys)),
        values=tuple(values.order_by("indicator__title", "-period__ends_on", "pk")),
        same=frozenset({initiative.pk, *(step.from_id for step in earlier)}),
        same_codes=frozenset({initiative.code, *(step.from_code for step in earlier)}),
        is_invented=initiative.invented,
    )


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
    return _oldest_first(initiative.names.all())


def _oldest_first(names: QuerySet[InitiativeName]) -> QuerySet[InitiativeName]:
    return names.order_by(F("since_year").asc(nulls_first=True), "name", "pk")
