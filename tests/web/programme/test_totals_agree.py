# SPDX-License-Identifier: EUPL-1.2
"""Wherever money is added up, the parts make the whole and the whole is that of the ledger, to the cent."""

import csv
import random
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from tests.programme.factories import (
    FundingProgrammeFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    PartnerFactory,
)

from schakel.programme.models import FundingKind, LedgerEntry
from schakel.programme.queries.effort import read_money_by_line
from schakel.programme.queries.funding import initiative_sources
from schakel.programme.queries.ledger import money_flows, of_stream, steps_of
from schakel.programme.queries.leverage import OWN_KINDS, own_money
from schakel.programme.queries.money_flow import reconcile
from schakel.programme.queries.partners import paid_by
from schakel.programme.queries.place_money import place_streams

MONEY = "/2032/programma/geld/"
PLACES = ("GM9901", "GM9902", "")
SEEDS = range(4)
TO_INITIATIVE = ("granted", "spent", "returned")
NET = ("pledged", "received", "granted", "spent")


@pytest.fixture(params=SEEDS)
def ledger(request, db):
    """Sixty lines by chance, a few of them corrected or withdrawn."""
    chance = random.Random(request.param)
    kinds = ("deal", "deal", "scheme", "contribution", "grant")
    sources = [FundingProgrammeFactory(code=f"s{n}", kind=kind) for n, kind in enumerate(kinds)]
    initiatives = [InitiativeFactory(code=f"i{n}") for n in range(3)]
    payers = [PartnerFactory(code=f"p{n}") for n in range(2)]
    lines = [line_by_chance(chance, sources, initiatives, payers) for _ in range(60)]
    for line in chance.sample(lines, 8):
        amount = Decimal(chance.choice([0, 1, 123_456_789])).scaleb(-2)
        same = ("kind", "programme", "initiative", "payer", "municipality", "line", "purpose", "on")
        LedgerEntryFactory(corrects=line, amount_eur=amount, **{n: getattr(line, n) for n in same})
    return truth()


def line_by_chance(chance, sources, initiatives, payers):
    kind = chance.choice(["pledged", "received", "granted", "spent", "returned"])
    return LedgerEntryFactory(
        kind=kind,
        programme=chance.choice(sources),
        initiative=chance.choice([*initiatives, None]) if kind in TO_INITIATIVE else None,
        payer=chance.choice([*payers, None]) if kind in ("pledged", "received") else None,
        municipality=chance.choice(PLACES),
        line=chance.choice(["1", "2", ""]),
        purpose=chance.choice(["seed", "award", ""]),
        on=date(chance.randint(2028, 2032), chance.randint(1, 12), 5),
        amount_eur=Decimal(chance.randint(1, 10**9)).scaleb(-2),
    )


def truth():
    """Add the ledger up line by line, in the simplest way: by kind of money and net step."""
    found = defaultdict(Decimal)
    replaced = set(LedgerEntry.objects.exclude(corrects=None).values_list("corrects_id", flat=True))
    for line in LedgerEntry.objects.select_related("programme"):
        if line.pk not in replaced:
            step, sign = line.kind, 1
            if line.kind == "returned":
                step, sign = ("granted" if line.initiative_id else "received"), -1
            found[line.programme.kind, step] += sign * line.amount_eur
    return found


def net(steps):
    return dict(zip(NET, (steps.pledged, steps.received_net, steps.granted_net, steps.spent), strict=True))


def summed(parts):
    """Add up steps of parts, by net step; unknown is left out."""
    found = dict.fromkeys(NET, Decimal(0))
    for steps in parts:
        for step, amount in net(steps).items():
            found[step] += amount or 0
    return found


def test_every_query_adds_up_to_the_ledger(ledger):
    flows = money_flows()
    for stream in FundingKind.values:
        whole = {step: ledger.get((stream, step), Decimal(0)) for step in NET}
        own = of_stream(flows, stream)
        assert summed([steps_of(own, {stream})]) == whole
        assert summed([steps_of(of_stream(money_flows(whole=True), stream), {stream})]) == whole
        assert summed(a.steps for a in reconcile(flows) if a.stream == stream) == whole
        here = [s for place in PLACES[:2] for s in place_streams(flows, place) if s.stream == stream]
        if here:
            parts = summed([*(s.here for s in here), here[0].whole])
            assert parts["granted"] == whole["granted"]
            assert parts["spent"] == whole["spent"]


