"""A form's definition, pure: its values, the published meta-schema, and the check before it is published.

- `values`: the document, typed; `profile`: the meta-schema that is published of it (`urn:kuntakanta:form-format:1.0`).
- `plan`: its questions in order, each with its schema and what must hold for it; `compiling`: the schema of answers.
- `outlines`: forms as people write them, of everyday questions; `editing`: what a builder does; `reading`: a document
  that was sent, or all that is wrong with its format; `digests`: what tells two definitions apart.
- `sheets`: an outline as rows of a spreadsheet; `xliff`: the texts for translators, and back.
- `rules`: the publication check, of which `texts`, `questions` and `conditions` are parts; `findings`: what it tells.
"""
