"""Messages about failed runs, to servers of this machine that really take them."""

from __future__ import annotations

import email
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import dagster as dg

from pipelines.operations.notices import Notice, send, wanted
from pipelines.operations.reasons import LOST, run_reasons
from pipelines.settings import Settings

NOTICE = Notice(
    job="refresh",
    run_id="7",
    reasons={"published_warehouse": "Đĩa đầy: free some space and run again."},
    warehouse="/srv/figures.duckdb",
    link="http://127.0.0.1:3000/runs/7",
)


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Hook(HTTPServer):
    """Takes JSON; answers the first ``refusals`` requests with 503."""

    def __init__(self, refusals: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), HookHandler)
        self.refusals, self.asked, self.taken = refusals, 0, []


class HookHandler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        refused = self.server.asked <= self.server.refusals
        if not refused:
            self.server.taken.append((self.path, self.headers["Content-Type"], json.loads(body)))
        self.send_response(503 if refused else 200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class Mailbox(socketserver.TCPServer):
    """An SMTP server for one client at a time that keeps what it is given."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), MailHandler)
        self.letters: list[tuple[list[str], EmailMessage]] = []


class MailHandler(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.say("220 here")
        recipients: list[str] = []
        while line := self.rfile.readline().decode().strip():
            command = line.split(":")[0].split(" ")[0].upper()
            if command == "RCPT":
                recipients.append(line.split(":", 1)[1].split(" ")[0].strip("<>"))
            if command == "DATA":
                self.say("354 go on")
                data = b"".join(iter(self.rfile.readline, b".\r\n"))
                letter = email.message_from_bytes(data, policy=default)
                assert isinstance(letter, EmailMessage)
                self.server.letters.append((recipients, letter))
            self.say("221 bye" if command == "QUIT" else "250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def settings(**environment: str) -> Settings:
    return Settings.from_environment({f"SOLIEU_{name.upper()}": value for name, value in environment.items()})


def test_nobody_is_told_by_default() -> None:
    assert not wanted(settings())
    assert send(settings(), NOTICE) == []


def test_a_webhook_gets_the_reason_the_remedy_and_the_place_to_look() -> None:
    hook = Hook()
    with running(hook) as port:
        assert send(settings(failure_webhook=f"http://127.0.0.1:{port}/hook?key=1"), NOTICE) == []
    ((path, kind, body),) = hook.taken
    assert path == "/hook?key=1"
    assert kind.startswith("application/json")
    assert body["run_id"] == "7"
    assert body["reasons"] == dict(NOTICE.reasons)
    for part in ("free some space and run again", "/srv/figures.duckdb", "/runs/7"):
        assert part in body["text"]


def test_an_e_mail_reaches_everyone_named() -> None:
    mailbox = Mailbox()
    with running(mailbox) as port:
        told = settings(
            failure_email="night@example.vn, day@example.vn",
            failure_sender="solieu@example.vn",
            smtp=f"smtp://127.0.0.1:{port}",
        )
        assert send(told, NOTICE) == []
    ((recipients, letter),) = mailbox.letters
    assert recipients == ["night@example.vn", "day@example.vn"]
    assert letter["Subject"] == "Solieu: refresh failed in published_warehouse"
    assert "Đĩa đầy: free some space" in letter.get_content()


def test_a_server_that_refuses_for_a_moment_is_asked_again_after_growing_waits() -> None:
    hook, waits = Hook(refusals=2), []
    with running(hook) as port:
        assert send(settings(failure_webhook=f"http://127.0.0.1:{port}/"), NOTICE, pause=waits.append) == []
    assert len(hook.taken) == 1
    assert waits == [1, 2]


def test_what_cannot_be_sent_is_said_without_secrets_and_the_other_channel_is_used() -> None:
    mailbox = Mailbox()
    with running(mailbox) as port:
        told = settings(
            failure_webhook="http://user:hunter2@127.0.0.1:1/secret-path",
            failure_email="night@example.vn",
            smtp=f"smtp://127.0.0.1:{port}",
        )
        problems = send(told, NOTICE, pause=lambda seconds: None)
    assert len(problems) == 1
    assert "The webhook about the failed run could not be sent" in problems[0]
    assert "hunter2" not in problems[0]
    assert "secret-path" not in problems[0]
    assert len(mailbox.letters) == 1


def test_a_job_s_name_cannot_add_headers_to_the_e_mail() -> None:
    mailbox = Mailbox()
    with running(mailbox) as port:
        hostile = Notice("x\r\nBcc: spy@example.com", "7", {"a\nb": "c"}, "w", "l")
        assert send(settings(failure_email="a@example.vn", smtp=f"smtp://127.0.0.1:{port}"), hostile) == []
    ((recipients, letter),) = mailbox.letters
    assert recipients == ["a@example.vn"]
    assert letter["Bcc"] is None


def test_the_reason_of_a_failed_step_is_its_own_words_and_a_lost_process_is_told_as_such() -> None:
    @dg.op
    def blocked() -> None:
        raise dg.Failure("Not published: a share is above 100.") from ValueError("inner")

    @dg.op
    def broken() -> None:
        raise KeyError("no such column")

    @dg.job(executor_def=dg.in_process_executor)
    def both() -> None:
        blocked()
        broken()

    with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
        result = both.execute_in_process(instance=instance, raise_on_error=False)
    failures = [event for event in result.all_events if event.is_step_failure]
    assert run_reasons(failures) == {
        "blocked": "Not published: a share is above 100.",
        "broken": "KeyError: 'no such column'",
    }
    assert run_reasons([]) == {"run": LOST}
