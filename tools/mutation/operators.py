"""Changes that mutmut does not make, and that mistakes in mathematics are made of.

An operator takes a node of the syntax tree and yields what might stand in its place.
"""

import libcst as cst
import libcst.matchers as m

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
