"""Messages about failed runs: a webhook, an e-mail, both or (by default) neither."""

from __future__ import annotations

import http.client
import json
import smtplib
import ssl
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from pipelines.settings import Settings

SECONDS = 15
TRIES = 3
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class Notice:
    """One failed run: its job, its steps' reasons with their remedies, and where to look."""

    job: str
    run_id: str
    reasons: Mapping[str, str]
    warehouse: str
    link: str

    @property
    def subject(self) -> str:
        """One line."""
        return f"Solieu: {self.job} failed in {', '.join(self.reasons)}"

    @property
    def text(self) -> str:
        """What happened, what readers see meanwhile, and where to look."""
        told = "\n\n".join(f"{step}: {reason}" for step, reason in self.reasons.items())
        readers = f"Readers keep what was published before: {self.warehouse}"
        return f"The run {self.run_id} of {self.job} failed.\n\n{told}\n\n{readers}\nLog and steps: {self.link}\n"


def wanted(settings: Settings) -> bool:
    """Whether anyone is to be told."""
    return bool(settings.failure_webhook or settings.failure_email)


def send(settings: Settings, notice: Notice, *, pause: Callable[[float], None] = time.sleep) -> list[str]:
    """Send ``notice`` to whom the settings name, each up to three times; return what could not be sent, and why.

    The answers never hold the addresses' secrets.
    """
    channels: dict[str, Callable[[], None]] = {}
    if settings.failure_webhook:
        channels["webhook"] = lambda: _post(settings.failure_webhook, notice)
    if settings.failure_email:
        channels["e-mail"] = lambda: _mail(settings, notice)
    problems = (_tried(name, deliver, pause) for name, deliver in channels.items())
    return [problem for problem in problems if problem]


def _tried(name: str, deliver: Callable[[], None], pause: Callable[[float], None]) -> str | None:
    for attempt in range(TRIES):
        try:
            deliver()
        except (OSError, ValueError, http.client.HTTPException) as error:  # so are URLError and SMTPException
            problem = f"The {name} about the failed run could not be sent: {error}"
            if attempt + 1 < TRIES:
                pause(2.0**attempt)
        else:
            return None
    return problem


def _post(address: str, notice: Notice) -> None:
    """POST the notice as JSON; ``text`` is what Slack, Mattermost and Teams show."""
    body = json.dumps({"text": f"{notice.subject}\n{notice.text}", **asdict(notice)}, ensure_ascii=False)
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "solieu"}
    request = urllib.request.Request(address, body.encode(), headers, method="POST")
    with urllib.request.urlopen(request, timeout=SECONDS):
        pass


def _mail(settings: Settings, notice: Notice) -> None:
    message = EmailMessage()
    message["Subject"] = " ".join(notice.subject.split())
    message["From"] = settings.failure_sender
    message["To"] = settings.failure_email
    message.set_content(notice.text)
    server = urlsplit(settings.smtp)
    host, port = server.hostname or "localhost", server.port or _PORTS[server.scheme]
    secure = ssl.create_default_context()
    if server.scheme == "smtps":
        client: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=secure)
    else:
        client = smtplib.SMTP(host, port, timeout=SECONDS)
    with client:
        if server.scheme == "smtp+starttls":
            client.starttls(context=secure)
        if server.username:
            client.login(unquote(server.username), unquote(server.password or ""))
        client.send_message(message)
