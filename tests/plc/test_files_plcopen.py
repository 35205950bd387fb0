"""PLCopen XML (TC6 2.0 and 2.01) as Beremiz, OpenPLC Editor and CODESYS write it."""

from __future__ import annotations

import pytest

from trainlab.core.image import IOImage
from trainlab.core.problem import ProblemsFound
from trainlab.plc.files.plcopen_tasks import duration_text
from trainlab.plc.structured_text import StructuredText

MS = 1_000_000
HEAD = """<?xml version='1.0' encoding='utf-8'?>
<project xmlns="http://www.plcopen.org/xml/tc6_0201" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <fileHeader companyName="Unknown" productName="Unnamed" productVersion="1"/>
  <contentHeader name="Unnamed"/>
"""


def variable(name: str, type_: str, more: str = "", attributes: str = "") -> str:
    return f'<variable name="{name}"{attributes}><type>{type_}</type>{more}</variable>\n'


def initial(value: str) -> str:
    return f'<initialValue><simpleValue value="{value}"/></initialValue>'


def pou(name: str, interface: str, body: str, kind: str = "program", more: str = "") -> str:
    return (
        f'<pou name="{name}" pouType="{kind}">\n<interface>\n{interface}</interface>\n{more}'
        f"<body>\n<ST>\n<xhtml:p><![CDATA[{body}]]></xhtml:p>\n</ST>\n</body>\n</pou>\n"
    )


def project(pous: str, types: str = "", instances: str = "", added: str = "") -> str:
    return (
        f"{HEAD}<types>\n<dataTypes>{types}</dataTypes>\n<pous>\n{pous}</pous>\n</types>\n"
        f"<instances><configurations>{instances}</configurations></instances>\n{added}</project>\n"
    )


def configured(resource: str, more: str = "") -> str:
    return (
        f'<configuration name="Config0"><resource name="Res0">{resource}</resource>{more}'
        "</configuration>"
    )


@pytest.fixture
def scanned(tmp_path):
    def scans(text: str, count: int = 1):
        path = tmp_path / "plc.xml"
        path.write_text(text, encoding="utf-8")
        plc = StructuredText().compile(path).controller(IOImage([]))
        for number in range(count):
            plc.scan(IOImage([]), number * 10 * MS)
        return plc

    return scans


@pytest.fixture
def wrong(tmp_path):
    def problems(text: str):
        path = tmp_path / "plc.xml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ProblemsFound) as found:
            StructuredText().compile(path)
        return found.value.problems

    return problems


def test_variables_of_each_section_and_of_each_kind_of_type(scanned):
    text = project(
        pou("Scale", "<returnType><REAL/></returnType><inputVars>" + variable("x", "<INT/>")
            + "</inputVars>", "Scale := INT_TO_REAL(x) / 10.0;", "function")
        + pou("Hold", "<inputVars>" + variable("x", "<REAL/>") + "</inputVars><outputVars>"
              + variable("y", "<REAL/>") + "</outputVars><inOutVars>" + variable("n", "<INT/>")
              + "</inOutVars>", "y := x; n := n + 1;", "functionBlock")
        + pou("main", "<localVars>" + variable("h", '<derived name="Hold"/>')
              + variable("a", '<array><dimension lower="1" upper="3"/><baseType><INT/></baseType></array>',
                         '<initialValue><arrayValue><value><simpleValue value="7"/></value>'
                         '<value repetitionValue="2"><simpleValue value="5"/></value></arrayValue></initialValue>')
              + variable("s", '<string length="5"/>', initial("'abc'"))
              + variable("p", '<derived name="Point"/>', '<initialValue><structValue><value member="y">'
                         '<simpleValue value="2"/></value></structValue></initialValue>')
              + variable("m", '<derived name="Mode"/>', initial("Run"))
              + variable("l", '<derived name="Level"/>')
              + "</localVars><localVars constant=\"true\">" + variable("K", "<INT/>", initial("40"))
              + "</localVars>",
              "h(x := Scale(K + a[1]), n := a[2]);"),
        '<dataType name="Point"><baseType><struct>' + variable("x", "<INT/>") + variable("y", "<INT/>")
        + '</struct></baseType></dataType><dataType name="Mode"><baseType><enum><values>'
          '<value name="Idle"/><value name="Run" value="4"/></values></enum></baseType></dataType>'
          '<dataType name="Level"><baseType><subrangeSigned><range lower="3" upper="9"/><baseType><INT/>'
          "</baseType></subrangeSigned></baseType></dataType>",
    )  # fmt: skip
    plc = scanned(text)
    assert plc.read("h.y") == pytest.approx(4.7)
    assert [plc.read(name) for name in ("a", "s", "p.y", "m", "l")] == [[7, 6, 5], "abc", 2, 4, 3]


