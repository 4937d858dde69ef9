"""judge.py <folder> <python of an environment>: what jedi says of the imports and calls of the files on standard input.

Prints a line of JSON for each site; engine/truth/src/oracles/judged-lines.ts says what it holds.
"""

import ast
import json
import multiprocessing
import pathlib
import sys
import tokenize

import jedi

ROOT = pathlib.Path(sys.argv[1]).resolve()
PYTHON = sys.argv[2]
DECLARED_TYPES = ("function", "class")
SOURCE_FOLDERS = ("src", "lib")
MANIFESTS = ("pyproject.toml", "setup.py", "setup.cfg")


def units(line, column):
    """Characters of a line's start as UTF-16 units."""
    return len(line[:column].encode("utf-16-le")) // 2


class File:
    """A source with its places in characters, as jedi counts them, and in UTF-16 units."""

    def __init__(self, path):
        with tokenize.open(ROOT / path) as stream:
            self.text = stream.read()
        self.path = path
        self.lines = self.text.splitlines()
        self.tree = ast.parse(self.text)

    def characters(self, row, offset):
        """ast counts bytes of UTF-8."""
        return len(self.lines[row].encode()[:offset].decode())

    def site(self, row, column):
        return [self.path, row, units(self.lines[row], column)]


class Judge:
    def __init__(self, file, project, environment):
        self.file = file
        self.script = jedi.Script(file.text, path=ROOT / file.path, project=project, environment=environment)
        self.texts = {}

    def line_of(self, path, row):
        if path not in self.texts:
            try:
                with tokenize.open(path) as stream:
                    self.texts[path] = stream.read().splitlines()
            except (OSError, SyntaxError, UnicodeDecodeError):
                self.texts[path] = []
        lines = self.texts[path]
        return lines[row] if row < len(lines) else ""

    def relative(self, name):
        """The repository's path of where a name is declared, None for what lies outside."""
        path = name.module_path
        if path is None or path.suffix == ".pyi" and not path.is_relative_to(ROOT):
            return None
        if not path.is_relative_to(ROOT) or "site-packages" in path.parts:
            return None
        return path.relative_to(ROOT).as_posix()

    def declared(self, name):
        path = self.relative(name)
        if path is None or name.line is None:
            return None
        row = name.line - 1
        return [path, row, units(self.line_of(name.module_path, row), name.column), name.name]

    def verdict(self, names):
        if not names:
            return "unjudged"
        targets = [target for target in map(self.declared, names) if target is not None]
        if targets:
            return {"declared": targets}
        return "outside"

    def call(self, row, column):
        """A function or class; the value of a variable where it has one such value."""
        try:
            names = self.script.goto(row + 1, column, follow_imports=True, follow_builtin_imports=True)
        except Exception:
            return "unjudged"
        if names and all(name.type in DECLARED_TYPES for name in names):
            return self.verdict(names)
        if any(name.type == "param" for name in names):
            return "unjudged"
        try:
            values = self.script.infer(row + 1, column)
        except Exception:
            return "unjudged"
        if len(values) != 1 or values[0].type not in DECLARED_TYPES:
            return "unjudged"
        value = self.declared(values[0])
        if value is None:
            return "outside"
        # The constant that holds it is as right an answer as what it holds.
        holders = [target for target in map(self.declared, names) if target is not None]
        return {"declared": [value, *holders]}

    def module(self, row, column):
        try:
            names = self.script.goto(row + 1, column, follow_imports=True)
        except Exception:
            return "unjudged"
        modules = [name for name in names if name.type in ("module", "namespace")]
        if not modules:
            return "unjudged"
        path = self.relative(modules[0])
        if path is not None:
            return {"file": path}
        # A namespace package is no file.
        return "unjudged" if modules[0].type == "namespace" else "outside"

    def imported(self, row, column):
        try:
            names = self.script.goto(row + 1, column, follow_imports=True)
        except Exception:
            return "unjudged"
        if any(name.type in ("module", "namespace") for name in names):
            return self.module(row, column)
        return self.verdict(names)

    def emit(self, row, column, kind, relation, verdict, text):
        return json.dumps({"site": self.file.site(row, column), "kind": kind, "relation": relation, "verdict": verdict, "text": text[:80]})

    def callee(self, function):
        """Row and column of what is called, where it is a name or a member of something."""
        if isinstance(function, ast.Name):
            return function.lineno - 1, self.file.characters(function.lineno - 1, function.col_offset)
        if isinstance(function, ast.Attribute):
            row = function.end_lineno - 1
            return row, self.file.characters(row, function.end_col_offset) - len(function.attr)
        return None

    def arguments(self, call):
        """Where the arguments of a call begin: the site of one whose callee has no name."""
        row, column = call.func.end_lineno - 1, self.file.characters(call.func.end_lineno - 1, call.func.end_col_offset)
        while row < len(self.file.lines):
            at = self.file.lines[row].find("(", column)
            if at >= 0:
                return row, at
            row, column = row + 1, 0
        return None

    def calls(self):
        decorators = {}
        for node in ast.walk(self.file.tree):
            for decorator in getattr(node, "decorator_list", []):
                decorators[decorator] = True
        for node in ast.walk(self.file.tree):
            if isinstance(node, ast.Call):
                function, kind = node.func, "decorator" if node in decorators else "call"
            elif node in decorators:
                function, kind = node, "decorator"
            else:
                continue
            text = ast.unparse(function)
            if text == "super":
                continue  # the language's own word
            place = self.callee(function)
            if place is not None:
                yield self.emit(*place, kind, "call", self.call(*place), text)
                continue
            place = self.arguments(node) if isinstance(node, ast.Call) else None
            if place is not None:
                yield self.emit(*place, kind, "call", "unjudged", text)

    def imports(self):
        for node in ast.walk(self.file.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    row, column = alias.lineno - 1, self.file.characters(alias.lineno - 1, alias.col_offset)
                    last = column + alias.name.rfind(".") + 1
                    yield self.emit(row, column, "import", "import", self.module(row, last), alias.name)
            elif isinstance(node, ast.ImportFrom):
                yield from self.imported_from(node)

    def imported_from(self, node):
        row = node.lineno - 1
        start = self.file.characters(row, node.col_offset) + len("from")
        line = self.file.lines[row]
        column = start + len(line[start:]) - len(line[start:].lstrip())
        written = "." * node.level + (node.module or "")
        if line[column:].startswith(written):
            verdict = self.module(row, column + written.rfind(".") + 1) if node.module else self.package(node.level)
            yield self.emit(row, column, "import", "import", verdict, written)
        for alias in node.names:
            if alias.name != "*":
                row, column = alias.lineno - 1, self.file.characters(alias.lineno - 1, alias.col_offset)
                yield self.emit(row, column, "import", "import", self.imported(row, column), f"{written} {alias.name}")

    def package(self, level):
        """`from . import x`: the package around."""
        folder = (ROOT / self.file.path).parent
        for _ in range(level - 1):
            folder = folder.parent
        init = folder / "__init__.py"
        return {"file": init.relative_to(ROOT).as_posix()} if init.is_file() and init.is_relative_to(ROOT) else "unjudged"


PROJECT = None
ENVIRONMENT = None


def start():
    global PROJECT, ENVIRONMENT
    # A folder with a manifest of its own is the root of what lies in it, or its source folder is.
    folders = {ROOT, *(file.parent for name in MANIFESTS for file in ROOT.rglob(name))}
    sources = [str(source) for folder in sorted(folders) for source in [*(folder / name for name in SOURCE_FOLDERS), folder] if source.is_dir()]
    PROJECT = jedi.Project(ROOT, added_sys_path=sources, smart_sys_path=True)
    ENVIRONMENT = jedi.create_environment(PYTHON, safe=False)


def judge(path):
    try:
        file = File(path)
    except (OSError, SyntaxError, UnicodeDecodeError, ValueError) as error:
        print(f"{path} is not judged: {error}", file=sys.stderr)
        return []
    one = Judge(file, PROJECT, ENVIRONMENT)
    return [*one.imports(), *one.calls()]


def main():
    paths = [line.rstrip("\n") for line in sys.stdin if line.strip()]
    with multiprocessing.Pool(min(4, multiprocessing.cpu_count()), start) as pool:
        for lines in pool.imap(judge, paths):
            print("\n".join(lines))


if __name__ == "__main__":
    main()
