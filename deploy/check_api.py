"""Makes the good requests of deploy/check-api good: what the OpenAPI document cannot say.

Bad requests are sent as schemathesis makes them.
"""

import itertools
import struct
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import schemathesis
from hypothesis import strategies

SIDE = 8
LARGEST_SCALE = 16
LONGEST_KEY = 255
PATIENCE = timedelta(seconds=3)
requests = itertools.count()


def picture(level):
    """A grey TIFF of SIDE x SIDE pixels whose bytes are all characters of ASCII: schemathesis holds
    a changed request to the schema again, where a file is a text, and takes bytes for no text."""
    fields = {
        256: SIDE,  # width
        257: SIDE,  # height
        258: 8,  # bits
        259: 1,  # not compressed
        262: 1,  # black is zero
        273: 8,  # where the pixels are
        277: 1,  # values per pixel
        278: SIDE,  # rows of the strip
        279: SIDE * SIDE,  # bytes of the strip
    }
    pixels = bytes([level]) * (SIDE * SIDE)
    entries = b"".join(struct.pack("<HHIHH", tag, 3, 1, value, 0) for tag, value in fields.items())
    head = b"II*\0" + struct.pack("<I", 8 + len(pixels))
    file = head + pixels + struct.pack("<H", len(fields)) + entries + bytes(4)
    return file.decode("ascii")


class Neighbour(BaseHTTPRequestHandler):
    """Has a picture at every address and takes every webhook."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = picture(100).encode("ascii")
        self.send_response(200)
        self.send_header("Content-Type", "image/tiff")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


neighbour = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
threading.Thread(target=neighbour.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{neighbour.server_port}"

# A schema says that a file has bytes, not that they are a picture, and that an address has the
# form of one, not that something answers there.
schemathesis.openapi.format("binary", strategies.integers(0, 127).map(picture))
schemathesis.openapi.format(
    "uri", strategies.integers(0, 999).map(lambda number: f"{address}/{number}.tiff")
)


def number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def drop(body, *names):
    for name in names:
        body.pop(name, None)


@schemathesis.hook
def before_call(context, case, kwargs):
    """What a field may be beside others, and beside the size of the picture."""
    # A wait is a preference: one second of it is as good as sixty, and thousands are sent.
    if "wait" in str((case.headers or {}).get("Prefer")):
        case.headers["Prefer"] = "wait=1"
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or not isinstance(case.body, dict):
        return
    body = case.body
    if case.operation.path == "/v1/keys":
        # A key is good for a while.
        if body.get("expires_at") is not None:
            body["expires_at"] = "2099-01-01T00:00:00Z"
        return
    # A key is for one request.
    if "Idempotency-Key" in (case.headers or {}):
        key = case.headers["Idempotency-Key"]
        case.headers["Idempotency-Key"] = f"{next(requests)} {key}"[:LONGEST_KEY]
    # These are more jobs than one worker runs meanwhile: what waits for long expires, which ends
    # the streams of its events too.
    soon = datetime.now(timezone.utc) + PATIENCE
    if str(body.get("deadline") or "9") > soon.strftime("%Y"):
        body["deadline"] = soon.isoformat()
    # The picture of the examples is somewhere on the web, where this machine may not come; and
    # what the service itself has answered with is an address as well, but not of a picture.
    if not str(body.get("image_url") or address).startswith(address):
        body["image_url"] = f"{address}/example.tiff"
    # A size is a scale, or a width and height from the picture's own to 16 times as much.
    if body.get("scale") is not None:
        drop(body, "width", "height")
    for side in ("width", "height"):
        if number(body.get(side)):
            body[side] = min(max(body[side], SIDE), LARGEST_SCALE * SIDE)
    # A start timestep is named in one way.
    if body.get("noise_level") is not None:
        drop(body, "timestep")
    # What would change nothing is refused.
    method = body.get("method") or "diff-sr"
    start = body.get("start") or "auto"
    if method != "diff-sr":
        drop(body, "start", "noise_sigma")
    if body.get("consistency") == "none":
        drop(body, "noise_sigma")
    if method not in ("diff-sr", "predictor") or (
        method == "diff-sr" and start in ("pinv", "bicubic")
    ):
        drop(body, "fidelity")
