"""Made articles of a knowledge base, as many as are wanted: words as rare and as common as those of one trade."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, product
from random import Random
from typing import Final
from uuid import UUID

from wellkept.app import Wellkept
from wellkept.platform.storage.database import Database
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.now import now

_KINDS: Final = [
    "液压",
    "润滑",
    "冷却",
    "主轴",
    "进给",
    "齿轮",
    "排气",
    "燃油",
    "控制",
    "供电",
    "制动",
    "转向",
    "输送",
    "除尘",
    "密封",
    "升降",
    "加热",
    "点火",
    "变频",
    "回油",
]
_PIECES: Final = [
    "泵",
    "阀",
    "滤芯",
    "电机",
    "轴承",
    "管路",
    "传感器",
    "接头",
    "油缸",
    "密封圈",
    "继电器",
    "线路板",
    "风机",
    "皮带",
    "联轴器",
    "油箱",
    "喷嘴",
    "开关",
    "电缆",
    "支架",
]
_FAULTS: Final = [
    "压力不足",
    "过热",
    "漏油",
    "异响",
    "卡死",
    "振动偏大",
    "不启动",
    "跳闸",
    "磨损",
    "断裂",
    "堵塞",
    "松动",
    "读数漂移",
    "通信中断",
    "动作缓慢",
]
_WHEN: Final = ["启动后", "停机时", "满负荷运行时", "夜班", "雨后", "更换之后", "低温下", "连续运行八小时后"]
_DEEDS: Final = ["更换", "清洗", "紧固", "调整", "检查", "重新接线", "校准", "排气", "润滑", "隔离"]
_ENGLISH: Final[dict[str, Sequence[str]]] = {
    "kinds": [
        "hydraulic",
        "lubrication",
        "cooling",
        "spindle",
        "feed",
        "gear",
        "exhaust",
        "fuel",
        "control",
        "supply",
        "brake",
        "steering",
        "conveyor",
    ],
    "pieces": [
        "pump",
        "valve",
        "filter",
        "motor",
        "bearing",
        "pipe",
        "sensor",
        "coupling",
        "cylinder",
        "seal",
        "relay",
        "board",
        "fan",
        "belt",
        "nozzle",
    ],
    "faults": "overheats leaks trips vibrates jams wears|is blocked|is loose|drifts|does not start".replace(
        " ", "|"
    ).split("|"),
    "deeds": ["replace", "clean", "tighten", "adjust", "check", "calibrate", "vent", "lubricate"],
}
#: Every third article is English.
_ENGLISH_EACH: Final = 3
_MODELS, _FAULT_CODES = 300, 900
_TOGETHER: Final = 2_000

Texts = dict[str, str]


class Trade:
    """Who speaks of parts and faults, of some often and of most seldom; always in the same way."""

    def __init__(self, seed: int = 8) -> None:
        """Begin anew."""
        self._random = Random(seed)  # noqa: S311 - made data
        self._chinese = [kind + piece for kind, piece in product(_KINDS, _PIECES)]
        self._english = [f"{kind} {piece}" for kind, piece in product(_ENGLISH["kinds"], _ENGLISH["pieces"])]
        for parts in (self._chinese, self._english):
            self._random.shuffle(parts)

    def articles(self, count: int) -> Iterator[Texts]:
        """Return the texts of articles, in the order of their numbers."""
        for number in range(1, count + 1):
            yield self._in_english() if number % _ENGLISH_EACH == 0 else self._in_chinese()

    def questions(self, count: int) -> list[str]:
        """Return what people type: a part, a part with its fault, a code, words of both."""
        return [self._question(number) for number in range(count)]

    def _question(self, number: int) -> str:
        part, fault = self._one(self._chinese), self._one(_FAULTS)
        english, wrong = self._one(self._english), self._one(_ENGLISH["faults"])
        forms = (part, f"{part} {fault}", f"{self._one(_WHEN)}{part}{fault}", f"{english} {wrong}", self.fault_code())
        return forms[number % len(forms)]

    def model(self) -> str:
        """Return a model of equipment."""
        return f"HP-{100 + self._random.randrange(_MODELS)}"

    def fault_code(self) -> str:
        """Return a fault code."""
        return f"E-{100 + self._random.randrange(_FAULT_CODES)}"

    def _in_chinese(self) -> Texts:
        part, other, fault = self._one(self._chinese), self._one(self._chinese), self._one(_FAULTS)
        hours = self._random.randrange(1, 60)
        return {
            "title": f"{self.model()} {part}{fault}",
            "symptom": f"{self._one(_WHEN)}{part}{fault}。报警 {self.fault_code()}。现场压力 {hours} MPa。",
            "cause": f"{other}{self._one(_FAULTS)}。导致{part}{fault}。",
            "remedy": f"{self._one(_DEEDS)}{other}。{self._one(_DEEDS)}{self._one(self._chinese)}。试运行 {hours} 分。",
        }

    def _in_english(self) -> Texts:
        part, other, wrong = self._one(self._english), self._one(self._english), self._one(_ENGLISH["faults"])
        hours = self._random.randrange(1, 60)
        return {
            "title": f"{self.model()}: {part} {wrong}",
            "symptom": f"The {part} {wrong} after {hours} hours, alarm {self.fault_code()}.",
            "cause": f"The {other} {self._one(_ENGLISH['faults'])}.",
            "remedy": f"We {self._one(_ENGLISH['deeds'])} the {other} and {self._one(_ENGLISH['deeds'])} the {part}.",
        }

    def _one(self, words: Sequence[str]) -> str:
        """Return one of the words; the first one comes as often as the next two together, and so on."""
        [word] = self._random.choices(
            words, cum_weights=list(accumulate(1 / place for place in range(2, len(words) + 2)))
        )
        return word


async def fill(app: Wellkept, count: int) -> None:
    """Store published articles with a model and a fault code each; nothing is indexed."""
    trade = Trade()
    together: list[tuple[int, Texts]] = []
    for number, texts in enumerate(trade.articles(count), start=1):
        together.append((number, texts))
        if len(together) == _TOGETHER or number == count:
            await _store(app.database, together, trade)
            together = []


async def settle(database: Database) -> None:
    """Let the database know its tables, as it does by itself in time."""
    await database.execute("VACUUM ANALYZE" if database.dialect is Dialect.POSTGRES else "ANALYZE")


async def _store(database: Database, articles: list[tuple[int, Texts]], trade: Trade) -> None:
    moment = now()
    language = {True: "en", False: "zh-CN"}
    await database.execute_many(
        "INSERT INTO knowledge_article (id, number, status, current_revision, published_revision, audience, language,"
        " created_at, updated_at) VALUES (?, ?, 'published', 1, 1, 'customer', ?, ?, ?)",
        [(_id(1, number), number, language[number % _ENGLISH_EACH == 0], moment, moment) for number, _ in articles],
    )
    await database.execute_many(
        "INSERT INTO knowledge_revision (id, article_id, revision, title, symptom, cause, remedy, body, safety, tools,"
        " parts, created_at) VALUES (?, ?, 1, ?, ?, ?, ?, '', ?, ?, ?, ?)",
        [(_id(2, number), _id(1, number), *texts.values(), [], [], [], moment) for number, texts in articles],
    )
    await database.execute_many(
        "INSERT INTO knowledge_label (id, article_id, kind, value) VALUES (?, ?, ?, ?)",
        [
            (_id(place, number), _id(1, number), kind, value)
            for number, _ in articles
            for place, kind, value in ((3, "model", trade.model()), (4, "fault_code", trade.fault_code()))
        ],
    )


def _id(kind: int, number: int) -> UUID:
    return UUID(int=(kind << 64) + number)
