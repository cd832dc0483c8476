"""For which branch somebody is named: the speaker's own, or one below the organisation in which he has a post (people 4)."""

from collections.abc import Callable

from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import acting, organisation
from models.acting import NoRight
from models.folding import fold
from models.organisation import Organisation

Then = Callable[[Turn, Organisation, str], Reply]
"""(turn, the branch, what was said without it) -> reply."""
AT_MOST = 8


def branch_in(turn: Turn, said: str) -> tuple[Organisation | None, str]:
    """The branch that is meant, and the words without it; None where it must be asked. Raises NoRight for another's branch."""
    named = organisation.mentioned(turn.session, said)
    words = said
    for place in named:
        words = _without(words, place)
    mine = [place for place in named if acting.right(turn.session, turn.me, place, turn.now)]
    if mine:
        return max(mine, key=lambda place: len(organisation.above(turn.session, place))), words
    if named:
        raise NoRight
    known = _all(turn)
    if not known:
        raise NoRight
    if len(known) == 1:
        return known[0], said
    post = acting.right(turn.session, turn.me, turn.here, turn.now) if turn.branch else None
    leads_here = post is not None and post.organisation_id == turn.here.id
    unknown = any(word in f" {fold(said)} " for word in BRANCH)
    return (turn.here if leads_here and not unknown else None), said


def asking(then: Then) -> Callable[[Turn, str], Reply]:
    """Asks which branch, keeps what was said already, and goes on."""

    def done(turn: Turn, answers: Answers) -> Reply:
        return then(turn, turn.session.get_one(Organisation, int(answers["branch"])), answers["said"])

    form = router.form(Form("dieuhanhthay-o", (Step("branch", _ask, _said),), done, may=_may))
    return lambda turn, said: form.start(turn, {"said": said})


def _all(turn: Turn) -> list[Organisation]:
    """The branches for which the speaker may name, by name."""
    places = acting.places(turn.session, turn.me, turn.now)
    found = {place.id: place for place in organisation.below(turn.session, places)}
    if turn.branch is not None and acting.right(turn.session, turn.me, turn.branch, turn.now):
        found[turn.branch.id] = turn.branch
    return sorted(found.values(), key=lambda place: place.folded)


def _may(turn: Turn, answers: Answers) -> bool:
    return bool(acting.places(turn.session, turn.me, turn.now))


def _ask(turn: Turn, answers: Answers) -> Message:
    known = _all(turn)
    if len(known) > AT_MOST:
        return Message(WHICH_NAME)
    return Message(WHICH, choices(*((str(place.id), place.name) for place in known)))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = fold(text).strip(" .")
    alike = [place for place in _all(turn) if said and said in place.folded]
    whole = [place for place in alike if place.folded == said] or alike
    if value or len(whole) == 1:
        return {"branch": value or str(whole[0].id)}
    return _ask(turn, answers)


def _without(text: str, place: Organisation) -> str:
    words, name = text.replace(",", " , ").split(), place.folded.split()
    for at in range(len(words) - len(name) + 1):
        if [fold(word) for word in words[at : at + len(name)]] == name:
            words[at : at + len(name)] = []
            break
    return " ".join(words).replace(" ,", ",").strip(" ,")


# Wording

BRANCH = (" chi bo ", " to dan pho ", " dang bo ", " khoi pho ", " xom ", " thon ")
"""Words with which a branch is named in passing."""
WHICH = "Điều hành thay ở chi bộ nào?"
WHICH_NAME = "Điều hành thay ở chi bộ nào? Xin nhắn tên chi bộ."
