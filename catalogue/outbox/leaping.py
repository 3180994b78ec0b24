"""Keeps a town's revisions from coming twice after its rows were set back to an earlier day."""

from django.db import connection


def leap() -> int:
    """Raise the town's revision far above any that was seen; the new one.

    After a restore the numbers since the copy would be given again to other content: a list that a reader has kept
    would pass for the present one, and a follower of the changes would miss some. The step is the time in milliseconds,
    so that restoring the same copy again leads elsewhere; it is far beyond what units of work could have counted.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_revision SET number = number + (extract(epoch FROM clock_timestamp()) * 1000)::bigint "
            "WHERE id = 1 RETURNING number"
        )
        return int(cursor.fetchone()[0])
