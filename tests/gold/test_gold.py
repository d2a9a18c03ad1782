"""The annotated truth of the bulletins, and of further texts where they lie at hand, as scores that may not fall."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipelines.documents import load_folder
from pipelines.staging import build_staging
from pipelines.vocabulary import load_vocabulary
from tests.gold.scoring import read_gold, score

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
RATCHET: dict[str, dict[str, float]] = json.loads((HERE / "ratchet.json").read_text(encoding="utf-8"))

#: The texts of the development set are not ours to ship; name their folder to score them.
_TEXTS = {"bulletins": str(ROOT / "seeds" / "documents"), "development": os.environ.get("GOLD_TEXTS", "")}


@pytest.mark.parametrize("name", sorted(RATCHET))
def test_scores_do_not_fall(name: str) -> None:
    if not _TEXTS[name]:
        pytest.skip("set GOLD_TEXTS to the folder of the development texts")
    documents = load_folder(Path(_TEXTS[name])).documents
    result = score(build_staging(documents, load_vocabulary(ROOT / "seeds" / "reference")), read_gold(HERE / name))
    fallen = {
        measure: (value, RATCHET[name][measure])
        for measure, value in result.percent().items()
        if value < RATCHET[name][measure]
    }
    assert not fallen, "\n".join(["measure: (now, before)", str(fallen), *result.misses])
