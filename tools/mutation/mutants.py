"""Make all mutants of a module: mutmut's operators and ours, one change at a time."""

import difflib
import hashlib
from typing import NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

from .operators import OPERATORS


class Mutant(NamedTuple):
    """One module with one small change."""

    module: str
    line: int  # where the change begins
    before: str  # the lines that change, as they were
    after: str
    source: str  # of the whole changed module

    @property
    def key(self):
        """A name for this very mutant of this very source."""
        return hashlib.sha256(self.source.encode()).hexdigest()[:16]


class Visitor(MutationVisitor):
    """Collects mutations; leaves out those that no user could ever see as wrong mathematics."""

    def __init__(self):
        super().__init__([*mutation_operators, *OPERATORS], IgnoredCode(set(), set(), set()))

    def _skip_node_and_children(self, node):
        # The wording of an error message, and `strict=` of zip, which guards against our own
        # mistakes alone.
        return (
            isinstance(node, cst.Raise)
            or (isinstance(node, cst.Arg) and _is_strict(node))
            or super()._skip_node_and_children(node)
        )


def _is_strict(argument):
    return argument.keyword is not None and argument.keyword.value == "strict"


def _touches_strict(mutation):
    """Return whether a mutation of a call's arguments changed the one named strict."""
    before, after = (
        [argument.value for argument in node.args if _is_strict(argument)]
        if isinstance(node, cst.Call)
        else []
        for node in (mutation.original_node, mutation.mutated_node)
    )
    return before != after


def make(module, source):
    """Return every mutant of a module, in the order of its lines, each source only once."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    visitor = Visitor()
    tree = wrapper.visit(visitor)
    found = {}
    for mutation in visitor.mutations:
        if _touches_strict(mutation):
            continue
        changed = tree.deep_replace(mutation.original_node, mutation.mutated_node).code
        if changed != source:
            found[changed] = Mutant(module, *_difference(source, changed), changed)
    return sorted(found.values(), key=lambda mutant: mutant.line)


def _difference(source, changed):
    """Return the first line that differs, and the differing lines before and after."""
    old, new = source.splitlines(), changed.splitlines()
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    edits = [block for block in blocks if block[0] != "equal"]
    (_, start, _, start_new, _), (_, _, end, _, end_new) = edits[0], edits[-1]
    shown = (
        " ".join(line.strip() for line in lines)
        for lines in (old[start:end], new[start_new:end_new])
    )
    return start + 1, *shown
