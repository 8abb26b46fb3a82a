# SPDX-License-Identifier: EUPL-1.2
"""What was agreed in the conversations: the list, making one, settling it, and taking it up."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from schakel.cycle.actions import agreements as acts
from schakel.cycle.models import Agreement, AgreementStatus, CycleYear
from schakel.cycle.queries.dialogue import agreements_of, is_late, taken_up
from schakel.programme.models import Cause
from schakel.web.cycle.dialogue.agreement_forms import (
    EXISTING,
    NEW,
    WAYS,
    AgreementForm,
    NewActivityForm,
    SettleForm,
    take_up_form,
)
from schakel.web.cycle.dialogue.finding import (
    agreement_or_404,
    cycle_or_404,
    element_names,
    element_or_404,
    keeping_year,
    known_years,
)
from schakel.web.cycle.dialogue.tables import agreements_table
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import cycle_of, show_board
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of

METHODS = ("GET", "HEAD", "POST")
FILTERS = ("open", "late", "loose")


@require_safe
@page
def show_agreements(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what was agreed in a year: all, what is open, late, or not taken up."""
    cycle, today = cycle_of(request), timezone.localdate()
    rows = list(agreements_of(cycle, sight_of(request))) if cycle else []
    wanted = request.GET.get("show", "")
    shown = [a for a in rows if _belongs(a, wanted)] if wanted in FILTERS else rows
    may_settle = visitor_of(request).may("agreement-settle", "write")
    names = element_names(reading)
    context = {
        "cycle": cycle,
        "years": known_years(cycle),
        "topic": "agreements",
        "wanted": wanted if wanted in FILTERS else "",
        "n": len(rows),
        "answer": _answer(rows),
    }
    table = agreements_table(reading, shown, names, today, may_settle=may_settle)
    return show_board(
        request, reading, "web/cycle/dialogue_agreements.html", context, page="dialogue", tables=[table]
    )


def _belongs(agreement: Agreement, wanted: str) -> bool:
    is_open = agreement.status == AgreementStatus.OPEN
    if wanted == "late":
        return is_late(agreement, timezone.localdate())
    return is_open and (wanted == "open" or not taken_up(agreement))


def _answer(rows: list[Agreement]) -> list[str]:
    if not rows:
        return [_("Nothing was agreed yet for this year.")]
    n_open = sum(a.status == AgreementStatus.OPEN for a in rows)
    n_kept = sum(a.status == AgreementStatus.KEPT for a in rows)
    found = [
        ngettext(
            "Of %(all)s agreement %(kept)s was kept and %(open)s is open.",
            "Of %(all)s agreements %(kept)s were kept and %(open)s are open.",
            len(rows),
        )
        % {"all": len(rows), "kept": n_kept, "open": n_open}
    ]
    n_late = sum(is_late(a, timezone.localdate()) for a in rows)
    if n_late:
        found.append(
            ngettext("Of %(n)s the day has passed.", "Of %(n)s the day has passed.", n_late) % {"n": n_late}
        )
    return found


