package main

import (
	"reflect"
	"strconv"
)

type comparison struct {
	search
	// The type of the model that a value was looked up in.
	owner string
}

// compare walks a decoded value beside the body and reports what the value no longer contains.
func compare(value reflect.Value, body []byte) (string, []place) {
	if nothing(value, body) {
		name := nameOf(value.Type())
		return "empty", []place{{"", "swallowed", name, "is decoded into an empty " + name + " without an error"}}
	}
	found := &comparison{}
	found.visit(value, body, "")
	if len(found.places) > 0 {
		return "loss", found.places
	}
	return "read", []place{}
}

// nothing tells whether a body with content became a union without a variant, or a list of such unions.
func nothing(value reflect.Value, body []byte) bool {
	value = target(value)
	switch {
	case kindOf(body) == "null" || kindOf(body) == "nothing" || kindOf(body) == "object" && len(membersOf(body)) == 0:
		return false
	case !value.IsValid():
		return true
	case value.Kind() == reflect.Slice && kindOf(body) == "array":
		items := itemsOf(body)
		for i, part := range items {
			if i >= value.Len() || !nothing(value.Index(i), part) {
				return false
			}
		}
		return len(items) > 0
	}
	return false
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

func (found *comparison) dropped(pointer, expected, message string) {
	found.add(pointer, "dropped", expected, message)
}

func (found *comparison) visit(value reflect.Value, body []byte, pointer string) {
	kind, declared := kindOf(body), value
	if kind == "null" {
		return
	}
	value = target(value)
	switch {
	case !value.IsValid():
		name := nameOf(declared.Type())
		found.dropped(pointer, name, "is decoded into an empty "+name+" without an error")
	case value.Kind() == reflect.Map && kind == "object":
		members := membersOf(body)
		for _, name := range sortedKeys(members) {
			found.member(value.MapIndex(reflect.ValueOf(name)), members[name], below(pointer, name), nameOf(value.Type()))
		}
	case value.Kind() == reflect.Slice && kind == "array":
		for i, part := range itemsOf(body) {
			if i < value.Len() {
				found.visit(value.Index(i), part, item(pointer, i))
			} else {
				found.dropped(item(pointer, i), nameOf(value.Type()), "is not kept by "+nameOf(value.Type()))
			}
		}
	case value.Kind() == reflect.Struct && value.Type() != timeType && kind == "object":
		members := membersOf(body)
		for _, name := range sortedKeys(members) {
			found.member(property(value, name), members[name], below(pointer, name), nameOf(value.Type()))
		}
	case kind == "number" && !holds(value, body):
		found.dropped(pointer, nameOf(value.Type()), nameOf(value.Type())+" cannot hold this number exactly")
	}
}

func (found *comparison) member(value reflect.Value, body []byte, pointer, owner string) {
	if value.IsValid() {
		found.visit(value, body, pointer)
	} else if kindOf(body) != "null" {
		found.dropped(pointer, owner, "is not kept by "+owner)
	}
}

// property is the value of a property in a model: in its own field, in an embedded model, or among the additional properties.
func property(model reflect.Value, name string) reflect.Value {
	var embedded []reflect.Value
	for i := 0; i < model.NumField(); i++ {
		field := model.Type().Field(i)
		if tagOf(field) == name {
			return model.Field(i)
		}
		if inner := pointed(field.Type); field.Anonymous && inner.Kind() == reflect.Struct {
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

// holds tells whether an integer of the body is the same number in the decoded value.
func holds(value reflect.Value, body []byte) bool {
	whole, failure := strconv.ParseInt(string(body), 10, 64)
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
