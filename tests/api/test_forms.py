"""Forms over the staff's API: written, checked, tried, published, translated, taken from files; two towns apart."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.exchange.form_files import sheet_of
from catalogue.forms.models import FormDefinition, FormVersion
from catalogue.forms.templates.shipped import shipped
from tenants.accounts.permissions import Role, Scope
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import browser, sign_in, staff
from tests.api.test_contracts import strict, validator
from tests.api.test_manage import program, token
from tests.api.test_v1_errors import problem
from tests.conftest import ESPOO_HOST, TURKU_HOST
from tests.forms_make import answers, document, text

FORMS = "/api/manage/v1/forms"
XLIFF = "application/xliff+xml"


def ask(client: Client, method: str, address: str, body: Any = None, *, version: int | None = None, **more: Any) -> Any:
    """A request with JSON; `version` is what was seen."""
    given = {} if version is None else {"headers": {"if-match": f'"{version}"'}}
    content = {} if body is None else {"data": msgspec.json.encode(body), "content_type": "application/json"}
    return getattr(client, method)(address, **content, **given, **more)


def told(answer: Any, schema: str, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content[:500]
    said: dict[str, Any] = answer.json()
    validator("manage", schema, strict if schema != "FormPreview" else lambda schemas: schemas).validate(said)
    return said


def created(client: Client, **body: Any) -> dict[str, Any]:
    return told(ask(client, "post", FORMS, body or {"content": document()}), "EditedForm", 201)


def address(form: dict[str, Any], step: str = "") -> str:
    return f"{FORMS}/{form['id']}{step}"


def test_a_form_goes_from_a_template_to_a_published_version(program_: Client) -> None:
    form = created(program_, template="street-feedback")
    assert (form["key"], form["state"], form["version"]) == ("street-feedback", "draft", 1)
    assert form["origin"]["kind"] == "template"
    assert [each["code"] for each in form["findings"]] == []
    changed = told(ask(program_, "patch", address(form), {"title": text("Oma")}, version=1), "EditedForm")
    shown = ask(program_, "post", address(form, "/steps"), {"step": "publish"}, version=2)
    form = told(shown, "EditedForm")
    assert (form["state"], form["published"], form["changed"], shown["ETag"]) == ("published", 1, False, '"3"')
    assert changed["content"]["title"] == text("Oma")
    then = told(program_.get(address(form, "/versions/1")), "FormVersionWithDocument")
    assert (then["document"]["version"], then["document"]["title"], then["door"]) == (1, text("Oma"), "token")
    past = told(program_.get(address(form, "/versions")), "FormHistory")
    assert [each["action"] for each in past["edits"]] == ["published", "changed", "created"]
    assert [each["digest"] for each in past["items"]] == [then["digest"]]


def test_every_step_of_a_forms_life(program_: Client) -> None:
    form = created(program_)
    for step, body, state in (
        ("/steps", {"step": "publish"}, "published"),
        ("/edits", {"edits": [{"edit": "remove_question", "question": "places"}]}, "published"),
        ("/steps", {"step": "discard"}, "published"),
        ("/steps", {"step": "restore", "version": 1}, "published"),
        ("/steps", {"step": "retire"}, "retired"),
        ("/steps", {"step": "bring_back"}, "published"),
    ):
        form = told(ask(program_, "post", address(form, step), body, version=form["version"]), "EditedForm")
        assert form["state"] == state
    closed = {"closed": True, "texts": {"closed": text("Suljettu")}}
    form = told(ask(program_, "put", address(form, "/opening"), closed, version=form["version"]), "EditedForm")
    assert form["opening"] == closed
    problem(ask(program_, "delete", address(form), version=form["version"]), 409)
    other = created(program_, copy_of=form["id"], key="other")
    assert told(ask(program_, "delete", address(other), version=1), "ListedForm")["key"] == "other"
    problem(program_.get(address(other)), 404)


def test_what_cannot_be_is_told_with_all_that_is_wrong(program_: Client) -> None:
    form = created(program_)
    said = problem(ask(program_, "patch", address(form), {"data": {"type": "array"}}, version=1), 422)
    assert said["code"] == "invalid_definition"
    assert {each["pointer"] for each in said["findings"]} == {"/data/type"}
    assert said["findings"][0]["message"].keys() == {"fi", "sv", "en"}
    form = told(ask(program_, "patch", address(form), {"title": {"sv": None}}, version=1), "EditedForm")
    said = problem(ask(program_, "post", address(form, "/steps"), {"step": "publish"}, version=2), 422)
    assert (said["code"], [each["pointer"] for each in said["findings"]]) == ("not_publishable", ["/title/sv"])
    said = problem(ask(program_, "post", address(form, "/edits"), {"edits": [{"edit": "dance"}]}, version=2), 422)
    assert said["pointer"].startswith("/edits")
    for step in (
        {"step": "restore"},
        {"step": "retire", "version": 1},
        {"step": "discard", "earlier_until": "2027-01-01T00:00Z"},
    ):
        problem(ask(program_, "post", address(form, "/steps"), step, version=2), 422)
    said = problem(ask(program_, "put", address(form, "/opening"), {"windows": [{"opens": "soon"}]}, version=2), 422)
    assert said["pointer"] == "/windows/0/opens"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "invalid_body"),
        ({"template": "street-feedback", "content": {}}, 422, "invalid_body"),
        ({"template": "nothing"}, 404, "not_found"),
        ({"copy_of": str(uuid4()), "key": "x"}, 404, "not_found"),
        ({"copy_of": str(uuid4())}, 422, "invalid_body"),
        ({"template": "street-feedback", "key": "A b"}, 422, "invalid_body"),
        ({"content": {}}, 422, "invalid_definition"),
        ({"content": {"key": "a\u0000"}}, 422, "invalid_body"),
        ({"content": {"data": [[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]}}, 422, "invalid_body"),
    ],
)
def test_a_form_that_cannot_be_made_is_refused(program_: Client, body: Any, status: int, code: str) -> None:
    assert problem(ask(program_, "post", FORMS, body), status)["code"] == code
    assert told(program_.get(FORMS), "FormList")["items"] == []


def test_two_who_write_do_not_overwrite_each_other(program_: Client) -> None:
    form = created(program_)
    problem(ask(program_, "patch", address(form), {}), 428)
    told(ask(program_, "patch", address(form), {"title": {"fi": "Toinen"}}, version=1), "EditedForm")
    said = problem(ask(program_, "patch", address(form), {"title": {"fi": "Kolmas"}}, version=1), 412)
    assert (said["version"], said["differences"][0]["pointer"]) == (2, "/title/fi")
    problem(ask(program_, "post", FORMS, {"content": document()}), 409)


def test_a_change_that_is_asked_for_again_is_made_once(program_: Client, turku: Municipality) -> None:
    headers = {"idempotency-key": '"abc"'}
    body = b'{"template": "summer-job"}'
    first, again = (program_.post(FORMS, data=body, content_type="application/json", headers=headers) for _ in range(2))
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    with within(turku):
        assert FormDefinition.objects.count() == 1


def test_a_form_is_tried_with_answers_and_nothing_is_kept(program_: Client) -> None:
    form = created(program_)
    given = answers()
    given["applicant"]["businessId"] = "1572860-0"
    given["budget"]["rows"].append({"purpose": "pay"})
    said = told(ask(program_, "post", address(form, "/preview"), {"answers": given, "language": "sv"}), "FormPreview")
    assert ("required", "/budget/rows/2/count") in [(each["code"], each["pointer"]) for each in said["faults"]]
    assert said["dropped"] == ["/applicant/businessId"]
    assert said["answers"]["budget"]["total"] == 122_600
    first = said["pages"][0]
    assert (first["title"], [each["name"] for each in first["questions"]][:3]) == (
        "Sökande", ["welcome", "applicant.kind", "applicant.hetu"],
    )  # fmt: skip
    table = said["pages"][1]["questions"][1]
    assert [len(row) for row in table["rows"]] == [4, 5, 4]
    assert table["rows"][2][1]["faults"] == ["Svara på detta."]
    assert said["pages"][-1]["questions"][0]["value"] is True
    assert problem(ask(program_, "post", address(form, "/preview"), {"answers": {"a": "\u0000"}}), 422)["pointer"] == (
        "/answers/a"
    )


def test_texts_go_out_to_translators_and_come_back(program_: Client) -> None:
    form = created(program_)
    out = program_.get(address(form, "/translation?source=fi&target=se"))
    assert (out["Content-Type"], out.status_code) == (XLIFF, 200)
    back = out.content.replace(b"</source>", b"</source><target>Davvi</target>")
    sent = program_.post(address(form, "/translation"), data=back, content_type=XLIFF, headers={"if-match": '"1"'})
    said = told(sent, "TranslatedForm")
    assert said["languages"] == ["fi", "sv", "en", "se"]
    assert (said["content"]["title"]["se"], said["stale"], said["unknown"]) == ("Davvi", [], [])
    assert said["taken"] > 20
    problem(
        program_.post(address(form, "/translation"), data=b"<", content_type=XLIFF, headers={"if-match": '"2"'}), 422
    )
    problem(
        program_.post(address(form, "/translation"), data=b"<", content_type="text/xml", headers={"if-match": '"2"'}),
        415,
    )
    problem(program_.get(address(form, "/translation?source=sms&target=se")), 422)


def test_a_form_comes_from_a_file(program_: Client) -> None:
    files = "/api/manage/v1/form-files"
    sent = program_.post(files, data=sheet_of(shipped()["school-transport"].outline), content_type="text/csv")
    form = told(sent, "EditedForm", 201)
    assert (form["key"], form["origin"]["kind"]) == ("school-transport", "file")
    whole = msgspec.json.encode(document())
    assert told(program_.post(files, data=whole, content_type="application/json"), "EditedForm", 201)["key"] == "grant"
    for body, kind in ((b"name\n", "text/csv"), (b"kind;name\ntext;x\n", "text/csv"), (b"{", "application/json")):
        problem(program_.post(files, data=body, content_type=kind), 422)
    problem(program_.post(files, data=b"x", content_type="text/plain"), 415)


def test_templates_and_the_format_are_there_to_read(program_: Client) -> None:
    templates = "/api/manage/v1/form-templates"
    said = told(program_.get(templates), "FormTemplateList")
    assert [each["key"] for each in said["items"]] == list(shipped())
    (one,) = told(program_.get(f"{templates}?key=summer-job"), "FormTemplateList")["items"]
    assert one["definition"]["key"] == "summer-job"
    problem(program_.get(f"{templates}?key=nothing"), 404)
    assert program_.get("/api/manage/v1/form-format").json()["$id"] == "urn:kuntakanta:form-format:1.0"


def test_forms_are_listed_in_few_statements(program_: Client) -> None:
    for key in ("street-feedback", "summer-job", "venue-booking"):
        created(program_, template=key)
    with CaptureQueriesContext(connection) as captured:
        said = told(program_.get(FORMS), "FormList")
    assert len(said["items"]) == 3
    assert len(captured) <= 4, [each["sql"][:80] for each in captured.captured_queries]
    assert told(program_.get(f"{FORMS}?state=published"), "FormList")["items"] == []
    problem(program_.get(f"{FORMS}?state=gone"), 400)


def test_who_may_read_may_not_design(turku: Municipality, program_: Client) -> None:
    form = created(program_)
    reader = program(TURKU_HOST, token(turku, Scope.READ, Scope.WRITE))
    assert reader.get(address(form)).status_code == 200
    assert problem(ask(reader, "post", FORMS, {"template": "summer-job"}), 403)["scope"] == "publish"
    handler = browser(TURKU_HOST)
    staff(turku, Role.FORM_HANDLER)
    assert sign_in(handler)
    assert handler.get(address(form)).status_code == 200
    assert ask(handler, "post", address(form, "/preview"), {}).status_code == 200
    assert (
        problem(ask(handler, "post", address(form, "/steps"), {"step": "publish"}, version=1), 403)["code"]
        == "role_missing"
    )


def test_another_town_reaches_nothing_of_it(program_: Client, turku: Municipality, espoo: Municipality) -> None:
    form = created(program_)
    told(ask(program_, "post", address(form, "/steps"), {"step": "publish"}, version=1), "EditedForm")
    elsewhere = program(ESPOO_HOST, token(espoo, Scope.PUBLISH))
    for path in ("", "/versions", "/versions/1", "/translation"):
        problem(elsewhere.get(address(form, path)), 404)
    problem(ask(elsewhere, "patch", address(form), {}, version=2), 404)
    problem(ask(elsewhere, "post", address(form, "/preview"), {}), 404)
    problem(ask(elsewhere, "post", FORMS, {"copy_of": form["id"], "key": "mine"}), 404)
    assert told(elsewhere.get(FORMS), "FormList")["items"] == []
    created(elsewhere)
    with within(turku):
        assert FormVersion.objects.count() == 1
