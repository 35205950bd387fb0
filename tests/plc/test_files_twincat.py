"""TwinCAT objects and projects: what they declare, and where their mistakes are."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.problem import ProblemsFound
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.plc.structured_text import StructuredText

MS = 1_000_000


def wrapped(content: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<TcPlcObject Version="1.1.0.1">\n{content}\n</TcPlcObject>\n'


def pou(name: str, declaration: str, body: str, more: str = "") -> str:
    return wrapped(
        f'  <POU Name="{name}" Id="{{00}}" SpecialFunc="None">\n'
        f"    <Declaration><![CDATA[{declaration}]]></Declaration>\n"
        f"    <Implementation>\n      <ST><![CDATA[{body}]]></ST>\n    </Implementation>\n"
        f"{more}  </POU>"
    )


def declared(tag: str, name: str, declaration: str) -> str:
    return wrapped(
        f'<{tag} Name="{name}"><Declaration><![CDATA[{declaration}]]></Declaration></{tag}>'
    )


MAIN = pou("MAIN", "PROGRAM MAIN\nVAR\n  n : INT;\nEND_VAR\n", "n := n + 1;")


@pytest.fixture
def folder(tmp_path):
    def written(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8-sig"))
        return tmp_path

    return written


@pytest.fixture
def scanned(folder):
    def scans(files: dict[str, str], count: int = 1, name: str = ""):
        plc = StructuredText().compile(folder(files) / name).controller(IOImage([]))
        for number in range(count):
            plc.scan(IOImage([]), number * 10 * MS)
        return plc

    return scans


@pytest.fixture
def wrong(folder):
    def problems(files: dict[str, str], name: str = ""):
        with pytest.raises(ProblemsFound) as found:
            StructuredText().compile(folder(files) / name)
        return found.value.problems

    return problems


def test_a_project_of_objects_is_one_program(scanned):
    plc = scanned({
        "POUs/MAIN.TcPOU": pou("MAIN", """PROGRAM MAIN
VAR
    fbFilter : FB_Filter;
    eState   : E_State := E_State.Run;
    stLimits : ST_Limits;
END_VAR
""", "fbFilter(fIn := GVL.fLevel, stLimits := stLimits);\nGVL.fResult := fbFilter.fOut;"),
        "POUs/FB_Filter.TcPOU": pou("FB_Filter", """{attribute 'reflection'}
FUNCTION_BLOCK FB_Filter
VAR_INPUT
    fIn      : REAL;
    stLimits : ST_Limits;
END_VAR
VAR_OUTPUT
    fOut : REAL;
END_VAR
""", "fOut := LIMIT(stLimits.fLow, fIn, stLimits.fHigh);"),
        "DUTs/ST_Limits.TcDUT": declared("DUT", "ST_Limits", """TYPE ST_Limits :
STRUCT
    fLow  : REAL := 0.5;
    fHigh : REAL := 2.5;
END_STRUCT
END_TYPE
"""),
        "DUTs/E_State.TcDUT": declared("DUT", "E_State", """{attribute 'qualified_only'}
{attribute 'strict'}
TYPE E_State :
(
    Idle := 0,
    Run  := 10
) INT := Idle;
END_TYPE
"""),
        "GVLs/GVL.TcGVL": declared("GVL", "GVL", """{attribute 'qualified_only'}
VAR_GLOBAL
    fLevel  : REAL := 7.0;
    fResult : REAL;
END_VAR
"""),
    })  # fmt: skip
    assert (plc.read("fResult"), plc.read("eState")) == (2.5, 10)


METHODS = """    <Method Name="Add" Id="{01}">
      <Declaration><![CDATA[METHOD PUBLIC Add : INT
VAR_INPUT
    nStep : INT;
END_VAR
]]></Declaration>
      <Implementation>
        <ST><![CDATA[nTotal := nTotal + nStep;
Add := nTotal;]]></ST>
      </Implementation>
    </Method>
    <Property Name="Twice" Id="{02}">
      <Declaration><![CDATA[PROPERTY Twice : INT]]></Declaration>
      <Get Name="Get" Id="{03}">
        <Declaration><![CDATA[VAR
END_VAR
]]></Declaration>
        <Implementation><ST><![CDATA[Twice := 2 * nTotal;]]></ST></Implementation>
      </Get>
      <Set Name="Set" Id="{04}">
        <Declaration><![CDATA[VAR
END_VAR
]]></Declaration>
        <Implementation><ST><![CDATA[nTotal := Twice / 2;]]></ST></Implementation>
      </Set>
    </Property>
    <Action Name="Clear" Id="{05}">
      <Implementation><ST><![CDATA[nTotal := 0;]]></ST></Implementation>
    </Action>
