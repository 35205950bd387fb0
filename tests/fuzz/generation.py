"""Programs that mostly compile: declarations of everything, then statements well typed by chance.

Numbers at the ends of their ranges come often, since that is where machine code goes wrong.
"""

from __future__ import annotations

from fuzz.chance import Chance

INTEGERS = ("SINT", "INT", "DINT", "LINT", "USINT", "UINT", "UDINT", "ULINT")
BITS = ("BYTE", "WORD", "DWORD", "LWORD")
REALS = ("REAL", "LREAL")
SPANS = ("TIME", "LTIME")
MOMENTS = ("DATE", "TOD", "DT", "LDATE", "LTOD", "LDT")
TEXTS = ("STRING[5]", "STRING[200]", "WSTRING[7]")
TYPES = ("BOOL", *INTEGERS, *BITS, *REALS, *SPANS, *MOMENTS, *TEXTS, "CHAR", "WCHAR")
_LITERALS = {
    "BOOL": ("FALSE", "TRUE"),
    "REAL": ("0.0", "1.5", "-3.4E37", "1.0E-45", "16777217.0", "-0.5", "2147483648.0"),
    "LREAL": ("0.0", "-1.5", "1.7E308", "4.9E-324", "9223372036854775807.0", "-1.0E30", "0.5"),
    "TIME": ("T#0s", "T#1ms", "T#-1ms", "T#49d17h2m47s295ms", "T#106751d23h47m16s854ms"),
    "LTIME": ("LTIME#0s", "LTIME#1ns", "LTIME#-1ns", "LTIME#9223372036854775807ns"),
    "DATE": ("D#1970-01-01", "D#2024-02-29", "D#2106-02-07"),
    "TOD": ("TOD#00:00:00", "TOD#23:59:59.999"),
    "DT": ("DT#1970-01-01-00:00:00", "DT#2106-02-07-06:28:15"),
    "LDATE": ("LDATE#1970-01-01", "LDATE#2106-02-06"),
    "LTOD": ("LTOD#00:00:00", "LTOD#23:59:59.999999999"),
    "LDT": ("LDT#1970-01-01-00:00:00", "LDT#2106-02-06-06:28:14.999999999"),
    "STRING[5]": ("''", "'a'", "'abcde'", "'$00$FF'", "'-32768'", "'1E400'"),
    "STRING[200]": ("''", "'16#FF'", "'abcdefghijklmnopqrst'", "'nan'", "'T#1s'"),
    "WSTRING[7]": ('""', '"液位"', '"12"', '"$FFFF"'),
    "CHAR": ("CHAR#'a'", "CHAR#'$00'", "CHAR#'$FF'"),
    "WCHAR": ('WCHAR#"a"', 'WCHAR#"$FFFF"'),
}
_MOMENTS = {
    "DATE": ("DT_TO_DATE({DT})", "CONCAT_DATE({INT}, {INT}, {INT})", "LDATE_TO_DATE({LDATE})"),
    "TOD": ("({TOD} + {TIME})", "({TOD} - {TIME})", "DT_TO_TOD({DT})", "CONCAT_TOD({INT}, {INT}, {INT}, {INT})"),
    "DT": ("({DT} + {TIME})", "({DT} - {TIME})", "CONCAT_DATE_TOD({DATE}, {TOD})"),
    "LDATE": ("LDT_TO_LDATE({LDT})", "TO_LDATE({DATE})"),
    "LTOD": ("({LTOD} + {LTIME})", "({LTOD} - {LTIME})", "LDT_TO_LTOD({LDT})"),
    "LDT": ("({LDT} + {LTIME})", "({LDT} - {LTIME})", "TO_LDT({DT})"),
}  # fmt: skip
_WIDTH = {"S": 8, "I": 16, "D": 32, "L": 64, "B": 8, "W": 16}

