# SPDX-License-Identifier: EUPL-1.2
"""What initiatives share: the links that were recorded, and those that the register itself shows."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from schakel.programme.models import Initiative, InitiativeLink, InitiativeRelation, LinkKind, Stage

MOST_SUGGESTIONS = 20


@dataclass(frozen=True, slots=True)
class LinkedInitiative:
    """Another initiative and what the two share; ``pk`` is of a recorded link, ``None`` of a suggestion.

    ``is_from_here`` tells the direction of a link that has one.
    """

    pk: int | None
    code: str
    name: str
    relation: str
    kind: str
    note: str
    is_from_here: bool
    invented: bool = False


def recorded_links(initiative: Initiative) -> tuple[LinkedInitiative, ...]:
    """Return the links of an initiative, by name of the other."""
    rows = InitiativeLink.objects.filter(Q(first=initiative) | Q(second=initiative))
    found = []
    for row in rows.select_related("first", "second"):
        is_from_here = row.first_id == initiative.pk
        other = row.second if is_from_here else row.first
        found.append(
            LinkedInitiative(
                row.pk,
                other.code,
                other.name,
                other.relation,
                row.kind,
                row.note,
                is_from_here,
                row.invented,
            )
        )
    return tuple(sorted(found, key=lambda link: (link.name, link.kind)))


def suggested_links(
    initiative: Initiative, recorded: tuple[LinkedInitiative, ...]
) -> tuple[LinkedInitiative, ...]:
    """Return others that serve the same target group, or are of the same sort in the same place.

    Those that ended or are linked already in that way are left out; at most twenty.
    """
    known = {(link.code, link.kind) for link in recorded}
    tests = [
        Q(groups_as_text__contains=f'"{group}"') for group in initiative.target_groups if group.isascii()
    ]
    if initiative.place:
        tests.append(Q(place=initiative.place, kind=initiative.kind))
    if not tests:
        return ()
    rows = (
        Initiative.objects.alias(groups_as_text=Cast("target_groups", TextField()))
        .filter(reduce(or_, tests))
        .exclude(pk=initiative.pk)
        .exclude(stage__in=(Stage.MERGED, Stage.STOPPED))
        .exclude(relation=InitiativeRelation.EXTERNAL)
    )
    found = []
    for other in rows[: MOST_SUGGESTIONS * 2]:
        shared = sorted(set(initiative.target_groups) & set(other.target_groups))
        kind = LinkKind.TARGET_GROUP if shared else LinkKind.LOCATION
        if (other.code, kind) not in known:
            link = LinkedInitiative(
                None, other.code, other.name, other.relation, kind.value, ", ".join(shared), True
            )
            found.append(link)
    return tuple(found[:MOST_SUGGESTIONS])
