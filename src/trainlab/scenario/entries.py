"""What the actions of a timeline take that is more than one value."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from trainlab.core.fields import DurationNs, Fields, SpanField, explained
from trainlab.scenario.draw import LastingDrawField, QuantityDrawField

MOST_PARTS = 10_000


class RampEntry(Fields):
    """Where a value goes, and how long it takes."""

    to: QuantityDrawField = explained("the value at its end", "终值")
    over: DurationNs = explained("how long it takes", "所需时间", gt=0)


class NoiseEntry(Fields):
    """How noisy, and for how long."""

    rms: SpanField = explained("root mean square of the noise", "噪声的均方根值")
    over: DurationNs = explained("how long it lasts", "持续时间", gt=0)


class FeedEntry(Fields):
    """The parts that are fed, one or a train of them; `part: x` may be written `x`."""

    part: str | None = explained("the part, each time", "每次放入的零件", default=None)
    parts: list[str] | None = explained(
        "parts in this order, then from the first again",
        "按此顺序放入，用完后从头重复",
        default=None,
        min_length=1,
    )
    one_of: list[str] | None = explained(
        "parts of which the seed draws one each time; what stands twice comes twice as often",
        "每次由种子抽取其中一种；写两遍则概率加倍",
        default=None,
        min_length=1,
    )
    every: LastingDrawField | None = explained(
        "the time from one to the next, drawn for each", "相邻两件的间隔，每次抽取", default=None
    )
    count: int | None = explained(
        "how many; if left out all of `parts`, or with `every` as many as come until the end",
        "数量；省略时为 parts 的全部，或有 every 时直到运行结束",
        default=None,
        ge=1,
        le=MOST_PARTS,
    )


def _named(value: Any) -> Any:
    return {"part": value} if isinstance(value, str) else value


_ENTRY = {key: part for key, part in FeedEntry.model_json_schema().items() if key != "description"}
FeedField = Annotated[
    FeedEntry,
    BeforeValidator(_named),
    WithJsonSchema({"anyOf": [{"type": "string"}, _ENTRY]}),
]
