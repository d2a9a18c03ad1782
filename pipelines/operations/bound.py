"""``python -m pipelines.operations.bound PARENT MODULE ARGUMENTS``: run a module that ends when its parent does.

When the parent is killed (not asked to end), nobody else would end its children: they would hold the port and go on
running schedules beside the next ones.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

_LOOK_SECONDS = 1.0


def follow(parent: int) -> None:
    """End this process, as if asked to, as soon as ``parent`` is no longer its parent."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run the module named by the arguments as a program."""
    parent, module, *arguments = sys.argv[1:]
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # what started the parent may have had it ignored, which is inherited
    threading.Thread(target=follow, args=(int(parent),), daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
