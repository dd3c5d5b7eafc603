def addresses(world):
    """Give the pages of the evaluation of a plan."""
    slug = {"slug": world.edition.plan.slug}
    return {f"plans:{name}": slug for name in ("evaluation", "evaluation-xlsx")}
