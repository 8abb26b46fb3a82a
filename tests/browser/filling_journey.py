# SPDX-License-Identifier: EUPL-1.2
"""Fill a site in which no year of the cycle was opened yet: people, an initiative, and what the year needs.

``python -m tests.browser.filling_journey``; nothing here is invented, so that a year reckons with it.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from tests.browser.filling import open_accounts  # noqa: E402
from tests.browser.filling_moment import AT, TODAY, days  # noqa: E402
from tests.browser.filling_work import ELEMENTS  # noqa: E402

from schakel.diagnosis.storage import list_measurements  # noqa: E402
from schakel.programme.actions import (  # noqa: E402
    causes,
    initiatives,
    lessons,
    partners,
    seats,
    stages,
    updates,
)
from schakel.programme.recording import Actor  # noqa: E402

BY = {"by": Actor("account:1", "web 127.0.0.1"), "at": AT}


def fill_register() -> dict:
    firm = partners.add_partner(name="Proefbedrijf", helix="business", municipality="GM9901", **BY)
    school = partners.add_partner(name="Proefschool", helix="knowledge", municipality="GM9902", **BY)
    town = partners.add_partner(name="Gemeente Aastad", helix="government", municipality="GM9901", **BY)
    for partner in (firm, school, town):
        seats.add_seat(partner=partner, body="board", role="lid", starts_on=days(-300), **BY)
    lab = initiatives.start_initiative(
        name="Proeflab", kind="field_lab", relation="own", code="proeflab",
        details={"owner": firm, "place": "GM9901"}, **BY,
    )  # fmt: skip
    stages.move_to_stage(initiative=lab, to="sowing", on=days(-200), reason="Vijf bedrijven doen mee", **BY)
    cause = causes.add_cause(
        element="talent", statement="Stages beginnen te laat", elements=ELEMENTS, status="supported",
        evidence="Gesprekken met zes scholen", **BY,
    )  # fmt: skip
    return {"firm": firm, "school": school, "town": town, "lab": lab, "cause": cause.pk}


def fill_year_facts(made: dict) -> dict:
    """The round that ended yesterday and the lesson of the year: done before, as every quarter."""
    week_ago = {"by": BY["by"], "at": AT - timedelta(days=20)}
    ronde = updates.open_update_round(
        code="ronde-1", title="Ronde 1", opens_on=days(-20), due_on=days(-1), **week_ago
    )
    lessons.add_lesson(
        text="Vraag de scholen in mei en niet in september.", initiative=made["lab"], element="talent",
        on=days(-10), today=TODAY, **BY,
    )  # fmt: skip
    found = list_measurements(Path(settings.SCHAKEL_HOME))
    return {"round": ronde.code, "identity": max(found, key=lambda m: (m.year, m.is_current)).id}


def main() -> None:
    made = {"today": TODAY.isoformat()} | fill_register()
    made |= fill_year_facts(made)
    made |= open_accounts(made)
    sys.stdout.write(json.dumps({k: v for k, v in made.items() if not hasattr(v, "pk")}) + "\n")


if __name__ == "__main__":
    main()
