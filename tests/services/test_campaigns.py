"""Creating, inviting, joining and opening campaigns; one process at a time."""

import subprocess
import sys
from pathlib import Path

import pytest
from exchange_sites import CHEAP, TOLD, made_environment

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.errors import DamagedFileError, UserError, WrongPassphraseError
from teleactivites_desktop.exchange import invitation, keys, vault
from teleactivites_desktop.services import campaigns, integrity
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace

WORDS = "trois mots choisis"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested here is not the price of a guess."""
    monkeypatch.setattr(vault, "UNLOCKING", CHEAP)
    monkeypatch.setattr(invitation, "INVITING", CHEAP)


def create(
    path: Path, passphrase: str | None = None, territory: str = "GBEQ", seed: int = 1
) -> campaigns.Created:
    return campaigns.create(
        path,
        territory=territory,
        officer="Marie",
        passphrase=passphrase,
        environment=made_environment(seed),
    )


def join(path: Path, file: Path, told: str = TOLD, territory: str = "HD") -> Workspace:
    return campaigns.join(
        path,
        file,
        told,
        territory=territory,
        officer="Denis",
        passphrase=None,
        environment=made_environment(2),
    ).workspace


def test_a_campaign_presents_itself(tmp_path: Path) -> None:
    created = create(tmp_path / "a.tldb")
    workspace = created.workspace
    identity = workspace.identity
    public = keys.public_key(identity.seed)
    assert created.recovery_code == ""
    assert keys.site_of(public) == identity.site
    site = workspace.store.sites.get(identity.site)
    assert site
    assert site.fields == {"territory": "GBEQ", "label": "Marie", "public_key": public}
    first = workspace.store.revisions.history(identity.site)[0]
    assert (first.seq, first.kind) == (1, Kind.SITE)
    officer = workspace.store.officers.get(workspace.officer)
    assert officer
    assert officer.fields == {"name": "Marie", "territory": "GBEQ"}
    (campaign,) = workspace.store.campaigns.list()
    assert campaign.fields["territories.HAD"] == "Hautes-Alpes Développement"
    known = membership(workspace.store)
    assert campaign.text("recipient") == keys.recipient(known.campaign_key)
    assert campaign.text("questionnaire") == workspace.store.questionnaires.current_version()
    assert not integrity.check(workspace.store)
    workspace.close()


def test_it_opens_again_as_the_same_site(tmp_path: Path) -> None:
    created = create(tmp_path / "a.tldb").workspace
    created.close()
    opened = campaigns.open_workspace(tmp_path / "a.tldb", None, made_environment(3))
    assert opened.identity == created.identity
    assert opened.officer == created.officer
    opened.close()


def test_nothing_of_a_protected_database_is_readable(tmp_path: Path) -> None:
    path = tmp_path / "a.tldb"
    created = create(path, WORDS)
    created.workspace.close()
    assert campaigns.needs_passphrase(path)
    assert b"Marie" not in path.read_bytes()
    for secret in (WORDS, created.recovery_code, created.recovery_code.lower().replace("-", "")):
        campaigns.open_workspace(path, secret, made_environment(3)).close()
    for wrong in ("trois mots", None):
        with pytest.raises(WrongPassphraseError):
            campaigns.open_workspace(path, wrong, made_environment(3))


def test_each_officer_opens_under_their_own_name(tmp_path: Path) -> None:
    path = tmp_path / "a.tldb"
    workspace = create(path, WORDS).workspace
    campaigns.add_officer(workspace, "Denis", WORDS, "une autre phrase")
    workspace.close()
    opened = campaigns.open_workspace(path, "une autre phrase", made_environment(3))
    officer = opened.store.officers.get(opened.officer)
    assert officer
    assert officer.text("name") == "Denis"
    opened.close()


def test_a_passphrase_changes_without_the_database_being_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "a.tldb"
    create(path, WORDS).workspace.close()
    before = path.read_bytes()
    campaigns.change_passphrase(path, WORDS, "nouvelle phrase", made_environment(3))
    assert path.read_bytes() == before
    campaigns.open_workspace(path, "nouvelle phrase", made_environment(3)).close()
    with pytest.raises(WrongPassphraseError):
        campaigns.open_workspace(path, WORDS, made_environment(3))


def test_a_lost_passphrase_is_replaced_with_the_recovery_code(tmp_path: Path) -> None:
    path = tmp_path / "a.tldb"
    created = create(path, WORDS)
    created.workspace.close()
    campaigns.change_passphrase(
        path, created.recovery_code, "nouvelle phrase", made_environment(3), officer="Marie"
    )
    campaigns.open_workspace(path, "nouvelle phrase", made_environment(3)).close()


def test_a_lost_keys_file_is_made_again_with_the_recovery_code(tmp_path: Path) -> None:
    path = tmp_path / "a.tldb"
    created = create(path, WORDS)
    other = create(tmp_path / "b.tldb", WORDS, seed=2)
    for each in (created, other):
        each.workspace.close()
    vault.vault_path(path).unlink()
    with pytest.raises(UserError, match="ne s’ouvre pas avec cette clé"):
        campaigns.change_passphrase(
            path, other.recovery_code, "nouvelle phrase", made_environment(3), officer="Marie"
        )
    campaigns.change_passphrase(
        path, created.recovery_code, "nouvelle phrase", made_environment(3), officer="Marie"
    )
    campaigns.open_workspace(path, "nouvelle phrase", made_environment(3)).close()


def test_who_joins_has_the_campaign_and_its_questionnaire(tmp_path: Path) -> None:
    inviter = create(tmp_path / "a.tldb").workspace
    file = campaigns.invite(inviter, tmp_path / "invitation", TOLD)
    assert file.name == "invitation.tli"
    joined = join(tmp_path / "b.tldb", file)
    assert membership(joined.store) == membership(inviter.store)
    assert joined.questionnaire == inviter.questionnaire
    assert joined.identity.site != inviter.identity.site
    assert joined.store.revisions.vector() == {joined.identity.site: 2}
    inviter.close()
    joined.close()


@pytest.mark.parametrize(
    ("told", "territory", "sentence"),
    [("autre", "HD", "téléphone"), (TOLD, "XX", "Territoire inconnu")],
)
def test_a_refused_joining_leaves_nothing(tmp_path: Path, told: str, territory: str, sentence: str) -> None:
    inviter = create(tmp_path / "a.tldb").workspace
    file = campaigns.invite(inviter, tmp_path / "i.tli", TOLD)
    inviter.close()
    left = sorted(tmp_path.iterdir())
    with pytest.raises(UserError, match=sentence):
        join(tmp_path / "b.tldb", file, told, territory)
    assert sorted(tmp_path.iterdir()) == left


def test_an_exchange_file_is_no_invitation(tmp_path: Path) -> None:
    path = tmp_path / "x.tlx"
    path.write_bytes(b"age-encryption.org/v1\n")
    with pytest.raises(DamagedFileError, match="n'est pas une invitation"):
        join(tmp_path / "b.tldb", path)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"territory": "XX"}, "Territoire inconnu"),
        ({"officer": "  "}, "nom de l'agent est vide"),
        ({"passphrase": " "}, "ne protège pas"),
        ({"questionnaire": Path("absent.xlsx")}, "absent.xlsx"),
    ],
)
def test_a_refused_creation_leaves_nothing(
    tmp_path: Path, settings: dict[str, object], sentence: str
) -> None:
    wanted: dict[str, object] = {"territory": "HD", "officer": "Marie", "passphrase": None} | settings
    with pytest.raises(UserError, match=sentence):
        campaigns.create(tmp_path / "a.tldb", environment=made_environment(1), **wanted)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.tldb"
    path.write_bytes(b"something")
    with pytest.raises(UserError, match="existe déjà"):
        create(path)
    assert path.read_bytes() == b"something"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="ne peut pas être créé"):
        create(tmp_path / "file" / "a.tldb")


@pytest.mark.parametrize("content", [None, b"", b"hello", b"SQLite format 3\0" + bytes(100)])
def test_what_is_no_campaign_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.tldb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError):
        campaigns.open_workspace(path, "mots", made_environment(1))
    assert [each.name for each in tmp_path.iterdir() if each != path] == []


def test_a_database_is_open_once(tmp_path: Path) -> None:
    path = tmp_path / "a.tldb"
    workspace = create(path).workspace
    with pytest.raises(UserError, match="déjà ouverte"):
        campaigns.open_workspace(path, None, made_environment(1))
    workspace.close()
    campaigns.open_workspace(path, None, made_environment(1)).close()
    assert [each.name for each in tmp_path.iterdir()] == ["a.tldb"]


def test_a_killed_process_lets_the_database_go(tmp_path: Path) -> None:
    path = tmp_path / "a.tldb"
    create(path).workspace.close()
    program = (
        "import sys, pathlib; from teleactivites_desktop.services.occupancy import Occupancy;"
        "held = Occupancy(pathlib.Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(UserError, match="déjà ouverte"):
            campaigns.open_workspace(path, None, made_environment(1))
        holder.kill()
        holder.wait()
    campaigns.open_workspace(path, None, made_environment(1)).close()
