# SPDX-License-Identifier: EUPL-1.2
"""Effects of decisions on initiatives: start, change, make permanent, stop.

What each needs, with ``effect_on`` first and then its details:

- start_initiative: nothing, the code is made; ``name`` and ``kind``; where known ``relation`` ("own"),
  ``summary``, ``owner`` (code of a partner; else who owns the decision), ``stage`` ("sowing";
  "quartermaster" asks ``exit_on`` and ``exit_criterion``), ``cause`` (key) that it takes away, with
  ``mechanism``, and ``activity`` (title of a first activity that does so). Without a cause it answers the
  element that the agenda item is about;
- change_initiative: code; ``stage`` when it takes a step, with what its gate asks; without one the
  decision only tells what changes;
- consolidate_initiative: code; ``lesson``;
- stop_initiative: code; ``lesson``; ``into`` (code) when it goes on in another.

``reason`` is told with the step; see :meth:`Asked.reason_to_tell`.
"""

from datetime import datetime
from typing import Any

from schakel.cycle.actions.effect_parts import (
    Asked,
    Effect,
    EffectIncomplete,
    Subject,
    find_one,
    named,
)
from schakel.cycle.models import Decision, SourceKind
from schakel.koers.failures import N_
from schakel.programme.actions.activities import plan_activity
from schakel.programme.actions.causes import add_strengthening
from schakel.programme.actions.initiatives import free_code, start_initiative
from schakel.programme.actions.stages import move_to_stage
from schakel.programme.models import Activity, Cause, Initiative, InitiativeRelation, Partner, Stage
from schakel.programme.recording import Actor

FIRST_STAGES = (Stage.QUARTERMASTER, Stage.SOWING, Stage.GERMINATING)


def _find_new(asked: Asked) -> Subject:
    name = asked.needed("name", N_("the name of the new initiative is missing"))
    kind = asked.needed("kind", N_("it is not said what kind of initiative it is"))
    stage = asked.words("stage") or Stage.SOWING.value
    if stage not in FIRST_STAGES:
        raise EffectIncomplete(missing=N_("a new initiative starts being prepared, sowing or germinating"))
    details = {
        "name": name,
        "kind": kind,
        "relation": asked.words("relation") or InitiativeRelation.OWN.value,
        "stage": stage,
        "reason": asked.reason_to_tell(),
        "owner": (_named_partner(asked) or asked.owner).code,
        "element": _element(asked),
    }
    if exit_on := asked.day("exit_on"):
        details["exit_on"] = exit_on.isoformat()
    for given in ("summary", "exit_criterion", "mechanism", "activity", "cause"):
        if told := asked.words(given):
            details[given] = told
    return Subject(key=free_code(name), name=name, details=details)


def _named_partner(asked: Asked) -> Partner | None:
    code = asked.words("owner")
    return find_one(Partner, code, "", code=code) if code else None


def _cause(asked: Asked) -> Cause | None:
    key = asked.words("cause")
    return find_one(Cause, key, "", pk=key) if key else None


def _element(asked: Asked) -> str:
    """Return the element that a new initiative answers: that of its cause, else that of the agenda item."""
    cause = _cause(asked)
    if cause is not None:
        return cause.element
    is_about_element = asked.item.source_kind == SourceKind.ELEMENT
    return asked.item.source_key if is_about_element else ""


def _start(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    told = subject.details
    initiative = start_initiative(
        code=subject.key,
        name=told["name"],
        kind=told["kind"],
        relation=told["relation"],
        details={
            "summary": told.get("summary", ""),
            "owner": _named_partner(asked) or asked.owner,
            "started_on": asked.on,
            "source": decision.number,
        },
        by=by,
        at=at,
    )
    move_to_stage(
        initiative=initiative,
        to=told["stage"],
        on=asked.on,
        reason=told["reason"],
        exit_on=asked.day("exit_on"),
        exit_criterion=told.get("exit_criterion", ""),
        decided_by=decision.number,
        by=by,
        at=at,
    )
    _aim(initiative, asked, told, decision, by, at)


def _aim(
    initiative: Initiative, asked: Asked, told: dict[str, Any], decision: Decision, by: Actor, at: datetime
) -> None:
    """Plan the first activity, and say which element the initiative or that activity strengthens."""
    activity: Activity | None = None
    if title := told.get("activity"):
        activity = plan_activity(
            title=title, initiative=initiative, owner=asked.owner, source=decision.number, by=by, at=at
        )
    element = told["element"]
    if element:
        add_strengthening(
            element=element,
            elements=(element,),
            initiative=None if activity else initiative,
            activity=activity,
            cause=_cause(asked),
            mechanism=told.get("mechanism", ""),
            source=decision.number,
            by=by,
            at=at,
        )


def _find_known(asked: Asked) -> Subject:
    code = asked.effect_on
    record = find_one(Initiative, code, N_("it is not said which initiative"), code=code)
    details: dict[str, Any] = {}
    for given in ("stage", "lesson", "into", "exit_criterion"):
        if told := asked.words(given):
            details[given] = told
    if exit_on := asked.day("exit_on"):
        details["exit_on"] = exit_on.isoformat()
    if reason := asked.reason_to_tell():
        details["reason"] = reason
    return Subject(key=record.code, name=named(record), record=record, details=details)


def _step(asked: Asked, subject: Subject, to: str, decision: Decision, by: Actor, at: datetime) -> None:
    told = subject.details
    into = asked.words("into")
    move_to_stage(
        initiative=subject.record,
        to=to,
        on=asked.on,
        reason=told.get("reason", ""),
        lesson=told.get("lesson", ""),
        into=find_one(Initiative, into, "", code=into) if into else None,
        exit_on=asked.day("exit_on"),
        exit_criterion=told.get("exit_criterion", ""),
        decided_by=decision.number,
        by=by,
        at=at,
    )


def _change(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    if to := subject.details.get("stage"):
        _step(asked, subject, to, decision, by, at)


def _consolidate(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    _step(asked, subject, Stage.CONSOLIDATED, decision, by, at)


def _stop(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    to = Stage.MERGED if asked.words("into") else Stage.STOPPED
    _step(asked, subject, to, decision, by, at)


START = Effect(_find_new, _start)
CHANGE = Effect(_find_known, _change)
CONSOLIDATE = Effect(_find_known, _consolidate)
STOP = Effect(_find_known, _stop)
