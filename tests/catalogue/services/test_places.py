"""Coordinates agree with an independent implementation (PROJ), and come back where they began."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.services.places import in_finland, to_degrees, to_plane

# Latitude and longitude in degrees, northing and easting in metres; by PROJ, "+proj=tmerc +lon_0=27 +k=0.9996
# +x_0=500000 +ellps=GRS80".
POINTS = [
    pytest.param(60.45169, 22.266867, 6711075.7006315, 239756.1205438, id="Turku"),
    pytest.param(60.169857, 24.938379, 6672113.6292103, 385610.0022453, id="Helsinki"),
    pytest.param(69.908, 27.028, 7755613.8344310, 501073.5054489, id="Utsjoki"),
    pytest.param(60.224, 19.536, 6699751.8988079, 87087.6903397, id="Eckerö"),
    pytest.param(62.6716, 31.587, 6957357.0383026, 734804.1084837, id="Ilomantsi"),
    pytest.param(59.8236, 22.9684, 6638643.4475202, 274022.9617226, id="Hanko"),
]


@pytest.mark.parametrize(("latitude", "longitude", "northing", "easting"), POINTS)
def test_known_points_agree(latitude: float, longitude: float, northing: float, easting: float) -> None:
    assert to_plane(latitude, longitude) == pytest.approx((northing, easting), abs=1e-6, rel=0)
    assert to_degrees(northing, easting) == pytest.approx((latitude, longitude), abs=1e-9, rel=0)
    assert in_finland(northing, easting)


@given(st.floats(6_522_000, 7_796_000), st.floats(43_500, 765_000))
def test_every_place_in_finland_comes_back(northing: float, easting: float) -> None:
    assert to_plane(*to_degrees(northing, easting)) == pytest.approx((northing, easting), abs=1e-6, rel=0)


@pytest.mark.parametrize(("northing", "easting"), [(0.0, 0.0), (240_000.0, 6_711_000.0), (6_711_000.0, 27.0)])
def test_what_cannot_be_a_place_in_finland_is_none(northing: float, easting: float) -> None:
    assert not in_finland(northing, easting)
