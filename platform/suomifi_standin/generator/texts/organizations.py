# ruff: noqa: E501 - a sentence stays on one line
"""What organisations and service collections say of themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from suomifi_standin.generator.wire import Text, t

SUMMARY: Text = t(
    "{name} palvelee asukkaita, yrityksiä ja yhdistyksiä.",
    "{name} betjänar invånare, företag och föreningar.",
    "{name} serves residents, businesses and associations.",
)
TOWN: tuple[Text, ...] = (
    t(
        "{name} järjestää lakisääteiset peruspalvelut ja kehittää alueen elinvoimaa yhdessä asukkaiden kanssa.",
        "{name} ordnar den lagstadgade basservicen och utvecklar områdets livskraft tillsammans med invånarna.",
        "{name} provides the statutory basic services and develops the vitality of the area together with its residents.",
    ),
    t(
        "Ylin päätösvalta on vaaleilla valitulla valtuustolla. Kokousten esityslistat ja pöytäkirjat ovat julkisia.",
        "Den högsta beslutanderätten har det folkvalda fullmäktige. Mötenas föredragningslistor och protokoll är offentliga.",
        "The elected council has the highest power of decision. Agendas and minutes of meetings are public.",
    ),
    t(
        "Asukkaat voivat vaikuttaa aloitteilla, kyselyissä ja asukasilloissa.",
        "Invånarna kan påverka genom initiativ, enkäter och invånarkvällar.",
        "Residents can have a say through initiatives, surveys and local meetings.",
    ),
)
DEPARTMENT: tuple[Text, ...] = (
    t(
        "{name} vastaa oman alansa palveluista, niiden laadusta ja kehittämisestä.",
        "{name} ansvarar för tjänsterna inom sitt område, deras kvalitet och utveckling.",
        "{name} is responsible for the services of its field, their quality and development.",
    ),
    t(
        "Yksikön yhteystiedot ja päätökset löytyvät verkkosivuilta.",
        "Enhetens kontaktuppgifter och beslut finns på webbplatsen.",
        "Contact details and decisions of the unit are on the website.",
    ),
)
INVOICING: Text = t(
    "Merkitse laskulle tilausnumero ja kustannuspaikka.",
    "Ange beställningsnummer och kostnadsställe på fakturan.",
    "Please state the order number and the cost centre on the invoice.",
)


@dataclass(frozen=True)
class Collection:
    """A service collection gathers the services of some main classes for one situation in life."""

    name: Text
    about: Text
    classes: tuple[str, ...]


COLLECTIONS: Sequence[Collection] = (
    Collection(
        t("Lapsiperheen palvelut", "Tjänster för barnfamiljen", "Services for families with children"),
        t(
            "Tähän on koottu varhaiskasvatuksen, koulun ja harrastusten palvelut lapsiperheille.",
            "Här finns tjänster för barnfamiljer inom småbarnspedagogik, skola och hobbyer.",
            "Services of early education, school and hobbies for families with children.",
        ),
        ("P3", "P6"),
    ),
    Collection(
        t("Uuden asukkaan opas", "Guide för nya invånare", "Guide for new residents"),
        t(
            "Muutitko juuri? Nämä palvelut auttavat alkuun asumisessa, liikkumisessa ja arjessa.",
            "Har du nyss flyttat? De här tjänsterna hjälper dig i gång med boende, resor och vardag.",
            "Just moved in? These services help you to get started with housing, getting around and daily life.",
        ),
        ("P1", "P16"),
    ),
    Collection(
        t("Rakentajan palvelut", "Byggarens tjänster", "Services for builders"),
        t(
            "Tontista tarkastuksiin: palvelut pientalon rakentajalle järjestyksessä.",
            "Från tomt till syner: tjänsterna för den som bygger småhus i ordning.",
            "From plot to inspections: services for the builder of a house, in order.",
        ),
        ("P2", "P18"),
    ),
    Collection(
        t("Yrittäjän palvelupolku", "Företagarens servicestig", "Service path for entrepreneurs"),
        t(
            "Palvelut yrityksen perustamisesta kasvuun ja omistajanvaihdokseen.",
            "Tjänster från etablering till tillväxt och ägarbyte.",
            "Services from starting a business to growth and change of ownership.",
        ),
        ("P11", "P12"),
    ),
    Collection(
        t("Harrasta ja virkisty", "Hobby och rekreation", "Hobbies and recreation"),
        t(
            "Kirjastot, liikuntapaikat, kurssit ja retkikohteet yhdessä paikassa.",
            "Bibliotek, idrottsplatser, kurser och utflyktsmål på ett ställe.",
            "Libraries, sports venues, courses and outings in one place.",
        ),
        ("P25", "P27"),
    ),
    Collection(
        t("Työtä ja tukea etsivälle", "För den som söker arbete och stöd", "For those looking for work and support"),
        t(
            "Palvelut työnhakuun, osaamisen kehittämiseen ja talouden tasapainottamiseen.",
            "Tjänster för jobbsökning, kompetensutveckling och balans i ekonomin.",
            "Services for job seeking, skills and balancing your finances.",
        ),
        ("P10", "P15"),
    ),
    Collection(
        t("Nuorelle", "För unga", "For young people"),
        t(
            "Nuorten tilat, työpajat, neuvonta ja vaikuttaminen.",
            "Ungdomslokaler, verkstäder, rådgivning och påverkan.",
            "Youth centres, workshops, advice and having a say.",
        ),
        ("P28", "P8"),
    ),
    Collection(
        t("Hyvinvointia ikääntyvälle", "Välbefinnande för äldre", "Wellbeing for older people"),
        t(
            "Kunnan hyvinvointia ja terveyttä edistävät palvelut ikääntyville.",
            "Kommunens tjänster som främjar äldres välbefinnande och hälsa.",
            "Services of the municipality that promote the wellbeing and health of older people.",
        ),
        ("P4", "P5"),
    ),
)
