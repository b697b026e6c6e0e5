"""tools/serve.py: a page that is being written hears of each build."""

import importlib.util
from pathlib import Path

from tornado.httputil import HTTPHeaders, HTTPServerRequest

TOOL = Path(__file__).parents[1] / "tools" / "serve.py"
spec = importlib.util.spec_from_file_location("serve", TOOL)
serve = importlib.util.module_from_spec(spec)
spec.loader.exec_module(serve)

PAGE = b'<html><head><meta http-equiv="Content-Security-Policy" content="default-src"></head><body>text</body></html>'


def served(page: bytes) -> tuple[HTTPHeaders, bytes]:
    class Here(serve.Reloading):
        script = b"<script>reload</script>"

    headers = HTTPHeaders({"Content-Type": "text/html", "Content-Length": str(len(page))})
    asked = HTTPServerRequest(method="GET", uri="/")
    return Here(asked).transform_first_chunk(200, headers, page, finishing=True)[1:]


def test_a_served_page_has_the_reloading_script_no_policy_against_it_and_its_true_length(capsys):
    headers, page = served(PAGE)
    assert page == b"<html><head><script>reload</script></head><body>text</body></html>"
    assert int(headers["Content-Length"]) == len(page)
    assert capsys.readouterr().out == ""


def test_a_policy_that_is_written_otherwise_is_noticed(capsys):
    served(
        PAGE.replace(
            b'<meta http-equiv="Content-Security-Policy"', b'<meta id="a" http-equiv="Content-Security-Policy"'
        )
    )
    assert "has a policy that tools/serve.py does not know" in capsys.readouterr().out
