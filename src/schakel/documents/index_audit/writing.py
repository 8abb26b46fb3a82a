# SPDX-License-Identifier: EUPL-1.2
"""Write the audit of an index to files: PDF and HTML, with every table as CSV beside them."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from schakel.composite.audit.auditing import IndexAudit
from schakel.composite.building.build import Build
from schakel.documents.index_audit.audit_tables import write_tables
from schakel.documents.index_audit.content import audit_content
from schakel.documents.report.html import report_html
from schakel.documents.report.pdf import report_pdf
from schakel.documents.report.writing import UnknownReportFormat

FORMATS = ("pdf", "html")
WIDTHS: dict[str, tuple[str, ...]] = {"pdf": ("print",), "html": ("desktop", "phone")}
MOST_PAGES = 40
UNDATED = date(2000, 1, 1)


def write_audit(
    audit: IndexAudit,
    build: Build,
    folder: Path,
    language: str,
    formats: Iterable[str] = FORMATS,
    made_on: date | None = None,
) -> list[Path]:
    """Write the audit and return the files: the documents first, then the tables.

    The same audit, language and date give the same bytes.

    Parameters
    ----------
    audit
        Result of :func:`schakel.composite.audit.auditing.audit_index`.
    build
        The index that was audited: it holds the names.
    folder
        Folder for ``audit-<language>.pdf``, ``audit-<language>.html`` and ``audit_tables``; made when
        absent.
    language
        "nl" or "en".
    formats
        Which of "pdf" and "html"; the tables are always written.
    made_on
        Date inside the PDF; the last day of the audited period when that is a year, else 1 January 2000.

    Raises
    ------
    UnknownReportFormat
        When a format does not exist.
    ValueError
        When the language is another one.
    """
    wanted = tuple(formats)
    for name in wanted:
        if name not in FORMATS:
            raise UnknownReportFormat(found=name, expected=list(FORMATS))
    folder.mkdir(parents=True, exist_ok=True)
    day = made_on or (date(audit.period, 12, 31) if isinstance(audit.period, int) else UNDATED)
    written = []
    for name in wanted:
        content = audit_content(audit, build, language, WIDTHS[name])
        file = folder / f"audit-{language}.{name}"
        if name == "pdf":
            file.write_bytes(report_pdf(content, day, most_pages=MOST_PAGES))
        else:
            file.write_text(report_html(content), encoding="utf-8")
        written.append(file)
    return [*written, *write_tables(audit, folder)]
