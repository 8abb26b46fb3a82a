# SPDX-License-Identifier: EUPL-1.2
"""The tables of the sheet of an initiative, and the data of its picture."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.documents.programme_pictures.life_line import (
    LifeLine,
    LifeMilestone,
    LifeName,
    LifeStage,
    LifeTie,
)
from schakel.koers.label import Language
from schakel.programme.models import LineageKind
from schakel.programme.queries.carried_promises import CarriedPromise
from schakel.programme.queries.embedding import EmbeddingState
from schakel.programme.queries.initiative_sheet import InitiativeSheet
from schakel.programme.queries.readiness import Innovation
from schakel.web.programme.initiatives.words import (
    embedding_answer_words,
    embedding_question_words,
    link_words,
    participation_words,
    stage_words,
    step_words,
)
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

ANSWER_TONES = {"yes": "good", "partly": "mild", "no": "bad", "unknown": "unknown"}


def life_line(sheet: InitiativeSheet) -> LifeLine:
    """Return the data of the picture of the life of an initiative."""
    initiative, graph = sheet.initiative, sheet.lineage
    into = [
        LifeTie(s.from_name, s.kind, s.year, True)
        for s in graph.to_here(initiative.pk)
        if s.kind != LineageKind.PART_OF
    ]
    away = [LifeTie(s.to_name, s.kind, s.year, False) for s in graph.from_here(initiative.pk)]
    names = [
        LifeName(n.name, n.since_year, n.until_year) for n in sheet.names if n.since_year or n.until_year
    ]
    start = initiative.started_on.year if initiative.started_on else initiative.started_year
    end = initiative.ended_on.year if initiative.ended_on else initiative.ended_year
    return LifeLine(
        name=initiative.name,
        today=sheet.today,
        started_year=start,
        ended_year=end,
        exit_on=initiative.exit_on,
        names=tuple(names) or (LifeName(initiative.name, start, end),),
        stages=tuple(LifeStage(s.stage, s.since, s.until) for s in sheet.stages),
        ties=(*into, *away),
        milestones=tuple(LifeMilestone(m.title, m.due_on, m.done_on) for m in sheet.milestones),
    )


def stages_table(sheet: InitiativeSheet, reading: Reading, untold: Collection[str] = frozenset()) -> Table:
    """Return the steps of its life, newest first; without what ``untold`` decisions say."""
    columns = (
        Column("stage", _("Stage")),
        Column("since", _("Since")),
        Column("days", _("Days"), True),
        Column("reason", _("Because")),
        Column("decided_by", _("Decided by")),
    )
    rows = []
    for step in reversed(sheet.stages):
        detail = _("into %(name)s") % {"name": step.into_name} if step.into_name else ""
        cell = Cell(stage_words(step.stage), step.stage, detail=detail)
        since = Cell(formats.day(step.since, reading.language), step.since.isoformat())
        days = Cell(formats.number(step.n_days, reading.language, 0), step.n_days)
        reason, decided_by = step.reason, step.decided_by or "–"
        if step.decided_by in untold:
            reason, decided_by = _("told once the meeting is over"), "–"
        rows.append(Row((cell, since, days, text_cell(reason), text_cell(decided_by))))
    return Table("stages", _("Steps in its life"), columns, tuple(rows))


def partners_table(sheet: InitiativeSheet, reading: Reading) -> Table:
    """Return the partners in their roles; who left comes last."""
    columns = (
        Column("partner", _("Partner")),
        Column("role", _("Role")),
        Column("since", _("Since")),
        Column("until", _("Until")),
    )
    rows = [
        Row(
            (
                Cell(
                    row.partner.name,
                    row.partner.name,
                    reading.url("partner", row.partner.code),
                    detail=_("invented") if row.invented else row.note,
                ),
                text_cell(participation_words(row.role)),
                _day_cell(row.starts_on, reading.language),
                Cell(_("still"), None) if row.ends_on is None else _day_cell(row.ends_on, reading.language),
            )
        )
        for row in sorted(
            sheet.participations, key=lambda p: p.ends_on is not None and p.ends_on <= sheet.today
        )
    ]
    return Table("partners", _("Partners and their roles"), columns, tuple(rows))


def links_table(sheet: InitiativeSheet, reading: Reading) -> Table:
    """Return the other initiatives that it is linked to."""
    columns = (Column("other", _("Initiative")), Column("kind", _("Link")), Column("note", _("Note")))
    rows = [
        Row(
            (
                Cell(
                    link.name,
                    link.name,
                    reading.url("initiative", link.code),
                    detail=_("of others, not counted") if link.relation == "external" else "",
                ),
                text_cell(link_words(link.kind, is_from_here=link.is_from_here)),
                text_cell(link.note or "–"),
            )
        )
        for link in sheet.links
    ]
    return Table("links", _("Links to other initiatives"), columns, tuple(rows))


def embedding_table(state: EmbeddingState) -> Table:
    """Return the checklist with its answers and what the register itself shows."""
    columns = (
        Column("question", _("Question")),
        Column("answer", _("Answer")),
        Column("explanation", _("Where that is arranged")),
        Column("register", _("Shown in the register")),
    )
    rows = []
    for q in state.questions:
        shown = _("yes") if q.shown_by_register else _("no")
        detail = _("answer and register differ") if q.contradicts else ""
        rows.append(
            Row(
                (
                    text_cell(embedding_question_words(q.question)),
                    Cell(embedding_answer_words(q.answer), q.answer, tone=ANSWER_TONES[q.answer]),
                    text_cell(q.explanation or "–"),
                    Cell(shown, shown, detail=detail, tone="mild" if detail else ""),
                )
            )
        )
    return Table("embedding", _("How well it is embedded"), columns, tuple(rows))


def readiness_table(known: tuple[Innovation, ...], reading: Reading) -> Table:
    """Return the readiness level of each innovation and whether it stands still."""
    columns = (
        Column("innovation", _("Innovation")),
        Column("level", _("Level"), True),
        Column("since", _("Since")),
        Column("owner", _("With")),
        Column("path", _("Steps")),
    )
    rows = []
    for found in known:
        stalled = _("no step for more than a year") if found.is_stalled else ""
        path = " → ".join(f"{s.level} ({s.on.year})" for s in found.steps)
        rows.append(
            Row(
                (
                    Cell(found.name, found.name, detail=stalled, tone="mild" if stalled else ""),
                    Cell(str(found.level), found.level),
                    _day_cell(found.stepped_on, reading.language),
                    text_cell(found.owner_name or "–"),
                    text_cell(path),
                )
            )
        )
    return Table("readiness", _("Readiness of the technology (TRL 1 to 9)"), columns, tuple(rows))


def carried_table(sheet: InitiativeSheet, reading: Reading) -> Table:
    """Return the promises that came along from earlier initiatives."""
    columns = (
        Column("from", _("From")),
        Column("what", _("What")),
        Column("step", _("How far")),
        Column("amount", _("Amount"), True),
    )
    rows = [
        Row(
            (
                text_cell(p.from_name, reading.url("initiative", p.from_code)),
                Cell(p.title, p.title, carried_link(p, reading), detail=_("invented") if p.invented else ""),
                text_cell(step_words(p.step) if p.step else _("nothing said yet")),
                _amount_cell(p, reading.language),
            )
        )
        for p in sheet.carried
    ]
    return Table("carried", _("Promises that came along"), columns, tuple(rows))


def carried_link(promise: CarriedPromise, reading: Reading) -> str:
    """Return the address of the page of a promise."""
    page = {"result": "result", "commitment": "partner", "money": "money-source"}[promise.sort]
    return reading.url(page, promise.code)


def _amount_cell(promise: CarriedPromise, language: Language) -> Cell:
    if promise.amount is None:
        return Cell(formats.UNKNOWN[language], None, tone="unknown")
    if promise.unit == "EUR":
        text, high = money_words(promise.amount, language), money_words(promise.high, language)
    else:
        text = formats.plain_number(float(promise.amount), language)
        high = formats.plain_number(float(promise.high or promise.amount), language)
    shown = text if promise.high in (None, promise.amount) else f"{text}–{high}"
    unit = "" if promise.unit == "EUR" else f" {promise.unit}"
    return Cell(f"{shown}{unit}", float(promise.amount))


def _day_cell(day: date | None, language: Language) -> Cell:
    if day is None:
        return Cell(formats.UNKNOWN[language], None, tone="unknown")
    return Cell(formats.day(day, language), day.isoformat())
