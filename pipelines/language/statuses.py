"""Whether a figure tells what was, what is estimated, what is expected or what is aimed at."""

from __future__ import annotations

import polars as pl

from pipelines.language.announced import DONE, PLANS, announcements
from pipelines.language.comparisons import revised
from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, END, Grammar
from pipelines.language.sequence import carried, opening, previous
from pipelines.language.steps import distinctly, once, only_where, without_steps
from pipelines.language.suppositions import depends
from pipelines.language.text import spelled_word
from pipelines.language.told_before import from_now, held_against_goal, of_then, still_aimed

#: What stands before "kế hoạch", "mục tiêu" where something is held against a plan, or a planning office is named.
_SPENT = (
    r"(?i)(?:đạt|vượt(?:\s+(?:xa|mức|hẳn))?|theo|so\s+với|thực\s+hiện|hoàn\s+thành|với|xây\s+dựng|triển\s+khai|ban\s+hành|"
    r"các|nhiều|cùng|đúng|tiến\s+độ|thành|%|ban|phòng|vụ|sở|bộ|cục|viện)\s*$"
)
_ASKED = ["yêu cầu", "đề nghị", "đề xuất", "kiến nghị"]

#: Who or what asks, and what is asked for where that is no goal: "số tiền đề nghị", "kiến nghị thu hồi".
_CLAIMANT = r"(?i)(?:^|\s)(?:số|tiền|vốn|kinh\s+phí|hồ\s+sơ|người|đơn\s+vị|trường\s+hợp)\s*$"

#: Before requests that are counted, or met: "tỷ lệ yêu cầu qua mạng", "mẫu đạt yêu cầu", "giải quyết các đề nghị của dân".
_REQUESTS = (
    r"(?i)(?:^|\s)(?:số\s+lượng|t[ỷỉ]\s+lệ|lượt|cuộc|đơn|phiếu|đạt|đáp\s+ứng|đủ|tiếp\s+nhận|nhận|giải\s+quyết|xử\s+lý|trả\s+lời|ghi\s+nhận|phát\s+sinh)"
    r"(?:\s+(?:được|đủ|các|những|mọi|nhiều|hết|toàn\s+bộ|theo))*\s*$"
)
_CLAIM = (
    r"(?i)^\s*(?:các\s+\p{Ll}+\s+)?(?:thu\s+hồi|truy\s+thu|xử\s+lý|xử\s+phạt|khởi\s+tố|điều\s+tra|khắc\s+phục|nộp|bồi\s+thường|hoàn|gỡ|"
    r"giảm\s+trừ)\s"
)

#: A limit that something is to be held within, and words that say it is.
_LIMIT = r"(?:dưới|không\s+quá|không\s+vượt\s+quá|tối\s+đa)(?:\s+(?:mức|ngưỡng|mốc))?\s*$"
_HELD = rf"(?i)(?:^|[\s,])(?:kiểm\s+soát|kiềm\s+chế|khống\s+chế|kéo\s+giảm|giữ)\s+[^,;:()]{{0,60}}{_LIMIT}"
_KEPT = rf"(?i)(?:^|[\s,])(?:được|đã|đang|vẫn|luôn|tiếp\s+tục)\s+(?:\p{{L}}+\s+){{0,3}}?(?:kiểm\s+soát|kiềm\s+chế|khống\s+chế|kéo\s+giảm|giữ|duy\s+trì)\s[^,;:()]{{0,60}}{_LIMIT}|\s(?:kiểm\s+soát|giữ|kiềm\s+chế)\s+(?:được|tốt|ổn\s+định)\s"

#: "Sở dự báo lượng khách tiếp tục tăng: khách nội địa khoảng".
_FORETOLD = r"(?i)(?:^|\s)(?:dự\s+báo|dự\s+kiến)\s[^.;:()]{2,90}:[^.;:()]*$"

_FORECASTERS = (
    r"(?i)(?:trung\s+tâm|đài|viện|cơ\s+quan|phòng|ban|bản\s+tin|công\s+tác)\s+(?:\p{L}+\s+){0,2}?dự\s+báo|thông\s+tin\s+và\s+dự\s+báo|"
    r"cảnh\s+báo\s+và\s+dự\s+báo|và\s+(?-i:Dự)\s+báo"
)


