package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"os"
	"path"
	"path/filepath"
	"sort"
)

// Methods that encoding/json and the reader call without a call in the source of the SDK.
var calledFromOutside = []string{"UnmarshalJSON", "UnmarshalText", "MarshalJSON", "MarshalText", "GetActualInstance", "Get"}

// The declarations of the SDK that decoding needs.
type selection struct {
	decls  map[*sourceFile][]ast.Decl
	seen   map[ast.Decl]bool
	types  []string
	called map[string]bool
	queue  []ast.Node
}

// closure follows every name from the types of the operations and from the client's decode function. Of the methods of a type
// it takes those that have the name of any function that is called.
func (s *source) closure(operations []operation) *selection {
	needed := &selection{decls: map[*sourceFile][]ast.Decl{}, seen: map[ast.Decl]bool{}, called: map[string]bool{}}
	for _, name := range calledFromOutside {
		needed.called[name] = true
	}
	for _, operation := range operations {
		if operation.result != nil {
			needed.queue = append(needed.queue, operation.result)
		}
		for _, status := range statuses(operation) {
			needed.queue = append(needed.queue, operation.errors[status])
		}
	}
	needed.take(*s.method("APIClient", "decode"))
	for len(needed.queue) > 0 {
		node := needed.queue[0]
		needed.queue = needed.queue[1:]
		s.follow(needed, node)
		if len(needed.queue) == 0 {
			s.takeMethods(needed)
		}
	}
	return needed
}

func (s *source) follow(needed *selection, node ast.Node) {
	names, called := namesIn(node)
	for _, name := range called {
		needed.called[name] = true
	}
	for _, name := range names {
		// The generated file declares an empty client: decode does not use its fields.
		if found, known := s.decls[name]; known && name != "APIClient" && needed.take(found) {
			needed.types = append(needed.types, typesIn(found.node)...)
		}
	}
}

func typesIn(decl ast.Decl) []string {
	var names []string
	if group, ok := decl.(*ast.GenDecl); ok {
		for _, spec := range group.Specs {
			if declared, ok := spec.(*ast.TypeSpec); ok {
				names = append(names, declared.Name.Name)
			}
		}
	}
	return names
}

func (s *source) takeMethods(needed *selection) {
	for _, name := range needed.types {
		for _, method := range s.methods[name] {
			if needed.called[method.node.(*ast.FuncDecl).Name.Name] {
				needed.take(method)
			}
		}
	}
}

// take selects a declaration and tells whether it was not selected before.
func (needed *selection) take(found declaration) bool {
	if needed.seen[found.node] {
		return false
	}
	needed.seen[found.node] = true
	needed.decls[found.file] = append(needed.decls[found.file], found.node)
	needed.queue = append(needed.queue, found.node)
	return true
}

// namesIn lists the identifiers that can refer to a declaration of the package, and the names of selected members.
func namesIn(root ast.Node) (names, selected []string) {
	var visit func(node ast.Node) bool
	visit = func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Ident:
			names = append(names, node.Name)
		case *ast.SelectorExpr:
			selected = append(selected, node.Sel.Name)
			ast.Inspect(node.X, visit)
			return false
		case *ast.Field:
			ast.Inspect(node.Type, visit)
			return false
		}
		return true
	}
	ast.Inspect(root, visit)
	return names, selected
}

func (s *source) write(folder string, needed *selection) error {
	for file, decls := range needed.decls {
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(file.path)), s.excerpt(file, decls), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// excerpt is a file with only these declarations and the imports that they use.
func (s *source) excerpt(file *sourceFile, decls []ast.Decl) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "package %s\n\n", s.name)
	used := map[string]bool{}
	for _, decl := range decls {
		ast.Inspect(decl, func(node ast.Node) bool {
			if selector, ok := node.(*ast.SelectorExpr); ok {
				if name, ok := selector.X.(*ast.Ident); ok {
					used[name.Name] = true
				}
			}
			return true
		})
	}
	for _, spec := range file.syntax.Imports {
		name := path.Base(importPath(spec))
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if used[name] {
			fmt.Fprintf(&out, "import %s %s\n", name, spec.Path.Value)
		}
	}
	sort.Slice(decls, func(i, j int) bool { return decls[i].Pos() < decls[j].Pos() })
	for _, decl := range decls {
		out.WriteString("\n")
		_ = printer.Fprint(&out, s.set, decl)
		out.WriteString("\n")
	}
	return out.Bytes()
}
