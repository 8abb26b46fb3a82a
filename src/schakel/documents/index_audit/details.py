# SPDX-License-Identifier: EUPL-1.2
"""The values of a finding as words: shares, correlations, ranks and names by the name of the value."""

from collections.abc import Callable

from schakel.composite.audit.findings import Detail
from schakel.documents.formats import UNKNOWN, number, percent, plain_number
from schakel.documents.index_audit.audit_names import AuditNames

SHARES = (
    "share",
    "used",
    "stated",
    "realised",
    "weight",
    "total",
    "first_order",
    "first_share",
    "coverage",
)
TWO_DECIMALS = (
    "coefficient",
    "with_parent",
    "with_elsewhere",
    "correlation",
    "alpha",
    "spearman",
    "pearson",
    "p_value",
)
RANKS = (
    "rank",
    "low",
    "high",
    "width",
    "change",
    "rise",
    "holding_width",
    "widest_place",
    "rank_low",
    "rank_high",
    "rank_before",
    "rank_after",
    "node_rank",
    "widest_from",
    "widest_to",
    "order",
)
YEARS = ("from_period", "to_period")
NODES = (
    "code",
    "node",
    "parent",
    "branch",
    "first",
    "second",
    "child",
    "heaviest",
    "lightest",
    "strongest_elsewhere",
)


def detail_in_words(name: str, value: Detail, names: AuditNames) -> str:
    """Return one value of a finding in words; unknown is said."""
    if value is None:
        return UNKNOWN[names.language]
    if isinstance(value, bool):
        return names.say("yes") if value else names.say("no")
    if isinstance(value, str):
        return _text(name, value, names)
    return _number(name, float(value), names.language)


def _number(name: str, value: float, language: str) -> str:
    if name in YEARS:
        return str(round(value))
    if name in SHARES or name.startswith(("share_", "mean_share")):
        return share_in_words(value, language)
    if name == "p_value" and value < 0.005:
        return f"<{number(0.01, language, 2)}"
    if name in TWO_DECIMALS:
        return number(value, language, 2)
    if name in RANKS:
        return number(abs(value) if name == "change" else value, language, 0)
    if name.startswith("n_"):
        return number(value, language, 0)
    if name.startswith(("mean_", "skewness", "kurtosis")) or name.endswith("ratio"):
        return number(value, language, 1)
    return plain_number(value, language)


def share_in_words(value: float, language: str) -> str:
    """Return a share as a percentage with one decimal below a half, where that is not nought."""
    fine = abs(value) < 0.5 and abs(100 * value - round(100 * value)) >= 0.05
    return percent(value, language, 1 if fine else 0)


def _text(name: str, value: str, names: AuditNames) -> str:
    kinds: dict[str, Callable[[str], str]] = {
        "unit": names.unit,
        "nodes": names.quoted_list,
        "method": names.words,
        "transform": names.word,
        "reason": names.word,
        "why": names.word,
        "third": names.word,
        "choice": names.word,
        "alternative": _alternative(names),
    }
    kinds |= dict.fromkeys(NODES, names.quoted)
    return kinds.get(name, str)(value)


def _alternative(names: AuditNames) -> Callable[[str], str]:
    """Return "how parts are joined: average" for "aggregation: arithmetic"."""
    return lambda value: ": ".join(names.word(part) for part in value.split(": "))
