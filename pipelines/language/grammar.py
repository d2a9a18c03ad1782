"""The shapes of clauses around a figure, as regexes put together from the vocabulary's cues.

All patterns are matched, ignoring case, against masked text: periods are runs of ``§``, digits of names are disguised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipelines.vocabulary import Vocabulary, alternation

EDGE = r"(?:^|[^\p{L}])"
END = r"(?:[^\p{L}]|$)"
P = r"§+"


@dataclass(frozen=True)
class Grammar:
    """Regexes for one vocabulary; built once a run."""

    vocabulary: Vocabulary

    def _cues(self, *kinds: str) -> str:
        return self.vocabulary.any_of(*kinds)

    @cached_property
    def direction(self) -> str:
        """Words for growth or decline."""
        return self._cues("direction")

    @cached_property
    def up(self) -> str:
        """Words for growth."""
        return alternation(self.vocabulary.cues("direction", "up"))

    @cached_property
    def down(self) -> str:
        """Words for decline."""
        return alternation(self.vocabulary.cues("direction", "down"))

    @cached_property
    def bound(self) -> str:
        """Words that bound a figure."""
        return self._cues("bound")

    @cached_property
    def filler(self) -> str:
        """Words between a direction and its amount that leave it a growth (not: từ, lên, xuống, còn)."""
        words = "với|với\\s+con\\s+số|ở|mức|cùng|được|ước|tính|trong|thêm|bình|quân|cả|hơn|nữa|so|ngay|đã|cũng|vào|dự|kiến|số|lượng|lần|lượt|thì|lại|đến mức|ròng|thực|tế|tiếp|nhiều|nhất|chỉ|vỏn vẹn|những"
        return rf"(?:{self._cues('adverb')}|{self.bound}|tới|đến|lên\s+đến|lên\s+tới|{words}|(?:mỗi|hàng|hằng)\s+(?:năm|tháng|quý|tuần|ngày)|{P}|[,\"(~≈-])"

    @cached_property
    def grows_by(self) -> str:
        """Lead of an amount of growth: "tăng trưởng nhẹ khoảng"."""
        return rf"(?i){EDGE}({self.direction})(?:\s+(?:{self.filler}))*(?:\s+lần\s+lượt(?:\s+(?:là|như\s+sau))?\s*:)?[\s~≈(\"]*$"

    @cached_property
    def grows_to(self) -> str:
        """Lead of a level reached by growth: "tăng từ", "giảm xuống còn", "tăng lên"."""
        return rf"(?i){EDGE}({self.direction})(?:\s+(?:{self.filler}))*\s+(?:từ|lên|xuống|còn|về|thành)(?:\s+(?:mức|còn|chỉ|con\s+số|tổng|{self.bound}|đến|tới|thành|{P}))*[\s~≈(\"]*$"

    @cached_property
    def growth_noun(self) -> str:
        """Lead of a growth named by a noun: "tốc độ tăng trưởng … đạt", "mức giảm … lên tới"."""
        noun = rf"(?:tốc\s+độ|nhịp\s+độ|mức\s+độ|mức|đà|sự|tỷ\s+lệ|tỉ\s+lệ)\s+(?:{self.direction})|tăng\s+trưởng"
        return rf"(?i){EDGE}((?:{noun}){END}(?:[^;(),]*))$"

    @cached_property
    def times(self) -> str:
        """Lead of a multiple: "gấp", "tăng hơn"."""
        return rf"(?i){EDGE}(?:gấp|{self.direction}|(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn)(?:\s+(?:{self.filler}))*\s*$"

    @cached_property
    def share(self) -> str:
        """Lead of a share: "chiếm khoảng"."""
        return rf"(?i){EDGE}(?:{self._cues('share')})(?:\s+\(?(?:{self.filler}|một\s+phần|tổng\s+cộng|\p{{L}}+\s+nửa|(?:rất\s+|khá\s+)?(?:lớn|cao|nhỏ|thấp)(?:\s+nhất)?))*[\s~≈(\"]*$"

    @cached_property
    def plan_after(self) -> str:
        """What follows a percentage of a plan: "% (so với) kế hoạch"."""
        return rf"(?i)^\s*(?:so\s+với|so|của|trong)?\s*(?:mức|tổng|con số)?\s*(?:{self._cues('plan')}){END}"

    @cached_property
    def percent_of_before(self) -> str:
        """Lead of a percentage of an earlier value: "bằng"."""
        return rf"(?i){EDGE}(?:bằng|chỉ\s+bằng|đạt|tương\s+đương)(?:\s+(?:{self.bound}|khoảng|mức|\p{{L}}*))?\s*$"

    @cached_property
    def percent_of_after(self) -> str:
        """What follows a percentage of an earlier value: "so với cùng kỳ"."""
        what = r"diện\s+tích|sản\s+lượng|kim\s+ngạch|số\s+lượng|số\s+thu|lượng"
        return rf"(?i)^\s*(?:so\s+với\s+|so\s+|của\s+)?(?:mức\s+|con\s+số\s+|thực\s+hiện\s+|kết\s+quả\s+|ước\s+|(?:{what})\s+)*{P}"

    @cached_property
    def parallel(self) -> str:
        """A gap that only joins two figures of one kind."""
        what = r"(?:tổng\s+)?(?:số|lượng|trị\s+giá|giá\s+trị|kim\s+ngạch|vốn|diện\s+tích|sản\s+lượng)"
        plan = rf"(?:(?:{self._cues('plan')})\s+(?:năm\s+)?)?"
        about = rf"(?:{plan}(?:về|ở|tại|cho|của|trong|theo|đối\s+với)\s+[^,;.:()§]{{2,60}}?|{what}(?:\s[^,;.:()§]{{2,40}}?)?|{P})?"
        return rf"(?i)^\s*{about}\s*\)?\s*(?:,|;|và|hay|hoặc|,\s*và|rồi|đến|tới|lên|-)?\s*(?:{self.bound}|chỉ)?\s*$"

    @cached_property
    def range_gap(self) -> str:
        """The text between the two ends of a range."""
        return r"(?i)^\s*(?:-|đến|tới|÷|~|->)\s*$"

    @cached_property
    def verbs(self) -> str:
        """Verbs between a noun phrase and its value."""
        return self._cues("verb")

    @cached_property
    def tail(self) -> str:
        """Everything between a noun phrase and its figure: verbs, bounds, statuses, periods, punctuation."""
        words = rf"{self.verbs}|{self.bound}|{self._cues('emphasis', 'status', 'adverb')}|con\s+số|số|vào|trong|cả|khi|lần|được\s+giao|sẽ|thì|ra|hiện\s+nay|hiện\s+tại|tổng\s+cộng|thực\s+hiện|vươn|chỉ\s+còn|duy\s+trì|trị\s+giá|giá\s+trị|với"
        return rf"(?i)(?:(?:^|[\s\"):,~≈-])(?:{words})(?:$|[\s\"(:,~≈-]))"

    @cached_property
    def measuring_units(self) -> list[str]:
        """Codes of units that measure or classify and name no thing: tonnes, hectares, pieces."""
        units = self.vocabulary["units"]
        named = units.filter(~units["kind"].is_in(["count", "currency", "percent", "rate"]))["unit_code"].to_list()
        return [*named, "item", "interaction"]

    def _units(self, *kinds: str) -> list[str]:
        """Codes of units of these kinds."""
        units = self.vocabulary["units"]
        return units.filter(units["kind"].is_in(kinds))["unit_code"].to_list()

    @cached_property
    def masses(self) -> list[str]:
        """Codes of units of mass and volume."""
        return self._units("mass", "volume")

    @cached_property
    def powers(self) -> list[str]:
        """Codes of units of power and energy."""
        return self._units("power", "energy")

    @cached_property
    def lengths(self) -> list[str]:
        """Codes of units of length."""
        return self._units("length")

    @cached_property
    def areas(self) -> list[str]:
        """Codes of units of area."""
        return self._units("area")

    @cached_property
    def head(self) -> str:
        """Head nouns of measures."""
        return self._cues("head")

    @cached_property
    def flows(self) -> str:
        """Head nouns of flows."""
        return alternation(self.vocabulary.cues("head", "flow"))

    @cached_property
    def ratios(self) -> str:
        """Head nouns of ratios."""
        return alternation(self.vocabulary.cues("head", "ratio"))

    @cached_property
    def measures(self) -> str:
        """Head nouns of flows, stocks and ratios."""
        return alternation(cue for value in ("flow", "stock", "ratio") for cue in self.vocabulary.cues("head", value))

    @cached_property
    def opening_measures(self) -> str:
        """Heads of measures as a sentence opens with them: "Kim ngạch", "Tổng số"; none that names of offices hold."""
        first = r"(?:tổng|kim|doanh|lợi|sản|giá|trị|khối|vốn|tỷ|tỉ|tốc|chỉ|số|lượng|diện|năng|chi|dư|mật|khách) "
        cues = (cue for value in ("flow", "stock", "ratio") for cue in self.vocabulary.cues("head", value))
        told = [cue for cue in cues if re.match(first, cue)]
        return alternation(cue[0].upper() + cue[1:] for cue in told)

    @cached_property
    def parts(self) -> str:
        """Head nouns of the parts of a whole."""
        return alternation(self.vocabulary.cues("head", "part"))

    @cached_property
    def function_words(self) -> str:
        """Words that name no subject of their own."""
        return self._cues(
            "connective", "adverb", "bound", "direction", "emphasis", "status", "verb", "breakdown", "share"
        ) + (
            "|mức|số|gấp|đôi|rưỡi|sang|bước|trưởng|này|đó|kỳ|khi|khoảng|thời|gian|nhưng|do|vì|nên|hơn|lần|thứ|sau|qua|kể|theo|các|những|bởi|thực|tế|đây|hay|nhất|"
            "kế|hoạch|năm|dự|toán|ngay|cùng|tới|ở|đầu|cuối|chỉ|riêng|tháng|quý"
        )
