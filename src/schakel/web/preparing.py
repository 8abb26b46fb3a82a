# SPDX-License-Identifier: EUPL-1.2
"""What the site needs before it is served: its settings and its database."""

import os
from pathlib import Path

from schakel.koers.reading import read_course


def point_site_to(course_folder: Path, figures_folder: Path) -> None:
    """Let the site, in this process and those it starts, read this course and these figures.

    Parameters
    ----------
    course_folder, figures_folder
        The folder of the course and the folder of the public figures.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.web.settings")
    os.environ["SCHAKEL_COURSES"] = str(course_folder.resolve().parent)
    os.environ["SCHAKEL_COURSE"] = read_course(course_folder).id
    os.environ["SCHAKEL_FIGURES"] = str(figures_folder.resolve())


def prepare_database() -> None:
    """Bring the database up to date, and leave no connection behind for a fork to share."""
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


def settle_measurements() -> None:
    """Let the pages find what the board adopted, also in a home folder that lost it."""
    import structlog
    from django.conf import settings
    from django.db import connections

    from schakel.cycle.actions.putting_back import settle_adopted

    for failure in settle_adopted(Path(settings.SCHAKEL_HOME)):
        structlog.get_logger(__name__).error("adopted measurement not put back", reason=str(failure))
    connections.close_all()
