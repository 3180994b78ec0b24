"""What to call a browser by what it says of itself: its maker's name for it and the system that it runs on. Pure."""

from typing import Final

# The first that is found is the one: later ones stand in the texts of earlier ones, too.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
MOST: Final = 60


def device(user_agent: str) -> str:
    """As "Firefox, Windows"; the text itself, shortened, where nothing in it is known."""
    found = [
        name
        for names in (BROWSERS, SYSTEMS)
        if (name := next((name for sign, name in names if sign in user_agent), ""))
    ]
    return ", ".join(found) or user_agent[:MOST] or "?"
