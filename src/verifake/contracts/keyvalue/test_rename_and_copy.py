"""Keys that move and multiply."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import clause, rejects

RENAME = "https://redis.io/docs/latest/commands/rename/"
RENAMENX = "https://redis.io/docs/latest/commands/renamenx/"
COPY = "https://redis.io/docs/latest/commands/copy/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.rename.moves", source=RENAME)
def test_the_value_moves_to_the_new_key(store: KeyValue) -> None:
    store.set("k", b"v")
    store.rename("k", "k2")
    assert store.get_many("k", "k2") == [None, b"v"]


@clause("keyvalue.rename.replaces", source=RENAME)
def test_rename_replaces_what_was_there(store: KeyValue) -> None:
    store.set_many({"k": b"v", "k2": b"old"})
    store.rename("k", "k2")
    assert store.get_many("k", "k2") == [None, b"v"]


@clause("keyvalue.rename.deadline-moves", source=RENAME, hint="leave the deadline with the old name")
def test_the_deadline_moves_along(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    at = store.expires_at("k")
    store.rename("k", "k2")
    assert (store.expires_at("k"), store.expires_at("k2")) == (NoTtl.ABSENT, at)


@clause("keyvalue.rename.deadline-of-target-goes", source=RENAME, hint="keep the deadline of the name")
def test_a_persistent_key_stays_so_under_a_name_that_had_a_deadline(store: KeyValue) -> None:
    store.set("k", b"v")
    store.set("k2", b"old", ttl_seconds=100)
    store.rename("k", "k2")
    assert (store.get("k2"), store.time_to_live("k2")) == (b"v", NoTtl.PERSISTENT)


@clause("keyvalue.rename.deadline-replaces", source=RENAME)
def test_the_deadline_replaces_that_of_the_target(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    store.set("k2", b"old", ttl_seconds=900)
    at = store.expires_at("k")
    store.rename("k", "k2")
    assert store.expires_at("k2") == at


@clause("keyvalue.rename.old-name-anew", source=RENAME)
def test_the_old_name_can_be_used_anew_without_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    store.rename("k", "k2")
    store.set("k", b"new", keep_ttl=True)
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.rename.absent", source=RENAME, hint="return False, or delete the target")
def test_an_absent_key_cannot_be_renamed(store: KeyValue) -> None:
    store.set("k2", b"v", ttl_seconds=100)
    for target in ("k2", "k3"):
        with unchanged(store, "k", target), rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
            store.rename("k", target)


@clause("keyvalue.rename.to-itself", source=RENAME, hint="delete the target first, and with it the source")
def test_a_key_renamed_to_itself_stays(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"):
        store.rename("k", "k")


@clause("keyvalue.rename.absent-to-itself", source=OBSERVED, hint="return at once if both are the same")
def test_an_absent_key_cannot_be_renamed_to_itself(store: KeyValue) -> None:
    with unchanged(store, "k"), rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
        store.rename("k", "k")


@clause("keyvalue.rename.any-kind", source=RENAME)
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_every_kind_of_value_moves_over_any_other(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", kind)
    plant("k2", KeyType.LIST)
    store.rename("k", "k2")
    assert (store.type("k"), store.type("k2")) == (None, kind)


@clause("keyvalue.rename-if-absent.moves", source=RENAMENX)
def test_rename_if_absent_moves_value_and_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    at = store.expires_at("k")
    assert store.rename_if_absent("k", "k2") is True
    assert store.get_many("k", "k2") == [None, b"v"]
    assert store.expires_at("k2") == at


@clause("keyvalue.rename-if-absent.refused", source=RENAMENX)
def test_rename_if_absent_leaves_a_present_target(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    store.set("k2", b"")
    with unchanged(store, "k", "k2"):
        assert store.rename_if_absent("k", "k2") is False


@clause("keyvalue.rename-if-absent.refused-for-another-kind", source=RENAMENX)
def test_rename_if_absent_leaves_a_target_of_another_kind(store: KeyValue, plant: Plant) -> None:
    store.set("k", b"v")
    plant("k2", KeyType.HASH)
    with unchanged(store, "k", "k2"):
        assert store.rename_if_absent("k", "k2") is False


@clause("keyvalue.rename-if-absent.absent", source=RENAMENX, hint="return False")
def test_rename_if_absent_of_an_absent_key_is_rejected(store: KeyValue) -> None:
    store.set("there", b"v")
    for target in ("there", "elsewhere", "k"):
        with unchanged(store, "k", target), rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
            store.rename_if_absent("k", target)


@clause("keyvalue.rename-if-absent.to-itself", source=OBSERVED, hint="return True, since nothing needs doing")
def test_rename_if_absent_to_itself_is_refused(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"):
        assert store.rename_if_absent("k", "k") is False


@clause("keyvalue.rename-if-absent.any-kind", source=RENAMENX)
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_every_kind_of_value_moves_to_an_absent_key(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", kind)
    assert store.rename_if_absent("k", "k2") is True
    assert (store.type("k"), store.type("k2")) == (None, kind)


@clause("keyvalue.copy.copies", source=COPY)
def test_value_and_deadline_are_copied(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    at = store.expires_at("k")
    with unchanged(store, "k"):
        assert store.copy("k", "k2") is True
    assert (store.get("k2"), store.expires_at("k2")) == (b"v", at)


@clause("keyvalue.copy.independent", source=COPY, hint="share the value")
def test_a_copy_lives_its_own_life(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    store.copy("k", "k2")
    store.append("k", b"w")
    store.persist("k2")
    assert store.get_many("k", "k2") == [b"vw", b"v"]
    assert isinstance(store.time_to_live("k"), float)


@clause("keyvalue.copy.refused", source=COPY, hint="replace without being asked")
def test_a_copy_leaves_a_present_destination(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    store.set("k2", b"")
    with unchanged(store, "k", "k2"):
        assert store.copy("k", "k2") is False
        assert store.copy("k", "k2", replace=False) is False


@clause("keyvalue.copy.replaces", source=COPY)
def test_a_copy_replaces_when_asked(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    store.set("k2", b"old", ttl_seconds=900)
    at = store.expires_at("k")
    assert store.copy("k", "k2", replace=True) is True
    assert (store.get("k2"), store.expires_at("k2")) == (b"v", at)


@clause("keyvalue.copy.replaces-the-deadline", source=COPY, hint="keep the deadline of the destination")
def test_a_persistent_key_is_copied_without_the_deadline_of_the_destination(store: KeyValue) -> None:
    store.set("k", b"v")
    store.set("k2", b"old", ttl_seconds=100)
    assert store.copy("k", "k2", replace=True) is True
    assert (store.get("k2"), store.time_to_live("k2")) == (b"v", NoTtl.PERSISTENT)


@clause("keyvalue.copy.replaces-absent", source=COPY, hint="require something to replace")
def test_replace_makes_an_absent_destination_too(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.copy("k", "k2", replace=True) is True
    assert store.get("k2") == b"v"


@clause("keyvalue.copy.absent", source=COPY, hint="raise, or delete the destination")
@pytest.mark.parametrize("replace", [False, True])
def test_an_absent_key_is_not_copied(store: KeyValue, replace: bool) -> None:
    store.set("k2", b"v", ttl_seconds=100)
    for destination in ("k2", "k3"):
        with unchanged(store, "k", destination):
            assert store.copy("k", destination, replace=replace) is False


@clause("keyvalue.copy.to-itself", source=OBSERVED, hint="return False for a destination that exists")
@pytest.mark.parametrize("replace", [False, True])
def test_a_copy_to_itself_is_rejected(store: KeyValue, replace: bool) -> None:
    store.set("k", b"v", ttl_seconds=100)
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.SAME_KEY):
            store.copy(key, key, replace=replace)


@clause("keyvalue.copy.any-kind", source=COPY, hint="copy strings only")
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_every_kind_of_value_is_copied(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", kind)
    assert store.copy("k", "k2") is True
    assert (store.type("k"), store.type("k2")) == (kind, kind)


@clause("keyvalue.copy.over-another-kind", source=COPY, hint="reject a destination of another kind")
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_copy_replaces_any_kind(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", KeyType.SET)
    plant("k2", kind)
    assert store.copy("k", "k2", replace=True) is True
    assert store.type("k2") is KeyType.SET


@clause("keyvalue.copy.refused-for-another-kind", source=COPY)
def test_a_copy_leaves_a_destination_of_another_kind(store: KeyValue, plant: Plant) -> None:
    store.set("k", b"v")
    plant("k2", KeyType.LIST)
    with unchanged(store, "k", "k2"):
        assert store.copy("k", "k2") is False
