"""Dates and times of day: IEC 61131-3:2013 Tables 9, 10, 35 and 36; the model is datetime."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core.image import IOImage
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
utc = partial(datetime, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def ns(moment):
    """Nanoseconds from 1970 (a date, a datetime) or from midnight (a time)."""
    if isinstance(moment, time):
        moment = datetime.combine(EPOCH, moment, UTC)
    elif not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), UTC)
    return (moment - EPOCH) // MICROSECOND * 1000


@pytest.mark.parametrize(
    ("type_name", "literal", "value"),
    [
        ("DATE", "DATE#1984-06-25", ns(date(1984, 6, 25))), ("DATE", "date#2024-02-29", ns(date(2024, 2, 29))),
        ("DATE", "D#1969-12-31", -86_400 * 10**9), ("LDATE", "LDATE#2012-02-29", ns(date(2012, 2, 29))),
        ("LDATE", "LD#1984-06-25", ns(date(1984, 6, 25))), ("DATE", "d#1984-6-5", ns(date(1984, 6, 5))),
        ("TIME_OF_DAY", "TIME_OF_DAY#15:36:55.36", ns(time(15, 36, 55, 360_000))),
        ("TOD", "TOD#23:59:59.999", ns(time(23, 59, 59, 999_000))), ("TOD", "tod#6:05", ns(time(6, 5))),
        ("LTOD", "LTOD#15:36:55.360_227_400", ns(time(15, 36, 55, 360_227)) + 400),
        ("LTIME_OF_DAY", "LTIME_OF_DAY#00:00:00", 0),
        ("DATE_AND_TIME", "DATE_AND_TIME#1984-06-25-15:36:55.360227", ns(utc(1984, 6, 25, 15, 36, 55, 360_227))),
        ("DT", "DT#1984-06-25-15:36:55.36", ns(utc(1984, 6, 25, 15, 36, 55, 360_000))),
        ("LDT", "LDT#2200-01-01-00:00:00", ns(utc(2200, 1, 1))),
        ("LDATE_AND_TIME", "LDATE_AND_TIME#1984-06-25-15:36:55.360_227_400", ns(utc(1984, 6, 25, 15, 36, 55, 360_227)) + 400),
    ],
)  # fmt: skip
def test_a_literal_of_table_9_has_its_value(body, type_name, literal, value):
    assert body(f"x : {type_name} := {literal};", "")["x"] == value
    assert body(f"x : {type_name};", f"x := {literal};")["x"] == value


@pytest.mark.parametrize(
    ("literal", "code"),
    [
        ("D#2023-02-29", "TL2123"), ("D#2024-13-01", "TL2123"), ("D#2024-00-01", "TL2123"), ("D#999-01-01", "TL2123"),
        ("D#2300-01-01", "TL2123"), ("D#2024-02", "TL2122"), ("D#2024-02-03-04:05:06", "TL2122"), ("D#1", "TL2122"),
        ("TOD#24:00:00", "TL2123"), ("TOD#12:60:00", "TL2123"), ("TOD#12:00:61", "TL2123"), ("TOD#12", "TL2122"),
        ("DT#2024-02-29", "TL2122"), ("DT#2024-02-30-12:00:00", "TL2123"),
        ("DT#2024-02-29-12", "TL2122"), ("LTOD#12h", "TL2122"), ("DT#2024-02-29:12:00:00", "TL2122"),
    ],
)  # fmt: skip
def test_a_broken_literal_is_pointed_at(problems, literal, code):
    found = problems(f"PROGRAM p VAR x : LDT; END_VAR\nx := {literal};\nEND_PROGRAM")
    assert (found[0].kind.code, found[0].position.line) == (code, 2)
    assert found[0].message("en")
    assert found[0].help("zh-CN")


@pytest.mark.parametrize(
    ("expression", "type_name", "value"),
    [
        ("TOD#10:00:00 + T#90m", "TOD", ns(time(11, 30))), ("T#1h + TOD#10:00:00", "TOD", ns(time(11))),
        ("TOD#23:59:59 + T#2s", "TOD", ns(time(0, 0, 1))), ("TOD#00:00:00 - T#1s", "TOD", ns(time(23, 59, 59))),
        ("TOD#10:00:00 - TOD#11:30:00", "TIME", -5400 * 10**9),
        ("DT#2024-02-28-23:00:00 + T#2h", "DT", ns(utc(2024, 2, 29, 1))),
        ("DT#2024-03-01-00:00:00 - T#1d", "DT", ns(utc(2024, 2, 29))),
        ("DT#2024-03-01-00:00:00 - DT#2024-02-28-12:00:00", "TIME", 36 * 3600 * 10**9),
        ("D#2024-03-01 - D#2024-02-01", "TIME", 29 * 86400 * 10**9),
        ("LTOD#10:00:00 + LTIME#1ns", "LTOD", ns(time(10)) + 1), ("LDT#2024-01-01-00:00:00 - LTIME#1ns", "LDT", ns(utc(2024, 1, 1)) - 1),
        ("LDATE#2024-01-02 - LDATE#2024-01-01", "LTIME", 86400 * 10**9), ("DT#2024-01-01-00:00:00 + LTIME#1ns", "LDT", ns(utc(2024, 1, 1)) + 1),
        ("ADD_TOD_TIME(TOD#10:00:00, T#1h)", "TOD", ns(time(11))), ("ADD_DT_TIME(DT#2024-01-01-00:00:00, T#1h)", "DT", ns(utc(2024, 1, 1, 1))),
        ("ADD_TIME(T#1s, T#2s)", "TIME", 3 * 10**9), ("SUB_TIME(T#1s, T#2s)", "TIME", -(10**9)), ("ADD_LTIME(LTIME#1s, T#2s)", "LTIME", 3 * 10**9),
        ("SUB_DATE_DATE(D#2024-03-01, D#2024-02-29)", "TIME", 86400 * 10**9), ("SUB_TOD_TIME(TOD#10:00:00, T#1h)", "TOD", ns(time(9))),
        ("SUB_TOD_TOD(TOD#10:00:00, TOD#09:00:00)", "TIME", 3600 * 10**9), ("SUB_DT_TIME(DT#2024-01-01-01:00:00, T#1h)", "DT", ns(date(2024, 1, 1))),
        ("SUB_DT_DT(DT#2024-01-02-00:00:00, DT#2024-01-01-00:00:00)", "TIME", 86400 * 10**9), ("MULTIME(T#1s, 2.5)", "TIME", 2_500_000_000),
        ("MUL_TIME(T#1s, 3)", "TIME", 3 * 10**9), ("DIVTIME(T#3s, 2)", "TIME", 1_500_000_000), ("DIV_TIME(T#3s, 2.0)", "TIME", 1_500_000_000),
        ("ADD_LTOD_LTIME(LTOD#10:00:00, LTIME#1h)", "LTOD", ns(time(11))), ("SUB_LDT_LDT(LDT#2024-01-02-00:00:00, LDT#2024-01-01-00:00:00)", "LTIME", 86400 * 10**9),
        ("CONCAT_DATE_TOD(D#2024-02-29, TOD#15:36:55.36)", "DT", ns(utc(2024, 2, 29, 15, 36, 55, 360_000))),
        ("CONCAT_DATE_LTOD(D#2024-02-29, LTOD#15:36:55)", "LDT", ns(utc(2024, 2, 29, 15, 36, 55))),
        ("CONCAT_DATE(2024, 2, 29)", "DATE", ns(date(2024, 2, 29))), ("CONCAT_DATE(YEAR := 1969, MONTH := 12, DAY := 31)", "DATE", ns(date(1969, 12, 31))),
        ("CONCAT_TOD(15, 36, 55, 360)", "TOD", ns(time(15, 36, 55, 360_000))), ("CONCAT_LTOD(23, 59, 59, 999)", "LTOD", ns(time(23, 59, 59, 999_000))),
        ("CONCAT_DT(2024, 2, 29, 15, 36, 55, 360)", "DT", ns(utc(2024, 2, 29, 15, 36, 55, 360_000))),
        ("CONCAT_LDT(2000, 1, 1, 0, 0, 0, 0)", "LDT", ns(utc(2000, 1, 1))),
        ("DT_TO_DATE(DT#2024-02-29-15:36:55.36)", "DATE", ns(date(2024, 2, 29))), ("DT_TO_TOD(DT#2024-02-29-15:36:55.36)", "TOD", ns(time(15, 36, 55, 360_000))),
        ("DATE_AND_TIME_TO_TIME_OF_DAY(DT#1969-12-31-23:00:00)", "TOD", ns(time(23))), ("DATE_AND_TIME_TO_DATE(DT#1969-12-30-23:00:00)", "DATE", ns(date(1969, 12, 30))),
        ("LDT_TO_LTOD(LDT#2024-02-29-15:36:55)", "LTOD", ns(time(15, 36, 55))), ("DATE_TO_DT(D#2024-02-29)", "DT", ns(date(2024, 2, 29))),
        ("DATE_TO_UDINT(D#1970-01-02)", "UDINT", 86400), ("DT_TO_UDINT(DT#1970-01-01-00:01:00)", "UDINT", 60), ("TOD_TO_UDINT(TOD#00:00:01.5)", "UDINT", 1500),
        ("LDT_TO_ULINT(LDT#1970-01-01-00:00:01)", "ULINT", 10**9), ("UDINT_TO_DT(1_700_000_000)", "DT", 1_700_000_000 * 10**9),
        ("UDINT_TO_TOD(1500)", "TOD", 1_500_000_000), ("DWORD_TO_DATE(86401)", "DATE", 86400 * 10**9), ("TIME_TO_TOD(T#25h)", "TOD", ns(time(1))),
        ("TOD_TO_TIME(TOD#01:00:00)", "TIME", 3600 * 10**9), ("TO_DT(D#2024-02-29)", "DT", ns(date(2024, 2, 29))), ("TOD_TO_REAL(TOD#00:00:01)", "REAL", 1000.0),
        ("DAY_OF_WEEK(D#2024-02-29)", "INT", 4), ("DAY_OF_WEEK(D#1678-01-01)", "INT", 6),
        ("MAX(D#2024-02-29, D#2023-01-01)", "DATE", ns(date(2024, 2, 29))), ("SEL(TRUE, TOD#01:00:00, TOD#02:00:00)", "TOD", ns(time(2))),
        ("LIMIT(TOD#08:00:00, TOD#07:00:00, TOD#17:00:00)", "TOD", ns(time(8))), ("MUX(1, D#2023-01-01, D#2024-01-01)", "DATE", ns(date(2024, 1, 1))),
        ("D#2024-02-29 > D#2024-02-28", "BOOL", True), ("TOD#10:00:00 = TOD#10:00:00.0", "BOOL", True), ("LT(D#1960-01-01, D#2024-01-01)", "BOOL", True),
        ("DT#2024-01-01-00:00:00 <> DT#2024-01-01-00:00:01", "BOOL", True),
    ],
)  # fmt: skip
def test_arithmetic_of_tables_35_and_36_gives(body, expression, type_name, value):
    assert body(f"x : {type_name};", f"x := {expression};")["x"] == value


def test_arithmetic_of_constants_is_an_initial_value(body):
    running = body(
        "x : TOD := TOD#23:00:00 + T#2h; y : DT := CONCAT_DATE_TOD(D#2024-01-01, TOD#01:00:00);", ""
    )
    assert running["x"] == ns(time(1))
    assert running["y"] == ns(utc(2024, 1, 1, 1))


@pytest.mark.parametrize("prefix", ["", "L"])
def test_split_takes_a_date_apart(run, prefix):
    running = run(f"""PROGRAM p VAR y, m, d : UINT; h, mi : USINT; s : INT; ms : DINT; END_VAR
    SPLIT_{prefix}DT(IN := {prefix}DT#2024-02-29-15:36:55.367, YEAR => y, MONTH => m, DAY => d, HOUR => h, MINUTE => mi,
      SECOND => s, MILLISECOND => ms); END_PROGRAM""").scan()
    assert [running[name] for name in ("y", "m", "d", "h", "mi", "s", "ms")] == [
        2024,
        2,
        29,
        15,
        36,
        55,
        367,
    ]


_TEXT = """PROGRAM p VAR moment : DT; step : TIME; later : DT; day : DATE; clock : TOD; weekday : INT;
y, m, d, h, mi, s, ms : INT; again : DT; text : STRING; back : DT; END_VAR
later := moment + step; day := DT_TO_DATE(moment); clock := DT_TO_TOD(moment); weekday := DAY_OF_WEEK(day);
SPLIT_DT(IN := moment, YEAR => y, MONTH => m, DAY => d, HOUR => h, MINUTE => mi, SECOND => s, MILLISECOND => ms);
again := CONCAT_DT(y, m, d, h, mi, s, ms); text := DT_TO_STRING(moment); back := STRING_TO_DT(text); END_PROGRAM"""
_IMAGE = IOImage([])
_PLC = compiled(Source("t.st", _TEXT)).controller(_IMAGE)


@given(
    st.integers(-9_214_560_000_000, 9_214_560_000_000),
    st.timedeltas(-timedelta(days=100), timedelta(days=100)),
)
@settings(max_examples=200, deadline=None)
def test_dates_agree_with_datetime(milliseconds, step):
    moment = EPOCH + timedelta(milliseconds=milliseconds)
    _PLC.write("moment", f"DT#{moment:%Y-%m-%d-%H:%M:%S.%f}")
    _PLC.write("step", f"T#{'-' * (step < timedelta())}{abs(step) // MICROSECOND}us")
    _PLC.scan(_IMAGE, 0)
    values = _PLC.variables()
    assert values["moment"] == ns(moment)
    assert values["later"] == ns(moment) + step // MICROSECOND * 1000
    assert values["day"] == ns(moment.date())
    assert values["clock"] == ns(moment.time())
    assert values["weekday"] == moment.isoweekday() % 7
    parts = [values[name] for name in ("y", "m", "d", "h", "mi", "s")]
    assert parts == list(moment.timetuple()[:6])
    assert values["ms"] == moment.microsecond // 1000
    assert values["again"] == values["moment"] == values["back"]


@pytest.mark.parametrize(
    "expression", ["CONCAT_DATE(2023, m, 29)", "CONCAT_DATE(1500 + m, 1, 1)", "CONCAT_TOD(24, m, 0, 0)", "CONCAT_DATE(2024, m - 2, 1)"]
)  # fmt: skip
def test_what_no_calendar_has_stops_the_program(run, expression):
    running = run(
        f"PROGRAM p VAR x : LINT; m : INT := 2; END_VAR\nx := TO_LINT({expression}); END_PROGRAM"
    )
    problem = running.stop()
    assert (problem.kind.code, problem.position.line) == ("TL4021", 2)
    assert "no such date or time" in problem.message("en")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("x := d + t;", "TL3103"), ("x := dt + dt;", "TL3103"), ("x := c * 2;", "TL3103"), ("t := -d;", "TL3103"),
        ("x := d - c;", "TL3103"), ("x := d + 1;", "TL3103"), ("b := d = c;", "TL3104"), ("d := dt;", "TL3101"), ("d := 5;", "TL3101"),
        ("c := t;", "TL3101"), ("b := d AND b;", "TL3103"), ("t := ADD_TOD_TIME(d, t);", "TL3101"), ("d := CONCAT_DATE(2024, 2.5, 1);", "TL3103"),
        ("d := CONCAT_DATE(2024, 2);", "TL3202"), ("d := ABS(d);", "TL3103"), ("dt := CONCAT_DATE_TOD(c, d);", "TL3101"),
        ("CASE d OF 1: ; END_CASE", "TL3115"), ("t := t - c;", "TL3103"), ("b := d > 'x';", "TL3104"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_with_dates_is_a_diagnostic(problems, statement, code):
    text = f"PROGRAM p VAR d : DATE; c : TOD; dt : DT; x : LDT; t : TIME; b : BOOL; END_VAR\n{statement}\nEND_PROGRAM"
    assert code in [problem.kind.code for problem in problems(text)]


def test_the_l_forms_take_the_others_by_themselves(body):
    running = body(
        "a : LDATE; b : LTOD; c : LDT;",
        "a := D#2024-02-29; b := TOD#01:00:00; c := DT#2024-01-01-00:00:00;",
    )
    assert running["b"] == ns(time(1))
