"""What is asked to be written is written, or is known not to be before anything runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from trainlab.core import catalog

Call = Callable[..., subprocess.CompletedProcess[str]]
NEVER_ENDS = "PROGRAM p\nVAR n : INT; END_VAR\nFOR n := 1 TO 30000 DO ; END_FOR;\nEND_PROGRAM\n"


@pytest.mark.parametrize("option", ["--json", "--report", "--trace", "--out"])
def test_what_cannot_be_written_is_said_before_the_run(
    option: str, trainlab: Call, scenario: Path, solution: Path
) -> None:
    form = "junit=" if option == "--out" else ""
    done = trainlab("grade", scenario, solution, option, f"{form}/proc/nothing/here")

    assert done.returncode == 4
    assert "TL0011" in done.stderr
    assert done.stdout == ""


def test_a_folder_is_no_file_to_write(
    trainlab: Call, scenario: Path, solution: Path, tmp_path: Path
) -> None:
    done = trainlab("grade", scenario, solution, "--json", tmp_path)

    assert (done.returncode, done.stdout) == (4, "")
    assert "it is a folder" in done.stderr


def test_serve_finds_out_before_it_listens(trainlab: Call, scenario: Path) -> None:
    done = trainlab("serve", scenario, "--grade", "--json", "/proc/x", "--modbus", "127.0.0.1:0")

    assert done.returncode == 4
    assert "modbus at" not in done.stderr


def test_proving_that_a_file_can_be_written_leaves_nothing_behind(
    trainlab: Call, scenario: Path, tmp_path: Path
) -> None:
    trainlab("grade", scenario, "nowhere.st", "--trace", tmp_path / "new/deep/trace.npz")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options",
    [
        ("--report", ""),
        ("--json", ""),
        ("--trace", ""),
        ("--report", "-"),
        ("--json", "one", "--trace", "./one"),
        ("--report", "out", "--json", "out/verdict.json"),
        ("--report", "out", "--out", "json=out/junit.xml"),
        ("--out", "junit=one", "--out", "json=one"),
        ("--out", "junit"),
        ("--out", "junit="),
        ("--out", "junit=-"),
        ("--out", "junt=one"),
        ("--trace", "one.xlsx"),
    ],
    ids=" ".join,
)
def test_names_that_are_missing_or_meet_are_a_usage_error(
    options: tuple[str, ...], trainlab: Call, scenario: Path, solution: Path
) -> None:
    assert trainlab("grade", scenario, solution, *options).returncode == 2


def test_a_file_that_is_read_is_never_written(
    trainlab: Call, scenario: Path, solution: Path, tmp_path: Path
) -> None:
    program = tmp_path / "mine.st"
    program.write_bytes(solution.read_bytes())

    done = trainlab("grade", scenario, program, "--json", program)

    assert done.returncode == 2
    assert program.read_bytes() == solution.read_bytes()


@pytest.mark.parametrize("reader", ["true", "head -n 1"])
def test_a_reader_who_leaves_decides_nothing(
    reader: str, in_shell: Call, scenario: Path, solution: Path, tmp_path: Path
) -> None:
    options = ("--json", tmp_path / "j", "--report", tmp_path / "r", "--trace", tmp_path / "t")
    line = f'"$@" | {reader}; exit ${{PIPESTATUS[0]}}'

    done = in_shell(line, "grade", scenario, solution, *options)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "j").read_text(encoding="utf-8"))["passed"] is True
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    forms = (catalog.load("report_formats", name) for name in catalog.names("report_formats"))
    assert names == {"j", "r", "t", *(f"r/{form.file_name}" for form in forms)}


def test_a_failing_program_fails_though_nobody_reads(
    in_shell: Call, scenario: Path, solution: Path
) -> None:
    bad = solution.with_name("bad_no_stop.st")

    assert in_shell('"$@" >&-', "grade", scenario, bad).returncode == 1


@pytest.mark.parametrize("verb", [("--help",), ("catalog",), ("catalog", "plants", "tank_level")])
def test_lists_and_help_end_quietly_when_the_reader_leaves(
    verb: tuple[str, ...], in_shell: Call
) -> None:
    done = in_shell('"$@" | true; exit ${PIPESTATUS[0]}', *verb)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_full_disk_under_stdout_is_said_and_is_no_failed_exam(
    in_shell: Call, scenario: Path, solution: Path
) -> None:
    done = in_shell('"$@" > /dev/full', "grade", scenario, solution, "--json", "-")

    assert done.returncode == 4
    assert "the disk is full" in done.stderr


@pytest.mark.parametrize(("file", "code"), [("solution", 0), ("nowhere.st", 2)])
def test_a_closed_stderr_changes_no_exit_code(
    file: str, code: int, in_shell: Call, solution: Path
) -> None:
    done = in_shell('"$@" 2>&-', "check", solution if file == "solution" else file)

    assert done.returncode == code


def test_a_pipe_gets_the_whole_document(
    in_shell: Call, scenario: Path, solution: Path, tmp_path: Path
) -> None:
    line = f'"$@" --json >(cat > {tmp_path}/copy; touch {tmp_path}/end)'
    line += f"; while [ ! -e {tmp_path}/end ]; do read -t 0.05 <> <(:); done"

    in_shell(line, "grade", scenario, solution)

    assert json.loads((tmp_path / "copy").read_text(encoding="utf-8"))["passed"] is True


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "SOLUTION", "--set", "zz=1"),
        ("run", "SOLUTION", "--scans", "many"),
        ("catalog", "plants", "nothing"),
        ("grade", "a.yaml"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_a_call_that_is_wrong_is_a_document_too(
    arguments: tuple[str, ...], trainlab: Call, solution: Path
) -> None:
    named = [str(solution) if each == "SOLUTION" else each for each in arguments]

    done = trainlab(*named, "--json", "-")

    (problem,) = json.loads(done.stdout)["problems"]
    assert (done.returncode, problem["code"]) == (2, "TL0010")


def test_an_interrupted_run_is_no_failed_one(tmp_path: Path) -> None:
    program = tmp_path / "long.st"
    program.write_text(NEVER_ENDS)
    # The signal comes from inside, once the run is under way: no test waits for a clock.
    script = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # nohup has it ignored
        "from trainlab.plc.runtime import SoftPlc\n"
        "from trainlab.cli.main import main\n"
        "scan, count = SoftPlc.scan, iter(range(1000))\n"
        "def interrupted(self, image, now_ns):\n"
        "    scan(self, image, now_ns)\n"
        "    if next(count) == 50: os.kill(os.getpid(), signal.SIGINT)\n"
        "SoftPlc.scan = interrupted\n"
        "main(sys.argv[1:])\n"
    )
    command = [sys.executable, "-c", script, "run", str(program), "--scans", "900", "--json", "-"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    (problem,) = json.loads(done.stdout)["problems"]
    assert (done.returncode, problem["code"]) == (130, "TL0012")
    assert "Traceback" not in done.stderr


def test_an_interrupt_while_it_still_starts_leaves_no_traceback() -> None:
    script = (
        "import sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'click': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from trainlab.__main__ import main\n"
        "main()\n"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (130, b"")


def test_numbers_that_json_has_not_are_texts_in_both_forms(trainlab: Call, tmp_path: Path) -> None:
    program = tmp_path / "huge.st"
    program.write_text(
        "PROGRAM p\nVAR a, b, c : REAL := 3.0E38; END_VAR\n"
        "a := a * 10.0;\nb := -a;\nc := a + b;\nEND_PROGRAM\n"
    )

    document = json.loads(trainlab("run", program, "--json", "-").stdout)

    assert document["variables"] == {"a": "Infinity", "b": "-Infinity", "c": "NaN"}
    assert trainlab("run", program).stdout.split() == [
        "a", "=", "Infinity", "b", "=", "-Infinity", "c", "=", "NaN",
    ]  # fmt: skip


def test_a_file_that_the_device_refuses_has_a_code(trainlab: Call, tmp_path: Path) -> None:
    program = tmp_path / "mine.st"
    program.symlink_to("/proc/self/mem")  # which is there, may be opened, and gives EIO when read

    done = trainlab("check", program, "--json", "-")

    (problem,) = json.loads(done.stdout)["problems"]
    assert (done.returncode, problem["code"]) == (2, "TL2001")
    assert "the device reports an error" in problem["message"]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "its links lead in a circle"), ("zh-CN", "符号链接形成循环")]
)
def test_a_circle_of_links_is_called_one(
    lang: str, said: str, trainlab: Call, tmp_path: Path
) -> None:
    program = tmp_path / "loop.st"
    program.symlink_to(program)

    assert said in trainlab("check", program, lang=lang).stderr


@pytest.mark.parametrize("option", ["--wait", "--speed", "--stale"])
def test_nan_is_no_number_of_seconds(option: str, trainlab: Call, scenario: Path) -> None:
    assert trainlab("serve", scenario, option, "nan").returncode == 2


@pytest.mark.parametrize("host", ["a" * 300, "a..b"])
def test_a_host_that_cannot_be_is_a_diagnostic(host: str, trainlab: Call, scenario: Path) -> None:
    done = trainlab("serve", scenario, "--modbus", f"{host}:1502")

    assert (done.returncode, "TL5001" in done.stderr) == (2, True)


@pytest.mark.parametrize(("name", "code"), [("pipe.st", "TL2001"), ("pipe.yaml", "TL1001")])
def test_a_pipe_is_neither_program_nor_scenario(
    name: str, code: str, trainlab: Call, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / name)

    done = trainlab("check", tmp_path / name, lang="zh-CN")

    assert (done.returncode, code in done.stderr) == (2, True)
    assert "它既不是文件也不是文件夹" in done.stderr


@pytest.mark.parametrize("name", ["folder.yaml", "missing.yaml"])
def test_the_system_speaks_chinese_too(name: str, trainlab: Call, tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()

    said = trainlab("check", tmp_path / name, lang="zh-CN").stderr

    assert any(reason in said for reason in ("这是一个文件夹", "文件不存在"))


def test_a_run_that_takes_too_long_is_no_graded_one_and_its_files_say_so(
    trainlab: Call, scenario: Path, tmp_path: Path
) -> None:
    program = tmp_path / "slow.st"
    program.write_text(
        "PROGRAM p\nVAR pump_command : BOOL; n : DINT; x : LREAL; END_VAR\n"
        "FOR n := 1 TO 900000 DO x := SIN(x) + 1.0; END_FOR;\nEND_PROGRAM\n"
    )
    out = ("--time-limit", "0.1", "--report", tmp_path / "out")

    done = trainlab("grade", scenario, program, *out)

    results = json.loads((tmp_path / "out/results.json").read_text(encoding="utf-8"))
    assert (done.returncode, results["score"]) == (2, 0)
    assert "TL0014" in results["output"]
    assert "TL0014" in (tmp_path / "out/report.html").read_text(encoding="utf-8")


def test_a_program_that_does_not_compile_has_its_files(
    trainlab: Call, scenario: Path, tmp_path: Path
) -> None:
    program = tmp_path / "wrong.st"
    program.write_text("PROGRAM p\nVAR n : INT; END_VAR\nn := TRUE;\nEND_PROGRAM\n")

    done = trainlab("grade", scenario, program, "--out", f"junit={tmp_path}/junit.xml")

    assert done.returncode == 2
    assert "<error" in (tmp_path / "junit.xml").read_text(encoding="utf-8")


def test_no_file_names_a_hidden_check(
    trainlab: Call, scenario: Path, solution: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "hidden.yaml"
    text = scenario.read_text(encoding="utf-8")
    text += "\n    - {id: unguessed, title: Unguessed, check: never, points: 3, hidden: true,"
    sheet.write_text(f"{text} condition: pump_on AND NOT pump_command}}\n", encoding="utf-8")

    done = trainlab("grade", sheet, solution, "--seeds", "2", "--report", tmp_path / "out")

    written = "".join(
        file.read_text(encoding="utf-8")
        for file in (tmp_path / "out").iterdir()
        if file.suffix != ".npz"
    )
    assert "hidden_1" in done.stdout
    assert "unguessed" not in (done.stdout + written).lower()


def test_a_name_that_is_no_text_is_written_all_the_same(
    trainlab: Call, scenario: Path, solution: Path, tmp_path: Path
) -> None:
    program = tmp_path / os.fsdecode(b"\xff.st")
    program.write_bytes(solution.read_bytes())

    done = trainlab("grade", scenario, program, "--json", tmp_path / "j", "--report", tmp_path)

    assert done.returncode == 0
    assert json.loads((tmp_path / "j").read_text(encoding="utf-8"))["program"].endswith("?.st")


@pytest.mark.parametrize(
    "given",
    [
        ("--trace", "{}/run.csv"),
        ("--report", "{}/page"),
        ("--out", "junit={}/j.xml"),
        ("--wait", "5"),
        ("--restart",),
        ("--reveal",),
        ("--json", "{}/v.json"),
    ],
)
def test_what_only_a_verdict_has_is_not_taken_from_a_practice(trainlab, scenario, tmp_path, given):
    options = [each.format(tmp_path) for each in given]
    done = trainlab("serve", scenario, "--modbus", "127.0.0.1:0", *options)
    assert done.returncode == 2
    assert "TL0009" in done.stderr
    assert f"{options[0]}: only with --grade" in done.stderr
    assert " at 127.0.0.1" not in done.stderr


def test_a_plant_without_its_timeline_is_not_graded(trainlab, scenario):
    done = trainlab("serve", scenario, "--modbus", "127.0.0.1:0", "--grade", "--free")
    assert done.returncode == 2
    assert "--free: only without --grade" in done.stderr


@pytest.mark.parametrize("name", ["zh", "zh_CN", "zh-CN", "ZH-cn"])
def test_chinese_is_asked_for_in_any_of_its_spellings(trainlab, name):
    done = trainlab("catalog", "--help", lang=name)
    assert done.returncode == 0
    assert "选项" in done.stdout