def read_status(
    figures: pl.DataFrame, segments: pl.DataFrame, documents: pl.DataFrame, grammar: Grammar
) -> pl.DataFrame:
    """Add status: actual | estimated | preliminary | forecast | target.

    It is told in the figure's own clause, or carried from one before it in the sentence, from the whole of which it is a
    part ("trong đó"), or from what announces it: a heading, or a line that ends with a colon.
    """
    figures, meaning, told = _told(figures, grammar)
    figures, own = once(figures, told)
    figures, here = _here(figures, own, meaning)
    lines = announcements(segments, grammar).join(
        documents.select("document", "stated_on"), on="document", how="left", maintain_order="left"
    )
    return without_steps(_lent(figures, here, lines))


def _told(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """What words of status in the figure's clause mean, and the status that the clause tells in all."""
    figures, meaning, done = _worded(figures, grammar)
    figures, announced = _goals(figures)
    planned = r"(?i)^\s*(?:theo|như)\s+(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|dự\s+toán)(?:\s|$)"
    # "33% người tiêu dùng sẽ dùng"
    will = r"(?i)^\s*%?\s*(?:\p{L}+\s+){1,6}sẽ\s"
    # "cần kiểm soát nợ xấu dưới 3%": what is to be held; not "được kiểm soát dưới 3%", "đã giữ".
    figures, (held, kept) = distinctly(
        figures, "lead", pl.col("lead").str.contains(_HELD), pl.col("lead").str.contains(_KEPT)
    )
    # "phấn đấu giảm còn 3%, hiện ở mức 5%"
    now = (pl.col("follows") & (pl.col("now_at") > previous(pl.col("char_start")))).fill_null(False)
    # "từ 21% hiện nay lên 25%": what it is to come to is aimed at.
    to_come = previous(from_now()).fill_null(False)
    now = now & ~to_come
    figures, foretold = only_where(
        figures, pl.col("lead").str.contains_any(["dự báo", "dự kiến"]), pl.col("lead").str.contains(_FORETOLD)
    )
    figures, supposed = depends(figures)
    figures, (as_planned, will_be) = distinctly(figures, "rest", *map(pl.col("rest").str.contains, (planned, will)))
    goal = held_against_goal() & (pl.col("kind") == "level")
    told = (
        pl.when(pl.col("planned") | as_planned | goal)
        .then(pl.lit("target"))
        .when(revised())
        .then(pl.lit("forecast"))
        .when(pl.col("prior") | of_then() | from_now())
        .then(pl.lit("actual"))
        .when(announced & ~done)
        .then(pl.lit("target"))
        .when(meaning.is_not_null())
        .then(meaning)
        .when(to_come & ~done)
        .then(pl.lit("target"))
        .when((done & ~still_aimed()) | now)
        .then(pl.lit("actual"))
        .when(held & ~kept)
        .then(pl.lit("target"))
        .when(will_be | foretold.fill_null(False) | supposed)
        .then(pl.lit("forecast"))
    )
    return figures, meaning, told


def _goals(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether it is announced as a goal: "mục tiêu đến năm 2025: …"."""
    named = r"(?i)(?:^|[^\p{L}])(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|phấn\s+đấu)[^.;:,]{0,60}:|^[\s*-]*(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|dự\s+toán)(?:\s+\p{L}+){0,3}\s+§+\s*,"
    # "Kế hoạch mà công ty đặt ra là doanh thu 900 tỷ đồng, lãi 40 tỷ đồng"
    named = rf"{named}|(?:^|\s)(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch)\s[^.;:,]{{0,60}}(?:đặt|đề)\s+ra\s+là\s[^.;:]*$"
    lead = pl.col("lead").str
    # "đã đạt và vượt các chỉ tiêu được giao: số bác sĩ đạt 12": what was reached.
    passed = r"(?i)(?:^|\s)(?:đạt|vượt|hoàn\s+thành)\s[^.;:]{0,40}(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch)[^.;:]{0,60}:"
    figures, (announced, opens, passed_) = distinctly(
        figures, "lead", lead.contains(named), lead.contains(r"^[^.;:]{0,60}:"), lead.contains(passed)
    )
    # "đạt 87,9% kế hoạch: cà phê 81 triệu USD"
    announced = announced & ~passed_ & (previous(pl.col("kind")) != "plan").fill_null(True)
    # "đề ra 14 chỉ tiêu cho năm 2015: GDP tăng khoảng 6,2%"
    after_goals = opens & pl.col("follows") & (previous(pl.col("unit_code")) == "target")
    reached = r"(?i)(?:^|\s)(?:đạt|vượt|hoàn\s+thành)(?:\s+\p{Ll}+){0,2}\s*$"
    after_goals = after_goals & ~previous(pl.col("lead").str.contains(reached))
    # "Theo quy hoạch, đến năm 2030, toàn vùng có 12 cảng": what is laid down for the end of a year to come.
    laid_down = r"(?i)^\W*theo\s+(?:\p{Ll}+\s+){0,2}?(?:quy\s+hoạch|đề\s+án|chiến\s+lược|chương\s+trình|nghị\s+quyết|lộ\s+trình|quyết\s+định|kế\s+hoạch\s+(?:tổng\s+thể|hành\s+động|phát\s+triển|chuyển\s+đổi))[^;:.]*§"
    figures, (by_rule,) = distinctly(figures, "lead", lead.contains(laid_down))
    return figures, announced | after_goals.fill_null(False) | (by_rule & _at_years_end()).fill_null(False)


def _at_years_end() -> pl.Expr:
    """Whether it is dated "đến năm 2030"."""
    ends = (pl.col("period_end").dt.month() == 12) & (pl.col("period_end").dt.day() == 31)
    return (pl.col("period_basis") == "as_of") & ends


def _here(figures: pl.DataFrame, own: pl.Expr, meaning: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """The figure's own status, else that of one before it in the sentence; adds own_status."""
    figures, first = once(figures, opening())
    # "tỷ lệ giải ngân đạt 56% kế hoạch; chi trả nợ ước": that a plan is spent tells nothing of what follows.
    of_plan = (pl.col("attached_start").is_not_null() | (pl.col("kind") == "plan")) & meaning.is_null()
    # "dự kiến nợ công 43% GDP; trả nợ ước 21%; nợ nước ngoài 38%": nor does an estimate end what is expected.
    expects = pl.when(own == "forecast").then(pl.lit(True)).forward_fill().over(HERE)
    stays = pl.col("prior") | pl.col("planned") | of_plan | ((own == "estimated") & expects).fill_null(False)
    # "phấn đấu nâng từ 40% năm 2020 lên 45%": what is striven for goes on past where it starts.
    told = pl.when(of_then()).then(pl.coalesce(meaning, own)).otherwise(own)
    figures = figures.with_columns(own.alias("own_status"), pl.when(stays).then(None).otherwise(told).alias("carrying"))
    # "tăng 12% (kế hoạch là 10%); nhập khẩu đạt": what is told in brackets stays there.
    outside = carried("carrying", pl.col("depth") == 0, first)
    inside = carried("carrying", pl.lit(True), first)
    figures, running = once(figures, pl.when(pl.col("depth") == 0).then(outside).otherwise(inside))
    # What was expected before stays so, estimated as it is: "dự kiến nợ công 43% GDP; … ước khoảng 21%".
    expected = (pl.col("own_status") == "estimated") & (previous(running) == "forecast")
    here = pl.when(expected).then(pl.lit("forecast")).otherwise(pl.coalesce("own_status", running))
    return once(figures, here)


def expect_what_is_ahead(figures: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Nothing is known of a period that begins after the document's day: it is a forecast, unless it is a goal.

    "Được dự báo tăng từ 4,7% năm 2021 lên 8,8%": what is long past is told as it was.
    """
    day = pl.col("stated_on")
    # "Hội nghị ngày 24/12: đến hết năm, mạng có 9 triệu thuê bao": a few days ahead are told as they are.
    soon = pl.when(day.dt.day() > 15).then(day.dt.month_end())
    known = pl.when(day == pl.col("reporting_end")).then(day.dt.offset_by("2mo")).otherwise(soon)
    days = documents.select("document", "stated_on", known.alias("known_"))
    stated = figures.join(days, on="document", how="left", maintain_order="left")
    # A report on four months, itself undated, tells of days soon after them.
    near = (pl.col("period_basis") == "as_of") & (pl.col("period_start") <= pl.col("known_"))
    ahead = (pl.col("period_start") > pl.col("stated_on")).fill_null(False) & ~near.fill_null(False)
    future = pl.col("status").is_in(["actual", "estimated"]) & ahead
    past = (pl.col("status") == "forecast") & (pl.col("period_end").dt.offset_by("6mo") < pl.col("stated_on"))
    status = pl.when(future).then(pl.lit("forecast")).when(past.fill_null(False)).then(pl.lit("actual"))
    return stated.with_columns(status.otherwise("status").alias("status")).drop("stated_on", "known_")


def _worded(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """Return ``figures`` with what the last word of status in the figure's clause means, and whether the clause says it is done."""
    cues = grammar.vocabulary["cues"].filter(pl.col("kind").is_in(["status", "intent"]))
    # A ministry's name is no plan, and to use up no aim.
    clause = (
        pl.col("own_clause")
        .str.replace_all(r"(?i)kế\s+hoạch\s+(?:(?:và|&)\s+)?đầu\s+tư", " ")
        .str.replace_all(r"(?i)(chỉ\s+tiêu)\s+(?:tốn|thụ|hao|dùng|pha)", " ")
        # "các chương trình mục tiêu quốc gia": so they are called.
        .str.replace_all(r"(?i)mục\s+tiêu\s+quốc\s+gia|chương\s+trình\s+mục\s+tiêu", " ")
        # "Tính chung 5 tháng, chỉ tiêu này đạt": a measure told before, no goal.
        .str.replace_all(r"(?i)chỉ\s+tiêu\s+(?:này|đó|nói\s+trên)", " ")
        # "đang được giao dịch ở mức": traded, not assigned.
        .str.replace_all(r"(?i)được\s+giao\s+(?:dịch|thương|lưu)", " ")
        # "Trung tâm Dự báo khí tượng": an office that forecasts tells what was measured as well.
        .str.replace_all(_FORECASTERS, " ")
        # "nợ có khả năng mất vốn", "người có khả năng lao động": kinds of debts and people.
        .str.replace_all(r"(?i)(?:không|chưa|nợ(?:\s+thuế)?|vốn|người|hộ)\s+(?:còn\s+)?có\s+khả\s+năng", " ")
    )
    figures, (clause,) = distinctly(figures, "own_clause", clause)
    status = grammar._cues("status", "intent")
    figures, raiser = _before_raising(figures)
    figures, clause = once(figures, pl.concat_str([raiser, clause], separator=" ", ignore_nulls=True))
    figures, (word, done) = distinctly(
        figures,
        clause,
        spelled_word(clause.str.extract(rf"(?i).*(?:{EDGE}|^)({status}){END}", 1)),
        clause.str.contains(DONE),
    )
    # What stands before a plan, or a promise, tells whether it is one.
    planned, asked = word.is_in(PLANS), word.is_in(_ASKED)
    told = planned | asked | word.is_in(["đăng ký đạt", "trên đà"])
    # "nhiều dự báo xuất khẩu gặp khó nhưng đã tăng": what is done by then is no forecast.
    told = told | (clause.str.contains("đã", literal=True) & word.is_not_null())
    figures, ahead = only_where(figures, told, clause.str.extract(rf"(?i)^(.*)(?:{EDGE}|^)({status}){END}", 1))
    figures, after = only_where(figures, told, clause.str.extract(rf"(?i)^.*(?:{EDGE}|^)(?:{status})({END}.*)$", 1))
    spent = (planned & _held_against(word, ahead, after, grammar)) | _over(word, ahead, after, done)
    # "số vốn đăng ký đạt": capital registered, not a promise.
    spent = spent | ((word == "đăng ký đạt") & ahead.str.contains(r"(?i)vốn(?:\s+\p{L}+){0,7}\s*$"))
    figures, spent = only_where(figures, ahead.is_not_null(), spent)
    meant = word.replace_strict(cues["cue"].to_list(), cues["value"].to_list(), default=None, return_dtype=pl.String)
    figures, meaning = once(figures, pl.when(~spent.fill_null(False)).then(meant))
    return figures, meaning, done


def _before_raising(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "phấn đấu đưa kim ngạch lên", "đã nâng": a clause begins after the verb of raising, what it tells of it before."""
    raising = pl.col("lead").str.contains_any([" đưa ", " nâng ", " hạ ", " kéo "])
    before = pl.col("lead").str.extract(r"(?i)(?:^|[,;:()])([^,;:()]{3,100}?)\s(?:đưa|nâng|hạ|kéo)\s[^,;:()]*$", 1)
    return only_where(figures, raising, before)


def _held_against(word: pl.Expr, ahead: pl.Expr, after: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Whether something is held against the plan that ``word`` names between ``ahead`` and ``after``; else it is the figure's own."""
    against = ahead.str.contains(_SPENT) & ~ahead.str.contains(r"(?i)(?:^|[^\p{L}])(?:cần|phải|phấn\s+đấu)[^\p{L}]")
    budgets = (word == "dự toán") & ahead.str.contains(r"(?i)xây\s+dựng\s*$")
    # "theo kế hoạch đặt ra, doanh thu năm 2020 là": the plan itself.
    # "theo kế hoạch năm nay, doanh thu là": so is what stands after the comma, unless it is done.
    stands = ahead.str.contains(r"(?i)^\W*theo\s*$") & after.str.contains(
        r"(?i)^\s*(?:đặt|đề)\s+ra|^[^,;:()]{0,40},\s+[^;:()]*$"
    )
    stands = stands & ~after.str.contains(r"(?i),.*\s(?:đã|được|mới|ước)\s")
    # "thấp hơn so với mục tiêu không quá 54%": the figure is the goal itself.
    itself = after.str.contains(rf"(?i)^(?:\s*(?:{grammar.bound}|là|ở|mức|(?:đặt|đề)\s+ra|§+))*\s*$")
    # "với kế hoạch doanh thu 27.000 tỷ đồng, đã thực hiện 56%": so is an amount named as its measure.
    measured = (
        rf"(?i)^\s*(?:năm\s+|§+\s*)*(?:{grammar.measures})(?:\s+[\p{{Ll}}§]+){{0,5}}?(?:\s+(?:{grammar.bound}))?\s*$"
    )
    reached = r"(?i)\s(?:được|đạt|đã|có|mới|với|ước|là|tăng|giảm)(?:\s|$)"
    amount = (pl.col("unit_code") != "percent") & ~pl.col("kind").is_in(["change", "plan", "share"])
    itself = itself | (amount & after.str.contains(measured) & ~after.str.contains(reached)).fill_null(False)
    # "vượt kế hoạch 3%": by so much; "vượt mục tiêu 11,5 triệu lượt đề ra", "dưới 3%": the goal.
    set_out = pl.col("rest").str.contains(r"(?i)^[^,;.()]{0,24}?(?:mà\s|(?:đề|đặt)\s+ra|được\s+giao)")
    set_out = set_out | after.str.contains(rf"(?i)^\s*(?:{grammar.bound})\s*$")
    exceeds = ahead.str.contains(r"(?i)vượt(?:\s+\p{L}+)?\s*$") & ~set_out
    itself = itself & ~exceeds & (pl.col("kind") == "level")
    # "vượt 28% so với kế hoạch và tăng 10%": nor does the next growth aim at anything.
    past = pl.col("lead").str.contains(
        r"(?i)^\s*so\s+với\s+(?:mức\s+)?(?:kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|mục\s+tiêu)(?:\s+\p{Ll}+){0,4}?\s*(?:,|\s(?:và|nhưng|song))\s"
    )
    return (against & ~budgets & ~stands & ~itself) | (past & (pl.col("kind") == "change"))


def _over(word: pl.Expr, ahead: pl.Expr, after: pl.Expr, done: pl.Expr) -> pl.Expr:
    """Whether what ``word`` expects or asks for is past when the clause comes to the figure."""
    # "70.000 ha kế hoạch, thu hoạch được 45.000 ha": the plan was of the figure before.
    before = (done | (word == "trên đà")) & after.str.contains(r"^[^,]{0,20},")
    by_then = after.str.contains(r"(?i)(?:^|[^\p{L}])đã\s") & ~after.str.contains(
        r"(?i)đã\s+(?:được\s+)?(?:đề|đặt|giao|quyết|phê|thông)"
    )
    # "Ước tính các dự án đã giải ngân được 11 tỷ USD": no less an estimate.
    by_then = by_then & ~word.str.starts_with("ước")
    # "đã yêu cầu gỡ bỏ 223 nghìn gian hàng"
    demanded = (word == "yêu cầu") & ahead.str.contains(r"(?i)đã\s*$")
    # "số tiền đề nghị thanh toán", "kiến nghị thu hồi 27 tỷ đồng": what was asked for, no goal.
    claimed = word.is_in(_ASKED) & (
        ahead.str.contains(_CLAIMANT) | ahead.str.contains(_REQUESTS) | after.str.contains(_CLAIM)
    )
    return before | by_then | demanded | claimed


def _lent(figures: pl.DataFrame, here: pl.Expr, lines: pl.DataFrame) -> pl.DataFrame:
    """Add status: what the sentence tells (``here``), else what the ``lines`` around it lend."""
    figures = figures.join(lines, on=HERE, how="left", maintain_order="left")
    # Parts share what their whole is: "ước đạt 27 tỷ USD. Trong đó, khu vực trong nước đạt 4 tỷ USD".
    parts = pl.col("continues_total").fill_null(False)
    figures, opens = once(figures, parts.first().over(HERE))
    told = pl.when(pl.col("prior") | pl.col("planned")).then(None).otherwise(here)
    told = pl.when(~opens).then(told.fill_null("actual"))
    figures, before = once(figures, told.forward_fill().over("document", "paragraph_no"))
    # What the whole itself is comes first: "đạt 23 tỷ USD và được dự báo đạt 49 tỷ USD. Trong đó".
    wholes = figures.select(
        "document", pl.col("char_start").alias("total_at"), here.fill_null("actual").alias("whole_")
    )
    wholes = wholes.unique(["document", "total_at"], keep="first", maintain_order=True)
    figures = figures.join(wholes, on=["document", "total_at"], how="left", maintain_order="left")
    lent = pl.when(opens).then(pl.coalesce("whole_", before))
    # A day that is past by then is no goal.
    past = (pl.col("period_end") < pl.col("stated_on")).fill_null(False)
    announced_here = pl.when(~past).then(pl.col("announced_status"))
    figures, told = once(figures, pl.coalesce(here, lent, announced_here))
    # "Mục tiêu đến năm 2025, 70% xã …. Đến năm 2030, 90% xã …": what lies at the day of a goal, or beyond, is one.
    aimed = (told == "target") & ~pl.col("prior") & ~pl.col("planned") & ~pl.col("follows") & (pl.col("depth") == 0)
    day = pl.when(aimed & ~past).then("period_end").when(told == "actual").then(pl.date(9999, 12, 31))
    goal_day = pl.when(_at_years_end()).then(day).forward_fill().over("document")
    beyond = (_at_years_end() & ~past & (pl.col("period_end") >= goal_day)).fill_null(False)
    figures, years = _years_after(figures, day, past)
    beyond = beyond | years
    figures, goes_on = once(figures, _of_sentence_before(told))
    goes_on = pl.when(~past).then(goes_on)
    status = pl.coalesce(told, pl.when(beyond).then(pl.lit("target")), goes_on, pl.lit("actual"))
    return figures.with_columns(status.alias("status")).drop("announced_status", "paragraph_no", "stated_on", "whole_")


def _years_after(figures: pl.DataFrame, day: pl.Expr, past: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "đạt 50% vào năm 2025 và 75% vào năm 2030": years after that of a goal of the paragraph (``day``), and beside them."""
    year = (pl.col("period_basis") == "year") & ~past
    told = pl.when(_at_years_end() | (day.dt.year() == 9999)).then(day).forward_fill()
    figures, told = once(figures, told.over("document", "paragraph_no"))
    figures, later = once(figures, (year & (pl.col("period_start") > told)).fill_null(False))
    beside = (year & (pl.col("period_end") == told)).fill_null(False)
    return figures, later | (beside & later.any().over(HERE))


def _of_sentence_before(told: pl.Expr) -> pl.Expr:
    """ "Năm 2021, công ty đặt mục tiêu doanh thu 45 tỷ đồng. Lợi nhuận đạt 6 tỷ đồng": a goal of the same year as well.

    A measure dated by the sentence before only, which tells of a year's goal or forecast, is one itself.
    """
    dated = pl.col("period_source").is_in(["clause", "sentence"]) | told.is_not_null() | (pl.col("kind") == "plan")
    dated = dated & (pl.col("depth") == 0) & ~pl.col("prior") & ~pl.col("planned")
    meant = pl.struct(told.fill_null("actual").alias("status"), pl.col("period_end").alias("until"))
    last = pl.when(dated).then(meant).forward_fill().over("document", "paragraph_no")
    measure = pl.col("headed").fill_null(False) & (pl.col("kind") == "level") & (pl.col("depth") == 0)
    same = (pl.col("period_source") == "paragraph") & (last.struct.field("until") == pl.col("period_end"))
    whole = (pl.col("period_end").dt.month() == 12) & (pl.col("period_end").dt.day() == 31)
    ahead = last.struct.field("status").is_in(["target", "forecast"])
    return pl.when((measure & same & whole & ahead).fill_null(False)).then(last.struct.field("status"))
