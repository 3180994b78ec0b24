"""The acts that a service rests on."""

from suomifi_standin.generator.topics import Topic
from suomifi_standin.generator.wire import Doc, Languages, items, say, slug, web_page


def laws(topic: Topic, languages: Languages) -> list[Doc]:
    """Law[]"""
    if topic.law is None:
        return []
    act = slug(topic.law["fi"])[:40]
    pages = [
        web_page(f"https://www.lainsaadanto.example/{language}/{act}", say(topic.law, language), language)
        for language in languages
    ]
    return [{"names": items(topic.law, languages), "webPages": pages}]
