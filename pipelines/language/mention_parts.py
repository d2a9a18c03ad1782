"""What each time expression does in its sentence: date a figure, be compared with, date a plan, or stand aside."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.steps import once, only_where, without_steps
from pipelines.vocabulary import alternation

#: What dates the news: "phát biểu tại hội nghị sáng 24/12", "ngày 12/4, Hiệp hội … cho biết".
_NEWS_AFTER = r"(?i)^\s*[^\d.;]{0,80}?(?:cho\s+biết|cho\s+hay|công\s+bố|tổ\s+chức|diễn\s+ra|khẳng\s+định|phát\s+biểu|chủ\s+trì|nhận\s+định|chia\s+sẻ|thông\s+tin)(?:\s|,|:)"
_NEWS_BEFORE = r"(?i)(?:hội\s+nghị|họp\s+báo|hội\s+thảo|tọa\s+đàm|diễn\s+đàn|phiên\s+họp|kỳ\s+họp|phát\s+biểu)[^,;.]*$"
#: The basis of a single day, until flows are settled.
ONE_DAY = "day"
_NEVER = ["duration", "frequency", "time", "relative_point", "week"]


def sort_mentions(mentions: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add part (own | reference | plan | aside: what a time expression does in its sentence) and depth (open parentheses before it).

    ``mentions`` are resolved; ``segments`` have plain text.
    """
    placed = mentions.join(
        segments.select(*HERE, pl.col("char_start").alias("base"), "plain", "kind").rename({"kind": "segment_kind"}),
        on=HERE,
        how="left",
        maintain_order="left",
    )
    at = pl.col("char_start") - pl.col("base")
    before = pl.col("plain").str.slice(0, at)
    placed, before = once(placed, before)
    placed, near = once(placed, before.str.tail(40).str.to_lowercase())
    after = pl.col("plain").str.slice(pl.col("char_end") - pl.col("base"), 24)
    plan = near.str.contains(
        rf"(?i)(?:%\s*(?:so\s+với\s+)?|vượt\s+|đạt\s+|(?:so\s+với|hơn)\s+)(?:{grammar._cues('plan')})(?:\s+(?:vốn|giao|được\s+giao|đề\s+ra))?\s*(?:của|cho|trong)?\s*$"
    )
    so = pl.col("text").str.contains(r"^so(?:\s|$)|^(?:cao|thấp|lớn|nhỏ|nhiều|ít|tốt|hơn)\s") | near.str.contains(
        r"(?i)(?:hơn|so\s+với|hơn\s+cả|bằng|so)\s*(?:mức|con\s+số)?\s*(?:của)?\s*$"
    )
    tells = (
        pl.col("same_period")
        & ~so
        & (
            (pl.col("initial") & after.str.contains(r"^\s*,"))
            | after.str.contains(rf"(?i)^\s*(?:{grammar.direction}|đạt|là|chỉ)")
            | near.str.contains(r"trong\s+khi\s*$")
        )
    )
    # "thấp hơn mức tăng 16% của cùng kỳ năm trước": when it grew so, not what it is compared with.
    grew = near.str.contains(rf"(?:mức|tốc\s+độ|đà)\s+(?:{grammar.direction})\s+[\d.,]+\s*%\s*(?:của\s*)?$")
    reference = ~grew & (
        (pl.col("lead") == "compared")
        & ~tells
        & (so | (pl.col("same_period") & ~pl.col("text").str.contains(r"^(?:của|trong)\s")))
    )
    beside = near.str.contains(r"(?:%|usd|đồng|tỷ|triệu)\s*(?:so\s+)?với\s*$") & pl.col("text").str.contains(
        r"trước|ngoái|cùng"
    )
    alike = near.str.contains(r"(?:tương\s+đương|xấp\s+xỉ|ngang)(?:\s+(?:với|mức|bằng))*\s*$") & ~so
    # "vẫn đạt tỷ USD như thời điểm một năm trước", "giống như năm ngoái": likened to it.
    alike = alike | (
        pl.col("text").str.contains(r"(?:trước|ngoái)$")
        & near.str.contains(r"như(?:\s+(?:thời\s+điểm|hồi|của|một))*\s*$")
    )
    done = near.str.contains(
        r"so\s+với\s+(?:(?:ước|thực|hiện|mức|con|số|kết|quả|của|cả|thời|điểm|đạt|được|tăng|trưởng|ngày|cao|thấp|nhất|đỉnh|đáy|bình|quân|lần|cáo|dự|báo|đưa|ra|công|bố|trước|đó|vào|hồi)\s+){1,6}$"
    )
    # "so với số lượng xuất khẩu trong tháng 9": the same measure of another month.
    measures = alternation(cue for value in ("flow", "stock") for cue in grammar.vocabulary.cues("head", value))
    done = done | near.str.contains(r"(?:^|\s)so\s+với\s+(?:vụ|mùa|niên\s+vụ|đợt|lứa)(?:\s+\p{L}+){0,3}\s*$")
    done = done | near.str.contains(
        rf"(?:^|\s)so\s+với\s+(?:{measures})(?:\s+\p{{L}}+){{0,3}}\s+(?:của|trong|ở|hồi)?\s*$"
    )
    of_that = near.str.contains(r"(?:bằng|tương\s+đương)(?:\s+\p{L}+)?\s+[\d.,]+\s*%\s*(?:mức|con\s+số|so)?\s*$")
    times = of_that | near.str.contains(
        r"gấp[^;]{0,25}lần(?:\s+(?:so|với|mức|con|số|bình|quân|trung|của|cả|tổng|kết|quả))*\s*$|gấp\s+(?:đôi|rưỡi|ba)\s*$"
    )
    # "Hôm nay, cả nước có 1.192 ca": the figures of the day; "công bố hôm nay" dates the news, not its figures.
    today = pl.col("text").str.contains("hôm nay$") & (
        near.str.contains(r"(?:^|[,;:.])\s*$") | after.str.contains(r"^\s*(?:có|ghi\s+nhận|cả\s+nước)")
    )
    # "sáng 24/12/2019, Bộ trưởng khẳng định": the day of the news, not of its figures.
    onward = pl.col("plain").str.slice(pl.col("char_end") - pl.col("base"), 110)
    of_day = (pl.col("kind") == "day") & ~pl.col("lead").is_in(["until", "after", "since_year_start", "compared"])
    # A bulletin of a day tells that day's figures.
    news = (onward.str.contains(_NEWS_AFTER) | near.str.contains(_NEWS_BEFORE)) & ~near.str.contains(
        r"bản\s+tin[^,;.]*$"
    )
    placed, news = only_where(placed, of_day, news)
    dateline = of_day & news.fill_null(False)
    # "nợ từ năm trước chuyển sang": where it comes from, not since when.
    brought = (pl.col("lead") == "after") & after.str.contains(r"(?i)^\s*(?:chuyển|mang|để\s+lại|sang)(?:[^\p{L}]|$)")
    # "robusta kỳ hạn tháng 5": the month of delivery.
    delivered = (pl.col("kind") == "month") & near.str.contains(r"(?:kỳ\s+hạn|[^n]\s+giao(?:\s+hàng)?)\s*$")
    aside = (
        dateline
        | delivered
        | brought
        | (pl.col("kind").is_in(_NEVER) & (pl.col("start").is_null() | ((pl.col("kind") != "duration") & ~today)))
        | pl.col("lead").is_in(["each", "before"])
        # "cao nhất từ năm 2012": since when it is a record, not when it was.
        | (near.str.contains(r"nhất\s*(?:kể)?\s*$") & (pl.col("lead") == "after"))
        # "là cơn bão mạnh nhất trong 20 năm qua"
        | (near.str.contains(r"nhất(?:\s+\p{L}+){0,3}\s*$") & (pl.col("rule") == "duration"))
        | (pl.col("start").is_null() & ~pl.col("same_period"))
        # "kỳ hạn từ 6 tháng đến 12 tháng"
        | ((pl.col("rule") == "months_count") & near.str.contains(r"từ\s+\d{1,2}\s+tháng\s*$"))
        # "Cùng thời điểm, công ty B niêm yết": at the time just told.
        | (
            pl.col("initial")
            & pl.col("text").str.contains(r"^(?:trong |vào |tại )?cùng (?:thời điểm|thời gian|ngày)$")
            & after.str.contains(r"^\s*,")
        )
    )
    # "hội nghị tổng kết năm 2016, triển khai nhiệm vụ năm 2017": the figures are those of the year summed up.
    to_come = near.str.contains(
        r"(?:triển\s+khai|phương\s+hướng|định\s+hướng)(?:\s+(?:kế|hoạch|phương|hướng|nhiệm|vụ|công|tác|chương|trình|sản|xuất|kinh|doanh|trọng|tâm|giải|pháp|và|,|của))*\s*$"
    ) & before.str.contains(r"(?i)(?:tổng|sơ)\s+kết|đánh\s+giá|kết\s+quả|tình\s+hình")
    placed, to_come = only_where(
        placed, near.str.contains_any(["triển khai", "hướng"]) & ~pl.col("same_period"), to_come
    )
    sorted_out = placed.with_columns(
        pl.when(plan)
        .then(pl.lit("plan"))
        .when(reference | beside | (done & pl.col("start").is_not_null()) | (times & pl.col("start").is_not_null()))
        .then(pl.lit("reference"))
        .when(alike & (pl.col("start").is_not_null() | pl.col("same_period")))
        .then(pl.lit("reference"))
        .when(aside | to_come)
        .then(pl.lit("aside"))
        .otherwise(pl.lit("own"))
        .alias("part"),
        (
            before.str.count_matches("(", literal=True).cast(pl.Int64)
            - before.str.count_matches(")", literal=True).cast(pl.Int64)
        )
        .clip(0)
        .alias("depth"),
        near.alias("near"),
        before.str.count_matches(";", literal=True).cast(pl.Int64).alias("clauses_before"),
        after.alias("after"),
        # A day told without "đến" is that day alone: a flow is no sum up to it.
        pl.when(
            (pl.col("kind") == "day")
            & (pl.col("lead") == "in")
            & pl.col("text").str.contains(r"^(?:(?:kết thúc )?phiên|(?:trong )?ngày|hôm|sáng|chiều|tối)")
        )
        .then(pl.lit(ONE_DAY))
        .otherwise("basis")
        .alias("basis"),
    )
    # "tính đến 17/10, đã xuống giống vụ Thu Đông 2013": the year is of the season's name, where another date is told.
    season = pl.col("near").str.contains(rf"(?:^|\s)(?:{grammar._cues('season')})\s*$")
    dated = (pl.col("part") == "own") & ~season
    named = season & (pl.col("part") == "own") & dated.any().over(HERE)
    # "Vụ đông xuân 2013-2014 xuống giống được": nor do the two years of a crop date it, where the text has a date.
    named = named | (season & (pl.col("part") == "own") & (pl.col("kind") == "years") & dated.any().over("document"))
    sorted_out = sorted_out.with_columns(pl.when(named).then(pl.lit("aside")).otherwise("part").alias("part"))
    return without_steps(sorted_out.drop("base", "plain"))
