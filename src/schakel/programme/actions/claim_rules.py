# SPDX-License-Identifier: EUPL-1.2
"""What a claim and a statement about it must have; ``transitions.CLAIM_NEEDS`` names it for each step."""

from collections.abc import Callable, Mapping
from datetime import date

from schakel.programme.actions.claim_failures import (
    BelowZero,
    EvidenceMissing,
    InvestorMissing,
    MethodMissing,
    NotIndependent,
    NotYet,
    OnlyCampaigns,
    OnlyForInvestment,
    RepeatsTheTarget,
    ResultOfNothing,
    SourceMissing,
    UnitMissing,
    VerifierMissing,
    VerifiesItself,
    WrongInstrument,
)
from schakel.programme.models import (
    Claim,
    ClaimKind,
    ClaimMethod,
    ClaimStatement,
    ClaimStep,
    Initiative,
    InitiativeKind,
    Output,
    OutputKind,
)
from schakel.programme.queries.claims import CURRENT, NOT_FOR_BRANDS
from schakel.programme.transitions import CLAIM_NEEDS

UNMEASURED = frozenset({ClaimMethod.UNKNOWN, ClaimMethod.STATED})
INDEPENDENT = frozenset({ClaimMethod.REGISTER, ClaimMethod.INDEPENDENT})


def check_claim(claim: Claim) -> None:
    """Check that a claim can be judged at all, and that it hangs on the right instrument."""
    if claim.initiative is None and claim.programme is None:
        raise ResultOfNothing
    if claim.kind == ClaimKind.INVESTMENT:
        if not claim.investor:
            raise InvestorMissing
    elif claim.investor:
        raise OnlyForInvestment
    if not claim.unit:
        raise UnitMissing
    if claim.kind in NOT_FOR_BRANDS:
        scheme = claim.programme.initiative if claim.programme else None
        for initiative in filter(None, (claim.initiative, scheme)):
            check_instrument(initiative)


def check_instrument(initiative: Initiative) -> None:
    """Refuse jobs and firms at a brand, and at an initiative that did nothing but campaign."""
    if initiative.kind == InitiativeKind.BRAND:
        raise WrongInstrument(name=initiative.name)
    kinds = set(Output.objects.filter(initiative=initiative).order_by().values_list("kind", flat=True))
    if kinds == {OutputKind.CAMPAIGN}:
        raise OnlyCampaigns(name=initiative.name)


def check_statement(statement: ClaimStatement, *, today: date) -> None:
    """Check that a statement has what its step asks for."""
    if statement.amount is not None and statement.amount < 0:
        raise BelowZero(amount=str(statement.amount))
    if statement.on > today:
        raise NotYet(on=statement.on.isoformat())
    if statement.step == ClaimStep.REALISED:
        _check_not_the_target(statement)
    for need in CLAIM_NEEDS.get(statement.step, ()):
        _NEEDS[need](statement)


def _check_not_the_target(statement: ClaimStatement) -> None:
    if statement.amount is None or statement.method not in UNMEASURED:
        return
    beforehand = ClaimStatement.objects.filter(
        CURRENT, claim=statement.claim, step__in=(ClaimStep.PROMISED, ClaimStep.EXPECTED)
    )
    if beforehand.filter(amount=statement.amount).exists():
        raise RepeatsTheTarget(amount=f"{statement.amount.normalize():f}")


def _needs_source(statement: ClaimStatement) -> None:
    if not statement.source:
        raise SourceMissing


def _needs_method(statement: ClaimStatement) -> None:
    if statement.method == ClaimMethod.UNKNOWN:
        raise MethodMissing


def _needs_independent_method(statement: ClaimStatement) -> None:
    if statement.method not in INDEPENDENT:
        raise NotIndependent
    if not statement.stated_by:
        raise VerifierMissing
    if statement.stated_by.strip().casefold() in _claimants(statement.claim):
        raise VerifiesItself(name=statement.stated_by)


def _needs_evidence(statement: ClaimStatement) -> None:
    if statement.evidence is None and not statement.evidence_url:
        raise EvidenceMissing


_NEEDS: Mapping[str, Callable[[ClaimStatement], None]] = {
    "source": _needs_source,
    "method": _needs_method,
    "independent_method": _needs_independent_method,
    "evidence": _needs_evidence,
}


def _claimants(claim: Claim) -> set[str]:
    """Return the names of those who claim the result themselves, in small letters."""
    names: set[str] = set()
    owner = claim.initiative.owner if claim.initiative else None
    for party in (claim.claimed_by, owner):
        if party is not None:
            names |= {party.name, party.short_name, party.code}
    if claim.initiative is not None:
        names |= {claim.initiative.name, claim.initiative.code}
    steps = (ClaimStep.REALISED,) if claim.claimed_by else (ClaimStep.PROMISED, ClaimStep.REALISED)
    own_words = ClaimStatement.objects.filter(
        CURRENT, claim=claim, step__in=steps, method__in=(*UNMEASURED, ClaimMethod.COUNTED)
    ).values_list("stated_by", flat=True)
    return {name.strip().casefold() for name in (*names, *own_words) if name.strip()}
