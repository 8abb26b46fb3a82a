# SPDX-License-Identifier: EUPL-1.2
"""What an address of the conversation is about: the year, an element, a record within them."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from schakel.cycle.models import Agreement, ChallengeOwner, CycleYear, Survey, Talk
from schakel.cycle.sight import Sight, visible_talks
from schakel.web.cycle.showing import CHOSEN_YEAR, cycle_of
from schakel.web.programme.course_names import course_names
from schakel.web.reading import Reading


def cycle_or_404(request: HttpRequest) -> CycleYear:
    """Return the year of the cycle that a form is about; without any there is nothing to fill in."""
    cycle = cycle_of(request)
    if cycle is None:
        raise Http404
    return cycle


def known_years(cycle: CycleYear | None) -> list[int]:
    """Return the years of the cycle to choose from, newest first; none where there is one or no year."""
    if cycle is None:
        return []
    years = list(CycleYear.objects.order_by("-year").values_list("year", flat=True))
    return years if len(years) > 1 else []


def keeping_year(address: str, request: HttpRequest, **query: object) -> str:
    """Return an address that stays in the year of the cycle that was chosen, with more in its query."""
    asked = {k: str(v) for k, v in query.items() if v not in ("", None)}
    if wanted := request.GET.get(CHOSEN_YEAR):
        asked[CHOSEN_YEAR] = wanted
    return f"{address}?{urlencode(asked)}" if asked else address


def element_names(reading: Reading) -> dict[str, str]:
    """Return the elements of the course by code, and those that only the diagnosis knows."""
    codes = dict.fromkeys(e.element for c in reading.dossier.comparisons for e in c.elements)
    measured = {code: reading.names.element(code) for code in codes}
    return dict(course_names(reading).elements) | {
        code: name for code, name in measured.items() if code not in course_names(reading).elements
    }


def element_or_404(reading: Reading, code: str) -> str:
    """Return the name of an element that is in the address."""
    found = element_names(reading).get(code)
    if found is None:
        raise Http404
    return found


def owner_or_404(cycle: CycleYear, element: str, partner: str) -> ChallengeOwner:
    """Return the question to an organisation about an element in a year."""
    rows = ChallengeOwner.objects.select_related("partner", "cycle")
    found = rows.filter(cycle=cycle, element=element, partner__code=partner).first()
    if found is None:
        raise Http404
    return found


def talk_or_404(pk: int) -> Talk:
    """Return a conversation, whatever may be told of it; :func:`may_read_report` says that."""
    found = Talk.objects.select_related("cycle", "event").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_read_report(sight: Sight, talk: Talk) -> bool:
    """Say whether title and report of a conversation may be read."""
    return visible_talks(sight).filter(pk=talk.pk).exists()


def agreement_or_404(pk: int) -> Agreement:
    """Return an agreement with what it is about."""
    rows = Agreement.objects.select_related("cycle", "owner", "cause", "talk", "activity", "proposal")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def survey_or_404(pk: int) -> Survey:
    """Return a survey with its year."""
    found = Survey.objects.select_related("cycle").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
