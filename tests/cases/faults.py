"""Faults of the questions, each of which turns some cases of `queries/` red: `scripts/mutants --cases` plants them.

What it finds stands in `caught.json`: of each fault the cases that notice it.
"""

from __future__ import annotations

from typing import NamedTuple

INPUTS = "schema/inputs.py"


class Fault(NamedTuple):
    """In `file`, `old` becomes `new`."""

    name: str
    file: str
    old: str
    new: str


def dropped(name: str, member: str, given: str, nothing: str = "None", *, before: str = "") -> Fault:
    """Return the fault that a member of a filter is not asked; `before` is the member after it, where others are so."""
    start, end = f"            {member}=", f",\n            {before}" if before else ",\n"
    return Fault(f"{name}-dropped", INPUTS, f"{start}{given}{end}", f"{start}{nothing}{end}")


def some(member: str) -> str:
    """Return how a list of entities is read."""
    return f"_entities(self.{member}, view)"


OVER, WINDOW, NONE = (
    "keys(self.properties, property_key)",
    "self.during.window() if self.during else None",
    "frozenset()",
)

FAULTS = [
    dropped("mode", "mode", "self.mode", "PathMode.ALL_SHORTEST"),
    dropped("length", "max_length", "self.max_length", "6"),
    dropped("only-over", "properties", OVER.replace("property_key", "_hop_key"), before="not_properties"),
    dropped("never-over", "not_properties", f"{OVER.replace('.', '.not_', 1)} or frozenset()", NONE),
    dropped("kinds", "kinds", "kinds_of(self.kinds)"),
    dropped("not-kinds", "not_kinds", "kinds_of(self.not_kinds) or frozenset()", NONE),
    dropped("through", "through", f"{some('through')} or frozenset()", NONE),
    dropped("avoid", "avoid", f"{some('avoid')} or frozenset()", NONE),
    dropped("hub-limit", "hub_limit", "self.hub_limit"),
    dropped("path-window", "during", WINDOW, before="chronological"),
    dropped("chronological", "chronological", "self.chronological", "False"),
    dropped("claim-properties", "properties", OVER, before="subjects"),
    dropped("claim-subjects", "subjects", some("subjects")),
    dropped("claim-objects", "objects", some("objects")),
    dropped("claim-claimants", "claimants", some("claimants"), before="during"),
    dropped("claim-window", "during", WINDOW, before="text"),
    dropped("claim-text", "text", "words(self.text) if self.text is not None else None"),
    dropped("sources", "sources", "keys(self.sources, lambda text: source_key(text, view.base))"),
    dropped("publishers", "publishers", some("publishers")),
    dropped("not-publishers", "not_publishers", f"{some('not_publishers')} or frozenset()", NONE),
    dropped("claimants", "claimants", some("claimants"), before="not_claimants"),
    dropped("not-claimants", "not_claimants", f"{some('not_claimants')} or frozenset()", NONE),
    dropped("published-until", "published_until", "day(self.published_until) if self.published_until else None"),
    dropped("asserted-on", "asserted_on", "window.span if window else None"),
    dropped("certainties", "certainties", "_set(self.certainties)"),
    dropped("stances", "stances", "_set(self.stances)"),
    dropped("ranks", "ranks", "usual.ranks if self.ranks is None else frozenset(self.ranks)", "usual.ranks"),
    dropped(
        "statuses",
        "statuses",
        "usual.statuses if self.statuses is None else frozenset(self.statuses)",
        "usual.statuses",
    ),
    dropped("derivations", "derivations", "_set(self.derivations)"),
    dropped("min-independent-sources", "min_independent_sources", "self.min_independent_sources", "1"),
    Fault("certain-told-as-possible", INPUTS, "..'}\"), self.match)", "..'}\"))"),
    Fault("worst-path-first", "graph/model.py", "(-self.support, len(self.hops),", "(self.support, len(self.hops),"),
    Fault("longer-path-first", "graph/model.py", "(-self.support, len(self.hops),", "(-self.support, -len(self.hops),"),
    Fault("day-not-told", "graph/paths.py", "if day and day not in step:", "if False:"),
    Fault(
        "timeline-backwards",
        "graph/timeline.py",
        "[sorted(some, key=lambda entry: entry.key) for some in told]",
        "[sorted(some, key=lambda entry: entry.key)[::-1] for some in told]",
    ),
    Fault("timeline-of-any-kind", "graph/timeline.py", "for hop in hops], wanted)", "for hop in hops], None)"),
    Fault("timeline-of-any-time", "graph/timeline.py", "    if window is not None:\n", "    if False:\n"),
    Fault("other-accounts-hidden", "graph/timeline.py", "tuple(times[1:])", "()"),
    Fault(
        "loud-before-supported",
        "graph/profiles.py",
        "return surest, -side.independent_sources, -len(side.claims),",
        "return surest, side.independent_sources, len(side.claims),",
    ),
    Fault("sister-one-way", "graph/profiles.py", "if known and known.symmetric else", "if False else"),
    Fault("other-names-lost", "graph/profiles.py", "[[*first, *then] for first, then in", "[[*first] for first, _ in"),
    Fault("shared-by-one", "graph/connections.py", "if len(some) >= at_least", "if some"),
    Fault(
        "custody-before-it-is-sure",
        "graph/custody.py",
        "if begun is None or not certainly_began_by(span, at):",
        "if begun is None:",
    ),
    Fault(
        "release-frees-nobody",
        "graph/custody.py",
        "_state(freed, held, at)\n\n\ndef _status",
        "_state([], held, at)\n\n\ndef _status",
    ),
    Fault(
        "decisions-not-read",
        "server.py",
        "view = open_view(archive, self._generation, self._decisions)",
        "view = open_view(archive, self._generation)",
    ),
    Fault("any-kind-is-found", "graph/search.py", "for hit in hits], wanted)", "for hit in hits], None)"),
    Fault(
        "no-slip-is-forgiven",
        "graph/finding.py",
        "    if not LEAST_FOR_TYPO <= len(word)",
        "    if True or not LEAST_FOR_TYPO <= len(word)",
    ),
    Fault(
        "spelling-not-heard",
        "graph/finding.py",
        "    if part.skeleton in there.skeletons:\n        return _SOUNDS\n",
        "",
    ),
    Fault(
        "nothing-is-begun",
        "graph/finding.py",
        "    if any(word.startswith(part.word) for word in there.words):\n        return _BEGUN\n",
        "",
    ),
    Fault(
        "gender-not-asked", "schema/matching.py", "gender=words(self.gender) if self.gender else None", "gender=None"
    ),
    Fault("nobody-matches", "graph/match.py", "clear and place == 0", "False"),
    Fault(
        "printer-for-speaker",
        "schema/claims.py",
        "[claim.claimant for claim in claims]",
        "[view.sources([claim.source])[0].publisher for claim in claims]",
    ),
    Fault(
        "denial-supports",
        "graph/hops.py",
        "groups[ends, claim.denies].append(claim)",
        "groups[ends, False].append(claim)",
    ),
    Fault(
        "repetition-counts",
        "graph/support.py",
        "answers.append(min(len(printers),",
        "answers.append(max(len(printers),",
    ),
    Fault(
        "hope-told-as-fact",
        "graph/provenance.py",
        "_FACTUAL = frozenset({Certainty.ASSERTED})",
        "_FACTUAL = frozenset(Certainty)",
    ),
    Fault(
        "numbers-never-differ",
        "graph/differing/values.py",
        "return _ends_before(a, b) or _ends_before(b, a)",
        "return False",
    ),
    Fault(
        "order-turned-about",
        "graph/differing/order.py",
        "start is not None and end <= start",
        "start is not None and end > start",
    ),
    Fault("denial-shown-as-assertion", "graph/differing/stances.py", "denied=side.claims[0].denies)", "denied=False)"),
    Fault("prison-beside-freedom", "graph/differing/states.py", "    if not held.lasts:\n", "    if True:\n"),
    Fault("old-prison-lasts", "graph/differing/states.py", "    if not held.lasts:\n", "    if False:\n"),
    Fault("every-month-settled", "graph/counts.py", "    if first != last:\n        return None\n", ""),
    Fault("counted-nowhere", "graph/counts.py", "or [None])\n", "and [None])\n"),
    Fault(
        "counts-of-any-kind",
        "graph/counts.py",
        "Tally(where, groupings, kinds, entities)",
        "Tally(where, groupings, None, entities)",
    ),
    Fault(
        "counts-of-everything",
        "graph/counts.py",
        "Tally(where, groupings, kinds, entities)",
        "Tally(ClaimFilter(), groupings, kinds, entities)",
    ),
    Fault(
        "same-voice-not-marked",
        "graph/trace.py",
        "self._step(before, TraceHow.SAME_VOICE)",
        "self._step(before, TraceHow.ORIGIN)",
    ),
    Fault(
        "later-comes-before",
        "graph/trace.py",
        "        elif _came_before(sources[other.source], sources[claim.source]):\n",
        "        else:\n",
    ),
    Fault(
        "printer-cited-as-speaker",
        "graph/citing.py",
        'f"{cited.claimant}: “{cited.words}” — ',
        'f"{cited.publisher}: “{cited.words}” — ',
    ),
    Fault("row-not-cited", "graph/citing.py", "if cited.row is not None else []", "if False else []"),
    Fault(
        "denial-exported-as-claim",
        "graph/exporting.py",
        'verb = "denies" if claim.denies else',
        'verb = "says" if claim.denies else',
    ),
    Fault("exported-without-a-day", "graph/exporting.py", '"dateCreated"', '"dateForgotten"'),
    Fault("echo-corroborates", "graph/corroboration.py", "if next(sources) > 1]", "if next(sources) > 0]"),
    Fault(
        "farthest-first",
        "graph/neighbourhood.py",
        "return self.distance, -self.support,",
        "return -self.distance, -self.support,",
    ),
    Fault(
        "network-of-everything",
        "graph/networks.py",
        "view.connected(wanted.spec, standing",
        "view.connected(replace(wanted.spec, properties=None), standing",
    ),
    Fault("descending-ignored", "graph/claims.py", "-at if order.descending else at", "at"),
    Fault("sources-backwards", "schema/sources.py", "page(sorted(some), lambda", "page(sorted(some)[::-1], lambda"),
    Fault("shared-of-any-kind", "schema/query.py", "min_shared, wanted=kinds_of(neighbour_kinds))", "min_shared)"),
    Fault("cells-not-quoted", "web/csv.py", "return '\"' + text.replace", "return '' + text.replace"),
    Fault(
        "older-state-not-gone-to",
        "schema/query.py",
        "Query(view=states_to(info, self.view).at(state, patience=patience(info)))",
        "Query(view=self.view)",
    ),
    Fault("as-of-dropped", INPUTS, "    if given and given.as_of is not None:\n", "    if False:\n"),
    Fault("changes-since-ever", "graph/changes.py", "moments(states, asked.since, ", "moments(states, -FOREVER, "),
    Fault("changes-for-ever", "graph/changes.py", "asked.since, asked.until):", "asked.since, FOREVER):"),
    Fault(
        "history-of-all-claims",
        "graph/changes.py",
        "About(claim=claim.id, source=claim.source)",
        "About(source=claim.source)",
    ),
    Fault(
        "history-of-everybody",
        "graph/changes.py",
        "return About(entities=frozenset(view.identity.records(entity)))",
        "return About()",
    ),
    Fault(
        "never-let-go", "graph/changes.py", "return [found.get(claim) for claim in ids]", "return [None for _ in ids]"
    ),
    Fault("described-nowhere", "graph/matches.py", "SearchIn.DESCRIPTIONS in places and", "False and"),
    Fault("quoted-nowhere", "graph/matches.py", "    if SearchIn.QUOTES in places:\n", "    if False:\n"),
    Fault(
        "name-of-one-claim",
        "schema/search.py",
        "c for c in hit.claims if statement(c) == statement(hit.claim)",
        "hit.claim",
    ),
    Fault(
        "facets-of-one-kind",
        "graph/facets.py",
        "for above in kind.lineage] for some",
        "for above in kind.lineage[:1]] for some",
    ),
    Fault("about-is-not-said", "schema/values.py", "approximate=value.approximate", "approximate=False"),
]
