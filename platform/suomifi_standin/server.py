"""Runs the stand-in on a socket: one process, no access log, gone within a second of being asked to stop."""

import asyncio
import logging
import socket

import uvicorn
from starlette.applications import Starlette


class CannotListen(OSError):
    """The port cannot be had; the message says why in one line."""


class _Server(uvicorn.Server):
    """Says once, on standard output, where it listens; does not wait for requests that are being served."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        host, port = (sockets or [])[0].getsockname()[:2]
        print(f"suomifi_standin listening on http://{host}:{port}", flush=True)  # noqa: T201 - the launcher waits for it

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.force_exit = True
        await super().shutdown(sockets=sockets)


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio spares only sockets that say TCP from Nagle's delay, which is 40 ms for each answer
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(128)
    except (OSError, OverflowError) as error:
        bound.close()
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CannotListen(f"cannot listen on {host}:{port}: {reason}") from error
    return bound


def serve(app: Starlette, bound: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT."""
    # uvicorn calls an answer that was cut off on purpose an error; ours are logged by the application itself.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=75,  # as gateways have it; with a short one clients lose the race to reuse a connection
    )
    asyncio.run(_Server(config).serve(sockets=[bound]))
