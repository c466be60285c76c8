module generate

go 1.18
