// Command generate writes a Go module that contains the response models of an Okta SDK for Go and a table of its operations.
//
//	go run . SDK_FOLDER OUTPUT_FOLDER
//
// The declarations that decoding needs are copied unchanged: models with the functions that encoding/json calls, and the decode
// function of the client. The rest of the client stays behind, so that the module builds without dependencies and without net.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 3 {
		fail("usage: generate SDK_FOLDER OUTPUT_FOLDER")
	}
	source, err := parseSource(os.Args[1])
	if err != nil {
		fail(err.Error())
	}
	operations := source.operations()
	if len(operations) == 0 {
		fail("No operations were found in its api_*.go files.")
	}
	if source.methods["APIClient"] == nil || source.method("APIClient", "decode") == nil {
		fail("Its client has no function decode.")
	}
	needed := source.closure(operations)
	out := filepath.Join(os.Args[2], "okta")
	if err := os.MkdirAll(out, 0o700); err != nil {
		fail(err.Error())
	}
	if err := source.write(out, needed); err != nil {
		fail(err.Error())
	}
	table := operationTable(source, operations)
	if err := os.WriteFile(filepath.Join(out, "contracts_operations.go"), []byte(table), 0o600); err != nil {
		fail(err.Error())
	}
	fmt.Println(source.version())
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
