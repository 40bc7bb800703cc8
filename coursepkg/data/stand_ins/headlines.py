"""Headlines that no paper printed: plain ones, and ones that mean something else."""

from .grammar import Grammar

PLAIN, SARCASTIC = 0, 1
SHARE_SARCASTIC = 0.44  # as among the real headlines
SHARE_EITHER = 0.13  # of headlines whose words do not tell which they are

PHRASES = {
    "plain": """
{number} {adjective} ways to {task} {when}
how to {task} without {losing}
{place} council approves {plan} after {delay}
{place} residents ask for {plan} {when}
study links {habit} to {outcome} in {people}
researchers say {habit} may lead to {outcome}
why {people} should talk about {topic}
the {adjective} guide to {topic} for {people}
what {people} need to know about {topic} {when}
{place} school opens {plan} for {people}
new report on {topic} calls for {plan}
{people} share what they learned from {habit}
""",
    "sarcastic": """
{person} {proud} to have {feat}
{person} already {regret} after {feat_ing}
nation's {people} demand {absurd} by {deadline}
study finds {habit} leading cause of {letdown}
report: {share} of {topic} actually {letdown}
{person} confident {thing} will {fail} any day now
{place} council spends {delay} naming {absurd}
{thing} {regret} after {delay} with {person}
{person} unaware that {thing} has {feat}
{people} assured {absurd} perfectly normal part of {topic}
{person} can't believe {thing} also {feat}
new {plan} to include {absurd}, officials sigh
""",
    "either": """
{person} finds {thing} after {delay}
{people} gather to discuss {topic} {when}
{place} council to vote on {plan} {when}
study finds {people} prefer {habit}
{person} learns to {task} {when}
{people} welcome {plan} in {place}
""",
    "number": "three\nfive\nseven\nnine\neleven",
    "adjective": "simple\ngentle\nsurprising\npractical\nquick\nhonest\nbetter",
    "task": """
keep houseplants alive
cook for a large family
ask for a pay rise
sleep through the night
repair an old bicycle
save on heating bills
learn a second language
tidy a small kitchen
""",
    "when": (
        "this winter\nthis year\nthis weekend\nafter the holidays\nbefore spring\non monday"
    ),
    "losing": "losing patience\nspending a fortune\nasking for help\nleaving the house",
    "place": "harbour town\nvalley\nriverside\nmountain village\nold mill\nnorth shore",
    "plan": """
new bus lanes
a free swimming pool
longer library hours
a community garden
cheaper school meals
a footbridge over the river
more trees
""",
    "delay": """
a long debate
three years of planning
forty minutes of silence
one quiet afternoon
six meetings
a very long weekend
""",
    "habit": """
walking to work
a regular breakfast
reading before bed
staring at the fridge
an hour of gardening
answering emails at night
""",
    "outcome": """
better sleep
fewer colds
stronger friendships
less stress
a longer life
improved memory
""",
    "people": """
parents
teachers
commuters
new graduates
grandparents
neighbours
office workers
night-shift nurses
""",
    "topic": """
money
public transport
healthy ageing
homework
clean energy
friendship
working from home
food waste
""",
    "person": """
local man
area dentist
tired father of two
office manager
retired librarian
weekend cyclist
first-time camper
neighbour
""",
    "proud": (
        "visibly proud\nquietly thrilled\nsomehow first in family\nrelieved\nclearly hoping"
    ),
    "feat": """
owned same umbrella for nine days
read entire instruction leaflet
answered own question aloud
parked between two lines
outlived supermarket basil
found matching lid
remembered fourth verse
""",
    "feat_ing": """
buying standing desk
opening group chat
telling everyone about marathon
starting sourdough again
agreeing to be treasurer
""",
    "regret": (
        "full of regret\nback on sofa\nasking to go home\nlooking for exit\npretending to sleep"
    ),
    "thing": """
printer
sofa
unread novel
exercise bike
family calendar
houseplant
lost left glove
smoke alarm
""",
    "fail": (
        "fix itself\nstart paying rent\nwater itself\nmake friends\nexplain what went wrong"
    ),
    "absurd": """
shorter tuesdays
an official nap minister
refund on last summer
bench that faces other bench
apology from weather
committee for committees
second breakfast
""",
    "deadline": "noon\nend of commercial break\nlunch\nwhenever everyone is ready",
    "share": "ninety percent\nmost\nat least half\nalmost all\nroughly all",
    "letdown": """
just leaning on things
other people's laundry
waiting for kettle
saying 'no worries'
nodding politely
looking for glasses
""",
}


def make_headlines(count, seed):
    """Return `count` pairs of a headline and its label."""
    grammar = Grammar(PHRASES, seed)
    pairs = []
    for _ in range(count):
        label = SARCASTIC if grammar.chance(SHARE_SARCASTIC) else PLAIN
        kind = ("plain", "sarcastic")[label]
        pairs.append((grammar.make("either" if grammar.chance(SHARE_EITHER) else kind), label))
    return pairs
