"""What each figure is: a level, a growth, a share, a completion, a rank, a base, a span, or a mere mention."""

from __future__ import annotations

import polars as pl

from pipelines.language import kind_bases, kind_growth, kind_shares
from pipelines.language.grammar import Grammar
from pipelines.language.kind_beyond import exceeds
from pipelines.language.kind_context import Around
from pipelines.language.kind_growth import LOWERS, foretold, slows
from pipelines.language.kind_named import best_among, points_out, sizes_the_counted
from pipelines.language.sequence import following
from pipelines.language.steps import distinctly, for_each, holds, once, without_steps, worked
from pipelines.language.text import first_of, spelled_word

_LESS = [
    "hạ",
    "hụt",
    "kém",
    *(f"{word} hơn" for word in ("thấp", "nhỏ", "ít", "rẻ", "trẻ", "ngắn", "chậm", "nhẹ", "kém")),
]


def sort_kinds(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Say what each figure is.

    Adds kind (level | change | share | plan | rank | denominator | duration | mention), direction, rule and clause.
    """
    figures, beyond = once(figures, pl.when("range_low").then(following(pl.col("rest"))).otherwise("rest"))
    whole = Around(pl.col("lead"), pl.col("lead"), pl.col("lead"), beyond, grammar)
    of_range = kind_growth.of_range(whole.lead, whole)
    # The lower end of a range is led as the whole range is.
    as_range = whole.lead.str.replace(rf"(?i)\s+từ(?:\s+(?:{grammar.bound}))?\s*$", " ")
    # "tăng từ 100-200 đồng/kg": by so much, where nothing tells to what.
    reached = following(pl.col("rest")).str.contains(r"(?i)^[^,;.()]{0,40}?(?:^|\s)(?:lên|xuống|còn|về|thành)\s")
    grows = whole.before(rf"(?i)(?:^|[\s,;])(?:{grammar.direction})(?:\s+(?:{grammar.filler}))*\s+từ\s*$")
    amount = whole.percent | (whole.unit.is_not_null() & grows & ~reached.fill_null(False))
    figures, lead = once(figures, pl.when(pl.col("range_low") & amount).then(as_range).otherwise(whole.lead))
    figures, (clause,) = distinctly(figures, lead, first_of(lead, r"[^;:()]*[(:]?[^;:()]*$"))
    figures = for_each(figures, [clause.meta.output_name()], lambda clauses: _direction(clauses, clause, grammar))
    # Brackets between a growth's name and its amount do not part them.
    figures, whole_lead = once(
        figures,
        lead.str.replace_all(r"\([^()]*\)", " ").str.replace_all(
            r"(?i)(n[oô]ng),(\s+lâm)(?:,(\s+(?:thủy|thuỷ|ngư)))?", "${1}${2}${3}"
        ),
    )
    at = Around(lead, clause, whole_lead, beyond, grammar)
    both = _kind_and_rule(at, of_range).str.split_exact("|", 1).struct.rename_fields(["kind", "rule"])
    sorted_ = worked(figures, both.alias("both")).unnest("both")
    return without_steps(
        worked(sorted_, _direction_by_rule(at).alias("direction"), clause.alias("clause")).drop("told_direction")
    )


def _kind_and_rule(at: Around, of_range: pl.Expr) -> pl.Expr:
    """ "kind|rule" by the first rule that holds."""
    grows_by = kind_growth.grows_by(at, of_range)
    grows = grows_by | (at.percent & kind_growth.grows_against(at) & at.after(at.grammar.plan_after))
    pointed = points_out(at)
    rules: list[tuple[str, pl.Expr]] = [
        ("denominator|base", kind_bases.base(at)),
        ("denominator|out_of", kind_bases.out_of(at)),
        ("mention|owned", kind_bases.owned(at)),
        ("mention|digits", kind_bases.digits(at)),
        ("mention|all_of_few", pointed == "all_of_few"),
        ("rank|position", kind_bases.rank(at)),
        ("mention|among", best_among(at) & ~kind_bases.duration(at).fill_null(False)),
        ("plan|of_plan", kind_shares.of_plan(at)),
        ("change|times", kind_growth.times(at)),
        ("share|share", kind_shares.share(at)),
        ("change|percent_of", kind_shares.percent_of(at, grows_by)),
        ("change|grows_by", grows),
        ("share|of_whole", kind_shares.of_whole(at)),
        ("change|economy", kind_growth.economy_grows(at)),
        ("mention|threshold", sizes_the_counted(at)),
        ("change|signed", kind_growth.signed(at)),
        ("change|beyond", exceeds(at)),
        ("change|growth_noun", kind_growth.growth_noun(at)),
        ("denominator|rate", kind_bases.mean_time(at)),
        ("duration|duration", kind_bases.duration(at)),
        ("level|ratio", kind_bases.ratio(at)),
        ("mention|times", at.unit == "times"),
    ]
    told = pl.when(pointed.is_not_null()).then(pl.format("mention|{}", pointed)).otherwise(pl.lit("level|level"))
    for name, condition in reversed(rules):
        told = pl.when(condition).then(pl.lit(name)).otherwise(told)
    return told


def _direction_by_rule(at: Around) -> pl.Expr:
    """The direction that the clause tells, unless the rule knows better."""
    noun = pl.col("rule") == "growth_noun"
    # "các mặt hàng giảm mạnh như: gạo (12,1%)": what opens the list tells it.
    listed_down = at.before(rf"(?i)(?:^|\s)(?:{at.grammar.down})\s[^;()]*\(\s*$")
    sign = pl.when(holds("left", r"-\s*$")).then(pl.lit("down")).otherwise(pl.lit("up"))
    return (
        pl.when(pl.col("rule") == "signed")
        .then(sign)
        # "tốc độ tăng nợ công giảm từ 18,1%": the growth slows, it is no decline.
        .when(noun & (slows(at, at.grammar.up) | foretold(at)))
        .then(pl.lit("up"))
        .when(noun & slows(at, at.grammar.down))
        .then(pl.lit("down"))
        .when((pl.col("rule") == "grows_by") & pl.col("told_direction").is_null() & listed_down)
        .then(pl.lit("down"))
        # "điều chỉnh giá điện thêm 3%, cước xe bớt 5%"
        .when((pl.col("rule") == "grows_by") & at.before(r"(?i)\sbớt(?:\s+\p{Ll}+)?\s*$"))
        .then(pl.lit("down"))
        .when((pl.col("rule") == "grows_by") & pl.col("told_direction").is_null() & at.before(r"(?i)\sthêm(?:\s|$)"))
        .then(pl.lit("up"))
        .when(pl.col("rule") == "economy")
        .then(pl.lit("up"))
        .otherwise(pl.col("told_direction"))
    )


def _direction(clauses: pl.DataFrame, lead: pl.Expr, grammar: Grammar) -> pl.DataFrame:
    """Add told_direction (up | down) of the column ``lead``, null where nothing tells it."""
    word = spelled_word(lead.str.extract(rf"(?i).*(?:^|[^\p{{L}}])({grammar.direction})(?:[^\p{{L}}]|$)", 1))
    word = pl.coalesce(
        spelled_word(
            lead.str.extract(
                rf"(?i)((?:cao|thấp|lớn|nhỏ|nhiều|ít|nhỉnh)\s+hơn)(?:\s+(?:{grammar.bound}|tới|đến))?\s*$", 1
            )
        ),
        word,
    )
    than = lead.str.extract(r"(?i)((?:cao|thấp|lớn|nhỏ|nhiều|ít|đắt|rẻ|trẻ|ngắn|chậm|nhẹ|kém)\s+hơn)\s[^,;]{0,50}$", 1)
    # "930 triệu USD, hơn năm 2020 gần 270 triệu USD"
    than = pl.coalesce(than, lead.str.extract(r"(?i)(?:^|,)\s*(hơn|kém)\s+§[^,;]{0,20}$", 1))
    than = pl.when(~lead.str.contains(r"(?i)(?:mức|con\s+số|mốc)(?:\s+\p{L}+)?\s*$")).then(than)
    word = pl.coalesce(word, spelled_word(than))
    # "hạ 0,7 triệu đồng so với đỉnh"
    alone = rf"(?i)(?:^|[\s,;])(hạ)(?:\s+(?:thêm|{grammar.bound}))*\s*$"
    lowered = spelled_word(pl.coalesce(lead.str.extract(alone, 1), lead.str.extract(LOWERS, 1)))
    word = pl.coalesce(lowered, word)
    # "cho chương trình giảm nghèo, gấp 1,8 lần": a multiple, whatever fell before.
    many = lead.str.extract(
        rf"(?i)(?:^|[,;(]\s*)(?:và\s+|đều\s+|cao\s+|tăng\s+)*(gấp)(?:\s+(?:{grammar.bound}))*\s*$", 1
    )
    word = pl.coalesce(many.str.to_lowercase(), word)
    # "thu nội địa hụt 1.200 tỷ đồng"
    short = lead.str.extract(r"(?i)(?:^|[\s,(])(hụt)(?:\s+(?:khoảng|gần|hơn|tới|trên|mất))*\s*$", 1).str.to_lowercase()
    word = pl.coalesce(short, word)
    found = clauses.select(lead, word.alias("word"))
    word = pl.col("word")
    direction = (
        pl.when(word.is_in([*_LESS, *grammar.vocabulary.cues("direction", "down")]))
        .then(pl.lit("down"))
        .when(word.is_not_null())
        .then(pl.lit("up"))
    )
    return found.select(lead, direction.alias("told_direction"))
