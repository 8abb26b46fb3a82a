# SPDX-License-Identifier: EUPL-1.2
"""What all results that were chosen amount to: the answer, the groups and the picture."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from schakel.programme.models import Claim, ClaimStatement, FundingProgramme, Initiative, Partner
from schakel.programme.queries.claim_sums import ResultsOverview, Split, overview, split_results
from schakel.programme.queries.claims import claim_states
from schakel.web.programme.kept import kept
from schakel.web.programme.results.pictures import promise_picture
from schakel.web.programme.showing import Picture

TABLES = (Claim, ClaimStatement, FundingProgramme, Initiative, Partner)
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the results that were chosen, in groups, and the picture of them."""

    overview: ResultsOverview
    splits: tuple[Split, ...]
    picture: Picture


def asked_of(form: Any, request: HttpRequest) -> Choices:
    """Return the choices of a filter that the address makes."""
    return tuple((name, request.GET[name]) for name in form.fields if request.GET.get(name))


def open_summary(chosen: QuerySet[Claim], by: str, today: date, *, choices: Choices) -> Summary:
    """Return what the chosen claims amount to; added up again only when the register changed.

    Parameters
    ----------
    choices
        What was chosen by, which tells one selection from another.
    """

    def add_up() -> Summary:
        states = claim_states(chosen)
        return Summary(overview(states, today), split_results(states, by), promise_picture(states, today))

    return kept(("results", by, today, choices), TABLES, add_up)
