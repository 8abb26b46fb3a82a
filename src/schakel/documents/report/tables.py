# SPDX-License-Identifier: EUPL-1.2
"""The tables that are printed in the report."""

from schakel.diagnosis.dossier import Dossier, PrintedCheck
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.formats import bracket, number, plain_number, signed, year
from schakel.documents.report.blocks import Block, Table
from schakel.documents.sentences.findings import verdict_word
from schakel.documents.sentences.names import Names


def latest_values(dossier: Dossier, names: Names) -> list[Block]:
    """Return the latest value of every item beside peers and country."""
    say, language = names.say, names.language
    columns = tuple(
        Column(t)
        for t in (
            say("Item"),
            say("Area"),
            say("Year"),
            say("Value"),
            say("Similar regions"),
            say("Country"),
            say("Rank"),
        )
    )
    rows = []
    for item in dossier.picture:
        s, digits = item.standing, item.decimals
        value = names.with_unit(bracket(s.value, s.low, s.high, language, digits), item.unit)
        rank = "–" if s.rank is None else say("{rank} of {n}", rank=s.rank, n=s.n_regions)
        peers, country = number(s.peers_median, language, digits), number(s.country_value, language, digits)
        area = names.area(s.area) if s.area else "–"
        unknown = value if s.value is not None or s.low is not None else number(None, language)
        rows.append((names.item(item.code), area, year(s.period, language), unknown, peers, country, rank))
    caption = say("The latest value of each item, with the area that it is about")
    return (
        [Table(caption, ChartTable(columns, tuple(rows)), (3.2, 1.8, 0.7, 2.2, 1.3, 1.3, 1))] if rows else []
    )


def printed_figures(dossier: Dossier, names: Names) -> list[Block]:
    """Return every figure that the course prints with what the statistics say and the verdict."""
    say, language = names.say, names.language
    columns = tuple(
        Column(t)
        for t in (
            say("Figure in the course"),
            say("Printed"),
            say("Found"),
            say("Area, year"),
            say("Verdict"),
        )
    )
    rows = []
    for item in dossier.picture:
        for check in item.printed:
            found = found_in_words(check, item.decimals, names)
            printed = "–"
            if check.printed_value is not None:
                printed = names.with_unit(plain_number(check.printed_value, language), check.unit)
            where = (
                f"{names.area(check.found_area)}, {year(check.found_period, language)}"
                if check.found_area
                else "–"
            )
            label = f"{check.label.in_language(language)} (§ {check.section})"
            rows.append((label, printed, found, where, verdict_word(check.verdict, language, dossier)))
    caption = say("Figures printed in the course beside the public statistics")
    return [Table(caption, ChartTable(columns, tuple(rows)), (3.4, 1.6, 1.6, 2.2, 1.5))] if rows else []


def found_in_words(check: PrintedCheck, decimals: int, names: Names) -> str:
    """Return the found figure; a change carries its sign, a percentage its mark."""
    language = names.language
    found = bracket(check.found_value, check.found_low, check.found_high, language, decimals)
    if check.found_value is None:
        return found
    if any(note.code == "change_over" for note in check.notes):
        return names.with_difference_unit(signed(check.found_value, language, decimals), check.unit)
    return names.with_unit(found, check.unit) if check.unit == "percent" else found
