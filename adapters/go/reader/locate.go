package main

import (
	"encoding/json"
	"reflect"
	"regexp"
)

const maximumDepth = 100

type search struct {
	places []place
}

// locate finds the places of a body that make the SDK fail. It decodes the parts of the body one by one into the types that
// the SDK declares for them.
func locate(model reflect.Type, body []byte, failure error) []place {
	found := &search{}
	found.visit(model, body, failure, "", 0)
	return found.places
}

func (found *search) add(pointer, cause, expected, message string) {
	if len(found.places) < maximumPlaces {
		found.places = append(found.places, place{pointer, cause, expected, message})
	}
}

// visit reports at least one place for a body that the type cannot be decoded from.
func (found *search) visit(model reflect.Type, body []byte, failure error, pointer string, depth int) {
	model = pointed(model)
	if inner := wrapped(model); inner != nil {
		model = pointed(inner)
	}
	before := len(found.places)
	if before >= maximumPlaces {
		return
	}
	if depth < maximumDepth {
		switch {
		case isUnion(model):
			found.visitUnion(model, body, failure, pointer, depth)
		case model.Kind() == reflect.Slice && kindOf(body) == "array":
			for i, part := range itemsOf(body) {
				found.part(model.Elem(), part, item(pointer, i), depth)
			}
		case model.Kind() == reflect.Map && kindOf(body) == "object":
			members := membersOf(body)
			for _, name := range sortedKeys(members) {
				found.part(model.Elem(), members[name], below(pointer, name), depth)
			}
		case model.Kind() == reflect.Struct && model != timeType && kindOf(body) == "object":
			found.visitModel(model, body, pointer, depth)
		}
	}
	if len(found.places) == before {
		found.classify(model, body, failure, pointer)
	}
}

func (found *search) part(model reflect.Type, body []byte, pointer string, depth int) {
	if failure := fails(model, body); failure != nil {
		found.visit(model, body, failure, pointer, depth+1)
	}
}

func (found *search) visitModel(model reflect.Type, body []byte, pointer string, depth int) {
	members, fields := membersOf(body), fieldsOf(model)
	found.missing(model, members, pointer)
	for _, name := range sortedKeys(members) {
		before := len(found.places)
		for _, field := range fields[name] {
			if len(found.places) == before {
				found.part(field, members[name], below(pointer, name), depth)
			}
		}
	}
}

var requiredProperty = regexp.MustCompile(`required property (\S+)$`)

// missing adds absent properties as null, as long as the SDK names one: it names only the first.
func (found *search) missing(model reflect.Type, members map[string]json.RawMessage, pointer string) {
	patched := map[string]json.RawMessage{}
	for name, value := range members {
		patched[name] = value
	}
	for next := missingIn(model, patched); next != ""; {
		name := next
		patched[name] = json.RawMessage("null")
		// The same name again is a property of an inner object.
		if next = missingIn(model, patched); next != name {
			found.add(below(pointer, name), "missing", nameOf(model), "is a required property of "+nameOf(model))
		} else {
			return
		}
	}
}

func missingIn(model reflect.Type, members map[string]json.RawMessage) string {
	body, _ := json.Marshal(members)
	failure := fails(model, body)
	if failure == nil {
		return ""
	}
	named := requiredProperty.FindStringSubmatch(failure.Error())
	if named == nil {
		return ""
	}
	return named[1]
}

var chosenVariant = regexp.MustCompile(`^[Ff]ailed to unmarshal \S+ as (\w+):`)

// visitUnion follows the variant that the SDK chose, if it says so in its error.
func (found *search) visitUnion(model reflect.Type, body []byte, failure error, pointer string, depth int) {
	if chosen := chosenVariant.FindStringSubmatch(failure.Error()); chosen != nil {
		if field, known := model.FieldByName(chosen[1]); known {
			found.part(field.Type, body, pointer, depth)
			return
		}
	}
	matching := 0
	for i := 0; i < model.NumField(); i++ {
		if fails(model.Field(i).Type, body) == nil {
			matching++
		}
	}
	if matching > 1 {
		found.add(pointer, "discriminator", nameOf(model), "fits more than one variant of "+nameOf(model))
	} else {
		found.add(pointer, "discriminator", nameOf(model), "fits no variant of "+nameOf(model))
	}
}
