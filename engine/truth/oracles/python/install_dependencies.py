"""install_dependencies.py <folder> <python of an environment>: installs what the manifests of a repository ask for.

Wheels alone, so that no code of a package runs. A package without a wheel is named on standard error and left out.
"""

import configparser
import pathlib
import re
import subprocess
import sys
import tomllib

SKIPPED_FOLDERS = {"node_modules", ".git", "venv", ".venv"}


def from_project_file(file):
    """Requirements of a pyproject.toml: those of the project, its extras and its groups."""
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return []
    project = document.get("project", {})
    found = list(project.get("dependencies", []))
    for group in [*project.get("optional-dependencies", {}).values(), *document.get("dependency-groups", {}).values()]:
        found += [entry for entry in group if isinstance(entry, str)]
    return found


def from_setup_file(file):
    """Requirements of a setup.cfg."""
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(file, encoding="utf-8")
    except configparser.Error:
        return []
    texts = [parser.get("options", "install_requires", fallback="")]
    if parser.has_section("options.extras_require"):
        texts += [value for _, value in parser.items("options.extras_require")]
    return [line for text in texts for line in text.splitlines()]


def requirements(root):
    found = []
    for file in sorted(root.rglob("*")):
        if SKIPPED_FOLDERS.intersection(file.relative_to(root).parts):
            continue
        if file.name == "pyproject.toml":
            found += from_project_file(file)
        elif file.name == "setup.cfg":
            found += from_setup_file(file)
        elif re.fullmatch(r"requirements.*\.txt", file.name):
            found += file.read_text(encoding="utf-8", errors="replace").splitlines()
    texts = (line.split("#")[0].strip() for line in found)
    return list(dict.fromkeys(text for text in texts if re.match(r"[A-Za-z0-9]", text) and "://" not in text))


def own_names(root):
    """What the repository itself declares: it must not be found among the installed."""
    for file in root.rglob("pyproject.toml"):
        try:
            name = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {}).get("name")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue
        if isinstance(name, str):
            yield name
    for file in root.rglob("setup.cfg"):
        match = re.search(r"^name *= *(\S+)", file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        if match:
            yield match[1]


def install(python, names):
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", *names]
    return subprocess.run(command, stdout=sys.stderr, stderr=subprocess.DEVNULL).returncode == 0


def main(root, python):
    names = requirements(pathlib.Path(root))
    if names and not install(python, names):
        for name in names:
            if not install(python, [name]):
                print(f"left out: {name}", file=sys.stderr)
    for name in sorted(set(own_names(pathlib.Path(root)))):
        subprocess.run([python, "-m", "pip", "uninstall", "--quiet", "--yes", name], stdout=sys.stderr, stderr=subprocess.DEVNULL)


main(*sys.argv[1:3])
