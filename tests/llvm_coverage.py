"""Which lines a run reached. Here: profiles of clang's source-based coverage, merged and read. Not
here: running anything (tests/coverage, tests/mutants)."""

import os
import subprocess


def merge(folder, data):
    """Puts the profiles below `folder` together into the file `data`, and returns it."""
    subprocess.run(["llvm-profdata-19", "merge", "-sparse", "-o", data, *folder.glob("*.profraw")],
                   check=True)
    return data


def export(form, data, build, programs):
    """What llvm-cov tells of programs of a build folder, as JSON (`text`) or in lcov's form."""
    objects = [word for program in programs for word in ("-object", build / program)][1:]
    return subprocess.run(["llvm-cov-19", "export", f"-format={form}", "-skip-functions",
                           f"-compilation-dir={build}", f"-instr-profile={data}", *objects],
                          check=True, capture_output=True, text=True).stdout


def read_lines(data, build, programs):
    """{path: {line: times run}}"""
    lines, path = {}, None
    for row in export("lcov", data, build, programs).splitlines():
        if row.startswith("SF:"):
            path = os.path.normpath(row[3:])
        elif row.startswith("DA:"):
            number, count = row[3:].split(",")[:2]
            lines.setdefault(path, {})[int(number)] = int(count)
    return lines
