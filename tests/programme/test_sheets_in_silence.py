# SPDX-License-Identifier: EUPL-1.2
"""Sheets change what they say, undo what they did, and lose nothing of what others wrote."""

from datetime import date
from decimal import Decimal

import pytest
from tests.programme.factories import (
    ActivityFactory,
    CommitmentEntryFactory,
    CommitmentFactory,
    FundingProgrammeFactory,
    IndicatorFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    MilestoneFactory,
    OutputFactory,
    ParticipationFactory,
    PartnerFactory,
    ReportingPeriodFactory,
)

from schakel.programme.actions.indicator_values import StepNotAllowed, adopt_value, enter_value, submit_value
from schakel.programme.actions.ledger import correct_entry, record_entry
from schakel.programme.actions.milestones import agree_milestone
from schakel.programme.actions.periods import close_period
from schakel.programme.models import IndicatorValue, Initiative, Milestone
from schakel.programme.queries.ledger import money_flows
from schakel.programme.sheets.columns import CellNotRead, SheetColumn, read_cell
from schakel.programme.sheets.definitions import SHEETS
from schakel.programme.sheets.reading import SheetRow, read_upload
from schakel.programme.sheets.uploading import (
    UndoNotPossible,
    apply_upload,
    check_upload,
    keep_upload,
    undo_upload,
)
from schakel.web.programme.course_names import EMPTY
from schakel.web.programme.sheets.files import FORMS, filled_sheet
from schakel.web.programme.sheets.words import codes_by_word, keys_by_heading

D = Decimal
DAY = date(2031, 1, 1)


def rows(*cells):
    return [SheetRow(number, row) for number, row in enumerate(cells, start=2)]


def check(name, by, now, *cells):
    return check_upload(SHEETS[name], rows(*cells), codes_by_word(EMPTY), by=by, at=now)


def applied(name, by, now, *cells):
    upload = keep_upload(
        definition=SHEETS[name], file_name="blad.xlsx", content=b"x", rows=rows(*cells), by=by, at=now
    )
    apply_upload(upload=upload, vocabularies=codes_by_word(EMPTY), by=by, at=now)
    return upload


@pytest.fixture
def line(by, now):
    """A line of the ledger of 100 euros, and the row of a sheet with another amount."""
    payer, programme = PartnerFactory(), FundingProgrammeFactory()
    record_entry(
        kind="pledged",
        programme=programme,
        amount_eur=D(100),
        on=DAY,
        payer=payer,
        reference="r1",
        by=by,
        at=now,
    )

    def row(amount_eur):
        return {
            "reference": "r1",
            "kind": "pledged",
            "programme": programme.code,
            "amount_eur": amount_eur,
            "on": "2031-01-01",
            "payer": payer.code,
        }

    return row


def pledged():
    return sum(flow.amount_eur for flow in money_flows())


def test_undoing_the_correction_of_a_line_brings_its_amount_back(line, by, now):
    upload = applied("ledger", by, now, line(250))
    assert pledged() == 250
    undo_upload(upload=upload, by=by, at=now)
    assert pledged() == 100


def test_an_old_sheet_does_not_undo_a_correction_of_somebody_else(line, by, somebody_else, now):
    entry = SHEETS["ledger"].find({"reference": "r1"})
    correct_entry(entry=entry, changes={"amount_eur": D(175)}, why="Typefout", by=somebody_else, at=now)
    assert [r.state for r in check("ledger", by, now, line(100))] == ["wrong"]
    assert [r.state for r in check("ledger", by, now, line(175))] == ["same"]


def test_lines_of_an_upload_that_was_undone_can_be_sent_again(by, now):
    programme, payer = FundingProgrammeFactory(), PartnerFactory()
    row = {
        "reference": "r1",
        "kind": "pledged",
        "programme": programme.code,
        "amount_eur": 9,
        "on": "2031-01-01",
        "payer": payer.code,
    }
    undo_upload(upload=applied("ledger", by, now, row), by=by, at=now)
    assert pledged() == 0
    applied("ledger", by, now, row | {"amount_eur": 8})
    assert pledged() == 8


