# SPDX-License-Identifier: EUPL-1.2
"""Claims and what is said about them: registered, stated, corrected, withdrawn, and said to be the same."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from schakel.programme.actions.claim_failures import (
    AlreadyCorrected,
    AlreadyWithdrawn,
    DifferentResults,
    GoesInCircles,
    MeaningIsFixed,
    ReasonMissing,
)
from schakel.programme.actions.claim_rules import check_claim, check_statement
from schakel.programme.models import (
    Claim,
    ClaimKind,
    ClaimMethod,
    ClaimStatement,
    EvidenceFile,
    FundingProgramme,
    ImpactLevel,
    Initiative,
    Partner,
)
from schakel.programme.recording import Actor, add_record, append_row, change_record, remove_record

EUR = "EUR"
TAKEN_BY_PAGES = frozenset({"nieuw", "uitgelokt"})


def register_claim(
    *,
    title: str,
    kind: str,
    by: Actor,
    at: datetime,
    code: str = "",
    unit: str = "",
    level: str = ImpactLevel.DIRECT,
    initiative: Initiative | None = None,
    programme: FundingProgramme | None = None,
    claimed_by: Partner | None = None,
    goal: str = "",
    place: str = "",
    investor: str = "",
    note: str = "",
    source: str = "",
) -> Claim:
    """Register a result that somebody claims; the amounts follow with :func:`state_result`.

    Parameters
    ----------
    code
        Made from the title when empty.
    unit
        EUR for investment, whatever is given.

    Raises
    ------
    WrongInstrument
        When jobs or firms are hung on a brand or campaign.
    InvestorMissing, OnlyForInvestment, UnitMissing, ResultOfNothing
        When the claim cannot be judged as it is.
    WrongEntry
        When a field is wrong.
    """
    claim = Claim(
        code=code or _free_code(title),
        title=title,
        kind=kind,
        unit=EUR if kind == ClaimKind.INVESTMENT else unit.strip(),
        level=level,
        initiative=initiative,
        programme=programme,
        claimed_by=claimed_by,
        goal=goal,
        place=place,
        investor=investor,
        note=note,
        source=source,
    )
    check_claim(claim)
    return add_record(claim, action="claim.register", by=by, at=at)


def change_claim(
    claim: Claim, *, expected_version: int | None, changes: Mapping[str, Any], by: Actor, at: datetime
) -> Claim:
    """Change what a claim is about, under the rules of :func:`register_claim`; never its statements."""
    allowed = {name: value for name, value in changes.items() if name not in ("code", "same_as")}
    changed = Claim.objects.select_related("initiative", "programme").get(pk=claim.pk)
    counted = {name: getattr(changed, name) for name in ("kind", "investor", "unit")}
    for name, value in allowed.items():
        setattr(changed, name, value)
    if changed.kind == ClaimKind.INVESTMENT:
        allowed["unit"] = changed.unit = EUR
    check_claim(changed)
    is_other = any(getattr(changed, name) != value for name, value in counted.items())
    if is_other and (changed.statements.exists() or changed.same_as_id or changed.doubles.exists()):
        raise MeaningIsFixed(name=changed.title)
    return change_record(
        claim, action="claim.change", expected_version=expected_version, by=by, at=at, changes=allowed
    )


def remove_claim(claim: Claim, *, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Remove a claim about which nothing was said yet; raises StillInUse otherwise."""
    remove_record(claim, action="claim.remove", expected_version=expected_version, by=by, at=at)


def state_result(
    *,
    claim: Claim,
    step: str,
    amount: Decimal | None,
    on: date,
    by: Actor,
    at: datetime,
    only_year: bool = False,
    stated_by: str = "",
    method: str = ClaimMethod.UNKNOWN,
    source: str = "",
    evidence: EvidenceFile | None = None,
    evidence_url: str = "",
    note: str = "",
) -> ClaimStatement:
    """Add what somebody says about a claim; other statements stay as they are.

    Parameters
    ----------
    step
        Promised, expected, realised or verified; ``transitions.CLAIM_NEEDS`` says what each asks for.
    amount
        None when only the result and not its amount is known.
    on
        When it was said; 1 January where only the year is known (``only_year``).

    Raises
    ------
    RepeatsTheTarget
        When a realised amount is exactly what was promised, and nobody measured it.
    SourceMissing, MethodMissing, NotIndependent, EvidenceMissing, VerifiesItself
        When the statement lacks what its step asks for.
    WrongInstrument, BelowZero, NotYet
        When it cannot be a statement at all.
    """
    statement = ClaimStatement(
        claim=claim,
        step=step,
        amount=amount,
        on=on,
        only_year=only_year,
        stated_by=stated_by.strip(),
        method=method,
        source=source.strip(),
        evidence=evidence,
        evidence_url=evidence_url,
        note=note,
    )
    check_claim(claim)
    check_statement(statement, today=timezone.localdate(at))
    return append_row(statement, action="claim.state", by=by, at=at)


