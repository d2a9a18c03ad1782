"""Vietnamese as it was written before Unicode: windows-1258, TCVN3 (ABC fonts) and VNI, told apart by their words.

A byte table decodes any bytes, so the table alone proves nothing. What decides is that Vietnamese syllables obey a
narrow grammar (initial, rime, tone; a rime closed by a stop takes only two of the six tones): under the right table
nearly every word with marks is such a syllable, under a wrong one hardly any.
"""

from __future__ import annotations

import re
import unicodedata

#: At least this share of the marked words must be Vietnamese syllables, of at least so many words.
CERTAIN_SHARE = 0.95
ENOUGH_WORDS = 20

#: A character that, of the languages in Latin letters, hardly any but Vietnamese has.
VIETNAMESE_ONLY = "[ăđơưĂĐƠƯ\u0300-\u0323\u1ea0-\u1ef9]"

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_SAC_NANG = frozenset("\u0301\u0323")
_INITIALS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"
_OPEN_RIMES = """
a ai ao au ay am an ang anh ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên ênh êu i ia im in inh iu iêm iên iêng iêu
o oa oai oam oan oang oanh oao oay oăm oăn oăng oe oen oeo oi om on ong oong ô ôi ôm ôn ông ôông ơ ơi ơm ơn
u ua ui um un ung uân uâng uây uê uên uênh uơ uôi uôm uôn uông uy uya uyn uynh uyên uyu uyêu uau uao uan uang uanh uăn
uăng uai uay uen ueo ue ư ưa ưi ưm ưn ưng ưu ươi ươm ươn ương ươu y yêm yên yêng yêu
"""
_STOPPED_RIMES = """
ac ach ap at ăc ăk ăp ăt âc âp ât ec ep et êch êp êt êc ich ip it iêc iêp iêt oac oach oap oat oăc oăt oăp oc op ot ooc
oet ôc ôp ôt ơp ơt uc up ut uât uêch uêt uôc uôt uych uyp uyt uyêt uac uat uăc uăt uach uet ưc ưt ươc ươp ươt yêt yt ych
"""


def _either(rimes: str) -> str:
    return "|".join(sorted(rimes.split(), key=len, reverse=True))


_OPEN = re.compile(f"(?:{_INITIALS})?(?:{_either(_OPEN_RIMES)})")
_STOPPED = re.compile(f"(?:{_INITIALS})?(?:{_either(_STOPPED_RIMES)})")
# After gi- and qu- the vowel may stand in the initial alone: gì, giếng is gi + êng, quốc is qu + ôc.
_SHORT_GI = re.compile("gi|gin")
_SHORT_GI_STOPPED = re.compile("gich|git")
_WORD = re.compile(r"[^\W\d_]+")


def is_syllable(word: str) -> bool:
    """Whether ``word`` (any case, any normal form) is a possible Vietnamese syllable with at most one tone mark."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in letters if mark in _TONES]
    if len(tones) > 1:
        return False
    base = unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in _TONES))
    if _OPEN.fullmatch(base) or _SHORT_GI.fullmatch(base):
        return True
    return bool(_STOPPED.fullmatch(base) or _SHORT_GI_STOPPED.fullmatch(base)) and (not tones or tones[0] in _SAC_NANG)


def vietnamese_share(text: str) -> float:
    """Share of the words with a non-ASCII letter that are Vietnamese syllables; 0 where there are too few to tell."""
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    if len(words) < ENOUGH_WORDS:
        return 0.0
    return sum(map(is_syllable, words)) / len(words)


def decode_twice_encoded(text: str) -> tuple[str, str] | None:
    """``text`` read once more where its letters are really bytes that someone took for western European ones.

    So look legacy texts that were "converted" to UTF-8 without their font's table (``®¹t``), and UTF-8 taken for
    windows-1252 and encoded again (``Ä‘áº¡t``). None where the text has letters that only Vietnamese has, or where no
    reading is certain.
    """
    if text.isascii() or re.search(VIETNAMESE_ONLY, text):
        return None
    try:
        data = text.translate(_1252_TO_LATIN_1).encode("latin-1")
    except UnicodeEncodeError:
        return None
    try:
        again = data.decode("utf-8")
    except UnicodeDecodeError:
        legacy = decode_legacy(data)
        return None if legacy is None else (legacy[0], f"utf-8 of {legacy[1]}")
    return (again, "utf-8 of utf-8") if vietnamese_share(again) >= CERTAIN_SHARE else None


def decode_legacy(data: bytes) -> tuple[str, str] | None:
    """Text and encoding name of ``data`` where exactly one legacy encoding makes Vietnamese of it, else None."""
    certain = []
    for encoding in ("windows-1258", "tcvn3", "vni"):
        try:
            text = _DECODERS[encoding](data)
        except UnicodeDecodeError:
            continue
        if vietnamese_share(text) >= CERTAIN_SHARE:
            certain.append((text, encoding))
    return certain[0] if len(certain) == 1 else None


def _windows_1258(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258"))


# TCVN 5712:1993 VN3, the ABC fonts' table: bytes 0xA1-0xAE and 0xB5-0xFE; the rest is as in windows-1252.
_TCVN3_ROWS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_TCVN3 = {start + step: letter for start, row in _TCVN3_ROWS.items() for step, letter in enumerate(row)}


def _tcvn3(data: bytes) -> str:
    # Through latin-1, so that a byte is its own code point; bytes that the table leaves open are windows-1252's.
    return data.decode("latin-1").translate(_TCVN3_AND_1252)


# VNI writes a base letter, then a second character for its marks. Rows: base letter, then what each mark makes of it.
_VNI_TONES = "ùøûõï"  # acute, grave, hook, tilde, dot
_VNI_BREVE, _VNI_CIRCUMFLEX = "êéèúüë", "âáàåãä"  # alone, acute, grave, hook, tilde, dot
_VNI_PAIRS = {
    "a": (_VNI_TONES + _VNI_BREVE + _VNI_CIRCUMFLEX, "áàảãạăắằẳẵặâấầẩẫậ"),
    "e": (_VNI_TONES + _VNI_CIRCUMFLEX, "éèẻẽẹêếềểễệ"),
    "o": (_VNI_TONES + _VNI_CIRCUMFLEX, "óòỏõọôốồổỗộ"),
    "ô": (_VNI_TONES, "ớờởỡợ"),
    "u": (_VNI_TONES, "úùủũụ"),
    "ö": (_VNI_TONES, "ứừửữự"),
    "y": ("ùøûõ", "ýỳỷỹ"),
}
_VNI_SINGLES = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table = {
        base + mark: letter
        for base, (marks, made) in _VNI_PAIRS.items()
        for mark, letter in zip(marks, made, strict=True)
    }
    table |= _VNI_SINGLES
    capitals = {key.upper(): letter.upper() for key, letter in table.items()}
    mixed = {key[0].upper() + key[1]: letter.upper() for key, letter in table.items() if len(key) == 2}
    return table | mixed | capitals


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def _vni(data: bytes) -> str:
    return _VNI_PATTERN.sub(lambda match: _VNI[match[0]], data.decode("cp1252"))


def _upper_1252() -> dict[int, str]:
    """Code points 0x80-0x9F of latin-1 that windows-1252 uses for dashes, quotes and the like."""
    return {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}


_TCVN3_AND_1252 = _upper_1252() | _TCVN3
_1252_TO_LATIN_1 = {ord(letter): byte for byte, letter in _upper_1252().items()}
_DECODERS = {"windows-1258": _windows_1258, "tcvn3": _tcvn3, "vni": _vni}
