# SPDX-License-Identifier: EUPL-1.2
"""The portfolio as tables: where each initiative stands, and the advice with its reasons."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.documents.sentences.portfolio import advice_name, condition_words, fact_words
from schakel.programme.queries.advice import Advice
from schakel.programme.queries.alarms import Alarms
from schakel.programme.queries.evidence_level import LEVELS
from schakel.programme.queries.portfolio import PortfolioRow
from schakel.web.programme.initiatives.words import continuity_words, kind_words, stage_words
from schakel.web.programme.results.words import evidence_level_words
from schakel.web.programme.steering.portfolio_words import (
    age_words,
    embedding_words,
    helix_mix_words,
    months_words,
    paid_words,
)
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

STAGES = (
    "quartermaster",
    "sowing",
    "germinating",
    "growing",
    "harvesting",
    "consolidated",
    "merged",
    "stopped",
)


def portfolio_table(reading: Reading, rows: Sequence[PortfolioRow], alarms: Alarms, *, today: date) -> Table:
    """Return where each initiative stands, one a row."""
    columns = (
        Column("name", _("Initiative")),
        Column("stage", _("Stage")),
        Column("age", _("Age"), numeric=True),
        Column("in-stage", _("In this stage"), numeric=True),
        Column("partners", _("Partners")),
        Column("granted", _("Granted"), numeric=True),
        Column("paid", _("Paid until")),
        Column("embedding", _("Embedding")),
        Column("evidence", _("Evidence")),
        Column("alarms", _("Alarms"), numeric=True),
    )
    n_alarms: dict[str, int] = {}
    for alarm in alarms.fired:
        n_alarms[alarm.code] = n_alarms.get(alarm.code, 0) + 1
    found = tuple(
        Row(_cells(reading, row, n_alarms.get(row.code, 0), today), "target" if row.code in n_alarms else "")
        for row in rows
    )
    return Table("portfolio", _("The initiatives of the programme"), columns, found, sort="name")


def _cells(reading: Reading, row: PortfolioRow, n_alarms: int, today: date) -> tuple[Cell, ...]:
    language = reading.language
    marks = [kind_words(row.kind), *([_("invented")] if row.invented else [])]
    granted = None if row.granted_eur is None else float(row.granted_eur)
    return (
        Cell(row.name, row.name, reading.url("initiative", row.code), detail=", ".join(marks)),
        Cell(
            stage_words(row.stage),
            STAGES.index(row.stage) if row.stage in STAGES else None,
            tone="unknown" if row.stage not in STAGES else "",
        ),
        _known(age_words(row, today, reading), row.age_months(today)),
        _known(months_words(row.months_in_stage(today), reading), row.months_in_stage(today)),
        _known(months_or_number(row.n_partners, reading), row.n_partners, detail=helix_mix_words(row)),
        _known(money_words(row.granted_eur, language), granted),
        _known(
            paid_words(row, reading),
            _paid_value(row),
            detail=continuity_words(row.continuity) if row.is_running else "",
        ),
        _known(embedding_words(row), row.embedding[0] if any(row.embedding[:3]) else None),
        Cell(evidence_level_words(row.evidence), LEVELS.index(row.evidence)),
        Cell(str(n_alarms) if n_alarms else "–", n_alarms, tone="bad" if n_alarms else ""),
    )


def _paid_value(row: PortfolioRow) -> str | None:
    """Return what puts the dates in order: lasting money comes last."""
    if row.money.is_structural:
        return "9999"
    return None if row.money.until is None else row.money.until.isoformat()


def months_or_number(value: int | None, reading: Reading) -> str:
    """Return a count, or that it is not known."""
    return _("not known") if value is None else str(value)


def _known(text: str, value: float | str | None, detail: str = "") -> Cell:
    return Cell(text, value, tone="unknown" if value is None else "", detail=detail)


def advice_table(reading: Reading, advice: Sequence[Advice], names: Mapping[str, str]) -> Table:
    """Return each piece of advice with what speaks for and against it."""
    columns = (
        Column("name", _("Initiative")),
        Column("advice", _("To consider")),
        Column("because", _("Because")),
        Column("pro", _("Also for it")),
        Column("con", _("Against it")),
        Column("unknown", _("Not known")),
    )
    rows = tuple(
        Row(
            (
                text_cell(a.name, reading.url("initiative", a.code)),
                text_cell(_advice_words(a, reading, names)),
                text_cell(_conditions(a.because, reading)),
                text_cell(_conditions(a.pro, reading) or "–"),
                text_cell(_conditions(a.con, reading) or "–"),
                text_cell("; ".join(fact_words(f, reading.language) for f in a.unknown) or "–"),
            )
        )
        for a in advice
    )
    return Table("advice", _("What the rules bring up for discussion"), columns, rows, sort="name")


def _advice_words(advice: Advice, reading: Reading, names: Mapping[str, str]) -> str:
    said = advice_name(advice.id, reading.language)
    if not advice.others:
        return said
    others = ", ".join(names.get(code, code) for code in advice.others)
    return _("%(advice)s with %(others)s") % {"advice": said, "others": others}


def _conditions(conditions: tuple[tuple[str, bool], ...], reading: Reading) -> str:
    telling = [c for c in conditions if c != ("is_running", True)]
    return "; ".join(condition_words(c, reading.language) for c in telling)


def portfolio_sentences(rows: Sequence[PortfolioRow], alarms: Alarms) -> list[str]:
    """Return how the portfolio stands, never more certain than the register."""
    if not rows:
        return [_("No initiative of the programme is registered yet.")]
    running = sum(r.is_running for r in rows)
    unknown = sum(r.stage == "unknown" for r in rows)
    found = []
    if not running:
        found.append(_("That cannot be said yet: of no initiative it is known that it runs."))
    else:
        new = sum(r.stage in ("quartermaster", "sowing") for r in rows)
        text = ngettext(
            "One initiative is known to run; %(new)s of it is new (being prepared or sown).",
            "%(n)s initiatives are known to run; %(new)s of them are new (being prepared or sown).",
            running,
        )
        found.append(text % {"n": running, "new": new})
    if unknown:
        text = ngettext(
            "Of one initiative the stage is not known.",
            "Of %(n)s initiatives the stage is not known.",
            unknown,
        )
        found.append(text % {"n": unknown})
    with_alarm = len({a.code for a in alarms.fired if a.code})
    if with_alarm:
        text = ngettext(
            "One initiative asks for attention.", "%(n)s initiatives ask for attention.", with_alarm
        )
        found.append(text % {"n": with_alarm})
    return found
