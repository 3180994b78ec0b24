"""What holidays may do to a place's hours: proposals, which its editors take by adding the hours to it, or leave."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from api import openapi
from api.manage.documenting import UNKNOWN, documented
from api.manage.serving import told
from api.manage.things import ThingView
from api.parameters import read
from catalogue.services.holidays import Proposal, closures, proposals
from catalogue.services.hours import DAY, day_of, in_days
from catalogue.services.values import ServiceChannel
from catalogue.services.workflow import plain
from catalogue.services.works import displayed_names

HOLIDAY: Final = {
    "title": "Holiday",
    "description": "A holiday or an eve on which the place would be open by its usual hours.",
    "type": "object",
    "required": ["day", "code", "keeping", "name", "open", "hours"],
    "properties": {
        "day": {"type": "string", "format": "date"},
        "code": {"type": "string", "examples": ["good_friday"]},
        "keeping": {
            "type": "string",
            "enum": ["holiday", "closed_eve", "eve"],
            "description": "By law; an eve on which almost everything is closed; one with shorter hours in many "
            "places.",
        },
        "name": {
            "type": "object",
            "required": ["fi", "sv", "en"],
            "properties": {key: {"type": "string"} for key in ("fi", "sv", "en")},
        },
        "open": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["opens", "closes"],
                "properties": {key: {"type": "string", "examples": ["08:00"]} for key in ("opens", "closes")},
            },
            "description": "When it would be open; what closes after midnight closes on a later day.",
        },
        "hours": {
            "oneOf": [openapi.reference("ServiceHour"), {"type": "null"}],
            "description": "What to add to `service_hours` to close on this day; null where it is for its keepers to "
            "say until when it is open.",
        },
    },
}
HOLIDAYS: Final = {
    "title": "HolidayList",
    "type": "object",
    "required": ["version", "name", "items"],
    "properties": {
        "version": {"type": "integer", "description": "The channel's, for `If-Match` of whoever takes proposals."},
        "name": {"type": "object", "additionalProperties": {"type": "string"}, "description": "The channel's."},
        "items": {"type": "array", "items": openapi.reference("Holiday")},
    },
}
LISTING: Final = documented(
    "list_holidays_of_service_channel",
    "ServiceChannel",
    "Holidays for which a service channel has no hours yet",
    "Holidays and eves of the next twelve months that fall on days on which it is open by its usual hours, and for "
    "which nothing exceptional is written. To take a proposal, add its `hours` to `service_hours`.",
    "HolidayList",
    path={"id": "Id of the service channel."},
    errors=UNKNOWN,
)


class Holidays(ThingView):
    """The holidays of the twelve months to come for which nothing exceptional is written yet."""

    kind = "service_channel"

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002 as the address names it
        read(request.query_params, {})
        work = self.work(request, id)
        content = work.content
        assert isinstance(content, ServiceChannel), "the kind is its"
        found = proposals(in_days(content.service_hours), day_of(timezone.now()))
        name = displayed_names(content.language_versions)
        return told({"version": work.version, "name": name, "items": [_proposal(each) for each in found]})


def _proposal(proposal: Proposal) -> dict[str, Any]:
    holiday = proposal.holiday
    return {
        "day": holiday.day.isoformat(),
        "code": holiday.code,
        "keeping": holiday.keeping,
        "name": holiday.names,
        "open": [{"opens": _clock(clock.opens), "closes": _clock(clock.closes)} for clock in proposal.clocks],
        "hours": plain(closures([proposal])[0]) if proposal.closes else None,
    }


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes if minutes <= DAY else minutes % DAY, 60)
    return f"{hour:02}:{minute:02}"
