"""Conversions: IEC 61131-3:2013 Tables 22 to 27 and Figure 12."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core.image import IOImage
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled


@pytest.mark.parametrize(
    ("expression", "type_name", "value"),
    [
        ("REAL_TO_INT(2.5)", "INT", 2), ("REAL_TO_INT(3.5)", "INT", 4),
        ("REAL_TO_INT(-2.5)", "INT", -2), ("REAL_TO_INT(2.6)", "INT", 3),
        ("REAL_TO_INT(1.0E9)", "INT", 32767), ("REAL_TO_INT(-1.0E9)", "INT", -32768),
        ("REAL_TO_UINT(-3.0)", "UINT", 0), ("TRUNC(2.9)", "DINT", 2), ("TRUNC(-2.9)", "DINT", -2),
        ("TRUNC(2.9)", "INT", 2), ("REAL_TRUNC_INT(-2.9)", "INT", -2), ("TRUNC_INT(9.9)", "INT", 9),
        ("INT_TO_SINT(300)", "SINT", 44), ("INT_TO_UINT(-1)", "UINT", 65535),
        ("DINT_TO_INT(70000)", "INT", 4464), ("WORD_TO_INT(16#FFFF)", "INT", -1),
        ("INT_TO_WORD(-1)", "WORD", 65535), ("INT_TO_DWORD(-1)", "DWORD", 2**32 - 1),
        ("INT_TO_BOOL(5)", "BOOL", True), ("BOOL_TO_INT(TRUE)", "INT", 1),
        ("TIME_TO_DINT(T#1500ms)", "DINT", 1500), ("TIME_TO_REAL(T#1500ms)", "REAL", 1500.0),
        ("DINT_TO_TIME(1500)", "TIME", 1_500_000_000), ("REAL_TO_TIME(0.5)", "TIME", 500_000),
        ("LTIME_TO_LINT(LTIME#5us)", "LINT", 5000), ("DWORD_TO_REAL(16#3F80_0000)", "REAL", 1065353216.0),
        ("TO_INT(2.5)", "INT", 2), ("TO_REAL(7)", "REAL", 7.0), ("TO_UINT(T#5s)", "UINT", 5000),
        ("LREAL_TO_REAL(0.1)", "REAL", float(np.float32(0.1))), ("UDINT_TO_REAL(7)", "REAL", 7.0),
        ("BYTE_TO_USINT(16#FF)", "USINT", 255), ("SINT_TO_INT(-5)", "INT", -5),
    ],
)  # fmt: skip
def test_a_conversion_gives(body, expression, type_name, value):
    assert body(f"x : {type_name};", f"x := {expression};")["x"] == value


_TEXT = """PROGRAM p VAR r : LREAL; i : INT; d : DINT; u : UDINT; END_VAR
i := LREAL_TO_INT(r); d := LREAL_TO_DINT(r); u := LREAL_TO_UDINT(r); END_PROGRAM"""
_IMAGE = IOImage([])
_PLC = compiled(Source("t.st", _TEXT)).controller(_IMAGE)


@given(st.floats(-1e12, 1e12))
@settings(max_examples=50, deadline=None)
def test_reals_round_half_to_even_and_saturate(number):
    _PLC.write("r", f"{number:.17E}")
    _PLC.scan(_IMAGE, 0)
    for path, kind in (("i", np.int16), ("d", np.int32), ("u", np.uint32)):
        info = np.iinfo(kind)
        expected = int(np.clip(np.rint(np.float64(f"{number:.17E}")), info.min, info.max))
        assert _PLC.read(path) == expected


@pytest.mark.parametrize(
    "pair",
    """SINT>INT SINT>LINT INT>DINT INT>REAL INT>LREAL DINT>LREAL USINT>UINT USINT>INT UINT>DINT
    UINT>REAL UDINT>LINT UDINT>LREAL REAL>LREAL BOOL>BYTE BYTE>WORD WORD>LWORD TIME>LTIME""".split(),
)
def test_figure_12_converts_by_itself(problems, pair):
    source, target = pair.split(">")
    text = f"PROGRAM p VAR a : {source}; b : {target}; END_VAR b := a; END_PROGRAM"
    assert problems(text) == []


@pytest.mark.parametrize(
    "pair",
    """INT>SINT DINT>INT DINT>REAL LINT>LREAL REAL>INT LREAL>REAL INT>UINT UINT>INT INT>WORD WORD>INT
    BOOL>INT INT>BOOL WORD>BYTE TIME>DINT DINT>TIME LTIME>TIME REAL>TIME""".split(),
)
def test_everything_else_names_the_conversion_to_write(problems, pair):
    source, target = pair.split(">")
    (problem,) = problems(
        f"PROGRAM p VAR a : {source}; count : {target}; END_VAR\n  count := a; END_PROGRAM"
    )
    assert str(problem.position) == "test.st:2:12"
    assert problem.kind.code == "TL3101"
    assert f"cannot assign {source} to {target} variable 'count'" in problem.message("en")
    wanted = "<> 0" if target == "BOOL" else f"{source}_TO_{target}(...)"
    assert wanted in problem.help("en")
    assert wanted in problem.help("zh-CN")
