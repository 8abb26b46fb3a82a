# SPDX-License-Identifier: EUPL-1.2
"""Money, results, indicators, updates and small registers around the initiative of the browser's site."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from tests.browser.filling_moment import BY, TODAY, days

from schakel.programme import models as m
from schakel.programme.actions import (
    challenges,
    claims,
    indicator_values,
    indicators,
    ledger,
    money,
    periods,
    registers,
    updates,
)
from schakel.programme.integrity.checks import integrity_checks
from schakel.programme.sheets.definitions import SHEETS
from schakel.programme.sheets.reading import SheetRow
from schakel.programme.sheets.uploading import keep_upload
from schakel.programme.uploads import store_evidence

SECRET = "geheim-van-de-proef"


def fill_money_and_results(made: dict) -> dict:
    lab, firm, town = made["lab"], made["firm"], made["town"]
    source = m.FundingProgramme.objects.get(code="bijdrage")
    ledger.record_entry(
        kind="received",
        programme=source,
        amount_eur=Decimal("41250.50"),
        on=days(-300),
        payer=town,
        municipality="GM9901",
        **BY,
    )
    ledger.record_entry(
        kind="granted",
        programme=source,
        amount_eur=Decimal(15000),
        on=days(-250),
        payee=firm,
        initiative=lab,
        municipality="GM9901",
        line="1",
        purpose="activity",
        **BY,
    )
    entry = ledger.record_entry(
        kind="spent",
        programme=source,
        amount_eur=Decimal("9800.25"),
        on=days(-100),
        initiative=lab,
        municipality="GM9901",
        line="1",
        **BY,
    )
    paid = money.pay_initiative(
        initiative=lab, programme=source, starts_on=days(-250), ends_on=days(115), **BY
    )
    claim = claims.register_claim(
        title="Banen bij het proeflab",
        kind="jobs",
        initiative=lab,
        claimed_by=firm,
        goal="jobs",
        code="proeflab-banen",
        unit="banen",
        **BY,
    )
    statement = claims.state_result(
        claim=claim,
        step="promised",
        amount=Decimal(12),
        on=days(-300),
        stated_by="Proefbedrijf",
        source="aanvraag",
        **BY,
    )
    return {
        "source": source.code, "place": "GM9901", "ledger-correct": entry.pk, "initiative-funding-edit": paid.pk,
        "claim": claim.code, "statement-correct": statement.pk, "statement-withdraw": statement.pk,
        "initiative-statement-correct": statement.pk, "initiative-statement-withdraw": statement.pk,
    }  # fmt: skip


def fill_indicators(made: dict) -> dict:
    period = m.ReportingPeriod.objects.filter(closed_on=None).first() or periods.open_period(
        code="2031", starts_on=date(2031, 1, 1), ends_on=date(2031, 12, 31), due_on=date(2032, 2, 1), **BY
    )
    maat = indicators.define_indicator(values={
        "code": "bezochte-bedrijven", "title": "Bezochte bedrijven", "level": "effort", "meaning": "Bedrijven die iemand van het bureau bezocht",
        "unit": "bedrijven", "time_semantics": "flow", "direction": "higher"}, **BY)  # fmt: skip
    indicators.set_target(indicator=maat, kind="baseline", year=2030, value=Decimal(5), **BY)
    indicators.set_target(
        indicator=maat, kind="target", year=2033, value=Decimal(40), agreed_by="bestuur", **BY
    )
    value = indicator_values.enter_value(
        indicator=maat, period=period, value=Decimal(18), source="agenda", **BY
    )
    own = indicator_values.enter_value(
        indicator=maat, period=period, value=Decimal(7), initiative=made["lab"], source="agenda", **BY
    )
    return {
        "indicator": maat.code, "period": period.code, "value": value.pk, "value-correct": value.pk,
        "value-step": {"pk": value.pk, "step": "indienen"}, "initiative-value": own.pk,
        "value-edit": value.pk, "initiative-value-edit": own.pk,
        "initiative-value-step": {"pk": own.pk, "step": "indienen"},
    }  # fmt: skip


def fill_updates_and_registers(made: dict) -> dict:
    lab, firm, school = made["lab"], made["firm"], made["school"]
    ronde = m.UpdateRound.objects.filter(
        opens_on__lte=TODAY, due_on__gte=TODAY
    ).first() or updates.open_update_round(
        code="ronde-najaar", title="Najaarsronde", opens_on=days(-3), due_on=days(11), **BY
    )
    updates.make_update_link(initiative=lab, secret=SECRET, expires_on=days(90), **BY)
    updates.send_update(
        initiative=lab,
        answers=updates.UpdateAnswers(
            quality="green", time="green", money="green", summary="De eerste wagens rijden."
        ),
        on=days(-90),
        **BY,
    )
    need = updates.ask_for_help(
        initiative=lab, need=updates.NewNeed("Een plek om te laden", made["town"]), on=days(-20), **BY
    )
    updates.name_risk(
        initiative=lab, risk=updates.NewRisk("Het net is vol", 2, 3, "Een batterij huren"), **BY
    )
    moment = {"today": TODAY, **BY}
    advice = registers.add_recommendation(
        report="Proefadvies", text="Meet elk doel", on=days(-100), owner=firm, **moment
    )
    signal = registers.add_signal(
        title="Stroom is schaars",
        on=days(-60),
        kind="economic",
        assumption="Er is genoeg stroom",
        contradicts=True,
        meaning="Laden kost meer",
        **moment,
    )
    subject = registers.add_agenda_subject(
        subject="Een zwaarder net",
        addressee="netbeheerder",
        ask="Een kabel erbij",
        status="raised",
        raised_on=days(-30),
        **moment,
    )
    service = registers.add_service(
        provider=school, title="Stroomscan", topic="Energie", tier=1, places=["GM9901"], **BY
    )
    ask = challenges.add_challenge(
        partner=made["town"], side="ask", title="Schone vuilniswagen", themes=["stroom"], **BY
    )
    offer = challenges.add_challenge(
        partner=firm, side="offer", title="Ombouw van wagens", themes=["stroom"], **BY
    )
    challenges.match_challenge(ask=ask, offer=offer, **BY)
    loose = challenges.add_challenge(
        partner=school, side="ask", title="Lesvrachtwagen", themes=["stroom"], **BY
    )
    file = store_evidence(
        name="telling.csv",
        content=b"plaats,aantal\nAastad,9\n",
        folder=Path(settings.SCHAKEL_HOME),
        is_public=True,
        **BY,
    )
    sheet = next(iter(SHEETS.values()))
    upload = keep_upload(
        definition=sheet,
        file_name="partners.xlsx",
        content=b"x",
        rows=[SheetRow(2, {"code": firm.code, "name": "Proefbedrijf"})],
        **BY,
    )
    return {
        "code": ronde.code, "need-answer": need.pk, "recommendation-edit": advice.pk, "signal-edit": signal.pk,
        "agenda-subject-edit": subject.pk, "service-edit": service.pk, "challenge-edit": ask.pk, "challenge-match": loose.pk,
        "challenge-unmatch": ask.pk, "challenge-customer": ask.pk, "evidence-file": file.pk, "sheet-check": upload.pk,
        "sheet": sheet.name, "form": "xlsx", "check": integrity_checks()[0].id, "secret": SECRET, "step": "finish",
    }  # fmt: skip
