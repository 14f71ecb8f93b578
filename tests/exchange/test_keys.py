"""Keys: ids that certify themselves, fingerprints, signatures."""

import pytest
from exchange_samples import CAMPAIGN_KEY, environment

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import keys


def test_a_site_id_belongs_to_one_key() -> None:
    # RFC 8032, section 7.1, test 1: the public key of this seed is given there.
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = keys.public_key(seed)
    assert public == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert keys.site_of(public) == "21fe31dfa154a261"


def test_the_fingerprint_begins_with_the_site_id_in_groups_of_four() -> None:
    public = keys.public_key(keys.new_seed(environment()))
    shown = keys.fingerprint(public)
    assert [len(group) for group in shown.split(" ")] == [4] * 5
    assert shown.replace(" ", "").startswith(keys.site_of(public))


def test_a_signature_is_of_one_message_and_one_key() -> None:
    seed, other = keys.new_seed(environment(1)), keys.new_seed(environment(2))
    signature = keys.sign(seed, b"message")
    assert keys.is_signed(keys.public_key(seed), b"message", signature)
    assert not keys.is_signed(keys.public_key(seed), b"messagf", signature)
    assert not keys.is_signed(keys.public_key(other), b"message", signature)


def test_a_campaign_key_has_its_recipient() -> None:
    assert keys.recipient(CAMPAIGN_KEY) == "age1j968sa63zkursa7wanfpaw4v48kxpferpjng5ywzmjpfcluy297s7g92t5"
    assert keys.recipient(keys.new_campaign_key()).startswith("age1")
    with pytest.raises(UserError, match="invitation"):
        keys.recipient("AGE-SECRET-KEY-1NONE")