"""
COUNTER = pou("FB_Sum", "FUNCTION_BLOCK FB_Sum\nVAR\n    nTotal : INT;\nEND_VAR\n", "", METHODS)


def test_methods_properties_and_actions_come_with_their_function_block(scanned):
    plc = scanned({
        "FB_Sum.TcPOU": COUNTER,
        "MAIN.TcPOU": pou("MAIN", "PROGRAM MAIN\nVAR\n  fb : FB_Sum; a, b, c : INT;\nEND_VAR\n",
                          "a := fb.Add(3); b := fb.Twice; fb.Twice := 40; c := fb.Add(1); fb.Clear();"),
    })  # fmt: skip
    assert [plc.read(name) for name in ("a", "b", "c", "fb.nTotal")] == [3, 6, 21, 0]


def test_an_action_of_a_program_shares_its_variables(scanned):
    more = """    <Action Name="Count" Id="{05}">
      <Implementation><ST><![CDATA[n := n + 10;]]></ST></Implementation>
    </Action>
"""
    text = pou("MAIN", "PROGRAM MAIN\nVAR\n  n : INT;\nEND_VAR\n", "Count(); MAIN.Count();", more)
    assert scanned({"MAIN.TcPOU": text}).read("n") == 20


def test_an_interface_is_implemented(scanned):
    plc = scanned({
        "I_Sum.TcIO": wrapped("""<Itf Name="I_Sum"><Declaration><![CDATA[INTERFACE I_Sum
]]></Declaration><Method Name="Add"><Declaration><![CDATA[METHOD Add : INT
VAR_INPUT
    nStep : INT;
END_VAR
]]></Declaration></Method></Itf>"""),
        "FB_Sum.TcPOU": COUNTER.replace("BLOCK FB_Sum\n", "BLOCK FB_Sum IMPLEMENTS I_Sum\n"),
        "MAIN.TcPOU": pou("MAIN", "PROGRAM MAIN\nVAR\n  fb : FB_Sum; i : I_Sum; a : INT;\nEND_VAR\n",
                          "i := fb; a := i.Add(4);"),
    })  # fmt: skip
    assert plc.read("a") == 4


def test_a_mistake_has_its_place_in_the_file_and_in_the_editor(wrong):
    text = pou("MAIN", "PROGRAM MAIN\nVAR\n  n : INT;\n  m : ITN;\nEND_VAR\n", "n := 1;\n\nn := k;")
    first, second = wrong({"MAIN.TcPOU": text})
    assert (first.position.line, first.position.column) == (7, 7)
    assert first.position.part.render("en") == "declaration of MAIN, line 4"
    assert (second.position.line, second.position.column) == (13, 6)
    assert second.position.part.render("en") == "body of MAIN, line 3"
    assert second.position.part.render("zh-CN") == "MAIN 的实现部分第 3 行"
    assert second.as_json("en")["part"] == "body of MAIN, line 3"


def test_a_mistake_in_a_method_names_the_method(wrong):
    (problem,) = wrong({"FB_Sum.TcPOU": COUNTER.replace("Add := nTotal;", "Add := nTotl;")})
    assert problem.position.part.render("en") == "body of FB_Sum.Add, line 2"
    assert problem.position.line == COUNTER.split("Add := nTotal")[0].count("\n") + 1


def test_what_is_not_closed_ends_with_its_editor(wrong):
    (problem,) = wrong(
        {"MAIN.TcPOU": pou("MAIN", "PROGRAM MAIN\nVAR\nEND_VAR\n", "IF TRUE THEN\n  ;\n")}
    )
    assert problem.kind.code == "TL2206"
    assert "the end of the text" in problem.message("en")
    assert problem.position.part.render("en") == "body of MAIN, line 3"


def test_a_graphical_body_is_named(wrong):
    text = MAIN.replace("<ST>", "<NWL>").replace("</ST>", "</NWL>")
    (problem,) = wrong({"MAIN.TcPOU": text})
    assert (problem.kind.code, problem.position.line) == ("TL2309", 10)
    assert problem.message("en") == "'MAIN' is written in FBD/LD, which is not read yet"


def test_a_ladder_with_its_actions_and_methods_is_one_diagnostic(wrong):
    ladder = COUNTER.replace("<ST>", "<NWL>").replace("</ST>", "</NWL>")
    (problem,) = wrong({"FB_Sum.TcPOU": ladder, "MAIN.TcPOU": MAIN})
    assert (problem.kind.code, problem.values["name"]) == ("TL2309", "FB_Sum")


TASK = wrapped("""<Task Name="PlcTask"><CycleTime>20000</CycleTime><Priority>20</Priority>
<PouCall><Name>MAIN</Name></PouCall></Task>""")
OTHER = pou("Other", "PROGRAM Other\nVAR\nEND_VAR\n", "")


def test_a_task_file_says_which_program_runs_and_when(scanned):
    files = {"MAIN.TcPOU": MAIN, "Other.TcPOU": OTHER, "PlcTask.TcTTO": TASK}
    assert scanned(files, 5).read("n") == 3


PROJECT = """<?xml version="1.0" encoding="utf-8"?>
<Project DefaultTargets="Build" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
  <ItemGroup>
    <Compile Include="POUs\\MAIN.TcPOU"><SubType>Code</SubType></Compile>
    <Compile Include="PlcTask.TcTTO"><SubType>Code</SubType></Compile>
  </ItemGroup>
