"""Serves the built site as GitHub Pages does: text compressed, kept for ten minutes."""

import functools
import gzip
from pathlib import Path

from tools.serving import QuietHandler

TEXT = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt"}


class PackedHandler(QuietHandler):
    """Answers with the files of a folder, text among them compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):  # noqa: N802  http.server calls it by this name
        """Send one file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


@functools.cache
def packed(path: Path) -> bytes:
    """Return what is sent for a file."""
    content = path.read_bytes()
    return gzip.compress(content, 6) if path.suffix in TEXT else content
