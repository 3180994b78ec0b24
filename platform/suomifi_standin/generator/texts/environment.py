# ruff: noqa: E501 - a sentence stays on one line
"""x."""

from suomifi_standin.generator.texts.subject import Subject

SUBJECTS: tuple[Subject, ...] = ()
