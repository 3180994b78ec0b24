"""Digital forms: what a town asks of its residents, from a definition to the answers that are kept.

A form is one document, format 1.0 (`definition`): `data` is JSON Schema 2020-12 in a profile of ours, `ui` says how it
is asked, `access` who may fill it, `processing` what happens then. `answers` keeps and checks what is filled in, and
says how it is shown. `templates` are forms to begin from. All of that is pure: no Django, and no input or output but
our own words and templates.

A form of a town's is a row (`models.FormDefinition`) with the content that editors work on, and a version for each
publishing, which never changes: its digest is looked at whenever it is read. Submissions hold to the version that they
were filled by. `operations` are the steps in a form's life, each by somebody who has seen a version of the row and each
noted with the way back; `queries` reads. When a form takes submissions (`opening`) is no part of a version: whoever
closes a form in haste publishes nothing.

Why our own format: the data contract is a public standard, so answers can be read in ten years and checked by any
program; what others add to it for showing is bound to their renderers. Why no expressions of authors' own: a condition
is a fragment of JSON Schema and a computed value one of five named functions, so that everything that a form can do
can be checked before it is published, shown without scripts, and said to a person.

- A question that is not asked has no answer: what was answered before it went out of sight is dropped, and what
  depends on it too. Conditions look back only, so one pass in the order of asking settles it.
- What is required is required where it is asked.
- Amounts of money are whole cents.

Imports: services (rules' severities, patches, bodies, authors), outbox, fields, text, errors.
"""
