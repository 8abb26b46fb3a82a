# SPDX-License-Identifier: EUPL-1.2
"""What may be said about the contribution of an initiative to a claimed result.

That a result is there does not show that the initiative brought it about. Only an independent party that
established the result, with evidence and without another version beside it, makes it "contributed"; a
count or a register makes it plausible; a statement by the claimant shows nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from schakel.programme.models import ClaimMethod, ClaimStep
from schakel.programme.queries.claims import ClaimState, StepState

CONTRIBUTED, PLAUSIBLE, NOT_SHOWN = VERDICTS = ("contributed", "plausible", "not_shown")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the first that holds gives the verdict, and its code is the reason."""

    code: str
    verdict: str
    holds: Callable[[ClaimState], bool]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict with the code of the rule that gave it."""

    verdict: str
    because: str


def _found_nothing(claim: ClaimState) -> bool:
    verified, realised = claim.at(ClaimStep.VERIFIED), claim.at(ClaimStep.REALISED)
    last = verified if verified.versions else realised
    return bool(last.versions) and last.high == 0


def _is_independent(claim: ClaimState) -> bool:
    verified = claim.at(ClaimStep.VERIFIED)
    return not verified.is_contested and any(
        v.method == ClaimMethod.INDEPENDENT and v.has_evidence for v in verified.versions
    )


def _has_method(step: StepState, *methods: str) -> bool:
    return any(v.method in methods for v in step.versions)


def _is_counted(claim: ClaimState) -> bool:
    counting = (ClaimMethod.COUNTED, ClaimMethod.REGISTER, ClaimMethod.INDEPENDENT)
    return _has_method(claim.at(ClaimStep.REALISED), *counting)


RULES: tuple[Rule, ...] = (
    Rule("external", NOT_SHOWN, lambda claim: not claim.is_own),
    Rule("brand", NOT_SHOWN, lambda claim: claim.is_of_brand),
    Rule("nothing_said", NOT_SHOWN, lambda claim: not claim.reached),
    Rule("only_promised", NOT_SHOWN, lambda claim: not claim.came_back),
    Rule("nothing_found", NOT_SHOWN, _found_nothing),
    Rule("independent", CONTRIBUTED, _is_independent),
    Rule("verified", PLAUSIBLE, lambda claim: bool(claim.at(ClaimStep.VERIFIED).versions)),
    Rule("counted", PLAUSIBLE, _is_counted),
    Rule("only_stated", NOT_SHOWN, lambda claim: True),
)
"""The rules in the order in which they are asked; the last one always holds."""


def verdict_of(claim: ClaimState) -> Verdict:
    """Return the verdict on a claim."""
    rule = next(rule for rule in RULES if rule.holds(claim))
    return Verdict(rule.verdict, rule.code)
