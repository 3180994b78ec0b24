"""A town as a place: names, languages, districts, streets, postal codes and the point it lies around."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from suomifi_standin import codelists
from suomifi_standin.codelists import Municipality, PostalCode
from suomifi_standin.generator import seeds
from suomifi_standin.generator.classifications import names
from suomifi_standin.generator.coordinates import tm35fin
from suomifi_standin.generator.plan import UnknownMunicipality
from suomifi_standin.generator.texts import northern_sami, towns
from suomifi_standin.generator.wire import Doc, Languages, Text, items, slug

_CITY_SPREAD_M = 1200.0  # addresses of a district lie within this distance of its centre


@dataclass(frozen=True)
class District:
    """A part of a town; northing and easting are metres of EPSG:3067."""

    name: Text
    northing: float
    easting: float
    postal: PostalCode


@dataclass(frozen=True)
class Place:
    """`municipality_item` and `post_office` are wire shapes, shared by every document of the town."""

    code: str
    row: Municipality
    languages: Languages
    title: Text
    districts: Sequence[District]
    box: PostalCode
    domain: str
    municipality_item: Doc

    @property
    def streets(self) -> Sequence[Text]:
        return streets(swedish=self.row.language_relation == 2)

    def name(self, language: str) -> str:
        names = {"sv": self.row.sv, "en": self.row.en, "se": northern_sami.TOWNS.get(self.row.fi, self.row.fi)}
        return names.get(language, self.row.fi)


def languages_of(row: Municipality) -> Languages:
    """The content languages of a town: its own by the language relation, its Sámi languages, and English."""
    own = {0: ("fi",), 1: ("fi", "sv"), 2: ("sv",), 3: ("sv", "fi")}[row.language_relation]
    return (*own, *row.sami_languages, "en")


_BEND = (
    ("nen", "sen"), ("järvi", "järven"), ("joki", "joen"), ("niemi", "niemen"), ("koski", "kosken"), ("mäki", "mäen"),
    ("salmi", "salmen"), ("lahti", "lahden"), ("vesi", "veden"), ("saari", "saaren"), ("lampi", "lammen"),
    ("virta", "virran"), ("ranta", "rannan"), ("hampi", "hammen"), ("harju", "harjun"), ("kylä", "kylän"),
    ("vuoksi", "vuoksen"), ("lehti", "lehden"), ("kangas", "kankaan"), ("e", "een"), ("s", "ksen"),
)  # fmt: skip


def genitive(name: str) -> str:
    """The Finnish genitive of a town's name; right for the names in the table and near enough for the rest."""
    if name in towns.GENITIVES:
        return towns.GENITIVES[name]
    for ending, bent in _BEND:
        if name.endswith(ending):
            return name[: -len(ending)] + bent
    return name + "n" if name[-1] in "aeiouyäöå" else name + "in"


def _title(row: Municipality) -> Text:
    city = row.fi in towns.CITIES
    return {
        "fi": f"{genitive(row.fi)} {'kaupunki' if city else 'kunta'}",
        "sv": f"{row.sv} {'stad' if city else 'kommun'}",
        "en": f"{'City' if city else 'Municipality'} of {row.en}",
        "se": f"{northern_sami.OF_TOWNS.get(row.fi, row.fi)} gielda",
        "smn": f"{'Aanaar' if row.fi == 'Inari' else row.fi} kieldâ",
        "sms": f"{'Aanar' if row.fi == 'Inari' else row.fi} kåʹdd",
    }


@cache
def _postal_by_municipality() -> dict[str, list[PostalCode]]:
    result: dict[str, list[PostalCode]] = {}
    for postal in codelists.postal_codes():
        result.setdefault(postal.municipality, []).append(postal)
    return result