def test_the_money_of_initiatives_and_lines_is_that_of_the_ledger(ledger):
    flows = money_flows()
    with_initiative = [f for f in flows if f.initiative]
    whole = net(steps_of(with_initiative, set(FundingKind.values)))
    granted, spent = read_money_by_line()
    assert sum(sum(lines.values()) for lines in granted.values()) == (whole["granted"] or 0)
    assert sum(sum(lines.values()) for lines in spent.values()) == (whole["spent"] or 0)
    sources = [s.steps for code in ("i0", "i1", "i2") for s in initiative_sources(flows, code)]
    assert summed(sources)["granted"] == (whole["granted"] or 0)
    assert summed(sources)["spent"] == (whole["spent"] or 0)


def test_own_money_is_the_granted_money_of_its_streams(ledger):
    flows = money_flows()
    with_grants = {f.programme for f in flows if f.step == "granted"}
    expected = sum(
        (
            f.amount_eur if f.step == "granted" else -f.amount_eur
            for f in flows
            if f.stream in OWN_KINDS
            and f.programme in with_grants
            and f.step in ("granted", "returned_by_initiative")
        ),
        Decimal(0),
    ) + sum(
        f.amount_eur
        for f in flows
        if f.stream in OWN_KINDS and f.programme not in with_grants and f.step == "spent"
    )
    parts = own_money(flows, "programme")
    assert sum(p.amount_eur for p in parts.values()) == expected
    assert own_money(flows, "all")[""].amount_eur == expected
    assert sum(amount for _, amount in own_money(flows, "all")[""].streams) == expected


def test_what_payers_paid_is_what_the_ledger_has_of_them(ledger):
    flows = money_flows()
    for code in ("p0", "p1"):
        partner = LedgerEntry._meta.get_field("payer").related_model.objects.get(code=code)
        expected = sum(f.amount_eur for f in flows if f.payer == code)
        assert sum(paid.amount_eur for paid in paid_by(partner)) == expected


def rows_of(client, address, table):
    sign = "&" if "?" in address else "?"
    answer = client.get(f"{address}{sign}file={table}.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))


def cents(text):
    return round(Decimal(text or "0") * 100)


def column_sums(rows, columns):
    return {column: sum(cents(row[column]) for row in rows) for column in columns}


def test_each_table_of_the_page_of_all_money_adds_up_to_the_ledger(reader, ledger):
    whole = {step: sum(round(v * 100) for (_, s), v in ledger.items() if s == step) for step in NET}
    sources = [r for r in rows_of(reader, MONEY, "sources") if not r["source"].startswith("Same")]
    own = [r for r in sources if r["source"].startswith("Voorbeeldgeld")]
    assert column_sums(own, NET) == whole
    for table in ("places", "years"):
        assert column_sums(rows_of(reader, MONEY, table), NET) == whole, table
    lines = column_sums(rows_of(reader, MONEY, "lines"), ("granted", "spent"))
    assert lines == {step: whole[step] for step in ("granted", "spent")}


def test_each_table_of_one_source_adds_up_to_that_source(reader, ledger):
    for n in range(5):
        page = f"{MONEY}bronnen/s{n}/"
        steps = {row["step"].lower(): cents(row["amount"]) for row in rows_of(reader, page, "steps")}
        whole = list(steps.values())[:4]
        for table in ("places", "years"):
            assert list(column_sums(rows_of(reader, page, table), NET).values()) == whole, (n, table)
        purposes = column_sums(rows_of(reader, page, "purposes"), ("granted", "spent"))
        assert list(purposes.values()) == whole[2:]


def test_the_proof_below_the_ledger_is_the_ledger_whole_and_chosen(reader, ledger):
    page = f"{MONEY}boekingen/"
    proof = rows_of(reader, page, "proof")
    assert sum(int(row["lines"]) for row in proof) == sum(f.n_lines for f in money_flows())
    assert sum(cents(row["amount"]) for row in proof) == sum(round(f.amount_eur * 100) for f in money_flows())
    parts = [rows_of(reader, f"{page}?bron=s{n}", "proof") for n in range(5)]
    assert sum(cents(r["amount"]) for rows in parts for r in rows) == sum(cents(r["amount"]) for r in proof)
    listed = rows_of(reader, page, "ledger")
    assert sum(abs(cents(row["amount_eur"])) for row in listed) == sum(cents(r["amount"]) for r in proof)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_where_money_counts_for_several_elements_the_page_says_that_it_does_not_add_up(reader, language):
    reader.cookies["schakel_language"] = language
    html = reader.get("/2032/programma/").content.decode()
    told = {"nl": "De vakken tellen dus niet op", "en": "so cells do not add up"}
    assert told[language] in html
