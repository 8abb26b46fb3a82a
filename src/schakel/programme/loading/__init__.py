# SPDX-License-Identifier: EUPL-1.2
"""Loading the register of a course folder into the database, again and again without harm."""

from schakel.programme.loading.register_loading import (
    COURSE_LOADER,
    load_register,
    load_register_when_changed,
)
from schakel.programme.loading.report import TABLES, LeftAlone, LoadReport, TableCount

__all__ = [
    "COURSE_LOADER",
    "TABLES",
    "LeftAlone",
    "LoadReport",
    "TableCount",
    "load_register",
    "load_register_when_changed",
]