@require_http_methods(METHODS)
@page
def new_agreement(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Make an agreement about one element; first the element is chosen where the address names none."""
    cycle = cycle_or_404(request)
    element = request.GET.get("element", "") or _only_element(request, cycle)
    if not element:
        return _choose_element(request, reading, cycle)
    name = element_or_404(reading, element)
    form = AgreementForm(
        request.POST or None,
        names=course_names(reading),
        cycle=cycle,
        element=element,
        initial={"talk": request.GET.get("talk")},
    )

    def act(values: dict[str, Any], version: int | None) -> Agreement:
        return acts.make_agreement(cycle=cycle, element=element, **values, by=actor_of(request), at=now())

    context: dict[str, Any] = {"back": _element_url(request, reading, element), "back_name": name}
    if not Cause.objects.filter(element=element).exists():
        context["intro"] = _("No cause of this weakness is named yet. Name one first, under Programme.")
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="dialogue",
        title=_("What was agreed about %(element)s?") % {"element": name.lower()},
        done=lambda made: _element_url(request, reading, element),
        context=context,
    )


def _only_element(request: HttpRequest, cycle: CycleYear) -> str:
    """Return the element that the conversation was about, where it was about one."""
    key = request.GET.get("talk", "")
    talk = cycle.talks.filter(pk=key).first() if key.isascii() and key.isdigit() else None
    return talk.elements[0] if talk is not None and len(talk.elements) == 1 else ""


def _choose_element(request: HttpRequest, reading: Reading, cycle: CycleYear) -> HttpResponse:
    talk = request.GET.get("talk", "")
    choices = [
        (keeping_year(reading.url("agreement-new"), request, element=code, talk=talk), name)
        for code, name in element_names(reading).items()
    ]
    context = {"cycle": cycle, "years": [], "topic": "agreements", "choices": choices}
    return show_board(request, reading, "web/cycle/dialogue_choose_element.html", context, page="dialogue")


def _element_url(request: HttpRequest, reading: Reading, element: str) -> str:
    return keeping_year(reading.url("dialogue-element", element), request) + "#agreements"


@require_http_methods(METHODS)
@page
def edit_agreement(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Change an agreement that is open."""
    agreement = agreement_or_404(pk)
    fields = ("text", "owner", "due_on", "cause", "talk")
    form = AgreementForm(
        request.POST or None,
        names=course_names(reading),
        cycle=agreement.cycle,
        element=agreement.element,
        initial={name: getattr(agreement, name) for name in fields},
    )

    def act(values: dict[str, Any], version: int | None) -> Agreement:
        return acts.change_agreement(
            agreement=agreement, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return _about(request, reading, agreement, form, act, _("Change this agreement"))


@require_http_methods(METHODS)
@page
def settle(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Say that an agreement was kept, or is dropped and why."""
    agreement = agreement_or_404(pk)

    def act(values: dict[str, Any], version: int | None) -> Agreement:
        return acts.settle_agreement(
            agreement=agreement, **values, expected_version=version, by=actor_of(request), at=now()
        )

    form = SettleForm(request.POST or None)
    template = "web/cycle/dialogue_settle.html"
    return _about(request, reading, agreement, form, act, _("What became of it?"), template=template)


@require_http_methods(METHODS)
@page
def take_up(request: HttpRequest, reading: Reading, pk: int, how: str) -> HttpResponse:
    """Turn an agreement into a new activity, tie it to one that is there, or make a proposal of it."""
    agreement = agreement_or_404(pk)
    if how not in WAYS:
        raise Http404
    if taken_up(agreement):
        return HttpResponseRedirect(_element_url(request, reading, agreement.element))
    form = take_up_form(how, request.POST or None, agreement, course_names(reading))
    known = list(element_names(reading))

    def act(values: dict[str, Any], version: int | None) -> Agreement:
        given: dict[str, Any] = {"agreement": agreement, "expected_version": version}
        given |= {"by": actor_of(request), "at": now()}
        if how == NEW and isinstance(form, NewActivityForm):
            return acts.start_activity_from(
                **given, elements=known, details=form.details(), mechanism=values["mechanism"]
            )
        if how == EXISTING:
            return acts.take_up_in_activity(**given, elements=known, activity=values["activity"])
        return acts.propose_from(**given, details=values)

    ways = {
        NEW: _("a new activity"),
        EXISTING: _("an activity that is there"),
        "voorstel": _("a proposal for a new topic"),
    }
    return _about(
        request,
        reading,
        agreement,
        form,
        act,
        _("What does it become?"),
        template="web/cycle/dialogue_take_up.html",
        ways=[(reading.url("agreement-take-up", pk, way), name, way == how) for way, name in ways.items()],
    )


def _about(
    request: HttpRequest,
    reading: Reading,
    agreement: Agreement,
    form: Any,
    act: Any,
    title: str,
    *,
    template: str = "web/cycle/form_page.html",
    **context: Any,
) -> HttpResponse:
    """Show a form about an agreement, with what was agreed above it."""
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="dialogue",
        title=title,
        done=lambda changed: _element_url(request, reading, agreement.element),
        record=agreement,
        template=template,
        context={
            "intro": agreement.text,
            "agreement": agreement,
            "back": keeping_year(reading.url("agreements"), request),
            "back_name": _("Agreements"),
            **context,
        },
    )
