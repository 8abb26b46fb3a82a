# SPDX-License-Identifier: EUPL-1.2
"""Write the report of a stored measurement to files."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from schakel.diagnosis.dossier import Dossier
from schakel.documents.charts.stored import Stored, Surroundings
from schakel.documents.report.content import report_content
from schakel.documents.report.html import report_html
from schakel.documents.report.pdf import report_pdf
from schakel.documents.report.workbook import report_workbook
from schakel.koers.failures import N_, Failure

FORMATS = ("pdf", "html", "xlsx")


class UnknownReportFormat(Failure):
    """A format was asked for that does not exist."""

    template = N_("There is no report format “{found}”.")
    cure = N_("Choose from: {expected}.")


def write_report(
    stored: Stored,
    out: Path,
    language: str,
    formats: Iterable[str] = FORMATS,
    around: Surroundings | None = None,
    made_on: date | None = None,
) -> tuple[Path, ...]:
    """Write the report and return the files.

    Parameters
    ----------
    stored
        The stored measurement.
    out
        Folder for ``<course>-<year>-<language>.pdf``, ``.html`` and ``.xlsx``; made when absent.
    language
        "nl" or "en".
    formats
        Which of "pdf", "html" and "xlsx".
    around
        Tiles of the map and names of the lines; without them those parts are left out.
    made_on
        Date inside the files; default the day on which the newest source was retrieved, so that
        the same measurement always gives the same bytes.

    Raises
    ------
    UnknownReportFormat
        When a format does not exist.
    """
    wanted = tuple(formats)
    for name in wanted:
        if name not in FORMATS:
            raise UnknownReportFormat(found=name, expected=list(FORMATS))
    content = report_content(stored, language, around or Surroundings())
    day = made_on or date_of(stored.dossier)
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: report_pdf(content, day),
        "html": lambda: report_html(content).encode(),
        "xlsx": lambda: report_workbook(content, stored, day),
    }
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name in wanted:
        file = out / f"{stored.dossier.course_id}-{stored.dossier.year}-{language}.{name}"
        file.write_bytes(makers[name]())
        written.append(file)
    return tuple(written)


def date_of(dossier: Dossier) -> date:
    """Return the day on which the newest source was retrieved; else the last day of the year."""
    days = [s.retrieved_date[:10] for s in dossier.provenance.snapshots if s.retrieved_date]
    found = []
    for text in days:
        try:
            found.append(date.fromisoformat(text))
        except ValueError:
            continue
    return max(found, default=date(dossier.year, 12, 31))
