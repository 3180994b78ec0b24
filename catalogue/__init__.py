"""What a municipality offers: its organisations, services, channels and connections, in its own schema.

Imports run one way, and each package may import only those below it:

    exchange                 a catalogue in files, both ways
    registry                 the national catalogue, both ways
    published                documents rendered once per change, read as bytes
    dialects                 pure: shapes of others, to and from our values
    forms                    digital forms, from a definition to the answers that are kept
    services                 rows and values of the national model
    codes                    code lists and general descriptions, one copy per host
    outbox                   the unit of work and the town's revision
    parts                    what things are made of, as plain values
    text, errors             languages, localised text, typed errors

The catalogue knows no HTTP server; `registry.client` alone speaks to the national catalogue.

Glossary (PTV's words; the wire's camelCase becomes snake_case and nothing else):

- Organization: the municipality itself or a unit of it, a tree by `parent_organization_id`.
- Service: what is offered ("day care"); ServiceChannel: how one gets it, of five kinds: ServiceLocation, EChannel,
  WebPage, PrintableForm, Phone.
- Connection: a service and a channel belong together, with hours, fees and contacts of the pair.
- ServiceCollection: services and channels that are shown together.
- GeneralDescription: a national text that a service may build upon.
- language version: the texts of a thing in one content language (fi, sv, en, se, smn, sms); not to be confused with
  `languages`, in which the service is given.
- own / foreign: a thing is the town's own when one of its organisations is responsible for it; foreign things are
  others', kept because an own connection names them.
- remainder: members and spellings of the register that our values do not have, kept where they stood.
"""