def test_undoing_a_new_initiative_never_takes_the_work_of_others(by, somebody_else, now):
    upload = applied("initiatives", by, now, {"name": "Nieuw", "kind": "hub", "relation": "own"})
    made = Initiative.objects.get()
    milestone = agree_milestone(initiative=made, title="Start", due_on=DAY, by=somebody_else, at=now)
    with pytest.raises(UndoNotPossible):
        undo_upload(upload=upload, by=by, at=now)
    assert (Milestone.objects.get(), made.names.count()) == (milestone, 1)
    milestone.delete()
    undo_upload(upload=upload, by=by, at=now)
    assert not Initiative.objects.exists()


def test_undoing_gives_a_number_back_to_who_entered_it(by, somebody_else, now):
    indicator, period = IndicatorFactory(), ReportingPeriodFactory(code="2031")
    value = enter_value(indicator=indicator, period=period, value=D(5), by=by, at=now)
    row = {"indicator": indicator.code, "period": "2031", "value": 6}
    undo_upload(upload=applied("values", somebody_else, now, row), by=somebody_else, at=now)
    value.refresh_from_db()
    assert (value.value, value.author) == (5, by.key)
    submit_value(value=value, by=by, at=now)
    with pytest.raises(StepNotAllowed):
        adopt_value(value=value, by=by, at=now)


def test_an_upload_is_not_undone_in_a_period_that_was_closed(by, now):
    indicator = IndicatorFactory()
    period = ReportingPeriodFactory(
        code="2030", starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31), due_on=date(2031, 2, 1)
    )
    upload = applied("values", by, now, {"indicator": indicator.code, "period": "2030", "value": 6})
    close_period(
        period=period, on=date(2031, 3, 1), decided_by="Bestuur", expected_version=None, by=by, at=now
    )
    with pytest.raises(UndoNotPossible):
        undo_upload(upload=upload, by=by, at=now)
    assert IndicatorValue.objects.get().value == 6


def test_another_name_by_sheet_renames_and_keeps_the_old_one(by, now):
    made = applied("initiatives", by, now, {"name": "Oud", "kind": "hub", "relation": "own"})
    code = Initiative.objects.get().code
    row = {"code": code, "name": "Nieuw", "kind": "hub", "relation": "own", "note": "Verhuisd"}
    applied("initiatives", by, now, row)
    found = Initiative.objects.get()
    assert (found.name, found.note, {n.name for n in found.names.all()}) == (
        "Nieuw",
        "Verhuisd",
        {"Oud", "Nieuw"},
    )
    with pytest.raises(UndoNotPossible):
        undo_upload(upload=made, by=by, at=now)


@pytest.mark.parametrize("amount", ["1e400", "1e30", "NaN", "Infinity", "12.500", "12,500", "1.2,3.4,5x"])
def test_a_number_that_is_none_or_could_be_two_is_refused(amount, line, by, now):
    assert [r.state for r in check("ledger", by, now, line(amount))] == ["wrong"]


def test_a_sign_that_no_database_keeps_is_refused():
    with pytest.raises(CellNotRead):
        read_cell(SheetColumn("name"), "Nieuw\x00ding", {})


def test_reaching_a_milestone_by_sheet_keeps_its_remark(by, now):
    milestone = MilestoneFactory(note="Wacht op de vergunning", due_on=DAY)
    row = {
        "id": milestone.pk,
        "version": 1,
        "initiative": milestone.initiative.code,
        "title": milestone.title,
        "due_on": "2031-01-01",
        "done_on": "2031-02-01",
        "note": milestone.note,
    }
    applied("milestones", by, now, row)
    milestone.refresh_from_db()
    assert (milestone.done_on, milestone.note) == (date(2031, 2, 1), "Wacht op de vergunning")
    elsewhere = check("milestones", by, now, row | {"initiative": InitiativeFactory().code})
    assert [r.state for r in elsewhere] == ["wrong"], "told as a change, it would not be one"


