"""A document as v12 shows it, made of the same document as v11 shows it; pure.

One module per kind of thing, and one per part that kinds share: `texts`, `hours`, `contacts`, `addresses`, `areas`.
Nearly every member is always there, null or empty for want of content. What v11 has no word for (odd weeks, holidays,
several coordinates) is never shown, since everything is still entered there; what v12 has no place for is left out.
"""