_AROUND = """TYPE Mode : (Idle, Run := 7, Halt); Few : INT(-2..3); Point : STRUCT x : REAL; n : INT; t : STRING[5]; k : ARRAY[0..2] OF LINT;
END_STRUCT; Node : STRUCT next : REF_TO Node; v : DINT; END_STRUCT; END_TYPE
FUNCTION add : DINT VAR_INPUT a : INT; b : DINT := 3; END_VAR VAR_OUTPUT c : LINT; END_VAR VAR t : STRING[9]; END_VAR
t := TO_STRING(a); c := a * LINT#4; add := a + b; IF add > 100 THEN RETURN; END_IF add := add * LEN(t); END_FUNCTION
FUNCTION fill : INT VAR_IN_OUT r : ARRAY[*] OF INT; END_VAR VAR_INPUT v : INT; END_VAR VAR i : DINT; END_VAR
FOR i := LOWER_BOUND(r, 1) TO UPPER_BOUND(r, 1) DO r[i] := v; fill := fill + r[i]; END_FOR END_FUNCTION
FUNCTION moved : Point VAR_INPUT p : Point; by_x : REAL; END_VAR moved := p; moved.x := p.x + by_x; END_FUNCTION
INTERFACE Counting METHOD up : LINT VAR_INPUT by_n : INT; END_VAR END_METHOD PROPERTY v : DINT GET END_GET SET END_SET END_PROPERTY END_INTERFACE
FUNCTION_BLOCK Base IMPLEMENTS Counting VAR_INPUT go : BOOL; END_VAR VAR_OUTPUT q : DINT; END_VAR VAR_IN_OUT io : INT; END_VAR
VAR PUBLIC other : Counting; END_VAR VAR t : TON; END_VAR
METHOD up : LINT VAR_INPUT by_n : INT; END_VAR q := q + by_n; up := q; IF by_n > 0 AND_THEN other <> NULL THEN up := other.up(by_n - 1); END_IF END_METHOD
METHOD PUBLIC reached VAR_OUTPUT o : INT; END_VAR o := io; THIS^.up(0); END_METHOD
PROPERTY v : DINT GET v := q; END_GET SET q := v / 2; END_SET END_PROPERTY
t(IN := go, PT := T#1ms); IF t.Q THEN q := q + 1; io := io + 1; END_IF END_FUNCTION_BLOCK
FUNCTION_BLOCK More EXTENDS Base VAR PUBLIC more : ARRAY[1..20] OF LINT; END_VAR
METHOD OVERRIDE up : LINT VAR_INPUT by_n : INT; END_VAR more[20] := more[1] + by_n; up := SUPER^.up(by_n) + more[20]; END_METHOD SUPER^(); END_FUNCTION_BLOCK
"""
_FIXED = """few : Few; mode : Mode; p, q : Point; ps : ARRAY[1..2] OF Point; n : ARRAY[-1..2, 0..3] OF INT; b : Base; m : More; bs : ARRAY[0..1] OF More;
c : Counting; rb : REF_TO Base; rm : REF_TO More; node, tail : Node; rn : REF_TO Node; ri : REFERENCE TO INT; w AT %MW4 : WORD; l AT %ML0 : LWORD;
"""
_LED = "c := b; rb := REF(m); rm := REF(bs[1]); rn := REF(node); ri REF= n[0, 0];\n"
_STATEMENTS = (
    "p := q;", "ps[{!INT}] := moved(p, {REAL});", "p := moved(ps[{!INT}], {REAL});", "q.k[{!INT}] := {LINT};", "n[{!INT}, {!INT}] := {INT};",
    "few := DINT_TO_INT({DINT});", "few := {!INT};", "mode := Run;", "b(go := {BOOL}, io := {iINT}, q => {iDINT});", "m(go := {BOOL}, io := p.n);",
    "bs[{!INT}](io := {iINT});", "c := b;", "c := bs[{!INT}];", "b.other := c;", "m.other := m;", "rb := REF(bs[{!INT}]);", "rb := REF(b);",
    "rm ?= rb;", "rb^(io := {iINT}, go := {BOOL});", "{iLINT} := c.up({INT});", "{iLINT} := rb^.up({INT});", "{iDINT} := rm^.v;", "c.v := {DINT};",
    "m.reached(o => {iINT});", "rm^.more[{!INT}] := 4;", "rn := REF(node);", "rn^.next := REF(tail);", "rn := rn^.next;", "rn^.v := {DINT};",
    "ri REF= {iINT};", "ri REF= n[{!INT}, {!INT}];", "ri := {INT};", "{iINT} := ri;", "fill(n1, {INT});", "{iINT} := fill(r := a_INT, v := {INT});",
    "{iDINT} := add({INT}, {DINT}, c => {iLINT});", "{iDINT} := add(EN := {BOOL}, a := {INT}, ENO => {iBOOL});", "w.%B1 := {BYTE};", "l.63 := {BOOL};",
    "%MB7 := {BYTE};", "{iBYTE} := %MB1;", "p.t[{!INT}] := {CHAR};", "{iCHAR} := {iSTRING[200]}[{!INT}];", "a_LINT := a_LINT;", "ps[1] := ps[2];",
)  # fmt: skip


