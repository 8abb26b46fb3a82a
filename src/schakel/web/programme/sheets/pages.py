# SPDX-License-Identifier: EUPL-1.2
"""Rekenbladen: download filled in, edit, upload, look row by row, apply as a whole, undo."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.composite.bad_input import BadInput
from schakel.documents.failures_in_words import explain_failure
from schakel.documents.formats import enumeration
from schakel.koers.failures import Failure
from schakel.programme.models import SheetUpload, UploadState
from schakel.programme.sheets.columns import CellNotRead
from schakel.programme.sheets.definitions import SHEETS, SheetDefinition
from schakel.programme.sheets.reading import ColumnsMissing, read_upload
from schakel.programme.sheets.uploading import (
    RowIncomplete,
    RowResult,
    apply_upload,
    check_upload,
    keep_upload,
    rows_of,
    undo_upload,
)
from schakel.web.accounts.limiting import limited
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import now
from schakel.web.programme.sheets.files import FORMS, filled_sheet
from schakel.web.programme.sheets.words import (
    codes_by_word,
    heading,
    keys_by_heading,
    row_state_words,
    sheet_words,
    upload_state_words,
    words_to_choose,
)
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

LARGEST_FILE_BYTES = 10_000_000
SUFFIXES = (".xlsx", ".ods", ".csv")
TONES = {"new": "good", "changed": "mild", "same": "", "wrong": "bad"}


def _definition(sheet: str) -> SheetDefinition:
    if sheet not in SHEETS:
        raise Http404
    return SHEETS[sheet]


@require_safe
@page
def show_sheets(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the sheets and the last uploads."""
    uploads = [
        {
            "upload": u,
            "name": sheet_words(u.sheet),
            "state": upload_state_words(u.state),
            "may_undo": u.state == UploadState.APPLIED,
        }
        for u in SheetUpload.objects.all()[:20]
    ]
    context = {
        "programme_page": "sheets",
        "sheets": [{"name": name, "words": sheet_words(name)} for name in SHEETS],
        "uploads": uploads,
        "forms": list(FORMS),
    }
    return show_programme(request, reading, "web/programme/sheets.html", context)


@require_safe
@page
def send_sheet(request: HttpRequest, reading: Reading, sheet: str, form: str) -> HttpResponse:
    """Send a sheet with what the register holds now."""
    definition = _definition(sheet)
    if form not in FORMS:
        raise Http404
    write, media_type = FORMS[form]
    filled = filled_sheet(definition, course_names(reading), is_empty="empty" in request.GET)
    response = HttpResponse(write(filled), content_type=media_type)
    name = f"{reading.dossier.course_id}-{sheet}-{timezone.localdate()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload")
@page
def upload_sheet(request: HttpRequest, reading: Reading, sheet: str) -> HttpResponse:
    """Take a file, check it row by row, and show what it would do."""
    definition = _definition(sheet)
    context: dict[str, Any] = {
        "programme_page": "sheets",
        "sheet": sheet,
        "name": sheet_words(sheet),
        "forms": list(FORMS),
    }
    if request.method != "POST":
        return show_programme(request, reading, "web/programme/sheet_upload.html", context)
    problem = _file_problem(request)
    if not problem:
        try:
            return _check(request, reading, definition)
        except ColumnsMissing as failure:
            missing = [heading(key) for key in str(failure.details["columns"]).split(", ")]
            columns = enumeration(missing, reading.language)
            problem = explain_failure(ColumnsMissing(columns=columns), reading.language)
        except (Failure, BadInput) as failure:
            problem = explain_failure(failure, reading.language)
    context["problem"] = problem
    response = show_programme(request, reading, "web/programme/sheet_upload.html", context)
    response.status_code = 422
    return response


def _sent_file(request: HttpRequest) -> "UploadedFile[Any] | None":
    file = request.FILES.get("file")
    return file if isinstance(file, UploadedFile) else None


def _file_problem(request: HttpRequest) -> str:
    file = _sent_file(request)
    if file is None:
        return _("Choose a file first.")
    if PurePath(str(file.name)).suffix.casefold() not in SUFFIXES:
        return _("Only .xlsx, .ods and .csv can be uploaded here. Save the file as one of these.")
    if (file.size or 0) > LARGEST_FILE_BYTES:
        return _("The file is larger than 10 MB. Split it into several files.")
    return ""


def _check(request: HttpRequest, reading: Reading, definition: SheetDefinition) -> HttpResponse:
    file = _sent_file(request)
    content, file_name = (file.read(), PurePath(str(file.name)).name) if file else (b"", "")
    contents = read_upload(definition, content, keys_by_heading())
    vocabularies = codes_by_word(course_names(reading))
    by, at = actor_of(request), now()
    results = check_upload(definition, contents.rows, vocabularies, by=by, at=at)
    if any(r.state == "wrong" for r in results) or not results:
        upload = None
    else:
        upload = keep_upload(
            definition=definition,
            file_name=file_name,
            content=content,
            rows=contents.rows,
            by=by,
            at=at,
        )
    if upload is not None:
        return HttpResponseRedirect(reading.url("sheet-check", upload.pk))
    response = _show_results(request, reading, definition, results, contents.ignored, None)
    response.status_code = 422
    return response


