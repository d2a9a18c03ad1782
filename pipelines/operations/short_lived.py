"""Garbage collection in a process that lives for one command."""

import gc

#: How many new objects are worth a collection.
_SELDOM = (50_000, 20, 50)


def importing() -> None:
    """No collections while libraries are imported."""
    gc.disable()


def imported() -> None:
    """What is here by now stays; from here on, collections are rare."""
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    gc.enable()