def centre(row: Municipality) -> tuple[float, float]:
    """Degrees of the town's centre: known, or a steady point in the settled middle of its region."""
    if row.code in towns.CENTRES:
        return towns.CENTRES[row.code]
    latitude, longitude = towns.REGION_CENTRES[row.region]
    dice = seeds.Dice("centre", row.code)
    reach = 0.05 if row.region == "21" else 0.2
    return latitude + (dice.random() - 0.5) * reach, longitude + (dice.random() - 0.5) * 2 * reach


def _district_name(fi: str, sv: str, en: str) -> Text:
    names = {"fi": fi, "sv": sv, "en": en}
    return {**names, "se": northern_sami.DISTRICTS[fi]} if fi in northern_sami.DISTRICTS else names


def _known_districts(code: str, postals: Sequence[PostalCode]) -> list[District]:
    by_code = {postal.code: postal for postal in postals}
    return [
        District(_district_name(fi, sv, fi), *tm35fin(latitude, longitude), by_code.get(postal, postals[0]))
        for fi, sv, latitude, longitude, postal in towns.DISTRICTS[code]
    ]


def _plain_districts(row: Municipality, postals: Sequence[PostalCode]) -> list[District]:
    swedish = row.language_relation == 2
    northing, easting = tm35fin(*centre(row))
    result: dict[str, District] = {}
    offices = [(p.fi.title(), p.sv.title(), p) for p in postals if p.code.endswith("0")]
    plain = [(fi, sv, postals[0]) for fi, sv in towns.ANY_DISTRICTS]
    for index, (fi, sv, postal) in enumerate([plain[0], *offices[1:9], *plain[1:]]):
        dice = seeds.Dice("district", row.code, fi)
        away = 0.0 if index == 0 else 900.0 + 500.0 * (index % 4)
        district = District(
            _district_name(sv, sv, sv) if swedish else _district_name(fi, sv, fi),
            northing + (dice.random() - 0.5) * 2 * away,
            easting + (dice.random() - 0.5) * 2 * away,
            postal,
        )
        result.setdefault(fi.lower(), district)
    result.pop(row.fi.lower(), None)
    return list(result.values())


@cache
def place(code: str) -> Place:
    """The town with this code; raises UnknownMunicipality."""
    row = codelists.municipalities().get(code)
    if row is None:
        raise UnknownMunicipality(code)
    postals = _postal_by_municipality()[code]
    streets = [postal for postal in postals if postal.code.endswith("0")] or postals
    known = code in towns.DISTRICTS
    districts = _known_districts(code, streets) if known else _plain_districts(row, streets)
    return Place(
        code=code,
        row=row,
        languages=languages_of(row),
        title=_title(row),
        districts=districts,
        box=next((postal for postal in postals if postal.code.endswith("1")), postals[0]),
        domain=f"{slug(row.sv if row.language_relation == 2 else row.fi)}.example",
        municipality_item={"code": code, "name": names(row)},
    )


@cache
def streets(*, swedish: bool) -> Sequence[Text]:
    """Street names that any town has, the most usual first; where Swedish is the only language it is used in all."""
    names = [
        (stem_sv + kind_sv if swedish else stem_fi + kind_fi, stem_sv + kind_sv)
        for (kind_fi, kind_sv), (stem_fi, stem_sv) in product(towns.STREET_KINDS, towns.STREET_STEMS)
    ]
    return [{"fi": first, "sv": sv, "en": first} for first, sv in names]


@cache
def post_office(postal: PostalCode, languages: Languages) -> list[Doc]:
    return items({"fi": postal.fi, "sv": postal.sv, "en": postal.fi}, languages)


def point(district: District, dice: seeds.Dice) -> tuple[str, str]:
    """(latitude, longitude) of an address in the register's sense: northing and easting as strings."""
    northing = district.northing + (dice.random() - 0.5) * _CITY_SPREAD_M
    easting = district.easting + (dice.random() - 0.5) * _CITY_SPREAD_M
    return f"{northing:.3f}", f"{easting:.3f}"
