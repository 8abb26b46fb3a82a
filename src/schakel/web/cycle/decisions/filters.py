# SPDX-License-Identifier: EUPL-1.2
"""How the list of decisions is narrowed down; without a choice of year it shows the newest."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.cycle.models import Decision, DecisionEffect
from schakel.cycle.queries.decisions import STANDINGS
from schakel.cycle.sight import Sight, visible_decisions
from schakel.programme.models import Partner
from schakel.web.cycle.decisions.words import effect_words, standing_words

YEAR = "jaar"
ALL_YEARS = "alle"


def with_year(request: HttpRequest, years: Sequence[int]) -> str:
    """Return the year that the list is about; an address without one means the newest.

    The choice is added to the query of the request, so that files and orders of the page keep it.
    """
    query = request.GET.copy()
    wanted = query.get(YEAR, "")
    if wanted != ALL_YEARS and wanted not in map(str, years):
        wanted = str(years[0]) if years else ALL_YEARS
    query[YEAR] = wanted
    request.GET = query  # type: ignore[assignment]
    return wanted


class _Methods:
    """How the choices of the filter narrow down the list."""

    def of_year(self, found: QuerySet[Decision], name: str, year: str) -> QuerySet[Decision]:
        """Keep the decisions of one year."""
        return found if year == ALL_YEARS else found.filter(on__year=int(year))

    def by_words(self, found: QuerySet[Decision], name: str, value: str) -> QuerySet[Decision]:
        """Keep what has a number, a text or a subject that holds every word."""
        for word in value.split()[:8]:
            found = found.filter(
                Q(number__icontains=word) | Q(text__icontains=word) | Q(effect_name__icontains=word)
            )
        return found

    def late_only(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what is late."""
        return found.filter(is_late=True)


def decision_filters(years: Sequence[int], sight: Sight) -> type[django_filters.FilterSet]:
    """Return the filter of the list in the language of the reader; it names only who they may see."""
    owners = visible_decisions(sight).order_by().values("owner")

    class DecisionFilters(_Methods, django_filters.FilterSet):  # type: ignore[misc]
        """Year, words, standing, owner, effect and lateness."""

        jaar = django_filters.ChoiceFilter(
            label=_("Year"),
            choices=[*((str(y), str(y)) for y in years), (ALL_YEARS, _("all years"))],
            empty_label=None,
            method="of_year",
        )
        q = django_filters.CharFilter(label=_("Number or word"), method="by_words")
        stand = django_filters.ChoiceFilter(
            label=_("Status"),
            choices=[(s, standing_words(s)) for s in STANDINGS],
            empty_label=_("all"),
            field_name="standing",
        )
        eigenaar = django_filters.ModelChoiceFilter(
            label=_("Owner"),
            queryset=Partner.objects.filter(pk__in=owners).order_by("name", "pk"),
            field_name="owner",
            to_field_name="code",
            empty_label=_("all"),
        )
        gevolg = django_filters.ChoiceFilter(
            label=_("What it changes"),
            choices=[(e, effect_words(e)) for e in DecisionEffect.values],
            empty_label=_("all"),
            field_name="effect",
        )
        laat = django_filters.ChoiceFilter(
            label=_("Date passed"), choices=[("ja", _("late only"))], empty_label=_("all"), method="late_only"
        )

    return DecisionFilters