</Project>
"""
FILES = {"Lab/POUs/MAIN.TcPOU": MAIN, "Lab/POUs/Old.TcPOU": "broken", "Lab/PlcTask.TcTTO": TASK,
         "Lab/Lab.plcproj": PROJECT}  # fmt: skip


@pytest.mark.parametrize("name", ["", "Lab", "Lab/Lab.plcproj"])
def test_a_project_file_lists_what_belongs_to_the_program(scanned, name):
    assert scanned(FILES, 3, name).read("n") == 2


def test_the_solution_of_the_system_manager_leads_to_the_project(scanned):
    text = '<TcSmProject><Project><Plc><Project PrjFilePath="Lab\\Lab.plcproj"/></Plc></Project></TcSmProject>'
    assert scanned({**FILES, "Lab.tsproj": text}, 3, "Lab.tsproj").read("n") == 2


def test_a_listed_file_that_is_missing_is_named(wrong):
    files = {"Lab.plcproj": PROJECT, "POUs/MAIN.TcPOU": MAIN}
    (problem,) = wrong(files)
    assert (problem.kind.code, problem.position.line) == ("TL2312", 5)
    assert "PlcTask.TcTTO" in problem.message("en")


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>\n<a>&c;</a>'


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("<TcPlcObject>", "TL2306", 1),
        ("<TcPlcObject>\n<POU></TcPlcObject>", "TL2306", 2),
        ("PROGRAM MAIN END_PROGRAM", "TL2306", 1),
        ("<project/>", "TL2310", 1),
        ("", "TL2004", 0),
        (BOMB, "TL2307", 1),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "TL2307", 1),
        ("<a>" * 200, "TL2308", 1),
        ("<a>" + "<b/>" * 200_001 + "</a>", "TL2308", 1),
        ('<?xml version="1.0" encoding="utf-99"?><a/>', "TL2306", 1),
    ],
)  # fmt: skip
def test_what_is_no_object_is_refused(wrong, text, code, line):
    (problem,) = wrong({"MAIN.TcPOU": text})
    assert (problem.kind.code, problem.position.line) == (code, line)


def test_an_address_that_is_left_open_is_that_of_the_tag_of_its_name(folder):
    tags = [
        Tag("bStart", DataType.BOOL, Direction.INPUT, "%IX0.0", Text("s", "s")),
        Tag("bLamp", DataType.BOOL, Direction.OUTPUT, "%QX0.0", Text("l", "l")),
    ]
    path = folder({
        "GVL.TcGVL": declared("GVL", "GVL", "VAR_GLOBAL\n  bStart AT %I* : BOOL;\n"
                              "  bLamp AT %Q* : BOOL;\n  bOther AT %I* : BOOL := TRUE;\nEND_VAR\n"),
        "MAIN.TcPOU": pou("MAIN", "PROGRAM MAIN\nVAR\nEND_VAR\n", "GVL.bLamp := GVL.bStart AND GVL.bOther;"),
    })  # fmt: skip
    image = IOImage(tags)
    plc = StructuredText().compile(path).controller(image)
    image.latch_inputs([1])
    plc.scan(image, 0)
    assert image.commanded() == (True,)


def test_an_enumeration_begins_with_its_own_value_though_another_has_that_name(scanned):
    strict = "{attribute 'qualified_only'}\n{attribute 'strict'}\n"
    plc = scanned({
        "E_A.TcDUT": declared("DUT", "E_A", f"{strict}TYPE E_A :\n(\n  Idle := 3,\n  Run\n);\nEND_TYPE\n"),
        "E_B.TcDUT": declared("DUT", "E_B", f"{strict}TYPE E_B :\n(\n  Run := 7,\n  Idle\n) DINT := Idle;\nEND_TYPE\n"),
        "MAIN.TcPOU": pou("MAIN", "PROGRAM MAIN\nVAR\n  a : E_A; b : E_B; c : E_B := E_B.Run; d : E_B := Run;\nEND_VAR\n", ""),
    })  # fmt: skip
    assert [plc.read(name) for name in "abcd"] == [3, 8, 7, 7]


def test_a_list_of_texts_is_an_enumeration(scanned):
    listing = '<Project><ItemGroup><Compile Include="E_State.TcTLEO"/><Compile Include="MAIN.TcPOU"/></ItemGroup></Project>'
    text = declared(
        "EnumerationTextList", "E_State", "TYPE E_State :\n(\n  Off,\n  On\n) := On;\nEND_TYPE\n"
    )
    main = pou("MAIN", "PROGRAM MAIN\nVAR\n  e : E_State;\nEND_VAR\n", "")
    assert (
        scanned({"L.plcproj": listing, "E_State.TcTLEO": text, "MAIN.TcPOU": main}).read("e") == 1
    )


def test_a_folder_with_several_projects_does_not_mix_them(wrong, scanned):
    files = {**FILES, "Copy/Lab.plcproj": PROJECT}
    (problem,) = wrong(files)
    assert (problem.kind.code, problem.values["known"]) == (
        "TL2314",
        "Copy/Lab.plcproj, Lab/Lab.plcproj",
    )
    assert scanned(files, 3, "Lab").read("n") == 2


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-16", "gb2312", "GBK", "gb18030", "big5", "iso-8859-1", "windows-1252"],
)
def test_a_file_may_have_the_encoding_that_it_declares(tmp_path, encoding):
    comment = "ü" if encoding.endswith(("1", "1252")) else "液位"
    text = pou("MAIN", "PROGRAM MAIN\nVAR\nEND_VAR\n", f"(* {comment} *) k := 1;")
    path = tmp_path / "MAIN.TcPOU"
    path.write_bytes(text.replace("utf-8", encoding).encode(encoding))
    with pytest.raises(ProblemsFound) as found:
        StructuredText().compile(path)
    (problem,) = found.value.problems
    column = text.splitlines()[8].index("k :=") + 1
    assert (problem.kind.code, problem.position.line, problem.position.column) == (
        "TL3001",
        9,
        column,
    )


def test_bytes_that_are_not_in_the_declared_encoding_are_a_problem(tmp_path):
    path = tmp_path / "MAIN.TcPOU"
    path.write_bytes(b'<?xml version="1.0" encoding="gbk"?><TcPlcObject>\xff\xff</TcPlcObject>')
    with pytest.raises(ProblemsFound) as found:
        StructuredText().compile(path)
    assert [problem.kind.code for problem in found.value.problems] == ["TL2306"]
