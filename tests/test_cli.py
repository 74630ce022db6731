"""The command line: Korean, honest about its exit status, one module for each subcommand."""

from __future__ import annotations

import json
import re
from importlib import metadata

import pytest

from course_lib import cli
from course_lib.cli import _health, _packages, doctor


def _run(capsys, *arguments):
    """Run the command; give its status, output and errors."""
    try:
        status = cli.main(arguments)
    except SystemExit as stopped:
        status = stopped.code
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.fixture(autouse=True)
def _plain(monkeypatch, tmp_path):
    for name in ("COURSE_DATA_DIR", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_CACHE_DIR", str(tmp_path / "cache"))


def _of(findings, name):
    return next(finding for finding in findings if finding.name == name)


def test_doctor_finds_this_installation_sound(capsys):
    status, out, err = _run(capsys, "doctor")
    assert (status, err) == (0, "")
    for name in ("Python", "torch", "numpy", "scikit-learn", "matplotlib", "tqdm", "PyTorch 장치"):
        assert re.search(rf"^  ✓ {name}: \S", out, re.MULTILINE), name
    assert "✗" not in out
    assert out.endswith("없어도 되는 것입니다.\n")


def test_json_says_the_same(capsys):
    status, out, _ = _run(capsys, "doctor", "--json")
    report = json.loads(out)
    assert (status, report["ok"]) == (0, True)
    assert {row["status"] for row in report["findings"]} <= {"ok", "missing"}
    assert {"group", "name", "status", "detail"} == set(report["findings"][0])


def test_a_missing_core_package_is_status_1(capsys, monkeypatch):
    gone = _packages.Package("torch", "torch", ">=2.4", None, fits=False)
    monkeypatch.setattr(_packages, "core", lambda: [gone])
    status, out, _ = _run(capsys, "doctor")
    assert status == 1
    assert "✗ torch: 설치되어 있지 않습니다" in out
    assert out.endswith("고쳐야 할 것이 있습니다: torch.\n")
    status, out, _ = _run(capsys, "doctor", "--json")
    assert (status, json.loads(out)["ok"]) == (1, False)


@pytest.mark.parametrize(
    ("package", "detail"),
    [
        (_packages.Package("numpy", "numpy", ">=9", "2.1", fits=False), "2.1, 필요한 버전은 >=9"),
        (_packages.Package("x", "no_such_module", "", "1", fits=True), "불러올 수 없습니다"),
    ],
)
def test_old_and_broken_packages_fail(monkeypatch, package, detail):
    monkeypatch.setattr(_packages, "core", lambda: [package])
    finding = _of(_health.examine(), package.name)
    assert finding.status == "failed"
    assert detail in finding.detail


def test_an_examination_that_breaks_is_a_finding(monkeypatch):
    def broken():
        raise metadata.PackageNotFoundError("course-lib")

    monkeypatch.setattr(_packages, "core", broken)
    finding = _of(_health.examine(), "진단")
    assert finding.status == "failed"
    assert "PackageNotFoundError" in finding.detail


def test_what_the_course_can_do_without_does_not_fail(capsys, monkeypatch):
    absent = _packages.Package("konlpy", "konlpy", "", None, fits=False)
    monkeypatch.setattr(_packages, "extras", lambda: {"korean": [absent]})
    monkeypatch.setattr(_health, "find_spec", lambda name: None)
    status, out, _ = _run(capsys, "doctor")
    assert status == 0
    assert "– [korean]: 없거나 낡은 것: konlpy(설치되어 있지 않습니다)" in out
    assert "– Java" in out


def test_java_is_found_where_konlpy_would_look(monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert _of(_health.examine(), "Java").detail == str(tmp_path)


def test_data_folders_are_looked_into(monkeypatch, tmp_path):
    assert _of(_health.examine(), "nsmc").status == "missing"
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    for split in ("train", "test"):
        ((file,),) = _health.data.datasets()["nsmc"].parts(split)
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).touch()
        findings = _health.examine()
        assert _of(findings, "nsmc").status == ("ok" if split == "test" else "missing")
    assert _of(findings, "COURSE_DATA_DIR").detail == str(tmp_path)
    assert _of(findings, "nsmc").status == "ok"
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "absent"))
    assert _of(_health.examine(), "COURSE_DATA_DIR").status == "failed"


def test_packages_come_from_our_own_metadata():
    names = {package.name: package for package in _packages.core()}
    assert {"torch", "numpy", "scikit-learn", "matplotlib", "tqdm"} <= set(names)
    assert names["scikit-learn"].module == "sklearn"
    assert not {"all", "test"} & set(_packages.extras())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["docter"], "'docter': 없는 이름입니다. 쓸 수 있는 것: .*doctor"),
        ([], "꼭 필요한 인자가 빠졌습니다: 명령"),
        (["doctor", "--jsn"], "알 수 없는 인자입니다: --jsn"),
    ],
)
def test_usage_errors_are_korean_and_status_2(capsys, arguments, message):
    status, out, err = _run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("사용법: course-lib")
    assert re.search(message, err)
    assert "invalid" not in err


@pytest.mark.parametrize("arguments", [["--help"], ["doctor", "-h"]])
def test_help_is_korean(capsys, arguments):
    status, out, _ = _run(capsys, *arguments)
    assert status == 0
    assert out.startswith("사용법: course-lib")
    assert not re.search(r"usage|options|positional|show this", out)


def test_a_subcommand_is_a_module_with_three_names():
    assert "doctor" in cli.commands()
    for name, module in cli.commands().items():
        assert module.HELP.endswith("."), name
        assert callable(module.add_arguments), name
        assert callable(module.run), name


def test_report_without_anything_wrong():
    text = doctor.report([_health.Finding("핵심", "Python", "ok", "3.12")])
    assert text.startswith("핵심\n  ✓ Python: 3.12\n\n")