def correct_statement(
    statement: ClaimStatement,
    *,
    amount: Decimal,
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
    only_year: bool | None = None,
    source: str | None = None,
    evidence_url: str | None = None,
) -> ClaimStatement:
    """Correct a typing error; the step, who said it, how and the file stay, and the error stays visible.

    Another amount by another source is no correction but another statement.

    Raises
    ------
    ReasonMissing, AlreadyCorrected, AlreadyWithdrawn
        When it cannot be corrected in this way.
    Failure
        Those of :func:`state_result`.
    """
    if not reason.strip():
        raise ReasonMissing
    _check_still_stands(statement)
    correction = _successor(statement, reason)
    correction.amount, correction.on = amount, on
    correction.only_year = statement.only_year if only_year is None else only_year
    correction.source = statement.source if source is None else source.strip()
    correction.evidence_url = statement.evidence_url if evidence_url is None else evidence_url
    check_statement(correction, today=timezone.localdate(at))
    return append_row(correction, action="claim.correct", by=by, at=at)


def withdraw_statement(statement: ClaimStatement, *, reason: str, by: Actor, at: datetime) -> ClaimStatement:
    """Take back a statement that was entered by mistake; it stays visible and no longer counts."""
    if not reason.strip():
        raise ReasonMissing
    _check_still_stands(statement)
    withdrawal = _successor(statement, reason)
    withdrawal.amount, withdrawal.on, withdrawal.only_year = None, statement.on, statement.only_year
    withdrawal.source, withdrawal.evidence_url = statement.source, statement.evidence_url
    return append_row(withdrawal, action="claim.withdraw", by=by, at=at)


def say_same_result(
    claim: Claim, other: Claim | None, *, by: Actor, at: datetime, expected_version: int | None = None
) -> Claim:
    """Say that a claim is about the same result as another, which then counts once; None undoes it.

    Raises
    ------
    DifferentResults
        When kind, unit or investor differ.
    GoesInCircles
        When the other is said, directly or by way of others, to be the same as this one already.
    """
    with transaction.atomic():
        if other is not None:
            if (claim.kind, claim.unit, claim.investor) != (other.kind, other.unit, other.investor):
                raise DifferentResults(first=claim.title, second=other.title)
            _check_no_circle(claim, other)
        return change_record(
            claim,
            action="claim.same",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"same_as": other},
        )


def _check_no_circle(claim: Claim, other: Claim) -> None:
    points_at = dict(Claim.objects.filter(same_as__isnull=False).values_list("pk", "same_as"))
    here: int | None = other.pk
    for _ in range(len(points_at) + 1):
        if here == claim.pk:
            raise GoesInCircles(first=claim.title, second=other.title)
        here = points_at.get(here) if here is not None else None


def _check_still_stands(statement: ClaimStatement) -> None:
    if statement.corrects_id is not None and statement.amount is None:
        raise AlreadyWithdrawn
    if ClaimStatement.objects.filter(corrects=statement).exists():
        raise AlreadyCorrected


def _successor(statement: ClaimStatement, reason: str) -> ClaimStatement:
    return ClaimStatement(
        claim=statement.claim,
        step=statement.step,
        stated_by=statement.stated_by,
        method=statement.method,
        evidence=statement.evidence,
        note=reason.strip()[:500],
        corrects=statement,
    )


def _free_code(title: str) -> str:
    start = slugify(title)[:50].strip("-") or "resultaat"
    taken = set(Claim.objects.filter(code__startswith=start).values_list("code", flat=True)) | TAKEN_BY_PAGES
    codes = (start if n == 1 else f"{start}-{n}" for n in range(1, len(taken) + 2))
    return next(code for code in codes if code not in taken)
