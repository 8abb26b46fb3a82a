# SPDX-License-Identifier: EUPL-1.2
"""The invented money: sources of each kind, a ledger with a correction, and until when what is paid."""

from datetime import date
from decimal import Decimal

from schakel.programme.actions.ledger import correct_entry, record_entry, withdraw_entry
from schakel.programme.actions.money import open_funding_programme, pay_initiative
from schakel.programme.demonstration.scene import Row, Scene
from schakel.programme.models import EntryKind, FundingProgramme
from schakel.programme.queries.contributions import contribution_due

INHABITANTS_STEP = 2_500


def open_sources(scene: Scene) -> None:
    """Open a source of money of each kind."""
    for row in scene.rows("funding"):
        record = open_funding_programme(**scene.fields(row), by=scene.by, at=scene.at)
        scene.keep("funding", row, record)


def collect_contributions(scene: Scene) -> None:
    """Let every municipality promise and pay its amount for each inhabitant; one falls short in one year."""
    plan = scene.data["contribution"]
    programme = scene.kept["funding", plan["programme"]]
    short = scene.today.year + plan["short"]["year"], scene.codes.pick("place", plan["short"]["place"])
    for number, place in enumerate(scene.codes.lists["place"]):
        for years in plan["years"]:
            year = scene.today.year + years
            known = scene.inhabitants.get((place, year))
            people = plan["invented_inhabitants"] + number * INHABITANTS_STEP if known is None else known
            due = contribution_due(programme.rate_eur_per_inhabitant, people)
            share = Decimal(str(plan["short"]["share"])) if (year, place) == short else Decimal(1)
            row = {"partner": f"g{number + 1}", "place": place}
            _contribute(scene, programme, row, date(year, 1, 15), EntryKind.PLEDGED, due)
            if date(year, 6, 30) < scene.today:
                paid = (due * share).quantize(Decimal("0.01"))
                _contribute(scene, programme, row, date(year, 6, 30), EntryKind.RECEIVED, paid)


def _contribute(
    scene: Scene, programme: FundingProgramme, row: Row, on: date, kind: str, amount_eur: Decimal
) -> None:
    record_entry(
        kind=kind,
        programme=programme,
        amount_eur=amount_eur,
        on=on,
        payer=scene.partner(row["partner"]),
        municipality=row["place"],
        source="verzonnen",
        by=scene.by,
        at=scene.at,
    )


def fill_ledger(scene: Scene) -> None:
    """Write the lines of the ledger, correct one and withdraw one."""
    for row in scene.rows("ledger"):
        entry = record_entry(
            **scene.fields(row, "corrected", "why"), source="verzonnen", by=scene.by, at=scene.at
        )
        if "corrected" in row:
            changes = scene.fields(row["corrected"])
            correct_entry(entry=entry, changes=changes, why=row["why"], by=scene.checker, at=scene.at)
    row = scene.data["withdrawn"]
    entry = record_entry(**scene.fields(row, "why"), source="verzonnen", by=scene.by, at=scene.at)
    withdraw_entry(entry=entry, why=row["why"], by=scene.checker, at=scene.at)
    for row in scene.rows("paid_from"):
        pay_initiative(**scene.fields(row), by=scene.by, at=scene.at)
