"""A model hub on this machine, for tests: speaks as much of the hub's protocol as a fetch needs."""

import hashlib
import json
import re
from dataclasses import dataclass, field

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class FakeHub:
    """Serves repositories from memory.

    Attributes:
        repos: File contents by repository id and file name.
        break_off: Bytes after which the body of a named file ends early and the hub goes down.
        down: Whether it answers 404 to everything.
        gated: Whether it refuses files to everybody, as for conditions that nobody accepted.
        tags: Tags to announce in place of the right ones, by file name.
        requests: What was asked for, as `METHOD path`.
        ranges: `Range` headers that came with downloads.
    """

    server: HTTPServer
    repos: dict[str, dict[str, bytes]]
    break_off: dict[str, int] = field(default_factory=dict)
    down: bool = False
    gated: bool = False
    tags: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    @property
    def url(self) -> str:
        """The hub's address."""
        return self.server.url_for("").rstrip("/")

    def _answer(self, request: Request) -> Response:
        self.requests.append(f"{request.method} {request.path}")
        if self.down:
            return Response(status=404)
        api = re.match(r"/api/models/([^/]+/[^/]+)/revision/", request.path)
        if api:
            return self._about(self.repos.get(api[1]), api[1])
        asked = re.match(r"/([^/]+/[^/]+)/resolve/[^/]+/(.+)", request.path)
        files = self.repos.get(asked[1]) if asked else None
        if asked is None or files is None or asked[2] not in files:
            return Response(status=404)
        if self.gated:
            return Response(status=403, headers={"X-Error-Code": "GatedRepo"})
        return self._file(request, asked[2], files[asked[2]])

    def _about(self, files: dict[str, bytes] | None, repo: str) -> Response:
        if files is None:
            return Response(status=404, headers={"X-Error-Code": "RepoNotFound"})
        body = {"id": repo, "sha": COMMIT, "siblings": [{"rfilename": name} for name in files]}
        return Response(json.dumps(body), content_type="application/json")

    def _file(self, request: Request, name: str, data: bytes) -> Response:
        headers = {
            "ETag": f'"{self.tags.get(name) or tag_of(data)}"',
            "X-Repo-Commit": COMMIT,
            "Accept-Ranges": "bytes",
        }
        start = 0
        if wanted := request.headers.get("Range"):
            self.ranges.append(wanted)
            start = int(wanted.removeprefix("bytes=").split("-")[0])
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        body = data[start:]
        headers["Content-Length"] = str(len(body))
        if request.method == "HEAD":
            return Response(status=200, headers=headers)
        cut = self.break_off.get(name)
        self.down = cut is not None
        return Response(body[:cut], status=206 if start else 200, headers=headers)


def tag_of(data: bytes) -> str:
    """Returns a file's tag, as the hub gives it for large files."""
    return hashlib.sha256(data).hexdigest()
