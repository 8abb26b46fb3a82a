# SPDX-License-Identifier: EUPL-1.2
"""A small mail server on this machine for tests: it keeps what it gets, and can refuse or stall."""

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager


class _Session(socketserver.StreamRequestHandler):
    """One conversation of SMTP, as far as a sender of plain mail needs it."""

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.say("220 test")
        while line := self.rfile.readline():
            verb = line.decode().strip().upper()
            if verb.startswith(("EHLO", "HELO")):
                self.say("250 test")
            elif verb.startswith("MAIL"):
                self.say(self.server.answers.get("MAIL", "250 ok"))
            elif verb.startswith("RCPT"):
                self.recipient = line.decode().partition("<")[2].partition(">")[0]
                self.say(self.server.answers.get(self.recipient, "250 ok"))
            elif verb.startswith("DATA"):
                self.receive()
            elif verb.startswith("QUIT"):
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def receive(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        self.server.got.append(
            (self.recipient, email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        )
        self.server.received.set()
        if self.server.stalls:
            self.server.may_answer.wait(30)
        self.say(self.server.answers.get("DATA", "250 kept"))


class MailServer(socketserver.ThreadingTCPServer):
    """``answers`` by verb or by recipient; ``stalls`` keeps the sender waiting after the text."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.answers = {}
        self.got = []
        self.stalls = False
        self.received = threading.Event()
        self.may_answer = threading.Event()

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, request, client_address):
        """A sender that was killed is no error of the server."""


@contextmanager
def mail_server():
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.may_answer.set()
        server.shutdown()
        server.server_close()
