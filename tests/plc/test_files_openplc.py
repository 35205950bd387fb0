"""OpenPLC Editor 4: project.json, and one file a POU."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trainlab.core.image import IOImage
from trainlab.core.problem import ProblemsFound
from trainlab.plc.structured_text import StructuredText

MS = 1_000_000
MAIN = "PROGRAM main\n  VAR\n    n : INT;\n  END_VAR\n\n  n := n + 1;\nEND_PROGRAM\n"


def document(**data: object) -> str:
    tasks = [{"name": "task0", "triggering": "Cyclic", "interval": "T#20ms", "priority": 1}]
    instances = [{"name": "instance0", "task": "task0", "program": "main"}]
    resource = {"tasks": tasks, "instances": instances, "globalVariables": []}
    for key in list(data):
        if key in resource:
            resource[key] = data.pop(key)
    whole = {"dataTypes": [], "pous": [], "configuration": {"resource": resource}, **data}
    return json.dumps({"meta": {"name": "Lab", "type": "plc-project"}, "data": whole}, indent=2)


@pytest.fixture
def folder(tmp_path):
    def written(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return written


@pytest.fixture
def wrong(folder):
    def problems(files: dict[str, str], name: str = ""):
        with pytest.raises(ProblemsFound) as found:
            StructuredText().compile(folder(files) / name)
        return [
            (p.kind.code, Path(p.position.file).name, p.position.line) for p in found.value.problems
        ]

    return problems


def scanned(path: Path, count: int = 1):
    plc = StructuredText().compile(path).controller(IOImage([]))
    for number in range(count):
        plc.scan(IOImage([]), number * 10 * MS)
    return plc


@pytest.mark.parametrize("name", ["", "project.json"])
def test_the_folder_and_its_project_file_are_the_same_program(folder, name):
    path = folder({
        "project.json": document(), "pous/programs/main.st": MAIN,
        "build/Runtime/src/program.st": MAIN, "devices/configuration.json": "{}",
    })  # fmt: skip
    assert scanned(path / name, 5).read("n") == 3


def test_blocks_and_functions_lie_in_folders_of_their_own(folder):
    path = folder({
        "project.json": document(),
        "pous/programs/main.st": "PROGRAM main VAR f : Twice; n : INT; END_VAR f(x := One()); n := f.y; END_PROGRAM",
        "pous/function-blocks/Twice.st": "FUNCTION_BLOCK Twice VAR_INPUT x : INT; END_VAR VAR_OUTPUT y : INT;"
                                         " END_VAR y := 2 * x; END_FUNCTION_BLOCK",
        "pous/functions/One.st": "FUNCTION One : INT One := 1; END_FUNCTION",
    })  # fmt: skip
    assert scanned(path).read("n") == 2


def base(name: str) -> dict[str, str]:
    return {"definition": "base-type", "value": name}


def test_types_and_global_variables_come_out_of_the_project_file(folder):
    array = {"definition": "array", "value": "", "data": {
        "baseType": base("int"), "dimensions": [{"dimension": "1..3"}]}}  # fmt: skip
    path = folder({
        "project.json": document(
            dataTypes=[
                {"name": "Point", "derivation": "structure", "variable": [
                    {"name": "x", "type": base("int"), "initialValue": {"simpleValue": {"value": "5"}}},
                    {"name": "y", "type": array}]},
                {"name": "Mode", "derivation": "enumerated", "initialValue": "Run",
                 "values": [{"description": "Idle"}, {"description": "Run"}]},
                {"name": "Row", "derivation": "array", "baseType": base("bool"),
                 "dimensions": [{"dimension": "0..7"}]},
            ],
            globalVariables=[
                {"name": "gain", "type": base("real"), "location": "", "initialValue": "2.5"},
                {"name": "word", "type": base("int"), "location": "%MW0", "initialValue": None},
            ],
        ),
        "pous/programs/main.st": "PROGRAM main VAR p : Point; m : Mode; r : Row; g : REAL; END_VAR\n"
                                 "VAR_EXTERNAL gain : REAL; END_VAR g := gain; r[7] := TRUE; END_PROGRAM",
    })  # fmt: skip
    plc = scanned(path)
    assert [plc.read(name) for name in ("p.x", "p.y", "m", "g")] == [5, [0, 0, 0], 1, 2.5]


def test_pous_may_be_kept_in_the_project_file(folder):
    variables = [
        {"name": "n", "class": "local", "type": base("int"), "location": "", "initialValue": "3"}
    ]
    data = {
        "name": "main",
        "variables": variables,
        "body": {"language": "st", "value": "n := n\n+ 1;"},
    }
    path = folder({"project.json": document(pous=[{"type": "program", "data": data}])})
    assert scanned(path / "project.json", 1).read("n") == 4


def test_a_mistake_in_a_pou_of_the_project_file_has_the_line_of_the_editor(folder):
    data = {"name": "main", "variables": [], "body": {"language": "st", "value": "\n\nn := 1;"}}
    path = folder({"project.json": document(pous=[{"type": "program", "data": data}])})
    with pytest.raises(ProblemsFound) as found:
        StructuredText().compile(path / "project.json")
    (problem,) = found.value.problems
    assert problem.position.part.render("en") == "body of main, line 3"


def test_pous_in_other_languages_are_named_each_by_its_file(wrong):
    found = wrong({
        "project.json": document(), "pous/programs/main.ld": "{}",
        "pous/functions/f.py": "", "pous/function-blocks/b.cpp": "", "pous/programs/q.st": MAIN,
    })  # fmt: skip
    assert found == [("TL2309", "b.cpp", 0), ("TL2309", "f.py", 0), ("TL2309", "main.ld", 0)]


def test_a_mistake_in_the_tasks_points_into_the_project_file(wrong):
    text = document(instances=[{"name": "instance0", "task": "task1", "program": "main"}])
    found = wrong({"project.json": text, "pous/programs/main.st": MAIN})
    line = text.splitlines().index('            "name": "instance0",') + 1
    assert found == [("TL3802", "project.json", line)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("{", "TL2311", 1), ("[" * 200_000, "TL2311", 0), ("{}", "TL2310", 0), ("[]", "TL2310", 0),
        ('{"data": 5}', "TL2310", 0), ('{"data":\n{"configuration": 1}, }', "TL2311", 2), ("", "TL2004", 0),
    ],
)  # fmt: skip
def test_what_is_no_project_is_refused(wrong, text, code, line):
    files = {"project.json": text, "pous/programs/main.st": MAIN}
    assert wrong(files) == [(code, "project.json", line)]


def test_a_project_file_with_odd_values_does_not_crash(wrong):
    text = document(tasks=[5, {"name": 7}], instances=[{"name": [], "program": {}}], pous=[None])
    assert wrong({"project.json": text, "pous/programs/main.st": MAIN})


POU = {
    "type": "program",
    "data": {
        "name": "main",
        "variables": [{"name": "n", "class": "local", "type": base("int")}],
        "body": {"language": "st", "value": "n := n + 1;"},
    },
}


def test_data_types_have_files_of_their_own_in_later_versions(folder):
    path = folder({
        "project.json": document(), "datatypes/Mode.dt": "TYPE\n  Mode : (Off, Auto) := Auto;\nEND_TYPE\n",
        "pous/programs/main.st": "PROGRAM main VAR n : Mode; END_VAR ; END_PROGRAM",
    })  # fmt: skip
    assert scanned(path).read("n") == 1


def test_a_folder_without_pous_is_a_project_where_the_json_keeps_them(folder):
    assert scanned(folder({"project.json": document(pous=[POU])}), 5).read("n") == 3


def test_a_pou_may_have_a_json_file_of_its_own(folder):
    path = folder({"project.json": document(), "pous/programs/main.json": json.dumps(POU)})
    assert scanned(path, 5).read("n") == 3


def test_what_is_no_pou_in_the_folder_of_pous_is_named(wrong):
    files = {"project.json": document(pous=[POU]), "pous/programs/x.json": "[]"}
    assert wrong(files) == [("TL2310", "x.json", 0)]


def test_a_list_of_global_variables_has_its_name(folder):
    lists = [
        {"name": "GVL", "variables": [{"name": "sp", "type": base("int"), "initialValue": "7"}]}
    ]
    path = folder({
        "project.json": document(globalVariableLists=lists),
        "pous/programs/main.st": "PROGRAM main VAR n : INT; END_VAR n := GVL.sp; END_PROGRAM",
    })  # fmt: skip
    assert scanned(path).read("n") == 7


def test_an_array_may_be_said_in_the_words_of_the_language(folder):
    array = {"definition": "array", "value": "ARRAY [1..3] OF INT"}
    path = folder({
        "project.json": document(globalVariables=[{"name": "a", "type": array}]), "pous/p/main.st": MAIN,
    })  # fmt: skip
    assert scanned(path).read("a") == [0, 0, 0]


def test_a_task_that_waits_for_an_interrupt_has_no_interval(wrong):
    tasks = [{"name": "task0", "triggering": "Interrupt", "interval": "T#20ms", "priority": 1}]
    files = {"project.json": document(tasks=tasks), "pous/programs/main.st": MAIN}
    assert [code for code, _, _ in wrong(files)] == ["TL3803"]
