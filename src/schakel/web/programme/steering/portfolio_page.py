# SPDX-License-Identifier: EUPL-1.2
"""Programma > Portfolio: what to make permanent, scale up, merge or stop."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.documents.programme_pictures.portfolio_board import (
    BoardItem,
    BoardPicture,
    draw_portfolio_board,
)
from schakel.documents.sentences.portfolio import (
    alarm_cure,
    alarm_name,
    alarm_sentence,
    alarm_why,
    missing_words,
    threshold_words,
)
from schakel.programme.portfolio_rules import ALARMS
from schakel.programme.queries.advice import Advice, advise
from schakel.programme.queries.alarms import Alarms, judge_alarms
from schakel.programme.queries.portfolio import PortfolioRow, read_portfolio
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.programme.steering.cutting import cut_page, cut_start
from schakel.web.programme.steering.diagnosis import Aim, read_aim
from schakel.web.programme.steering.forms import PortfolioForm
from schakel.web.programme.steering.portfolio_tables import (
    advice_table,
    portfolio_sentences,
    portfolio_table,
)
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of

MOST_CASES = 10


@require_safe
@page
def show_portfolio(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the initiatives by stage and age, the alarms, and what the rules bring up."""
    today = timezone.localdate()
    aim = read_aim(reading)
    everything = read_portfolio(today=today)
    alarms = judge_alarms(everything, today=today)
    advice = advise(everything, alarms, weak=aim.weak, unmeasured=aim.unmeasured, today=today)
    form = _form(request, reading, aim)
    rows = [row for row in everything if _is_chosen(row, form, alarms)]
    shown = {row.code for row in rows}
    table = portfolio_table(reading, rows, alarms, today=today)
    table, here = cut_page(request, table)
    advice_shown = [a for a in advice if a.code in shown and a.id != "keep"]
    context = {
        "programme_page": "portfolio",
        "sentences": portfolio_sentences(everything, alarms),
        "filter_form": form,
        "listing": {"page": here},
        "n_shown": len(rows),
        "n_all": len(everything),
        "alarms": _alarm_groups(reading, alarms, shown, len(rows) if form.chosen("alarm") else MOST_CASES),
        "unjudged": _unjudged_groups(reading, alarms),
        "decisions": _decisions(request, reading, advice_shown),
        "n_keep": sum(a.id == "keep" and a.code in shown for a in advice),
        "invented": any(r.invented for r in rows),
    }
    names = {row.code: row.name for row in everything}
    return show_programme(
        request,
        reading,
        "web/programme/steering_portfolio.html",
        context,
        tables=[table, cut_start(request, advice_table(reading, advice_shown, names))],
        pictures=[Picture("board", board_picture(rows, alarms, today), draw_portfolio_board)] if rows else [],
    )


def board_picture(rows: Sequence[PortfolioRow], alarms: Alarms, today: date) -> BoardPicture:
    """Return what the board is drawn from: what runs, and what may run."""
    return BoardPicture(
        tuple(
            BoardItem(row.name, row.stage, row.age_months(today), len(alarms.of(row.code)))
            for row in rows
            if not row.has_ended
        )
    )


def _form(request: HttpRequest, reading: Reading, aim: Aim) -> PortfolioForm:
    return PortfolioForm.asked(
        request,
        lines=[(code, f"{code}. {name}") for code, name in aim.names.lines.items()],
        places=list(aim.names.places.items()),
        alarms=[
            (rule.id, alarm_name(rule.id, reading.language)) for rule in ALARMS if rule.scope == "initiative"
        ],
    )


def _is_chosen(row: PortfolioRow, form: PortfolioForm, alarms: Alarms) -> bool:
    line, alarm = form.chosen("line"), form.chosen("alarm")
    return (
        form.chosen("stage") in ("", row.stage)
        and form.chosen("kind") in ("", row.kind)
        and form.chosen("place") in ("", row.place)
        and (not line or line in row.lines)
        and (not alarm or any(a.rule == alarm for a in alarms.of(row.code)))
    )


def _alarm_groups(reading: Reading, alarms: Alarms, shown: set[str], most: int) -> list[dict[str, object]]:
    """Return the alarms that went off, by rule, ``most`` cases of each; a pair once."""
    language = reading.language
    groups: list[dict[str, object]] = []
    for rule in ALARMS:
        fired = [a for a in alarms.fired if a.rule == rule.id and (not a.code or a.code in shown)]
        fired = [a for a in fired if not (a.other in shown and a.other < a.code)]
        if fired:
            groups.append(
                {
                    "id": rule.id,
                    "name": alarm_name(rule.id, language),
                    "why": alarm_why(rule.id, language),
                    "cure": alarm_cure(rule.id, language),
                    "limit": threshold_words(rule, language),
                    "n_more": max(len(fired) - most, 0),
                    "cases": [
                        {
                            "key": f"{a.rule}:{a.code}",
                            "name": a.name,
                            "url": reading.url("initiative", a.code) if a.code else "",
                            "text": alarm_sentence(a, language),
                        }
                        for a in fired[:most]
                    ],
                }
            )
    return groups


def _unjudged_groups(reading: Reading, alarms: Alarms) -> list[dict[str, object]]:
    """Return what cannot be judged, by rule and by what is missing."""
    groups: dict[tuple[str, str], list[str]] = {}
    for case in alarms.unjudged:
        groups.setdefault((case.rule, case.missing), []).append(case.name)
    return [
        {
            "name": alarm_name(rule, reading.language),
            "missing": missing_words(missing, reading.language),
            "names": [n for n in names if n],
        }
        for (rule, missing), names in groups.items()
    ]


def _decisions(request: HttpRequest, reading: Reading, advice: Sequence[Advice]) -> list[dict[str, str]]:
    """Return where the reader may record a decision on what the rules bring up."""
    visitor = visitor_of(request)
    found = {}
    for a in advice:
        url = reading.url("initiative-stage", a.code)
        if url and visitor.may("initiative-stage", "write", {"initiative": a.code}):
            found[a.code] = {"name": a.name, "url": url}
    return list(found.values())
