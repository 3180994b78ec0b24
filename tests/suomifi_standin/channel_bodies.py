"""A body of each type of channel, with as much as a published one needs."""

from typing import Any

from tests.suomifi_standin.writer import Json, described, items, texts

PHONE = {"prefixNumber": "+358", "number": "21234567", "language": "fi"}
STREET = {"street": items(fi="Koirakatu"), "streetNumber": "1", "postalCode": "20100", "municipality": "853"}
MONDAY = {
    "serviceHourType": "DaysOfTheWeek",
    "validForNow": True,
    "openingHour": [{"dayFrom": "Monday", "from": "08:07", "to": "16:00:00"}],
}
_PAGE = {
    "webPage": items(fi="https://turku.example/koirat"),
    "accessibilityClassification": [{"accessibilityClassificationLevel": "Unknown", "language": "fi"}],
}
_NAMES = {"serviceChannelNames": items(fi="Koirapalvelu")}
OWN: dict[str, Json] = {
    "EChannel": {**_NAMES, **_PAGE, "requiresAuthentication": False},
    "WebPage": {**_NAMES, **_PAGE},
    "Phone": {**_NAMES, "phoneNumbers": [{**PHONE, "type": "Phone"}]},
    "PrintableForm": {**_NAMES, "channelUrls": texts("PDF", fi="https://turku.example/koirat.pdf")},
    "ServiceLocation": {
        "serviceChannelNames": texts("Name", fi="Koirapuisto"),
        "displayNameType": [{"type": "Name", "language": "fi"}],
        "addresses": [{"type": "Location", "subType": "Single", "streetAddress": STREET}],
    },
}


def channel(kind: str, organization: str, **members: Any) -> Json:
    return {
        "organizationId": organization,
        "serviceChannelDescriptions": described("Koirapalvelu"),
        "languages": ["fi"],
        "publishingStatus": "Published",
        **OWN[kind],
        **members,
    }
