import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Takeout",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_by", models.UUIDField()),
                ("asked", models.DateTimeField()),
                ("receiver", models.TextField(default="")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("making", "Making"),
                            ("ready", "Ready"),
                            ("taken", "Taken"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                    ),
                ),
                ("bytes", models.BigIntegerField(default=0)),
                ("withheld", models.JSONField(default=list)),
                ("expires", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.Value(1), name="takeout_is_one_at_a_time")],
            },
        ),
        migrations.CreateModel(
            name="TakeoutPart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "takeout",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.deletion.CASCADE,
                        related_name="parts",
                        to="takeout.takeout",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("takeout", "number"), name="takeout_part_is_there_once")
                ],
            },
        ),
    ]
