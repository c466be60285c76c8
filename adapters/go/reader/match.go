package main

import (
	"strconv"
	"strings"

	"contracts/okta"
)

type route struct {
	segments  []string
	operation okta.ContractsOperation
}

// The operations of the SDK by method and number of segments.
type index map[string][]route

func newIndex(operations []okta.ContractsOperation) index {
	found := index{}
	for _, operation := range operations {
		segments := segmentsOf(operation.Path)
		key := keyOf(operation.Method, segments)
		found[key] = append(found[key], route{segments, operation})
	}
	return found
}

func segmentsOf(path string) []string {
	path, _, _ = strings.Cut(path, "?")
	return strings.Split(strings.Trim(path, "/"), "/")
}

func keyOf(method string, segments []string) string {
	return method + " " + strconv.Itoa(len(segments))
}

// find returns the operation whose template fits a method and path, or nil. `asked` can contain parameters too.
func (known index) find(asked string) *okta.ContractsOperation {
	method, path, _ := strings.Cut(asked, " ")
	segments := segmentsOf(path)
	var best *route
	var score string
	routes := known[keyOf(method, segments)]
	for i := range routes {
		if fit := fitOf(routes[i].segments, segments); fit > score {
			best, score = &routes[i], fit
		}
	}
	if best == nil {
		return nil
	}
	return &best.operation
}

// fitOf is empty if a template does not fit, else a text that sorts higher for a better fit: first without literals in the
// place of a parameter, then with equal literals as far left as possible.
func fitOf(template, segments []string) string {
	fit := []byte{'9'}
	for i, segment := range segments {
		switch {
		case template[i] == segment, isParameter(template[i]) && isParameter(segment):
			fit = append(fit, '2')
		case isParameter(template[i]):
			fit = append(fit, '1')
		case isParameter(segment):
			fit = append(fit, '0')
			fit[0]--
		default:
			return ""
		}
	}
	return string(fit)
}

func isParameter(segment string) bool {
	return strings.Contains(segment, "{")
}
