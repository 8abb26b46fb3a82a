# SPDX-License-Identifier: EUPL-1.2
"""Spreadsheets both ways: cells, rows, previews that know every rule, all or nothing, undo."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programme.factories import (
    FundingProgrammeFactory,
    IndicatorFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    PartnerFactory,
    ReportingPeriodFactory,
)

from schakel.documents.programme_sheets import FileColumn, SheetFile, write_csv, write_ods, write_xlsx
from schakel.programme.auditing import verify_audit_chain
from schakel.programme.models import (
    IndicatorValue,
    Initiative,
    LedgerEntry,
    Milestone,
    Output,
    Partner,
    SheetUpload,
    UploadedChange,
)
from schakel.programme.recording import change_record
from schakel.programme.sheets.columns import CellNotRead, SheetColumn, read_cell
from schakel.programme.sheets.definitions import INITIATIVES, LEDGER, MILESTONES, PARTNERS, SHEETS
from schakel.programme.sheets.reading import (
    ColumnsMissing,
    ColumnTwice,
    NoHeadings,
    SheetRow,
    TooManyRows,
    read_upload,
)
from schakel.programme.sheets.uploading import (
    RowIncomplete,
    UndoNotPossible,
    UploadHasErrors,
    UploadNotOpen,
    apply_upload,
    check_upload,
    keep_upload,
    undo_upload,
)

WORDS = {
    "helix": {"bedrijf": "business", "business": "business"},
    "initiative_kind": {"hub": "hub"},
    "initiative_relation": {"own": "own"},
    "entry_kind": {"toegezegd": "pledged", "pledged": "pledged", "spent": "spent"},
    "place": {"aastad": "GM9901", "gm9901": "GM9901"},
    "output_kind": {"event": "event"},
}


def rows(*cells):
    return [SheetRow(number, row) for number, row in enumerate(cells, start=2)]


def check(name, by, now, *cells):
    return check_upload(SHEETS[name], rows(*cells), WORDS, by=by, at=now)


def upload(name, by, now, *cells):
    return keep_upload(
        definition=SHEETS[name],
        file_name="blad.xlsx",
        content=b"x",
        rows=rows(*cells),
        by=by,
        at=now,
    )


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1250.5, "1250.5"),
        ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("€ 1.250,50", "1250.50"),
        ("12,5", "12.5"),
        ("-3", "-3"),
        (0, "0"),
    ],
)
def test_numbers_as_people_write_them(cell, value):
    assert read_cell(SheetColumn("amount", "number"), cell, {}) == Decimal(value)


@pytest.mark.parametrize("cell", ["1.250", "1.2.3", "twee", "nan", "1e999x"])
def test_a_number_that_can_be_read_in_two_ways_is_refused(cell):
    with pytest.raises(CellNotRead):
        read_cell(SheetColumn("amount", "number"), cell, {})


@pytest.mark.parametrize(
    "cell", ["2031-12-03", "3-12-2031", "03/12/2031", date(2031, 12, 3), datetime(2031, 12, 3, 8)]
)
def test_dates_as_people_write_them(cell):
    assert read_cell(SheetColumn("on", "date"), cell, {}) == date(2031, 12, 3)


@pytest.mark.parametrize("cell", ["2031-13-01", "31-02-2031", "december", "12/31/2031"])
def test_a_date_that_does_not_exist_is_refused(cell):
    with pytest.raises(CellNotRead):
        read_cell(SheetColumn("on", "date"), cell, {})


def test_an_empty_cell_is_unknown_and_never_nothing():
    assert read_cell(SheetColumn("amount", "number"), "", {}) is None
    assert read_cell(SheetColumn("amount", "number"), 0, {}) == 0


@settings(max_examples=50, deadline=None)
@given(st.decimals(-99999, 99999, places=2))
def test_what_dutch_and_english_write_of_a_number_is_read_back(number):
    english = f"{number:,.2f}"
    dutch = english.replace(",", "_").replace(".", ",").replace("_", ".")
    for text in (english, dutch):
        assert read_cell(SheetColumn("amount", "number"), text, {}) == number


def test_a_preview_knows_every_rule_and_changes_nothing(by, now):
    PartnerFactory(code="oud", name="Oud", helix="business")
    results = check(
        "partners",
        by,
        now,
        {"code": "", "name": "Nieuw", "helix": "Bedrijf"},
        {"code": "oud", "name": "Oudst", "helix": "bedrijf"},
        {"code": "oud", "name": "Oudst", "helix": "bedrijf"},
        {"code": "", "name": "", "helix": "bedrijf"},
        {"code": "", "name": "Wind", "helix": "wind"},
    )
    assert [r.state for r in results] == ["new", "changed", "same", "wrong", "wrong"]
    assert results[1].changes == (("name", "Oud", "Oudst"),)
    assert isinstance(results[3].failures[0][1], RowIncomplete)
    assert results[4].failures[0][0] == "helix"
    assert Partner.objects.count() == 1
    assert not SheetUpload.objects.exists()


def test_all_rows_are_applied_and_undone_together(by, now):
    old = PartnerFactory(code="oud", name="Oud", summary="eerst", joined_on=date(2030, 1, 1))
    made = upload(
        "partners",
        by,
        now,
        {"name": "Nieuw", "helix": "bedrijf", "municipality": "Aastad"},
        {"code": "oud", "name": "Oudst", "helix": "bedrijf", "summary": "", "joined_on": None},
    )
    apply_upload(upload=made, vocabularies=WORDS, by=by, at=now)
    assert Partner.objects.get(name="Nieuw").municipality == "GM9901"
    assert Partner.objects.get(name="Nieuw").origin == "sheet"
    old.refresh_from_db()
    assert (old.name, old.summary, old.joined_on) == ("Oudst", "", None)
    with pytest.raises(UploadNotOpen):
        apply_upload(upload=made, vocabularies=WORDS, by=by, at=now)
    undo_upload(upload=made, by=by, at=now)
    old.refresh_from_db()
    assert (old.name, old.summary, old.joined_on) == ("Oud", "eerst", date(2030, 1, 1))
    assert not Partner.objects.filter(name="Nieuw").exists()
    with pytest.raises(UploadNotOpen):
        undo_upload(upload=made, by=by, at=now)
    assert verify_audit_chain().n_entries > 0


def test_one_wrong_row_stops_everything(by, now):
    made = upload(
        "partners", by, now, {"name": "Goed", "helix": "bedrijf"}, {"name": "Fout", "helix": "wind"}
    )
    with pytest.raises(UploadHasErrors) as told:
        apply_upload(upload=made, vocabularies=WORDS, by=by, at=now)
    assert told.value.details["n"] == 1
    assert not Partner.objects.exists()
    assert not UploadedChange.objects.exists()
    made.refresh_from_db()
    assert made.state == "checked"


def test_a_record_that_another_changed_since_the_download_is_told(by, somebody_else, now):
    partner = PartnerFactory(code="oud", name="Oud")
    change_record(
        partner,
        action="partner.change",
        expected_version=1,
        by=somebody_else,
        at=now,
        changes={"summary": "van de ander"},
    )
    results = check("partners", by, now, {"code": "oud", "name": "Anders", "helix": "bedrijf", "version": 1})
    assert results[0].state == "wrong"
    assert "Somebody else changed" in str(results[0].failures[0][1])


def test_what_others_changed_since_is_not_undone(by, somebody_else, now):
    made = upload("partners", by, now, {"name": "Nieuw", "helix": "bedrijf"})
    apply_upload(upload=made, vocabularies=WORDS, by=by, at=now)
    change_record(
        Partner.objects.get(),
        action="partner.change",
        expected_version=None,
        by=somebody_else,
        at=now,
        changes={"summary": "van de ander"},
    )
    with pytest.raises(UndoNotPossible):
        undo_upload(upload=made, by=by, at=now)
    assert Partner.objects.get().summary == "van de ander"


def ledger_row(**fields):
    return {
        "reference": "b1",
        "kind": "toegezegd",
        "programme": "bron",
        "amount_eur": "10,01",
        "on": "2031-01-01",
        "municipality": "Aastad",
    } | fields


def test_a_line_of_the_ledger_is_added_once_corrected_and_withdrawn(by, now):
    FundingProgrammeFactory(code="bron")
    first = upload("ledger", by, now, ledger_row())
    apply_upload(upload=first, vocabularies=WORDS, by=by, at=now)
    assert check("ledger", by, now, ledger_row())[0].state == "same"
    second = upload("ledger", by, now, ledger_row(amount_eur=12))
    apply_upload(upload=second, vocabularies=WORDS, by=by, at=now)
    current = LedgerEntry.objects.get(corrected_by=None)
    assert (current.amount_eur, current.corrects.amount_eur) == (12, Decimal("10.01"))
    assert check("ledger", by, now, ledger_row(amount_eur=12))[0].state == "same"
    undo_upload(upload=second, by=by, at=now)
    assert LedgerEntry.objects.get(corrected_by=None).amount_eur == Decimal("10.01")
    assert LedgerEntry.objects.count() == 3


def test_an_initiative_is_found_by_any_of_its_names(by, now):
    made = upload(
        "initiatives", by, now, {"name": "Campus", "kind": "hub", "relation": "own", "lines": "1, 2"}
    )
    apply_upload(upload=made, vocabularies=WORDS, by=by, at=now)
    initiative = Initiative.objects.get()
    assert initiative.lines == ["1", "2"]
    plan = upload("milestones", by, now, {"initiative": "CAMPUS", "title": "Opening", "due_on": "2031-09-01"})
    apply_upload(upload=plan, vocabularies=WORDS, by=by, at=now)
    assert Milestone.objects.get().initiative == initiative
    undo_upload(upload=plan, by=by, at=now)
    undo_upload(upload=made, by=by, at=now)
    assert not Initiative.objects.exists()


def test_outputs_and_values_go_by_sheet_too(by, now):
    InitiativeFactory(code="hub", name="Hub")
    IndicatorFactory(code="maat")
    ReportingPeriodFactory(code="2031")
    made = upload(
        "outputs",
        by,
        now,
        {
            "initiative": "hub",
            "title": "Open dag",
            "kind": "event",
            "amount": 3,
            "unit": "keer",
            "on": "2031-01-05",
        },
    )
    apply_upload(upload=made, vocabularies=WORDS, by=by, at=now)
    assert Output.objects.get().amount == 3
    values = upload("values", by, now, {"indicator": "maat", "period": "2031", "value": "1,5"})
    apply_upload(upload=values, vocabularies=WORDS, by=by, at=now)
    value = IndicatorValue.objects.get()
    assert (value.value, value.state) == (Decimal("1.5"), "concept")
    again = upload("values", by, now, {"indicator": "maat", "period": "2031", "value": 2})
    apply_upload(upload=again, vocabularies=WORDS, by=by, at=now)
    undo_upload(upload=again, by=by, at=now)
    value.refresh_from_db()
    assert value.value == Decimal("1.5")


def a_file(columns, *lines):
    return SheetFile(
        "Blad",
        tuple(FileColumn(c, c) for c in columns),
        tuple(tuple(line) for line in lines),
        ("Uitleg",),
        "Uitleg",
    )


HEADINGS = {"naam": "name", "soort partner": "helix"}


@pytest.mark.parametrize("write", [write_xlsx, write_ods, write_csv])
def test_a_file_that_was_written_is_read_back(write):
    file = a_file(
        ("code", "Naam", "Soort partner", "joined_on", "extra"),
        ("a", "=1+1", "bedrijf", date(2031, 1, 2), 1),
        ("b", 'Ünïcode; "x"', "bedrijf", None, None),
    )
    contents = read_upload(PARTNERS, write(file), HEADINGS)
    assert [r.cells["name"] for r in contents.rows] == ["=1+1", 'Ünïcode; "x"']
    assert contents.ignored == ("extra",)
    read = read_cell(PARTNERS.column("joined_on"), contents.rows[0].cells["joined_on"], {})
    assert read == date(2031, 1, 2)
    assert [r.number for r in contents.rows] == [2, 3]


def test_headings_may_stand_lower_and_must_be_there_once():
    moved = write_csv(a_file(("Overzicht", ""), ("", ""), ("name", "helix"), ("X", "bedrijf")))
    assert read_upload(PARTNERS, moved, HEADINGS).rows[0].cells["name"] == "X"
    with pytest.raises(NoHeadings):
        read_upload(PARTNERS, write_csv(a_file(("a", "b"), (1, 2))), HEADINGS)
    with pytest.raises(ColumnsMissing) as told:
        read_upload(INITIATIVES, write_csv(a_file(("code", "name"), ("a", "b"))), HEADINGS)
    assert told.value.details["columns"] == "kind, relation"
    with pytest.raises(ColumnTwice):
        read_upload(PARTNERS, write_csv(a_file(("name", "helix", "naam"), ("a", "b", "c"))), HEADINGS)


def test_too_many_rows_are_refused_before_they_are_tried():
    many = write_csv(a_file(("name", "helix"), *(("X", "bedrijf"),) * 5_001))
    with pytest.raises(TooManyRows):
        read_upload(PARTNERS, many, HEADINGS)


@pytest.mark.parametrize("name", list(SHEETS))
def test_every_sheet_has_its_columns_on_its_records(name, by, now):
    sheet = SHEETS[name]
    assert any(c.is_required for c in sheet.columns)
    fields = {f.name for f in sheet.records().model._meta.get_fields()} | {"id"}
    assert {c.key for c in sheet.columns} <= fields


def test_what_the_register_holds_comes_back_as_the_same(by, now):
    PartnerFactory.create_batch(3)
    LedgerEntryFactory()
    for definition in (PARTNERS, LEDGER, MILESTONES):
        from schakel.programme.sheets.columns import write_cell

        cells = [{k: write_cell(v) for k, v in definition.values_of(r).items()} for r in definition.records()]
        vocabularies = {
            c.vocabulary: {str(row[c.key]).casefold(): row[c.key] for row in cells}
            for c in definition.columns
            if c.vocabulary
        }
        results = check_upload(definition, rows(*cells), vocabularies, by=by, at=now)
        assert {r.state for r in results} <= {"same"}, results
