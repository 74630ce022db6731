from __future__ import annotations

from pathlib import Path

import pytest

from course_lib.authoring.config import read_config

ADDRESS = "repository: {url: https://github.com/Owner/book.git, branch: dev}\n"


def test_everything_follows_from_the_address(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text(ADDRESS)
    config = read_config(tmp_path)
    assert config.repository == "https://github.com/Owner/book"
    assert config.page("book/a", "x") == "https://owner.github.io/book/book/a.html#x"
    assert config.raw("a.png") == "https://raw.githubusercontent.com/Owner/book/dev/a.png"
    colab = "https://colab.research.google.com/github/Owner/book/blob/dev/a.ipynb"
    assert config.colab("a.ipynb") == colab


def test_a_site_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text(ADDRESS + "html: {baseurl: 'https://a.b/c'}\n")
    assert read_config(tmp_path).page("x") == "https://a.b/c/x.html"


def test_no_address(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("title: x\n")
    with pytest.raises(ValueError, match=r"expected repository.url, got ''"):
        read_config(tmp_path)
