"""Degrees to the metres of ETRS-TM35FIN (EPSG:3067), which the register speaks, by Krüger's series."""

from math import atan2, atanh, cos, cosh, radians, sin, sinh, sqrt

_A = 6378137.0
_F = 1 / 298.257222101
_N = _F / (2 - _F)
_A1 = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_H = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16,
    13 * _N**2 / 48 - 3 * _N**3 / 5,
    61 * _N**3 / 240,
)
_K0, _E0, _MERIDIAN = 0.9996, 500000.0, radians(27.0)


def tm35fin(latitude: float, longitude: float) -> tuple[float, float]:
    """(northing, easting) in metres of a point in degrees."""
    phi, lam = radians(latitude), radians(longitude) - _MERIDIAN
    e = sqrt(_F * (2 - _F))
    conformal = sinh(atanh(sin(phi)) - e * atanh(e * sin(phi)))
    xi = atan2(conformal, cos(lam))
    eta = atanh(sin(lam) / sqrt(1 + conformal**2))
    north, east = xi, eta
    for order, h in enumerate(_H, start=1):
        north += h * sin(2 * order * xi) * cosh(2 * order * eta)
        east += h * cos(2 * order * xi) * sinh(2 * order * eta)
    return _K0 * _A1 * north, _E0 + _K0 * _A1 * east
