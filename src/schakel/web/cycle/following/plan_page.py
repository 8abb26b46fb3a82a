# SPDX-License-Identifier: EUPL-1.2
"""Board > Plan of the bureau: the hours of each task, what there is, and whether something still fits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.cycle.models import BureauPlan
from schakel.cycle.queries.bureau import bureau_years
from schakel.cycle.queries.bureau_room import Answer, BureauRoom, Wish, can_we_do, read_room
from schakel.documents import formats
from schakel.web.cycle.following.bureau_answers import hours_words, room_sentence
from schakel.web.cycle.following.bureau_forms import WishForm
from schakel.web.cycle.following.bureau_tables import plan_table, room_table, seed_table
from schakel.web.cycle.following.hours_pages import year_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.course_names import course_names
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of

ASKED = ("uren", "euro")


@require_safe
@page
def show_plan(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the plan of a year, what the bureau has, what is claimed, and what would still fit."""
    today = timezone.localdate()
    chosen = year_of(request, today)
    tasks = course_names(reading).tasks
    room = read_room(chosen, today)
    lines = list(BureauPlan.objects.filter(year=chosen).order_by("task", "pk"))
    may_change = visitor_of(request).may("bureau-plan-line", "write")
    form = _form(request, reading, today.month if chosen == today.year else 1)
    context = {
        "following_page": "bureau-plan",
        "year": chosen,
        "last_year": chosen - 1,
        "years": bureau_years(today),
        "sentences": [
            room_sentence(room.hours, reading, is_money=False),
            room_sentence(room.money, reading, is_money=True),
        ],
        "room": room,
        "lines": lines,
        "offices": formats.enumeration([office.name for office in room.offices], reading.language),
        "without_day": _without_day(room),
        "wish_form": form,
        "answer": _answer(room, form, reading),
        "may_change": may_change,
        "may_copy": may_change and not lines and BureauPlan.objects.filter(year=chosen - 1).exists(),
    }
    tables = [
        room_table(reading, room),
        plan_table(reading, lines, tasks, may_change=may_change),
        seed_table(reading, room.seed),
    ]
    return show_board(
        request, reading, "web/cycle/following_plan.html", context, page="following", tables=tables
    )


def _form(request: HttpRequest, reading: Reading, month: int) -> WishForm:
    is_asked = any(request.GET.get(name) for name in ASKED)
    if is_asked:
        return WishForm({"maand": month, **request.GET.dict()}, language=reading.language)
    return WishForm(language=reading.language, initial={"maand": month})


def _without_day(room: BureauRoom) -> str:
    n = sum(s.decision_due_on is None for s in room.seed)
    if not n:
        return ""
    return ngettext(
        "One amount of seed money has no day on which it is decided to go on or stop.",
        "%(n)s amounts of seed money have no day on which it is decided to go on or stop.",
        n,
    ) % {"n": n}


def _answer(room: BureauRoom, form: WishForm, reading: Reading) -> dict[str, Any] | None:
    """Return whether the wish fits, with the numbers it follows from."""
    if not form.is_bound or not form.is_valid():
        return None
    values = form.cleaned_data
    fit = can_we_do(room, Wish(values["maand"], values["uren"], values["euro"]))
    verdicts = {
        "fits": _("Yes, this still fits."),
        "over": _("No, this does not fit."),
        "unknown": _("That cannot be said: not everything that it depends on is known."),
    }
    return {
        "verdict": verdicts[fit.verdict],
        "parts": [
            part
            for part in (
                _hours_part(fit.hours, fit.months_left, reading),
                _money_part(fit.money, reading),
            )
            if part
        ],
    }


def _hours_part(answer: Answer, months: int, reading: Reading) -> str:
    if answer.wanted is None:
        return ""
    wanted = hours_words(answer.wanted, reading)
    if answer.free is None:
        return _("%(wanted)s hours are asked; it is not known how many the bureau has.") % {"wanted": wanted}
    text = ngettext(
        "%(wanted)s hours are asked; in the last month of the year %(free)s are left at most.",
        "%(wanted)s hours are asked; in the last %(n)s months of the year %(free)s are left at most.",
        months,
    )
    return text % {"wanted": wanted, "free": hours_words(answer.free, reading), "n": months}


def _money_part(answer: Answer, reading: Reading) -> str:
    if answer.wanted is None:
        return ""
    wanted = money_words(answer.wanted, reading.language)
    if answer.free is None:
        return _("%(wanted)s is asked; it is not known how much seed money there is.") % {"wanted": wanted}
    free = money_words(answer.free, reading.language)
    return _("%(wanted)s is asked; %(free)s of seed money is left at most.") % {
        "wanted": wanted,
        "free": free,
    }
