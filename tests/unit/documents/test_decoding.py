from __future__ import annotations

import codecs
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.documents.decoding import UndecodableError, canonical, decode, decode_all

TEXT = (
    "Doanh thu bưu chính năm 2021 ước đạt 37 nghìn tỷ đồng, tăng 2% so với cùng kỳ, lợi nhuận giảm nhẹ."
    " Những thuê bao ở miền Trung được khôi phục trước."
)
#: TEXT as the old fonts stored it: TCVN3 and windows-1258 as glibc's iconv writes them, VNI by its typing rules.
LEGACY = {
    "tcvn3": (
        b"Doanh thu b\xadu ch\xddnh n\xa8m 2021 \xad\xedc \xae\xb9t 37 ngh\xd7n t\xfb \xae\xe5ng, t\xa8ng 2% so v\xedi"
        b" c\xefng k\xfa, l\xeei nhu\xcbn gi\xb6m nh\xd1. Nh\xf7ng thu\xaa bao \xeb mi\xd2n Trung \xae\xad\xeec"
        b" kh\xabi ph\xf4c tr\xad\xedc."
    ),
    "windows-1258": (
        b"Doanh thu b\xfdu ch\xednh n\xe3m 2021 \xfd\xf5\xecc \xf0a\xf2t 37 nghi\xccn ty\xd2 \xf0\xf4\xccng, t\xe3ng 2%"
        b" so v\xf5\xeci c\xf9ng ky\xcc, l\xf5\xf2i nhu\xe2\xf2n gia\xd2m nhe\xf2. Nh\xfd\xdeng thu\xea bao \xf5\xd2"
        b" mi\xea\xccn Trung \xf0\xfd\xf5\xf2c kh\xf4i phu\xf2c tr\xfd\xf5\xecc."
    ),
    "vni": (
        "Doanh thu böu chính naêm 2021 öôùc ñaït 37 nghìn tyû ñoàng, taêng 2% so vôùi cuøng kyø, lôïi nhuaän giaûm"
        " nheï. Nhöõng thueâ bao ôû mieàn Trung ñöôïc khoâi phuïc tröôùc."
    ).encode("cp1252"),
}

# Windows shows bytes of TEXT as windows-1252, and the five that windows-1252 leaves open as control characters.
AS_WINDOWS_READS_IT = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in TEXT.encode())


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        *[(data, encoding) for encoding, data in LEGACY.items()],
        (LEGACY["tcvn3"].decode("latin-1").encode(), "utf-8 of tcvn3"),
        (LEGACY["vni"].decode("cp1252").encode(), "utf-8 of vni"),
        (TEXT.encode().decode("latin-1").encode(), "utf-8 of utf-8"),
        (AS_WINDOWS_READS_IT.encode(), "utf-8 of utf-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_text_in_every_encoding(data: bytes, encoding: str) -> None:
    assert decode(data) == (TEXT, encoding)


def test_vni_capitals_and_windows_punctuation() -> None:
    vni = "BOÄ THOÂNG TIN VAØ TRUYEÀN THOÂNG – “ÑAÙNH GIAÙ” NAÊM 2003: ÖÔÙC ÑAÏT 5% ".encode("cp1252") + LEGACY["vni"]
    assert decode(vni)[0].startswith("BỘ THÔNG TIN VÀ TRUYỀN THÔNG – “ĐÁNH GIÁ” NĂM 2003: ƯỚC ĐẠT 5% Doanh thu")


def test_canonical_text_is_nfc_with_plain_line_ends_and_nothing_else_changes() -> None:
    delivered = "\ufeff" + unicodedata.normalize("NFD", "Tổng số:\u00a0 5\u20137%\r\nCòn lại\rHết\u200b \t\n")
    assert decode(delivered.encode())[0] == "Tổng số:\u00a0 5\u20137%\nCòn lại\nHết\u200b \t\n"


def test_other_languages_stay_as_they_are() -> None:
    french = "Le chiffre d'affaires a été élevé à 37 % où les coûts étaient déjà très bas, à l'été passé. " * 4
    assert decode(french.encode()) == (french, "utf-8")


def test_a_stray_nul_is_dropped_where_the_rest_is_text() -> None:
    assert decode((TEXT * 20).encode() + b"\x00") == (TEXT * 20, "utf-8")


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "empty", "0 bytes"),
        (b" \r\n\t\n", "blank", "white space"),
        (codecs.BOM_UTF8, "blank", "white space"),
        (b"%PDF-1.7\n1 0 obj", "binary", "a PDF document"),
        (b"PK\x03\x04\x14\x00", "binary", "Word, Excel or ZIP"),
        (bytes(range(256)) * 8, "binary", "control characters"),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(64), "binary", "control characters"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "unknown_encoding", "UTF-16-LE"),
        (codecs.BOM_UTF8 + b"t\xe9", "unknown_encoding", "UTF-8"),
        (
            "Số liệu năm 2021, ".encode() + b"\xff\xfe h\xe9t",
            "unknown_encoding",
            "not UTF-8 \\(invalid start byte at byte",
        ),
        (("данные за год выросли на 5 процентов " * 9).encode("cp1251"), "unknown_encoding", "no other encoding"),
    ],
)
def test_what_is_no_text_says_why(data: bytes, code: str, says: str) -> None:
    with pytest.raises(UndecodableError, match=says) as caught:
        decode(data)
    assert caught.value.code == code


def test_too_few_words_are_not_enough_to_tell_an_old_encoding() -> None:
    with pytest.raises(UndecodableError) as caught:
        decode(LEGACY["tcvn3"][:30])
    assert caught.value.code == "unknown_encoding"


@given(st.text())
def test_canonical_text_is_its_own_canonical_text(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert "\r" not in once
    assert "\x00" not in once
    assert unicodedata.is_normalized("NFC", once)


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_reason(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except UndecodableError as error:
        assert error.code in {"empty", "blank", "binary", "unknown_encoding"}
        assert str(error).endswith(".")
    else:
        assert text.strip()


VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệ 0123456789.,%\n\r\t\x00\x7f\ufeff\u0301\u212b\u2013₫", max_size=80
)


@given(st.lists(st.one_of(VIETNAMESE.map(str.encode), st.binary(max_size=60), st.sampled_from(list(LEGACY.values())))))
def test_a_column_of_files_is_decoded_as_each_of_them_alone(files: list[bytes]) -> None:
    rows = decode_all(pl.Series(files, dtype=pl.Binary)).rows(named=True)
    assert len(rows) == len(files)
    for data, row in zip(files, rows, strict=True):
        try:
            assert (row["text"], row["encoding"]) == decode(data)
            assert row["unchanged"] == (row["text"].encode() == data)
        except UndecodableError as error:
            assert (row["text"], row["code"], row["reason"]) == (None, error.code, str(error))
