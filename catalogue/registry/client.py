"""The only HTTP to the national catalogue: reads of PTV, polite, patient, and suspicious of what comes back.

Every answer is returned as bytes. 429, 502, 503, 504 and broken connections are tried again with back-off and jitter, a
`Retry-After` is honoured; everything else that is not a good answer is a `RegistryError` that names the request. Reads
by ids are halved on 504 (heavy batches time out at the gateway, reference: PTV Open API, batch reads).
"""

import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from threading import Lock
from types import TracebackType
from typing import Self, TypeVar
from uuid import UUID

import httpx
import msgspec
import stamina

from catalogue.errors import CredentialsRefused, RegistryError
from catalogue.registry.capabilities import Version

ATTEMPTS = 5
WAIT_SECONDS = (0.5, 20.0)  # the first and the longest wait between attempts
LONGEST_RETRY_AFTER = 60.0
TIMEOUT = httpx.Timeout(connect=10, read=60, write=10, pool=60)
LARGEST_ANSWER = 128 * 1024 * 1024  # a hundred full documents are about two megabytes
SEARCHED_AT_ONCE = 100  # items of a page, the most there are (reference v12, 3)
BATCH = 40  # ids per read; 20 to 50 are advised, 100 is the register's limit

TRY_AGAIN = {429, 502, 503, 504}
REFUSED = {401, 403}

Result = TypeVar("Result")
Parameters = Mapping[str, str | Sequence[str]]
Slot = Callable[[], AbstractContextManager[object]]


class Page(msgspec.Struct, rename="camel"):
    """A page of any list; documents stay raw."""

    page_count: int
    item_list: list[msgspec.Raw] | None = None


class SearchPage(msgspec.Struct, rename="camel"):
    """A page of a search of version 12; documents stay raw."""

    total_items: int
    total_pages: int
    items: list[msgspec.Raw]


class Transient(RegistryError):
    """Trying again may help; `gateway_timeout` tells a 504 apart, for which a smaller batch may help too."""

    code = "registry_unreachable"

    def __init__(self, message: str, *, retry_after: float = 0, gateway_timeout: bool = False) -> None:
        super().__init__(message, permanent=False)
        self.retry_after = retry_after
        self.gateway_timeout = gateway_timeout


