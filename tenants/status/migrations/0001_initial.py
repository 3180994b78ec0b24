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
                ("synced_at", models.DateTimeField()),
                ("fresh_at", models.DateTimeField(null=True)),
                ("troubled_since", models.DateTimeField(null=True)),
                ("would_archive", models.PositiveIntegerField(default=0)),
                ("organizations", models.PositiveIntegerField()),
                ("services", models.PositiveIntegerField()),
                ("channels", models.PositiveIntegerField()),
                ("connections", models.PositiveIntegerField()),
                ("quarantined", models.PositiveIntegerField()),
                ("bytes", models.BigIntegerField()),
                (
                    "municipality",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="status", to="tenants.municipality"
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
