# SPDX-License-Identifier: EUPL-1.2
"""The tables of money: by source, year, place, line and purpose; kinds of money are never added together."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.programme.queries.ledger import ZERO, Flow, Steps, of_stream, steps_by, steps_of
from schakel.programme.queries.money_flow import Gap, ProgrammeAccount
from schakel.web.programme.money.books import Books
from schakel.web.programme.money.words import gap_words, purpose_words, step_words, stream_words
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def money_cell(amount: Decimal | None, reading: Reading, link: str = "", tone: str = "") -> Cell:
    """Return an amount; what the ledger does not hold is unknown."""
    if amount is None:
        return Cell(money_words(None, reading.language), None, "", "unknown")
    return Cell(money_words(amount, reading.language), float(amount), link, tone)


def step_columns() -> tuple[Column, ...]:
    """Return the columns of the four steps."""
    return (
        Column("pledged", _("Pledged"), True),
        Column("received", _("Received"), True),
        Column("granted", _("Granted"), True),
        Column("spent", _("Spent"), True),
    )


def step_cells(steps: Steps, reading: Reading) -> tuple[Cell, ...]:
    """Return the amounts of the four steps, less what was returned."""
    amounts = (steps.pledged, steps.received_net, steps.granted_net, steps.spent)
    return tuple(money_cell(amount, reading) for amount in amounts)


def sources_table(books: Books) -> Table:
    """Return each source with its steps, and each kind of money with more than one source added up."""
    columns = (
        Column("source", _("Source of money")),
        Column("kind", _("Kind of money")),
        *step_columns(),
        Column("differences", _("What the differences are")),
    )
    rows: list[Row] = []
    for stream in dict.fromkeys(a.stream for a in books.accounts):
        accounts = [a for a in books.accounts if a.stream == stream]
        rows += [_source_row(account, books) for account in accounts]
        if len(accounts) > 1:
            steps = steps_of(of_stream(books.flows, stream), {stream})
            together = _("Together: %(kind)s") % {"kind": stream_words(stream)}
            cells = (text_cell(together), text_cell(stream_words(stream)), *step_cells(steps, books.reading))
            rows.append(Row((*cells, text_cell("")), "peer"))
    note = _("Less what was returned. Not known: the ledger has no line of that step.")
    return Table("sources", _("Every source of money"), columns, tuple(rows), note=note, is_ordered=True)


def _source_row(account: ProgrammeAccount, books: Books) -> Row:
    name = account.name + (f" ({_('invented')})" if account.invented else "")
    return Row(
        (
            text_cell(name, books.reading.url("money-source", account.code)),
            text_cell(stream_words(account.stream)),
            *step_cells(account.steps, books.reading),
            _gaps_cell(account.gaps, books.reading),
        )
    )


def _gaps_cell(gaps: Iterable[Gap], reading: Reading) -> Cell:
    """Return the differences in words: what cannot be first, what is open after it."""
    known = [g for g in gaps if g.difference_eur is not None and g.state in ("open", "over")]
    if not known:
        return text_cell("–")
    known.sort(key=lambda g: g.state != "over")
    parts = [
        f"{gap_words(g.lower, g.state)}: {money_words(abs(g.difference_eur or ZERO), reading.language)}"
        for g in known
    ]
    return Cell("; ".join(parts), "; ".join(parts), "", "bad" if known[0].state == "over" else "")


def steps_table(account: ProgrammeAccount, reading: Reading) -> Table:
    """Return the steps of one source below each other, each with the difference to the one before."""
    columns = (
        Column("step", _("Step")),
        Column("amount", _("Amount in euros"), True),
        Column("difference", _("Difference with the step before"), True),
        Column("meaning", _("What that is")),
    )
    steps = account.steps
    amounts = (steps.pledged, steps.received_net, steps.granted_net, steps.spent)
    rows = []
    names = ("pledged", "received", "granted", "spent")
    for i, (name, amount) in enumerate(zip(names, amounts, strict=True)):
        gap = account.gaps[i - 1] if i else None
        difference = money_cell(gap.difference_eur, reading) if gap else text_cell("")
        tone = "bad" if gap and gap.state == "over" else ""
        meaning = Cell(gap_words(gap.lower, gap.state), gap.state, "", tone) if gap else text_cell("")
        cells = (text_cell(step_words(name).capitalize()), money_cell(amount, reading), difference, meaning)
        rows.append(Row(cells))
    returned = [(n, getattr(steps, n)) for n in ("returned_to_payer", "returned_by_initiative")]
    rows += [
        Row((text_cell(step_words(n).capitalize()), money_cell(a, reading), text_cell(""), text_cell("")))
        for n, a in returned
        if a is not None
    ]
    note = _("Received and granted are less what was returned.")
    caption = _("From promise to spending")
    return Table("steps", caption, columns, tuple(rows), note=note, is_ordered=True)


def parts_table(
    books: Books,
    flows: Iterable[Flow],
    key: Callable[[Flow], str],
    *,
    name: str,
    caption: str,
    heading: str,
    shown: Callable[[str], Cell],
    descending: bool = False,
) -> Table:
    """Return amounts by kind of money and one thing more: a year, a place, a line, a purpose."""
    columns = (Column("part", heading), Column("kind", _("Kind of money")), *step_columns())
    parts: dict[str, list[Flow]] = {}
    for flow in flows:
        parts.setdefault(flow.stream, []).append(flow)
    rows = []
    for stream in books.streams:
        found = steps_by(parts.get(stream, ()), key, {stream})
        for value in sorted(found, key=lambda v: (v == "", v)):
            cells = (shown(value), text_cell(stream_words(stream)), *step_cells(found[value], books.reading))
            rows.append((value, Row(cells)))
    if descending:
        rows.sort(key=lambda pair: pair[0], reverse=True)
    else:
        rows.sort(key=lambda pair: (pair[0] == "", pair[0]))
    return Table(name, caption, columns, tuple(row for _value, row in rows))


def years_table(books: Books, flows: Iterable[Flow]) -> Table:
    """Return amounts by year, the newest first."""
    return parts_table(
        books,
        flows,
        lambda f: str(f.year),
        name="years",
        caption=_("By year"),
        heading=_("Year"),
        shown=lambda year: Cell(year, int(year), books.ledger_url(jaar=year)),
        descending=True,
    )


def places_table(books: Books, flows: Iterable[Flow]) -> Table:
    """Return amounts by municipality; what names none is the region as a whole, and is not spread out."""

    def shown(code: str) -> Cell:
        link = books.reading.url("money-place", code) if code in books.names.places else ""
        nobody = _("no municipality: the region as a whole, or other payers")
        return text_cell(books.place_name(code) if code else nobody, link)

    return parts_table(
        books,
        flows,
        lambda f: f.municipality,
        name="places",
        caption=_("By municipality: promised and received from it, granted and spent in it"),
        heading=_("Municipality"),
        shown=shown,
    )


def lines_table(books: Books, flows: Iterable[Flow]) -> Table:
    """Return granted and spent amounts by line of the course."""

    def shown(code: str) -> Cell:
        name = books.names.lines.get(code, code)
        return text_cell(f"{code}. {name}" if code else _("no line named"))

    out = [f for f in flows if f.step in ("granted", "spent", "returned_by_initiative")]
    return parts_table(
        books,
        out,
        lambda f: f.line,
        name="lines",
        caption=_("By line of the course"),
        heading=_("Line"),
        shown=shown,
    )


def purposes_table(books: Books, flows: Iterable[Flow]) -> Table:
    """Return granted and spent amounts by what they are for."""
    out = [f for f in flows if f.step in ("granted", "spent", "returned_by_initiative")]
    return parts_table(
        books,
        out,
        lambda f: f.purpose,
        name="purposes",
        caption=_("What it is for"),
        heading=_("What for"),
        shown=lambda code: text_cell(purpose_words(code)),
    )


def initiatives_table(books: Books, flows: Iterable[Flow], streams: set[str]) -> Table:
    """Return what each initiative has of one kind of money: granted, spent and left."""
    columns = (
        Column("initiative", _("Initiative")),
        Column("granted", _("Granted"), True),
        Column("spent", _("Spent"), True),
        Column("left", _("Not yet spent"), True),
    )
    found = steps_by((f for f in flows if f.initiative), lambda f: (f.initiative_name, f.initiative), streams)
    rows = tuple(
        Row(
            (
                text_cell(name, books.reading.url("initiative-funding", code)),
                money_cell(steps.granted_net, books.reading),
                money_cell(steps.spent, books.reading),
                money_cell(steps.left, books.reading, tone="bad" if (steps.left or 0) < 0 else ""),
            )
        )
        for (name, code), steps in sorted(found.items())
    )
    return Table("initiatives", _("What each initiative has of it"), columns, rows)