MAIN = pou("main", "<localVars>" + variable("n", "<INT/>") + "</localVars>", "n := n + step;")
STEP = '<globalVars name="GVL">' + variable("step", "<INT/>", initial("2")) + "</globalVars>"
CYCLIC = (
    '<task name="task0" priority="0" interval="{}"><pouInstance name="i" typeName="main"/></task>'
)


@pytest.mark.parametrize("interval", ["T#20ms", "t#20ms", "PT0.02S"])
def test_a_task_has_its_interval_in_the_spelling_of_each_ide(scanned, interval):
    text = project(MAIN, "", configured(CYCLIC.format(interval) + STEP))
    assert scanned(text, 5).read("n") == 6


def test_global_variables_of_a_configuration_are_known_everywhere(scanned):
    body = MAIN.replace("n + step", "n + GVL.step + other")
    other = "<globalVars>" + variable("other", "<INT/>", initial("5")) + "</globalVars>"
    text = project(body, "", configured('<pouInstance name="i" typeName="main"/>' + STEP, other))
    assert scanned(text).read("n") == 7


def test_located_variables_keep_their_addresses(scanned):
    interface = "<localVars>" + variable("n", "<INT/>", "", ' address="%MW4"') + "</localVars>"
    assert scanned(project(pou("main", interface, "n := 3;"))).read("n") == 3


PLAIN = """<addData><data name="http://www.3s-software.com/plcopenxml/interfaceasplaintext"
 handleUnknown="implementation"><InterfaceAsPlainText><xhtml xmlns="http://www.w3.org/1999/xhtml">{}</xhtml>
</InterfaceAsPlainText></data></addData>"""


def codesys_pou(name: str, declaration: str, body: str, kind: str, more: str = "") -> str:
    return (
        f'<data name="http://www.3s-software.com/plcopenxml/pou" handleUnknown="implementation">'
        f'<pou name="{name}" pouType="{kind}"><interface/><actions><action name="Clear"><body><ST>'
        f'<xhtml xmlns="http://www.w3.org/1999/xhtml">total := 0;</xhtml></ST></body></action></actions>'
        f'<body><ST><xhtml xmlns="http://www.w3.org/1999/xhtml">{body}</xhtml></ST></body>'
        f"{PLAIN.format(declaration).replace('</addData>', more + '</addData>')}</pou></data>"
    )


METHOD = """<data name="http://www.3s-software.com/plcopenxml/method" handleUnknown="implementation">
<Method name="Add"><interface><returnType><INT/></returnType><inputVars><variable name="x"><type><INT/></type>
</variable></inputVars></interface><body><ST><xhtml>total := total + x; Add := total;</xhtml></ST></body></Method></data>
<data name="http://www.3s-software.com/plcopenxml/property" handleUnknown="implementation">
<Property name="Half"><interface><returnType><INT/></returnType></interface>
<SetAccessor><interface/><body><ST><xhtml>total := 2 * Half;</xhtml></ST></body></SetAccessor>
<GetAccessor><interface/><body><ST><xhtml>Half := total / 2;</xhtml></ST></body></GetAccessor></Property></data>"""
TASK = """<task name="MainTask" interval="PT0S" priority="1"><pouInstance name="PLC_PRG" typeName=""/>
<addData><data name="http://www.3s-software.com/plcopenxml/tasksettings" handleUnknown="implementation">
<TaskSettings KindOfTask="{}" Interval="t#20ms" IntervalUnit="ms"/></data></addData></task>"""


