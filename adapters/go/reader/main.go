// The adapter for Okta's SDK for Go: reads responses as NDJSON from standard input and reports, a line each, what the SDK's own
// decode function makes of them. It is compiled together with the models of one version of the SDK.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"runtime/debug"

	"contracts/okta"
)

// Set by the linker.
var version = "unknown"

type request struct {
	ID        json.RawMessage `json:"id"`
	Operation string          `json:"operation"`
	Status    int             `json:"status"`
	Body      json.RawMessage `json:"body"`
}

type place struct {
	Pointer  string `json:"pointer"`
	Cause    string `json:"cause"`
	Expected string `json:"expected,omitempty"`
	Message  string `json:"message"`
}

type answer struct {
	ID        json.RawMessage `json:"id"`
	Result    string          `json:"result"`
	Operation string          `json:"operation,omitempty"`
	Findings  []place         `json:"findings"`
}

const maximumPlaces = 50

func main() {
	debug.SetMemoryLimit(512 << 20)
	go watch(os.Getppid())
	operations := newIndex(okta.ContractsOperations)
	output := bufio.NewWriterSize(os.Stdout, 1<<16)
	encoder := json.NewEncoder(output)
	_ = encoder.Encode(map[string]interface{}{
		"protocol": 1, "name": "go", "version": version, "operations": len(okta.ContractsOperations),
	})
	_ = output.Flush()
	input := bufio.NewReaderSize(os.Stdin, 1<<16)
	for {
		line, failure := input.ReadBytes('\n')
		var asked request
		if len(line) > 1 && json.Unmarshal(line, &asked) == nil {
			_ = encoder.Encode(operations.answer(asked))
		}
		if failure != nil || input.Buffered() == 0 {
			_ = output.Flush()
		}
		if failure != nil {
			return
		}
	}
}
