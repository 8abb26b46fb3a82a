# SPDX-License-Identifier: EUPL-1.2
"""Commands about the versions of the course: which there are, and the file of a draft or version."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from schakel.commands.database import open_database
from schakel.commands.folders import existing_folder, home_folder, only_course
from schakel.commands.terminal import LANGUAGE, Course, print_failure, print_plain, say
from schakel.documents import formats
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import N_, Failure

course_app = typer.Typer(help=say("Versions of the course, and drafts of a new one."), no_args_is_help=True)


class NoSuchDraft(Failure):
    """A code that no draft has."""

    template = N_("There is no draft of the course with the code “{found}”.")
    cure = N_("There are: {expected}.")


class FileIsThere(Failure):
    """A file that would be overwritten."""

    template = N_("There is a file {path} already.")
    cure = N_("Choose an empty folder, or a new one; nothing is overwritten.")


@course_app.command("versions", help=say("Show the versions of the course, and the drafts."))
def versions() -> None:
    """Print each version with its days and its decision."""
    open_database()
    from schakel.cycle.models import CourseDraft, CourseVersion
    from schakel.cycle.queries.course_versions import version_spans

    rows = CourseVersion.objects.select_related("decision").order_by("course", "valid_from", "pk")
    for course in dict.fromkeys(row.course for row in rows):
        for span in version_spans([row for row in rows if row.course == course]):
            version = span.version
            until = formats.day(span.until, LANGUAGE) if span.until else say("now")
            number = version.decision.number if version.decision else "-"
            start = formats.day(version.valid_from, LANGUAGE)
            print_plain(f"{course}  {version.version_name}  {start} – {until}  {number}")
    for draft in CourseDraft.objects.filter(adopted__isnull=True).select_related("based_on"):
        print_plain(
            say(
                "draft {code}: {name}, from {old}",
                code=draft.code,
                name=draft.version_name,
                old=draft.based_on,
            )
        )


@course_app.command(
    "draft-write", help=say("Write the course of a draft, or of what it became, as a course folder.")
)
def draft_write(
    code: Annotated[str, typer.Argument(help=say("The code of the draft."))],
    folder: Annotated[Path, typer.Argument(help=say("The new folder."))],
    course: Course = None,
) -> None:
    """Write course.yaml with the other files of the running course beside it, and check them together."""
    home_folder()
    running = existing_folder(course or only_course())
    open_database()
    from schakel.cycle.models import CourseDraft
    from schakel.cycle.queries.draft_course import draft_course
    from schakel.koers.check import check_course

    draft = CourseDraft.objects.select_related("based_on", "adopted").filter(code=code).first()
    if draft is None:
        known = CourseDraft.objects.values_list("code", flat=True)
        raise NoSuchDraft(found=code, expected=", ".join(known) or "-")
    text = draft.adopted.content if draft.adopted else draft_course(draft).text
    target = folder / "course.yaml"
    if target.exists():
        raise FileIsThere(path=target)
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(running.iterdir()):
        if file.is_file() and file.name != "course.yaml" and not (folder / file.name).exists():
            shutil.copyfile(file, folder / file.name)
    target.write_text(text, encoding="utf-8")
    print_plain(say("The course of the draft is in {path}.", path=target))
    problems = check_course(folder)
    for problem in problems:
        print_plain(f"- {explain_failure(problem, LANGUAGE)}")
    if problems:
        raise typer.Exit(1)
    print_plain(
        say("Nothing is wrong with the folder. Put it in place of the old one and start Schakel again.")
    )


def keep_running_version(course_folder: Path) -> None:
    """Keep the course of the folder as a version when it is not known; the site starts in any case."""
    from schakel.cycle.actions.course_versions import keep_course_version
    from schakel.programme.loading import COURSE_LOADER

    try:
        keep_course_version(folder=course_folder, by=COURSE_LOADER, at=datetime.now(UTC))
    except Failure as failure:
        print_failure(failure)
