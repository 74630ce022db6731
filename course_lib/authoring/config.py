"""Where the book lives: read from ``_config.yml``, the only place that says it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Config:
    """Addresses of the book.

    ``repository`` is the repository's address, ``site`` that of the site with a slash at its end,
    ``bibliography`` the BibTeX files, relative to the root.
    """

    repository: str
    branch: str
    site: str
    bibliography: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """``owner/name`` of the repository."""
        return "/".join(self.repository.split("/")[-2:])

    def page(self, docname: str, anchor: str = "") -> str:
        """Address of a page of the site."""
        return f"{self.site}{docname}.html" + (f"#{anchor}" if anchor else "")

    def raw(self, path: str) -> str:
        """Address of a file of the repository, as it is (images)."""
        return f"https://raw.githubusercontent.com/{self.slug}/{self.branch}/{path}"

    def blob(self, path: str) -> str:
        """Address of a file of the repository, shown by GitHub."""
        return f"{self.repository}/blob/{self.branch}/{path}"

    def colab(self, path: str) -> str:
        """Address that opens a notebook of the repository in Colab."""
        return f"https://colab.research.google.com/github/{self.slug}/blob/{self.branch}/{path}"


def read_config(root: Path) -> Config:
    """Read the addresses of the book in ``root``.

    Args:
        root: the folder with ``_config.yml``.

    Returns:
        The addresses; the site's is GitHub Pages' unless ``html.baseurl`` is set.

    Raises:
        ValueError: if ``repository.url`` is missing.
    """
    values: dict[str, Any] = yaml.safe_load((root / "_config.yml").read_text("utf-8")) or {}
    repository = values.get("repository") or {}
    address = str(repository.get("url", "")).rstrip("/").removesuffix(".git")
    if address.count("/") < 4:
        raise ValueError(f"_config.yml: expected repository.url, got {address!r}")
    owner, name = address.split("/")[-2:]
    site = (values.get("html") or {}).get("baseurl") or f"https://{owner.lower()}.github.io/{name}"
    files = values.get("bibtex_bibfiles") or ()
    branch = str(repository.get("branch") or "main")
    return Config(address, branch, site.rstrip("/") + "/", tuple(files))
