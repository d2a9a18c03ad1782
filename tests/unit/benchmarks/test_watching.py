"""What a program took is told of the step in which it took it, its children's share included."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from benchmarks.watching import watch

pytestmark = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="Linux tells what a process took")

PROGRAM = """
import subprocess, sys, time
def use(megabytes, seconds):
    held = bytearray(megabytes << 20)
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
if len(sys.argv) > 1:
    use(150, 0.4)
    sys.exit()
use(300, 0.1)
print("done: large", flush=True)
time.sleep(0.5)
subprocess.run([sys.executable, __file__, "child"])
print("done: by another", flush=True)
time.sleep(0.5)
sys.exit(3)
"""


def test_each_step_has_its_own_memory_and_processor_time(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    ends = re.compile(r"^done: (?P<stage>.+)$", re.MULTILINE)
    watched = watch([sys.executable, str(program)], os.environ, tmp_path / "output.txt", ends)
    assert watched.code == 3
    large, by_another, after = (watched.steps[name] for name in ("large", "by another", "after"))
    assert large.peak_mb > 290
    assert 140 < by_another.peak_mb < 250
    assert by_another.cpu_s >= 0.4
    assert after.peak_mb < 100
    assert watched.whole.peak_mb == large.peak_mb
