"""Makes all mutants of a module: mutmut's operators and ours, one change at a time.

Ours are changes that mutmut does not make, and that mistakes in mathematics are made of. An
operator takes a node of the syntax tree and yields what might stand in its place.
"""

import difflib
from typing import NamedTuple

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

# Functions and methods, each with one that takes the same arguments and does something else.
OTHERS = {
    "add": "subtract",
    "subtract": "add",
    "multiply": "divide",
    "exp": "expm1",
    "log": "log1p",
    "log1p": "log",
    "tanh": "sin",
    "sqrt": "abs",
    "abs": "negative",
    "sign": "abs",
    "maximum": "minimum",
    "max": "min",
    "min": "max",
    "argmax": "argmin",
    "sum": "mean",
    "mean": "sum",
    "any": "all",
    "all": "any",
    "zeros_like": "ones_like",
    "ones": "zeros",
    "sigmoid": "np.tanh",
    "softmax": "sigmoid",
    "sigmoid_backward": "tanh_backward",
    "tanh_backward": "sigmoid_backward",
    "global_norm": "len",
}


def other_function(node):
    """Call another function with the same arguments."""
    if isinstance(node.func, cst.Attribute) and node.func.attr.value in OTHERS:
        name = cst.Name(OTHERS[node.func.attr.value])
        yield node.with_changes(func=node.func.with_changes(attr=name))
    elif isinstance(node.func, cst.Name) and node.func.value in OTHERS:
        yield node.with_changes(func=cst.parse_expression(OTHERS[node.func.value]))


def without_transpose(node):
    """Leave out a `.T`, or the call of a method that only looks at an array otherwise."""
    if node.attr.value == "T":
        yield node.value


def without_method(node):
    """Leave out `.copy()` and `.swapaxes(...)`."""
    if m.matches(node.func, m.Attribute(attr=m.Name("copy") | m.Name("swapaxes"))):
        yield node.func.value


def without_statement(node):
    """Leave out a call whose result nobody takes, or a change in place."""
    if not isinstance(node, cst.Expr) or isinstance(node.value, cst.Call):
        yield cst.Pass()


def opposite_condition(node):
    """Take the other branch of an `if`."""
    parenthesised = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    yield node.with_changes(test=cst.UnaryOperation(cst.Not(), parenthesised))


def one_less(node):
    """Take one off a whole number; mutmut adds one."""
    if node.value != "0":
        yield node.with_changes(value=str(node.evaluated_value - 1))


OPERATORS = [
    (cst.Call, other_function),
    (cst.Attribute, without_transpose),
    (cst.Call, without_method),
    (cst.Expr, without_statement),
    (cst.AugAssign, without_statement),
    (cst.If, opposite_condition),
    (cst.Integer, one_less),
]


class Mutant(NamedTuple):
    """One module with one small change."""

    module: str
    line: int  # where the change begins
    before: str  # the lines that change, as they were
    after: str
    source: str  # of the whole changed module

    @property
    def change(self):
        """What `equivalent.toml` knows it by."""
        return self.module, self.before, self.after


class Visitor(MutationVisitor):
    """Collects mutations; leaves out those that no user could ever see as wrong mathematics."""

    def __init__(self):
        super().__init__([*mutation_operators, *OPERATORS], IgnoredCode(set(), set(), set()))

    def _skip_node_and_children(self, node):
        # The wording of an error message, also where it waits in a table, and `strict=` of zip,
        # which guards against our own mistakes alone.
        return (
            isinstance(node, cst.Raise)
            or (isinstance(node, cst.SimpleString) and node.value.count(" ") > 2)
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
    mutants = {}
    for mutation in visitor.mutations:
        if _touches_strict(mutation):
            continue
        changed = tree.deep_replace(mutation.original_node, mutation.mutated_node).code
        if changed != source:
            mutants[changed] = Mutant(module, *_difference(source, changed), changed)
    return sorted(mutants.values(), key=lambda mutant: mutant.line)


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
