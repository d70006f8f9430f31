"""Records that are pydantic models, under keys of their own. Needs the extra ``verifake[records]``.

A record is stored as JSON, its fields under their own names (aliases are for other interfaces), so that other programs
can read it. What does not come back as it was put is refused when it is put: so are, unless the model says how to spell
them, bytes that are no UTF-8 and masked secrets.

The model is the schema. A record that was stored under an older one is read under the newer:

- a field that is new needs a default;
- a field that the model does not have is ignored, and lost with the next `put` or `update`, unless the model keeps it
  (``extra="allow"``): let it, as long as older and newer programs share the store;
- what else has changed is a matter of the model's own ``model_validator(mode="before")``, or of another prefix.

Source: https://docs.pydantic.dev/latest/concepts/serialization/, …/concepts/models/, …/api/config/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Generic, TypeVar

try:
    from pydantic import BaseModel, ValidationError
except ImportError as error:
    raise ImportError("verifake.recipes.typed_stores needs pydantic: pip install 'verifake[records]'") from error

from verifake.ports.keyvalue import KeyValue
from verifake.ports.keyvalue._arguments import check_key
from verifake.recipes._checks import check_span
from verifake.recipes.errors import Contended, InvalidRecord
from verifake.recipes.optimistic import MAX_ATTEMPTS, attempts, committed

__all__ = ["TypedStore"]

Model = TypeVar("Model", bound=BaseModel)

_NO_TIME: Final = timedelta(0)


class TypedStore(Generic[Model]):
    """Records of one model, by their ids. Thread safe.

    Args:
        store: where they are kept.
        model: what they are.
        prefix: what their keys begin with, such as ``"session:"``; nothing else begins with it.
        ttl_seconds: how long a record lives after `put` or `touch`; None for ever.
    """

    def __init__(self, store: KeyValue, model: type[Model], *, prefix: str, ttl_seconds: float | None = None) -> None:
        _check_model(model)
        check_key(prefix)
        if ttl_seconds is not None:
            check_span(ttl_seconds, "ttl_seconds")
        self._store = store
        self._model = model
        self._prefix = prefix
        self._ttl_seconds = ttl_seconds

    def get(self, id: str) -> Model | None:
        """Return the record, or None if there is none.

        Raises:
            InvalidRecord: what is stored is no such record; it stays.
            InvalidRequest: `WRONG_TYPE` if the key holds another kind of value.
        """
        key = self._key(id)
        return self._read(key, self._store.get(key), "get")

    def get_many(self, *ids: str) -> list[Model | None]:
        """Return the records in the order of `ids`, None for each that there is not.

        Raises:
            InvalidRecord: one of them is no such record.
            InvalidRequest: `NO_KEYS` without an id.
        """
        keys = [self._key(id) for id in ids]
        return [self._read(key, data, "get_many") for key, data in zip(keys, self._store.get_many(*keys), strict=True)]

    def put(self, id: str, record: Model) -> None:
        """Store a record in the place of another, with the whole time to live.

        Raises:
            TypeError: `record` is no instance of the very model.
            ValueError: it would not come back as it is; the message names the fields, and no values.
        """
        key = self._key(id)
        self._store.set(key, self._written(record), ttl_seconds=self._ttl_seconds)

    def delete(self, id: str) -> bool:
        """Delete the record and return whether there was one."""
        return self._store.delete(self._key(id)) == 1

    def exists(self, id: str) -> bool:
        """Return whether there is a record. It is not read: it may be gone, or invalid, when it is."""
        return self._store.exists(self._key(id)) == 1

    def touch(self, id: str) -> bool:
        """Give the record the whole time to live again, if there is one at all; return whether there is a record."""
        key = self._key(id)
        if self._ttl_seconds is None:
            return self._store.exists(key) == 1
        return self._store.expire(key, self._ttl_seconds)

    def update(self, id: str, function: Callable[[Model | None], Model | None]) -> Model | None:
        """Store what `function` makes of the record, and return that; None stands for no record.

        No change of anybody else is lost: where the record changes meanwhile, `function` is called again with the new
        one. So it must have no effects. The deadline stays; a record that is new has the whole time to live.

        Raises:
            InvalidRecord, InvalidRequest: as `get`.
            TypeError, ValueError: as `put`, for what `function` returned; what it raises comes through.
            Contended: others changed the record during each of many attempts.
        """
        key = self._key(id)
        for transaction in attempts(self._store, key):
            with transaction:
                old = self._read(key, self._store.get(key), "update")
                new = function(old)
                data = None if new is None else self._written(new)
                lifetime = {"keep_ttl": True} if old is not None else {"ttl_seconds": self._ttl_seconds}
                if committed(transaction, key, data, **lifetime):
                    return new
        raise Contended(key, "update", MAX_ATTEMPTS)

    def _key(self, id: str) -> str:
        check_key(id)
        return f"{self._prefix}{id}"

    def _read(self, key: str, data: bytes | None, operation: str) -> Model | None:
        """Return what was stored as `data`."""
        if data is None:
            return None
        record, wrong = _validated(self._model, data)
        if record is None:
            fields = ", ".join(wrong) or "the record as a whole"
            raise InvalidRecord(key, operation, f"no {self._model.__name__}: {fields} does not validate", wrong)
        return record

    def _written(self, record: Model) -> bytes:
        """Return `record` as it is stored."""
        if type(record) is not self._model:
            raise TypeError(f"expected a {self._model.__name__}, not {type(record).__name__}")
        data = _spelled(record)
        again, wrong = (None, ()) if data is None else _validated(self._model, data)
        if data is None or again is None or not _same(again, record):
            lost = ", ".join(wrong or _differing(record, again)) or "some field"
            raise ValueError(
                f"a {self._model.__name__} that would not come back as it is: {lost}. Let the model say how it is "
                "spelled, such as ser_json_bytes and val_json_bytes='base64' in its model_config"
            )
        return data


def _check_model(model: object) -> None:
    """Raise `TypeError` unless `model` is a class of pydantic's."""
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise TypeError(f"a model must be a class of pydantic's, not {model!r}")


