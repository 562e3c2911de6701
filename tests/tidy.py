#!/usr/bin/env python3
"""The rules of the house that a program can check. Prints each breach; exit status 1 if any."""

import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
ROOMS = ["events", "projections", "templates", "fcgi"]  # includes go one way, leftwards
TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", ".gitignore", ".clang-format",
             ".ci", "fcgi", "events", "projections", "templates", "nginx", "tests"}
# Where a third-party header may be included; no public header of a room names one.
THIRD_PARTY = {
    "rocksdb/": {"events/log/rocks_store.cpp", "projections/local_store.cpp",
                 "tests/endurance/faulty_disk.hpp", "tests/endurance/faulty_disk.cpp",
                 "tests/bench_log.cpp", "tests/events/store_test.cpp"},
    "ctemplate/": {"templates/dictionary.cpp"},
    "hpdf": {"templates/pdf_canvas.cpp"},
    "ft2build.h": {"tests/templates/pdf_test.cpp"},
    "hb": {"templates/harfbuzz.hpp", "templates/typeface.cpp"},
    "csv.h": {"templates/csv.cpp"},
    "qpdf/": {"templates/compact_pdf.cpp", "tests/templates/drawn.cpp"},
    "fcgiapp": {"fcgi/fastcgi.cpp", "tests/responder.cpp"},
    "simdjson": {"events/json_archive.hpp"},
    "cereal/": {"events/codec.cpp", "events/json_archive.hpp", "projections/row_archive.hpp"},
    "prometheus/": {"fcgi/public/public_pages.cpp"},
    "CLI/": {"fcgi/main.cpp"},
    "utf8proc": {"events/text.cpp"},
}
BANNED_NAMES = re.compile(r"(^|[_/])(utils?|common|helpers?|managers?|misc|base)([_.]|$)")
MARKS = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MAX_COLUMNS, MAX_FUNCTION, MAX_FILE = 100, 60, 400

breaches = []


def breach(path, line, what):
    breaches.append(f"{path}:{line}: {what}")


def tracked():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=TOP, check=True,
                            capture_output=True, text=True).stdout.split("\n")
    return [name for name in listed if name and (TOP / name).is_file()]


def check_names(files):
    for name in files:
        if name.split("/")[0] not in TOP_LEVEL:
            breach(name, 1, "is not part of the agreed top level")
        if name.count("/") > 2:
            breach(name, 1, "lies deeper than two levels of folders")
        if BANNED_NAMES.search(name):
            breach(name, 1, "is named after nothing in particular")


def check_include(name, number, target):
    room = name.split("/")[0]
    other = target.split("/")[0]
    if room in ROOMS and other in ROOMS and ROOMS.index(other) > ROOMS.index(room):
        breach(name, number, f"{room} must not know {other}")
    if name.startswith("events/log/") and other in ROOMS and target != "events/instant.hpp" \
            and not target.startswith("events/log/"):
        breach(name, number, "the log knows no domain, only the instant")
    if room != "tests" and other == "tests":
        breach(name, number, "nothing sees tests")
    for part, allowed in THIRD_PARTY.items():
        if target.startswith(part) and name not in allowed:
            breach(name, number, f"<{target}> belongs in {', '.join(sorted(allowed))}")


def check_source(name, lines):
    if len(lines) > MAX_FILE:
        breach(name, len(lines), f"has more than {MAX_FILE} lines")
    start = None
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_COLUMNS:
            breach(name, number, f"is wider than {MAX_COLUMNS} columns")
        if MARKS.search(line):
            breach(name, number, "a mark for later")
        include = re.match(r'#include [<"]([^>"]+)[>"]', line)
        if include:
            check_include(name, number, include.group(1))
        # A function's body: from its opening line to the brace that closes it at the same depth.
        opened = re.match(r"( *)(?!namespace|class|struct|enum|union|extern)\S.*\) ?.*\{$", line)
        if start is None and opened and len(opened.group(1)) <= 2:
            start = (number, opened.group(1))
        elif start and line in (start[1] + "}", start[1] + "});", start[1] + "};"):
            if number - start[0] > MAX_FUNCTION:
                breach(name, start[0], f"a function of more than {MAX_FUNCTION} lines")
            start = None
    if name.endswith(".hpp") and not name.startswith("tests/") and not lines[0].startswith("// "):
        breach(name, 1, "a header begins with what is here and what is not")


def check_templates():
    used, given = {}, {}
    for path in sorted((TOP / "templates").glob("*.tpl")):
        text = path.read_text()
        name = f"templates/{path.name}"
        if not text.startswith('{{%AUTOESCAPE context="HTML"}}'):
            breach(name, 1, "does not begin with the AUTOESCAPE pragma")
        for pattern, why in [(r":none", "unescaped value"), (r"\b(formaction|srcdoc|style|on\w+)=",
                                                             "forbidden attribute"),
                             (r"<(textarea|pre)[^>]*>\{\{[A-Z_]+\}\}", ":pre_escape is missing"),
                             (r"\s[\w-]+=\{\{", "unquoted attribute")]:
            if re.search(pattern, text):
                breach(name, 1, why)
        for variable in re.findall(r"\{\{[#>]?([A-Z_]+)", text):
            used.setdefault(variable, name)
    for path in sorted((TOP / "templates").glob("*.cpp")):
        for variable in re.findall(r'"([A-Z][A-Z_]*)"', path.read_text()):
            given.setdefault(variable, f"templates/{path.name}")
    for variable in sorted(set(used) - set(given)):
        breach(used[variable], 1, f"{variable} is set by no code")
    for variable in sorted(set(given) - set(used) - {"UTF"}):
        breach(given[variable], 1, f"{variable} stands in no template")


def main():
    files = tracked()
    check_names(files)
    for name in files:
        if re.search(r"\.(cpp|hpp|py|mjs|sh)$", name):
            check_source(name, (TOP / name).read_text().split("\n")[:-1])
    check_templates()
    sources = [str(TOP / name) for name in files if re.search(r"\.[ch]pp$", name)]
    formatted = subprocess.run(["clang-format", "--dry-run", "-Werror", *sources],
                               capture_output=True, text=True)
    if formatted.returncode != 0:
        breaches.append(formatted.stderr[:2000])
    print("\n".join(breaches) or "tidy")
    sys.exit(1 if breaches else 0)


main()
