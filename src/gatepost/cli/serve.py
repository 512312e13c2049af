"""demo, run, web, worker and inbound: the processes of a running school."""

import http.client
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gatepost.cli import catalogues, database, django_side, ports
from gatepost.cli.database import Database
from gatepost.cli.home import Home
from gatepost.cli.locks import Lock
from gatepost.cli.problems import PlainError, say, tell
from gatepost.cli.supervisor import Child, Supervisor

WEB_WORKERS, WEB_THREADS = 2, 4
READY_PATIENCE = 90.0
# Urgent and outgoing messages never wait behind an import or a nightly sweep; a large mailing has both workers.
# Files from a copier may take minutes: they wait for each other only.
QUEUES = {"worker-1": "urgent,deliver", "worker-2": "deliver,default,heavy", "worker-3": "scans"}
# What is due at a moment is looked for so often (seconds): a note leaves when its minute is over.
POLLING = "1"


@dataclass(frozen=True)
class Service:
    """Where this run listens, and the environment its processes share."""

    database: Database
    host: str
    port: int
    listen: str
    env: dict[str, str]

    @property
    def address(self) -> str:
        return self.env["GATEPOST_BASE_URL"]


def demo(home: Home, options: Namespace) -> int:
    # The demo school's staff sign in with what is printed; nobody should need a telephone to try Gatepost.
    os.environ.setdefault("GATEPOST_SECOND_FACTOR", "no")
    filling = ["load_demo", *_given("--students", options.students), *_given("--seed", options.seed)]
    return _serve(home, options, strict_port=options.port is not None, filling=filling)


def run(home: Home, options: Namespace) -> int:
    return _serve(home, options, strict_port=True)


def web(home: Home, options: Namespace) -> int:
    return _single(home, options, lambda service: [_web(service, log=None)])


def worker(home: Home, options: Namespace) -> int:
    queues = {"worker": options.queues} if options.queues else QUEUES
    return _single(home, options, lambda service: [_worker(service, name, queues[name], log=None) for name in queues])


def listener(home: Home, options: Namespace) -> int:
    return _single(home, options, lambda service: [_listener(service, log=None)])


def _serve(home: Home, options: Namespace, *, strict_port: bool, filling: list[str] | None = None) -> int:
    """Everything of a school, until Ctrl-C."""
    serving = Lock(home.run / "serving")
    if not serving.take():
        raise PlainError(f"Gatepost already runs from this data folder, at {serving.read()}.")
    catalogues.compile_stale()
    with database.opened(home, fresh=getattr(options, "fresh", False)) as db:
        db.migrate()
        service = _service(db, options, strict_port=strict_port)
        serving.write(service.address)
        if filling and (code := django_side.run(filling, service.env)):
            return code
        children = [_worker(service, name, queues, log=_log(home, name)) for name, queues in QUEUES.items()]
        children += [_listener(service, log=_log(home, "inbound")), _web(service, log=_log(home, "web"))]
        with Supervisor(children, every_second=lambda: _keep_database(db)) as supervisor:
            if supervisor.wait_for(
                lambda: _answers(service), patience=READY_PATIENCE, what=f"The web server at {service.address}"
            ):
                _announce(service, is_demo=filling is not None)
                supervisor.watch()
            say("Gatepost is ending its processes…")
    serving.free()
    return 0


def _single(home: Home, options: Namespace, children: Callable[[Service], list[Child]]) -> int:
    """One kind of process of a school, for a machine of its own or a system service."""
    catalogues.compile_stale()
    with database.opened(home) as db:
        if db.cluster:
            db.migrate()
        service = _service(db, options, strict_port=True)
        with Supervisor(children(service), every_second=lambda: _keep_database(db)) as supervisor:
            supervisor.watch()
    return 0


def _announce(service: Service, *, is_demo: bool) -> None:
    tell(f"Gatepost is at {service.address}")
    if is_demo:
        django_side.run(["who_can_sign_in"], service.env)
    tell("Press Ctrl-C to end it.")


def _service(db: Database, options: Namespace, *, strict_port: bool) -> Service:
    host = getattr(options, "host", None) or "127.0.0.1"
    port, listen = getattr(options, "port", None) or 8000, os.environ.get("GATEPOST_LISTEN", "127.0.0.1:8025")
    if hasattr(options, "port"):
        port = ports.claim(host, port, strict=strict_port, option="--port")
    if options.command in {"demo", "run", "inbound"}:
        mail_host, mail_port = ports.split(listen, "GATEPOST_LISTEN")
        is_chosen = "GATEPOST_LISTEN" in os.environ or options.command != "demo"
        listen = f"{mail_host}:{ports.claim(mail_host, mail_port, strict=is_chosen, option='the variable GATEPOST_LISTEN')}"
    address = os.environ.get("GATEPOST_BASE_URL") or f"http://localhost:{port}"
    env = django_side.environment(db.home, db.urls, GATEPOST_BASE_URL=address, GATEPOST_LISTEN=listen)
    return Service(db, host, port, listen, env)


def _web(service: Service, *, log: Path | None) -> Child:
    options = {
        "--bind": f"[{service.host}]:{service.port}" if ":" in service.host else f"{service.host}:{service.port}",
        "--workers": os.environ.get("GATEPOST_WEB_WORKERS", str(WEB_WORKERS)),
        **_threads(os.environ.get("GATEPOST_WEB_THREADS", str(WEB_THREADS))),
        "--graceful-timeout": "3",
        "--log-level": "warning",
        "--max-requests": "10000",
        "--max-requests-jitter": "1000",
    }
    if Path("/dev/shm").is_dir():  # noqa: S108 -- gunicorn's heartbeat file; a slow disk must not look like a dead worker
        options["--worker-tmp-dir"] = "/dev/shm"  # noqa: S108
    argv = [sys.executable, "-m", "gunicorn", "gatepost.config.wsgi:application", "--preload", "--no-control-socket"]
    return Child("web", [*argv, *(word for pair in options.items() for word in pair)], service.env, log)


def _threads(count: str) -> dict[str, str]:
    """Threads, for a server that faces the families' phones itself; with 1 the sync workers, for one behind a proxy that buffers."""
    if count == "1":
        return {"--worker-class": "sync", "--timeout": "120"}
    worker = "gatepost.config.web_worker.DeadlineWorker"
    return {"--worker-class": worker, "--threads": count, "--timeout": "30", "--keep-alive": "5"}


def _worker(service: Service, name: str, queues: str, *, log: Path | None) -> Child:
    argv = [
        "procrastinate",
        "worker",
        "--name",
        name,
        "--queues",
        queues,
        "--concurrency",
        "1",
        "--fetch-job-polling-interval",
        POLLING,
        "--shutdown-graceful-timeout",
        "5",
    ]
    return Child(name, django_side.command(argv), service.env, log)


def _listener(service: Service, *, log: Path | None) -> Child:
    return Child("inbound", django_side.command(["listen"]), service.env, log)


def _answers(service: Service) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(service.host, service.host)  # noqa: S104 -- compared, not bound
    connection = http.client.HTTPConnection(host, service.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
        return connection.getresponse().status < http.HTTPStatus.BAD_REQUEST
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _keep_database(db: Database) -> None:
    if db.cluster and not db.cluster.is_running():
        say("The database had stopped; it is started again.")
        db.cluster.ensure_running()


def _log(home: Home, name: str) -> Path:
    return home.log / f"{name}.log"


def _given(option: str, value: object) -> list[str]:
    return [] if value is None else [option, str(value)]
