"""What the fault tests share: one process that has imported everything, for all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.nursery import Nursery, nursery


@pytest.fixture(scope="session")
def builds() -> Iterator[Nursery]:
    with nursery() as process:
        yield process
