import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A model as the generator of Okta's SDK for Go writes it: unknown properties are kept, required ones are checked. */
function model(name: string, fields: string[], required: string[] = [], keepsUnknown = true): string {
  const tags = fields.map((field) => /json:"([^",]+)/.exec(field)?.[1] ?? '').filter(Boolean);
  return `
type ${name} struct {
	${[...fields, ...(keepsUnknown ? ['AdditionalProperties map[string]interface{}'] : [])].join('\n\t')}
}

type _${name} ${name}

func (o *${name}) UnmarshalJSON(data []byte) (err error) {
	all := map[string]interface{}{}
	if err = json.Unmarshal(data, &all); err != nil {
		return err
	}
	for _, name := range []string{${required.map((property) => `"${property}"`).join(', ')}} {
		if _, exists := all[name]; !exists {
			return fmt.Errorf("no value given for required property %v", name)
		}
	}
	var value _${name}
	if err = json.Unmarshal(data, &value); err != nil {
		return err
	}
	*o = ${name}(value)
	for _, name := range []string{${tags.map((tag) => `"${tag}"`).join(', ')}} {
		delete(all, name)
	}
	${keepsUnknown ? 'o.AdditionalProperties = all' : ''}
	return nil
}

func (o *${name}) SetNothing() { usedByNoDecoder() }
`;
}

/** A model of one of several variants. A discriminator that it does not know is ignored without an error. */
const union = `
type Factor struct {
	SmsFactor *SmsFactor
	PushFactor *PushFactor
}

func (dst *Factor) UnmarshalJSON(data []byte) error {
	var dict map[string]interface{}
	if err := json.Unmarshal(data, &dict); err != nil {
		return fmt.Errorf("failed to unmarshal JSON into map for the discriminator lookup")
	}
	if dict["factorType"] == "sms" {
		if err := json.Unmarshal(data, &dst.SmsFactor); err != nil {
			dst.SmsFactor = nil
			return fmt.Errorf("failed to unmarshal Factor as SmsFactor: %s", err.Error())
		}
	}
	if dict["factorType"] == "push" {
		return json.Unmarshal(data, &dst.PushFactor)
	}
	return nil
}

func (obj *Factor) GetActualInstance() interface{} { return nil }

// Target is written without a discriminator: the first variant that fits is used.
type Target struct {
	SmsFactor *SmsFactor
	Names *[]string
}

func (dst *Target) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &dst.SmsFactor) == nil {
		return nil
	}
	dst.SmsFactor = nil
	if json.Unmarshal(data, &dst.Names) == nil {
		return nil
	}
	return fmt.Errorf("data failed to match schemas in anyOf(Target)")
}

type NullableString struct {
	value *string
	isSet bool
}

func (v NullableString) Get() *string { return v.value }

func (v *NullableString) UnmarshalJSON(src []byte) error { return json.Unmarshal(src, &v.value) }

type Status string

func (v *Status) UnmarshalJSON(src []byte) error {
	var value string
	if err := json.Unmarshal(src, &value); err != nil {
		return err
	}
	if value != "ACTIVE" {
		return fmt.Errorf("%+v is not a valid Status", value)
	}
	*v = Status(value)
	return nil
}
`;

/** A model with an embedded one. Both declare the property extra, and it is decoded into both types. */
const embedded = `
type Rule struct {
	Base
	Extra *PushFactor \`json:"extra,omitempty"\`
	AdditionalProperties map[string]interface{}
}

func (o *Rule) UnmarshalJSON(data []byte) error {
	var own struct { Extra *PushFactor \`json:"extra,omitempty"\` }
	if err := json.Unmarshal(data, &own); err != nil {
		return err
	}
	o.Extra = own.Extra
	return json.Unmarshal(data, &o.Base)
}
`;

const models = `package okta

import (
	"encoding/json"
	"fmt"
	"time"
)

${model('User', ['Id string `json:"id"`', 'Login string `json:"login"`', 'Status *Status `json:"status,omitempty"`', 'Created *time.Time `json:"created,omitempty"`', 'Logins *int32 `json:"logins,omitempty"`', 'Address *Address `json:"address,omitempty"`', 'Targets []Target `json:"targets,omitempty"`'], ['id', 'login'])}
${model('Address', ['City *string `json:"city,omitempty"`', 'Zip NullableString `json:"zip,omitempty"`'], [], false)}
${model('SmsFactor', ['FactorType string `json:"factorType"`', 'Phone *string `json:"phone"`'], ['phone'])}
${model('PushFactor', ['FactorType string `json:"factorType"`'])}
${model('Error', ['ErrorCode *string `json:"errorCode,omitempty"`'])}
${model('Base', ['Name string `json:"name"`', 'Extra map[string]map[string]interface{} `json:"extra,omitempty"`'], ['name'])}
${union}${embedded}`;

/** The client imports a module that is not installed. Only its function decode is needed. */
const client = `package okta

import (
	"encoding/json"
	"net/http"

	"example.com/not/installed"
)

const VERSION = "7.8.9"

type APIClient struct {
	http *http.Client
	other installed.Client
}

func (c *APIClient) decode(v interface{}, b []byte, contentType string) (err error) {
	if len(b) == 0 {
		return nil
	}
	return json.Unmarshal(b, v)
}

func usedByNoDecoder() { installed.Run() }
`;

function operation(name: string, method: string, path: string, result: string): string {
  return `
func (a *UserAPIService) ${name}Execute(r Request) (${result}, *http.Response, error) {
	var (
		localVarHTTPMethod   = http.Method${method}
		localVarReturnValue  ${result}
		localVarHTTPResponse *http.Response
	)
	localVarPath := localBasePath + "${path}"
	localVarPath = strings.Replace(localVarPath, "{"+"id"+"}", r.id, -1)
	if localVarHTTPResponse.StatusCode >= 300 {
		if localVarHTTPResponse.StatusCode == 404 {
			var v Error
			a.client.decode(&v, nil, localVarHTTPMethod)
		}
	}
	return localVarReturnValue, nil, nil
}
`;
}

const operations = `package okta

import (
	"net/http"
	"strings"
)
${operation('ListUsers', 'Get', '/api/v1/users', '[]User')}
${operation('GetUser', 'Get', '/api/v1/users/{userId}', '*User')}
${operation('GetMe', 'Get', '/api/v1/users/me', '*Address')}
${operation('GetRule', 'Get', '/api/v1/rules/{ruleId}', '*Rule')}
${operation('GetDefault', 'Get', '/api/v1/groups/default', '*Address')}
${operation('GetAny', 'Get', '/api/v1/{kind}/{id}', 'map[string]interface{}')}
${operation('GetFactor', 'Get', '/api/v1/users/{userId}/factors/{factorId}', '*Factor')}
${operation('ListFactors', 'Get', '/api/v1/users/{userId}/factors', '[]Factor')}
`;

/** Writes a small SDK in the style of Okta's generated SDK for Go. @param more Go code for its models */
export function writeGoSdk(folder: string, more = ''): string {
  const sources = join(folder, 'okta');
  mkdirSync(sources, { recursive: true });
  writeFileSync(join(sources, 'model_user.go'), models + more);
  writeFileSync(join(sources, 'client.go'), client);
  writeFileSync(join(sources, 'api_user.go'), operations);
  return folder;
}
