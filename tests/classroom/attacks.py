"""What hostile submissions do, as code, and the choices of libraries under which they do it."""

from itertools import cycle, product

from classroom.sandbox import LIBRARIES

# All libraries, nothing but NumPy, each of the others, and one more that an instructor added:
# the one that knows most about processes.
CHOICES = {
    "all": LIBRARIES,
    "nothing": ("numpy",),
    **{name: ("numpy", name) for name in LIBRARIES if name != "numpy"},
    "all and psutil": (*LIBRARIES, "psutil"),
}
# The least and the most that a submission can have.
EXTREMES = ("nothing", "all and psutil")

WRONG = """
import numpy as np


def double(x):
    return 0 * x


def split(x, weights):
    return 0 * x @ weights["kernel"], {"a": 0.0, "b": np.zeros(2)}

"""
# Each is added to functions that return something wrong.
CHEATS = {
    "comparisons replaced": """
        import builtins
        always = lambda *a, **k: True
        for name in ("allclose", "isclose", "array_equal", "all", "isfinite"):
            setattr(np, name, always)
        np.testing.assert_allclose = np.testing.assert_array_equal = always
        np.abs = np.absolute = lambda *a, **k: np.float64(0.0)
        builtins.all = builtins.any = always
        """,
    "checks replaced": """
        import coursepkg.checks as checks
        checks.explain = checks.difference = lambda *a, **k: ""
        import sys
        for module in list(sys.modules.values()):
            for name in ("explain", "difference", "mark", "wrong_with"):
                if hasattr(module, name):
                    setattr(module, name, lambda *a, **k: "")
        """,
    "an object that equals everything": """
        class Agreeable:
            shape, ndim, dtype, size = (3, 2), 2, np.dtype(float), 6
            def __eq__(self, other): return True
            __ne__ = __lt__ = __gt__ = lambda self, other: False
            __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0
            def __array__(self, *a, **k): return np.zeros((3, 2))
        double = split = lambda *a: Agreeable()
        """,
    "an array that lies": """
        class Agreeable(np.ndarray):
            def __array_ufunc__(self, *a, **k): return np.True_
            def __array_function__(self, *a, **k): return True
            def __eq__(self, other): return np.True_
        double = lambda x: np.zeros((3, 2)).view(Agreeable)
        split = lambda x, w: (np.zeros((3, 4)).view(Agreeable), 0.0, np.zeros(2))
        """,
    "not a number": """
        double = lambda x: np.full((3, 2), np.nan)
        split = lambda x, w: (np.full((3, 4), np.nan), np.nan, np.full(2, np.inf))
        """,
    "arrays found in memory": """
        import gc, inspect, sys
        def found(shape):
            frame, seen = inspect.currentframe(), list(gc.get_objects())
            while frame:
                seen += [*frame.f_locals.values(), *frame.f_globals.values()]
                frame = frame.f_back
            seen = [s for s in seen if isinstance(s, np.ndarray) and s.shape == shape]
            return seen[-1] if seen else np.zeros(shape)
        double = lambda x: found((3, 2))
        split = lambda x, w: (found((3, 4)), found(()), found((2,)))
        """,
    "a printed verdict": """
        print('{"marks": {"double": 2, "split": 3}, "total": 5}', flush=True)
        import sys, os, json
        os.write(1, b'\\x00' * 8)
        sys.__stdout__.write("double: right\\n")
        """,
    "what the tester might read": """
        double_points = split_points = total = 5
        TASKS = []
        MARKS = {"double": 2, "split": 3}
        grade = lambda: 5
        """,
}
# A message: a text, then arrays. Written to every open file.
SEND = """
import os, pickle, struct
def part(content): return struct.pack("<Q", len(content)) + content
def send(*parts):
    body = b"".join(map(part, parts))
    for number in range(64):
        try: os.write(number, part(body))
        except OSError: pass
def head(kind, *shape): return struct.pack(f"<{2 + len(shape)}Q", kind, len(shape), *shape)
def packed(array): return head(0, *array.shape) + array.tobytes()
"""
FORGERIES = {
    "an answer in advance": SEND + "send(b'', packed(np.ones((3, 2))))",
    "a text that claims success": SEND + "send(b'right'); send(b''); send(b'', b'')",
    "a pickle": SEND
    + """
class Harm:
    def __reduce__(self): return os.system, ("touch harm",)
def double(x):
    send(b"", head(3, 1) + pickle.dumps(Harm()), pickle.dumps(Harm()))
    os._exit(0)
""",
    "a head that promises too much": SEND
    + """
def double(x):
    send(b"", head(0, 3 * 10**18) + bytes(24))
    send(b"", head(0, 2**64 - 1) + bytes(24))
    os._exit(0)
""",
    "a head of seventy axes": SEND
    + """
def double(x):
    send(b"", head(0, *[1] * 70) + bytes(8))
    os._exit(0)
""",
    "a head of sizes that nothing has": SEND
    + """
def double(x):
    send(b"", head(0, 0, 2**63))
    os._exit(0)
""",
    "a head of axes without end": SEND
    + """
def double(x):
    send(b"", struct.pack("<QQ", 0, 2**62))
    os._exit(0)
""",
    "ever so many parts": SEND
    + """
def double(x):
    send(*[b""] * 10**6)
    os._exit(0)
""",
    "parts longer than the message": SEND
    + """
def double(x):
    for number in range(3, 64):
        try: os.write(number, struct.pack("<QQ", 8, 2**60))
        except OSError: pass
    os._exit(0)
""",
    "a message without an end": SEND
    + """
def double(x):
    for number in range(3, 64):
        try:
            os.write(number, struct.pack("<Q", 2**62))
            while True: os.write(number, bytes(2**20))
        except OSError: pass
""",
}
# Each tries to harm the machine; {canary} is a file outside, {port} listens on this machine.
HARMS = {
    "write and delete files": """
        import os, shutil, pathlib
        for path in ("{canary}", "/packages/coursepkg/__init__.py", "/usr/lib/os-release"):
            for harm in (os.remove, lambda p: open(p, "w").write("x"), os.rmdir):
                try: harm(path)
                except OSError: pass
        shutil.rmtree("/", ignore_errors=True)
        for folder in ("/", "/tmp", "/packages", "{folder}"):
            try: os.makedirs(folder + "/harm")
            except OSError: pass
        """,
    "open the network": """
        import socket, urllib.request
        for attempt in (
            lambda: socket.create_connection(("127.0.0.1", {port}), 1),
            lambda: urllib.request.urlopen("http://127.0.0.1:{port}/", timeout=1),
            lambda: socket.getaddrinfo("example.org", 80),
        ):
            try: attempt()
            except OSError: pass
        """,
    "fork": """
        import os
        while True:
            os.fork()
        """,
    "start threads": """
        import threading
        while True:
            threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()
        """,
    "start programs": """
        import subprocess
        subprocess.run(["sh", "-c", "touch {folder}/harm"])
        """,
    "kill": """
        import os, signal
        for number in range(2, 40000):
            try: os.kill(number, signal.SIGKILL)
            except OSError: pass
        os.kill(-1, signal.SIGKILL)
        """,
    "take all memory": """
        kept = [np.ones(10**9) for _ in range(1000)]
        """,
    "take memory little by little": """
        kept = []
        while True:
            kept.append(bytearray(10**6))
        """,
    "print without end": """
        while True:
            print("x" * 10**6)
        """,
    "end the process": "import os; os._exit(0)",
    "crash the process": "import ctypes; ctypes.string_at(1)",
    "overrun the stack": """
        import sys
        sys.setrecursionlimit(10**9)
        def deeper(): return deeper()
        deeper()
        """,
    "loop, deaf to the alarm": """
        import signal
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        while True: pass
        """,
    "raise what cannot be shown": """
        class Mute(Exception):
            def __str__(self): raise self
        raise Mute
        """,
    "lift the limits": """
        import resource
        for kind in range(16):
            try: resource.setrlimit(kind, (-1, -1))
            except (OSError, ValueError): pass
        kept = [np.ones(10**9) for _ in range(1000)]
        """,
}
# Each lets a library do it, the first one that it imports.
LIBRARY_HARMS = {
    "write with pandas": """
        import pandas
        for path in ("{canary}", "{folder}/harm"):
            try: pandas.DataFrame([1]).to_csv(path)
            except OSError: pass
        """,
    "fetch with pandas": """
        import pandas
        pandas.read_csv("http://127.0.0.1:{port}/")
        """,
    "run LaTeX with Matplotlib": """
        import matplotlib.pyplot as plt
        plt.rcParams["text.usetex"] = True
        plt.rcParams["text.latex.preamble"] = "\\\\immediate\\\\write18{{touch {folder}/harm}}"
        plt.title("x")
        plt.savefig("{folder}/harm")
        """,
    "start processes with SciPy": """
        import scipy.optimize, os
        touch = lambda x: open("{folder}/harm", "w").write("x")
        scipy.optimize.differential_evolution(touch, [(0, 1)], workers=-1)
        """,
    "start processes with tqdm": """
        from tqdm.contrib.concurrent import process_map
        import os
        process_map(os.remove, ["{canary}"])
        """,
    "end every process with psutil": """
        import psutil
        for process in psutil.process_iter(): process.kill()
        """,
}


def under_choices(attacks, choices=None):
    """Return pairs of an attack and a choice: all of them, or each attack once, in turn."""
    return list(product(attacks, choices) if choices else zip(attacks, cycle(CHOICES)))
