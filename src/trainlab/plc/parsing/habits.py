"""Words of other languages and misspelt keywords, told as such and read on as what was meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from trainlab.plc.parsing.cursor import Cursor, SyntaxStop
from trainlab.plc.problems import habits as wrong
from trainlab.plc.tokens import KEYWORDS, Token
from trainlab.plc.types import ELEMENTARY, OTHER_TYPES

MOST_GUESSES = 60

_OTHER_WORDS = {"ELSEIF": "ELSIF", "ELIF": "ELSIF", "ELSE_IF": "ELSIF", "ENDSWITCH": "END_CASE"}
_JOINED = {keyword.replace("_", ""): keyword for keyword in KEYWORDS if "_" in keyword}
_GUESSED = sorted(keyword for keyword in KEYWORDS if len(keyword) > 3)
_USES = (":=", "=", ".", "[", "(", "^", "?=", ":", ",", "+=", "-=", "*=", "/=", ")", "=>")
_ENDS = ("END", "NEXT", "WEND", "FI", "OD", "ESAC")
_LIST_WORDS = ("LD", "LDN", "ST", "STN", "ANDN", "ORN", "CAL", "JMPC", "JMPCN", "RETC")
_STATEMENTS = {
    "BREAK": wrong.NO_BREAK, "BEGIN": wrong.REMOVE_IT, "SWITCH": wrong.WRITE_CASE,
    "GOTO": wrong.NO_JUMP, "JMP": wrong.NO_JUMP,
}  # fmt: skip
TIA_WORDS = ("REGION", "END_REGION", "ENDREGION")


def meant_keyword(cursor: Cursor, among: Collection[str]) -> str:
    """The keyword that the name here is meant as, where it cannot be a name; "" if there is none."""
    if cursor.here.kind != "name":
        return ""
    word, following = cursor.here.text.upper(), cursor.peek()
    other = _OTHER_WORDS.get(word, "")
    if other in among and following.text not in (":=", "."):
        return other
    if following.kind == "operator" and following.text in _USES:
        return ""
    if following.text.upper() in ("REF", "S", "R") and cursor.peek(2).text == "=":
        return ""
    joined = _JOINED.get(word.replace("_", ""), "")
    if joined:
        return joined if joined in among else ""
    if cursor.guesses >= MOST_GUESSES or len(word) < 3 or word in _ENDS:
        return ""
    cursor.guesses += 1
    near = get_close_matches(word, among, n=1, cutoff=0.75)
    return near[0] if near else ""


def mend_keyword(cursor: Cursor, among: Collection[str] = _GUESSED) -> bool:
    """Reads a misspelt keyword, or END IF in two words, as the keyword that it is meant as."""
    if cursor.at_word("END_ORGANIZATION_BLOCK"):
        tia_spelling(cursor)
        cursor.becomes("END_PROGRAM")
        return True
    words = 1
    wanted = ""
    here, following = cursor.here, cursor.peek()
    if here.kind in ("name", "keyword") and following.kind in ("name", "keyword"):
        pair = f"{here.text}_{following.text}".upper()
        begins_name = cursor.peek(2).text in (":", ",") or cursor.peek(2).text == "AT"
        spaced = pair in among and pair in KEYWORDS and not begins_name
        if spaced and cursor.line(here) == cursor.line(following):
            wanted, words = pair, 2
    wanted = wanted or meant_keyword(cursor, among)
    if not wanted:
        return False
    end = following.end if words == 2 else here.end
    found = cursor.source.text[here.at : end]
    cursor.report(wrong.FOREIGN_WORD, found=found, wanted=wanted)
    cursor.becomes(wanted, words)
    return True


def at_other_end(cursor: Cursor) -> bool:
    """Whether END; or the like closes something here without saying what."""
    if cursor.at_operator("}"):
        return True
    following = cursor.peek()
    named = cursor.here.kind == "name" and cursor.here.text.upper() in _ENDS
    return named and not (following.kind == "operator" and following.text in _USES[:-2])


def take_other_end(cursor: Cursor, closer: str) -> bool:
    """Takes what at_other_end sees as `closer`."""
    if not at_other_end(cursor):
        return False
    if not cursor.at_operator("}"):
        cursor.report(wrong.FOREIGN_WORD, found=cursor.here.text, wanted=closer)
    cursor.advance()
    return True


def foreign_statement(cursor: Cursor, ends: Collection[str]) -> bool:
    """Takes a statement that only another language has; its problem is noted."""
    word, following = cursor.here.text.upper(), cursor.peek()
    if following.kind == "operator" and following.text in _USES and word != "SWITCH":
        return False
    if word in _LIST_WORDS and following.kind in ("name", "address", "integer"):
        advice = wrong.WRITE_EXPRESSION
        cursor.report(wrong.OTHER_LANGUAGE, language=wrong.INSTRUCTION_LIST, advice=advice)
        while not (cursor.at_end() or cursor.at_keyword(*ends)):
            cursor.advance()
        return True
    if word in TIA_WORDS:
        tia_spelling(cursor)
        skip_line(cursor)
        return True
    latched = following.text.upper() in ("REF", "S", "R") and cursor.peek(2).text == "="
    if word in ("SET", "RESET") and following.kind == "name" and not latched:
        example = wrong.WRITE_VALUE.fill(name=following.text)
        cursor.report(wrong.FOREIGN_STATEMENT, found=cursor.here.text, advice=example)
        raise SyntaxStop
    if word not in _STATEMENTS:
        return False
    if word == "BEGIN" and cursor.told_tia is not None:
        cursor.advance()
        return True
    cursor.report(wrong.FOREIGN_STATEMENT, found=cursor.here.text, advice=_STATEMENTS[word])
    if word == "SWITCH":
        while not (cursor.at_end() or cursor.take_operator("}") or cursor.at_keyword(*ends)):
            cursor.advance()
        return True
    cursor.advance()
    if word in ("GOTO", "JMP") and cursor.here.kind == "name":
        cursor.advance()
    cursor.take_operator(";")
    return True


def tia_spelling(cursor: Cursor) -> None:
    """Notes the first spelling of TIA Portal in a file; the lexer has seen those of names."""
    found = wrong.TIA_SPELLING.at(
        cursor.source.position(cursor.here.at), found=cursor.written(cursor.here)
    )
    number = cursor.told_tia
    if number is None:
        cursor.told_tia = len(cursor.problems)
        cursor.problems.append(found)
    elif found.position < cursor.problems[number].position:
        cursor.problems[number] = found


def skip_line(cursor: Cursor) -> None:
    """Goes on in the next line."""
    line = cursor.line(cursor.here)
    while not cursor.at_end() and cursor.line(cursor.here) == line:
        cursor.advance()


def quoted_name(cursor: Cursor) -> Token | None:
    """Takes "name", as TIA Portal writes names, where a name is wanted."""
    token = cursor.here
    if token.kind != "wstring" or not token.text[1:-1].isidentifier():
        return None
    tia_spelling(cursor)
    cursor.advance()
    return Token("name", token.text[1:-1], token.at)


def type_word(token: Token) -> str:
    """The elementary type that a word means, here or in another language; "" if it means none."""
    upper = token.text.upper()
    if token.kind == "keyword" and upper == "ARRAY":
        return "ARRAY[1..10] OF INT"
    if token.kind != "name":
        return ""
    return upper if upper in ELEMENTARY or upper == "STRING" else OTHER_TYPES.get(upper, "")
