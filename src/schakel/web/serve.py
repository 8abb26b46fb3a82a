# SPDX-License-Identifier: EUPL-1.2
"""Serve the site with gunicorn, in a process of its own.

A process of its own, because gunicorn forks its workers and Polars must not have been used
before a fork: the command that has just computed a diagnosis has used it.
"""

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

from schakel.koers.failures import N_, Failure

START_SECONDS = 30


class PortTaken(Failure):
    """Another program listens at the address."""

    template = N_("Schakel cannot listen on {host} port {port}: {reason}.")
    cure = N_("Stop the other program, or choose another port with --port.")


class SiteStopped(Failure):
    """The server ended before it could answer."""

    template = N_("The site did not start (exit code {code}).")
    cure = N_("Read the lines above; they name what is wrong.")


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 2,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve the site until it is stopped (Ctrl-C).

    Parameters
    ----------
    host, port
        Where to listen.
    workers
        Number of processes, each with four threads.
    announce
        Called with the address as soon as the first page answers.

    Raises
    ------
    PortTaken
        When nothing can listen there.
    SiteStopped
        When the server ends before it answers.
    """
    _check_free(host, port)
    command = [sys.executable, "-m", "schakel.web.serve", host, str(port), str(workers)]
    process = subprocess.Popen(command, env=os.environ | {"DJANGO_SETTINGS_MODULE": "schakel.web.settings"})
    with _stopping(process):
        address = f"http://{'[' + host + ']' if ':' in host else host}:{port}/"
        _wait_until_it_answers(process, address.replace("//0.0.0.0:", "//127.0.0.1:"))
        if announce:
            announce(address)
        process.wait()


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise PortTaken(host=host, port=port, reason=reason) from error


@contextlib.contextmanager
def _stopping(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """End the server whenever this process ends, by Ctrl-C, a signal or an error."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, previous)
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + START_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < end and process.poll() is None:
        try:
            opener.open(address + "static/web/schakel.css", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise SiteStopped(code=process.poll())


def _settle() -> None:
    """Load every page and leave what was loaded out of each later search for garbage.

    That search takes a fifth of a second over all modules, in the middle of somebody's page; now the workers
    share them and search only what they made themselves.
    """
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()


def _warm_up(worker: object) -> None:
    """Load the libraries that draw and count networks beside the first pages, not in the middle of one."""

    def load() -> None:
        import networkx  # noqa: F401

        from schakel.documents.charts.canvas import Canvas

        canvas = Canvas(10, 10)
        canvas.box((0, 0, 10, 10), "accent")
        canvas.to_svg()
        gc.collect()
        gc.freeze()

    threading.Thread(target=load, daemon=True).start()


def _run_gunicorn(host: str, port: int, workers: int) -> None:
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "workers": workers,
                "threads": 4,
                "worker_class": "gthread",
                "preload_app": True,
                "accesslog": None,
                "loglevel": "warning",
                "timeout": 60,
                "keepalive": 15,
                "post_worker_init": _warm_up,
                "graceful_timeout": 5,
                "control_socket_disable": True,
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from schakel.web.preparing import prepare_database, settle_measurements
            from schakel.web.wsgi import application

            prepare_database()
            settle_measurements()
            _settle()
            return application

    Site().run()


if __name__ == "__main__":
    _run_gunicorn(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
