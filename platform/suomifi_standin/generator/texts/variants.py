# ruff: noqa: E501 - a sentence stays on one line
"""How one subject becomes many services and channels: facets of a service, actions of a channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suomifi_standin.generator.wire import Text, t


@dataclass(frozen=True)
class Variant:
    """`name` goes after the subject's name (none for the subject itself); `about` tells what is special."""

    name: Text | None
    about: Text


SERVICE_FACETS: Sequence[Variant] = (
    Variant(
        None,
        t(
            "Palvelu sisältää neuvonnan, hakemisen, päätöksen ja itse toiminnan.",
            "Tjänsten omfattar rådgivning, ansökan, beslut och själva verksamheten.",
            "The service covers advice, application, decision and the activity itself.",
        ),
    ),
    Variant(
        t("neuvonta ja ohjaus", "rådgivning och handledning", "advice and guidance", se="rávven ja bagadallan"),
        t(
            "Neuvonnassa kartoitetaan tilanteesi ja kerrotaan, mitkä vaihtoehdot sopivat sinulle. Neuvonta ei sido sinua mihinkään.",
            "I rådgivningen kartläggs din situation och du får veta vilka alternativ som passar dig. Rådgivningen förpliktar inte till något.",
            "Advisers look at your situation and tell which options suit you. Advice does not commit you to anything.",
        ),
    ),
    Variant(
        t(
            "hakeminen ja ilmoittautuminen",
            "ansökan och anmälan",
            "applying and registration",
            se="ohcan ja almmuheapmi",
        ),
        t(
            "Tässä kuvataan, miten paikkaa tai etuutta haetaan, mitä liitteitä tarvitaan ja milloin vastaus tulee.",
            "Här beskrivs hur man söker en plats eller förmån, vilka bilagor som behövs och när svaret kommer.",
            "This describes how to apply for a place or a benefit, which attachments are needed and when the answer comes.",
        ),
    ),
    Variant(
        t("maksut ja alennukset", "avgifter och nedsättningar", "fees and reductions", se="mávssut ja hálbudeamit"),
        t(
            "Maksun voi hakea alennettavaksi tai perimättä jätettäväksi, jos se vaarantaa perheen toimeentulon.",
            "Avgiften kan på ansökan sänkas eller efterskänkas om den äventyrar familjens utkomst.",
            "A fee can be lowered or waived on application if it endangers the livelihood of the family.",
        ),
    ),
    Variant(
        t("asiointi verkossa", "ärenden på nätet", "online transactions", se="áššit neahtas"),
        t(
            "Verkossa voit hoitaa asian mihin aikaan tahansa ja nähdä, missä vaiheessa sen käsittely on.",
            "På nätet kan du sköta ärendet när som helst och se hur långt handläggningen har kommit.",
            "Online you can handle your matter at any hour and see how far it has proceeded.",
        ),
    ),
    Variant(
        t("palaute ja muutoksenhaku", "respons och ändringssökande", "feedback and appeals", se="máhcahat ja váidin"),
        t(
            "Päätökseen tyytymätön voi pyytää oikaisua neljässätoista päivässä. Ohje on päätöksen liitteenä.",
            "Den som är missnöjd med ett beslut kan begära omprövning inom fjorton dagar. Anvisningen finns som bilaga.",
            "Those not satisfied with a decision may ask for a review within fourteen days. Instructions are attached.",
        ),
    ),
    Variant(
        t("monikielinen palvelu", "flerspråkig service", "multilingual service", se="máŋggagielat bálvalus"),
        t(
            "Palvelua saa useilla kielillä, ja tarvittaessa varataan tulkki. Tulkkaus on asiakkaalle maksutonta.",
            "Tjänsten ges på flera språk, och vid behov bokas en tolk. Tolkningen är avgiftsfri för kunden.",
            "The service is given in several languages and an interpreter is booked when needed, free for the customer.",
        ),
    ),
    Variant(
        t(
            "yhteistyö järjestöjen kanssa",
            "samarbete med föreningar",
            "cooperation with associations",
            se="ovttasbargu servviiguin",
        ),
        t(
            "Yhdistykset voivat järjestää toimintaa yhdessä kunnan kanssa ja hakea siihen avustusta.",
            "Föreningar kan ordna verksamhet tillsammans med kommunen och söka bidrag för den.",
            "Associations can arrange activities with the municipality and apply for a grant.",
        ),
    ),
    Variant(
        t("kesän toiminta", "sommarens verksamhet", "summer activities", se="geasi doaimmat"),
        t(
            "Kesäkuusta elokuuhun toimintaa on supistetuin ajoin ja osin ulkona. Ohjelma julkaistaan toukokuussa.",
            "Från juni till augusti är verksamheten begränsad och delvis utomhus. Programmet publiceras i maj.",
            "From June to August there is less activity, partly outdoors. The programme is published in May.",
        ),
    ),
)

