"""Which service is given through which channel: the edges of a town, as numbers, made once when first asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suomifi_standin.generator.layout import Layout
from suomifi_standin.generator.topics import topics

# How many channels services have, by share of services.
_COUNTS = (0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, 6, 8)


@dataclass(frozen=True)
class Links:
    """Channels of each service and services of each channel, by position; `shared` edges lead to channels of others."""

    channels_of: Sequence[Sequence[int]]
    services_of: Sequence[Sequence[int]]
    shared_of_service: Mapping[int, Sequence[int]]
    services_of_shared: Mapping[int, Sequence[int]]


def links(layout: Layout, shared_channels: int) -> Links:
    """Draw the edges: mostly within a subject, some within its main class, a few with others' shared channels."""
    by_topic: dict[int, list[int]] = {}
    by_class: dict[str, list[int]] = {}
    for index in range(layout.plan.channels):
        topic, _ = layout.channel_topic(index)
        by_topic.setdefault(topic.index, []).append(index)
        by_class.setdefault(topic.main_class, []).append(index)
    channels_of: list[list[int]] = []
    services_of: list[list[int]] = [[] for _ in range(layout.plan.channels)]
    shared_of_service: dict[int, list[int]] = {}
    services_of_shared: dict[int, list[int]] = {}
    dice = layout.dice("links")
    known = topics()
    for index in range(layout.plan.services):
        topic = known[index % len(known)]
        count = dice.pick(_COUNTS)
        chosen = set(dice.some(by_topic.get(topic.index, ()), count))
        wider = by_class.get(topic.main_class, ())
        if wider and count and (len(chosen) < min(count, 2) or dice.chance(0.25)):
            chosen.add(dice.pick(wider))
        channels_of.append(sorted(chosen))
        for channel in channels_of[-1]:
            services_of[channel].append(index)
        if count and shared_channels and dice.chance(min(0.08, 160 / (1 + layout.plan.services))):
            shared = dice.below(shared_channels)
            shared_of_service[index] = [shared]
            services_of_shared.setdefault(shared, []).append(index)
    return Links(channels_of, services_of, shared_of_service, services_of_shared)
