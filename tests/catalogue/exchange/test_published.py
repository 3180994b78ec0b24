"""What is published by an import, and who may import what."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from catalogue.exchange.errors import NotAllowed
from catalogue.exchange.people import Importer
from catalogue.published.models import Document
from catalogue.services import editing
from catalogue.services.models import Service, Version
from catalogue.services.versions import Author
from tenants.accounts.permissions import Held, Role, Scope
from tenants.models import Municipality
from tests.catalogue_make import organization, service, store
from tests.exchange_make import change_cell, edit, one, out, row_that_may_be_shown, said, sheet_of, take_in


def test_what_the_rules_let_is_published_and_the_rest_stays_a_draft(
    library: UUID, city: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    swedish = {"language_versions": {"sv": {"description": "På biblioteket finns böcker."}}}
    edit("service", library, {"ontology_terms": [{"uri": "http://www.yso.fi/onto/koko/p1"}], **swedish})
    (path,) = out(in_turku, tmp_path / "turku.xlsx")
    change_cell(path, "service", "name.fi", "Kirjastot", where=lambda _: True)
    told = [each for each in take_in(in_turku, path, publish=True) if each.outcome == "changed"]
    assert [(each.published, each.version) for each in told] == [(["fi", "sv"], 4)], [said(each) for each in told]
    refused = row_that_may_be_shown(city, **{"source_id": "K-5", "summary.fi": ""})
    (draft,) = take_in(in_turku, sheet_of(tmp_path / "b.csv", "service", refused), publish=True)
    assert (draft.outcome, draft.published) == ("created", [])
    assert "summary.fi" in [place for _, place in said(draft)]
    assert draft.id is not None
    assert one("service", draft.id).state == "draft"
    assert not Document.objects.filter(id=draft.id).exists()


def test_four_eyes_keep_what_nobody_has_reviewed_a_draft(city: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    editing.choose_practice(four_eyes=True)
    path = sheet_of(tmp_path / "a.csv", "service", row_that_may_be_shown(city, source_id="K-5"))
    (told,) = take_in(in_turku, path, publish=True)
    assert (told.outcome, told.version, told.published) == ("created", 1, [])
    assert said(told)[0] == ("not_possible_now", "fi")
    assert told.id is not None
    assert one("service", told.id).state == "draft"


def test_what_was_changed_is_published_in_the_languages_that_the_row_has_changed(
    library: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    swedish = {"language_versions": {"sv": {"description": "På biblioteket finns böcker."}, "en": {"name": "Library"}}}
    edit("service", library, {"ontology_terms": [{"uri": "http://www.yso.fi/onto/koko/p1"}], **swedish})
    (path,) = out(in_turku, tmp_path / "turku.xlsx")
    change_cell(path, "service", "name.fi", "Kirjastot", where=lambda _: True)
    (told,) = (each for each in take_in(in_turku, path, publish=True) if each.outcome == "changed")
    work = one("service", library)
    assert (told.published, work.published and set(work.published.language_versions)) == (["fi", "sv"], {"fi", "sv"})
    assert "en" in work.content.language_versions, "a new version that the row has not written stays a draft"


def test_roles_and_scopes_hold(city: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "a.csv", "service", row_that_may_be_shown(city))
    program = Importer(Author("import", uuid4()), scopes=[Scope.READ])
    with pytest.raises(NotAllowed):
        take_in(in_turku, path, importer=program)
    editor = Importer(Author("import", uuid4()), held=[Held(Role.EDITOR)])
    with pytest.raises(NotAllowed):
        take_in(in_turku, path, importer=editor, publish=True)
    elsewhere = Importer(Author("import", uuid4()), held=[Held(Role.EDITOR, uuid4())])
    (told,) = take_in(in_turku, path, importer=elsewhere)
    assert said(told) == [("not_allowed", "")]
    assert not Service.objects.exists()
    here = Importer(Author("import", uuid4()), held=[Held(Role.EDITOR, city)])
    (told,) = take_in(in_turku, path, importer=here)
    assert told.outcome == "created"
    assert Version.objects.get().by == here.author.id


def test_an_editor_of_a_unit_gives_nothing_away_and_takes_nothing(
    city: UUID, library: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    unit = organization("Kirjastot", parent_organization_id=city)
    store("organization", unit)
    mine = service("Omat", responsible=unit.id)
    store("service", mine)
    importer = Importer(Author("import", uuid4()), held=[Held(Role.EDITOR, unit.id)])
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    change_cell(path, "service", "organization", str(city), where=lambda row: row["service_id"] == str(mine.id))
    change_cell(path, "service", "organization", str(unit.id), where=lambda row: row["service_id"] == str(library))
    refused = [each for each in take_in(in_turku, path, importer=importer) if each.outcome != "unchanged"]
    assert [said(each) for each in refused] == [[("not_allowed", "")]] * 2
