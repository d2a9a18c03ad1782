"""Phrases cut clean: one line, without the verbs, bounds and marks at their ends."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.vocabulary import alternation

#: Stands for "số" where it means digital, not number.
DIGITAL = "\ue023"

#: Stands for "ổ" where "tổng" is part of a title, not a sum: "Tổng công ty".
TITLE = "\ue024"

#: Stands for a comma inside one name.
COMMA = "\ue025"

#: Stands for the blank inside one word: "xuất nhập khẩu" is neither exports nor imports.
JOINT = "\ue026"

_LONGEST = 160

#: What ``\\s`` stands for.
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def disguised(clause: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Hide the "số" of "chuyển đổi số" and the "tổng" of "Tổng công ty", which open no measure; see `spelled`."""
    digital = rf"(?i)((?:{grammar._cues('digital')})\s+)số"
    clause = named_whole(clause, grammar)
    # "nông, lâm nghiệp và thủy sản": one sector, commas and all.
    clause = clause.str.replace_all(r"(?i)(n[oô]ng),(\s+lâm)", "${1}" + COMMA + "${2}").str.replace_all(
        rf"(?i)({COMMA}\s+lâm),(\s+(?:thủy|thuỷ|ngư))", "${1}" + COMMA + "${2}"
    )
    clause = clause.str.replace_all(r"(?i)(xuất),(\s+nhập\s+khẩu)", "${1}" + COMMA + "${2}")
    # "TP. Hồ Chí Minh": no sentence ends there.
    clause = clause.str.replace_all(r"(?i)((?:^|[^\p{L}])(?:tp|ths|ts|pgs|gs|st|mr|mrs|\p{L})\.)\s", "${1}" + JOINT)
    # "của các bộ, ngành, địa phương đạt": one list before its verb.
    word = r"\s+\p{Ll}+(?:\s+\p{Ll}+)?"
    clause = clause.str.replace(
        rf"(?i)((?:của|tại|cho|ở|từ)\s+các{word}),({word}),({word}\s+(?:{grammar.verbs}|ước|{grammar.bound})(?:\s|$))",
        "${1}" + COMMA + "${2}" + COMMA + "${3}",
    )
    clause = clause.str.replace_all(r"(?i)(xuất)\s+(nhập\s+khẩu)", "${1}" + JOINT + "${2}")
    # "khối doanh nghiệp có vốn đầu tư nước ngoài đạt kim ngạch": whose it is, no measure.
    clause = clause.str.replace_all(
        r"(?i)(có)\s+(vốn)\s+(đầu\s+tư\s+(?:trực\s+tiếp\s+)?nước)", "${1}" + JOINT + "${2}" + JOINT + "${3}"
    )
    clause = held_together(clause, grammar)
    title = r"(?i)(^|\s)(t)ổ(ng\s+(?:công|cục|giám|bí|kho|hội|đài|thư|thể|hợp|kết|quan|điều)\s)"
    # "một số nghề đạt 100%": some, no number; "theo số liệu của A": data, no number; "bão số 3": its name.
    clause = clause.str.replace_all(
        r"(?i)(?:((?:^|\s)một\s+)số(\s)|(^|\s)số(\s+(?:liệu\s|h[oó][áa](?:[\s,]|$)|một(?:[\s,]|$)|[\x{E010}-\x{E019}])))",
        "${1}${3}" + DIGITAL + "${2}${4}",
    )
    return clause.str.replace_all(digital, "${1}" + DIGITAL).str.replace_all(title, "${1}${2}" + TITLE + "${3}")