@require_safe
@page
def show_check(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Show what an upload does, or did, row by row."""
    upload = get_object_or_404(SheetUpload, pk=pk)
    definition = SHEETS[upload.sheet]
    results: tuple[RowResult, ...] = ()
    if upload.state == UploadState.CHECKED:
        vocabularies = codes_by_word(course_names(reading))
        results = check_upload(definition, rows_of(upload), vocabularies, by=actor_of(request), at=now())
    return _show_results(request, reading, definition, results, (), upload)


def _show_results(
    request: HttpRequest,
    reading: Reading,
    definition: SheetDefinition,
    results: tuple[RowResult, ...],
    ignored: tuple[str, ...],
    upload: SheetUpload | None,
) -> HttpResponse:
    counts = {s: sum(r.state == s for r in results) for s in ("new", "changed", "same", "wrong")}
    shown = [r for r in results if r.state != "same"][:1_000]
    context = {
        "programme_page": "sheets",
        "sheet": definition.name,
        "name": sheet_words(definition.name),
        "answer": _answer(counts, upload),
        "ignored": ignored,
        "upload": upload,
        "may_apply": upload is not None
        and upload.state == UploadState.CHECKED
        and not counts["wrong"]
        and counts["new"] + counts["changed"] > 0,
        "may_undo": upload is not None and upload.state == UploadState.APPLIED,
    }
    tables = [_results_table(reading, definition, shown)] if results else []
    return show_programme(request, reading, "web/programme/sheet_check.html", context, tables=tables)


def _answer(counts: dict[str, int], upload: SheetUpload | None) -> str:
    if upload is not None and upload.state != UploadState.CHECKED:
        return _("This upload was %(state)s.") % {"state": upload_state_words(upload.state)}
    if not any(counts.values()):
        return _("The file has no rows below its headings.")
    if counts["wrong"]:
        return ngettext(
            "%(n)s row is not right, so nothing can be applied yet.",
            "%(n)s rows are not right, so nothing can be applied yet.",
            counts["wrong"],
        ) % {"n": counts["wrong"]}
    if not counts["new"] + counts["changed"]:
        return _("Every row is the same as in the register; there is nothing to apply.")
    return _("%(new)s new, %(changed)s changed, %(same)s stay the same. Nothing was changed yet.") % counts


def _results_table(reading: Reading, definition: SheetDefinition, results: list[RowResult]) -> Table:
    columns = (
        Column("row", _("Row"), True),
        Column("what", _("What happens")),
        Column("name", _("Name")),
        Column("details", _("Details")),
    )
    rows = tuple(
        Row(
            (
                Cell(str(r.number), r.number),
                text_cell(row_state_words(r.state), tone=TONES[r.state]),
                text_cell(r.name),
                text_cell(_details(reading, definition, r)),
            )
        )
        for r in results
    )
    return Table("rows", _("The rows that do something"), columns, rows)


def _details(reading: Reading, definition: SheetDefinition, result: RowResult) -> str:
    if result.failures:
        return " ".join(_problem(reading, definition, key, failure) for key, failure in result.failures)
    names = course_names(reading)
    told = []
    for key, before, after in result.changes:
        words = words_to_choose(definition.column(key).vocabulary, names)
        told.append(f"{heading(key)}: {_in_words(before, words)} → {_in_words(after, words)}")
    return "; ".join(told)


def _in_words(text: str, words: Mapping[str, str]) -> str:
    """Return a cell with what its codes are called; a dash for an empty one."""
    return ", ".join(words.get(code, code) for code in text.split(", ")) or "–"


def _problem(reading: Reading, definition: SheetDefinition, column: str, failure: Failure) -> str:
    if isinstance(failure, CellNotRead) and definition.column(column).vocabulary:
        words = words_to_choose(definition.column(column).vocabulary, course_names(reading)).values()
        told = _("one of:") + " " + ", ".join(words)
        failure = CellNotRead(found=failure.details["found"], expected=told)
    if isinstance(failure, RowIncomplete):
        failure = RowIncomplete(column=heading(column))
        return explain_failure(failure, reading.language)
    told = explain_failure(failure, reading.language)
    return f"{heading(column)}: {told}" if column else told


@require_POST
@page
def apply_sheet(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Apply a checked upload as a whole."""
    upload = get_object_or_404(SheetUpload, pk=pk)
    vocabularies = codes_by_word(course_names(reading))
    try:
        results = apply_upload(upload=upload, vocabularies=vocabularies, by=actor_of(request), at=now())
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
    else:
        n = sum(r.state in ("new", "changed") for r in results)
        messages.success(request, ngettext("%(n)s row applied.", "%(n)s rows applied.", n) % {"n": n})
    return HttpResponseRedirect(reading.url("sheet-check", pk))


@require_POST
@page
def undo_sheet(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Undo an applied upload as a whole."""
    upload = get_object_or_404(SheetUpload, pk=pk)
    try:
        undo_upload(upload=upload, by=actor_of(request), at=now())
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
    else:
        messages.success(request, _("Undone; the register is as it was before."))
    return HttpResponseRedirect(reading.url("sheet-check", pk))
