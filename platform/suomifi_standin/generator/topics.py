"""What a municipal service is about: the subjects that services and channels of every town are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from suomifi_standin import codelists
from suomifi_standin.generator import classifications
from suomifi_standin.generator.texts import culture, economy, environment, living, northern_sami, society, welfare
from suomifi_standin.generator.texts.law import LAWS
from suomifi_standin.generator.texts.subject import Subject
from suomifi_standin.generator.wire import Doc, Text


@dataclass(frozen=True)
class Topic:
    """A subject with its ready-made wire terms; the lists are shared by every document that shows them."""

    index: int
    subject: Subject
    name: Text
    main_class: str
    service_classes: list[Doc]
    ontology_terms: list[Doc]
    target_groups: list[Doc]
    life_events: list[Doc]
    industrial_classes: list[Doc]
    law: Text | None


def topic_of(index: int, subject: Subject) -> Topic:
    """The topic of a subject; the register takes industries only for services that are meant for businesses (KR2)."""
    industries = subject.industries if any(code.startswith("KR2") for code in subject.groups) else ()
    own = subject.key in northern_sami.NAMES
    return Topic(
        index=index,
        subject=subject,
        name={**subject.name, "se": northern_sami.NAMES[subject.key]} if own else subject.name,
        main_class=subject.classes[0].partition(".")[0],
        service_classes=[classifications.service_class(code) for code in subject.classes],
        ontology_terms=[classifications.ontology_term(word) for word in subject.words],
        target_groups=[
            classifications.target_group(code)
            for code in classifications.with_parents(subject.groups, codelists.target_groups())
        ],
        life_events=[classifications.life_event(code) for code in subject.events],
        industrial_classes=[classifications.industrial_class(code) for code in industries],
        law=LAWS[subject.law] if subject.law else None,
    )


@cache
def topics() -> Sequence[Topic]:
    """All topics, spread so that any run of neighbours shows many main classes."""
    themes = (living, welfare, society, economy, environment, culture)
    by_class: dict[str, list[Subject]] = {}
    for theme in themes:
        for subject in theme.SUBJECTS:
            by_class.setdefault(subject.classes[0].partition(".")[0], []).append(subject)
    rows = [
        by_class[main][turn]
        for turn in range(max(map(len, by_class.values())))
        for main in by_class
        if turn < len(by_class[main])
    ]
    return [topic_of(index, subject) for index, subject in enumerate(rows)]
