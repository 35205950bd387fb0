"""PLCopen XML of CODESYS without declarations in plain text: what only addData says then.

The forms are those of exports of CODESYS 3.5 SP19 and SP22: mixedattrsvarlist, pouinheritance,
accessmodifiers, interface, tasksettings.
"""

from __future__ import annotations

import pytest

from trainlab.core.image import IOImage
from trainlab.core.problem import ProblemsFound
from trainlab.plc.files.read import read_program
from trainlab.plc.structured_text import StructuredText

MS = 1_000_000
VENDOR = "http://www.3s-software.com/plcopenxml/"


def data(name: str, content: str) -> str:
    return f'<data name="{VENDOR}{name}" handleUnknown="implementation">{content}</data>'


def added(*contents: str) -> str:
    return f"<addData>{''.join(contents)}</addData>"


def variable(name: str, type_: str, initial: str = "") -> str:
    value = f'<initialValue><simpleValue value="{initial}"/></initialValue>' if initial else ""
    return f'<variable name="{name}"><type>{type_}</type>{value}</variable>'


def body(text: str) -> str:
    return f'<body><ST><xhtml xmlns="http://www.w3.org/1999/xhtml">{text}</xhtml></ST></body>'


def pou(name: str, kind: str, interface: str, text: str, more: str = "") -> str:
    inside = f"<interface>{interface}</interface>{body(text)}{more}"
    return f'<pou name="{name}" pouType="{kind}">{inside}</pou>\n'


def main(variables: str, text: str) -> str:
    return pou("PLC_PRG", "program", f"<localVars>{variables}</localVars>", text)


def project(pous: str, *more: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<project xmlns="http://www.plcopen.org/xml/tc6_0200">'
        f"<types><dataTypes/><pous>{pous}</pous></types><instances><configurations/></instances>"
        f"{added(*more)}</project>"
    )


@pytest.fixture
def compiled(tmp_path):
    def compile_it(text: str):
        path = tmp_path / "export.xml"
        path.write_bytes(("\ufeff" + text).encode())
        return StructuredText().compile(path)

    return compile_it


@pytest.fixture
def scanned(compiled):
    def scans(text: str, count: int = 1):
        plc = compiled(text).controller(IOImage([]))
        for number in range(count):
            plc.scan(IOImage([]), number * 10 * MS)
        return plc

    return scans


@pytest.fixture
def wrong(compiled):
    def problems(text: str):
        with pytest.raises(ProblemsFound) as found:
            compiled(text)
        return found.value.problems

    return problems


MIXED = data("globalvars", '<globalVars name="GVL">' + variable("MAX", "<INT/>", "4")
             + variable("total", "<INT/>", "9") + added(data("mixedattrsvarlist", "<MixedAttrsVarList>"
             + '<globalVars name="GVL" constant="true">' + variable("MAX", "<INT/>", "4") + "</globalVars>"
             + '<globalVars name="GVL" retain="true">' + variable("total", "<INT/>", "9") + "</globalVars>"
             + "</MixedAttrsVarList>")) + "</globalVars>")  # fmt: skip
ARRAY = '<array><dimension lower="1" upper="GVL.MAX"/><baseType><INT/></baseType></array>'


def test_a_mixed_list_of_globals_keeps_its_constants_and_retained_variables(compiled):
    text = project(
        main(variable("a", ARRAY) + variable("n", "<INT/>"), "a[4] := 5; total := total + 1;"),
        MIXED,
    )
    plc = compiled(text).controller(IOImage([]))
    plc.scan(IOImage([]), 0)
    assert (plc.read("a"), plc.read("GVL.total")) == ([0, 0, 0, 5], 10)
    plc.restart(warm=True)
    assert (plc.read("a"), plc.read("GVL.total")) == ([0, 0, 0, 0], 10)


def test_a_constant_of_a_mixed_list_cannot_be_assigned(wrong):
    (problem,) = wrong(project(main("", "GVL.MAX := 5;"), MIXED))
    assert problem.values["name"] == "MAX"


INHERITS = added(data("pouinheritance", "<Inheritance><Extends>FB_Base</Extends>"
                      "<Implements>I_Run, I_Stop</Implements></Inheritance>"))  # fmt: skip
BASE = pou("FB_Base", "functionBlock", f"<localVars>{variable('b', '<INT/>', '7')}</localVars>", "")


def method(name: str, text: str, access: str = "") -> str:
    modifiers = added(data("accessmodifiers", f"<AccessModifiers {access}/>"))
    return data(
        "method",
        f'<Method name="{name}" ObjectId="4b"><interface><returnType><INT/></returnType><inputVars>'
        f"{variable('k', '<INT/>')}</inputVars>{modifiers}</interface>{body(text)}<addData/></Method>",
    )


def interface(name: str, members: str) -> str:
    return data("interface", f'<Interface name="{name}" ObjectId="4c">{members}</Interface>')


