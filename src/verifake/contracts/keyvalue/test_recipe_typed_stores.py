"""The recipe for records that are pydantic models: what comes back, and for how long it is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from math import inf, nan
from zoneinfo import ZoneInfo

import pytest

from verifake.contracts.keyvalue._interference import meddled, untouched
from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._records import Genre, Preferences, Session, a_session
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects
from verifake.recipes.errors import Contended, RecipeCode
from verifake.recipes.optimistic import MAX_ATTEMPTS
from verifake.recipes.typed_stores import TypedStore

SERIALIZATION = "https://docs.pydantic.dev/latest/concepts/serialization/"
MODELS = "https://docs.pydantic.dev/latest/concepts/models/"
SET = "https://redis.io/docs/latest/commands/set/"
TRANSACTIONS = "https://redis.io/docs/latest/develop/using-commands/transactions/"
PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"

TOKYO = timezone(timedelta(hours=9))
BERLIN = ZoneInfo("Europe/Berlin")

RECORDS = {
    "plain": a_session(),
    "text": a_session("Ōtomo \U0001f4d6 \x00\n\"'"),
    "digits": a_session().model_copy(update={"basket": Decimal("1234567890123456789012345.1000")}),
    "negative zero": a_session().model_copy(update={"basket": Decimal("-0.00")}),
    "exponent": a_session().model_copy(update={"basket": Decimal("1E+30")}),
    "microseconds": a_session().model_copy(update={"began": datetime(2030, 1, 1, 23, 59, 59, 999999, TOKYO)}),
    "no zone": a_session().model_copy(update={"began": datetime(2030, 1, 1, 12)}),  # noqa: DTZ001 - is meant
    "first of two hours": a_session().model_copy(update={"began": datetime(2025, 10, 26, 2, 30, tzinfo=BERLIN)}),
    "second of two": a_session().model_copy(update={"began": datetime(2025, 10, 26, 2, 30, tzinfo=BERLIN, fold=1)}),
    "bytes": a_session().model_copy(update={"secret": bytes(range(256))}),
    "no bytes": a_session().model_copy(update={"secret": b""}),
    "mapping": a_session().model_copy(update={"volumes": {"Yotsuba": 1, "": 2, "a.b": -(2**80)}}),
    "empty text": a_session().model_copy(update={"referrer": ""}),
}


def sessions(store: KeyValue, ttl_seconds: float | None = 100) -> TypedStore[Session]:
    return TypedStore(store, Session, prefix="session:", ttl_seconds=ttl_seconds)


def preferences(store: KeyValue) -> TypedStore[Preferences]:
    return TypedStore(store, Preferences, prefix="preferences:")


@clause("keyvalue.typed-store.round-trip", source=SERIALIZATION, hint="write text for bytes, or floats for decimals")
@pytest.mark.parametrize("name", RECORDS)
def test_a_record_comes_back_as_it_was_put(store: KeyValue, name: str) -> None:
    record, records = RECORDS[name], sessions(store)
    records.put("7", record)
    found = records.get("7")
    assert found is not None
    assert type(found) is Session
    assert found.model_dump(exclude={"began"}) == record.model_dump(exclude={"began"})
    assert str(found.basket) == str(record.basket)
    assert found.began - record.began == timedelta(0)
    assert found.began.utcoffset() == record.began.utcoffset()


@clause("keyvalue.typed-store.sets", source=SERIALIZATION)
def test_sets_and_members_of_enums_come_back(store: KeyValue) -> None:
    records = preferences(store)
    record = Preferences(
        liked=frozenset(Genre), unwanted={Genre.HORROR}, weights={Genre.COMEDY: 0.1, Genre.SPORTS: 5e-324}, note="…"
    )
    records.put("aki", record)
    assert records.get("aki") == record
    records.put("aki", Preferences())
    assert records.get("aki") == Preferences()


@clause("keyvalue.typed-store.none", source=SERIALIZATION, hint="take an empty record for none")
def test_a_field_that_is_none_is_no_absent_record(store: KeyValue) -> None:
    records = preferences(store)
    assert records.get("aki") is None
    records.put("aki", Preferences(note=None))
    found = records.get("aki")
    assert found is not None
    assert found.note is None


@clause("keyvalue.typed-store.keys", source=SET)
def test_a_record_is_one_string_under_its_prefix(store: KeyValue) -> None:
    sessions(store).put("7", a_session())
    data = store.get("session:7")
    assert data is not None
    assert data.startswith(b'{"user":"aki","began":"2030-01-01T00:00:00Z"')
    assert preferences(store).get("7") is None


@clause("keyvalue.typed-store.many", source="https://redis.io/docs/latest/commands/mget/")
def test_several_records_come_in_their_order(store: KeyValue) -> None:
    records = sessions(store)
    for user in ("a", "b"):
        records.put(user, a_session(user))
    assert [each and each.user for each in records.get_many("b", "none", "a", "b")] == ["b", None, "a", "b"]
    with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        records.get_many()


@clause("keyvalue.typed-store.deleted", source="https://redis.io/docs/latest/commands/del/")
def test_a_record_is_there_until_it_is_deleted(store: KeyValue) -> None:
    records = sessions(store)
    assert (records.exists("7"), records.delete("7")) == (False, False)
    records.put("7", a_session())
    assert (records.exists("7"), records.delete("7")) == (True, True)
    assert (records.exists("7"), records.get("7")) == (False, None)


@clause("keyvalue.typed-store.expires", source=SET, hint="let time run on from before")
def test_a_record_lives_for_its_time_from_when_it_was_put(store: KeyValue, clock: ClauseClock) -> None:
    records = sessions(store, ttl_seconds=1.5)
    records.put("7", a_session())
    clock.advance(0.8)
    records.put("7", a_session("mei"))
    clock.advance(1)
    assert records.exists("7")
    clock.advance(1.2)
    assert records.get("7") is None


@clause("keyvalue.typed-store.for-ever", source=SET)
def test_a_store_without_a_time_keeps_its_records(store: KeyValue) -> None:
    records = sessions(store, ttl_seconds=None)
    records.put("7", a_session())
    assert store.expires_at("session:7") is NoTtl.PERSISTENT
    assert (records.touch("7"), records.touch("8")) == (True, False)
    assert store.expires_at("session:7") is NoTtl.PERSISTENT


@clause("keyvalue.typed-store.touched", source="https://redis.io/docs/latest/commands/pexpire/")
def test_a_touched_record_has_its_whole_time_again(store: KeyValue, clock: ClauseClock) -> None:
    records = sessions(store, ttl_seconds=1.5)
    records.put("7", a_session())
    clock.advance(0.8)
    assert (records.touch("7"), records.touch("8")) == (True, False)
    clock.advance(1)
    assert records.get("7") == a_session()
    clock.advance(1.2)
    assert (records.touch("7"), records.exists("7")) == (False, False)


@clause("keyvalue.typed-store.updated", source=TRANSACTIONS, hint="give it a new time to live, or none")
def test_an_updated_record_keeps_its_deadline(store: KeyValue) -> None:
    records = sessions(store, ttl_seconds=100)
    records.put("7", a_session())
    store.expire("session:7", 50)
    deadline = store.expires_at("session:7")
    changed = records.update("7", lambda old: old and old.model_copy(update={"basket": Decimal("9.90")}))
    assert changed == a_session().model_copy(update={"basket": Decimal("9.90")})
    assert records.get("7") == changed
    assert store.expires_at("session:7") == deadline


@clause("keyvalue.typed-store.updated-absent", source=TRANSACTIONS)
def test_an_update_may_make_and_delete_a_record(store: KeyValue) -> None:
    records = sessions(store)
    assert records.update("7", lambda old: old) is None
    assert not records.exists("7")
    assert records.update("7", lambda old: old or a_session()) == a_session()
    remaining = store.time_to_live("session:7")
    assert not isinstance(remaining, NoTtl)
    assert 50 < remaining <= 100
    assert records.update("7", lambda _: None) is None
    assert not records.exists("7")


@clause("keyvalue.typed-store.nothing-lost", source=TRANSACTIONS, hint="read, change and put")
def test_no_update_is_lost(store: KeyValue) -> None:
    def like(genre: Genre) -> None:
        preferences(store).update("aki", lambda old: with_genre(old, genre))

    slow = preferences(meddled(store, "get", lambda: like(Genre.HORROR), lambda: like(Genre.SPORTS)))
    changed = slow.update("aki", lambda old: with_genre(old, Genre.COMEDY))
    assert changed == Preferences(liked=frozenset(Genre))
    assert preferences(store).get("aki") == changed


def with_genre(old: Preferences | None, genre: Genre) -> Preferences:
    """Return preferences with one more genre that is liked."""
    return Preferences(liked=(old or Preferences()).liked | {genre})


@clause("keyvalue.typed-store.gone-meanwhile", source=TRANSACTIONS, hint="bring it back to life")
def test_a_record_that_expires_meanwhile_is_not_brought_back(store: KeyValue, clock: ClauseClock) -> None:
    sessions(store, ttl_seconds=0.5).put("7", a_session())
    seen: list[Session | None] = []

    def look(old: Session | None) -> Session | None:
        seen.append(old)
        return old

    late = sessions(meddled(store, "get", lambda: clock.advance(1)))
    assert late.update("7", look) is None
    assert seen == [a_session(), None]
    assert store.exists("session:7") == 0


@clause("keyvalue.typed-store.contended", source=TRANSACTIONS)
def test_who_is_overtaken_all_the_time_is_told(store: KeyValue) -> None:
    records = preferences(store)
    others = [lambda: store.set("preferences:aki", b"{}")] * MAX_ATTEMPTS
    with rejects(Contended, RecipeCode.CONTENDED):
        preferences(meddled(store, "get", *others)).update("aki", lambda _: Preferences(note="mine"))
    assert records.get("aki") == Preferences()


@clause("keyvalue.typed-store.other-kind", source="observed: valkey 9.1.2, redis 7.0.15")
def test_a_key_of_another_kind_is_no_record(store: KeyValue, plant: Plant) -> None:
    records = sessions(store)
    for kind in OTHER_KINDS:
        plant("session:7", kind)
        with unchanged(store, "session:7"):
            with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
                records.get("7")
            with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
                records.update("7", lambda _: a_session())


@clause("keyvalue.typed-store.arguments", source=PORT)
def test_wrong_arguments_are_refused_before_anything_is_sent(store: KeyValue) -> None:
    nothing = untouched(store)
    for seconds in (0, -1, 0.0009, 1e300, nan, inf):
        with pytest.raises(ValueError, match="seconds"):
            sessions(nothing, ttl_seconds=seconds)
    for model, prefix, ttl_seconds in (
        (dict, "p:", 1),
        (a_session(), "p:", 1),
        (Session, b"p:", 1),
        (Session, "p:", "1"),
    ):
        with pytest.raises(TypeError):
            TypedStore(nothing, model, prefix=prefix, ttl_seconds=ttl_seconds)  # type: ignore[type-var, arg-type]
    records = sessions(nothing)
    for id in (b"7", 7, None):
        for call in (records.get, records.get_many, records.delete, records.exists, records.touch):
            with pytest.raises(TypeError):
                call(id)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            records.put(id, a_session())  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            records.update(id, lambda old: old)  # type: ignore[arg-type]
    for record in ({"user": "aki"}, Preferences(), None):
        with pytest.raises(TypeError):
            records.put("7", record)  # type: ignore[arg-type]


@clause("keyvalue.typed-store.update-wrong", source=PORT)
def test_an_update_to_something_else_changes_nothing(store: KeyValue) -> None:
    records = sessions(store)
    records.put("7", a_session())
    with unchanged(store, "session:7"), pytest.raises(TypeError):
        records.update("7", lambda _: Preferences())  # type: ignore[arg-type, return-value]
    with unchanged(store, "session:7"), pytest.raises(ZeroDivisionError):
        records.update("7", lambda _: 1 / 0)  # type: ignore[arg-type, return-value]


@clause("keyvalue.typed-store.utc", source=SERIALIZATION)
def test_the_same_instant_in_another_zone_is_not_changed_to_utc(store: KeyValue) -> None:
    records = sessions(store)
    began = datetime(2030, 1, 1, 9, tzinfo=TOKYO)
    records.put("7", a_session().model_copy(update={"began": began}))
    found = records.get("7")
    assert found is not None
    assert (found.began.astimezone(UTC), found.began.hour) == (began.astimezone(UTC), 9)