def generated_program(chance: Chance) -> str:
    """A program with variables of every type."""
    maker = _Maker(chance)
    body = _LED + "\n".join(maker.statement(3) for _ in range(1 + chance.below(12)))
    scalars = " ".join(
        f"i_{_name(t)}, j_{_name(t)} : {t}{maker.initial(t)}; a_{_name(t)} : ARRAY[-2..3] OF {t};"
        for t in TYPES
    )
    return (
        f"{_AROUND}PROGRAM p\nVAR {_FIXED}n1 : ARRAY[5..9] OF INT; {scalars} END_VAR\n"
        f"{body}\nEND_PROGRAM\n"
    )


def _name(type_: str) -> str:
    return type_.replace("[", "").replace("]", "")


class _Maker:
    """Statements and expressions, as deep as it is told and as the bytes last."""

    __slots__ = ("_chance", "_loops")

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._loops = 0

    def initial(self, type_: str) -> str:
        """An initial value, or none."""
        return f" := {self._literal(type_)}" if self._chance.below(3) else ""

    def statement(self, depth: int) -> str:
        """One statement."""
        chance = self._chance
        kind = chance.below(12) if depth > 0 else 0
        if kind < 5 or chance.spent:
            return self._assignment(depth)
        if kind < 8:
            return self._filled(chance.one_of(_STATEMENTS), 1)
        inner = " ".join(self.statement(depth - 1) for _ in range(1 + chance.below(3)))
        if kind == 8:
            return (
                f"IF {self.value('BOOL', 2)} THEN {inner} ELSE {self.statement(depth - 1)} END_IF;"
            )
        if kind == 9:
            choices = chance.one_of(("1, 5..9", "-128..127", "0", "3"))
            other = chance.one_of(("", f"ELSE {inner} "))
            return f"CASE {self.value('SINT', 2)} OF {choices}: {inner} {other}END_CASE;"
        if kind == 10:
            type_ = chance.one_of(INTEGERS)
            first, last, step = (self._varying(type_, 1) for _ in range(3))
            return f"FOR i_{type_} := {first} TO {last} BY {step} DO {inner} {self._leaving()} END_FOR;"
        if chance.below(2):
            return f"REPEAT {inner} {self._leaving()} UNTIL {self.value('BOOL', 2)} END_REPEAT;"
        return f"WHILE {self.value('BOOL', 2)} DO {inner} END_WHILE;"

    def _leaving(self) -> str:
        return self._chance.one_of(("", "EXIT;", "CONTINUE;", "IF i_BOOL THEN RETURN; END_IF"))

    def _assignment(self, depth: int) -> str:
        type_ = self._chance.one_of(TYPES)
        return f"{self._place(type_, 1)} := {self.value(type_, depth)};"

    def _filled(self, form: str, depth: int) -> str:
        """A form with a value in place of {TYPE}, one that is no literal in place of {!TYPE}, and a
        variable in place of {iTYPE}."""
        parts = form.replace("}", "{").split("{")
        for at in range(1, len(parts), 2):
            part = parts[at]
            if part[0] == "i":
                parts[at] = self._place(part[1:], 0)
            elif part[0] == "!":
                parts[at] = self._varying(part[1:], depth)
            else:
                parts[at] = self.value(part, depth)
        return "".join(parts)

    def _place(self, type_: str, depth: int) -> str:
        name = _name(type_)
        if depth > 0 and self._chance.below(3) == 1:
            return f"a_{name}[{self._varying(self._chance.one_of(INTEGERS), depth - 1)}]"
        return f"{self._chance.one_of(('i_', 'j_'))}{name}"

    def _literal(self, type_: str) -> str:
        chance = self._chance
        if type_ in _LITERALS:
            return chance.one_of(_LITERALS[type_])
        letter = type_.lstrip("U")[0] if type_ in INTEGERS else type_[0]
        width = _WIDTH[letter]
        if type_ in BITS:
            return f"16#{chance.one_of((0, 1, 2**width - 1, 2 ** (width - 1))):X}"
        unsigned = type_[0] == "U"
        low = 0 if unsigned else -(2 ** (width - 1))
        return str(chance.one_of((0, 1, 2, low, low + 2**width - 1, 5, 0 if unsigned else -1)))

    def _varying(self, type_: str, depth: int) -> str:
        """A value that only the run shows: an index, a divisor."""
        value = self.value(type_, depth)
        return value if "i_" in value or "j_" in value else self._place(type_, 0)

    def value(self, type_: str, depth: int) -> str:
        """An expression of a type."""
        chance = self._chance
        if depth <= 0 or chance.spent:
            return self._literal(type_) if chance.below(2) else self._place(type_, 0)
        kind = chance.below(8)
        if kind == 0:
            return self._literal(type_)
        if kind == 1:
            return self._place(type_, depth)
        if kind == 2:
            other = chance.one_of(TYPES)
            plain, wanted = other.partition("[")[0], type_.partition("[")[0]
            return f"{plain}_TO_{wanted}({self.value(other, depth - 1)})"
        if kind == 3:
            return self._filled(
                chance.one_of((
                    "SEL({BOOL}, {X}, {X})", "MUX({!INT}, {X}, {X}, {X})", "MIN({X}, {X})",
                    "MAX({X}, {X}, {X})", "LIMIT({X}, {X}, {X})",
                )).replace("X}", f"{type_}}}"), depth - 1,
            )  # fmt: skip
        return self._filled(chance.one_of(_forms(type_)).replace("X}", f"{type_}}}"), depth - 1)


