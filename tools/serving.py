"""Serve a folder on this machine while something looks at it."""

import functools
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class QuietHandler(SimpleHTTPRequestHandler):
    """Answers with the files of a folder, and says nothing about it."""

    def log_message(self, *words):
        """Say nothing."""


@contextmanager
def served(folder, handler=QuietHandler):
    """Give the address of a server that has a folder as its root, and end it afterwards.

    Args:
        folder: path of the folder.
        handler: a `QuietHandler`.
    """
    rooted = functools.partial(handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), rooted) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
