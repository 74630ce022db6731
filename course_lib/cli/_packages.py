"""The packages that the course needs or can use, as its own metadata lists them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.requirements import Requirement

DISTRIBUTION = "course-lib"
_MODULES = {"scikit-learn": "sklearn"}
_INTERNAL = {"test", "all"}


@dataclass(frozen=True)
class Package:
    """One requirement and what is installed of it.

    Args:
        name: the distribution's name.
        module: what to import.
        wanted: the version range, e.g. ">=2.4".
        version: the installed version, or None.
        fits: True if the installed version is in the range.
    """

    name: str
    module: str
    wanted: str
    version: str | None
    fits: bool

    def trouble(self) -> str | None:
        """Say in Korean what is wrong with the package, or return None."""
        if self.version is None:
            return "설치되어 있지 않습니다"
        return None if self.fits else f"{self.version}, 필요한 버전은 {self.wanted}"


def core() -> list[Package]:
    """List what every chapter needs.

    Raises:
        metadata.PackageNotFoundError: if course-lib itself is not installed.
    """
    return [_package(one) for one in _requirements("") if one.name != DISTRIBUTION]


def extras() -> dict[str, list[Package]]:
    """List what the optional parts of the course need, by extra."""
    names = metadata.metadata(DISTRIBUTION).get_all("Provides-Extra") or []
    core_names = {one.name for one in _requirements("")}
    return {
        extra: [_package(one) for one in _requirements(extra) if one.name not in core_names]
        for extra in names
        if extra not in _INTERNAL
    }


def _requirements(extra: str) -> list[Requirement]:
    from packaging.requirements import Requirement

    found = [Requirement(text) for text in metadata.requires(DISTRIBUTION) or []]
    return [one for one in found if one.marker is None or one.marker.evaluate({"extra": extra})]


def _package(wanted: Requirement) -> Package:
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        version = None
    fits = version is not None and wanted.specifier.contains(version, prereleases=True)
    module = _MODULES.get(wanted.name, wanted.name.replace("-", "_"))
    return Package(wanted.name, module, str(wanted.specifier), version, fits)
