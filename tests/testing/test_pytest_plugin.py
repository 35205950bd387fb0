"""`pytest --trainlab`: scenarios as test items, run by pytest itself in folders of their own."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from trainlab.core.problem import ProblemsFound
from trainlab.testing import pytest_items
from trainlab.testing.pytest_settings import read_settings

PAGES = Path(__file__).parents[2] / "docs" / "problems"
pytest_plugins = ["pytester"]

# Start comes when the seed says; the lamp must follow it, and the two hidden checks look at others.
SHEET = """\
trainlab: 1
title: {en: Follow, zh-CN: 跟随}
task: Light the green lamp within 100 ms of Start.
plant: {type: tank_level}
timing: {duration: 4 s}
timeline: [{at: {between: [0.5 s, 3 s]}, label: start, press: start}]
rubric:
  pass: 80 %
  checks:
    - id: lit
      title: {en: The lamp is lit, zh-CN: 灯亮}
      check: responds
      points: 8
      after: start
      expect: lamp_green
      within: 100 ms
    - {id: dark, title: Not red, check: never, points: 2, condition: lamp_red}
    - {id: quiet, title: No horn, check: never, points: 1, condition: horn, hidden: true}
    - {id: idle, title: No pump, check: never, points: 1, condition: pump_command, hidden: true}
"""
IDS = ["lit", "dark", "hidden_1", "hidden_2", "verdict"]


def program(green: str = "start", red: str = "FALSE", horn: str = "FALSE") -> str:
    return f"""
PROGRAM p
VAR
  start AT %IX0.0 : BOOL;
  green AT %QX0.0 : BOOL; red AT %QX0.2 : BOOL; horn AT %QX0.3 : BOOL;
  wait : TON; n : INT;
END_VAR
green := {green}; red := {red}; horn := {horn};
END_PROGRAM
"""


@pytest.fixture
def course(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder with a sheet and a right program, and pytest that runs in it."""
    pytester.path.joinpath("follow.trainlab.yaml").write_text(SHEET, encoding="utf-8")
    pytester.path.joinpath("main.st").write_text(program())
    settle(pytester, 'program = "main.st"')
    return pytester


def settle(course: pytest.Pytester, text: str) -> None:
    course.path.joinpath("pyproject.toml").write_text(f"[tool.trainlab]\n{text}\n")


def write(course: pytest.Pytester, name: str, text: str) -> None:
    path = course.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def outcomes(result: pytest.RunResult) -> dict[str, str]:
    """What became of each item, by its name, as -v shows it."""
    shown = (line.split() for line in result.outlines if "::" in line and "%]" in line)
    return {words[0].rpartition("::")[2]: words[1] for words in shown}


def test_every_check_is_an_item_and_the_verdict_is_one_more(course: pytest.Pytester) -> None:
    result = course.runpytest("--trainlab", "--collect-only", "-q")
    assert result.outlines[: len(IDS)] == [f"follow.trainlab.yaml::{each}" for each in IDS]


def test_a_right_program_passes_them_all(course: pytest.Pytester) -> None:
    result = course.runpytest("--trainlab", "-v")
    assert result.ret == pytest.ExitCode.OK
    assert outcomes(result) == dict.fromkeys(IDS, "PASSED")
    result.stdout.fnmatch_lines("follow.trainlab.yaml  PASSED  12 of 12 points, 9.6 to pass")


