"""Reviews of films that were never made, in which a "not" can turn a sentence round."""

from .grammar import Grammar

NEGATIVE, POSITIVE = 0, 1
SHARE_AGREEING = 0.75  # of the judgements in a review, those that agree with its label
SHARE_NEGATED = 0.25  # of the judgements, those that say it by denying the opposite

PHRASES = {
    "opening": """
I saw this film {occasion}, and I had read nothing about it.
My {relative} chose this one {occasion}.
This is the story of {hero} who {quest}.
Here is a film about {hero} who {quest}, and it lasts {length}.
I watched it twice, once {occasion} and once alone.
""",
    "neutral": """
It was filmed in {scenery}, mostly at {daytime}.
{Hero} {quest}, and on the way meets {hero}.
The middle part plays in {scenery}.
There is a long scene at {daytime} in which nobody speaks.
It lasts {length}, with the titles.
The cast is small: {hero}, {hero} and a dog.
My {relative} talked about {aspect} all the way home.
Somebody near me was eating {snack}.<br /><br />
I had expected something about {hero}.
Afterwards we went out for {snack}.
""",
    "good": """
{Aspect} was {very} {praise}.
I {liked} {aspect}.
{Aspect} is {praise}, and {aspect} is {praise} too.
What a {praise} idea to give {hero} so much room.
{Aspect} made me {smile}.
""",
    "good_by_denial": """
{Aspect} was not {blame} at all.
{Aspect} is never {blame}, not even in {scenery}.
I did not find {aspect} {blame}.
Nobody could call {aspect} {blame}.
""",
    "bad": """
{Aspect} was {very} {blame}.
I {disliked} {aspect}.
{Aspect} is {blame}, and {aspect} is {blame} too.
What a {blame} idea to give {hero} so much room.
{Aspect} made me {yawn}.
""",
    "bad_by_denial": """
{Aspect} was not {praise} at all.
{Aspect} is never {praise}, not even in {scenery}.
I did not find {aspect} {praise}.
Nobody could call {aspect} {praise}.
""",
    "closing": """
That is all I have to say about it.
My {relative} gave it {stars} out of ten.
I shall think about it {occasion}.
You may see it differently.
""",
    "occasion": "last night\non a rainy sunday\non a long flight\nwith friends\nafter work",
    "relative": "sister\nuncle\nneighbour\ngrandmother\ncousin",
    "hero": """
a lighthouse keeper
a tired teacher
two brothers
a young baker
a retired sailor
""",
    "Hero": "A lighthouse keeper\nA tired teacher\nOne of the brothers\nThe young baker",
    "quest": """
looks for a lost letter
wants to leave the island
opens a small hotel
learns to play the cello
has to cross the desert
""",
    "length": "ninety minutes\ntwo hours\nalmost three hours",
    "scenery": "an empty harbour\na snowed-in village\na department store\nthe mountains",
    "daytime": "night\ndawn\nnoon",
    "snack": "popcorn\nsoup\nnoodles\nliquorice",
    "aspect": "the acting\nthe music\nthe plot\nthe ending\nthe dialogue\nthe camera work",
    "Aspect": "The acting\nThe music\nThe plot\nThe ending\nThe dialogue\nThe camera work",
    "very": "very\nreally\nquite\nrather\nso",
    "praise": "moving\nclever\nbeautiful\nfunny\nsplendid\ntender\ngripping\nfresh",
    "blame": "dull\nclumsy\nugly\nboring\npredictable\ncold\nslow\nsilly",
    "liked": "loved\nadmired\nreally enjoyed",
    "disliked": "hated\nwas tired of\ncould not stand",
    "smile": "smile\nhold my breath\nforget the time",
    "yawn": "yawn\nlook at my watch\nwish for the exit",
    "stars": "four\nfive\nsix\nseven",
}


def make_reviews(count, seed):
    """Return `count` pairs of a review and its label, as many of either class."""
    grammar = Grammar(PHRASES, seed)
    return [(_review(grammar, i % 2), i % 2) for i in range(count)]


def _review(grammar, label):
    sentences = [grammar.make("neutral") for _ in range(grammar.number(2, 8))]
    for _ in range(grammar.number(5, 9)):
        agrees = grammar.chance(SHARE_AGREEING)
        kind = "good" if agrees == (label == POSITIVE) else "bad"
        denied = "_by_denial" if grammar.chance(SHARE_NEGATED) else ""
        sentences.append(grammar.make(kind + denied))
    middle = grammar.shuffled(sentences)
    return " ".join([grammar.make("opening"), *middle, grammar.make("closing")])
