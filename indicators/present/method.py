"""How a goal is judged: every rule in a sentence or three, and what each verdict says."""

from indicators.assess.assessment import RULE_VERSION, TONE
from indicators.present import html
from indicators.present.words import Words

# In the order of the computation; what stands below a heading belongs together.
CHAPTERS = {
    "judged": ("stand", "strict", "pace", "needed", "verdict", "not_assessable", "small", "several"),
    "kinds": ("durable", "direction", "parity", "reported"),
    "ahead": ("outlook", "chance", "effort", "flip"),
    "beside": ("people", "decomposition", "earlier", "opinions"),
}


def rules(words: Words) -> str:
    """The rules by chapter, then the verdicts with their symbols."""
    verdicts = [
        {"tone": tone, "word": words(f"verdict.{code}"), "meaning": words(f"verdict_meaning.{code}")}
        for code, tone in TONE.items()
    ]
    chapters = [(words(f"method.chapter_{name}"), [words(f"method.{key}") for key in keys]) for name, keys in CHAPTERS.items()]
    return html.render("method.html", words=words, chapters=chapters, verdicts=verdicts, version=RULE_VERSION)
