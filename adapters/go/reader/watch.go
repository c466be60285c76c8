package main

import (
	"os"
	"runtime"
	"time"
)

const maximumMemory = 1 << 30

// watch ends the process when the process that started it has ended, or when it needs more than 1 GiB.
func watch(parent int) {
	var memory runtime.MemStats
	for range time.Tick(time.Second) {
		if os.Getppid() != parent {
			os.Exit(0)
		}
		runtime.ReadMemStats(&memory)
		if memory.HeapAlloc > maximumMemory {
			os.Exit(3)
		}
	}
}
