"""What passes by itself: PostgreSQL or Valkey does not answer just now. Whoever asked is told to come back."""

from typing import Final

from django.db import OperationalError
from redis import ConnectionError as ValkeyAway
from redis import TimeoutError as ValkeySlow

OUTAGES: Final = (OperationalError, ValkeyAway, ValkeySlow)
COME_BACK: Final = {"Retry-After": "10"}  # seconds
