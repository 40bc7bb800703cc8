"""A server on 127.0.0.1 that answers well or badly, as a test asks for."""

import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LONG = 20  # seconds; far beyond the patience of any test
LOGIN_PAGE = b"<!DOCTYPE html><html><body>Please log in to this network.</body></html>"


class LocalServer:
    """Answers by path; an answer is a function that gets the request's handler.

    Attributes:
        answers: dictionary from path to answer. Other paths get a 404.
        requests: the paths asked for, in order.
        address: where it listens.
    """

    def __init__(self):
        self.answers, self.requests = {}, []
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def _handler(self):
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                owner.requests.append(self.path)
                owner.answers.get(self.path, owner.status(404))(self)

            def do_CONNECT(self):  # what a proxy is asked for
                self.do_GET()

            def log_message(self, *_):
                pass

        return Handler

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def good(self, content):
        """The whole content."""
        return lambda handler: self._send(handler, content, len(content))

    def cut_off(self, content):
        """Half of the content, though its length was promised."""
        return lambda handler: self._send(handler, content[: len(content) // 2], len(content))

    def flipped(self, content):
        """The content with one bit changed in the middle."""
        changed = bytearray(content)
        changed[len(content) // 2] ^= 1
        return self.good(bytes(changed))

    def status(self, code):
        """A page that says what is wrong, with a status of its own."""
        return lambda handler: self._send(handler, LOGIN_PAGE, len(LOGIN_PAGE), code)

    def stalled(self, content):
        """Half of the content, and the rest only for those who wait without end."""

        def answer(handler):
            half = len(content) // 2
            self._send(handler, content[:half], len(content))
            handler.wfile.flush()
            self._closing.wait(LONG)
            with suppress(ConnectionError):
                handler.wfile.write(content[half:])

        return answer

    def in_turn(self, *answers):
        """One answer after the other; the last one from then on."""
        left = list(answers)
        return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)

    @staticmethod
    def _send(handler, content, length, code=200):
        handler.send_response(code)
        handler.send_header("Content-Length", str(length))
        handler.end_headers()
        handler.wfile.write(content)
