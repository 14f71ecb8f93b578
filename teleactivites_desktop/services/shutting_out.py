"""Shutting a partner out of the campaign (a stolen computer, a site that is not trusted any more).

It is a revision of the partner's own record, so it travels: each site refuses what the partner writes after
the last of its revisions that was held where it was shut out, whoever brings it. The word of each site stands
on a path of its own, so that two sites that shut the same partner out never disagree: the greatest number
counts. Nothing that is held is taken away; what a site holds beyond the number is passed on to nobody until
an officer accepts it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from teleactivites_desktop.core.history.clock import milliseconds_of
from teleactivites_desktop.core.history.fold import fold
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.typography import date_in_words
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaign_keys
from teleactivites_desktop.services.membership import SHUT_OUT, shut_out_bounds, shut_out_words, trusted_keys
from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.storage.database import Store


@dataclass(frozen=True)
class ShutOut:
    """A partner that is shut out: nothing beyond its revision number `last` is accepted.

    `reason`, `officer`, `territory`, `at`: the latest word, who gave it, where, when (ISO). `beyond`: how
    many of its revisions are held here that are not accepted elsewhere.
    """

    site: str
    last: int
    reason: str
    officer: str
    territory: str
    at: str
    beyond: int

    @property
    def words(self) -> str:
        """Return when, by whom and why, to follow the name of the partner."""
        return _("mis à l'écart le {day} par {officer} ({territory}), « {reason} »").format(
            day=date_in_words(datetime.fromisoformat(self.at).astimezone().date()),
            officer=self.officer or _("un agent inconnu ici"),
            territory=self.territory,
            reason=self.reason,
        )


def shut_outs(workspace: Workspace) -> dict[str, ShutOut]:
    """Return the partners that are shut out, by site."""
    store = workspace.store
    vector = store.revisions.vector()
    return {site: _told(workspace, site, last, vector) for site, last in shut_out_bounds(store).items()}


def shut_out(workspace: Workspace, site: str, reason: str) -> None:
    """Shut a partner out, and give the campaign a new key that it does not get.

    The other partners need an invitation to read what is written from now on. Raises UserError for a site
    that is not known, is this one or is shut out already, and where no reason is given.
    """
    store = workspace.store
    if site == workspace.identity.site:
        raise UserError(_("Ce poste ne peut pas se mettre lui-même à l'écart : faites-le depuis un autre."))
    _require_known(store, site)
    if site in shut_out_bounds(store):
        raise UserError(_("Ce poste est déjà mis à l'écart."))
    if not reason.strip():
        raise UserError(_("Dites pourquoi ce poste est mis à l'écart : les autres postes le liront."))
    with store.transaction():
        _say(workspace, site, reason.strip())
        campaign_keys.renew(workspace)


def accept_held(workspace: Workspace, site: str) -> None:
    """Have all sites accept what is held here of a partner that is shut out, and nothing after it.

    Raises UserError for a site that is not shut out.
    """
    found = _require_shut_out(workspace, site)
    with workspace.store.transaction():
        _say(workspace, site, found.reason)


def readmit(workspace: Workspace, site: str) -> None:
    """Take a partner back. It needs an invitation, for the key of the campaign that it was not given.

    Raises UserError for a site that is not shut out.
    """
    _require_shut_out(workspace, site)
    record = workspace.store.sites.get(site)
    paths = [path for path in (record.fields if record else {}) if path.startswith(SHUT_OUT)]
    workspace.author(Kind.SITE, site, dict.fromkeys(paths))


def named(workspace: Workspace, typed: str) -> str:
    """Return the site that `typed` means: its id, or its territory where that has one other site.

    Raises UserError.
    """
    typed = typed.strip()
    sites = [site for site in workspace.store.sites.list() if site.record != workspace.identity.site]
    ids = {site.record for site in sites} | trusted_keys(workspace.store).keys()
    if typed.lower() in ids:
        return typed.lower()
    replaced = {site.text("succeeds") for site in sites}
    of_territory = [
        site.record
        for site in sites
        if site.text("territory") == typed.upper() and site.record not in replaced
    ]
    if len(of_territory) == 1:
        return of_territory[0]
    raise UserError(
        _(
            "« {typed} » ne désigne pas un seul autre poste. Donnez l'identifiant du poste, que montre "
            "« partners list »."
        ).format(typed=typed)
    )


def _say(workspace: Workspace, site: str, reason: str) -> None:
    last = workspace.store.revisions.vector().get(site, 0)
    word: PatchValue = {"last": last, "reason": reason}
    workspace.author(Kind.SITE, site, {f"{SHUT_OUT}{workspace.identity.site}": word})


def _told(workspace: Workspace, site: str, last: int, vector: Mapping[str, int]) -> ShutOut:
    store = workspace.store
    history = store.revisions.history(site)
    folded = fold(history)
    writers = {folded.writers[path] for path in folded.values if path.startswith(SHUT_OUT)}
    latest = max((each for each in history if each.id in writers), key=lambda each: each.rank)
    word = next(shut_out_words(latest.patch or {}), {})
    officer, author = store.officers.get(latest.officer), store.sites.get(latest.site)
    return ShutOut(
        site=site,
        last=last,
        reason=str(word.get("reason", "")),
        officer=officer.text("name") if officer else "",
        territory=author.text("territory") if author else "",
        at=datetime.fromtimestamp(milliseconds_of(latest.at) / 1000, UTC).isoformat(timespec="seconds"),
        beyond=max(0, vector.get(site, 0) - last),
    )


def _require_known(store: "Store", site: str) -> None:
    if site not in trusted_keys(store) and store.sites.get(site) is None:
        raise UserError(_("Ce poste n'est pas connu ici : « {site} ».").format(site=site))


def _require_shut_out(workspace: Workspace, site: str) -> ShutOut:
    found = shut_outs(workspace).get(site)
    if found is None:
        raise UserError(_("Ce poste n'est pas mis à l'écart."))
    return found
