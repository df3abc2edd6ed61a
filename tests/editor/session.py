"""One conversation with yaml-language-server over its standard streams: what an editor asks, and what it is told."""

import json
import queue
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
SERVER = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
PATIENCE = 60  # seconds for one answer, on a slow machine


class Session:
    """A language server with one folder open and the settings of that folder's `.vscode/settings.json`."""

    def __init__(self, folder: Path, network_log: Path, more: Mapping[str, object] | None = None):
        node = shutil.which("node")
        assert node, "node is not installed; on Debian: apt install nodejs npm"
        assert SERVER.exists(), "first run: npm ci --prefix tests/editor"
        self.settings = {**json.loads((folder / ".vscode" / "settings.json").read_text("utf-8")), **(more or {})}
        self.diagnostics: dict[str, list] = {}
        self._versions: dict[str, int] = {}
        self._next_id = 0
        self._inbox: queue.Queue = queue.Queue()
        self._process = subprocess.Popen(
            [node, "--require", str(HERE / "no_network.cjs"), str(SERVER), "--stdio"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={"NETWORK_LOG": str(network_log), "PATH": str(Path(node).parent), "HOME": str(folder)},
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
                "locale": "en",
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceFolders": True},
                    "textDocument": {
                        "hover": {"contentFormat": ["markdown", "plaintext"]},
                        "completion": {"completionItem": {"documentationFormat": ["markdown"], "snippetSupport": True}},
                        "publishDiagnostics": {"versionSupport": True},
                    },
                },
            },
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": None})

    def open(self, path: Path, text: str | None = None) -> list[dict]:
        """Show a file, or another text in its place, and give its diagnostics."""
        uri = path.as_uri()
        if text is None:
            text = path.read_text("utf-8")
        self.diagnostics.pop(uri, None)
        version = self._versions[uri] = self._versions.get(uri, 0) + 1
        if version == 1:
            document = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
            self.tell("textDocument/didOpen", {"textDocument": document})
        else:
            changed = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}
            self.tell("textDocument/didChange", changed)
        end = time.monotonic() + PATIENCE
        while uri not in self.diagnostics:
            self._receive(end)
        return self.diagnostics[uri]

    def hover(self, path: Path, line: int, column: int) -> str:
        """Give what the pointer is told at a place; lines and columns are counted from 0."""
        answer = self.ask("textDocument/hover", _at(path, line, column))
        return answer["contents"]["value"] if answer else ""

    def complete(self, path: Path, line: int, column: int) -> dict[str, dict]:
        """Give what is offered at a place: label -> item."""
        answer = self.ask("textDocument/completion", _at(path, line, column))
        items = answer["items"] if isinstance(answer, dict) else answer
        return {item["label"]: item for item in items}

    def ask(self, method: str, params: object) -> object:
        """Send a request and wait for its answer."""
        self._next_id += 1
        asked = self._next_id
        self._send({"id": asked, "method": method, "params": params})
        end = time.monotonic() + PATIENCE
        while True:
            said = self._receive(end)
            if said.get("id") == asked and "method" not in said:
                assert "error" not in said, said["error"]
                return said["result"]

    def tell(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def close(self) -> None:
        """End the server, kindly if it listens."""
        try:
            self.ask("shutdown", None)
            self.tell("exit", None)
            self._process.wait(10)
        finally:
            self._process.kill()
            self._process.wait()
            self._reader.join()
            self._process.stdin.close()
            self._process.stdout.close()

    def _send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = stream.readline()
            self._inbox.put(json.loads(stream.read(length)))
        self._inbox.put(None)

    def _receive(self, end: float) -> dict:
        """Take the next message; answer what the server itself asks, and keep diagnostics of the newest text."""
        try:
            said = self._inbox.get(timeout=max(end - time.monotonic(), 0.001))
        except queue.Empty:
            raise AssertionError(f"the language server said nothing within {PATIENCE} s") from None
        assert said is not None, f"the language server ended with {self._process.wait()}"
        method = said.get("method")
        if method == "textDocument/publishDiagnostics":
            params = said["params"]
            if params.get("version", self._versions.get(params["uri"])) == self._versions.get(params["uri"]):
                self.diagnostics[params["uri"]] = params["diagnostics"]
        elif method and "id" in said:
            result = None
            if method == "workspace/configuration":
                result = [self._section(item.get("section", "")) for item in said["params"]["items"]]
            self._send({"id": said["id"], "result": result})
        return said

    def _section(self, name: str) -> object:
        """Give one section of the settings as an editor does: `yaml.hover: true` is {"hover": true} of `yaml`."""
        if name in self.settings:
            return self.settings[name]
        section: dict = {}
        for key, value in self.settings.items():
            if key.startswith(f"{name}."):
                *above, last = key.removeprefix(f"{name}.").split(".")
                inside = section
                for part in above:
                    inside = inside.setdefault(part, {})
                inside[last] = value
        return section


def _at(path: Path, line: int, column: int) -> dict:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}
