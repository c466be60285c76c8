package main

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"time"
)

// classify names the cause at a place that has no failing part. Errors of Go contain values of the body, so that they are
// never passed on.
func (found *search) classify(model reflect.Type, body []byte, failure error, pointer string) {
	name, actual := nameOf(model), kindOf(body)
	var wrongType *json.UnmarshalTypeError
	var wrongTime *time.ParseError
	switch {
	case failure == errPanic:
		found.add(pointer, "other", name, "makes the SDK panic")
	case errors.As(failure, &wrongTime) && actual != "number", model == timeType && actual == "string":
		found.add(pointer, "format", name, "is not a date and time that "+name+" can be decoded from")
	case strings.Contains(failure.Error(), "is not a valid"):
		found.add(pointer, "enum", name, "is not a member of "+name)
	case errors.As(failure, &wrongType) && actual == "number" && isNumber(model):
		found.add(pointer, "type", name, "is a number that "+name+" cannot hold")
	case errors.As(failure, &wrongType), model == timeType, actual != jsonKind(model) && jsonKind(model) != "":
		found.add(pointer, "type", name, "is of type "+actual+", and "+name+" cannot be decoded from it")
	default:
		found.add(pointer, "other", name, "cannot be decoded into "+name)
	}
}

func isNumber(model reflect.Type) bool {
	return model.Kind() >= reflect.Int && model.Kind() <= reflect.Float64
}

// jsonKind is the type of JSON value that a type of Go is decoded from, or an empty text if any is possible.
func jsonKind(model reflect.Type) string {
	switch {
	case isNumber(model):
		return "number"
	case model.Kind() == reflect.String:
		return "string"
	case model.Kind() == reflect.Bool:
		return "boolean"
	case model.Kind() == reflect.Slice:
		return "array"
	case model.Kind() == reflect.Map, model.Kind() == reflect.Struct:
		return "object"
	}
	return ""
}
