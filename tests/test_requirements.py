"""An installation next year is the one of today: every package is pinned, and pinned as tested."""

import re
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parent.parent
FILES: Final = ("requirements.txt", "requirements-dev.txt")


def _pinned(*files: str) -> dict[str, Requirement]:
    lines = [line for name in files for line in (ROOT / name).read_text().splitlines()]
    wanted = [Requirement(line.split("#")[0]) for line in lines if re.match(r"\w", line)]
    return {canonicalize_name(each.name): each for each in wanted}


def _direct(file: str) -> list[str]:
    """The lines of what we asked for, without what that brings along."""
    lines = (ROOT / file).read_text().split("# Brought in")[0].splitlines()
    return [line for line in lines if re.match(r"\w", line)]


def _needed(requirement: Requirement) -> set[str]:
    """What an installed package needs here, for itself and for the extras asked of it."""
    extras = [*requirement.extras, ""]
    wanted = map(Requirement, metadata.requires(requirement.name) or ())
    return {
        canonicalize_name(need.name)
        for need in wanted
        if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in extras)
    }


@pytest.mark.parametrize("files", [FILES[:1], FILES], ids=FILES)
def test_whatever_a_package_brings_along_is_pinned_too(files: tuple[str, ...]) -> None:
    pinned = _pinned(*files)
    loose = {
        f"{need} (for {name})" for name, r in pinned.items() for need in _needed(r) - {*pinned}
    }
    assert not loose, f"Add them with their versions to {files[-1]}: {', '.join(sorted(loose))}"


def test_the_tests_run_on_the_pinned_versions() -> None:
    other = [
        f"{requirement}, installed {metadata.version(name)}"
        for name, requirement in _pinned(*FILES).items()
        if not requirement.specifier.contains(metadata.version(name), prereleases=True)
    ]
    assert not other, "\n".join(other)


@pytest.mark.parametrize("file", FILES)
def test_each_direct_need_has_its_reason_beside_it(file: str) -> None:
    silent = [line for line in _direct(file) if not re.search(r"# \w", line)]
    assert not silent, f"Say in {file} what it is for: {silent}"


@pytest.mark.parametrize("file", FILES)
def test_each_direct_need_is_named_with_its_licence(file: str) -> None:
    credited = set(re.findall(r"^\| ([\w-]+) \|", (ROOT / "THIRD_PARTY.md").read_text(), re.M))
    lacking = {Requirement(line.split("#")[0]).name for line in _direct(file)} - credited
    assert not lacking, f"Add to THIRD_PARTY.md: {', '.join(sorted(lacking))}"