@dataclass
class Tally:
    """What a client has asked for so far; `server_time` is the register's clock at the first answer."""

    requests: int = 0
    bytes: int = 0
    server_time: datetime | None = None
    lock: Lock = field(default_factory=Lock)

    def add(self, answer: httpx.Response, size: int) -> None:
        with self.lock:
            self.requests += 1
            self.bytes += size
            if self.server_time is None and "date" in answer.headers:
                self.server_time = parsedate_to_datetime(answer.headers["date"]).astimezone(UTC)


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to trust, read once in a process: reading it takes as long as pulling a town of which nothing is new."""
    return httpx.create_ssl_context()


class Client:
    """Reads the national catalogue at `base_url` (with /api/v11 or /api/v12), `concurrency` requests at a time at most.

    `slot` is entered around every request: the host's politeness cap over all towns. `key` is the API key that version
    12 asks for; it is sent with every request (reference v12, 1) and stands in no message.
    """

    def __init__(
        self,
        base_url: str,
        *,
        version: Version = "v11",
        key: str = "",
        concurrency: int = 4,
        slot: Slot = nullcontext,
        attempts: int = ATTEMPTS,
        wait: tuple[float, float] = WAIT_SECONDS,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self.tally = Tally()
        self.version: Version = version
        self._slot = slot
        self._attempts = attempts
        self._wait = wait
        self._http = httpx.Client(
            base_url=base_url.rstrip("/") + "/",
            timeout=timeout,
            verify=_trusted(),
            headers={"Accept": "application/json", "User-Agent": "kuntakanta"} | ({"x-api-key": key} if key else {}),
            limits=httpx.Limits(max_connections=concurrency),
        )
        self._pool = ThreadPoolExecutor(max_workers=concurrency, thread_name_prefix="registry")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._http.close()

    def get(self, path: str, parameters: Parameters | None = None) -> bytes | None:
        """One answer's body; None where the register says 404. Raises RegistryError."""
        retries = stamina.retry_context(
            on=_wait_before_retry,
            attempts=self._attempts,
            timeout=None,
            wait_initial=self._wait[0],
            wait_max=self._wait[1],
            wait_jitter=self._wait[0],
        )
        body = None
        for attempt in retries:
            with attempt, self._slot():
                body = self._ask(path, parameters)
        return body

    def pages(self, path: str, parameters: Parameters | None = None) -> Iterator[list[msgspec.Raw]]:
        """The documents of a paged list, page by page; nothing where the register says 404."""
        number, count = 1, 1
        while number <= count:
            body = self.get(path, {**(parameters or {}), "page": str(number)})
            if body is None:
                return
            page = decode(body, Page, path)
            count = page.page_count
            yield page.item_list or []
            number += 1

    def search(self, path: str, parameters: Parameters | None = None) -> Iterator[SearchPage]:
        """The pages of a search of version 12. Lists are repeated parameters (reference v12, 4)."""
        number, count = 1, 1
        while number <= count:
            asked = {**(parameters or {}), "page": str(number), "pageSize": str(SEARCHED_AT_ONCE)}
            body = self.get(path, asked)
            if body is None:
                return
            page = decode(body, SearchPage, path)
            count = page.total_pages
            yield page
            number += 1

    def by_ids(self, path: str, ids: Sequence[UUID]) -> list[msgspec.Raw]:
        """Full documents by id, those that exist; halved when the gateway times out."""
        try:
            body = self.get(path, {"guids": ",".join(map(str, ids))})
        except Transient as error:
            if not error.gateway_timeout or len(ids) == 1:
                raise
            half = len(ids) // 2
            return self.by_ids(path, ids[:half]) + self.by_ids(path, ids[half:])
        return [] if body is None else decode(body, list[msgspec.Raw], path)

    def all_at_once(self, calls: Iterable[Callable[[], Result]]) -> Iterator[Result]:
        """Runs calls side by side within the cap and yields their results as they come; the first error ends all."""
        futures: list[Future[Result]] = [self._pool.submit(call) for call in calls]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            for future in futures:
                future.cancel()

    def _ask(self, path: str, parameters: Parameters | None) -> bytes | None:
        try:
            with self._http.stream("GET", path, params=parameters) as answer:
                body = read_whole(answer, path)
        except httpx.TransportError as error:
            message = f"the national catalogue broke off at {path}: {type(error).__name__}: {error}"
            raise Transient(message) from error
        self.tally.add(answer, len(body))
        if answer.status_code == httpx.codes.OK:
            return body
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        message = f"the national catalogue answered {answer.status_code} at {path}: {_excerpt(body)}"
        if answer.status_code in TRY_AGAIN:
            raise Transient(
                message,
                retry_after=_retry_after(answer),
                gateway_timeout=answer.status_code == httpx.codes.GATEWAY_TIMEOUT,
            )
        if answer.status_code in REFUSED:
            raise CredentialsRefused(message)
        raise RegistryError(message, permanent=answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR)


def decode(body: bytes, shape: type[Result], path: str) -> Result:
    """The body as the shape asked for. Raises RegistryError for anything else, with the start of what came instead."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.DecodeError as error:
        message = f"the national catalogue did not answer with the agreed JSON at {path} ({error}): {_excerpt(body)}"
        raise RegistryError(message, permanent=False) from error


def read_whole(answer: httpx.Response, path: str) -> bytes:
    """What is streamed, as long as it is not too much; raises RegistryError then."""
    parts, size = [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > LARGEST_ANSWER:
            message = f"the national catalogue's answer at {path} is larger than {LARGEST_ANSWER} bytes"
            raise RegistryError(message, permanent=False)
        parts.append(part)
    return b"".join(parts)


def _wait_before_retry(error: Exception) -> bool | float:
    """For stamina: whether to try again, or after how many seconds at the earliest."""
    if not isinstance(error, Transient):
        return False
    return min(error.retry_after, LONGEST_RETRY_AFTER) or True


def _retry_after(answer: httpx.Response) -> float:
    """Seconds to wait by the header, in either of its two forms; 0 where there is none or it cannot be read."""
    value = answer.headers.get("retry-after", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def _excerpt(body: bytes) -> str:
    return body[:200].decode("utf-8", "replace").replace("\n", " ")
