"""What hostile submissions do, as code."""

WRONG = """
import numpy as np


def double(x):
    return 0 * x


def split(x, weights):
    return 0 * x @ weights["kernel"], {"a": 0.0, "b": np.zeros(2)}

"""
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
