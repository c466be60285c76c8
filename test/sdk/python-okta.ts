import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a small package `okta`, in the style of the generated Python SDK 3.x, into a folder. `replace` changes its API client. */
export function writePythonSdk(folder: string, version = '3.9.0', replace: [string, string] = ['', '']): void {
  const files: Record<string, string> = {
    '__init__.py': `__version__ = "${version}"\n`,
    'rest.py': rest,
    'api_client.py': apiClient.replace(...replace),
    'api/__init__.py': '',
    'api/thing_api.py': operations.map(operation).join('\n'),
    'models/__init__.py': models,
  };
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, 'okta', name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }
}

// Method, path and the types of the statuses.
const operations: [string, string, string, string][] = [
  ['list_things', 'GET', '/api/v1/things', '{"200": "List[Thing]"}'],
  ['get_thing', 'GET', '/api/v1/things/{thingId}', '{"200": "Thing", "404": "Thing"}'],
  ['get_default', 'GET', '/api/v1/things/default', '{"200": "Quiet"}'],
  ['create_thing', 'POST', '/api/v1/things', '{\n            "201": "Thing",\n        }'],
  ['delete_thing', 'DELETE', '/api/v1/things/{thingId}', '{"204": None}'],
  ['list_quiet', 'GET', '/api/v1/quiet', '{"200": "List[Quiet]"}'],
  ['get_caller', 'GET', '/api/v1/caller', '{"2XX": "Caller"}'],
  ['get_either', 'GET', '/api/v1/either', '{"200": "Either"}'],
];

const operation = ([name, method, path, types]: (typeof operations)[number]) => `
    async def ${name}(self) -> Thing:
        _response_types_map: Dict[str, Optional[str]] = ${types}

        method, url, header_params, body, post_params = (
            self._${name}_serialize(
                _request_auth=_request_auth,
            )
        )

    def _${name}_serialize(
        self,
        _request_auth,
    ) -> RequestSerialized:
        return self.param_serialize(
            method="${method}",
            resource_path="${path}",
        )
`;

const rest = `
class RESTResponse:
    def __init__(self, resp) -> None:
        self.response, self.status, self.data = resp, resp.status, None

    def read(self, data=None):
        self.data = data
        return self.data

    def getheaders(self):
        return self.response.headers
`;

// The HTTP client is not installed: the adapter supplies an empty module.
const apiClient = `
import json
import re
from types import SimpleNamespace

from an_http_client_that_is_not_installed.client import Session

import okta.models

print("loaded")


class ApiClient:
    session = Session()

    def __init__(self, configuration) -> None:
        raise ValueError("No token")

    def response_deserialize(self, response_data, response_types_map=None):
        kind = response_types_map.get(str(response_data.status)) or response_types_map.get("2XX")
        return SimpleNamespace(data=self.deserialize(response_data.data.decode("utf-8"), kind))

    def deserialize(self, response_text, response_type):
        data = json.loads(response_text)
        return self.__deserialize(data, response_type)

    def __deserialize(self, data, klass):
        if data is None:
            return None
        if klass == "object":
            return data
        if klass.startswith("List["):
            sub_kls = re.match(r"List\\[(.*)]", klass).group(1)
            return [self.__deserialize(sub_data, sub_kls) for sub_data in data]
        return getattr(okta.models, klass).from_dict(data)
`;

const models = `
from __future__ import annotations

import json
import socket
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, ClassVar, Dict, List, Optional

from pydantic import BaseModel, Field, StrictStr, ValidationError, field_validator


class ThingStatus(str, Enum):
    ACTIVE = "ACTIVE"


class Part(BaseModel):
    kind: Optional[StrictStr] = None

    @field_validator("kind")
    def kind_validate_enum(cls, value):
        if value is not None and value not in set(["BIG"]):
            raise ValueError("must be one of enum values ('BIG')")
        return value

    @classmethod
    def from_dict(cls, obj):
        return cls.model_validate({"kind": obj.get("kind")}) if obj is not None else None


class Animal(BaseModel):
    type: StrictStr

    __discriminator_property_name: ClassVar[str] = "type"

    @classmethod
    def from_dict(cls, obj):
        if obj.get(cls.__discriminator_property_name) == "CAT":
            return Cat.from_dict(obj)
        raise ValueError("Animal failed to lookup discriminator value from " + json.dumps(obj))


class Cat(Animal):
    @classmethod
    def from_dict(cls, obj):
        return cls.model_validate({"type": obj.get("type")})


class Thing(BaseModel):
    id: StrictStr
    status: Optional[ThingStatus] = None
    created_at: Optional[datetime] = Field(default=None, alias="createdAt")
    code: Optional[Annotated[str, Field(strict=True, max_length=3)]] = None
    tags: Optional[List[ThingStatus]] = None
    kinds: Optional[List[StrictStr]] = None
    parts: Optional[List[Part]] = None
    animal: Optional[Animal] = None
    profile: Optional[Dict[str, Any]] = None

    @field_validator("kinds")
    def kinds_validate_enum(cls, value):
        for i in value or []:
            if i not in set(["A", "B"]):
                raise ValueError("each list item must be one of ('A', 'B')")
        return value

    @classmethod
    def from_dict(cls, obj):
        if not isinstance(obj, dict):
            return cls.model_validate(obj)
        return cls.model_validate(
            {
                "id": obj.get("id"),
                "status": obj.get("status"),
                "createdAt": obj.get("createdAt"),
                "code": obj.get("code"),
                "tags": obj.get("tags"),
                "kinds": obj.get("kinds"),
                "parts": [Part.from_dict(_item) for _item in obj["parts"]] if obj.get("parts") is not None else None,
                "animal": Animal.from_dict(obj["animal"]) if obj.get("animal") is not None else None,
                "profile": obj.get("profile"),
            }
        )


class Either(BaseModel):
    oneof_schema_1_validator: Optional[Cat] = None
    oneof_schema_2_validator: Optional[Thing] = None
    actual_instance: Any = None

    @classmethod
    def from_dict(cls, obj):
        return cls.from_json(json.dumps(obj))

    @classmethod
    def from_json(cls, json_str):
        errors = []
        for kind in (Cat, Thing):
            try:
                return cls.model_construct(actual_instance=kind.from_dict(json.loads(json_str)))
            except (ValidationError, ValueError) as e:
                errors.append(str(e))
        raise ValueError("No match found when deserializing the JSON string into Either with oneOf schemas: " + ", ".join(errors))


class Quiet:
    @classmethod
    def from_dict(cls, obj):
        try:
            return Thing.from_dict(obj)
        except ValidationError:
            return None


class Caller:
    @classmethod
    def from_dict(cls, obj):
        with socket.create_connection(("127.0.0.1", obj["port"])) as connection:
            connection.sendall(b"hello")
        return cls()
`;
