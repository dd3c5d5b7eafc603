"""Regions, districts, municipalities, planning territories and the organisations in them."""

from django.utils.text import slugify

from people.enums import OrganisationKind, TerritoryKind
from people.models import Organisation, Territory
from workflows.management.seed.cast import Cast
from workflows.management.seed.moments import table, tale

LIBEREC = "liberecky-kraj"


def build(cast: Cast) -> None:
    """Make every place and every organisation; offices first, because they own planning territories."""
    add_regions(cast)
    add_liberec(cast)
    add_villages(cast)
    add_offices(cast)
    add_organisations(cast)
    add_planning(cast)


def add(cast: Cast, slug: str, **fields: object) -> Territory:
    cast.places[slug] = place = Territory.objects.create(slug=slug, **fields)
    return place


def add_regions(cast: Cast) -> None:
    wanted = set(tale("planning_territories.json")["regions"])
    for row in table("regions.csv"):
        if row["name_cs"] in wanted:
            slug = slugify(row["name_cs"])
            add(cast, slug, kind=TerritoryKind.REGION, name=row["name_cs"], code=row["cz_nuts3"])


def add_liberec(cast: Cast) -> None:
    """Make the ten districts of the Liberec region and the 21 municipalities of K 21."""
    region = cast.places[LIBEREC]
    for row in table("orp.csv"):
        if row["kraj_cs"] == region.name:
            add(
                cast,
                f"orp-{slugify(row['name_cs'])}",
                kind=TerritoryKind.ORP,
                name=f"ORP {row['name_cs']}",
                code=row["cisorp_code"],
                region=region,
                parent=region,
            )
    for row in table("liberec_territories.csv"):
        add(
            cast,
            slugify(row["name"]),
            kind=TerritoryKind.MUNICIPALITY,
            name=row["name"],
            code=row["csu_obec_code"],
            region=region,
            parent=cast.places[f"orp-{slugify(row['orp_parent'])}"],
        )


def add_villages(cast: Cast) -> None:
    """Make the other municipalities that the demo needs; codes that nobody checked stay empty."""
    for row in table("villages.csv"):
        region = cast.places[row["region"]]
        add(
            cast,
            slugify(row["name"]),
            kind=TerritoryKind.MUNICIPALITY,
            name=row["name"],
            region=region,
            parent=cast.places.get(row["orp"]) or region,
            population=int(row["population"]) if row["population"] else None,
        )
    for place in cast.places.values():
        if place.kind == TerritoryKind.ORP:
            place.members.set([p for p in cast.places.values() if p.parent_id == place.pk])


def add_offices(cast: Cast) -> None:
    """Give each region and municipality its office with an address for letters."""
    words = {slugify(row["name"]): row["word"] for row in table("villages.csv")}
    for slug, place in list(cast.places.items()):
        is_region = place.kind == TerritoryKind.REGION
        if is_region or place.kind == TerritoryKind.MUNICIPALITY:
            cast.organisations[slug] = Organisation.objects.create(
                name=place.name if is_region else f"{words.get(slug, 'Město')} {place.name}",
                kind=OrganisationKind.REGION if is_region else OrganisationKind.MUNICIPALITY,
                email=f"podatelna@{slug}.test",
                territory=place,
            )
    for place in cast.places.values():
        if place.kind == TerritoryKind.ORP:
            place.owner = cast.organisations[place.slug.removeprefix("orp-")]
        elif place.slug in cast.organisations:
            place.owner = cast.organisations[place.slug]
        place.save(update_fields=["owner"])


def add_organisations(cast: Cast) -> None:
    for row in table("organisations.csv"):
        cast.organisations[row["key"]] = Organisation.objects.create(
            name=row["name"],
            kind=row["kind"],
            ico=row["ico"],
            email=row["email"],
            territory=cast.places.get(row["territory"]),
            parent=cast.organisations.get(row["parent"]),
        )


def add_planning(cast: Cast) -> None:
    """Make the planning territories of the seeds: sets of municipalities, each with an owner."""
    for row in tale("planning_territories.json")["territories"]:
        place = add(
            cast,
            row["slug"],
            kind=TerritoryKind.PLANNING,
            name=row["name"],
            region=cast.places[row["region"]],
            owner=cast.organisations[row["owner"]],
        )
        place.members.set([cast.places[slugify(name)] for name in row["members"]])
