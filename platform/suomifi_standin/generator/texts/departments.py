# ruff: noqa: E501 - a sentence stays on one line
"""The departments of a town: who is responsible for which main service classes."""

from collections.abc import Sequence
from dataclasses import dataclass

from suomifi_standin.generator.wire import Text, t


@dataclass(frozen=True)
class Department:
    """`parent` is the key of the department above (None: the town itself); `wide` ones may serve the whole country."""

    key: str
    name: Text
    classes: tuple[str, ...]
    parent: str | None = None
    wide: bool = False


# The first six exist in every town and cover every main class; a larger town has more, which take over their classes.
DEPARTMENTS: Sequence[Department] = (
    Department("education", t("Sivistystoimiala", "Bildningssektorn", "Education Division", se="Čuvgehusdoaibma"), ("P3", "P6", "P28")),
    Department(
        "technical",
        t("Tekninen toimiala", "Tekniska sektorn", "Technical Division", se="Teknihkalaš doaibma"),
        ("P1", "P2", "P16", "P18", "P23", "P24"),
    ),
    Department(
        "administration",
        t("Konsernihallinto", "Koncernförvaltningen", "Central Administration", se="Guovddášhálddahus"),
        ("P7", "P8", "P9", "P13", "P14", "P19", "P20", "P26"),
        wide=True,
    ),
    Department(
        "leisure",
        t("Vapaa-ajan toimiala", "Fritidssektorn", "Leisure Division", se="Astoáigedoaibma"),
        ("P17", "P25", "P27"),
        wide=True,
    ),
    Department(
        "vitality",
        t("Elinvoimapalvelut", "Livskraftstjänster", "Business and Employment Services", se="Eallinfámobálvalusat"),
        ("P10", "P11", "P12", "P15", "P21", "P22"),
        wide=True,
    ),
    Department("wellbeing", t("Hyvinvointiyksikkö", "Välfärdsenheten", "Wellbeing Unit", se="Buresveadjinovttadat"), ("P4", "P5")),
    Department("library", t("Kirjastopalvelut", "Bibliotekstjänster", "Library Services"), ("P25",), "leisure"),
    Department("sports", t("Liikuntapalvelut", "Idrottstjänster", "Sports Services"), ("P27",), "leisure"),
    Department("youth", t("Nuorisopalvelut", "Ungdomstjänster", "Youth Services"), ("P28",), "education"),
    Department("early", t("Varhaiskasvatus", "Småbarnspedagogiken", "Early Childhood Education"), ("P3",), "education"),
    Department("streets", t("Katu- ja liikennepalvelut", "Gatu- och trafiktjänster", "Street and Traffic Services"), ("P16",), "technical"),
    Department("environment", t("Ympäristönsuojelu", "Miljövården", "Environmental Protection"), ("P23",), "technical"),
    Department("employment", t("Työllisyyspalvelut", "Sysselsättningstjänster", "Employment Services"), ("P10", "P12"), "vitality"),
    Department("building", t("Rakennusvalvonta", "Byggnadstillsynen", "Building Control"), ("P2",), "technical"),
    Department("housing", t("Asuntopalvelut", "Bostadstjänster", "Housing Services"), ("P1",), "technical"),
    Department("tourism", t("Matkailupalvelut", "Turismtjänster", "Tourism Services"), ("P17",), "leisure", wide=True),
    Department("maps", t("Kiinteistö- ja mittauspalvelut", "Fastighets- och mätningstjänster", "Property and Surveying Services"), ("P18",), "technical"),
    Department("integration", t("Kotouttamispalvelut", "Integrationstjänster", "Integration Services"), ("P22",), "vitality"),
    Department("veterinary", t("Ympäristöterveys", "Miljöhälsovården", "Environmental Health"), ("P24",), "environment"),
    Department("safety", t("Turvallisuus ja valmius", "Säkerhet och beredskap", "Safety and Preparedness"), ("P19", "P20"), "administration"),
    Department("advice", t("Talous- ja velkaneuvonta", "Ekonomi- och skuldrådgivningen", "Financial and Debt Advice"), ("P15", "P21"), "vitality"),
    Department("communications", t("Viestintä", "Kommunikationen", "Communications"), ("P26",), "administration", wide=True),
    Department("archive", t("Arkisto- ja tietopalvelut", "Arkiv- och informationstjänster", "Archive and Information Services"), ("P9",), "administration", wide=True),
    Department("participation", t("Osallisuus ja vaalit", "Delaktighet och val", "Participation and Elections"), ("P8",), "administration"),
)  # fmt: skip
