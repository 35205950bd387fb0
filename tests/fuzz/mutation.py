"""Texts of programs, projects and scenarios made of bytes."""

from __future__ import annotations

from fuzz.chance import Chance
from fuzz.corpus import programs, tokens, whole_programs
from fuzz.generation import generated_program

WORDS = (
    "IF THEN ELSE ELSIF END_IF ; := ( ) [ ] , . .. : a i b p f B s d x * / - + ** < > = <> # & ^ ?= => "
    "VAR END_VAR VAR_INPUT VAR_OUTPUT VAR_IN_OUT VAR_TEMP VAR_GLOBAL VAR_EXTERNAL CONSTANT RETAIN AT TON REAL "
    "LREAL SINT ULINT LWORD BOOL TIME ARRAY OF STRUCT END_STRUCT TYPE END_TYPE STRING[3] WSTRING CHAR 0 1 -1 "
    "2.5 1E400 16#FF 2#102 T#1s T#1.5d LTIME#1ns TOD#1:2 D#2024-02-30 DT#1970-01-01-00:00:00 INT# INT#-32768 "
    "9223372036854775808 99999999999999999999 ' '' '$q' '$00' 'a' \"b\" CHAR#'x' (* *) { // TRUE FALSE NULL "
    "PROGRAM END_PROGRAM FUNCTION END_FUNCTION FUNCTION_BLOCK END_FUNCTION_BLOCK METHOD END_METHOD PROPERTY "
    "GET SET INTERFACE CLASS EXTENDS IMPLEMENTS ABSTRACT FINAL OVERRIDE PRIVATE PROTECTED PUBLIC INTERNAL THIS "
    "SUPER SUPER() THIS^ REF REF_TO REFERENCE TO REF= __ISVALIDREF NAMESPACE END_NAMESPACE USING a.b.D ACTION "
    "CONFIGURATION RESOURCE TASK WITH ON INTERVAL CASE END_CASE FOR BY DO END_FOR WHILE END_WHILE REPEAT UNTIL "
    "END_REPEAT EXIT CONTINUE RETURN NOT AND OR XOR MOD AND_THEN OR_ELSE %IX0.0 %QX0.0 %MW2 %MX1.7 %Q* .%X3 .3 .%B1 "
    "ARRAY[*] ARRAY[1..2] UPPER_BOUND( LOWER_BOUND( TO_STRING( CONCAT( MID( s[1] SEL( MUX( LIMIT( SHL( EN ENO "
    "REAL_TO_INT( TRUNC( EXPT( LN( _ 液 ； ： （ \0 \ufeff \U0010ffff"
).split(" ")  # fmt: skip
ODD = (
    "<", ">", "]]>", "<![CDATA[", "&", "&#x10FFFF;", "&#0;", '"', "\0", "\ufffe", "END_VAR", "(*", "{", "}",
    "[", "]", ",", ":", "- ", "? ", "!!set", "&a", "*a", "|", "~", "null", "1e999", ".nan", "0x", "-1", "10 s",
    "液", "END_PROGRAM", "9" * 400, "\n" * 50, "\t", "'", "held_for(", "since(x)", "previous(", " and ", "T#1s",
)  # fmt: skip


def program_text(chance: Chance) -> str:
    """A program, more or less."""
    kind = chance.below(8)
    if kind < 3:
        return generated_program(chance)
    if kind < 5:
        return _mutated(list(chance.one_of(whole_programs())), chance)
    if kind == 5:
        return _mutated(list(chance.one_of(programs())), chance)
    if kind == 6:
        return _mutated(list(tokens(generated_program(chance))), chance)
    return chance.one_of((_soup, _torn))(chance)


def damaged(text: str, chance: Chance) -> str:
    """A text with a few pieces cut out, doubled, moved or replaced."""
    for _ in range(1 + chance.below(4)):
        start = chance.below(len(text))
        end = min(start + chance.one_of((1, 3, 20, 400)), len(text))
        piece = chance.one_of(
            ("", text[start:end] * 2, chance.one_of(ODD), text[end : end + 60], chance.one_of(ODD))
        )
        text = text[:start] + piece + text[end:] or " "
    return text


def _mutated(parts: list[str], chance: Chance) -> str:
    """A program with a few tokens lost, doubled, exchanged, or come from another program."""
    for _ in range(1 + chance.below(4)):
        at = chance.below(len(parts) + 1)
        kind = chance.below(7)
        if kind == 0:
            parts[at : at + 1] = [chance.one_of(WORDS)]
        elif kind == 1:
            parts.insert(at, f" {chance.one_of(WORDS)} ")
        elif kind == 2:
            del parts[at : at + 1 + chance.below(8)]
        elif kind == 3:
            end = at + 1 + chance.below(40)
            parts[at:at] = parts[at:end] * (1 + chance.below(3))
        elif kind == 4:
            _exchange(parts, at, chance.below(len(parts) + 1))
        else:
            other = chance.one_of(programs())
            start = chance.below(len(other))
            parts[at : at + chance.below(30)] = other[start : start + chance.below(60)]
    return "".join(parts)


def _exchange(parts: list[str], one: int, other: int) -> None:
    if max(one, other) < len(parts):
        parts[one], parts[other] = parts[other], parts[one]


def _soup(chance: Chance) -> str:
    """A heap of words, in a program half of the time."""
    words: list[str] = ["PROGRAM p VAR a, i, b : INT; s : STRING; END_VAR"][: chance.below(2)]
    for _ in range(1 + chance.below(60)):
        words.append(chance.one_of(WORDS))
    return " ".join(words)


def _torn(chance: Chance) -> str:
    """A program out of which a piece was torn."""
    text = "".join(chance.one_of(whole_programs()))
    return text[: chance.below(len(text))] + text[chance.below(len(text)) :]
