"""Lines of a text that are no part of its article: navigation, buttons, notices, lists of other articles."""

from __future__ import annotations

import re

_MAX_LINE = 300

_WORDS = frozenset(
    """
    accept|accept all|accept cookies|accessibility links|account|ad|add to favorites|add to favourites|
    advertisement|advertising|all news|article continues below|audio|back to top|bbc news|bookmark|breaking|
    breaking news|choose language|click here|close|comments|contact|contact us|continue reading|cookie policy|
    copy link|copy link to clipboard|copyright|decline|disclaimer|donate|download|editions|email|embed|
    embed share|english|enlarge image|enter full screen|exclusive|exit full screen|facebook|facebook messenger|
    feedback|follow|follow us|full screen|fullscreen|gallery|go back|help|home|home page|homepage|image|
    in pictures|instagram|join us|jump to navigation|jump to search|keywords|language|languages|latest|
    latest headlines|latest news|leave a comment|lg|linkedin|listen|listen to article|listen to this article|
    live|live blog|loading|log in|login|main menu|main navigation|manage cookies|md|menu|messenger|more|
    mute|my account|navigation|newer|news|newsletter|newsletters|next|next article|next page|next story|
    no comments|no media source currently available|older|open in app|open menu|opinion|page not found|pause|
    photo|photos|pinterest|play|play video|playback|please wait|podcast|podcasts|pop-out player|previous|
    previous article|previous page|previous story|print|print article|print page|print this page|privacy|
    privacy policy|privacy settings|read aloud|reddit|refresh|register|reject all|reply|report an error|rss|
    save|save article|scroll down|scroll to top|search|search form|see more|settings|share|share article|
    share on|share options|share this|share this article|share this page|share this story|show all|
    show comments|show less|show more|sign in|sign out|sign up|sister projects|site index|site map|sitemap|
    skip|skip ad|skip advertisement|sm|sponsored|sponsored content|stories|story continues below|
    story continues below advertisement|submit|subscribe|subscribe now|subtitles|switch to basic site|tags|
    telegram|terms|terms and conditions|terms of service|terms of use|text size|toggle navigation|toolbar|
    top of page|transcript|translate|tumblr|turn off|tweet|twitter|unmute|upload|video|view all|
    view comments|view more|volume|watch|watch live|watch now|whatsapp|write a comment|xl|xs|your account|
    youtube
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_LINE = re.compile(
    r"""
      [\d:.,/%+\s-]+                                            # 0:00 0:02:05, a number alone
    | \d+\s?x\s?\d+\ image
    | \d+\ (?:comments?|shares?|views?|likes?|min(?:ute)?s?\ read|of\ \d+)
    | [a-z]{2,3}
    | (?:email|print|share|save|tweet|like|post|copy|link|embed|facebook|twitter|x|whatsapp|telegram|linkedin|reddit
        |comment|viber|vk|pinterest|rss|[|/·•,&\s])+
    | (?:share|post|send|email|print|save)\ (?:this|on|via|to|with|by)\b.*
    | follow\ (?:us|me|him|her|them|the\ \w+)?\ ?(?:on|at|via)\b.*
    | have\ an\ opinion\ on\ this.*
    | (?:to\ )?(?:find\ out|learn|read|see|get)\ more(?:[,:].*|\ (?:about|on|at|here|from|stories)\b.*)?
    | (?:click|tap|press)\ (?:here|the|to|on)\b.*
    | (?:see|read)\ also:?(?:\ .*)?
    | also\ (?:read|see):?\ .*
    | (?:related|recommended|watch|listen|read|more)\ ?:\ .*
    | (?:sign\ up|subscribe|register|log\ in|join\ us)\ (?:for|to|here|now|with|today|and)\b.*
    | (?:get|receive)\ (?:our|the\ latest|breaking|daily|email)\b.*
    | (?:we|this\ (?:web)?site|our\ (?:web)?site|[\w.]{2,40})\ (?:and\ our\ partners\ )?uses?\ (?:\w+\ )?cookies\b.*
    | by\ (?:continuing|using|clicking|browsing|closing)\ .*\byou\b.*\b(?:cookies|terms|policy|consent)\b.*
    | (?:please\ )?(?:enable|allow|turn\ on)\ (?:javascript|cookies|notifications)\b.*
    | your\ browser\ (?:does|is)\ .*
    | skip\ to\ .*
    | (?:copyright|©|\(c\))\ .*
    | .{0,80}all\ rights\ reserved\b.*
    | (?:embed|download|play|watch|listen\ to)\ (?:the\ )?(?:share|video|audio|podcast|clip|code|file|app)\b.*
    | the\ (?:code|url)\ has\ been\ copied.*
    | (?:image|photo|picture|video|media)\ (?:source|caption|credit)s?
    | (?:image|photo)\ source,.*
    | (?:page|part)\ \d+(?:\ of\ \d+)?
    | (?:filed\ under|tagged|tags|topics|keywords|categories|category|section)\ ?:.*
    | (?:last\ )?(?:modified|updated):?\ \d+\ \w+\ ago
    | \d+\ \w+\ ago
    | (?:https?://|www\.)\S+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_ARTICLES = re.compile(
    r"""
      (?:related|recommended|suggested|similar|further|more|other|latest|popular|top)\ (?:news|stor(?:y|ies)|articles?
        |links?|posts?|topics?|content|reading|coverage|reports|headlines|videos?)
    | more\ (?:on\ this(?:\ story)?|from\ .{2,60}|in\ .{2,40})
    | (?:most|trending)\ (?:read|popular|viewed|shared|now|stories)
    | (?:see\ also|read\ more|read\ next|up\ next|trending|related|don.t\ miss|you\ (?:may|might)\ (?:also\ )?like)
    | (?:external|sister|related)\ links?
    | (?:around|from)\ (?:the|around\ the)\ web
    | editors?.?s?\ (?:picks?|choice)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"summary|(?:the )?(?:key|main) (?:points|takeaways|facts)|takeaways|(?:story )?highlights|at a glance|in brief"
    r"|in short|the gist|what (?:you need )?to know|what we know"
)
_SOURCES = re.compile(r"sources|(?:notes and )?references|footnotes|bibliography|citations|works cited")
_ABOUT = re.compile(
    r"about (?:us|the (?:authors?|writers?|reporters?|journalists?|newsroom|outlet|publisher)|this (?:article|report))"
    r"|author(?: bio)?|authors|contributors?|biography"
)


def _bare(line: str) -> str:
    """Return a line in small letters, without marks around it."""
    return " ".join(line.casefold().split()).strip(" .:…!»\u203a><|•*-–—[]()")


def is_furniture(line: str) -> bool:
    """Say whether a line is no part of the article.

    >>> [is_furniture(line) for line in ("please wait", "0:00 0:02:05 0:00", "Print | Share", "Police were waiting.")]
    [True, True, True, False]
    """
    if len(line) > _MAX_LINE:
        return False
    bare = _bare(line)
    return not bare or bare in _WORDS or bool(_LINE.fullmatch(bare))


def begins_other_articles(line: str) -> bool:
    """Say whether a line is the heading of a list of other articles."""
    return len(line) < _MAX_LINE and bool(_OTHER_ARTICLES.fullmatch(_bare(line)))


def begins_summary(line: str) -> bool:
    """Say whether a line is the heading of a summary."""
    return len(line) < _MAX_LINE and bool(_SUMMARY.fullmatch(_bare(line)))


def begins_sources(line: str) -> bool:
    """Say whether a line is the heading of the list of sources."""
    return len(line) < _MAX_LINE and bool(_SOURCES.fullmatch(_bare(line)))


def begins_about(line: str) -> bool:
    """Say whether a line is the heading of what an outlet says of itself or of its authors."""
    return len(line) < _MAX_LINE and bool(_ABOUT.fullmatch(_bare(line)))
