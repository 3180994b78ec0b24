"""Connections as version 11 takes them: all of a service at once, or one more."""

from typing import Any
from uuid import UUID

import msgspec

from catalogue import parts
from catalogue.dialects.ptv_v11.misfits import misfits
from catalogue.dialects.ptv_v11.render_in import render_connections_in, render_new_connection_in
from catalogue.services.values import Connection, ConnectionEnd

TOWN = UUID("0008afc0-182c-4580-ba73-7472287f4d63")
UNIT = UUID("00022b78-dd97-4a66-8846-68b179d983e0")
OTHER = UUID("00094685-ccc8-44a7-8345-07e36afde1b6")
PAGES = [parts.WebPage(url="https://turku.fi/a", value="A", language="fi")]


def end(other: UUID, **said: Any) -> ConnectionEnd:
    """A connection of a service as the service shows it."""
    return ConnectionEnd(other=parts.Reference(id=other), connection=Connection(**said))


def test_connections_are_written_all_at_once_with_what_they_no_longer_say() -> None:
    contacts = parts.ContactDetails(emails=[parts.Email(value="a@turku.fi", language="fi")], web_pages=PAGES)
    said = {"fi": parts.LanguageVersion(description="Tiskillä", charge_type_additional_info="Maksuton")}
    before = [end(UNIT, service_charge_type="Other", language_versions=said, contact_details=contacts), end(OTHER)]
    fewer = msgspec.structs.replace(contacts, emails=[])
    after = [end(UNIT, contact_details=fewer)]
    body = render_connections_in(after, before=before, channel_types={UNIT: "ServiceLocation"})
    assert body == {
        "channelRelations": [
            {
                "serviceChannelId": str(UNIT),
                "contactDetails": {
                    "webPages": [{"url": "https://turku.fi/a", "value": "A", "language": "fi"}],
                    "deleteAllEmails": True,
                },
                "deleteServiceChargeType": True,
                "deleteAllDescriptions": True,
            }
        ]
    }
    assert misfits(body, "ServiceAndChannelRelationInBase") == []
    gone = render_connections_in([end(UNIT)], before=before, channel_types={UNIT: "ServiceLocation"})
    assert gone["channelRelations"][0]["contactDetails"] == {"deleteAllEmails": True, "deleteAllWebPages": True}


def test_a_set_of_connections_is_emptied_by_its_flag_only() -> None:
    assert render_connections_in([], before=[end(UNIT)], channel_types={}) == {"deleteAllChannelRelations": True}
    assert render_connections_in([], channel_types={}) == {}


def test_connections_of_the_asti_register_are_left_alone() -> None:
    asti = end(OTHER, extra_types=[parts.ExtraType(type="Asti", code="LostAndFound")])
    body = render_connections_in([end(UNIT), asti], channel_types={})
    assert [item["serviceChannelId"] for item in body["channelRelations"]] == [str(UNIT)]


def test_a_new_connection_has_hours_only_where_the_channel_may_have_them() -> None:
    hours = [parts.ServiceHour(kind="always")]
    open_all_day = end(UNIT, service_hours=hours)
    at_a_place = render_new_connection_in(TOWN, open_all_day, channel_type="ServiceLocation")
    assert (at_a_place["serviceId"], at_a_place["serviceHours"][0]["isAlwaysOpen"]) == (str(TOWN), True)
    assert misfits(at_a_place, "ServiceAndChannelIn") == []
    on_a_form = render_new_connection_in(TOWN, open_all_day, channel_type="PrintableForm")
    assert on_a_form == {"serviceId": str(TOWN), "serviceChannelId": str(UNIT)}
