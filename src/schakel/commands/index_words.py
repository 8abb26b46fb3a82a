# SPDX-License-Identifier: EUPL-1.2
"""What ``schakel index`` says: the answer, the ranking, what was chosen and what was guessed."""

from typing import TYPE_CHECKING, Any

import polars as pl
from rich.markup import escape
from rich.table import Table

from schakel.commands.terminal import LANGUAGE, err, out, print_plain, say
from schakel.composite.bad_input import N_
from schakel.composite.specification.tables_of_index import tabulate_ranking
from schakel.documents.failures_in_words import explain_failure, explain_remark
from schakel.documents.formats import enumeration, number, percent, span

if TYPE_CHECKING:
    from schakel.commands.index_files import Results
    from schakel.composite.specification.running import ReadIndex

MOST_ROWS = 60
ROWS_OF_MANY = 40
CERTAINTIES = {"assumed": N_("assumed"), "likely": N_("likely"), "certain": N_("certain")}


def print_results(results: "Results") -> None:
    """Print the answer in one sentence, the ranking, and what there is to say about it."""
    ranking = tabulate_ranking(results.index, results.ran)
    print_plain(answer(results, ranking))
    out.print(ranking_table(ranking))
    if ranking.height > MOST_ROWS:
        hidden = ranking.height - ROWS_OF_MANY
        print_plain(say("{n} more units are in ranking.csv, with --out.", n=hidden))
    for remark in results.remarks:
        print_plain(explain_remark(remark, LANGUAGE))
    for each in results.ran:
        if each.failure is not None:
            reason = explain_failure(each.failure, LANGUAGE)
            told = say("The analysis '{label}' was not made. {reason}", label=each.asked.label, reason=reason)
            err.print(told, highlight=False, markup=False, soft_wrap=True)


def answer(results: "Results", ranking: pl.DataFrame) -> str:
    """Return who is first, with the score and how sure that place is."""
    first = ranking.filter(pl.col("rank") == 1)
    n = ranking["rank"].drop_nulls().len()
    if not n:
        return say("No unit has a score: too little is known.")
    names = enumeration([str(name) for name in first["name"]], LANGUAGE)
    score = number(first["score"][0], LANGUAGE, decimals_of(ranking))
    told = say("{names} is first of {n} with a score of {score}.", names=names, n=n, score=score)
    if "rank_low" not in ranking.columns or first.height > 1:
        return told
    low, high = (number(first[f"rank_{end}"][0], LANGUAGE, 0) for end in ("low", "high"))
    share = percent(results.index.coverage, LANGUAGE)
    sure = say(
        "With other reasonable choices it keeps that place in at least {share} of the runs.", share=share
    )
    if low != high or low != "1":
        sure = say(
            "With other reasonable choices its place lies between {low} and {high} in {share} of the runs.",
            low=low,
            high=high,
            share=share,
        )
    return f"{told} {sure}"


def decimals_of(ranking: pl.DataFrame) -> int:
    """Return with how many decimals scores are told apart: fewer when they lie further apart."""
    scores = [float(score) for score in ranking["score"].drop_nulls()]
    spread = max(scores) - min(scores) if scores else 0.0
    return 1 if spread >= 10 else 2 if spread >= 1 else 3


def ranking_table(ranking: pl.DataFrame) -> Table:
    """Return rank, unit, score and intervals for the screen."""
    table = Table(box=None)
    table.add_column(say("Rank"), justify="right")
    table.add_column(say("Unit"), no_wrap=True, overflow="ellipsis")
    table.add_column(say("Score"), justify="right")
    intervals = {"rank": N_("With other choices"), "rank_set": N_("With the error in the figures")}
    shown = {name: head for name, head in intervals.items() if f"{name}_low" in ranking.columns}
    for heading in shown.values():
        table.add_column(say(heading), justify="right")
    decimals = decimals_of(ranking)
    few = ranking if ranking.height <= MOST_ROWS else ranking.head(ROWS_OF_MANY)
    for row in few.iter_rows(named=True):
        bounds = [_bounds(row[f"{name}_low"], row[f"{name}_high"]) for name in shown]
        label = row["unit"] if row["name"] in (None, row["unit"]) else f"{row['name']} ({row['unit']})"
        rank = number(row["rank"], LANGUAGE, 0)
        table.add_row(rank, escape(label), number(row["score"], LANGUAGE, decimals), *bounds)
    return table


def print_guesses(given: "ReadIndex") -> None:
    """Print what was understood of the data, the least certain first, and how to change each."""
    print_plain("")
    print_plain(say("What was understood of the data, the least certain first:"))
    for line in guess_lines(given):
        print_plain(f"- {line}")
    tree = given.tree
    counts = (len(given.read.data.units), len(tree.indicators), len(tree.branches))
    print_plain(
        say(
            "Units: {n_units}; indicators: {n_indicators}; branches: {n_branches}.",
            n_units=counts[0],
            n_indicators=counts[1],
            n_branches=counts[2],
        )
    )
    for line in _tree_lines(given, tree.root, 0):
        print_plain(line)


def guess_lines(given: "ReadIndex") -> list[str]:
    """Return one line per guess: how certain, what, and how to change it."""
    lines = []
    for guess in given.read.guesses:
        details = {"found": guess.found, "place": guess.place}
        told = [say(text).format(**details) for text in (guess.what, guess.how_to_change) if text]
        lines.append(f"{say(CERTAINTIES[guess.certainty])}: {' '.join(told)}")
    return lines


def _tree_lines(given: "ReadIndex", code: str, depth: int) -> list[str]:
    tree = given.tree
    node: Any = tree.nodes[code]
    sign = "-" if getattr(node, "direction", 1) == -1 else "+" if code not in tree.children else ""
    lines = [f"{'  ' * depth}{tree.named(code)} {sign}".rstrip()]
    for child in tree.children.get(code, ()):
        lines += _tree_lines(given, child, depth + 1)
    return lines


def _bounds(low: float | None, high: float | None) -> str:
    if low is not None and low == high:
        return number(low, LANGUAGE, 0)
    return span(low, high, LANGUAGE)
