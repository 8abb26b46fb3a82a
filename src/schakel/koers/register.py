# SPDX-License-Identifier: EUPL-1.2
"""The register of a course: initiatives with their names through time, partners, money and claims."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

import pydantic

from schakel.koers.entries import Code, Entry, Text, Words
from schakel.koers.failures import N_, Failure
from schakel.koers.problems import nearest_name
from schakel.koers.register_claims import Claim, Recommendation
from schakel.koers.register_fields import Slug, Sourced, Url
from schakel.koers.register_money import FundingProgramme
from schakel.koers.register_partners import Partner, Responsibility

InitiativeType = Literal[
    "hub",
    "campus",
    "field_lab",
    "desk",
    "programme",
    "cluster",
    "scheme",
    "fund",
    "agency",
    "brand",
    "document",
    "strategy",
    "location",
    "community",
    "project",
]
Relation = Literal["own", "partner", "external"]
LineageKind = Literal["renamed_to", "merged_into", "part_of", "succeeded_by"]
ParticipationRole = Literal[
    "initiator", "lead", "funder", "host", "knowledge", "participant", "customer", "adviser"
]
ContinuityState = Literal["unknown", "none", "partly", "arranged"]
LinkKind = Literal["target_group", "location", "funder", "staff", "refers", "supplies"]
StrengtheningStrength = Literal["yes", "possibly"]


class UnknownInitiative(Failure):
    """A name that no initiative of the register has or had."""

    template = N_("The register knows no initiative named “{found}”.")
    cure = N_(
        "Add it to register.yaml, or as an alias of the initiative it belongs to. Nearest name: {expected}."
    )


class Lineage(Entry):
    """Where an initiative went: renamed, merged, taken over, or part of something larger."""

    kind: LineageKind
    other: Code
    year: Annotated[int, pydantic.Field(ge=1900, le=2200)] | None = None
    note: Words | None = None


class Participant(Sourced):
    """A partner that takes part in an initiative, in a role."""

    partner: Slug
    role: ParticipationRole
    starts_on: date | None = None
    ends_on: date | None = None
    note: Words | None = None


class StrengthenedElement(Sourced):
    """An element that an initiative strengthens, with the ``mechanism``: the sentence that says how."""

    element: Code
    strength: StrengtheningStrength = "yes"
    mechanism: Words | None = None


class Continuity(Sourced):
    """Whether it is arranged what carries an initiative when its money ends."""

    state: ContinuityState
    note: Words | None = None


class Link(Sourced):
    """What an initiative shares with another."""

    other: Code
    kind: LinkKind
    note: Words | None = None


class PaidFrom(Sourced):
    """A programme that an initiative is paid from for a time; the amounts stand in its ledger."""

    programme: Slug
    starts_on: date | None = None
    ends_on: date | None = None
    is_structural: bool = False
    note: Words | None = None


class TargetGroup(Entry):
    """A group that initiatives are for; they refer to its code."""

    code: Slug
    label: Words


class Initiative(Entry):
    """An initiative or structure.

    ``relation``: "own" (started or run by the collaboration), "partner" (run by partners of it),
    "external" (a structure of others, shown as a link and not counted as a result). Without
    ``sections`` the text of the course does not name it.
    """

    code: Slug
    name: Text
    aliases: tuple[Text, ...] = ()
    type: InitiativeType
    label: Words
    relation: Relation
    sections: tuple[Text, ...] = ()
    lines: tuple[Code, ...] = ()
    actions: tuple[Code, ...] = ()
    place: Text | None = None
    started_year: Annotated[int, pydantic.Field(ge=1900, le=2200)] | None = None
    ended_year: Annotated[int, pydantic.Field(ge=1900, le=2200)] | None = None
    lineage: tuple[Lineage, ...] = ()
    cross_cutting: tuple[Code, ...] = ()
    target_groups: tuple[Slug, ...] = ()
    owner: Slug | None = None
    participants: tuple[Participant, ...] = ()
    elements: tuple[StrengthenedElement, ...] = ()
    continuity: Continuity | None = None
    links: tuple[Link, ...] = ()
    paid_from: tuple[PaidFrom, ...] = ()
    website: Url | None = None
    source: Text | None = None
    note: Words | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it has or had, its code included."""
        return (self.name, *self.aliases, self.code)


class Register(Entry):
    """What ``register.yaml`` holds."""

    target_groups: tuple[TargetGroup, ...] = ()
    partners: tuple[Partner, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    funding: tuple[FundingProgramme, ...] = ()
    claims: tuple[Claim, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()


def find_initiative(initiatives: Sequence[Initiative], name: str) -> Initiative:
    """Return the initiative that has or had this name; UnknownInitiative where there is none."""
    wanted = plain_name(name)
    for initiative in initiatives:
        if any(plain_name(known) == wanted for known in initiative.names):
            return initiative
    names = [known for initiative in initiatives for known in initiative.names]
    raise UnknownInitiative(found=name, expected=nearest_name(name, names) or "—")


def present_form(initiatives: Sequence[Initiative], initiative: Initiative) -> Initiative:
    """Follow renamings, mergers and successions to the initiative as it is now."""
    by_code = {known.code: known for known in initiatives}
    seen = {initiative.code}
    while step := next((s for s in initiative.lineage if s.kind != "part_of"), None):
        if step.other in seen:
            break
        initiative = by_code[step.other]
        seen.add(initiative.code)
    return initiative


def plain_name(name: str) -> str:
    """Return a name without case, accents, spaces and punctuation, so that spellings meet."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^0-9a-z]+", "", letters)