def test_not_known_is_something_else_than_no(by, now):
    partner = PartnerFactory(is_manufacturer=None)
    row = {"code": partner.code, "name": partner.name, "helix": "business", "is_manufacturer": "nee"}
    applied("partners", by, now, row)
    partner.refresh_from_db()
    assert partner.is_manufacturer is False
    applied("partners", by, now, row | {"is_manufacturer": ""})
    partner.refresh_from_db()
    assert partner.is_manufacturer is None


@pytest.mark.parametrize("change", [{"ends_on": "2030-01-01"}, {"role": "lead"}])
def test_a_participation_keeps_its_rules_by_sheet(change, by, now):
    found = ParticipationFactory(starts_on=DAY)
    row = {
        "id": found.pk,
        "initiative": found.initiative.code,
        "partner": found.partner.code,
        "role": "participant",
        "starts_on": "2031-01-01",
    }
    assert [r.state for r in check("participations", by, now, row | change)] == ["wrong"]
    assert [r.state for r in check("participations", by, now, row | {"ends_on": "2031-02-01"})] == ["changed"]


def test_what_is_told_of_a_value_is_done(by, now):
    indicator, period = IndicatorFactory(), ReportingPeriodFactory(code="2031")
    value = enter_value(indicator=indicator, period=period, value=D(5), by=by, at=now)
    row = {"indicator": indicator.code, "period": "2031", "value": 5}
    assert [r.state for r in check("values", by, now, row | {"is_provisional": ""})] == ["same"]
    applied("values", by, now, row | {"is_provisional": "ja", "source": "Jaarverslag"})
    value.refresh_from_db()
    assert (value.is_provisional, value.source) == (True, "Jaarverslag")


def test_a_statement_with_another_remark_is_refused_and_not_told_as_a_change(by, now):
    entry = CommitmentEntryFactory(commitment=CommitmentFactory(), amount=8, on=DAY)
    row = {"commitment": entry.commitment.code, "step": "promised", "amount": 8, "on": "2031-01-01"}
    assert [r.state for r in check("commitment-steps", by, now, row)] == ["same"]
    assert [r.state for r in check("commitment-steps", by, now, row | {"note": "x"})] == ["wrong"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_comes_back_as_it_went_changes_nothing(form, name, by, now):
    partner = PartnerFactory(summary="een\r\ntwee\r\n\r\n  drie", is_manufacturer=False, short_name="007")
    initiative = InitiativeFactory(
        summary="a\r\nb",
        owner=partner,
        lines=["A", "B1"],
        target_groups=["mkb bedrijven", "hoger onderwijs"],
        note="-5",
        started_year=2020,
    )
    ParticipationFactory(initiative=initiative, partner=partner, starts_on=DAY)
    ActivityFactory(
        initiative=initiative,
        owner=partner,
        goals=["g1"],
        planned_hours=D("1234.5"),
        planned_eur=D("12345678.56"),
        description="x\r\ny",
    )
    MilestoneFactory(initiative=initiative, note="n", done_on=DAY)
    OutputFactory(initiative=initiative, amount=D("1234567.89"), unit="u", on=DAY)
    LedgerEntryFactory(payer=partner, amount_eur=D("10000001.00"), reference="007", only_year=True)
    LedgerEntryFactory(payer=partner, reference="1.234", amount_eur=D("0.10"), description="a\r\nb")
    indicator, period = IndicatorFactory(), ReportingPeriodFactory(code="2031")
    enter_value(indicator=indicator, period=period, value=D("12345.5678"), is_provisional=True, by=by, at=now)
    CommitmentEntryFactory(commitment=CommitmentFactory(partner=partner), amount=None, note="x")
    definition = SHEETS[name]
    content = FORMS[form][0](filled_sheet(definition, EMPTY))
    sent = read_upload(definition, content, keys_by_heading()).rows
    found = check_upload(definition, sent, codes_by_word(EMPTY), by=by, at=now)
    assert found
    assert [(r.changes, r.failures) for r in found if r.state != "same"] == []
