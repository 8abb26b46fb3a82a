# SPDX-License-Identifier: EUPL-1.2
"""What a claim in the register must have: a source, a method, evidence, and a kind that fits."""

from collections.abc import Iterator

from schakel.koers.failures import N_
from schakel.koers.located_yaml import YamlPath
from schakel.koers.problems import Problem
from schakel.koers.references import Reporter
from schakel.koers.register import Register
from schakel.koers.register_claims import INDEPENDENT_METHODS, NOT_FOR_BRANDS, UNMEASURED, Claim, Statement


class StatementWithoutSupport(Problem):
    """A statement that says more than it can show."""

    template = N_("{file}, line {line}: {where}: found “{found}” without “{lacking}”.")
    cure = N_("Expected {expected}; or a step that asks for less.")


class JobsFromBranding(Problem):
    """A brand or campaign that claims jobs or firms."""

    template = N_("{file}, line {line}: {where}: found “{found}” for a brand or campaign.")
    cure = N_("Expected {expected}: a campaign makes something known, and does not make jobs or firms.")


class InvestmentNotInEuros(Problem):
    """An elicited investment in another unit than euros."""

    template = N_("{file}, line {line}: {where}: found the unit “{found}” for an investment.")
    cure = N_("Expected {expected}.")


class TargetRepeated(Problem):
    """A realised amount that is the promised one, without a measurement."""

    template = N_("{file}, line {line}: {where}: found {found}, the amount that was promised.")
    cure = N_("Expected {expected}: a report that repeats its target measures nothing.")


class ResultOfNothing(Problem):
    """A claim that hangs on neither an initiative nor a programme."""

    template = N_("{file}, line {line}: {where}: found a result of nothing ({found}).")
    cure = N_("Expected {expected}: what brought it about.")


class InvestorDisagrees(Problem):
    """An investment without an investor, or another claim with one."""

    template = N_("{file}, line {line}: {where}: found the investor “{found}” for the kind “{claim_kind}”.")
    cure = N_("Expected {expected}.")


class ClaimSameAsItself(Problem):
    """Claims that point at each other as the same result, so that none of them counts."""

    template = N_("{file}, line {line}: {where}: “{found}” leads back to itself.")
    cure = N_("Expected a claim that stands by itself.")


def claim_problems(register: Register, report: Reporter) -> Iterator[Problem]:
    """Yield claims whose kind or unit does not fit, and statements without what their step asks for."""
    brands = {i.code for i in register.initiatives if i.type == "brand"}
    same_as = {claim.code: claim.same_as for claim in register.claims}
    for n, claim in enumerate(register.claims):
        path: YamlPath = ("claims", n)
        if claim.kind in NOT_FOR_BRANDS and claim.initiative in brands:
            yield report(JobsFromBranding, (*path, "kind"), claim.kind, "reach")
        if claim.initiative is None and claim.programme is None:
            yield report(ResultOfNothing, path, claim.code, "initiative, programme")
        if _leads_back(claim.code, same_as):
            yield report(ClaimSameAsItself, (*path, "same_as"), claim.code, "—")
        yield from _investment_problems(claim, path, report)
        beforehand = {s.amount for s in claim.statements if s.step in ("promised", "expected")}
        for m, statement in enumerate(claim.statements):
            measured = statement.method not in UNMEASURED or statement.amount is None
            if statement.step == "realised" and not measured and statement.amount in beforehand:
                amount_path = (*path, "statements", m, "amount")
                yield report(TargetRepeated, amount_path, statement.amount, "counted, register, independent")
            for lacking, expected in _lacking(claim, statement):
                at = (*path, "statements", m)
                yield report(StatementWithoutSupport, at, statement.step, expected, lacking=lacking)


def _investment_problems(claim: Claim, path: YamlPath, report: Reporter) -> Iterator[Problem]:
    is_investment = claim.kind == "investment"
    if is_investment and claim.unit != "EUR":
        yield report(InvestmentNotInEuros, (*path, "unit"), claim.unit, "EUR")
    if is_investment != (claim.investor is not None):
        expected = "public, private" if is_investment else "—"
        yield report(InvestorDisagrees, (*path, "investor"), claim.investor, expected, claim_kind=claim.kind)


def _leads_back(code: str, same_as: dict[str, str | None]) -> bool:
    seen: set[str] = set()
    step = same_as.get(code)
    while step is not None and step not in seen:
        seen.add(step)
        step = same_as.get(step)
    return code in seen


def _lacking(claim: Claim, statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield each field that the step of a statement asks for and that it does not have."""
    if (statement.source or claim.source) is None:
        yield "source", "source"
    if statement.step == "realised" and statement.method == "unknown":
        yield "method", "stated, counted, register, independent"
    if statement.step == "verified":
        if statement.method not in INDEPENDENT_METHODS:
            yield "method", ", ".join(INDEPENDENT_METHODS)
        if statement.evidence_url is None:
            yield "evidence_url", "evidence_url"
