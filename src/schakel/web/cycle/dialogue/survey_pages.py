# SPDX-License-Identifier: EUPL-1.2
"""The surveys of perceived scores: the list, and the page of one with its response and results."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from schakel.cycle.actions.surveys import change_survey, close_survey, is_open, is_over, make_survey
from schakel.cycle.models import Survey
from schakel.cycle.queries.perceptions import HelixResponse, perceptions_of, remarks_of, response_of
from schakel.cycle.queries.years import chosen_links
from schakel.documents import formats
from schakel.web.cycle.dialogue.finding import (
    cycle_or_404,
    element_names,
    keeping_year,
    known_years,
    survey_or_404,
)
from schakel.web.cycle.dialogue.perception_table import perception_table
from schakel.web.cycle.dialogue.survey_forms import SurveyForm
from schakel.web.cycle.dialogue.words import survey_state_words
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.showing import cycle_of, show_board
from schakel.web.programme.editing import now
from schakel.web.programme.partners.forms import EmptyForm
from schakel.web.programme.partners.words import helix_words
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

METHODS = ("GET", "HEAD", "POST")
USUAL_MINIMUM = 5


@require_safe
@page
def show_surveys(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the surveys of a year and where each stands."""
    cycle, today = cycle_of(request), timezone.localdate()
    surveys = list(cycle.surveys.all()) if cycle else []
    context = {
        "cycle": cycle,
        "years": known_years(cycle),
        "topic": "surveys",
        "surveys": [(s, survey_state_words(s, today, reading.language)) for s in surveys],
    }
    return show_board(request, reading, "web/cycle/dialogue_surveys.html", context, page="dialogue")


