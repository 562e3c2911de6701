"""Finds where a C++ file can be made wrong. Here: the places and what would stand there instead.
Not here: building and running what was made wrong (tests/mutants).

Statements, conditions, constants and arguments are found in clang's syntax tree; operators by their
tokens and the spaces clang-format puts around those with two operands."""

import dataclasses
import re

from clang import cindex
from clang.cindex import CursorKind as Kind

BINARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||",
          "||": "&&", "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "+=": "-=", "-=": "+=",
          "|=": "&=", "&": "|", "|": "&", "<<": ">>", ">>": "<<"}
UNARY = {"++": "--", "--": "++"}
BODIES = (Kind.FUNCTION_DECL, Kind.CXX_METHOD, Kind.CONSTRUCTOR, Kind.DESTRUCTOR,
          Kind.CONVERSION_FUNCTION, Kind.FUNCTION_TEMPLATE, Kind.LAMBDA_EXPR)
# What may be left out and still compile. A declaration may not; a return only where nothing is
# returned.
STATEMENTS = (Kind.BINARY_OPERATOR, Kind.COMPOUND_ASSIGNMENT_OPERATOR, Kind.UNARY_OPERATOR,
              Kind.CALL_EXPR, Kind.UNEXPOSED_EXPR, Kind.BREAK_STMT, Kind.CONTINUE_STMT,
              Kind.IF_STMT, Kind.FOR_STMT, Kind.WHILE_STMT, Kind.CXX_FOR_RANGE_STMT,
              Kind.RETURN_STMT)
DECLARES = re.compile(
    rb"^\s*(const\s+)?[\w:]+(<.*>)?\s*[*&]*\s+[*&]*(\w+|\[[\w, ]+\])\s*=[^=]")


@dataclasses.dataclass(frozen=True, order=True)
class Mutation:
    path: str  # below the top of the tree
    line: int
    start: int  # bytes of the file
    end: int
    text: bytes  # what stands there instead
    what: str


def parse(path, arguments):
    """The syntax tree; what an older library cannot read is left out of it."""
    return cindex.Index.create().parse(str(path), args=arguments)


