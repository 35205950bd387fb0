"""Evidence lines as a person reads them, and as plain data."""

from __future__ import annotations

from collections.abc import Iterable

from trainlab.core.duration import NS_PER_S, format_instant
from trainlab.core.last_write import LastWrite
from trainlab.core.message import Language, Message, Text
from trainlab.grading.written import WrittenBy
from trainlab.report.verdict_shape import StatementDocument, WrittenDocument

WRITTEN = Text(
    "last written: {place} {line} at {at} (in {pou}; {tag} = {value} since {since})",
    "最后写入：{place} {line}，于 {at}（在 {pou} 中；{tag} = {value}，自 {since} 起）",
)
COPIED = Text(
    "{written}; copied from {place} {line} at {at} (in {pou})",
    "{written}；复制自 {place} {line}，于 {at}（在 {pou} 中）",
)
NEVER_WRITTEN = Text(
    "never written: {tag} = {value} since {since}",
    "从未写入：{tag} = {value}，自 {since} 起",
)


def written_message(line: WrittenBy) -> Message:
    """The value of an output, since when, and what wrote it."""
    value, since = value_text(line.value), format_instant(line.since_ns)
    write = line.write
    if write is None:
        return NEVER_WRITTEN.fill(tag=line.tag, value=value, since=since)
    written = WRITTEN.fill(
        tag=line.tag,
        value=value,
        since=since,
        at=format_instant(write.at_ns),
        place=place_of(write),
        pou=write.pou,
        line=write.line,
    )
    made = write.made
    if made is None:
        return written
    at = format_instant(made.at_ns)
    return COPIED.fill(written=written, place=place_of(made), line=made.line, at=at, pou=made.pou)


def place_of(write: LastWrite) -> str | Message:
    """The file and line of a statement, or where an IDE shows it."""
    position = write.position
    return f"{position.file}:{position.line}" if position.part is None else position.part


def written_lines(lines: Iterable[WrittenBy], language: Language) -> list[str]:
    """A sentence each."""
    return [written_message(line).render(language) for line in lines]


def value_text(value: bool | float) -> str:
    """A raw value as IEC 61131-3 writes it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"{value:.10g}"


def written_document(line: WrittenBy, language: Language) -> WrittenDocument:
    """Likewise as plain data; times in seconds."""
    return {
        "tag": line.tag,
        "value": line.value,
        "since_s": line.since_ns / NS_PER_S,
        "by": None if line.write is None else _statement(line.write, language),
        "made": None
        if line.write is None or line.write.made is None
        else _statement(line.write.made, language),
    }


def _statement(write: LastWrite, language: Language) -> StatementDocument:
    position = write.position
    document: StatementDocument = {
        "file": position.file,
        "line": position.line,
        "column": position.column,
        "pou": write.pou,
        "text": write.line,
        "at_s": write.at_ns / NS_PER_S,
    }
    if position.part is not None:
        document["part"] = position.part.render(language)
    return document
