"""``course-lib doctor``: what is installed, what is missing, and whether the core works."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from course_lib.cli import _health
from course_lib.cli._health import Finding
from course_lib.cli._parser import KoreanParser

HELP = "설치 상태를 진단합니다: 패키지, 장치, 글꼴, Java, 데이터, 디스크와 메모리."
_SIGNS = {"ok": "✓", "missing": "–", "failed": "✗"}


def add_arguments(parser: KoreanParser) -> None:
    """Add this command's options."""
    parser.options.add_argument("--json", action="store_true", help="JSON으로 출력합니다.")
    sandbox = "채점에 쓰는 샌드박스를 온갖 방법으로 공격해 봅니다."
    parser.options.add_argument("--sandbox", action="store_true", help=sandbox)


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; the status is 0 only when nothing that the core needs has failed."""
    findings = _health.examine(sandbox=arguments.sandbox)
    healthy = all(finding.status != "failed" for finding in findings)
    if arguments.json:
        rows = [asdict(finding) for finding in findings]
        print(json.dumps({"ok": healthy, "findings": rows}, ensure_ascii=False, indent=2))
    else:
        print(report(findings))
    return 0 if healthy else 1


def report(findings: list[Finding]) -> str:
    """Lay the findings out in groups, with a last line that says what follows from them."""
    lines: list[str] = []
    group = ""
    for finding in findings:
        if finding.group != group:
            group = finding.group
            lines += ["", group] if lines else [group]
        lines.append(f"  {_SIGNS[finding.status]} {finding.name}: {finding.detail}")
    failed = [finding.name for finding in findings if finding.status == "failed"]
    verdict = (
        f"고쳐야 할 것이 있습니다: {', '.join(failed)}."
        if failed
        else "본문을 실행하는 데 필요한 것이 모두 있습니다. –는 없어도 되는 것입니다."
    )
    return "\n".join([*lines, "", verdict])
