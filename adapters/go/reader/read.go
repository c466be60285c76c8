package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"

	"contracts/okta"
)

// answer passes a response to the SDK and reports what became of it.
func (known index) answer(asked request) answer {
	operation := known.find(asked.Operation)
	if operation == nil {
		return answer{ID: asked.ID, Result: "unknown operation", Findings: []place{}}
	}
	result := answer{ID: asked.ID, Operation: operation.Method + " " + operation.Path, Findings: []place{}}
	model := operation.Result
	if asked.Status >= 300 {
		model = operation.Errors[asked.Status]
	}
	if model == nil {
		result.Result = "unknown operation"
		return result
	}
	value := reflect.New(model)
	if failure := decode(value.Interface(), asked.Body); failure != nil {
		result.Result = "failed"
		result.Findings = locate(model, asked.Body, failure)
		return result
	}
	result.Result, result.Findings = compare(value.Elem(), parsed(asked.Body))
	return result
}

// decode calls the SDK as its API functions do. A panic of the SDK is an error.
func decode(target interface{}, body []byte) (failure error) {
	defer recovered(&failure)
	return okta.ContractsDecode(target, body)
}

// fails decodes a part of a body into the type of a property, as encoding/json does within a model of the SDK.
func fails(model reflect.Type, body []byte) (failure error) {
	defer recovered(&failure)
	return json.Unmarshal(body, reflect.New(model).Interface())
}

var errPanic = errors.New("panic")

func recovered(failure *error) {
	if recover() != nil {
		*failure = errPanic
	}
}

// kindOf names the type of a JSON value.
func kindOf(body []byte) string {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return "nothing"
	}
	switch body[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	return "number"
}

// parsed is a body as maps, slices and scalars. Its numbers keep their digits.
func parsed(body []byte) interface{} {
	var value interface{}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	_ = decoder.Decode(&value)
	return value
}

func membersOf(body []byte) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	_ = json.Unmarshal(body, &members)
	return members
}

func itemsOf(body []byte) []json.RawMessage {
	var items []json.RawMessage
	_ = json.Unmarshal(body, &items)
	return items
}