def held_together(clause: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Hide the last blank of "giá trị gia tăng" and the like, whose last word means something else alone; see `spelled`."""
    heads: dict[str, list[str]] = {}
    for phrase in grammar.vocabulary.cues("joint"):
        head, last = phrase.rsplit(" ", 1)
        heads.setdefault(last, []).append(head)
    # One search for all of them; of its groups only those of the phrase found hold anything.
    pairs = [rf"((?:^|[^\p{{L}}])(?:{alternation(before)}))\s+({last})" for last, before in heads.items()]
    first = "".join(f"${{{2 * place + 1}}}" for place in range(len(pairs)))
    second = "".join(f"${{{2 * place + 2}}}" for place in range(len(pairs)))
    # The province of Cao Bằng equals nothing.
    return clause.str.replace_all(f"(?i)(?:{'|'.join(pairs)})", first + JOINT + second).str.replace_all(
        "Cao Bằng", f"Cao{JOINT}Bằng", literal=True
    )


def named_whole(clause: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Hide the commas of "máy vi tính, sản phẩm điện tử và linh kiện", one name of a classification; see `spelled`."""
    names = sorted(grammar.vocabulary.cues("one_name"), key=len, reverse=True)
    spellings = [spelling for name in names for spelling in (name, name[0].upper() + name[1:])]
    return clause.str.replace_many(spellings, [spelling.replace(",", COMMA) for spelling in spellings], leftmost=True)


def spelled(phrase: pl.Expr) -> pl.Expr:
    """A phrase as the text spells it, after `disguised`."""
    return phrase.str.replace_many([DIGITAL, TITLE, COMMA, JOINT], ["số", "ổ", ",", " "])


def tidy(phrase: pl.Expr) -> pl.Expr:
    """One line, one blank between words, no marks at the ends; null where no letter is left."""
    cleaned = (
        phrase.str.replace_all(r"§+|\*+|<[^<>]*>|\|", " ")
        .str.replace_all(r"\s{2,}|[^\S ]", " ")  # blanks that are one already cost nothing
        .str.strip_chars_start(_BLANKS + ",.;:-–+•*\"'()/~\\")
        .str.strip_chars_end(_BLANKS + ",.;:-–\"'(/~")
    )
    return cleaned.str.replace(r"^[^\p{L}]+$", "").str.head(_LONGEST).replace("", None)


def without_tail(phrase: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Cut verbs, bounds, statuses, periods and punctuation off the end."""
    words = (
        rf"cho\s+phép|phổ\s+biến|{grammar.verbs}|{grammar.bound}|{grammar._cues('emphasis', 'status', 'adverb', 'direction', 'share')}|con\s+số|vào|trong|cả|(?:(?:trước|sau|trong)\s+)?khi|được\s+giao|thì|ra|âm|(?-i:dương)|gồm|bao\s+gồm|"
        r"hiện\s+nay|hiện\s+tại|tổng\s+cộng|thực\s+hiện|chỉ\s+còn|duy\s+trì|với|từ|này|đó|của|như|lần\s+lượt|dao\s+động|trung\s+bình|bình\s+quân|đỉnh|đáy|kỷ\s+lục|tại|ở|lũy\s+kế|luỹ\s+kế|theo|mỗi|cho|tính|hơn\s+nữa|lại|phải|cần|(?-i:thành)|so\s+với|so|cùng|gấp\s+(?:đôi|rưỡi|ba|bốn)(?:\s+lần)?|(?:một|phân|quá)\s+nửa|gấp|đưa|nâng|hạ|khoảng"
    )
    return phrase.str.replace(rf"(?i)(?:(?:^|[\s,):\"])(?:{words})|§+|[\s,:;(\"~≈–\-])+$", "")


def of_taker(phrase: pl.Expr) -> pl.Expr:
    """ "Hải quan Hải Phòng thu 26 tỷ đồng": what it takes is the measure, it the owner."""
    # "Mục tiêu của tháng 12 là thu 520 tỷ đồng": nobody takes it there.
    noun = r"(?i)^(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|nhiệm\s+vụ)\s|(?:^|\s)(?:tổng|số|nguồn|khoản|mức|chuyên|truy|hụt|thất|hè|vụ|tiền|doanh)\s+thu$"
    taker = phrase.str.extract(
        r"^((?:\p{Lu}|thành phố|tỉnh|huyện|quận|toàn ngành|cả nước|địa phương)\S*(?:\s.*)?)\s+thu$", 1
    )
    # "Ngành du lịch đặt mục tiêu thu 4 tỷ đồng"
    taker = taker.str.replace(r"(?i)\s+(?:(?:đặt\s+)?mục\s+tiêu|đặt|phấn\s+đấu|dự\s+kiến|ước|đã|vẫn|cũng|mới|chỉ)$", "")
    return (
        pl.when(taker.is_not_null() & ~phrase.str.contains(noun))
        .then(pl.format("số thu của {}", taker))
        .otherwise(phrase)
    )
