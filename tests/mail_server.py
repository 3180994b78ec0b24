"""A mail server on loopback, as small as can be: it takes mails, or answers a step as it is told to."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """Where it is, and the mails that it took."""

    port: int
    mails: list[bytes] = field(default_factory=list)


@contextmanager
def mail_server(answer: Callable[[str], str | None] = lambda said: None) -> Iterator[MailServer]:
    """The server; `answer` gives what to say to a step instead of yes, or None."""

    class Talk(socketserver.StreamRequestHandler):
        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            self.say("220 mail.test")
            for line in iter(self.rfile.readline, b""):
                said = line.decode().strip().upper()
                other = answer(said)
                if other is None and said == "DATA":
                    self.say("354 Go on")
                    made.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say(other or ("221 Bye" if said == "QUIT" else "250 OK"))
                if said == "QUIT":
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        made = MailServer(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
    thread.join(5)
