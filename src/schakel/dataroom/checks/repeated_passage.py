# SPDX-License-Identifier: EUPL-1.2
"""Rule ``repeated_passage``: two passages print the same figures with other companions or another reading."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import polars as pl

from schakel.dataroom.checks.findings import Detail, Finding
from schakel.dataroom.checks.rules import RepeatedPassage
from schakel.koers.label import Label

Row = dict[str, Any]
Key = tuple[Any, ...]


def check_repeated_passage(rule: RepeatedPassage, printed: pl.DataFrame) -> Iterator[Finding]:
    """Yield a finding for each pair of passages that shares figures and does not tell the same.

    Two passages share a figure when quantity, area, periods and value are equal. With at least
    ``min_shared`` shared figures, a finding follows when another quantity stands in both with
    different values (a different companion), or when a shared figure has two readings.
    """
    passages: dict[str, list[Row]] = {}
    for row in printed.iter_rows(named=True):
        passages.setdefault(row["passage"], []).append(row)
    for first, second in combinations(sorted(passages), 2):
        pairs = _pairs(passages[first], passages[second])
        shared = [(a, b) for a, b in pairs if a["value"] == b["value"]]
        if len(shared) < rule.min_shared:
            continue
        different = [(a, b) for a, b in pairs if a["value"] != b["value"]]
        if different:
            yield _finding(rule, shared, different, "repeated_passage_other_companion")
        readings = [(a, b) for a, b in shared if _reads_differently(a, b)]
        if readings:
            yield _finding(rule, readings, [], "repeated_passage_two_readings")


def _pairs(first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    """Return the rows about the same quantity, area and periods in both passages."""
    found: dict[Key, list[Row]] = {}
    for row in second:
        found.setdefault(_key(row), []).append(row)
    pairs = [(a, b) for a in first for b in found.get(_key(a), [])]
    return sorted(pairs, key=lambda pair: (pair[0]["figure_id"], pair[1]["figure_id"]))


def _key(row: Row) -> Key:
    return tuple(row[name] for name in ("quantity", "area", "period", "from_period", "unit"))


def _reads_differently(first: Row, second: Row) -> bool:
    return bool(first["reading_en"] and second["reading_en"] and first["reading_en"] != second["reading_en"])


def _finding(
    rule: RepeatedPassage, pairs: list[tuple[Row, Row]], different: list[tuple[Row, Row]], code: str
) -> Finding:
    first, second = pairs[0]
    details: dict[str, Detail] = {"n_shared": len(pairs)}
    for language in ("nl", "en"):
        names = dict.fromkeys(a[f"label_{language}"] for a, _ in pairs)
        details[f"first_passage_{language}"] = first[f"passage_{language}"]
        details[f"second_passage_{language}"] = second[f"passage_{language}"]
        details[f"shared_{language}"] = "; ".join(names)
        details[f"first_reading_{language}"] = _joined(a[f"reading_{language}"] for a, _ in pairs)
        details[f"second_reading_{language}"] = _joined(b[f"reading_{language}"] for _, b in pairs)
        if different:
            details[f"companion_{language}"] = different[0][0][f"label_{language}"]
    if different:
        details["companion_first"] = different[0][0]["value"]
        details["companion_second"] = different[0][1]["value"]
        details["period"] = different[0][0]["period"]
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        severity="warning",
        scope="course",
        subject=Label(
            f"{first['passage_nl']} — {second['passage_nl']}",
            f"{first['passage_en']} — {second['passage_en']}",
        ),
        figures=tuple(row["figure_id"] for pair in (*pairs, *different) for row in pair),
        note_code=code,
        note_details=details,
        next_step=rule.next_step,
        stated=different[0][0]["value"] if different else None,
        computed=different[0][1]["value"] if different else None,
    )


def _joined(texts: Iterator[str | None]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))
