"""The national catalogue's Open API v11 over the same rows, so that what reads the register can read a municipality.

Documents and errors have the register's shapes; addresses are those of the register under /api/ptv/v11. Lists hold the
own organisations' things only: of others' we keep what own things name, which would be an incomplete list. Parameters
that the register knows and we do not offer are refused, unknown ones are ignored, both as the register does.
"""
