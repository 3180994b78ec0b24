# ruff: noqa: E501 - a sentence stays on one line
"""Acts that municipal services rest on, by a short key; the addresses are invented, the names are facts."""

from collections.abc import Mapping

from suomifi_standin.generator.wire import Text, t

LAWS: Mapping[str, Text] = {
    "municipality": t("Kuntalaki", "Kommunallag", "Local Government Act"),
    "administration": t("Hallintolaki", "Förvaltningslag", "Administrative Procedure Act"),
    "building": t("Rakentamislaki", "Bygglag", "Building Act"),
    "land_use": t("Alueidenkäyttölaki", "Lag om områdesanvändning", "Land Use Act"),
    "early_education": t("Varhaiskasvatuslaki", "Lag om småbarnspedagogik", "Act on Early Childhood Education and Care"),
    "basic_education": t("Perusopetuslaki", "Lag om grundläggande utbildning", "Basic Education Act"),
    "upper_secondary": t("Lukiolaki", "Gymnasielag", "Act on General Upper Secondary Education"),
    "vocational": t("Laki ammatillisesta koulutuksesta", "Lag om yrkesutbildning", "Vocational Education and Training Act"),
    "liberal_education": t("Laki vapaasta sivistystyöstä", "Lag om fritt bildningsarbete", "Act on Liberal Adult Education"),
    "library": t("Laki yleisistä kirjastoista", "Lag om allmänna bibliotek", "Public Libraries Act"),
    "museum": t("Museolaki", "Museilag", "Museums Act"),
    "culture": t(
        "Laki kuntien kulttuuritoiminnasta",
        "Lag om kommunernas kulturverksamhet",
        "Act on Cultural Activities in Local Government",
    ),
    "sports": t("Liikuntalaki", "Idrottslag", "Sports Act"),
    "youth": t("Nuorisolaki", "Ungdomslag", "Youth Act"),
    "employment": t(
        "Laki työvoimapalveluiden järjestämisestä",
        "Lag om ordnande av arbetskraftsservice",
        "Act on the Organisation of Employment Services",
    ),
    "integration": t(
        "Laki kotoutumisen edistämisestä",
        "Lag om främjande av integration",
        "Act on the Promotion of Immigrant Integration",
    ),
    "health_promotion": t("Terveydenhuoltolaki", "Hälso- och sjukvårdslag", "Health Care Act"),
    "social": t("Sosiaalihuoltolaki", "Socialvårdslag", "Social Welfare Act"),
    "environment": t("Ympäristönsuojelulaki", "Miljöskyddslag", "Environmental Protection Act"),
    "waste": t("Jätelaki", "Avfallslag", "Waste Act"),
    "water": t("Vesihuoltolaki", "Lag om vattentjänster", "Water Services Act"),
    "nature": t("Luonnonsuojelulaki", "Naturvårdslag", "Nature Conservation Act"),
    "outdoor": t("Ulkoilulaki", "Lag om friluftsliv", "Outdoor Recreation Act"),
    "veterinary": t("Eläinlääkintähuoltolaki", "Veterinärvårdslag", "Veterinary Care Act"),
    "food": t("Elintarvikelaki", "Livsmedelslag", "Food Act"),
    "streets": t(
        "Laki kadun ja eräiden yleisten alueiden kunnossa- ja puhtaanapidosta",
        "Lag om underhåll och renhållning av gator och vissa allmänna områden",
        "Act on the Maintenance and Cleaning of Streets and Certain Public Areas",
    ),
    "traffic": t("Tieliikennelaki", "Vägtrafiklag", "Road Traffic Act"),
    "transport": t("Laki liikenteen palveluista", "Lag om transportservice", "Act on Transport Services"),
    "rescue": t("Pelastuslaki", "Räddningslag", "Rescue Act"),
    "assembly": t("Kokoontumislaki", "Lag om sammankomster", "Assembly Act"),
    "order": t("Järjestyslaki", "Ordningslag", "Public Order Act"),
    "openness": t(
        "Laki viranomaisten toiminnan julkisuudesta",
        "Lag om offentlighet i myndigheternas verksamhet",
        "Act on the Openness of Government Activities",
    ),
    "data": t("Tietosuojalaki", "Dataskyddslag", "Data Protection Act"),
    "elections": t("Vaalilaki", "Vallag", "Election Act"),
    "geodata": t("Laki paikkatietoinfrastruktuurista", "Lag om en infrastruktur för geografisk information", "Act on Spatial Data Infrastructure"),
    "procurement": t("Laki julkisista hankinnoista", "Lag om offentlig upphandling", "Act on Public Procurement"),
    "consumer": t("Kuluttajansuojalaki", "Konsumentskyddslag", "Consumer Protection Act"),
    "debt": t(
        "Laki talous- ja velkaneuvonnasta",
        "Lag om ekonomi- och skuldrådgivning",
        "Act on Financial and Debt Counselling",
    ),
    "language": t("Kielilaki", "Språklag", "Language Act"),
}  # fmt: skip
