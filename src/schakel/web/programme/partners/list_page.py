# SPDX-License-Identifier: EUPL-1.2
"""The list of partners: who takes part, of which strand, and how the coalition grew."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.documents.programme_pictures.coalition import CoalitionBar, CoalitionDrawing, draw_coalition
from schakel.koers.label import Language
from schakel.programme.models import Helix, Partner, PartnerRelation
from schakel.programme.queries.coalition import (
    CoalitionYear,
    coalition_growth,
    n_without_first_day,
)
from schakel.programme.queries.partners import listed_partners
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.listing import ListColumn, make_listing
from schakel.web.programme.partners.cells import count_cell, or_dash, partner_cell
from schakel.web.programme.partners.fields import place_choices
from schakel.web.programme.partners.words import choices_of, helix_words, partner_relation_words
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


@require_safe
@page
def show_partners(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show every organisation, with a filter, and the growth of the coalition."""
    today = timezone.localdate()
    names = course_names(reading)
    listing = make_listing(
        request,
        listed_partners(today),
        _columns(reading, names),
        name="partners",
        caption=_("Organisations"),
        filters=partner_filter(names),
    )
    growth = coalition_growth(today.year)
    has_growth = len(growth) > 1
    context = {
        "programme_page": "partners",
        "listing": listing,
        "sentences": _sentences(growth, n_without_first_day(today), reading.language),
        "has_growth": has_growth,
        "is_filtered": any(request.GET.get(name) for name in listing.filter_form.fields),
    }
    return show_programme(
        request,
        reading,
        "web/programme/partners_list.html",
        context,
        tables=[listing.table, _growth_table(growth, reading)],
        pictures=[Picture("growth", _drawing(growth), draw_coalition)] if has_growth else [],
    )


def partner_filter(names: CourseNames) -> type[django_filters.FilterSet]:
    """Return the filter of the list, in the language of the reader."""

    class PartnerFilter(django_filters.FilterSet):  # type: ignore[misc]
        """Chooses among the organisations."""

        q = django_filters.CharFilter(label=_("Name"), method="by_name")
        helix = django_filters.ChoiceFilter(
            label=_("Strand"), choices=choices_of(Helix.values, helix_words), empty_label=_("all")
        )
        municipality = django_filters.ChoiceFilter(
            label=_("Municipality"), choices=place_choices(names), empty_label=_("all")
        )
        relation = django_filters.ChoiceFilter(
            label=_("Stands to the collaboration as"),
            choices=choices_of(PartnerRelation.values, partner_relation_words),
            empty_label=_("all"),
        )

        def by_name(self, found: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
            """Choose by a part of the name."""
            return found.filter(Q(name__icontains=value) | Q(short_name__icontains=value))

    return PartnerFilter


def _columns(reading: Reading, names: CourseNames) -> list[ListColumn]:
    language = reading.language

    def relation(partner: Partner) -> Cell:
        word = partner_relation_words(partner.relation)
        until = partner.left_on and _("until %(day)s") % {"day": formats.day(partner.left_on, language)}
        since = partner.joined_on and _("since %(year)s") % {"year": partner.joined_on.year}
        return Cell(word, word, detail=until or since or "")

    return [
        ListColumn("name", _("Organisation"), lambda p: partner_cell(p, reading), "name"),
        ListColumn("helix", _("Strand"), lambda p: text_cell(helix_words(p.helix)), "helix"),
        ListColumn("relation", _("Stands to the collaboration as"), relation, "relation"),
        ListColumn(
            "municipality", _("Municipality"), lambda p: or_dash(names.place(p.municipality)), "municipality"
        ),
        ListColumn(
            "initiatives", _("Initiatives"), lambda p: count_cell(p.n_initiatives, language), numeric=True
        ),
        ListColumn(
            "commitments", _("Commitments"), lambda p: count_cell(p.n_commitments, language), numeric=True
        ),
        ListColumn("seats", _("Seats"), lambda p: count_cell(p.n_seats, language), numeric=True),
    ]


def _sentences(growth: list[CoalitionYear], n_undated: int, language: Language) -> list[str]:
    """Return how large the coalition is, of whom it consists, and how it changed this year."""
    now = growth[-1]
    n = sum(now.at_end.values())
    if not n:
        return []
    strands = [f"{now.at_end[code]} {helix_words(code)}" for code in Helix.values if now.at_end[code]]
    found = [
        ngettext("%(n)s partner takes part: %(strands)s.", "%(n)s partners take part: %(strands)s.", n)
        % {"n": formats.number(n, language, 0), "strands": formats.enumeration(strands, language)}
    ]
    joined, left = sum(now.joined.values()), sum(now.left.values())
    if joined or left:
        found.append(
            _("In %(year)s %(joined)s joined and %(left)s left.")
            % {"year": now.year, "joined": joined, "left": left}
        )
    if n_undated:
        found.append(
            ngettext(
                "Of %(n)s it is not known since when.", "Of %(n)s it is not known since when.", n_undated
            )
            % {"n": formats.number(n_undated, language, 0)}
        )
    return found


def _drawing(growth: list[CoalitionYear]) -> CoalitionDrawing:
    return CoalitionDrawing(
        tuple(
            CoalitionBar(
                y.year,
                tuple(y.at_end[code] for code in Helix.values),
                sum(y.joined.values()),
                sum(y.left.values()),
            )
            for y in growth
        )
    )


def _growth_table(growth: list[CoalitionYear], reading: Reading) -> Table:
    language = reading.language
    columns = (
        Column("year", _("Year")),
        *(Column(code, helix_words(code), True) for code in Helix.values),
        Column("joined", _("Joined"), True),
        Column("left", _("Left"), True),
        Column("newcomers", _("New")),
    )
    rows = [
        Row(
            (
                Cell(str(y.year), y.year),
                *(count_cell(y.at_end[code], language) for code in Helix.values),
                count_cell(sum(y.joined.values()), language),
                count_cell(sum(y.left.values()), language),
                or_dash(", ".join(p.short_name or p.name for p in y.newcomers)),
            )
        )
        for y in reversed(growth)
    ]
    return Table("growth", _("Partners at the end of each year"), columns, tuple(rows))