RUN = ('<Methods><Method name="Run" ObjectId="4d"><interface><returnType><INT/></returnType><inputVars>'
       + variable("k", "<INT/>") + "</inputVars></interface></Method></Methods>")  # fmt: skip
SPEED = ('<Properties><Property name="Speed" ObjectId="4e"><interface><returnType><INT/></returnType>'
         "</interface><GetAccessor><interface/></GetAccessor></Property></Properties>")  # fmt: skip
PROPERTY = data("property", '<Property name="Speed"><interface><returnType><INT/></returnType></interface>'
                f"<GetAccessor><interface/>{body('Speed := 9;')}</GetAccessor></Property>")  # fmt: skip


def test_inheritance_and_interfaces_are_read_from_added_data(scanned):
    block = pou("FB_Motor", "functionBlock", INHERITS, "",
                added(method("Run", "Run := k + b;"), PROPERTY))  # fmt: skip
    variables = "".join(
        variable(name, type_)
        for name, type_ in [("fb", '<derived name="FB_Motor"/>'), ("n", "<INT/>"),
                            ("run", '<derived name="I_Run"/>'), ("stop", '<derived name="I_Stop"/>')]
    )  # fmt: skip
    text = "run := fb; stop := fb; n := 10 * run.Run(3) + stop.Speed;"
    interfaces = interface("I_Run", RUN), interface("I_Stop", SPEED)
    assert scanned(project(BASE + block + main(variables, text), *interfaces)).read("n") == 109


@pytest.mark.parametrize(
    ("access", "codes"), [('Private="true"', ["TL3303"]), ('Protected="true"', ["TL3303"])]
)
def test_the_access_of_a_method_is_read_from_added_data(wrong, access, codes):
    block = pou("FB_Motor", "functionBlock", "", "", added(method("Run", "Run := k;", access)))
    text = main(
        variable("fb", '<derived name="FB_Motor"/>') + variable("n", "<INT/>"), "n := fb.Run(1);"
    )
    assert [problem.kind.code for problem in wrong(project(block + text))] == codes


def test_a_freewheeling_task_has_no_interval_whatever_its_element_says(scanned):
    settings = '<TaskSettings KindOfTask="Freewheeling" Interval="t#20ms" IntervalUnit="ms"/>'
    task = ('<resource name="Application"><task name="T" interval="PT0.02S" priority="1"><pouInstance '
            f'name="PLC_PRG" typeName=""/>{added(data("tasksettings", settings))}</task></resource>')  # fmt: skip
    text = project(main(variable("n", "<INT/>"), "n := n + 1;"), data("application", task))
    assert scanned(text, 4).read("n") == 4


def test_the_resources_of_a_configuration_may_have_tasks_of_one_name(scanned):
    resources = "".join(
        f'<resource name="{name}"><task name="T" interval="{interval}" priority="1"><pouInstance '
        f'name="{instance}" typeName="PLC_PRG"/></task></resource>'
        for name, interval, instance in [("R1", "T#10ms", "a"), ("R2", "T#20ms", "b")]
    )
    text = project(main(variable("n", "<INT/>"), "n := n + 1;")).replace(
        "<configurations/>",
        f'<configurations><configuration name="C">{resources}</configuration></configurations>',
    )
    plc = scanned(text, 4)
    assert (plc.read("a.n"), plc.read("b.n")) == (4, 2)


def test_unions_and_inherited_structures_are_said_in_the_words_of_codesys(tmp_path):
    fields = variable("a", "<INT/>") + variable("w", "<WORD/>")
    inherits = added(data("datatypeinheritance", "<Inheritance><Extends>S</Extends></Inheritance>"))
    extended = (f'<dataType name="S2"><baseType><struct>{variable("b", "<INT/>")}</struct></baseType>'
                f"{inherits}</dataType>")  # fmt: skip
    path = tmp_path / "export.xml"
    path.write_text(
        project("", data("union", f'<union name="U">{fields}</union>'), data("datatype", extended))
    )
    text = " ".join(read_program(path).source.text.split())
    assert "TYPE U : UNION a : INT; w : WORD; END_UNION; END_TYPE" in text
    assert "TYPE S2 EXTENDS S : STRUCT b : INT; END_STRUCT; END_TYPE" in text


LADDER = "<body><LD><leftPowerRail localId='1'/></LD></body>"
CHART = ('<pou name="Chart" pouType="program"><interface/><actions><action name="A">' + LADDER
         + '</action></actions><transitions><transition name="T">' + LADDER + "</transition></transitions>"
         "<body><SFC><step localId='1' name='s' initialStep='true'/></SFC></body></pou>\n")  # fmt: skip


def test_a_chart_with_its_actions_and_transitions_is_one_diagnostic(wrong):
    (problem,) = wrong(project(CHART + main(variable("n", "<INT/>"), "n := n + 1;")))
    assert (problem.kind.code, problem.values["name"], problem.values["language"]) == (
        "TL2309",
        "Chart",
        "SFC",
    )