class Finder:
    def __init__(self, name, source, unit):
        self.name, self.source, self.unit = name, source, unit
        self.found = set()
        self.asserts = [self.closing(found.end() - 1, found.start())
                        for found in re.finditer(rb"\b(static_)?assert\(", source)]

    def closing(self, opening, start):
        """From `start` to behind the parenthesis that closes the one at `opening`."""
        depth = 0
        for place in range(opening, len(self.source)):
            depth += {40: 1, 41: -1}.get(self.source[place], 0)
            if depth == 0:
                return start, place + 1
        return start, len(self.source)

    def add(self, start, end, text, what):
        if any(first <= start < last for first, last in self.asserts):
            return
        line = self.source.count(b"\n", 0, start) + 1
        self.found.add(Mutation(self.name, line, start, end, text, what))

    def is_here(self, cursor):
        file = cursor.location.file
        return file is not None and file.name == self.unit_file

    def find(self, path):
        self.unit_file = str(path)
        for cursor in self.unit.cursor.get_children():
            if self.is_here(cursor):
                self.walk(cursor, False)
        return sorted(self.found)

    def walk(self, cursor, inside):
        start, end = cursor.extent.start.offset, cursor.extent.end.offset
        body = cursor.kind in BODIES and cursor.is_definition()
        if (body or cursor.kind == Kind.LAMBDA_EXPR) and not inside:
            self.operators(cursor.extent)
            inside = True
        if inside:
            self.constant(cursor, start, end)
            self.condition(cursor, start)
            self.exchange(cursor)
            if cursor.kind == Kind.COMPOUND_STMT:
                for statement in cursor.get_children():
                    self.leave_out(statement)
            elif cursor.kind in (Kind.IF_STMT, Kind.FOR_STMT, Kind.WHILE_STMT,
                                 Kind.CXX_FOR_RANGE_STMT):
                self.leave_out(list(cursor.get_children())[-1])
        elif cursor.kind in (Kind.VAR_DECL, Kind.FIELD_DECL):
            inside = cursor.kind == Kind.VAR_DECL
        for child in cursor.get_children():
            self.walk(child, inside)

    def operators(self, extent):
        for token in self.unit.get_tokens(extent=extent):
            text, place = token.spelling, token.extent.start.offset
            end = place + len(text)
            spaced = self.source[place - 1:place].isspace() and self.source[end:end + 1].isspace()
            if text in BINARY and spaced:
                self.add(place, end, BINARY[text].encode(), f"{text} for {BINARY[text]}")
            elif text in UNARY:
                self.add(place, end, UNARY[text].encode(), f"{text} turned round")
            elif text == "!" and not spaced:
                self.add(place, end, b"", "! left out")

    def constant(self, cursor, start, end):
        if cursor.kind == Kind.CXX_BOOL_LITERAL_EXPR:
            other = {b"true": b"false", b"false": b"true"}.get(self.source[start:end])
            if other:
                self.add(start, end, other, "a constant")
        if cursor.kind == Kind.INTEGER_LITERAL and self.source[start:end].isdigit():
            self.add(start, end, str(int(self.source[start:end]) + 1).encode(), "a constant")

    def condition(self, cursor, start):
        """A condition or a returned truth, turned round."""
        if cursor.kind in (Kind.IF_STMT, Kind.WHILE_STMT):
            opening = self.source.index(b"(", start)
            first, last = self.closing(opening, opening + 1)
            last -= 1
            first += self.source[first:last].rfind(b";") + 1
            text = self.source[first:last].strip()
            if not DECLARES.match(text):
                self.add(first, last, b"!(" + text + b")", "a condition turned round")
        children = list(cursor.get_children())
        if cursor.kind == Kind.CONDITIONAL_OPERATOR and children:
            first, last = children[0].extent.start.offset, children[0].extent.end.offset
            self.add(first, last, b"!(" + self.source[first:last] + b")",
                     "a condition turned round")
        if cursor.kind == Kind.RETURN_STMT and children and children[0].type.spelling == "bool":
            first, last = children[0].extent.start.offset, children[0].extent.end.offset
            self.add(first, last, b"!(" + self.source[first:last] + b")", "a result turned round")

    def exchange(self, cursor):
        if cursor.kind != Kind.CALL_EXPR or cursor.spelling.startswith("operator"):
            return
        given = [one for one in cursor.get_arguments() if one is not None]
        for one, other in zip(given, given[1:]):
            kinds = {re.sub(r"\bconst\b|&", "", each.type.get_canonical().spelling).strip()
                     for each in (one, other)}
            spans = [(each.extent.start.offset, each.extent.end.offset) for each in (one, other)]
            texts = [self.source[first:last] for first, last in spans]
            if len(kinds) == 1 and texts[0] != texts[1] and 0 < spans[0][1] <= spans[1][0]:
                between = self.source[spans[0][1]:spans[1][0]]
                self.add(spans[0][0], spans[1][1], texts[1] + between + texts[0],
                         "arguments exchanged")

    def leave_out(self, statement):
        if statement.kind not in STATEMENTS:
            return
        if statement.kind == Kind.RETURN_STMT and list(statement.get_children()):
            return
        start, end = statement.extent.start.offset, statement.extent.end.offset
        text = self.source[start:end]
        if statement.kind == Kind.IF_STMT and b"else" in text:
            return
        self.add(start, end, b"{}" if text.endswith(b"}") else b"", "a statement left out")


def find_mutations(top, name, arguments, unit_path):
    """Every mutation of the file `name` below `top`; `unit_path` is what is compiled to read it:
    the file itself, or one that includes it."""
    path = top / name
    unit = parse(unit_path, arguments)
    return Finder(name, path.read_bytes(), unit).find(path)
