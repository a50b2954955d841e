"""Writes work that the disk refused into its file later: step by step, as it was done.

Each step learns what it really does to the bytes of the file, as if the disk had taken it at once.
So undoing gives back exactly the file that was there, or none where there was none.
"""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from annotations.files.store import AnnotationStore, Planned
from annotations.history.merge import Terms
from annotations.history.rescue import Unsaved
from annotations.history.steps import Part
from annotations.model import Annotation


def plan_kept(
    store: AnnotationStore, kept: Unsaved, terms: Terms
) -> tuple[Planned, Sequence[tuple[str, Part]]]:
    """Plan the file of an article with what is kept of it; nothing is written.

    Also gives what each of its steps, by its id, does to the file: nothing of that where the steps,
    one after the other, do not come to what is kept, as where somebody else has changed the file.
    The folder's lock must be held. Raises AnnotationFileError.
    """
    whole = store.plan(Part(kept.article.path, kept.changes), kept.article, terms=terms)
    if whole.is_done:
        return whole, ()
    plan, made = whole, []
    data = whole.before
    for each in kept.parts:
        article = None if each.part.head else kept.article
        on_terms = replace(terms, taking_back=each.is_back)
        plan = store.plan_on(data, each.part, article, terms=on_terms)
        if plan.part.changes != each.part.changes:
            return whole, ()
        made.append((each.step, plan.part.inverse() if each.is_back else plan.part))
        data = plan.after
    if not made or _by_id(plan) != _by_id(whole):
        return whole, ()
    return replace(whole, after=plan.after, file=plan.file), made


def _by_id(plan: Planned) -> Mapping[str, Annotation]:
    return {each.id: each for each in plan.file.annotations}