def codesys(kind: str = "Cyclic") -> str:
    application = (
        '<addData><data name="http://www.3s-software.com/plcopenxml/application" '
        f'handleUnknown="implementation"><resource name="Application">{TASK.format(kind)}'
        '<globalVars name="GVL"><variable name="old"><type><INT/></type></variable>'
        + PLAIN.format("VAR_GLOBAL\n\tspeed : INT := 6;\nEND_VAR") + "</globalVars><addData>"
        + codesys_pou("PLC_PRG", "PROGRAM PLC_PRG\nVAR\n\tfb : FB_Sum;\n\ttotal, a, b : INT;\nEND_VAR\n",
                      "IF GVL.speed &lt; 7 AND a &gt;= 0 THEN\n\ta := fb.Add(GVL.speed);\nEND_IF\n"
                      "fb.Half := fb.Half + 1;\nb := b + 1;", "program")
        + codesys_pou("FB_Sum", "FUNCTION_BLOCK FB_Sum\nVAR\n\ttotal : INT;\nEND_VAR\n", "",
                      "functionBlock", METHOD)
        + "</addData></resource></data></addData>"
    )  # fmt: skip
    return project("", "", "", application)


def test_a_codesys_application_is_kept_in_added_data(scanned):
    plc = scanned(codesys(), 4)
    assert [plc.read(name) for name in ("a", "b", "speed", "fb.total")] == [14, 2, 6, 16]


def test_a_freewheeling_task_runs_in_every_scan(scanned):
    assert scanned(codesys("Freewheeling"), 4).read("b") == 4


def test_a_mistake_has_its_place_in_the_file_and_in_the_editor(wrong):
    text = project(pou("main", "<localVars>\n" + variable("n", "<ITN/>") + "</localVars>",
                       "n := 1;\n  k := 2;"))  # fmt: skip
    first, second = wrong(text)
    lines = text.splitlines()
    assert lines[first.position.line - 1].startswith('<variable name="n">')
    assert first.position.part.render("en") == "variables of main"
    assert lines[second.position.line - 1][second.position.column - 1 :].startswith("k := 2;")
    assert second.position.part.render("en") == "body of main, line 2"


def test_columns_count_what_stands_in_the_file(wrong):
    text = project("", added=codesys_pou("P", "PROGRAM P\nVAR\nEND_VAR\n", "IF 1 &lt; 2 AND no THEN ; END_IF",
                                         "program"))  # fmt: skip
    problem = wrong(text)[-1]
    lines = text.splitlines()
    assert lines[problem.position.line - 1][problem.position.column - 1 :].startswith("no THEN")


@pytest.mark.parametrize("language", ["LD", "FBD", "SFC", "IL"])
def test_a_body_in_another_language_is_named(wrong, language):
    body = f'<body>\n<{language}><leftPowerRail localId="1"/></{language}></body>'
    text = project(f'<pou name="main" pouType="program"><interface/>{body}</pou>')
    (problem,) = wrong(text)
    assert (problem.kind.code, problem.values["language"]) == ("TL2309", language)


def test_a_body_that_codesys_keeps_in_added_data_is_named(wrong):
    body = '<body><addData><data name="http://www.3s-software.com/plcopenxml/cfc"><CFC/></data></addData></body>'
    (problem,) = wrong(project(f'<pou name="main" pouType="program"><interface/>{body}</pou>'))
    assert (problem.kind.code, problem.values["language"]) == ("TL2309", "CFC")


def test_a_mistake_in_a_task_points_at_its_element(wrong):
    text = project(
        MAIN, "", configured("\n" + CYCLIC.format("T#20ms").replace("main", "mian") + STEP)
    )
    (problem,) = wrong(text)
    assert problem.kind.code == "TL3021"
    assert "<pouInstance" in text.splitlines()[problem.position.line - 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("PT0.02S", "T#20000000ns"), ("PT1M", "T#60000000000ns"), ("P1DT0S", "T#86400000000000ns"),
        ("T#20ms", "T#20ms"), ("PT0S", ""), ("", ""), ("T#0s", ""), ("P", ""),
    ],
)  # fmt: skip
def test_a_duration_of_xml_is_said_in_the_language(text, said):
    assert duration_text(text) == said
