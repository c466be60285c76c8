package main

import (
	"encoding/json"
	"reflect"
	"strings"
)

type comparison struct {
	search
	cause string
}

// compare walks a decoded value beside the parsed body and reports what the value no longer contains.
func compare(value reflect.Value, body interface{}) (string, []place) {
	result := "loss"
	found := &comparison{cause: "dropped", search: search{places: []place{}}}
	if nothing(value, body) {
		result, found.cause = "empty", "swallowed"
	}
	found.visit(value, body, "")
	if len(found.places) == 0 {
		result = "read"
	}
	return result, found.places
}

// nothing tells whether a body with content became an empty value, or a list of empty values only.
func nothing(value reflect.Value, body interface{}) bool {
	value = target(value)
	if !value.IsValid() {
		members, isObject := body.(map[string]interface{})
		return body != nil && (!isObject || len(members) > 0)
	}
	items, isList := body.([]interface{})
	if !isList || value.Kind() != reflect.Slice {
		return false
	}
	for i, part := range items {
		if i < value.Len() && !nothing(value.Index(i), part) {
			return false
		}
	}
	return len(items) > 0
}

// target follows pointers, interfaces, wrappers and unions to the value that carries the data. It is invalid if there is none.
func target(value reflect.Value) reflect.Value {
	for value.IsValid() {
		switch {
		case value.Kind() == reflect.Pointer || value.Kind() == reflect.Interface:
			value = value.Elem()
		case isUnion(value.Type()):
			value = variant(value)
		case wrapped(value.Type()) != nil:
			value = value.MethodByName("Get").Call(nil)[0]
		default:
			return value
		}
	}
	return value
}

func variant(union reflect.Value) reflect.Value {
	for i := 0; i < union.NumField(); i++ {
		if field := union.Field(i); field.Kind() == reflect.Pointer && !field.IsNil() {
			return field
		}
	}
	return reflect.Value{}
}

func (found *comparison) drop(pointer, owner, message string) {
	found.add(pointer, found.cause, owner, message)
}

func (found *comparison) visit(declared reflect.Value, body interface{}, pointer string) {
	if body == nil {
		return
	}
	value := target(declared)
	if !value.IsValid() {
		owner := nameOf(declared.Type())
		found.drop(pointer, owner, "is decoded into an empty "+owner+" without an error")
		return
	}
	owner := nameOf(value.Type())
	switch body := body.(type) {
	case map[string]interface{}:
		found.visitMembers(value, body, pointer, owner)
	case []interface{}:
		for i, part := range body {
			if value.Kind() != reflect.Slice {
				return
			}
			if i < value.Len() {
				found.visit(value.Index(i), part, item(pointer, i))
			} else {
				found.drop(item(pointer, i), owner, "is not kept by "+owner)
			}
		}
	case json.Number:
		if !holds(value, body) {
			found.drop(pointer, owner, owner+" does not hold this number exactly")
		}
	}
}

func (found *comparison) visitMembers(value reflect.Value, body map[string]interface{}, pointer, owner string) {
	// Values that are not of a model, and free values that were decoded as they are, keep everything.
	generic := value.Type() == genericType || value.Type() == timeType
	if generic || value.Kind() != reflect.Map && value.Kind() != reflect.Struct {
		return
	}
	for _, name := range sortedKeys(body) {
		var member reflect.Value
		if value.Kind() == reflect.Map {
			member = value.MapIndex(reflect.ValueOf(name))
		} else {
			member = property(value, name)
		}
		if member.IsValid() {
			found.visit(member, body[name], below(pointer, name))
		} else if body[name] != nil {
			found.drop(below(pointer, name), owner, "is not kept by "+owner)
		}
	}
}

// property is the value of a property in a model: in its own field, in an embedded model, or among the additional properties.
func property(model reflect.Value, name string) reflect.Value {
	var embedded []reflect.Value
	for i := 0; i < model.NumField(); i++ {
		field := model.Type().Field(i)
		// encoding/json ignores upper and lower case.
		if strings.EqualFold(tagOf(field), name) {
			return model.Field(i)
		}
		if field.Anonymous && pointed(field.Type).Kind() == reflect.Struct {
			embedded = append(embedded, target(model.Field(i)))
		}
	}
	for _, inner := range embedded {
		if inner.IsValid() {
			if found := property(inner, name); found.IsValid() {
				return found
			}
		}
	}
	additional := model.FieldByName("AdditionalProperties")
	if additional.IsValid() && additional.Kind() == reflect.Map {
		return additional.MapIndex(reflect.ValueOf(name))
	}
	return reflect.Value{}
}

var genericType = reflect.TypeOf(map[string]interface{}{})

// holds tells whether an integer of the body is the same number in the decoded value.
func holds(value reflect.Value, body json.Number) bool {
	whole, failure := body.Int64()
	if failure != nil {
		return true
	}
	switch value.Kind() {
	case reflect.Float32, reflect.Float64:
		return int64(value.Float()) == whole
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return value.Int() == whole
	}
	return true
}
