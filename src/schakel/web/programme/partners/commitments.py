# SPDX-License-Identifier: EUPL-1.2
"""All commitments together, and the page of one with every statement about it."""

import itertools
from datetime import date

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.models import Commitment, CommitmentEntry, CommitmentKind, Partner
from schakel.programme.queries.commitments import (
    CommitmentOverview,
    CommitmentState,
    commitment_overview,
    commitments_with_entries,
    standings,
    state_of,
)
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.kept import kept
from schakel.web.programme.listing import ListColumn, make_listing
from schakel.web.programme.partners import commitment_tables as tables_of
from schakel.web.programme.partners.cells import (
    amount_cell,
    initiative_cell,
    or_dash,
    partner_cell,
    share_cell,
)
from schakel.web.programme.partners.cutting import MOST_ROWS, first_rows, needs_all
from schakel.web.programme.partners.entry_table import entries_table
from schakel.web.programme.partners.finding import own_or_404
from schakel.web.programme.partners.words import (
    amount_words,
    choices_of,
    commitment_kind_words,
    share_words,
)
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.table import Column, Table, text_cell


@require_safe
@page
def show_commitments(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what partners bring in, by kind and line, and each commitment."""
    today = timezone.localdate()
    names = course_names(reading)
    known = kept(
        ("commitments", today),
        (Commitment, CommitmentEntry, Partner),
        lambda: commitment_overview(standings(today)),
    )
    listing = make_listing(
        request,
        commitments_with_entries(),
        _columns(reading, names, today),
        name="commitments",
        caption=_("Every commitment"),
        filters=commitment_filter(names),
    )
    context = {
        "programme_page": "partners",
        "listing": listing,
        "sentences": _sentences(known, reading.language),
        "is_filtered": any(request.GET.get(name) for name in listing.filter_form.fields),
    }
    tables = [
        tables_of.totals_table({"": list(known.totals)}, reading, name="totals", caption=_("By kind")),
        _by_line(known, reading, names),
        _by_partner(known, reading, request),
        listing.table,
    ]
    return show_programme(request, reading, "web/programme/partners_commitments.html", context, tables=tables)


def _by_line(known: CommitmentOverview, reading: Reading, names: CourseNames) -> Table:
    return tables_of.totals_table(
        known.by_line,
        reading,
        name="by-line",
        caption=_("By line"),
        group=Column("line", _("Line of the course")),
        group_names={code: f"{code}. {name}" for code, name in names.lines.items()},
    )


def _by_partner(known: CommitmentOverview, reading: Reading, request: HttpRequest) -> Table:
    """Return totals of each partner; on a page those of the first hundred are enough."""
    groups = known.by_partner
    n_rows = sum(map(len, groups.values()))
    if not needs_all("by-partner", request):
        groups = dict(itertools.islice(groups.items(), MOST_ROWS))
    named = Partner.objects.filter(code__in=groups) if len(groups) <= MOST_ROWS else Partner.objects.all()
    table = tables_of.totals_table(
        groups,
        reading,
        name="by-partner",
        caption=_("By partner"),
        group=Column("partner", _("Partner")),
        group_names=dict(named.values_list("code", "name")),
    )
    return first_rows(table, request, n_rows)


@require_safe
@page
def show_commitment(request: HttpRequest, reading: Reading, partner: str, commitment: str) -> HttpResponse:
    """Show a commitment with every statement about it."""
    record = own_or_404(Commitment, code=commitment, partner__code=partner)
    record = commitments_with_entries(Commitment.objects.filter(pk=record.pk)).get()
    names = course_names(reading)
    state = state_of(record, timezone.localdate())
    about = {"partner": partner}
    may_correct = visitor_of(request).may("commitment-entry-correct", "write", about)
    language = reading.language
    context = {
        "programme_page": "partners",
        "c": record,
        "p": record.partner,
        "state": state,
        "kind": commitment_kind_words(record.kind),
        "line": tables_of.line_words(record, names),
        "promised": amount_words(state.promised, record.unit, language),
        "confirmed": tables_of.confirmed_cell(state, language),
        "delivered": tables_of.delivered_cell(state, language),
        "share": share_words(state.share, language),
        "due": tables_of.due_cell(state, language),
        "answer": commitment_sentence(state, language),
    }
    table = entries_table(record, reading, may_correct=may_correct)
    return show_programme(request, reading, "web/programme/partners_commitment.html", context, tables=[table])


def commitment_sentence(state: CommitmentState, language: Language) -> str:
    """Return what was promised and what is known of its delivery."""
    unit = state.commitment.unit
    if state.promised is None:
        promised = _("How much is promised is not known")
    else:
        amount = amount_words(state.promised, unit, language)
        promised = _("Promised: %(amount)s") % {"amount": amount}
    if not state.n_deliveries:
        return _("%(promised)s; no delivery is reported yet.") % {"promised": promised}
    if state.delivered is None:
        return _("%(promised)s; something was delivered, but how much is not known.") % {"promised": promised}
    delivered = amount_words(state.delivered, unit, language)
    if state.share is None:
        return _("%(promised)s; delivered: %(delivered)s.") % {"promised": promised, "delivered": delivered}
    return _("%(promised)s; delivered: %(delivered)s, which is %(share)s.") % {
        "promised": promised,
        "delivered": delivered,
        "share": share_words(state.share, language),
    }


def commitment_filter(names: CourseNames) -> type[django_filters.FilterSet]:
    """Return the filter of the list, in the language of the reader."""

    class CommitmentFilter(django_filters.FilterSet):  # type: ignore[misc]
        """Chooses among the commitments."""

        q = django_filters.CharFilter(label=_("Partner or title"), method="by_words")
        kind = django_filters.ChoiceFilter(
            label=_("What"),
            choices=choices_of(CommitmentKind.values, commitment_kind_words),
            empty_label=_("all"),
        )
        line = django_filters.ChoiceFilter(
            label=_("Line of the course"),
            choices=[(code, f"{code}. {name}") for code, name in names.lines.items()],
            empty_label=_("all"),
        )

        def by_words(self, found: QuerySet[Commitment], name: str, value: str) -> QuerySet[Commitment]:
            """Choose by a part of the title or the name of the partner."""
            return found.filter(title__icontains=value) | found.filter(partner__name__icontains=value)

    return CommitmentFilter


def _columns(reading: Reading, names: CourseNames, today: date) -> list[ListColumn]:
    language = reading.language
    known: dict[int, CommitmentState] = {}

    def of(commitment: Commitment) -> CommitmentState:
        """Return how far a commitment is, reckoned once for its row."""
        if commitment.pk not in known:
            known[commitment.pk] = state_of(commitment, today)
        return known[commitment.pk]

    return [
        ListColumn("title", _("Commitment"), lambda c: tables_of.title_cell(of(c), reading), "title"),
        ListColumn("partner", _("Partner"), lambda c: partner_cell(c.partner, reading), "partner__name"),
        ListColumn(
            "promised", _("Committed"), lambda c: amount_cell(of(c).promised, c.unit, language), numeric=True
        ),
        ListColumn(
            "delivered", _("Delivered"), lambda c: tables_of.delivered_cell(of(c), language), numeric=True
        ),
        ListColumn("share", _("Share delivered"), lambda c: share_cell(of(c).share, language), numeric=True),
        ListColumn("kind", _("What"), lambda c: text_cell(commitment_kind_words(c.kind)), "kind"),
        ListColumn("due_on", _("Before"), lambda c: tables_of.due_cell(of(c), language), "due_on"),
        ListColumn("initiative", _("Initiative"), lambda c: initiative_cell(c.initiative, reading)),
        ListColumn(
            "line", _("Line of the course"), lambda c: or_dash(tables_of.line_words(c, names)), "line"
        ),
    ]


def _sentences(known: CommitmentOverview, language: Language) -> list[str]:
    if not known.n:
        return []
    n_partners, n_late = len(known.by_partner), known.n_late
    commitments = ngettext("%(n)s commitment", "%(n)s commitments", known.n) % {
        "n": formats.number(known.n, language, 0)
    }
    partners = ngettext("%(n)s partner", "%(n)s partners", n_partners) % {
        "n": formats.number(n_partners, language, 0)
    }
    told = _("%(commitments)s of %(partners)s are recorded.") % {
        "commitments": commitments,
        "partners": partners,
    }
    if n_late:
        told += " " + ngettext(
            "Of %(n)s the day has passed with less delivered, or nothing reported.",
            "Of %(n)s the day has passed with less delivered, or nothing reported.",
            n_late,
        ) % {"n": formats.number(n_late, language, 0)}
    return [told, *(tables_of.total_sentence(total, language) for total in known.totals[:3])]
