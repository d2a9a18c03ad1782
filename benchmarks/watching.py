"""What a program and the processes that it starts take, step by step: the clock, processors, and memory of the largest.

A step is what lies between two lines of the program's output that tell of a step's end. Linux only: it looks in /proc.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_SECONDS = 0.1
_NEVER = re.compile(r"(?!)")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Step:
    """Wall and processor seconds; the most memory that one process held, and which; that of all at once, in MB.

    Memory that processes share counts in each of them.
    """

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_mb: int = 0
    peak_of: str = ""
    together_mb: int = 0


@dataclass
class Watched:
    """How a program ended, what it took in all, and by step."""

    code: int
    whole: Step
    steps: dict[str, Step] = field(default_factory=dict)


def watch(
    command: Sequence[str],
    environment: Mapping[str, str],
    output: Path,
    ends: re.Pattern[str] = _NEVER,
    given: bytes = b"",
) -> Watched:
    """Run ``command``, its output in the file ``output``; ``ends`` finds the group ``stage`` where a step has ended.

    ``given`` is written to its standard input, which stays open.

    What comes after the last of them is the step "after".
    """
    begun = time.perf_counter()
    steps: dict[str, Step] = {}
    with output.open("w", encoding="utf-8") as told:
        process = subprocess.Popen(
            command, env=dict(environment), stdin=subprocess.PIPE, stdout=told, stderr=subprocess.STDOUT
        )
    assert process.stdin is not None
    process.stdin.write(given)
    process.stdin.flush()
    now, before_wall, before_cpu = Step(), begun, 0.0
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        family = _family(process.pid)
        cpu = sum(map(_cpu, family))
        _look(family, now)
        ended = [found["stage"] for found in ends.finditer(output.read_text(encoding="utf-8", errors="replace"))]
        for name in ended[len(steps) :]:
            now.wall_s, now.cpu_s = time.perf_counter() - before_wall, cpu - before_cpu
            before_wall, before_cpu = time.perf_counter(), cpu
            steps[name], now = now, Step()
            _forget_peaks(family)
        time.sleep(_SECONDS)
    _, status, usage = os.wait4(process.pid, 0)
    process.stdin.close()
    spent = usage.ru_utime + usage.ru_stime
    now.wall_s, now.cpu_s = time.perf_counter() - before_wall, spent - before_cpu
    steps["after"] = now
    largest = max(steps.values(), key=lambda step: step.peak_mb)
    together = max(step.together_mb for step in steps.values())
    whole = Step(time.perf_counter() - begun, spent, largest.peak_mb, largest.peak_of, together)
    for step in (whole, *steps.values()):
        step.wall_s, step.cpu_s = round(step.wall_s, 1), round(step.cpu_s, 1)
    return Watched(os.waitstatus_to_exitcode(status), whole, steps)


def _family(root: int) -> list[int]:
    """The process and all that come of it."""
    found, at = [root], 0
    while at < len(found):
        with suppress(OSError):
            for task in os.listdir(f"/proc/{found[at]}/task"):
                children = Path(f"/proc/{found[at]}/task/{task}/children").read_text(encoding="ascii")
                found += map(int, children.split())
        at += 1
    return found


def _cpu(process: int) -> float:
    """Seconds of a process and of those of its children that have ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS


def _look(family: Iterable[int], step: Step) -> None:
    together = 0
    for process in family:
        with suppress(OSError, KeyError, ValueError):
            lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace").splitlines()
            status = dict(line.split(":", 1) for line in lines if ":" in line)
            peak = int(status["VmHWM"].split()[0]) // 1024
            together += int(status["VmRSS"].split()[0]) // 1024
            if peak > step.peak_mb:
                step.peak_mb, step.peak_of = peak, _name(process)
    step.together_mb = max(step.together_mb, together)


def _name(process: int) -> str:
    """What a process is for, in a word or two."""
    words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
    for word in words[1:]:
        if word.startswith("pipelines."):
            return word
        if "spawn_main" in word:
            return "a worker"
    return Path(words[0]).name


def _forget_peaks(family: Iterable[int]) -> None:
    """Let the kernel begin anew to note the most memory of each process."""
    for process in family:
        with suppress(OSError):
            Path(f"/proc/{process}/clear_refs").write_text("5", encoding="ascii")