CHANNEL_ACTIONS: Mapping[str, Sequence[Text]] = {
    "EChannel": (
        t("sähköinen hakemus", "elektronisk ansökan", "online application", se="elektrovnnalaš ohcamuš"),
        t("ajanvaraus verkossa", "tidsbokning på nätet", "online booking", se="áigevárren neahtas"),
        t("ilmoittautuminen verkossa", "anmälan på nätet", "online registration", se="almmuheapmi neahtas"),
        t("palautekanava", "responskanal", "feedback service", se="máhcahat"),
        t("maksaminen verkossa", "betalning på nätet", "online payment", se="máksin neahtas"),
    ),
    "Phone": (
        t("puhelinneuvonta", "telefonrådgivning", "telephone advice", se="telefonrávven"),
        t("ajanvaraus puhelimitse", "tidsbokning per telefon", "booking by phone", se="áigevárren telefovnnain"),
        t("vikailmoitukset", "felanmälan", "fault reports", se="vihkedieđáhusat"),
        t("päivystysnumero", "journummer", "on-call number", se="váktennummir"),
    ),
    "WebPage": (
        t("verkkosivut", "webbplats", "website", se="neahttasiiddut"),
        t("ohjeet ja hinnasto", "anvisningar och prislista", "instructions and prices", se="rávvagat ja hattit"),
        t("usein kysytyt kysymykset", "vanliga frågor", "frequent questions", se="dávjá jerron gažaldagat"),
        t("tapahtumat", "evenemang", "events", se="dáhpáhusat"),
        t("karttapalvelu", "karttjänst", "map service", se="gártabálvalus"),
    ),
    "PrintableForm": (
        t("hakemuslomake", "ansökningsblankett", "application form", se="ohcanskovvi"),
        t("ilmoituslomake", "anmälningsblankett", "notification form", se="almmuhanskovvi"),
        t("muutosilmoitus", "ändringsanmälan", "notice of change", se="nuppástusalmmuhus"),
        t("suostumuslomake", "samtyckesblankett", "consent form", se="mieđihanskovvi"),
    ),
}

# What a channel does, in a short sentence: the summary begins with it.
CHANNEL_SUMMARIES: Mapping[str, Text] = {
    "ServiceLocation": t("Toimipaikka palvelee paikan päällä", "Enheten ger service på plats", "The place serves customers on the spot"),
    "EChannel": t("Asioi verkossa silloin, kun sinulle sopii", "Uträtta ärenden på nätet när det passar dig", "Use the online service when it suits you"),
    "Phone": t("Saat neuvoja puhelimitse", "Du får råd per telefon", "Get advice by phone"),
    "WebPage": t("Lue ohjeet ja ajankohtaiset asiat", "Läs anvisningar och aktuellt", "Read instructions and news"),
    "PrintableForm": t("Tulosta ja täytä lomake", "Skriv ut och fyll i blanketten", "Print and fill in the form"),
}  # fmt: skip
