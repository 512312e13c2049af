"""A mail server that takes everything and keeps nothing: Postfix's `smtp-sink` where it is installed, else one of ours."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OURS = """
import asyncio, sys
async def serve(reader, writer):
    writer.write(b"220 sink ESMTP\\r\\n")
    in_data = False
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb in (b"EHLO", b"HELO"): writer.write(b"250-sink\\r\\n250-PIPELINING\\r\\n250 8BITMIME\\r\\n")
        elif verb == b"DATA":
            writer.write(b"354 go\\r\\n")
            await reader.readuntil(b"\\r\\n.\\r\\n")
            writer.write(b"250 2.0.0 Ok\\r\\n")
        elif verb == b"QUIT": break
        else: writer.write(b"250 2.1.0 Ok\\r\\n")
    writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]), limit=1 << 24)
    await server.serve_forever()
asyncio.run(main())
"""


@contextmanager
def running() -> Iterator[tuple[int, str]]:
    """(port, name) of a sink on this machine, ended with the block."""
    port = free_port()
    program = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin:/usr/lib/postfix/sbin")
    command = [program, *_as_root(), f"127.0.0.1:{port}", "1000"] if program else [sys.executable, "-c", _OURS, str(port)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port, Path(program).name if program else "our own sink"
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_root() -> list[str]:
    """smtp-sink does not stay root."""
    import os  # noqa: PLC0415

    return ["-u", "nobody"] if os.geteuid() == 0 else []


def _wait_for(port: int) -> None:
    for _try in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The sink for the benchmark did not start.")
