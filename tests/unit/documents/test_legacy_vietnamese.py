from __future__ import annotations

import pytest

from pipelines.documents.legacy_vietnamese import decode_legacy, is_syllable, vietnamese_share


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "đường",
        "quốc",
        "gì",
        "giếng",
        "thuở",
        "khuỷu",
        "ĐỒNG",
        "ước",
        "yếu",
        "xoong",
        "Đắk",
        "ngoằn",
        "quýt",
        "huynh",
        "ấy",
        "oán",
        "ỷ",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["màt", "hỏc", "été", "ñaït", "bòop", "wăn", "áà", "ngưíê", "fá", "đxa"])
def test_words_that_vietnamese_cannot_have(word: str) -> None:
    assert not is_syllable(word)


def test_a_share_of_few_words_proves_nothing() -> None:
    assert vietnamese_share("Số liệu năm") == 0
    assert vietnamese_share("Số liệu năm " * 10) == 1
    assert vietnamese_share("số été " * 15) == 0.5


def test_plain_ascii_is_no_legacy_vietnamese() -> None:
    assert decode_legacy(b"Total revenue reached 37 thousand billion in 2021. " * 9) is None
