"""The recipe for records that are pydantic models: what cannot be stored, and what is stored already."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    computed_field,
    field_validator,
    model_validator,
)

from verifake.contracts.keyvalue._records import Preferences, Session, a_session
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.ports.keyvalue import KeyValue
from verifake.proof import clause
from verifake.recipes.errors import InvalidRecord, RecipeCode
from verifake.recipes.typed_stores import TypedStore

SERIALIZATION = "https://docs.pydantic.dev/latest/concepts/serialization/"
CONFIG = "https://docs.pydantic.dev/latest/api/config/"
MODELS = "https://docs.pydantic.dev/latest/concepts/models/"
ERRORS = "https://docs.pydantic.dev/latest/errors/errors/"
ALIAS = "https://docs.pydantic.dev/latest/concepts/alias/"
FOLD = "https://docs.python.org/3/library/datetime.html#datetime.datetime.fold"
VALIDATORS = "https://docs.pydantic.dev/latest/concepts/validators/"


class Spelled(BaseModel):
    """Fields that JSON cannot spell by itself."""

    password: SecretStr = SecretStr("")
    raw: bytes = b""
    ratio: float | None = None
    hidden: str = Field(default="", exclude=True)


def refused(store: KeyValue, id: str, model: type[BaseModel] = Session) -> InvalidRecord:
    """Return the error of reading what is no record, and check that nothing has changed."""
    records = TypedStore(store, model, prefix="r:")
    with unchanged(store, f"r:{id}"):
        with pytest.raises(InvalidRecord) as error:
            records.get(id)
        with pytest.raises(InvalidRecord):
            records.get_many(id, id)
        with pytest.raises(InvalidRecord):
            records.update(id, lambda old: old)
    assert (error.value.code, error.value.key) == (RecipeCode.INVALID_RECORD, f"r:{id}")
    return error.value


@clause("keyvalue.typed-store.not-spelled", source=SERIALIZATION, hint="store asterisks for a password")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", SecretStr("s3cret")),
        ("raw", b"\xff s3cret"),
        ("ratio", float("inf")),
        ("ratio", float("nan")),
        ("hidden", "s3cret"),
    ],
)
def test_what_would_not_come_back_is_refused(store: KeyValue, field: str, value: object) -> None:
    records = TypedStore(store, Spelled, prefix="r:")
    records.put("1", Spelled(password=SecretStr(""), raw=b"text", ratio=1.5))
    with unchanged(store, "r:1"), pytest.raises(ValueError, match="would not come back as it is") as error:
        records.put("1", Spelled(**{field: value}))  # type: ignore[arg-type]
    assert "s3cret" not in str(error.value)
    assert (error.value.__cause__, error.value.__context__) == (None, None)
    if field != "raw":  # Of bytes, pydantic does not say where they were.
        assert f": {field}." in str(error.value)


@clause("keyvalue.typed-store.spelled-two-ways", source=CONFIG, hint="trust that what is written can be read")
def test_bytes_that_are_written_and_read_differently_are_refused(store: KeyValue) -> None:
    class HalfSpelled(BaseModel):
        model_config = ConfigDict(ser_json_bytes="base64")
        raw: bytes

    with unchanged(store, "r:1"), pytest.raises(ValueError, match="would not come back as it is: raw"):
        TypedStore(store, HalfSpelled, prefix="r:").put("1", HalfSpelled(raw=b"abc"))


@clause("keyvalue.typed-store.not-validated", source=MODELS)
def test_a_record_that_does_not_validate_itself_is_refused(store: KeyValue) -> None:
    broken = Session.model_construct(user=7, began="now", secret=b"")
    with unchanged(store, "r:1"), pytest.raises(ValueError, match="would not come back as it is: user, began"):
        TypedStore(store, Session, prefix="r:").put("1", broken)


@clause("keyvalue.typed-store.subclass", source=MODELS, hint="store a part of it")
def test_a_subclass_is_another_model(store: KeyValue) -> None:
    class Longer(Preferences):
        more: int = 1

    with unchanged(store, "r:1"), pytest.raises(TypeError, match="expected a Preferences, not Longer"):
        TypedStore(store, Preferences, prefix="r:").put("1", Longer())


@clause("keyvalue.typed-store.own-names", source=ALIAS, hint="write by one name and read by another")
def test_fields_are_stored_under_their_own_names(store: KeyValue) -> None:
    class Inner(BaseModel):
        page: int = Field(alias="p")

    class Aliased(BaseModel):
        model_config = ConfigDict(serialize_by_alias=True)
        user: str = Field(validation_alias="u", serialization_alias="U")
        inner: Inner

    record = Aliased.model_validate({"u": "aki", "inner": {"p": 7}})
    records = TypedStore(store, Aliased, prefix="r:")
    records.put("1", record)
    assert store.get("r:1") == b'{"user":"aki","inner":{"page":7}}'
    assert records.get("1") == record


@clause("keyvalue.typed-store.not-fields", source=SERIALIZATION)
def test_what_is_no_field_is_not_stored(store: KeyValue) -> None:
    class Richer(BaseModel):
        model_config = ConfigDict(extra="forbid")
        pages: int
        _seen: int = PrivateAttr(0)

        @computed_field  # type: ignore[prop-decorator]
        @property
        def twice(self) -> int:
            return 2 * self.pages

        @cached_property
        def thrice(self) -> int:
            return 3 * self.pages

    record = Richer(pages=2)
    record._seen = record.thrice  # noqa: SLF001 - it is set as the record's owner would
    records = TypedStore(store, Richer, prefix="r:")
    records.put("1", record)
    assert store.get("r:1") == b'{"pages":2}'
    assert records.get("1") == Richer(pages=2)


@clause("keyvalue.typed-store.invalid", source=ERRORS, hint="quote what was found")
@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (b'{"user": "s3cret", "began": "s3cret", "secret": "AAAA"}', ("began",)),
        (b'{"user": "s3cret"}', ("began", "secret")),
        (b'{"user": 7, "began": "2030-01-01T00:00:00Z", "secret": "s3cret!"}', ("user", "secret")),
        (b'{"user": "u", "began": 0, "secret": "", "volumes": {"s3cret": "many"}}', ("volumes",)),
        (b"s3cret", ()),
        (b"", ()),
        (b"null", ()),
        (b"[]", ()),
        (b'"s3cret"', ()),
        (b'{"user": "s3cret\xff"}', ()),
        (b"\x00", ()),
    ],
)
def test_what_is_no_record_is_refused_by_its_fields(store: KeyValue, data: bytes, fields: tuple[str, ...]) -> None:
    store.set("r:1", data, ttl_seconds=100)
    error = refused(store, "1")
    assert error.fields == fields
    assert "s3cret" not in str(error)
    assert (error.__cause__, error.__context__) == (None, None)


@clause("keyvalue.typed-store.invalid-validator", source=VALIDATORS)
def test_what_a_models_own_validator_says_goes_no_further(store: KeyValue) -> None:
    class Strict(BaseModel):
        user: str

        @field_validator("user")
        @classmethod
        def known(cls, user: str) -> str:
            raise ValueError(f"unknown user {user}")

    store.set("r:1", b'{"user": "s3cret"}')
    assert "s3cret" not in str(refused(store, "1", Strict))


@clause("keyvalue.typed-store.invalid-mended", source=MODELS)
def test_a_record_that_is_none_may_be_overwritten_and_deleted(store: KeyValue) -> None:
    records = TypedStore(store, Session, prefix="r:")
    store.set("r:1", b"text")
    store.set("r:2", b"text")
    assert records.exists("1")
    records.put("1", a_session())
    assert records.get("1") == a_session()
    assert records.delete("2")


@clause("keyvalue.typed-store.field-added", source=MODELS)
def test_a_new_field_takes_its_default(store: KeyValue) -> None:
    store.set("r:1", b'{"user": "aki", "began": "2030-01-01T00:00:00Z", "secret": "AP8="}')
    found = TypedStore(store, Session, prefix="r:").get("1")
    assert found == Session(user="aki", began=datetime(2030, 1, 1, tzinfo=UTC), secret=b"\x00\xff")


@clause("keyvalue.typed-store.field-unknown", source=CONFIG, hint="refuse what a newer program has written")
def test_a_field_that_the_model_has_not_is_left_out(store: KeyValue) -> None:
    store.set("r:1", b'{"note": "n", "newer": 7}')
    records = TypedStore(store, Preferences, prefix="r:")
    assert records.get("1") == Preferences(note="n")
    records.update("1", lambda old: old)
    assert b"newer" not in (store.get("r:1") or b"")


@clause("keyvalue.typed-store.field-kept", source=CONFIG)
def test_a_model_may_keep_fields_that_it_does_not_know(store: KeyValue) -> None:
    class Keeping(BaseModel):
        model_config = ConfigDict(extra="allow")
        note: str

    store.set("r:1", b'{"note": "n", "newer": {"deep": [1, null]}}')
    TypedStore(store, Keeping, prefix="r:").update("1", lambda old: old and old.model_copy(update={"note": "m"}))
    assert store.get("r:1") == b'{"note":"m","newer":{"deep":[1,null]}}'


@clause("keyvalue.typed-store.field-kept-changed", source=CONFIG)
def test_a_field_that_no_model_knows_has_to_come_back_too(store: KeyValue) -> None:
    class Keeping(BaseModel):
        model_config = ConfigDict(extra="allow")

    with unchanged(store, "r:1"), pytest.raises(ValueError, match="would not come back as it is: pages"):
        TypedStore(store, Keeping, prefix="r:").put("1", Keeping.model_validate({"pages": {1, 2}}))


@clause("keyvalue.typed-store.hour-twice", source=FOLD, hint="hold no two times of that hour for equal")
def test_times_in_the_hour_that_comes_twice_come_back_wherever_they_are(store: KeyValue) -> None:
    class Inner(BaseModel):
        at: datetime

    class Times(BaseModel):
        all: list[datetime]
        pair: tuple[datetime, int]
        by_name: dict[str, Inner]

    twice = [datetime(2025, 10, 26, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=fold) for fold in (0, 1)]
    records = TypedStore(store, Times, prefix="r:")
    records.put("1", Times(all=twice, pair=(twice[1], 7), by_name={"first": Inner(at=twice[0])}))
    found = records.get("1")
    assert found is not None
    assert [at.timestamp() for at in found.all] == [at.timestamp() for at in twice]
    assert found.pair[0].timestamp() - found.by_name["first"].at.timestamp() == 3600


@clause("keyvalue.typed-store.field-forbidden", source=CONFIG)
def test_a_model_may_refuse_fields_that_it_does_not_know(store: KeyValue) -> None:
    class Forbidding(BaseModel):
        model_config = ConfigDict(extra="forbid")
        note: str

    store.set("r:1", b'{"note": "n", "s3cret": 7}')
    error = refused(store, "1", Forbidding)
    assert error.fields == ()
    assert "s3cret" not in str(error)


@clause("keyvalue.typed-store.version", source=VALIDATORS)
def test_a_model_may_read_what_an_older_one_has_written(store: KeyValue) -> None:
    class Renamed(BaseModel):
        version: int = 2
        reader: str

        @model_validator(mode="before")
        @classmethod
        def from_the_first(cls, data: Any) -> Any:
            return {"reader": data["user"]} if "user" in data else data

    store.set("r:1", b'{"user": "aki"}', ttl_seconds=100)
    records = TypedStore(store, Renamed, prefix="r:")
    assert records.get("1") == Renamed(reader="aki")
    records.update("1", lambda old: old)
    assert store.get("r:1") == b'{"version":2,"reader":"aki"}'
