"""The Data Docs and the evidence pages over HTTP, for who looks at the UI from another machine. Reads, never writes."""

from __future__ import annotations

import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipelines.evidence.site import site_folder
from pipelines.settings import Settings


class PagesServer(ThreadingHTTPServer):
    """Shows the files below ``folders``, each under its name, and nothing else."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], folders: dict[str, Path]) -> None:
        super().__init__(address, _Handler)
        self.folders = folders


class _Handler(SimpleHTTPRequestHandler):
    server: PagesServer

    def translate_path(self, path: str) -> str:
        """The file of a request, inside the folder that its first part names; one that is not there otherwise."""
        name, _, inside = unquote(urlsplit(path).path).lstrip("/").partition("/")
        folder = self.server.folders.get(name)
        if folder is None or "\0" in inside:
            return "/nonexistent"
        wanted = (folder / inside).resolve()
        return str(wanted) if wanted.is_relative_to(folder.resolve()) else "/nonexistent"

    def list_directory(self, path: Any) -> None:
        """No lists of files."""
        self.send_error(404)

    def end_headers(self) -> None:
        """Pages are made anew by each build."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing: the log is the daemon's."""


def serve_pages(settings: Settings, host: str, port: int) -> PagesServer:
    """Serve the pages of ``settings`` on ``host`` and ``port`` from a thread of this process."""
    server = PagesServer((host, port), {"data_docs": settings.data_docs, "site": site_folder(settings.warehouse)})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
