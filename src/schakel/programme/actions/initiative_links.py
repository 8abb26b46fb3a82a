# SPDX-License-Identifier: EUPL-1.2
"""Links between initiatives: what two of them share, or what one gives the other."""

from datetime import datetime

from django.db.models import Q

from schakel.koers.failures import N_, Failure
from schakel.programme.models import Initiative, InitiativeLink, LinkKind
from schakel.programme.recording import Actor, add_record, remove_record

DIRECTED = frozenset({LinkKind.REFERS, LinkKind.SUPPLIES})


class LinkKnown(Failure):
    """The two are linked in this way already."""

    template = N_("“{first}” and “{second}” are already linked in this way.")
    cure = N_("Nothing needs to be done; another kind of link can be added.")


class LinkToItself(Failure):
    """A link needs two initiatives."""

    template = N_("“{name}” cannot be linked to itself.")
    cure = N_("Choose another initiative.")


def add_link(
    *, first: Initiative, second: Initiative, kind: str, by: Actor, at: datetime, note: str = ""
) -> InitiativeLink:
    """Link two initiatives; for what is shared the order does not matter.

    Raises
    ------
    LinkToItself
        When both are the same.
    LinkKnown
        When they are linked in this way already.
    """
    if first.pk == second.pk:
        raise LinkToItself(name=first.name)
    same = Q(first=first, second=second)
    if kind not in DIRECTED:
        same |= Q(first=second, second=first)
    if InitiativeLink.objects.filter(same, kind=kind).exists():
        raise LinkKnown(first=first.name, second=second.name)
    row = InitiativeLink(first=first, second=second, kind=kind, note=note)
    return add_record(row, action="initiative.link", by=by, at=at)


def remove_link(*, link: InitiativeLink, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Remove a link that is not there, or no longer."""
    remove_record(link, action="initiative.link_remove", expected_version=expected_version, by=by, at=at)
