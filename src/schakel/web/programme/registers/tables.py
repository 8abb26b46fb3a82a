# SPDX-License-Identifier: EUPL-1.2
"""The tables of the small registers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.programme.models import Challenge, Service
from schakel.programme.queries.challenges import Match
from schakel.programme.queries.services import Supply, SupplyCell
from schakel.web.programme.activities.tables import day_cell, euro_cell, invented_words
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.listing import ListColumn
from schakel.web.programme.registers import words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

TONES = {"done": "good", "taken": "good", "declined": "bad", "unknown": "unknown"}


def name_cell(text: str, record: Any, reading: Reading, edit: str) -> Cell:
    """Return the first cell of a row: a link to change it for who may (``edit`` names the page)."""
    link = reading.url(edit, record.pk) if edit else ""
    return Cell(text, text, link, "", invented_words(record.invented))


def owner_cell(record: Any, reading: Reading) -> Cell:
    """Return a cell with the organisation that acts."""
    if record.owner is None:
        return Cell(formats.UNKNOWN[reading.language], None, tone="unknown")
    return text_cell(record.owner.name, reading.url("partner", record.owner.code))


def recommendation_columns(reading: Reading, edit: str) -> list[ListColumn]:
    """Return the columns of the recommendations."""
    return [
        ListColumn("text", _("Recommendation"), lambda r: name_cell(r.text, r, reading, edit), "text"),
        ListColumn("report", _("Report"), lambda r: text_cell(r.report), "report"),
        ListColumn("on", _("Date"), lambda r: day_cell(r.on, reading), "on"),
        ListColumn("owner", _("Who acts"), lambda r: owner_cell(r, reading), "owner__name"),
        ListColumn(
            "status",
            _("What was done with it"),
            lambda r: Cell(
                words.recommendation_words(r.status), r.status, "", TONES.get(r.status, ""), r.what_was_done
            ),
            "status",
        ),
    ]


def signal_columns(reading: Reading, edit: str) -> list[ListColumn]:
    """Return the columns of the signals from outside."""
    return [
        ListColumn("title", _("What changed"), lambda s: name_cell(s.title, s, reading, edit), "title"),
        ListColumn("on", _("Since when"), lambda s: day_cell(s.on, reading), "on"),
        ListColumn("kind", _("Kind"), lambda s: text_cell(words.signal_words(s.kind)), "kind"),
        ListColumn("assumption", _("Assumption of the course"), lambda s: text_cell(s.assumption or "–")),
        ListColumn(
            "contradicts",
            _("Does it still hold?"),
            lambda s: text_cell(
                _("contradicted") if s.contradicts else _("not contradicted"),
                "",
                "bad" if s.contradicts else "",
            ),
            "contradicts",
        ),
        ListColumn("meaning", _("What it means"), lambda s: text_cell(s.meaning or "–")),
    ]


def subject_columns(reading: Reading, edit: str) -> list[ListColumn]:
    """Return the columns of the subjects raised elsewhere."""
    return [
        ListColumn("subject", _("Subject"), lambda s: name_cell(s.subject, s, reading, edit), "subject"),
        ListColumn("addressee", _("Who is asked"), lambda s: text_cell(s.addressee), "addressee"),
        ListColumn("ask", _("What is asked of them"), lambda s: text_cell(s.ask)),
        ListColumn("owner", _("Who asks it"), lambda s: owner_cell(s, reading), "owner__name"),
        ListColumn("raised_on", _("Raised on"), lambda s: day_cell(s.raised_on, reading), "raised_on"),
        ListColumn(
            "status",
            _("Stands"),
            lambda s: text_cell(words.subject_words(s.status), "", TONES.get(s.status, "")),
            "status",
        ),
        ListColumn("outcome", _("What came of it"), lambda s: text_cell(s.outcome or "–")),
    ]


def lesson_columns(reading: Reading, names: CourseNames, edit: str) -> list[ListColumn]:
    """Return the columns of the lessons."""

    def initiative(lesson: Any) -> Cell:
        if lesson.initiative is None:
            return Cell("–", "")
        return text_cell(lesson.initiative.name, reading.url("initiative", lesson.initiative.code))

    return [
        ListColumn("text", _("Lesson"), lambda lesson: name_cell(lesson.text, lesson, reading, edit)),
        ListColumn("initiative", _("From"), initiative, "initiative__name"),
        ListColumn(
            "element",
            _("About"),
            lambda lesson: text_cell(names.element(lesson.element) if lesson.element else "–"),
            "element",
        ),
        ListColumn("on", _("When"), lambda lesson: day_cell(lesson.on, reading), "on"),
    ]


def service_table(
    name: str, caption: str, services: Sequence[Service], reading: Reading, names: CourseNames, edit: str
) -> Table:
    """Return services with who gives them and where."""
    columns = (
        Column("title", _("What firms can get")),
        Column("provider", _("From whom")),
        Column("topic", _("Topic")),
        Column("places", _("For firms in")),
        Column("firm_stage", _("For which firms")),
        Column("tier", _("Line of support")),
    )
    rows = []
    for service in services:
        places = [names.place(code) for code in service.places]
        every = set(names.places) <= set(service.places) and bool(names.places)
        told = _("the whole region") if every else formats.enumeration(places, reading.language)
        cells = (
            name_cell(service.title, service, reading, edit),
            text_cell(service.provider.name, reading.url("partner", service.provider.code)),
            text_cell(service.topic),
            Cell(told or formats.UNKNOWN[reading.language], told or None, tone="" if told else "unknown"),
            text_cell(words.firm_stage_words(service.firm_stage)),
            text_cell(words.tier_words(service.tier)),
        )
        rows.append(Row(cells))
    return Table(name, caption, columns, tuple(rows))


def supply_table(cells: Sequence[SupplyCell], names: CourseNames) -> Table:
    """Return topics and lines of support by place: a gap, covered, or several for the same firms."""
    places = list(dict.fromkeys(cell.place for cell in cells))
    columns = (
        Column("topic", _("Topic")),
        Column("tier", _("Line of support")),
        *(Column(f"place-{place}", names.place(place)) for place in places),
    )
    tones = {Supply.GAP: "unknown", Supply.OVERLAP: "mild", Supply.ONE: ""}
    by_row: dict[tuple[str, int], list[SupplyCell]] = {}
    for cell in cells:
        by_row.setdefault((cell.topic, cell.tier), []).append(cell)
    rows = tuple(
        Row(
            (
                text_cell(topic),
                text_cell(words.tier_words(tier)),
                *(
                    Cell(
                        words.supply_words(c.supply),
                        c.supply.value,
                        "",
                        tones[c.supply],
                        ", ".join(c.providers),
                    )
                    for c in row
                ),
            )
        )
        for (topic, tier), row in by_row.items()
    )
    return Table("supply", _("Who helps with what, by place: gaps and overlaps"), columns, rows)


def challenge_table(entries: Sequence[Challenge], reading: Reading, edit: str) -> Table:
    """Return questions and offers with their match."""
    columns = (
        Column("title", _("What is asked or offered")),
        Column("side", _("Side")),
        Column("partner", _("Organisation")),
        Column("themes", _("Themes")),
        Column("budget_eur", _("Budget"), True),
        Column("wanted_on", _("Wanted by")),
        Column("match", _("Matched with")),
        Column("customer", _("First customer since")),
    )
    rows = []
    for entry in entries:
        match = entry.matched_with
        since = entry.became_customer_on
        cells = (
            name_cell(entry.title, entry, reading, edit),
            text_cell(words.side_words(entry.side)),
            text_cell(entry.partner.name, reading.url("partner", entry.partner.code)),
            text_cell(", ".join(entry.themes) or "–"),
            euro_cell(entry.budget_eur, reading),
            day_cell(entry.wanted_on, reading),
            text_cell("–") if match is None else Cell(match.title, match.title, "", "", match.partner.name),
            Cell("–", None) if since is None else day_cell(since, reading),
        )
        rows.append(Row(cells))
    return Table("challenges", _("Questions and offers"), columns, tuple(rows))


def match_table(matches: Sequence[Match], reading: Reading, *, may_match: bool) -> Table:
    """Return the suggested matches with the themes that they share."""
    columns = (
        Column("ask", _("Question")),
        Column("offer", _("Offer")),
        Column("shared", _("Shared themes")),
        Column("score", _("Covers"), True, _("share of the themes that are asked")),
    )
    rows = []
    for match in matches:
        link = f"{reading.url('challenge-match', match.ask_pk)}?with={match.offer_pk}" if may_match else ""
        share = float(match.score)
        cells = (
            Cell(match.ask_title, match.ask_title, link, "", _marked(match.ask_partner, match.invented)),
            Cell(match.offer_title, match.offer_title, "", "", match.offer_partner),
            text_cell(", ".join(match.shared)),
            Cell(
                formats.percent(share, reading.language),
                share,
                "",
                "",
                f"{len(match.shared)}/{match.n_asked}",
            ),
        )
        rows.append(Row(cells))
    return Table("matches", _("Questions and offers that share a theme"), columns, tuple(rows))


def _marked(text: str, invented: bool) -> str:
    return f"{text}; {invented_words(invented)}" if invented else text
