# SPDX-License-Identifier: EUPL-1.2
"""Where a reader finds what a decision changed."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest

from schakel.cycle.models import Decision, DecisionEffect, Deviation
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of


def _simple(page: str) -> Callable[[Decision], tuple[str, tuple[object, ...]]]:
    return lambda decision: (page, (decision.effect_on,))


def _deviation(decision: Decision) -> tuple[str, tuple[object, ...]]:
    key = decision.effect_on
    code = Deviation.objects.filter(pk=key).values_list("initiative__code", flat=True).first()
    return ("deviation", (code, int(key))) if code else ("", ())


def _number(page: str) -> Callable[[Decision], tuple[str, tuple[object, ...]]]:
    return lambda decision: (page, (int(decision.effect_on),))


_PAGES: Mapping[str, Callable[[Decision], tuple[str, tuple[object, ...]]]] = {
    DecisionEffect.ADOPT_DIAGNOSIS: _simple("measurement"),
    DecisionEffect.START_INITIATIVE: _simple("initiative"),
    DecisionEffect.CHANGE_INITIATIVE: _simple("initiative"),
    DecisionEffect.CONSOLIDATE_INITIATIVE: _simple("initiative"),
    DecisionEffect.STOP_INITIATIVE: _simple("initiative"),
    DecisionEffect.ADOPT_VALUE: _number("value"),
    DecisionEffect.ADOPT_TARGET: _simple("indicator"),
    DecisionEffect.CLOSE_PERIOD: _simple("period"),
    DecisionEffect.ADMIT_PARTNER: _simple("partner"),
    DecisionEffect.SETTLE_DEVIATION: _deviation,
    DecisionEffect.AGREE_YARDSTICK: _simple("yardstick"),
    DecisionEffect.ADOPT_MINUTES: _simple("minutes"),
    DecisionEffect.ADOPT_EVALUATION: _number("cycle-year-one"),
    DecisionEffect.ADOPT_COURSE: _simple("course-draft"),
    DecisionEffect.CLOSE_YEAR: _number("cycle-year-one"),
}


def effect_address(request: HttpRequest, reading: Reading, decision: Decision) -> str:
    """Return the address of what a decision changed; nothing where there is no page that may be read."""
    found = _PAGES.get(decision.effect)
    if found is None:
        return ""
    page, args = found(decision)
    return reading.url(page, *args) if page and visitor_of(request).may(page) else ""