def test_a_wrong_program_fails_what_it_misses_and_is_told_why_without_a_traceback(
    course: pytest.Pytester,
) -> None:
    write(course, "main.st", program(green="FALSE"))
    result = course.runpytest("--trainlab", "-v")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert outcomes(result) == dict.fromkeys(IDS, "PASSED") | {"lit": "FAILED", "verdict": "FAILED"}
    result.stdout.fnmatch_lines(
        [
            "*follow.trainlab.yaml: lit*",
            "The lamp is lit",
            "0 of 8 points",
            "measured: *",
            "allowed: lamp_green within 100 ms*",
            "when: *s",
            "*follow.trainlab.yaml: verdict*",
            "FAILED  4 of 12 points, 9.6 to pass",
        ]
    )
    assert "runtest" not in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_a_scenario_is_graded_once_for_all_its_items(
    course: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded = []
    grade = pytest_items.grade_compiled
    monkeypatch.setattr(
        pytest_items, "grade_compiled", lambda *given: graded.append(given) or grade(*given)
    )
    write(course, "other.trainlab.yaml", SHEET)
    course.runpytest("--trainlab").assert_outcomes(passed=10)
    assert len(graded) == 2


def test_without_the_option_no_sheet_is_collected_and_nothing_heavy_is_imported(
    course: pytest.Pytester,
) -> None:
    course.makepyfile(
        """
        import sys
        def test_light():
            heavy = {"numpy", "pydantic", "llvmlite", "ruamel", "rich"}
            assert not heavy & {name.partition(".")[0] for name in sys.modules}
            own = {name for name in sys.modules if name.startswith("trainlab")}
            assert own == {
                "trainlab", "trainlab.core", "trainlab.core.message",
                "trainlab.testing", "trainlab.testing.pytest_plugin",
            }
        """
    )
    course.runpytest_subprocess("-p", "no:hypothesispytest").assert_outcomes(passed=1)


def test_what_is_wrong_with_a_sheet_is_a_collection_error_at_its_place(
    course: pytest.Pytester,
) -> None:
    write(course, "follow.trainlab.yaml", SHEET.replace("lamp_red", "lamp_rad"))
    result = course.runpytest("--trainlab")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(
        ["follow.trainlab.yaml:17:*: error TL3601: *lamp_rad*lamp_red*", "  help: *"]
    )
    assert "Traceback" not in result.stdout.str()
    assert ".py:" not in result.stdout.str()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (program(green="stat"), "main.st:8:10: error TL3001: 'stat' is not declared*"),
        (program(green="start; start := TRUE"), "main.st:8:17: error TL3505: *"),
    ],
)
def test_what_is_wrong_with_the_program_is_a_collection_error_at_its_place(
    course: pytest.Pytester, text: str, place: str
) -> None:
    write(course, "main.st", text)
    result = course.runpytest("--trainlab")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(place)
    assert ".py:" not in result.stdout.str()


def test_no_program_is_a_collection_error(course: pytest.Pytester) -> None:
    settle(course, "seeds = 2")
    course.runpytest("--trainlab").stdout.fnmatch_lines("follow.trainlab.yaml: error TL2010: *")


