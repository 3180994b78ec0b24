"""Coordinates: ETRS-TM35FIN (EPSG:3067), in which the register speaks, to and from WGS 84 degrees.

The projection is Krüger's series to the fourth power of the third flattening, exact to a micrometre in Finland. ETRS89
and WGS 84 are taken as one: they drift apart by 2.5 cm a year, less than any address is known to.
"""

import math
from typing import Final, NamedTuple

# GRS 80 and the one zone of ETRS-TM35FIN
SEMI_MAJOR_AXIS: Final = 6378137.0
FLATTENING: Final = 1 / 298.257222101
CENTRAL_MERIDIAN: Final = math.radians(27.0)
SCALE: Final = 0.9996
FALSE_EASTING: Final = 500000.0

ECCENTRICITY: Final = math.sqrt(FLATTENING * (2 - FLATTENING))
N: Final = FLATTENING / (2 - FLATTENING)
RADIUS: Final = SCALE * SEMI_MAJOR_AXIS / (1 + N) * (1 + N**2 / 4 + N**4 / 64 + N**6 / 256)
TO_PLANE: Final = (
    N / 2 - 2 * N**2 / 3 + 5 * N**3 / 16 + 41 * N**4 / 180,
    13 * N**2 / 48 - 3 * N**3 / 5 + 557 * N**4 / 1440,
    61 * N**3 / 240 - 103 * N**4 / 140,
    49561 * N**4 / 161280,
)
FROM_PLANE: Final = (
    N / 2 - 2 * N**2 / 3 + 37 * N**3 / 96 - N**4 / 360,
    N**2 / 48 + N**3 / 15 - 437 * N**4 / 1440,
    17 * N**3 / 480 - 37 * N**4 / 840,
    4397 * N**4 / 161280,
)

# Where addresses of Finland can lie, as the register limits them (v12); "0" stands for an unknown place.
NORTHINGS: Final = (6_522_000.0, 7_796_000.0)
EASTINGS: Final = (43_500.0, 765_000.0)


class Position(NamedTuple):
    """Degrees in WGS 84 (EPSG:4326)."""

    latitude: float
    longitude: float


class Plane(NamedTuple):
    """Metres in ETRS-TM35FIN (EPSG:3067)."""

    northing: float
    easting: float


def in_finland(northing: float, easting: float) -> bool:
    """Whether the metres can be a place in Finland at all."""
    return NORTHINGS[0] <= northing <= NORTHINGS[1] and EASTINGS[0] <= easting <= EASTINGS[1]


def to_degrees(northing: float, easting: float) -> Position:
    """The geographical position of a point of the plane."""
    xi = northing / RADIUS
    eta = (easting - FALSE_EASTING) / RADIUS
    xi_sphere, eta_sphere = xi, eta
    for index, factor in enumerate(FROM_PLANE, start=1):
        xi_sphere -= factor * math.sin(2 * index * xi) * math.cosh(2 * index * eta)
        eta_sphere -= factor * math.cos(2 * index * xi) * math.sinh(2 * index * eta)
    conformal = math.asin(math.sin(xi_sphere) / math.cosh(eta_sphere))
    longitude = CENTRAL_MERIDIAN + math.atan2(math.sinh(eta_sphere), math.cos(xi_sphere))
    isometric = math.asinh(math.tan(conformal))
    latitude = conformal
    for _ in range(5):  # each round gains a factor of 150: from 0.2 degrees to below the last bit
        latitude = math.atan(math.sinh(isometric + ECCENTRICITY * math.atanh(ECCENTRICITY * math.sin(latitude))))
    return Position(math.degrees(latitude), math.degrees(longitude))


def to_plane(latitude: float, longitude: float) -> Plane:
    """The point of the plane of a geographical position."""
    phi = math.radians(latitude)
    turn = math.radians(longitude) - CENTRAL_MERIDIAN
    isometric = math.asinh(math.tan(phi)) - ECCENTRICITY * math.atanh(ECCENTRICITY * math.sin(phi))
    conformal = math.atan(math.sinh(isometric))
    eta_sphere = math.atanh(math.cos(conformal) * math.sin(turn))
    xi_sphere = math.asin(math.sin(conformal) * math.cosh(eta_sphere))
    xi, eta = xi_sphere, eta_sphere
    for index, factor in enumerate(TO_PLANE, start=1):
        xi += factor * math.sin(2 * index * xi_sphere) * math.cosh(2 * index * eta_sphere)
        eta += factor * math.cos(2 * index * xi_sphere) * math.sinh(2 * index * eta_sphere)
    return Plane(xi * RADIUS, eta * RADIUS + FALSE_EASTING)
