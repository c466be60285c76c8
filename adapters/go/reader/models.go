package main

import (
	"encoding/json"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"
)

var (
	timeType        = reflect.TypeOf(time.Time{})
	unionType       = reflect.TypeOf((*interface{ GetActualInstance() interface{} })(nil)).Elem()
	unmarshalerType = reflect.TypeOf((*json.Unmarshaler)(nil)).Elem()
)

// isUnion tells whether a model holds one of several variants, each in a field of its own: the models of oneOf and anyOf.
func isUnion(model reflect.Type) bool {
	if model.Kind() != reflect.Struct || model == timeType || model.NumField() == 0 {
		return false
	}
	pointer := reflect.PointerTo(model)
	if pointer.Implements(unionType) {
		return true
	}
	for i := 0; i < model.NumField(); i++ {
		field := model.Field(i)
		if !field.IsExported() || field.Anonymous || field.Tag != "" || field.Type.Kind() != reflect.Pointer {
			return false
		}
	}
	return pointer.Implements(unmarshalerType)
}

// wrapped is the type inside a wrapper such as NullableString, or nil.
func wrapped(model reflect.Type) reflect.Type {
	if model.Kind() != reflect.Struct || !strings.HasPrefix(model.Name(), "Nullable") {
		return nil
	}
	get, found := model.MethodByName("Get")
	if !found || get.Type.NumIn() != 1 || get.Type.NumOut() != 1 {
		return nil
	}
	return get.Type.Out(0)
}

func pointed(model reflect.Type) reflect.Type {
	for model.Kind() == reflect.Pointer {
		model = model.Elem()
	}
	return model
}

// tagOf is the name of a field in JSON, or an empty text.
func tagOf(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	if name == "-" || !field.IsExported() {
		return ""
	}
	return name
}

// fieldsOf returns the properties of a model with the types they are decoded into. A property that an embedded model declares
// too is decoded into both types.
func fieldsOf(model reflect.Type) map[string][]reflect.Type {
	found := map[string][]reflect.Type{}
	for i := 0; i < model.NumField(); i++ {
		field := model.Field(i)
		if name := tagOf(field); name != "" {
			found[name] = append(found[name], field.Type)
		} else if embedded := pointed(field.Type); field.Anonymous && embedded.Kind() == reflect.Struct {
			for name, inner := range fieldsOf(embedded) {
				found[name] = append(found[name], inner...)
			}
		}
	}
	return found
}

// nameOf is the name of a type as a user of the SDK writes it, without its package.
func nameOf(model reflect.Type) string {
	switch model.Kind() {
	case reflect.Pointer:
		return nameOf(model.Elem())
	case reflect.Slice:
		return "[]" + nameOf(model.Elem())
	case reflect.Map:
		return "map[string]" + nameOf(model.Elem())
	}
	if model.PkgPath() != "" && model != timeType {
		return model.Name()
	}
	return strings.ReplaceAll(model.String(), "interface {}", "interface{}")
}

func sortedKeys[Value any](members map[string]Value) []string {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func below(pointer, name string) string {
	return pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

func item(pointer string, number int) string {
	return pointer + "/" + strconv.Itoa(number)
}