def test_a_program_that_is_not_there_is_a_collection_error(course: pytest.Pytester) -> None:
    result = course.runpytest("--trainlab", "--trainlab-program", "nowhere.st")
    result.stdout.fnmatch_lines("nowhere.st: error TL2001: *")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("programm = 'main.st'", "pyproject.toml:2:1: error TL2011: *'programm'*'program'?"),
        ("seeds = 0", "pyproject.toml:2:1: error TL2011: *'seeds'*"),
        ("seeds = true", "pyproject.toml:2:1: error TL2011: *'seeds'*"),
        ("program = 3", "pyproject.toml:2:1: error TL2011: *'program'*"),
        ("scenarios = 'a.yaml'", "pyproject.toml:2:1: error TL2011: *'scenarios'*"),
        ("require = 'all'", "pyproject.toml:2:1: error TL2011: *'require'*"),
        ("program = ''", "pyproject.toml:2:1: error TL2011: *'program'*"),
        ("lang = 'fr'", "pyproject.toml:2:1: error TL2011: *'lang'*"),
        ("scenarios = ['no.yaml']", "pyproject.toml:2:15: error TL2012: *'no.yaml'*"),
        ("scenarios = ['no/*.yaml']", "pyproject.toml:2:15: error TL2012: *'no/[*].yaml'*"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(
    course: pytest.Pytester, text: str, lines: str
) -> None:
    settle(course, text)
    write(course, "pytest.ini", "[pytest]\n")
    result = course.runpytest("--trainlab")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(f"*{lines}")
    assert "Traceback" not in result.stderr.str()


def test_settings_that_are_no_toml_are_told(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.trainlab]\nprogram =\n")
    with pytest.raises(ProblemsFound) as found:
        read_settings(tmp_path)
    (problem,) = found.value.problems
    assert problem.kind.code == "TL2011"
    assert "line 2" in problem.message("zh-CN")


@pytest.mark.parametrize("code", ["TL2010", "TL2011", "TL2012"])
def test_the_examples_of_the_pages_are_true(course: pytest.Pytester, code: str) -> None:
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    failing, mended = re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    write(course, "exams/level.yaml", SHEET)
    write(course, "pyproject.toml", failing)
    told = course.runpytest("--trainlab")
    assert f"error {code}: " in told.stdout.str() + told.stderr.str()
    write(course, "pyproject.toml", mended)
    course.runpytest("--trainlab").assert_outcomes(passed=2 * len(IDS))


def test_a_name_with_a_bracket_in_it_is_a_file_before_it_is_a_pattern(tmp_path: Path) -> None:
    for name in ("a[1].yaml", "a1.yaml", "b1.yaml"):
        (tmp_path / name).write_text(SHEET)
    settings = '[tool.trainlab]\nscenarios = ["a[1].yaml", "b[1-3].yaml"]\n'
    (tmp_path / "pyproject.toml").write_text(settings)
    found = [each.name for each in read_settings(tmp_path).scenarios]
    assert found == ["a[1].yaml", "b1.yaml"]


def test_without_the_option_the_settings_are_not_read(course: pytest.Pytester) -> None:
    settle(course, "seeds = 0")
    course.makepyfile("def test_nothing(): pass")
    course.runpytest().assert_outcomes(passed=1)


def test_scenarios_that_the_settings_name_are_collected_whatever_their_name(
    course: pytest.Pytester,
) -> None:
    write(course, "exams/one.yaml", SHEET)
    write(course, "exams/two.yaml", SHEET)
    write(course, "exams/notes.yml", "a: 1\n")
    write(course, "tests/test_own.py", "def test_own(): pass\n")
    settle(
        course,
        'program = "main.st"\nscenarios = ["exams/*.yaml"]\n'
        '[tool.pytest.ini_options]\ntestpaths = ["tests"]',
    )
    result = course.runpytest("--trainlab", "--collect-only", "-q")
    files = [line.partition("::")[0] for line in result.outlines if "::" in line]
    assert list(dict.fromkeys(files)) == ["tests/test_own.py", "exams/one.yaml", "exams/two.yaml"]
    assert len(files) == 1 + 2 * len(IDS)


@pytest.mark.parametrize("options", [[], pytest.param(["-n", "2"], marks=pytest.mark.slow)])
def test_a_scenario_may_stand_outside_of_the_course(
    course: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    settings = 'program = "../main.st"\nscenarios = ["../follow.trainlab.yaml"]'
    write(course, "inside/pyproject.toml", f"[tool.trainlab]\n{settings}\n")
    monkeypatch.chdir(course.path / "inside")
    result = course.runpytest_subprocess("--trainlab", *options)
    result.assert_outcomes(passed=len(IDS))


def test_a_scenario_in_a_folder_that_is_collected_is_collected_once(
    course: pytest.Pytester,
) -> None:
    write(course, "exams/one.yaml", SHEET)
    settle(course, 'program = "main.st"\nscenarios = ["exams/one.yaml", "follow.trainlab.yaml"]')
    course.runpytest("--trainlab").assert_outcomes(passed=2 * len(IDS))


def test_a_named_scenario_is_found_in_a_folder_that_pytest_passes_over(
    course: pytest.Pytester,
) -> None:
    write(course, "build/exam.yaml", SHEET)
    settle(course, 'program = "main.st"\nscenarios = ["build/exam.yaml"]')
    course.runpytest("--trainlab").assert_outcomes(passed=2 * len(IDS))


def test_what_is_named_on_the_command_line_is_collected_alone(course: pytest.Pytester) -> None:
    write(course, "exams/one.yaml", SHEET)
    write(course, "exams/two.yaml", SHEET)
    settle(course, 'program = "main.st"\nscenarios = ["exams/one.yaml"]')
    result = course.runpytest("--trainlab", "exams/two.yaml::lit", "-v")
    assert outcomes(result) == {"lit": "PASSED"}


def test_a_scenario_may_have_a_program_of_its_own(course: pytest.Pytester) -> None:
    write(course, "one/exam.yaml", SHEET)
    write(course, "one/main.st", program(red="TRUE"))
    settle(
        course,
        'program = "main.st"\n[tool.trainlab.scenarios]\n"one/exam.yaml" = "one/main.st"',
    )
    result = course.runpytest("--trainlab", "-v")
    result.assert_outcomes(passed=len(IDS) + 4, failed=1)
    assert "one/exam.yaml::dark FAILED" in result.stdout.str()
    result = course.runpytest("--trainlab", "--trainlab-program", "main.st")
    result.assert_outcomes(passed=2 * len(IDS))


def test_a_hidden_check_shows_its_points_and_nothing_else(course: pytest.Pytester) -> None:
    write(course, "main.st", program(horn="TRUE"))
    result = course.runpytest("--trainlab", "-v", "-rA", "--junitxml=junit.xml")
    assert outcomes(result)["hidden_1"] == "FAILED"
    told = result.stdout.str() + (course.path / "junit.xml").read_text(encoding="utf-8")
    assert "0 of 1 points" in told
    for word in ("quiet", "idle", "No horn", "horn", "never"):
        assert word not in told


def test_the_instructor_sees_hidden_checks(course: pytest.Pytester) -> None:
    write(course, "main.st", program(horn="TRUE"))
    result = course.runpytest("--trainlab", "--trainlab-reveal", "-v")
    assert outcomes(result)["quiet"] == "FAILED"
    result.stdout.fnmatch_lines(["No horn", "0 of 1 points", "measured: *"])


@pytest.mark.parametrize("given", ["option", "setting"])
def test_points_lost_above_the_pass_line_fail_the_run_unless_the_line_alone_counts(
    course: pytest.Pytester, given: str
) -> None:
    write(course, "main.st", program(red="TRUE"))
    strict = course.runpytest("--trainlab", "-v")
    assert strict.ret == pytest.ExitCode.TESTS_FAILED
    assert outcomes(strict) == dict.fromkeys(IDS, "PASSED") | {"dark": "FAILED"}
    options = ["--trainlab-require", "pass_line"] if given == "option" else []
    if given == "setting":
        settle(course, 'program = "main.st"\nrequire = "pass_line"')
    lenient = course.runpytest("--trainlab", "-v", "-rx", *options)
    assert lenient.ret == pytest.ExitCode.OK
    assert outcomes(lenient) == dict.fromkeys(IDS, "PASSED") | {"dark": "XFAIL"}
    lenient.stdout.fnmatch_lines("XFAIL follow.trainlab.yaml::dark - *0 of 2 points")


def test_where_the_verdict_does_not_pass_the_pass_line_excuses_nothing(
    course: pytest.Pytester,
) -> None:
    write(course, "main.st", program(green="FALSE"))
    result = course.runpytest("--trainlab", "-v", "--trainlab-require", "pass_line")
    assert outcomes(result)["lit"] == outcomes(result)["verdict"] == "FAILED"


def test_a_program_that_stops_fails_the_verdict_with_its_line(course: pytest.Pytester) -> None:
    write(course, "main.st", program(horn="10 / n > 1"))
    result = course.runpytest("--trainlab", "-v")
    assert outcomes(result)["verdict"] == "FAILED"
    result.stdout.fnmatch_lines(["The controller stopped at *", "main.st:8:*: error TL4*"])


def test_what_was_learned_from_one_seed_fails_on_others(course: pytest.Pytester) -> None:
    # Seed 1 presses Start at 0.93 s or later; a lamp lit from a fixed time on meets few seeds.
    write(course, "main.st", program(green="TRUE"))
    course.runpytest("--trainlab").assert_outcomes(passed=5)
    write(course, "main.st", program(green="wait.Q; wait(IN := TRUE, PT := T#1s)"))
    one = course.runpytest("--trainlab", "--trainlab-seeds", "8", "-k", "verdict")
    one.assert_outcomes(failed=1, deselected=4)
    one.stdout.fnmatch_lines("8 seeds: worst 4 *")


@pytest.mark.slow
@pytest.mark.parametrize("distribution", ["load", "loadfile"])
def test_it_runs_in_several_processes(course: pytest.Pytester, distribution: str) -> None:
    write(course, "other.trainlab.yaml", SHEET)
    write(course, "main.st", program(red="TRUE"))
    result = course.runpytest_subprocess("--trainlab", "-n", "2", "--dist", distribution)
    result.assert_outcomes(passed=8, failed=2)
    result.stdout.fnmatch_lines_random(
        [
            "follow.trainlab.yaml  PASSED  10 of 12 points, 9.6 to pass",
            "other.trainlab.yaml  PASSED  10 of 12 points, 9.6 to pass",
        ]
    )


@pytest.mark.slow
def test_what_is_wrong_is_told_by_several_processes_too(course: pytest.Pytester) -> None:
    write(course, "main.st", program(green="stat"))
    result = course.runpytest_subprocess("--trainlab", "-n", "2")
    result.stdout.fnmatch_lines("main.st:8:10: error TL3001: *")


def test_points_are_properties_of_the_cases_of_pytests_junit_file(course: pytest.Pytester) -> None:
    write(course, "main.st", program(red="TRUE"))
    course.runpytest("--trainlab", "--junitxml=junit.xml")
    cases = ElementTree.parse(course.path / "junit.xml").iter("testcase")
    points = {
        case.get("name"): {each.get("name"): each.get("value") for each in case.iter("property")}
        for case in cases
    }
    assert points["dark"] == {"trainlab_points": "0.0", "trainlab_max_points": "2.0"}
    assert points["verdict"]["trainlab_points"] == "10.0"


def test_it_speaks_chinese(course: pytest.Pytester) -> None:
    write(course, "main.st", program(green="FALSE"))
    result = course.runpytest("--trainlab", "--trainlab-lang", "zh-CN")
    result.stdout.fnmatch_lines(["灯亮", "得分 0 / 8", "实测：*", "允许：*", "时间：*"])
    settle(course, 'lang = "zh-CN"\nprogram = "nowhere.st"')
    course.runpytest("--trainlab").stdout.fnmatch_lines("nowhere.st: 错误 TL2001: *")
