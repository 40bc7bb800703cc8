"""Put the changed source of a module into one that is imported already.

Other modules and the tests hold on to its functions and classes, so these stay the same
objects and only get new insides. That saves importing and collecting for every mutant.
"""

import types


def graft(module, source):
    """Make `module` behave as if it had been imported from `source`.

    Raises:
        Exception: whatever the import would have raised.
    """
    new = {"__name__": module.__name__, "__package__": module.__package__}
    exec(compile(source, module.__file__, "exec"), new)
    old = vars(module)
    same = {id(value): old[name] for name, value in new.items() if _is_own(value, module)}
    for name, value in new.items():
        if isinstance(value, types.FunctionType) and _is_own(value, module):
            _graft_function(old[name], value)
        elif isinstance(value, type) and _is_own(value, module):
            _graft_class(old[name], value, same)
        elif isinstance(value, dict) and not name.startswith("__"):
            translated = _translated(value, same)  # before: an imported one is the same dict
            old[name].clear()
            old[name].update(translated)
        elif not name.startswith("__"):
            old[name] = value


def _is_own(value, module):
    """Return whether a function or class was defined in the module, not imported by it."""
    kinds = types.FunctionType | type
    return isinstance(value, kinds) and value.__module__ == module.__name__


def _graft_function(old, new):
    old.__code__ = new.__code__
    old.__defaults__ = new.__defaults__
    old.__kwdefaults__ = new.__kwdefaults__


def _graft_class(old, new, same):
    for name, value in vars(new).items():
        current = vars(old).get(name)
        if isinstance(value, staticmethod):
            value = staticmethod(_translated(value.__func__, same))
        if not isinstance(value, types.FunctionType):
            if not name.startswith("_") and value != current:
                setattr(old, name, value)
        elif value.__code__.co_freevars == current.__code__.co_freevars:
            _graft_function(current, value)
        elif value.__module__ == old.__module__:  # a method that no longer says `super()`
            setattr(old, name, value)


def _translated(value, same):
    """Return nested dicts and tuples with the module's own objects in place of the new ones."""
    if isinstance(value, dict):
        return {key: _translated(part, same) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(_translated(part, same) for part in value)
    return same.get(id(value), value)