def _forms(type_: str) -> tuple[str, ...]:
    """What operators and functions give a value of a type."""
    if type_ == "BOOL":
        return (
            "({INT} < {INT})", "({LREAL} >= {REAL})", "({ULINT} <> {ULINT})", "({STRING[5]} <= {STRING[200]})", "({TIME} = {TIME})",
            "({BOOL} XOR {BOOL})", "({BOOL} AND_THEN {BOOL})", "({BOOL} OR_ELSE {BOOL})", "NOT {BOOL}", "i_LWORD.63", "j_WORD.%X3",
            "({DT} > {DT})", "({CHAR} <> {CHAR})", "IS_VALID_BCD({WORD})", "IS_VALID({REAL})", "__ISVALIDREF(ri)", "(c <> NULL)",
        )  # fmt: skip
    if type_ in INTEGERS:
        forms = ("({X} + {X})", "({X} - {X})", "({X} * {X})", "({X} / {!X})", "({X} MOD {!X})", "ABS({X})", "-{X}")  # fmt: skip
        if type_ == "INT":
            forms += ("LEN({STRING[200]})", "FIND({STRING[200]}, {STRING[5]})", "TRUNC({LREAL})", "n[{!INT}, {!SINT}]", "WORD_BCD_TO_INT({WORD})",
                      "DAY_OF_WEEK({DATE})", "few", "ps[{!INT}].n")  # fmt: skip
        return forms[:-1] if type_[0] == "U" else forms
    if type_ in BITS:
        return ("({X} AND {X})", "({X} OR {X})", "NOT {X}", "SHL({X}, {!INT})", "SHR({X}, {ULINT})", "ROL({X}, {!INT})", "ROR({X}, {!USINT})")  # fmt: skip
    if type_ in REALS:
        return ("({X} + {X})", "({X} * {X})", "({X} / {!X})", "-{X}", "({X} ** {X})", "({X} ** {INT})", "SQRT({X})", "EXP({X})", "LN({X})",
                "SIN({X})", "TAN({X})", "ASIN({X})", "ATAN2({X}, {X})", "ABS({X})")  # fmt: skip
    if type_ in SPANS:
        return ("({X} + {X})", "({X} - {X})", "({X} * {INT})", "({X} / {!LINT})", "({X} * {REAL})", "({X} / {!LREAL})")  # fmt: skip
    if type_ in MOMENTS:
        return _MOMENTS[type_]
    if type_ in TEXTS:
        return (
            "LEFT({X}, {INT})", "RIGHT({X}, {LINT})", "MID({X}, {INT}, {DINT})", "CONCAT({X}, {X})", "INSERT({X}, {X}, {INT})",
            "DELETE({X}, {ULINT}, {INT})", "REPLACE({X}, {X}, {INT}, {LINT})", "CONCAT({X}, {X}, {X}, {X})",
        )  # fmt: skip
    return ("{X}", "a_CHAR[{!INT}]" if type_ == "CHAR" else "a_WCHAR[{!INT}]")
