# SPDX-License-Identifier: EUPL-1.2
"""What the pages of evaluation share: the year, the tabs, the evaluation as it is or was adopted."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.cycle.models import CycleYear, EvaluationAdoption
from schakel.cycle.queries.evaluation import adopted_evaluation
from schakel.cycle.queries.evaluation_content import EvaluationContent, adopted_content
from schakel.cycle.sight import visible_decisions
from schakel.documents.messages import Words, words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import CHOSEN_YEAR, cycle_of
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of

MENU = "evaluation"
NOW = "nu"
"""``?stand=nu`` shows the evaluation as it is now, beside the one that was adopted."""


@dataclass(frozen=True)
class Around:
    """The year that a page is about, and who reads it.

    ``adoption`` is set when the page shows what was adopted: then everything comes out of ``content`` alone.
    """

    request: HttpRequest
    reading: Reading
    cycle: CycleYear | None
    adoption: EvaluationAdoption | None

    @property
    def say(self) -> Words:
        """The words of papers and pictures in the language of the reader."""
        return words(self.reading.language)

    @cached_property
    def content(self) -> EvaluationContent | None:
        """What was adopted; ``None`` where the page shows the evaluation as it is now."""
        return adopted_content(self.adoption) if self.adoption else None

    @cached_property
    def names(self) -> CourseNames:
        """What the codes of the course are called."""
        return course_names(self.reading)

    def element(self, code: str) -> str:
        """Return the name of an element."""
        return self.names.element(code)

    def url(self, page: str, **names: object) -> str:
        """Return the address of a page about the same year of the cycle."""
        chosen = self.request.GET.get(CHOSEN_YEAR)
        query = f"?{urlencode({CHOSEN_YEAR: chosen})}" if chosen else ""
        return f"{self.reading.url(page, **names)}{query}"

    @property
    def tells_means(self) -> bool:
        """Whether the means of the self-assessments may be told: to everybody once the year is closed."""
        return sight_of(self.request).closed or (self.cycle is not None and self.cycle.closed_on is not None)

    def may(self, page: str, deed: str = "write", about: Mapping[str, Any] | None = None) -> bool:
        """Say whether the reader may do this."""
        return visitor_of(self.request).may(page, "write" if deed == "write" else "read", about)


def look_around(request: HttpRequest, reading: Reading, *, frozen: bool = False) -> Around:
    """Return the year of a page; with ``frozen`` its evaluation as it was adopted, unless asked otherwise."""
    cycle = cycle_of(request)
    wanted = frozen and cycle is not None and request.GET.get("stand") != NOW
    return Around(request, reading, cycle, adopted_evaluation(cycle) if wanted and cycle else None)


def evaluation_context(around: Around, here: str) -> dict[str, Any]:
    """Return what every template of evaluation needs; ``here`` is the page that is shown."""
    adoption = around.adoption
    numbers = visible_decisions(sight_of(around.request))
    number = (
        numbers.filter(pk=adoption.decision_id).values_list("number", flat=True).first() if adoption else ""
    )
    return {
        "cycle": around.cycle,
        "years": list(CycleYear.objects.values_list("year", flat=True).order_by("-year")),
        "tabs": [(page, around.url(page), name) for page, name in _tabs().items()],
        "here": here,
        "adoption": adoption,
        "adopted_number": number,
        "as_of": around.content.as_of if around.content else timezone.localdate(),
        "is_asked_now": around.request.GET.get("stand") == NOW,
    }


def _tabs() -> dict[str, str]:
    return {
        "evaluation": _("Chosen links"),
        "evaluation-actions": _("Actions"),
        "evaluation-initiatives": _("Initiatives"),
        "criteria": _("Satisfied when"),
        "self-assessments": _("Self-assessment"),
        "evaluation-learnt": _("Learnt"),
        "assumptions": _("Assumptions"),
    }
