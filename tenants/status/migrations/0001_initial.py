import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenants", "0002_lifecycle"),
    ]

    operations = [
        migrations.CreateModel(
            name="TownStatus",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("run", models.BigIntegerField()),
                ("sync_state", models.TextField()),
                ("sync_reason", models.TextField(default="")),
                ("sync_code", models.TextField(default="")),
                ("synced_at", models.DateTimeField()),
                ("fresh_at", models.DateTimeField(null=True)),
                ("troubled_since", models.DateTimeField(null=True)),
                ("would_archive", models.PositiveIntegerField(default=0)),
                ("organizations", models.PositiveIntegerField()),
                ("services", models.PositiveIntegerField()),
                ("channels", models.PositiveIntegerField()),
                ("connections", models.PositiveIntegerField()),
                ("quarantined", models.PositiveIntegerField()),
                (
                    "municipality",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="status", to="tenants.municipality"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TownUse",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("things", models.PositiveIntegerField(default=0)),
                ("bytes", models.BigIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("measured", models.DateTimeField(null=True)),
                ("most_things", models.PositiveIntegerField(null=True)),
                ("most_bytes", models.BigIntegerField(null=True)),
                ("most_people", models.PositiveIntegerField(null=True)),
                (
                    "municipality",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="use",
                        to="tenants.municipality",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("ends", models.DateField()),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="permits",
                        to="tenants.municipality",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "name"), name="one_permit_of_a_name_per_town")
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("host", models.CharField(max_length=253, unique=True)),
                ("ends", models.DateTimeField(null=True)),
                ("fault", models.TextField(default="")),
                ("fault_since", models.DateTimeField(null=True)),
                ("checked", models.DateTimeField()),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificates",
                        to="tenants.municipality",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("about", models.TextField()),
                ("since", models.DateTimeField(null=True)),
                ("words", models.JSONField(default=dict)),
                ("first", models.DateTimeField()),
                ("sent", models.DateTimeField()),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="tenants.municipality",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "kind", "about"), name="one_notice_of_a_thing", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
