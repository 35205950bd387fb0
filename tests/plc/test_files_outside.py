"""What a project names outside of the folder that was given is never read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from trainlab.core.image import IOImage
from trainlab.core.problem import ProblemsFound
from trainlab.plc.structured_text import StructuredText

MAIN = """<TcPlcObject><POU Name="MAIN"><Declaration>PROGRAM MAIN VAR n : INT; END_VAR</Declaration>
<Implementation><ST>n := n + 1;</ST></Implementation></POU></TcPlcObject>"""
TEXT = "PROGRAM MAIN VAR n : INT; END_VAR n := n + 1; END_PROGRAM"


def listing(*items: str) -> str:
    return "<Project><ItemGroup>\n" + "\n".join(items) + "\n</ItemGroup></Project>"


def compiled(name: str) -> str:
    return f'<Compile Include="{name}"/>'


@pytest.fixture
def given(tmp_path):
    """A folder with those files, beside others that are nobody's business."""
    (tmp_path / "secret.TcPOU").write_text(MAIN)
    (tmp_path / "secret.st").write_text(TEXT)

    def written(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / "given" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / "given"

    return written


def wrong(path: Path) -> list[tuple[str, str, int]]:
    with pytest.raises(ProblemsFound) as found:
        StructuredText().compile(path)
    return [
        (p.kind.code, Path(p.position.file).name, p.position.line) for p in found.value.problems
    ]


def runs(path: Path) -> bool:
    plc = StructuredText().compile(path).controller(IOImage([]))
    plc.scan(IOImage([]), 0)
    return plc.read("n") == 1


@pytest.mark.parametrize("name", ["", "Lab.plcproj"])
@pytest.mark.parametrize("listed", ["..\\secret.TcPOU", "POUs\\..\\..\\secret.TcPOU"])
def test_a_list_that_leads_up_out_of_the_folder_is_refused(given, name, listed):
    path = given({"Lab.plcproj": listing(compiled(listed)), "POUs/note.txt": ""})
    assert wrong(path / name) == [("TL2313", "Lab.plcproj", 2)]


def test_an_absolute_path_is_refused_in_the_spelling_of_either_system(given, tmp_path):
    absolute = str(tmp_path / "secret.TcPOU")
    path = given({"Lab.plcproj": listing(compiled(absolute), compiled("C:\\secret.TcPOU"))})
    assert wrong(path) == [("TL2313", "Lab.plcproj", 2), ("TL2313", "Lab.plcproj", 3)]


def test_a_project_in_a_folder_of_the_solution_may_share_a_file_of_the_solution(given):
    path = given({
        "Lab/Lab.plcproj": listing(compiled("..\\Shared\\MAIN.TcPOU")), "Shared/MAIN.TcPOU": MAIN,
    })  # fmt: skip
    assert runs(path)


@pytest.mark.parametrize(
    ("files", "link", "target", "named"),
    [
        ({}, "main.st", "secret.st", "main.st"),
        ({"Lab.plcproj": listing(compiled("MAIN.TcPOU"))}, "MAIN.TcPOU", "secret.TcPOU", "Lab.plcproj"),
        ({"project.json": '{"data": {"pous": []}}'}, "pous", ".", "secret.st"),
        ({}, "plc.xml", "secret.TcPOU", "plc.xml"),
        ({}, "Lab.plcproj", "secret.TcPOU", None),
    ],
)  # fmt: skip
def test_a_link_out_of_the_folder_is_not_followed(given, tmp_path, files, link, target, named):
    path = given({**files, "note.txt": ""})
    (path / link).symlink_to(tmp_path / target)
    found = wrong(path)
    assert found[0][:2] == (("TL2313", named) if named else ("TL2301", "given"))


def test_a_link_that_leads_in_a_circle_is_a_problem(given):
    path = given({"note.txt": ""})
    (path / "main.st").symlink_to(path / "main.st")
    assert wrong(path) == [("TL2001", "main.st", 0)]


def test_a_pipe_is_no_program(given):
    path = given({"note.txt": ""})
    os.mkfifo(path / "main.st")
    assert wrong(path) == [("TL2001", "main.st", 0)]


@pytest.mark.parametrize("listed", ["pous\\Main.tcpou", "POUs\\%4dAIN.TcPOU"])
def test_names_of_a_list_are_found_as_on_windows(given, listed):
    path = given({"Lab.plcproj": listing(compiled(listed)), "POUs/MAIN.TcPOU": MAIN})
    assert runs(path)


def test_an_object_that_is_excluded_from_the_build_is_left_out(given):
    excluded = '<Compile Include="Old.TcPOU"><ExcludeFromBuild>true</ExcludeFromBuild></Compile>'
    path = given({
        "Lab.plcproj": listing(compiled("MAIN.TcPOU"), excluded, compiled("MAIN.TcPOU")),
        "MAIN.TcPOU": MAIN, "Old.TcPOU": "broken",
    })  # fmt: skip
    assert runs(path)
