"""The weekly check of links, on a book of one page and a server in the next thread."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tools.links import check, dead, main


class Host(BaseHTTPRequestHandler):
    """Answers /good, refuses /refused as to a machine, and has nothing else."""

    def do_GET(self):
        self.send_response({"/good": 200, "/refused": 403}.get(self.path, 404))
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """What the check says of a page with a good, a refused and a dead link."""
    root = tmp_path_factory.mktemp("book")
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}"
        (root / "_config.yml").write_text("title: Book\nonly_build_toc_files: true\n")
        (root / "_toc.yml").write_text("format: jb-book\nroot: index\n")
        (root / "index.md").write_text(
            f"# Page\n\n[good]({place}/good)\n[no]({place}/refused)\n[dead]({place}/gone)\n\n"
            "```{code-block} python\nraise\n```\n"
        )
        yield check(root)
        server.shutdown()


def test_a_dead_link_is_found_and_a_refusal_is_none(records):
    ends = {one["uri"].rsplit("/", 1)[1]: dead(one) for one in records}
    assert ends == {"good": False, "refused": False, "gone": True}


def test_what_is_printed(records, capsys):
    assert main(records) == 1
    printed = capsys.readouterr().out
    assert "index.md:" in printed
    assert "/gone: 404" in printed
    assert "3 links to other hosts, 1 of them dead" in printed
    assert main([one for one in records if not dead(one)]) == 0


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("404 Client Error: Not Found for url: x", True),
        ("410 Client Error: Gone for url: x", True),
        ("429 Client Error: Too Many Requests for url: x", False),
        ("HTTPSConnectionPool(host='x', port=443): Name or service not known", True),
    ],
)
def test_which_answers_are_dead_links(info, expected):
    assert dead({"status": "broken", "info": info}) is expected
    assert not dead({"status": "working", "info": info})
