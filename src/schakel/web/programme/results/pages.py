# SPDX-License-Identifier: EUPL-1.2
"""What was promised and what came of it: the page of all results and the page of one."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.programme.models import Claim, ClaimKind, ClaimStep
from schakel.programme.queries.claim_sums import roots
from schakel.programme.queries.claims import (
    ClaimState,
    Statement,
    all_statements,
    claim_states,
    claims_with_names,
    listed_claims,
)
from schakel.programme.queries.suspected_doubles import suspected_doubles
from schakel.programme.queries.verdicts import RULES
from schakel.web.programme.course_names import course_names
from schakel.web.programme.listing import make_listing
from schakel.web.programme.results.amounts import age_words
from schakel.web.programme.results.filters import claim_filter
from schakel.web.programme.results.pictures import promise_picture
from schakel.web.programme.results.sentences import claim_sentences, overview_sentences
from schakel.web.programme.results.statement_table import statement_table
from schakel.web.programme.results.summary import asked_of, open_summary
from schakel.web.programme.results.tables import claim_columns, never_back_table, shorten, split_table
from schakel.web.programme.results.words import (
    grouping_words,
    investor_words,
    kind_words,
    level_words,
    rule_words,
    verdict_words,
)
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of
from schakel.web.rights.visitor import Visitor

GROUPINGS = ("kind", "line", "place", "programme", "level")


@require_safe
@page
def show_results(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what was promised, how much of it is realised and verified, and what never came back."""
    today, names = timezone.localdate(), course_names(reading)
    by = request.GET.get("by", "")
    by = by if by in GROUPINGS else GROUPINGS[0]
    filters = claim_filter(names)
    chosen = filters(request.GET, queryset=claims_with_names())
    told = open_summary(chosen.qs, by, today, choices=asked_of(chosen.form, request))
    found = told.overview
    listing = make_listing(
        request,
        listed_claims(),
        claim_columns(reading),
        name="results",
        caption=_("All results"),
        filters=filters,
    )
    tables = [
        listing.table,
        shorten(split_table(told.splits, by, names, reading), request),
        never_back_table(found.never_back, today, reading, request),
    ]
    context = {
        "programme_page": "results",
        "listing": listing,
        "sentences": overview_sentences(found),
        "found": found,
        "groupings": [(code, grouping_words(code)) for code in GROUPINGS],
        "by": by,
        "rules": [(verdict_words(rule.verdict), rule_words(rule.code)) for rule in RULES],
    }
    return show_programme(
        request, reading, "web/programme/results.html", context, tables=tables, pictures=[told.picture]
    )


@require_safe
@page
def show_result(request: HttpRequest, reading: Reading, claim: str) -> HttpResponse:
    """Show one claim: every statement with its date, source and evidence, versions side by side."""
    record = get_object_or_404(claims_with_names().select_related("same_as"), code=claim)
    everything = claim_states(_beside(record))
    state = next(s for s in everything if s.id == record.pk)
    said = all_statements(record)
    names, visitor = course_names(reading), visitor_of(request)
    context = {
        "programme_page": "results",
        "claim": record,
        "state": state,
        "sentences": claim_sentences(state, reading.language),
        "kind": kind_words(record.kind),
        "level": level_words(record.level),
        "investor": investor_words(record.investor),
        "place": names.place(record.place) if record.place else "",
        "goal": names.goals.get(record.goal, record.goal),
        "age": age_words(state, timezone.localdate(), reading.language) if state.promise else "",
        "never_back": state.never_came_back(timezone.localdate()),
        "doubles": _doubles(state, everything),
        "suspected": [
            (s.second if s.first.id == state.id else s.first)
            for s in suspected_doubles(everything)
            if state.id in (s.first.id, s.second.id)
        ],
        "history": list(record.history.order_by("-history_id")[:20]),
        "deeds": claim_deeds(visitor, record, reading),
    }
    table = statement_table(state, said, reading, lambda s: correct_address(visitor, record, s, reading))
    pictures = [promise_picture([state], timezone.localdate())] if state.reached else []
    return show_programme(
        request, reading, "web/programme/results_one.html", context, tables=[table], pictures=pictures
    )


def _beside(claim: Claim) -> QuerySet[Claim]:
    """Return the claim with every claim that is, or may be, about the same result."""
    linked = Q(same_as__isnull=False) | Q(
        pk__in=Claim.objects.filter(same_as__isnull=False).values("same_as")
    )
    wanted = Q(pk=claim.pk) | linked
    if claim.kind == ClaimKind.INVESTMENT:
        wanted |= Q(place=claim.place, investor=claim.investor)
    return Claim.objects.filter(wanted, kind=claim.kind)


def _doubles(state: ClaimState, everything: tuple[ClaimState, ...]) -> list[ClaimState]:
    root = roots(everything)
    return [s for s in everything if s.id != state.id and root[s.id] == root[state.id]]


def claim_deeds(visitor: Visitor, claim: Claim, reading: Reading) -> dict[str, str]:
    """Return the addresses of what this reader may do with a claim."""
    pages = {"edit": "result-edit", "state": "statement-new", "same": "same-result"}
    found = {
        deed: reading.url(page, claim=claim.code)
        for deed, page in pages.items()
        if visitor.may(page, "write")
    }
    code = claim.initiative.code if claim.initiative else ""
    if "state" not in found and visitor.may("initiative-statement-new", "write", {"initiative": code}):
        found["state"] = reading.url("initiative-statement-new", initiative=code, claim=claim.code)
    return found


def correct_address(visitor: Visitor, claim: Claim, statement: Statement, reading: Reading) -> str:
    """Return where this reader may correct a statement; a lead corrects no verification."""
    if visitor.may("statement-correct", "write"):
        return reading.url("statement-correct", claim=claim.code, pk=statement.id)
    code = claim.initiative.code if claim.initiative else ""
    may = visitor.may("initiative-statement-correct", "write", {"initiative": code})
    if not may or statement.step == ClaimStep.VERIFIED:
        return ""
    return reading.url("initiative-statement-correct", initiative=code, claim=claim.code, pk=statement.id)