@require_safe
@page
def show_survey(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Show a survey: results once it is over; to the bureau who answered; to bureau and board the remarks."""
    survey, today = survey_or_404(pk), timezone.localdate()
    visitor, names = visitor_of(request), element_names(reading)
    tables: list[Table] = []
    perceptions = perceptions_of(survey, today)
    if perceptions:
        tables.append(perception_table(reading, perceptions, names))
    response = response_of(survey) if visitor.may("survey-invite") else ()
    if response:
        tables.append(_response_table(reading, response))
    may_read_remarks = visitor.may("survey", "read_closed")
    remarks = []
    if may_read_remarks and perceptions:
        found = [(names.get(e, e), remarks_of(survey, e, today)) for e in survey.elements]
        remarks = [(name, told) for name, told in found if told]
    context: dict[str, Any] = {
        "cycle": survey.cycle,
        "years": [],
        "topic": "surveys",
        "survey": survey,
        "state": survey_state_words(survey, today, reading.language),
        "is_over": is_over(survey, today),
        "is_open": is_open(survey, today),
        "elements": [names.get(e, e) for e in survey.elements],
        "has_results": bool(perceptions),
        "has_response": bool(response),
        "answer": _answer(survey, perceptions, response, reading),
        "remarks": remarks,
        "unused": _unused(survey) if visitor.may("survey-withdraw", "write") else [],
    }
    return show_board(
        request, reading, "web/cycle/dialogue_survey.html", context, page="dialogue", tables=tables
    )


def _unused(survey: Survey) -> list[tuple[Any, str]]:
    """Return the links that were not used and can be withdrawn."""
    rows = survey.invitations.filter(answered_on=None, withdrawn_on=None).select_related("partner")
    return [(i, i.partner.name if i.partner else helix_words(i.helix)) for i in rows]


def _answer(
    survey: Survey, perceptions: Any, response: tuple[HelixResponse, ...], reading: Reading
) -> list[str]:
    language = reading.language
    found = []
    if response:
        n_invited, n_answered = sum(r.n_invited for r in response), sum(r.n_answered for r in response)
        found.append(
            ngettext(
                "%(answered)s of %(n)s link was used.", "%(answered)s of %(n)s links were used.", n_invited
            )
            % {
                "answered": formats.number(n_answered, language, 0),
                "n": formats.number(n_invited, language, 0),
            }
        )
    shown = [p for p in perceptions if not p.total.is_hidden]
    if perceptions and not shown:
        found.append(_("Too few people answered to show anything."))
    elif shown:
        best, worst = (pick(shown, key=lambda p: p.total.mean or 0.0) for pick in (max, min))
        names = element_names(reading)
        if len(shown) > 1:
            found.append(
                _("The highest mean is for %(best)s (%(high)s), the lowest for %(worst)s (%(low)s).")
                % {
                    "best": names.get(best.element, best.element).lower(),
                    "high": formats.number(best.total.mean, language, 1),
                    "worst": names.get(worst.element, worst.element).lower(),
                    "low": formats.number(worst.total.mean, language, 1),
                }
            )
    else:
        found.append(_("Results are shown when nobody can answer any more."))
    return found


def _response_table(reading: Reading, response: tuple[HelixResponse, ...]) -> Table:
    columns = (
        Column("helix", _("Strand")),
        Column("invited", _("Links"), True),
        Column("answered", _("Used"), True),
        Column("share", _("Response"), True),
        Column("withdrawn", _("Withdrawn"), True),
    )
    language = reading.language
    rows = []
    for r in response:
        share = r.n_answered / r.n_invited if r.n_invited else None
        rows.append(
            Row(
                (
                    text_cell(helix_words(r.helix)),
                    Cell(formats.number(r.n_invited, language, 0), r.n_invited),
                    Cell(formats.number(r.n_answered, language, 0), r.n_answered),
                    Cell("–" if share is None else formats.percent(share, language), share),
                    Cell(formats.number(r.n_withdrawn, language, 0), r.n_withdrawn),
                )
            )
        )
    return Table("response", _("Response by strand"), columns, tuple(rows))


@require_http_methods(METHODS)
@page
def new_survey(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Make a survey; the chosen links are ticked."""
    cycle, names = cycle_or_404(request), element_names(reading)
    chosen = list(chosen_links(cycle).values_list("element", flat=True)) or list(names)
    initial = {"elements": chosen, "minimum_group": USUAL_MINIMUM, "opens_on": timezone.localdate()}

    def act(values: dict[str, Any], version: int | None) -> Survey:
        return make_survey(cycle=cycle, **values, known_elements=list(names), by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        SurveyForm(request.POST or None, elements=names, initial=initial),
        act,
        page="dialogue",
        title=_("Ask how people see it"),
        done=lambda made: reading.url("survey", made.pk),
        context={"back": keeping_year(reading.url("surveys"), request), "back_name": _("Surveys")},
    )


@require_http_methods(METHODS)
@page
def edit_survey(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Change a survey that is not over."""
    survey, names = survey_or_404(pk), element_names(reading)
    is_sent = survey.invitations.exists()
    form = SurveyForm(request.POST or None, elements=names, is_sent=is_sent)
    form.initial = {name: getattr(survey, name) for name in form.fields}

    def act(values: dict[str, Any], version: int | None) -> Survey:
        return change_survey(
            survey=survey,
            changes=values,
            known_elements=list(names),
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="dialogue",
        title=_("Change this survey"),
        done=lambda changed: reading.url("survey", pk),
        record=survey,
        context={"back": reading.url("survey", pk), "back_name": survey.title},
    )


@require_http_methods(METHODS)
@page
def close(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Ask whether to close a survey; it cannot be opened again."""
    survey = survey_or_404(pk)

    def act(values: dict[str, Any], version: int | None) -> Survey:
        return close_survey(survey=survey, expected_version=version, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        EmptyForm(request.POST if request.method == "POST" else None),
        act,
        page="dialogue",
        title=_("Close this survey now?"),
        done=lambda closed: reading.url("survey", pk),
        said=_("Closed."),
        record=survey,
        context={
            "back": reading.url("survey", pk),
            "back_name": survey.title,
            "submit": _("Close it"),
            "intro": _("Nobody can answer any more, the results are shown, and it cannot be opened again."),
        },
    )