def _spelled(record: BaseModel) -> bytes | None:
    """Return `record` as JSON, or None if that cannot spell it. pydantic's own error might quote a value."""
    try:
        return record.model_dump_json(by_alias=False, round_trip=True, warnings=False).encode()
    except ValueError:
        return None


def _validated(model: type[Model], data: bytes) -> tuple[Model | None, tuple[str, ...]]:
    """Return the record that `data` spells, or None and the names of its fields that are wrong.

    Neither the error nor where in a field it is goes any further: the one quotes values, the other keys of mappings.
    """
    try:
        return model.model_validate_json(data, by_alias=False, by_name=True), ()
    except ValidationError as error:
        places = {str(each["loc"][0]) for each in error.errors(include_input=False, include_url=False) if each["loc"]}
    return None, tuple(name for name in model.model_fields if name in places)


def _differing(record: BaseModel, again: BaseModel | None) -> tuple[str, ...]:
    """Return the names of the fields of `record` that did not come back."""
    if again is None:
        return ()
    found = _fields(again)
    return tuple(name for name, value in _fields(record).items() if not _same(found.get(name), value))


def _same(one: Any, other: Any) -> bool:
    """Whether both are equal; times are if they are the same instant, whatever their zones are called.

    In the hour that a clock goes through twice, Python holds no two times of different zones for equal:
    https://docs.python.org/3/library/datetime.html#datetime.datetime.fold
    """
    if isinstance(one, datetime) and isinstance(other, datetime) and one.tzinfo and other.tzinfo:
        return one - other == _NO_TIME
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and type(one) is type(other):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, BaseModel) and type(one) is type(other):
        return _same(_fields(one), _fields(other))
    return bool(one == other)


def _fields(record: BaseModel) -> dict[str, Any]:
    """Return what `record` holds by the names of its fields: no private attribute, nothing cached."""
    own = vars(record)
    return {name: own.get(name) for name in type(record).model_fields} | (record.model_extra or {})
