"""Other readers of numbers and quantities, on the same text as ours, in the same run.

Each is installed from the package index into an environment of its own, and timed in a process of its own that has
read a few lines before. One that does not install, or does not run, is reported as such. None of them reads periods,
comparisons or indicators; what they give is named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpus import write_document
from benchmarks.measure import load, save, table

ROOM = Path(__file__).parent.parent / "build" / "benchmarks" / "peers"


@dataclass(frozen=True)
class Peer:
    """A package, what it gives, and the Python that makes ``read(line)``."""

    name: str
    requirement: str | None
    gives: str
    setup: str
    lines: int


PEERS = (
    Peer("re, numerals only", None, "digits", "import re\nread = re.compile(r'\\d[\\d.,/]*\\d|\\d').findall", 4_000),
    Peer(
        "re, number and unit",
        None,
        "digits, unit words",
        "import re\nread = re.compile(r'(\\d[\\d.,/]*\\d|\\d)\\s*(nghìn tỷ|triệu|nghìn|tỷ)?\\s*"
        "(đồng|USD|%|điểm phần trăm|thuê bao|hồ sơ|giao dịch|doanh nghiệp|người dùng|tỉnh|tấn)?').findall",
        4_000,
    ),
    Peer(
        "quantulum3",
        "quantulum3==0.10.0",
        "values, units (English)",
        "from quantulum3.parser import parse as read",
        150,
    ),
    Peer(
        "sea-g2p",
        "sea-g2p==0.10.0",
        "spoken text",
        "import sea_g2p\nread = sea_g2p.Normalizer(lang='vi').normalize",
        400,
    ),
    Peer(
        "duckling (JVM)",
        "duckling==1.8.0",
        "values, units, times",
        # The wrapper's own conversion of results fails on today's JPype; their Java text is taken instead.
        "import glob, jpype, importlib.util\n"
        "jars = glob.glob(importlib.util.find_spec('duckling').submodule_search_locations[0] + '/jars/*.jar')\n"
        "jpype.startJVM(classpath=jars, convertStrings=True)\n"
        "from duckling import Duckling, Language\n"
        "Duckling._parse_result = lambda self, found: [str(one.toString()) for one in found.iterator()]\n"
        "parser = Duckling(jvm_started=True)\nparser.load(languages=[Language.VIETNAMESE])\n"
        "def read(line):\n    return parser.parse(line, language=Language.VIETNAMESE)",
        60,
    ),
)

_DRIVER = """
import json, sys, time
lines = json.load(sys.stdin)
{setup}
for line in lines[:5]:
    read(line)
begun = time.process_time()
for line in lines:
    read(line)
print(json.dumps(time.process_time() - begun))
"""


def python_with(peer: Peer) -> Path:
    """The Python of an environment that has ``peer``; RuntimeError where it does not install."""
    if peer.requirement is None:
        return Path(sys.executable)
    folder = ROOM / peer.requirement
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        venv.create(folder, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", peer.requirement]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode:
            raise RuntimeError(f"does not install: {_last(done.stderr)}")
        (folder / "installed").touch()
    return python


def _last(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1][:160] if lines else "no reason given"


def timed(peer: Peer, lines: list[str]) -> dict[str, Any]:
    """What ``peer`` took for its share of ``lines``, or why it did not."""
    try:
        python = python_with(peer)
        share = lines[: peer.lines]
        driver = _DRIVER.format(setup=peer.setup)
        done = subprocess.run(
            [str(python), "-c", driver],
            input=json.dumps(share),
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        if done.returncode:
            raise RuntimeError(f"does not run: {_last(done.stderr)}")
        seconds = json.loads(done.stdout.strip().splitlines()[-1])
    except (RuntimeError, subprocess.TimeoutExpired, ValueError) as error:
        return {"peer": peer.name, "gives": peer.gives, "failed": str(error)[:200]}
    size = sum(len(line.encode()) for line in share) / 1e6
    return {
        "peer": peer.name,
        "gives": peer.gives,
        "mb_per_s": round(size / max(seconds, 1e-9), 4),
        "cpu_s": round(seconds, 2),
    }


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    lines = [line for number in range(300) for line in write_document(number)[0].splitlines() if line.strip()]
    results = [timed(peer, lines) for peer in PEERS]
    reader = load("reader")
    ours = reader["cases"]["different documents"]["reader_mb_per_s"] if reader else None
    save("peers", {"peers": results, "reader_mb_per_s": ours})
    rows = [[one["peer"], one["gives"], one.get("mb_per_s", one.get("failed"))] for one in results]
    print(table(["peer", "gives", "MB/s"], rows))


if __name__ == "__main__":
    main()
