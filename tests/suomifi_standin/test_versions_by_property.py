"""Any order of writes by the API and of edits in the register's own editor: versions, names and locks stay in step."""

from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from suomifi_standin import editor, writing
from suomifi_standin.accounts import Author, Right, Role
from suomifi_standin.changes import Status
from suomifi_standin.clock import Clock
from suomifi_standin.documents import Kind
from suomifi_standin.generator import GeneratedTown, TownPlan
from suomifi_standin.incoming.targets import TARGETS
from suomifi_standin.operations import Impossible
from suomifi_standin.rejections import NotThere, Rejected
from suomifi_standin.sources import NationalSource, TownSource
from suomifi_standin.things import Thing
from suomifi_standin.world import World
from suomifi_standin.writing import Attempt
from tests.suomifi_standin.test_status_machine import MAY_FOLLOW, STATUSES
from tests.suomifi_standin.writer import Json, repeated, service

TARGET = TARGETS["/Service"]
TOWN = GeneratedTown(TownPlan("853", 3, 3))
FUNDINGS = st.sampled_from(["PubliclyFunded", "MarketFunded"])
SOURCE_IDS = st.sampled_from([None, "a", "b", "c"])


def tried(write: Callable[[], Thing]) -> Thing | Rejected | NotThere:
    """What a write came to, or why it was not done."""
    try:
        return write()
    except (Rejected, NotThere) as error:
        return error


class Versions(RuleBasedStateMachine):
    """Holds the register to a model of one line per service: status, published and latest content, name, lock."""

    guids = Bundle("guids")

    @initialize()
    def begin(self) -> None:
        self.world = World([NationalSource(), TownSource(TOWN)], Clock())
        self.organization = TOWN.organization_ids[0]
        self.author = Author("user", self.organization, Role.PETE, frozenset(Right))
        self.model: dict[str, Json] = {}
        self.made = 0

    def taken(self, name: str | None, guid: str | None = None) -> bool:
        return name is not None and any(each["name"] == name for key, each in self.model.items() if key != guid)

    @rule(target=guids, status=st.sampled_from(["Draft", "Published"]), funding=FUNDINGS, name=SOURCE_IDS)
    def post(self, status: str, funding: str, name: str | None) -> Any:
        self.made += 1
        body = service(
            self.organization, f"Palvelu {self.made}", publishingStatus=status, fundingType=funding, sourceId=name
        )
        made = tried(lambda: writing.create(self.world, Attempt(TARGET, body, self.author)))
        if not isinstance(made, Thing):
            assert isinstance(made, Rejected)
            assert made.errors.keys() == {"SourceId"}
            assert self.taken(name)
            return multiple()
        guid = made.guid
        assert not self.taken(name)
        public = funding if status == "Published" else None
        self.model[guid] = {"status": status, "public": public, "latest": funding, "name": name, "lock": None}
        return guid

    @rule(guid=guids, status=st.sampled_from(STATUSES), funding=FUNDINGS, name=SOURCE_IDS)
    def put(self, guid: str, status: str, funding: str, name: str | None) -> None:
        was = self.model[guid]
        body = repeated(publishingStatus=status, fundingType=funding, sourceId=name)
        thing = self.world.thing(guid)
        assert thing is not None
        done = tried(lambda: writing.update(self.world, Attempt(TARGET, body, self.author, thing), thing))
        if isinstance(done, NotThere):
            assert str(was["lock"]) in str(done)
            return
        if isinstance(done, Rejected):
            refused = status not in MAY_FOLLOW[was["status"]]
            assert done.errors.keys() == ({"PublishingStatus"} if refused else {"SourceId"})
            assert refused or self.taken(name, guid)
            return
        assert was["lock"] is None
        assert status in MAY_FOLLOW[was["status"]]
        was["public"] = {"Published": funding, "Modified": was["public"]}.get(status)
        was |= {"status": status, "latest": funding, "name": name or was["name"]}

    @rule(guid=guids, funding=FUNDINGS)
    def save(self, guid: str, funding: str) -> None:
        was = self.model[guid]
        try:
            editor.save(self.world, guid=guid, members={"fundingType": funding})
        except Impossible:
            assert was["public"] is None
            return
        was |= {"status": "Modified", "latest": funding}

    @rule(guid=guids)
    def publish(self, guid: str) -> None:
        was = self.model[guid]
        try:
            editor.publish(self.world, guid=guid)
        except Impossible:
            assert was["status"] in ("Published", "Deleted")
            return
        was |= {"status": "Published", "public": was["latest"]}

    @rule(guid=guids)
    def discard(self, guid: str) -> None:
        was = self.model[guid]
        try:
            editor.discard(self.world, guid=guid)
        except Impossible:
            assert was["status"] != "Modified" or was["public"] is None
            return
        was |= {"status": "Published", "latest": was["public"]}

    @rule(guid=guids, by=st.sampled_from([None, "Maija"]))
    def lock(self, guid: str, by: str | None) -> None:
        if by:
            editor.open_(self.world, guid=guid, by=by)
        else:
            editor.close(self.world, guid=guid)
        self.model[guid]["lock"] = by

    @invariant()
    def the_register_says_what_was_done(self) -> None:
        for guid, was in getattr(self, "model", {}).items():
            thing = self.world.thing(guid)
            assert thing is not None
            assert self.world.latest_status(thing) == was["status"]
            assert self.world.document(thing, latest=True)["fundingType"] == was["latest"]
            found = self.world.find(Kind.SERVICE, guid)
            assert (self.world.document(found)["fundingType"] if found else None) == was["public"]
            assert self.world.source_ids.of("user", guid) == was["name"]
            archived = self.world.status(thing) is Status.ARCHIVED
            assert archived is (was["status"] == "Deleted")


TestVersions = Versions.TestCase
TestVersions.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
