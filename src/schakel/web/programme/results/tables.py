# SPDX-License-Identifier: EUPL-1.2
"""The tables of claimed results: the list, the split per group, and what never came back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.programme.models import Claim, ClaimStep
from schakel.programme.queries.claim_sums import Split
from schakel.programme.queries.claims import STEPS, ClaimState, state_of_claim
from schakel.programme.queries.verdicts import verdict_of
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.listing import ROWS_A_PAGE, ListColumn
from schakel.web.programme.results.amounts import age_words, bracket_cell, step_cell
from schakel.web.programme.results.words import (
    grouping_words,
    investor_words,
    kind_words,
    level_words,
    rule_words,
    step_words,
    verdict_words,
)
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

TONES = {"contributed": "good", "plausible": "mild", "not_shown": ""}


def claim_columns(reading: Reading) -> list[ListColumn]:
    """Return the columns of the list of ``queries.claims.listed_claims``."""
    states = cache(state_of_claim)

    def step_column(step: str) -> ListColumn:
        def cell(claim: Claim) -> Cell:
            return step_cell(states(claim), step, reading.language)

        return ListColumn(step, step_words(step).capitalize(), cell, numeric=True)

    return [
        ListColumn("result", _("Result"), lambda c: name_cell(states(c), reading), "title"),
        ListColumn("kind", _("Kind"), lambda c: kind_cell(states(c)), "kind"),
        ListColumn("of", _("Belongs to"), lambda c: owner_cell(states(c), reading), "initiative__name"),
        *(step_column(step) for step in STEPS),
        ListColumn("verdict", _("Contribution"), lambda c: verdict_cell(states(c))),
    ]


def name_cell(claim: ClaimState, reading: Reading) -> Cell:
    """Return the name of a claim, with a link to its page."""
    link = reading.url("result", claim=claim.code)
    return Cell(claim.title, claim.title, link, detail=_("invented") if claim.invented else "")


def kind_cell(claim: ClaimState) -> Cell:
    """Return the kind of a claim; of an investment also whose money it is."""
    kind = kind_words(claim.kind)
    return Cell(kind, claim.kind, detail=investor_words(claim.investor) if claim.investor else "")


def owner_cell(claim: ClaimState, reading: Reading) -> Cell:
    """Return the initiative, or else the source of money, that a claim belongs to."""
    detail = "" if claim.is_own else _("of others; does not count")
    if claim.initiative:
        link = reading.url("initiative", initiative=claim.initiative)
        return Cell(claim.initiative_name, claim.initiative, link, detail=detail)
    if claim.programme:
        return Cell(
            claim.programme_name, claim.programme, reading.url("money-source", source=claim.programme)
        )
    return Cell(formats.UNKNOWN[reading.language], tone="unknown")


def verdict_cell(claim: ClaimState) -> Cell:
    """Return the verdict on the contribution."""
    found = verdict_of(claim)
    return Cell(verdict_words(found.verdict), found.verdict, tone=TONES[found.verdict])


def split_table(splits: Iterable[Split], by: str, names: CourseNames, reading: Reading) -> Table:
    """Return claimed beside verified results for each group."""
    first = Column("group", grouping_words(by).capitalize())
    shown = (first,) if by == "kind" else (first, Column("kind", _("Kind")))
    rows = []
    for split in splits:
        name = group_words(split.key, by, names, reading)
        kind = kind_words(split.kind)
        kind = f"{kind} ({investor_words(split.investor)})" if split.investor else kind
        what = Cell(kind, split.kind, detail="" if split.investor or split.unit == kind else split.unit)
        head = (what,) if by == "kind" else (text_cell(name), what)
        cells = []
        for step in STEPS:
            total = split.at(step)
            cells += [
                Cell(str(total.n_claims), total.n_claims),
                bracket_cell(total, split.unit, reading.language),
            ]
        rows.append(Row((*head, *cells)))
    columns = [*shown]
    for step in STEPS:
        columns += [
            Column(f"n_{step}", step_words(step).capitalize(), numeric=True, hint=_("number of results")),
            Column(f"sum_{step}", _("Amount"), numeric=True, hint=step_words(step)),
        ]
    caption = _("Claimed and verified, by %(group)s") % {"group": grouping_words(by)}
    note = _(
        "Every result counts once. Steps, kinds and units are never added together. Versions that differ "
        "give a lowest and a highest sum."
    )
    if by == "line":
        note += " " + _("A result of an initiative with two lines stands at both.")
    return Table("split", caption, tuple(columns), tuple(rows), note=note)


def group_words(key: str, by: str, names: CourseNames, reading: Reading) -> str:
    """Return the name of a group of results."""
    if by == "place":
        return names.place(key) if key else _("the region as a whole")
    if not key:
        return formats.UNKNOWN[reading.language]
    if by == "line":
        return names.lines.get(key, key)
    return {"kind": kind_words, "level": level_words}[by](key) if by in ("kind", "level") else key


def never_back_table(
    claims: Sequence[ClaimState], today: date, reading: Reading, request: HttpRequest
) -> Table:
    """Return the promises of which nobody said what became of them, oldest first."""
    shown = claims if request.GET.get("file") else claims[:ROWS_A_PAGE]
    columns = (
        Column("result", _("Result")),
        Column("of", _("Belongs to")),
        Column("promised", _("Promised"), numeric=True),
        Column("since", _("Since")),
        Column("days", _("How long ago"), numeric=True),
    )
    rows = []
    for claim in shown:
        promise = claim.promise
        step = promise.step if promise else ClaimStep.PROMISED
        rows.append(
            Row(
                (
                    name_cell(claim, reading),
                    owner_cell(claim, reading),
                    step_cell(claim, step, reading.language),
                    day_cell(claim.promised_on, reading, only_year=bool(promise and promise.only_year)),
                    Cell(age_words(claim, today, reading.language), claim.days_since_promise(today)),
                )
            )
        )
    caption = _("Promised more than two years ago, and never came back")
    note = ""
    if len(shown) < len(claims):
        told = _("The first %(n)s of %(total)s rows; the files hold all of them.")
        note = told % {"n": len(shown), "total": len(claims)}
    return Table("never-back", caption, columns, tuple(rows), note=note)


def shorten(table: Table, request: HttpRequest) -> Table:
    """Return the first rows of a long table; its files hold all of them."""
    if request.GET.get("file") or len(table.rows) <= ROWS_A_PAGE:
        return table
    told = _("The first %(n)s of %(total)s rows; the files hold all of them.")
    note = told % {"n": ROWS_A_PAGE, "total": len(table.rows)}
    return replace(table, rows=table.rows[:ROWS_A_PAGE], note=f"{note} {table.note}".strip())


def day_cell(day: date | None, reading: Reading, *, only_year: bool = False) -> Cell:
    """Return a date, or a year where no more is known."""
    if day is None:
        return Cell(formats.UNKNOWN[reading.language], tone="unknown")
    text = str(day.year) if only_year else formats.day(day, reading.language)
    return Cell(text, str(day.year) if only_year else day.isoformat())


def reason_cell(claim: ClaimState) -> Cell:
    """Return the verdict with its reason."""
    found = verdict_of(claim)
    text = verdict_words(found.verdict)
    return Cell(text, found.verdict, tone=TONES[found.verdict], detail=rule_words(found.because))
