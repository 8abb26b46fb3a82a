# SPDX-License-Identifier: EUPL-1.2
"""What the invented decisions change: for each effect what it is about and the details that it needs."""

from collections.abc import Callable, Mapping
from typing import Any

from schakel.cycle.demonstration.stage import CycleStage
from schakel.programme.demonstration.scene import Row

Found = tuple[str, dict[str, Any]]


def decided_effect(stage: CycleStage, which: str, row: Row, spec: Row) -> dict[str, Any]:
    """Return the effect of a decision as :func:`record_decision` takes it."""
    effect = row.get("effect", "none")
    find = _FINDERS.get(effect)
    effect_on, details = find(stage, which, {**row, "spec": spec}) if find else ("", {})
    return {"effect": effect, "effect_on": effect_on, "details": {**details, **row.get("with", {})}}


def _diagnosis(stage: CycleStage, which: str, row: Row) -> Found:
    links = [{"element": link.element, "reason": link.reason} for link in stage.links[which]]
    measurement = stage.measured(which)
    identity = measurement.identity if measurement is not None else ""
    return identity, {"cycle": str(stage.years[which].year), "links": links}


def _start(stage: CycleStage, which: str, row: Row) -> Found:
    cause = stage.kept("causes", row["cause"])
    return "", {"cause": str(cause.pk), "owner": stage.scene.partner(row["owner"]).code}


def _stop(stage: CycleStage, which: str, row: Row) -> Found:
    """Return the initiative that a decision of last year began, else one of the programme."""
    return stage.kept("made", row["of"]) or stage.initiative("brand").code, {}


def _year(stage: CycleStage, which: str, row: Row) -> Found:
    return str(stage.years[which].year), {}


def _deviation(stage: CycleStage, which: str, row: Row) -> Found:
    return str(stage.kept("deviations", row["spec"]["deviation"]).pk), {}


def _coded(kind: str) -> Callable[[CycleStage, str, Row], Found]:
    def find(stage: CycleStage, which: str, row: Row) -> Found:
        return stage.kept(kind, row["of"]).code, {}

    return find


def _target(stage: CycleStage, which: str, row: Row) -> Found:
    return stage.kept("indicators", row["of"]).code, {"year": str(stage.scene.today.year + 1)}


_FINDERS: Mapping[str, Callable[[CycleStage, str, Row], Found]] = {
    "adopt_diagnosis": _diagnosis,
    "start_initiative": _start,
    "stop_initiative": _stop,
    "settle_deviation": _deviation,
    "agree_yardstick": _coded("yardsticks"),
    "admit_partner": _coded("partners"),
    "adopt_minutes": _coded("meetings"),
    "adopt_target": _target,
    "adopt_evaluation": _year,
    "close_year": _year,
}
