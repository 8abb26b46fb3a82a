# SPDX-License-Identifier: EUPL-1.2
"""The settings that an installation chooses, read once from the environment and checked at start."""

import os
import secrets
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from schakel.koers.failures import N_, Failure
from schakel.web.sign_in_environment import SignInEnvironment

REPOSITORY = Path(__file__).resolve().parents[3]
SECRET_FILE = "secret-key"
POSTGRESQL_SCHEMES = ("postgresql", "postgres")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class WrongSettings(Failure):
    """One or more environment variables cannot be used; all of them are named at once."""

    template = N_("Schakel cannot start, since {count} of its settings cannot be used:\n{problems}")
    cure = N_("\nChange these environment variables, or leave them out to use the default.")


class Environment(SignInEnvironment):
    """What the environment says; every field has a default that works on a bare laptop."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, validate_default=True)

    schakel_home: Path = Field(default_factory=lambda: Path.home() / ".local" / "share" / "schakel")
    schakel_figures: Path = REPOSITORY / "figures"
    schakel_courses: Path = REPOSITORY / "courses"
    schakel_course: str | None = None
    schakel_allowed_hosts: Annotated[tuple[str, ...], NoDecode] = LOCAL_HOSTS
    schakel_debug: bool = False
    schakel_https: bool = False
    database_url: str = ""

    @field_validator("schakel_home", "schakel_figures", "schakel_courses", mode="after")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        folder = folder.expanduser().absolute()
        if folder.exists() and not folder.is_dir():
            raise ValueError(f"{folder} is a file; a folder was expected")
        return folder

    @field_validator("schakel_allowed_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        hosts = tuple(host.strip() for host in value.split(",") if host.strip())
        if not hosts or any("/" in host or " " in host for host in hosts):
            raise ValueError("host names with commas between them were expected, without https://")
        return hosts

    @field_validator("database_url", mode="after")
    @classmethod
    def _known_database(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and parts.scheme not in (*POSTGRESQL_SCHEMES, "sqlite"):
            raise ValueError("postgresql://user:password@host:5432/name or sqlite:///path was expected")
        if parts.scheme in POSTGRESQL_SCHEMES and not parts.path.strip("/"):
            raise ValueError("the name of the database is missing at the end of the address")
        return url


def read_environment() -> Environment:
    """Return the checked settings.

    Raises
    ------
    WrongSettings
        When a variable cannot be used; it names every wrong one in one sentence each.
    """
    try:
        return Environment()
    except ValidationError as error:
        problems = [
            f"- {str(e['loc'][0]).upper()} is {_shown(e['input'])}: {e['msg'].removeprefix('Value error, ')}."
            for e in error.errors()
        ]
        raise WrongSettings(count=len(problems), problems="\n".join(problems)) from None


def _shown(value: object) -> str:
    """Show a wrong value, without a password that may be in it."""
    text = str(value)
    return "(not shown)" if "@" in text else repr(text[:80])


def database_settings(environment: Environment) -> dict[str, Any]:
    """Return Django's description of the database: SQLite in the home folder, or PostgreSQL."""
    parts = urlsplit(environment.database_url)
    if parts.scheme in POSTGRESQL_SCHEMES:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 60,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    path = unquote(parts.path).removeprefix("/") if environment.database_url else ""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path or environment.schakel_home / "schakel.sqlite3",
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def secret_key(home: Path) -> str:
    """Return the secret of this installation, made once and readable by its owner alone."""
    path = home / SECRET_FILE
    home.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(60))
    return path.read_text(encoding="ascii").strip()
